//! Patients check themselves in: at a tablet, by a poster on their own phone, by their own link with the poster's digits.

use testkit::{Browser, Clinic, Page, clinic, clinic_with_brake};

use crate::at_the_front::{Guest, MIA, ZAIN, books};

const TABLET: &str = "form[action^='/k/']";

/// Opens a door; the page with its address, and the address.
async fn opens(clinic: &Clinic, kind: &str) -> (Page, String) {
    let owner = clinic.owner();
    let page = owner.get("/check-in").await.with_status(200);
    let door = owner.submit(&page, "form[action='/check-in']", &[("name", "Entrance"), ("kind", kind)]).await.with_status(200);
    let address = door.attributes("a[href*='/k/']", "href").remove(0);
    let path = format!("/k/{}", address.rsplit('/').next().unwrap_or_default());
    (door, path)
}

async fn types(at: &Browser, door: &str, fields: &[(&str, &str)]) -> Page {
    let page = at.get(door).await.with_status(200);
    at.submit(&page, TABLET, fields).await
}

#[tokio::test]
async fn a_tablet_gives_the_token_and_forgets_who_stood_there() {
    let clinic = clinic().await;
    let (_, door) = opens(&clinic, "tablet").await;
    books(&clinic, MIA).await;
    let tablet = clinic.visitor();
    let here = types(&tablet, &door, &[("phone", "+92 300 1234567")]).await.with_status(200);
    assert!(here.shows("Welcome") && here.words(".token") == ["1"], "{}", here.text());
    assert!(!here.html().contains("Mia") && !here.html().contains("1234567"), "no name and no number");
    assert!(here.html().contains(r#"http-equiv="refresh""#));
    assert!(clinic.reception().get("/today").await.words(".lane .token")[0].starts_with('1'));
    assert_eq!(types(&tablet, &door, &[("phone", MIA.phone)]).await.words(".token"), ["1"], "shown once more");
    clinic.clock.advance(jiff::SignedDuration::from_mins(11));
    clinic.staff_sign_in().await;
    let later = types(&tablet, &door, &[("phone", MIA.phone)]).await.with_status(200);
    let unknown = types(&tablet, &door, &[("phone", "0345 9998887")]).await.with_status(200);
    assert!(later.shows("Please go to the desk") && !later.has(".token"));
    assert_eq!(later.words("main"), unknown.words("main"), "a number that is known and one that is not answer alike");
    assert!(clinic.owner().get("/trail").await.shows("checked themselves in at a door"));
}

#[tokio::test]
async fn a_family_on_one_number_is_told_apart_by_a_letter() {
    let clinic = clinic().await;
    let (_, door) = opens(&clinic, "tablet").await;
    for name in ["Mia Farooq", "Zain Farooq"] {
        books(&clinic, Guest { name, phone: MIA.phone, consent: false }).await;
    }
    let tablet = clinic.visitor();
    let which = types(&tablet, &door, &[("phone", MIA.phone)]).await.with_status(200);
    assert!(which.has("#letter") && !which.html().contains("Zain"), "{}", which.text());
    let zain = tablet.submit(&which, TABLET, &[("phone", MIA.phone), ("letter", "z")]).await.with_status(200);
    assert_eq!(zain.words(".token"), ["1"]);
    let rows = clinic.sql("select count(*) from appointment where clinic_id = $1 and status = 'arrived'", &[&clinic.id]).await;
    assert_eq!(rows[0].get::<_, i64>(0), 1);
}

#[tokio::test]
async fn a_poster_asks_the_letter_too_and_is_closed_for_good() {
    let clinic = clinic().await;
    let (page, door) = opens(&clinic, "poster").await;
    assert!(page.has("svg.qr path") && page.words(".poster__digits")[0].len() == 6);
    books(&clinic, MIA).await;
    let phone = clinic.visitor();
    assert_eq!(types(&phone, &door, &[("phone", MIA.phone)]).await.status, 422, "without the letter nothing");
    assert!(types(&phone, &door, &[("phone", MIA.phone), ("letter", "x")]).await.shows("Please go to the desk"));
    let here = types(&phone, &door, &[("phone", MIA.phone), ("letter", "M")]).await.with_status(200);
    assert_eq!(here.words(".token"), ["1"]);
    assert!(!here.html().contains(r#"http-equiv="refresh""#), "one's own phone keeps the number");
    let owner = clinic.owner();
    owner.submit(&owner.get("/check-in").await, "form[action$='/close']", &[]).await.with_status(200);
    assert_eq!(phone.get(&door).await.status, 404);
    assert_eq!(clinic.reception().get("/check-in").await.status, 404, "doors are the owner's");
}

#[tokio::test]
async fn who_tries_numbers_at_a_door_is_slowed() {
    let clinic = clinic_with_brake(4).await;
    let (_, door) = opens(&clinic, "tablet").await;
    let stranger = clinic.visitor();
    let mut statuses = Vec::new();
    for last in 0..6 {
        statuses.push(types(&stranger, &door, &[("phone", &format!("0345 000000{last}"))]).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 429, 429]);
}

#[tokio::test]
async fn the_own_link_and_the_posters_digits_together_say_i_am_here() {
    let clinic = clinic().await;
    let own = books(&clinic, ZAIN).await;
    assert!(!own.has("#digits"), "no poster hangs");
    let (poster, _) = opens(&clinic, "poster").await;
    let digits = poster.words(".poster__digits").remove(0);
    let patient = clinic.visitor();
    let page = patient.get(&own.url).await.with_status(200);
    let wrong = if digits == "000000" { "000001" } else { "000000" };
    let refused = patient.submit(&page, "form[action$='/here']", &[("digits", wrong)]).await.with_status(200);
    assert!(refused.shows("Please go to the desk") && refused.has("#digits"), "{}", refused.text());
    let page = patient.get(&own.url).await;
    let here = patient.submit(&page, "form[action$='/here']", &[("digits", &digits)]).await.with_status(200);
    assert!(here.shows("You are checked in") && here.words("#place .token") == ["1"], "{}", here.text());
    assert!(clinic.owner().get("/trail").await.shows("said by the link that they are here"));
}

#[tokio::test]
async fn the_board_speaks_in_turn_shows_who_is_away_and_can_be_heard() {
    let clinic = clinic().await;
    let rules = clinic.owner().get("/settings/waiting-room").await.with_status(200);
    clinic.owner().submit(&rules, "main form", &[("en", "yes"), ("ur", "yes")]).await.with_status(200);
    let who = clinic.practitioner.to_string();
    crate::queue_order::walks_in(&clinic, "Noor Jan", &who, &[]).await.with_status(200);
    let doctor = clinic.practitioner();
    doctor.submit(&doctor.get("/today").await, "form[action='/queue/call-next']", &[]).await.with_status(200);
    doctor.submit(&doctor.get("/pauses").await, "form[action='/pauses']", &[("until", "14:30"), ("reason", "Tea")]).await.with_status(200);
    let address = format!("{}/board", clinic.front());
    let board = clinic.visitor().get(&address).await.with_status(200);
    assert_eq!(board.attributes("#main", "data-again"), ["12"]);
    assert_eq!(board.attributes(".board__now [data-say]", "lang"), ["en", "ur"]);
    assert!(board.has("[data-sound][hidden]") && !board.shows("Tea") && !board.html().contains("Noor"));
    clinic.clock.advance(jiff::SignedDuration::from_secs(12));
    let next = clinic.visitor().get(&address).await.with_status(200);
    let mut languages = [board.attributes(".board__now", "lang").remove(0), next.attributes(".board__now", "lang").remove(0)];
    languages.sort_unstable();
    assert_eq!(languages, ["en", "ur"]);
    assert!([&board, &next].iter().any(|page| page.shows("Dr Sana Malik is away until 14:30")));
}
