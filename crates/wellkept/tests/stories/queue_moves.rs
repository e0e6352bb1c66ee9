//! How long somebody waits, who is away, who is sent to somebody else, who is late, and who is told that their turn is near.

use jiff::SignedDuration;
use testkit::{Clinic, Page, clinic};

use crate::{
    at_the_front::{MIA, books},
    queue_order::{second, walks_in},
};

async fn ticket(clinic: &Clinic, nth: usize) -> Page {
    let today = clinic.reception().get("/today").await.with_status(200);
    let href = today.attributes(".lane a.token", "href").remove(nth);
    clinic.reception().get(&href).await.with_status(200)
}

async fn calls_and_ends(clinic: &Clinic, minutes: i64) {
    let doctor = clinic.practitioner();
    let called = doctor.submit(&doctor.get("/today").await, "form[action='/queue/call-next']", &[]).await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(minutes));
    clinic.staff_sign_in().await;
    doctor.submit(&doctor.get("/today").await.with_status(200), "form[action$='/done']", &[]).await.with_status(200);
    drop(called);
}

#[tokio::test]
async fn the_expected_wait_is_a_range_that_learns_from_the_day() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    for name in ["One Khan", "Two Khan", "Three Khan"] {
        walks_in(&clinic, name, &who, &[]).await.with_status(200);
    }
    assert!(ticket(&clinic, 0).await.shows("any moment now"));
    assert!(ticket(&clinic, 2).await.shows("about 40 to 85 minutes"), "{}", ticket(&clinic, 2).await.text());
    // Thirty minutes on the list, but ten in truth.
    calls_and_ends(&clinic, 10).await;
    calls_and_ends(&clinic, 10).await;
    for name in ["Four Khan", "Five Khan"] {
        walks_in(&clinic, name, &who, &[]).await.with_status(200);
    }
    assert!(ticket(&clinic, 2).await.shows("about 25 to 70 minutes"), "{}", ticket(&clinic, 2).await.text());
}

#[tokio::test]
async fn who_is_away_is_shown_with_the_time_and_without_the_reason() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    walks_in(&clinic, "Noor Jan", &who, &[]).await.with_status(200);
    let doctor = clinic.practitioner();
    let page = doctor.get("/pauses").await.with_status(200);
    let past = doctor.submit(&page, "form[action='/pauses']", &[("until", "09:00")]).await;
    assert_eq!((past.status, past.errors().len()), (422, 1));
    let paused = doctor.submit(&page, "form[action='/pauses']", &[("until", "14:30"), ("reason", "Prayer and tea")]).await.with_status(200);
    assert!(paused.shows("Away until") && paused.shows("Prayer and tea"), "{}", paused.text());
    let today = clinic.reception().get("/today").await;
    assert!(today.shows("Away until 14:30") && !today.shows("Prayer"), "{}", today.text());
    assert!(
        ticket(&clinic, 0).await.shows("about 90 to 90 minutes") || ticket(&clinic, 0).await.shows("90"),
        "{}",
        ticket(&clinic, 0).await.text()
    );
    // Whoever calls is back.
    doctor.submit(&doctor.get("/today").await, "form[action='/queue/call-next']", &[]).await.with_status(200);
    assert!(!clinic.reception().get("/today").await.shows("Away until"));
    let page = clinic.reception().get("/pauses").await;
    let paused = clinic.reception().submit(&page, "form[action='/pauses']", &[("practitioner", &who)]).await.with_status(200);
    let back = clinic.reception().submit(&paused, "form[action='/pauses/end']", &[]).await.with_status(200);
    assert!(!back.has("form[action='/pauses/end']"));
    let adil = second(&clinic).await;
    let token = [("practitioner", adil.as_str())];
    let page = doctor.get("/pauses").await;
    let (_, mut fields) = page.form("form[action='/pauses']").filled(&[]);
    fields.retain(|(name, _)| name != "practitioner");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(token).collect();
    assert_eq!(doctor.post_raw("/pauses", &fields).await.status, 404, "nobody pauses a colleague");
}

