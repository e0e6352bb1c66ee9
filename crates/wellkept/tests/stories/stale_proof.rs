//! A password is changed while somebody who knew the old one is on their way in. They do not arrive.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, PASSWORD};
use trust::identity::{
    session::{Proven, Sitting, begin_session},
    sign_in,
};

const NEW: &str = "seven lanterns drift past noon";
const SECOND: &str = "form[action='/sign-in/second']:not([data-passkey])";

/// The person who reads the e-mail takes another password.
async fn resets(clinic: &Clinic, email: &str) {
    let browser = clinic.visitor();
    browser.submit(&browser.get("/forgot").await, "main form", &[("email", email)]).await.with_status(200);
    let letters = clinic.letters_to(email).await;
    let link = letters.iter().flat_map(|kept| kept.letter.plain().lines()).find(|line| line.contains("/reset/")).unwrap().to_owned();
    let page = browser.get(&link).await.with_status(200);
    browser.submit(&page, "main form", &[("password", NEW)]).await.with_status(200);
}

async fn in_session(browser: &Browser) -> bool {
    browser.not_following().get("/today").await.status == 200
}

#[tokio::test]
async fn who_waits_at_the_second_step_with_the_old_password_is_not_let_in() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Doctor).email.clone();
    let app = clinic.practitioner().adds_app(&clinic.clock).await;
    clinic.clock.advance(SignedDuration::from_secs(30));
    let thief = clinic.visitor();
    let second = thief.sign_in(&email, PASSWORD).await.with_status(200);
    resets(&clinic, &email).await;
    let refused = thief.submit(&second, SECOND, &[("code", &app.code())]).await.with_status(422);
    assert!(refused.has("form[action='/sign-in']") && !in_session(&thief).await, "{}", refused.text());
}

#[tokio::test]
async fn a_sign_in_between_its_proof_and_its_session_meets_the_reset() {
    let clinic = testkit::clinic().await;
    let doctor = clinic.who_is(Role::Doctor);
    let house = clinic.site.house();
    let proven = sign_in::prove(house, "192.0.2.1", &doctor.email, PASSWORD).await.unwrap().unwrap();
    resets(&clinic, &doctor.email).await;
    let sitting = |proven: Proven| Sitting { generation: proven.generation, ..Sitting::plain(proven.person, clinic.id) };
    let late = begin_session(house, &sitting(proven)).await;
    assert!(matches!(late, Err(kernel::Problem::SignedOut)), "{late:?}");
    // What a sign-in that forgets which password it proved would do: this is what the check is for.
    begin_session(house, &sitting(proven.person.into())).await.unwrap();
    // The new one begins.
    let proven = sign_in::prove(house, "192.0.2.1", &doctor.email, NEW).await.unwrap().unwrap();
    begin_session(house, &sitting(proven)).await.unwrap();
}

#[tokio::test]
async fn a_choice_of_clinic_made_with_the_old_password_is_over_too() {
    let site = testkit::Site::open().await;
    let (one, two) = (site.clinic().await, site.clinic().await);
    let person = one.who_is(Role::Receptionist).person;
    one.sql("insert into membership select $2, person_id, role, name, state, null, since from membership where clinic_id = $1 and person_id = $3", &[
        &one.id, &two.id, &person,
    ])
    .await;
    let email = one.who_is(Role::Receptionist).email.clone();
    let thief = one.visitor();
    let choice = thief.sign_in(&email, PASSWORD).await.with_status(200);
    resets(&one, &email).await;
    let (field, two) = ("clinic", two.id.to_string());
    thief.submit(&choice, "main form", &[(field, two.as_str())]).await.with_status(422);
    assert!(!in_session(&thief).await);
}
