//! The owner and the auditor read what was done in the whole clinic, choose from it, and are written down for it.

use kernel::Role;
use testkit::{Clinic, PASSWORD, Page};

async fn trail(clinic: &Clinic, choice: &[(&str, &str)]) -> Page {
    let owner = clinic.owner();
    let page = owner.get("/trail").await.with_status(200);
    owner.submit(&page, "#choose", choice).await.with_status(200)
}

fn lines(page: &Page) -> Vec<String> {
    page.words("#audit li p")
}

#[tokio::test]
async fn who_did_what_when_and_with_what_end_newest_first() {
    let clinic = testkit::clinic().await;
    clinic.patient("Mia Rahman").books().await;
    let email = clinic.who_is(Role::Receptionist).email.clone();
    clinic.visitor().sign_in(&email, "a wrong password indeed").await.with_status(422);
    clinic.clock.advance(jiff::SignedDuration::from_secs(1));
    clinic.visitor().sign_in(&email, PASSWORD).await.with_status(200);
    clinic.clock.advance(jiff::SignedDuration::from_secs(1));
    let list = clinic.practitioner().get("/patients").await;
    clinic.practitioner().follow(&list, "Mia Rahman").await.with_status(200);
    clinic.clock.advance(jiff::SignedDuration::from_secs(1));
    // A refused look, and a page of another role.
    clinic.reception().get(&list.link("Mia Rahman")).await.with_status(404);
    clinic.reception().get("/import").await.with_status(404);
    clinic.clock.advance(jiff::SignedDuration::from_secs(1));

    let all = lines(&trail(&clinic, &[]).await);
    for line in [
        "Bilal Shah could not sign in: wrong password",
        "Bilal Shah signed in",
        "Dr Sana Malik (Doctor) opened the chart Mia Rahman",
        "Bilal Shah (Reception) opened the chart Mia Rahman",
        "Bilal Shah (Reception) asked for a page of another role",
        "Omar Aziz (Owner) read the clinic’s trail",
    ] {
        assert!(all.iter().any(|found| found == line), "{line} is missing:\n{all:#?}");
    }
    let at = |line: &str| all.iter().position(|found| found == line).unwrap();
    assert!(at("Omar Aziz (Owner) read the clinic’s trail") < at("Dr Sana Malik (Doctor) opened the chart Mia Rahman"));
    assert!(at("Dr Sana Malik (Doctor) opened the chart Mia Rahman") < at("Bilal Shah could not sign in: wrong password"));

    let refused = lines(&trail(&clinic, &[("outcome", "refused")]).await);
    assert_eq!(refused.len(), 3, "{refused:#?}");
    let charts = lines(&trail(&clinic, &[("room", "chart")]).await);
    assert_eq!(charts.len(), 2, "{charts:#?}");
    let doctor = clinic.who_is(Role::Doctor).person.to_string();
    let of_doctor = lines(&trail(&clinic, &[("by", doctor.as_str()), ("room", "chart")]).await);
    assert_eq!(of_doctor, ["Dr Sana Malik (Doctor) opened the chart Mia Rahman"]);
    assert!(trail(&clinic, &[("support", "1")]).await.shows("Nothing like this happened"));
}

#[tokio::test]
async fn a_long_trail_has_pages_that_keep_the_choice_and_miss_no_line() {
    let clinic = testkit::clinic().await;
    for _ in 0..60 {
        clinic.practitioner().get("/today").await.with_status(200);
        clinic.clock.advance(jiff::SignedDuration::from_millis(1));
    }
    let first = trail(&clinic, &[("room", "queue")]).await;
    let second = clinic.owner().follow(&first, "Older").await.with_status(200);
    assert_eq!((lines(&first).len(), lines(&second).len()), (50, 10));
    assert!(second.url.contains("room=queue"), "{}", second.url);
    clinic.owner().get("/trail?before=nonsense").await.with_status(404);
}

#[tokio::test]
async fn nobody_else_reads_it_and_no_other_clinic_stands_in_it() {
    let clinic = testkit::clinic().await;
    let other = clinic.other().await;
    other.patient("Zainab Noor").books().await;
    other.owner().get("/patients").await.with_status(200);
    for role in [Role::Doctor, Role::Nurse, Role::Receptionist, Role::Pharmacist, Role::Billing] {
        clinic.member(role).get("/trail").await.with_status(404);
    }
    let page = clinic.member(Role::Auditor).get("/trail").await.with_status(200);
    assert!(!page.shows("Zainab") && page.shows("asked for a page of another role"), "{}", page.text());
    assert!(clinic.owner().speaking("ur").get("/trail").await.shows("کلینک کی روداد"));
}