#[tokio::test]
async fn a_waiting_patient_is_sent_to_somebody_else_and_back_with_their_turn() {
    let clinic = clinic().await;
    let adil = second(&clinic).await;
    books(&clinic, MIA).await;
    let desk = clinic.reception();
    desk.submit(&desk.get("/today").await, "form[action$='/arrive']", &[]).await.with_status(200);
    let page = ticket(&clinic, 0).await;
    let sent = desk.submit(&page, "form:has(#to)", &[("to", &adil)]).await.with_status(200);
    assert!(sent.shows("waits for somebody else now") && sent.shows("Dr Adil Khan"), "{}", sent.text());
    let of = || async {
        clinic
            .sql("select p.name, t.anyone, a.taken_as from queue_ticket t join practitioner p using (clinic_id, practitioner_id) join appointment a on a.clinic_id = t.clinic_id and a.appointment_id = t.appointment_id and a.practitioner_id = t.practitioner_id where t.clinic_id = $1", &[&clinic.id])
            .await
            .iter()
            .map(|row| (row.get::<_, String>(0), row.get::<_, bool>(1), row.get::<_, String>(2)))
            .collect::<Vec<_>>()
    };
    assert_eq!(of().await, [("Dr Adil Khan".to_owned(), false, "walk_in".to_owned())]);
    let back = desk.submit(&sent, ".flash form", &[]).await.with_status(200);
    assert!(back.shows("Dr Sana Malik"));
    let any = desk.submit(&back, "form:has(#to)", &[("to", "any")]).await.with_status(200);
    assert!(any.shows("Whoever is free first"));
    assert!(of().await[0].1);
    let nowhere = desk.submit(&any, "form:has(#to)", &[]).await;
    assert_eq!(nowhere.status, 422);
    assert!(clinic.owner().get("/trail").await.shows("sent a waiting patient to somebody else"));
}

#[tokio::test]
async fn who_comes_after_being_given_up_waits_like_everybody_even_if_their_time_is_gone() {
    let clinic = clinic().await;
    let rules = clinic.owner().get("/settings/waiting-room").await.with_status(200);
    let wrong = clinic.owner().submit(&rules, "main form", &[("late", "241")]).await;
    assert_eq!(wrong.status, 422);
    clinic.owner().submit(&rules, "main form", &[("late", "5")]).await.with_status(200);
    books(&clinic, MIA).await;
    clinic.clock.advance(SignedDuration::from_mins(36));
    clinic.staff_sign_in().await;
    let desk = clinic.reception();
    desk.submit(&desk.get("/today").await, "form[action$='/no-show']", &[]).await.with_status(200);
    // The desk gives the time to somebody else.
    clinic.sql("insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version) select clinic_id, gen_random_uuid(), practitioner_id, service_id, patient_id, starts_at, ends_at, 'booked', booked_at, 'staff', notice_version from appointment where clinic_id = $1", &[&clinic.id]).await;
    let arrived = desk.submit(&desk.get("/today").await, "form[action$='/arrive']", &[]).await.with_status(200);
    assert!(arrived.shows("has arrived"), "{}", arrived.text());
}

#[tokio::test]
async fn whoever_has_two_before_them_is_told_once_and_sees_their_place() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    for name in ["One Khan", "Two Khan", "Three Khan"] {
        walks_in(&clinic, name, &who, &[]).await.with_status(200);
    }
    let gul = clinic.patient_on("Gul Bibi", "+923334445556");
    walks_in(&clinic, "Gul Bibi", &who, &[("phone", "0333 4445556"), ("consent", "1")]).await.with_status(200);
    clinic.work_until_idle().await;
    gul.got_nothing().await;
    calls_and_ends(&clinic, 10).await;
    clinic.work_until_idle().await;
    let got = gul.got().await;
    assert_eq!(got.len(), 1, "{got:?}");
    assert!(got[0].contains("token 4") && got[0].contains("2 people are before you"), "{got:?}");
    let own = gul.opens_last_link().await.with_status(200);
    assert!(own.shows("Your token") && own.words("#place .token") == ["4"] && own.shows("2 people go before you"), "{}", own.text());
    let place = own.attributes("#place", "data-fragment").remove(0);
    let looks = || async { clinic.sql("select 1 from audit_leaf where clinic_id = $1", &[&clinic.id]).await.len() };
    let before = looks().await;
    assert!(clinic.visitor().refresh(&place).await.with_status(200).shows("2 people go before you"));
    assert_eq!(looks().await, before, "what follows adds no line");
    for _ in 0..3 {
        calls_and_ends(&clinic, 5).await;
    }
    clinic.work_until_idle().await;
    gul.got_nothing().await;
    assert!(clinic.visitor().get(&place).await.shows("not in the waiting room now"));
}

#[tokio::test]
async fn what_is_not_true_any_more_is_not_said() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    for name in ["One Khan", "Two Khan"] {
        walks_in(&clinic, name, &who, &[]).await.with_status(200);
    }
    let gul = clinic.patient_on("Gul Bibi", "+923334445556");
    let registered = walks_in(&clinic, "Gul Bibi", &who, &[("phone", "0333 4445556"), ("consent", "1")]).await.with_status(200);
    clinic.reception().submit(&registered, ".flash form", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    gul.got_nothing().await;
}
