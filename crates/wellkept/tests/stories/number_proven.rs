//! A clinic that wants numbers proven takes no booking on a number that somebody only typed.

use jiff::SignedDuration;
use testkit::{Clinic, Page, clinic};

use crate::at_the_front::{FORM, standing};

async fn wants_proof() -> Clinic {
    let clinic = clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/settings/booking").await.with_status(200);
    owner.submit(&page, "form[action='/settings/booking']", &[("prove_number", "1")]).await.with_status(200);
    clinic
}

/// The code of the latest text on the handset with this number.
async fn code_on(clinic: &Clinic, phone: &str) -> Option<String> {
    let handset = clinic.patient_on("Whoever", phone).handset().await;
    let text = handset.iter().rev().find(|bubble| bubble.to_patient && bubble.text.contains("code"))?.text.clone();
    text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).map(str::to_owned)
}

async fn asks(clinic: &Clinic, browser: &testkit::Browser, phone: &str) -> Page {
    let page = browser.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[1].clone();
    let asked = browser.submit(&page, FORM, &[("slot", &slot), ("name", "Mia Farooq"), ("phone", phone)]).await.with_status(200);
    assert!(asked.shows("We have sent a code to your number"), "{}", asked.text());
    clinic.work_until_idle().await;
    asked
}

#[tokio::test]
async fn a_code_goes_to_the_number_and_the_booking_stands_when_it_is_typed() {
    let clinic = wants_proof().await;
    let mia = clinic.visitor();
    let asked = asks(&clinic, &mia, "+923005550101").await;
    assert_eq!(standing(&clinic).await, 0);
    assert!(asked.shows("This time is kept for you"), "and is kept meanwhile");
    assert_eq!(asked.field_value("name").as_deref(), Some("Mia Farooq"));
    let wrong = mia.submit(&asked, FORM, &[("code", "000000")]).await.with_status(422);
    assert_eq!(wrong.errors().len(), 1, "{:?}", wrong.errors());
    let code = code_on(&clinic, "+923005550101").await.expect("a code on the handset");
    let booked = mia.submit(&wrong, FORM, &[("code", &format!("{} {}", &code[..3], &code[3..]))]).await.with_status(200);
    assert!(booked.shows("Your appointment is booked"), "{}", booked.text());
    // The code is over, and was no yes to other messages.
    let again = mia.submit(&asked, FORM, &[("code", &code)]).await;
    assert_eq!(again.status, 422, "a second form with the same code");
    let ledger = clinic.sql("select purpose, patient_id is null from consent where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(ledger.len(), 1);
    assert_eq!((ledger[0].get::<_, &str>(0), ledger[0].get::<_, bool>(1)), ("proof", true));
    let state = clinic.sql("select state, reason from message where clinic_id = $1", &[&clinic.id]).await;
    clinic.work_until_idle().await;
    assert_eq!((state[0].get::<_, &str>(0), state[0].get::<_, Option<&str>>(1)).1.unwrap_or("no_consent"), "no_consent");
}

#[tokio::test]
async fn guessing_ends_after_five_tries_and_a_number_is_not_flooded() {
    let clinic = wants_proof().await;
    let guesser = clinic.visitor();
    let mut page = asks(&clinic, &guesser, "+923005550102").await;
    let code = code_on(&clinic, "+923005550102").await.expect("a code on the handset");
    let other = |n: u32| format!("{:06}", (code.parse::<u32>().unwrap() + n) % 1_000_000);
    for n in 1..=5 {
        page = guesser.submit(&page, FORM, &[("code", &other(n))]).await.with_status(422);
    }
    guesser.submit(&page, FORM, &[("code", &code)]).await.with_status(422);
    assert_eq!(standing(&clinic).await, 0, "the sixth try is none, even if it is right");
    // Asking again and again sends five codes a day and no more, a minute apart; the page says the same.
    for _ in 0..20 {
        page = guesser.submit(&page, FORM, &[("code", "")]).await.with_status(200);
        assert!(page.shows("We have sent a code to your number"));
        clinic.clock.advance(SignedDuration::from_secs(61));
        clinic.work_until_idle().await;
    }
    let sent = clinic.sql("select count(*) from number_code where clinic_id = $1 and sent_at is not null", &[&clinic.id]).await;
    assert_eq!(sent[0].get::<_, i64>(0), 5);
}

#[tokio::test]
async fn a_number_that_said_stop_gets_no_code_and_the_page_does_not_tell() {
    let clinic = wants_proof().await;
    // Mia proved her number, agreed, and stopped the messages.
    let mia = clinic.visitor();
    let asked = asks(&clinic, &mia, "+923005550103").await;
    let code = code_on(&clinic, "+923005550103").await.expect("a code on the handset");
    let booked = mia.submit(&asked, FORM, &[("code", &code), ("consent", "1")]).await.with_status(200);
    mia.submit(&booked, "form[action$='/stop']", &[]).await.with_status(200);
    let before = clinic.patient_on("Whoever", "+923005550103").handset().await.len();
    clinic.clock.advance(SignedDuration::from_mins(11));
    let stranger = clinic.visitor();
    let hers = asks(&clinic, &stranger, "+923005550103").await;
    let unknown = asks(&clinic, &clinic.visitor(), "+923005550999").await;
    assert_eq!(clinic.patient_on("Whoever", "+923005550103").handset().await.len(), before, "a STOP is a STOP");
    assert_eq!(hers.words("#asks-code"), unknown.words("#asks-code"));
}
