//! Keeps: "All owners are told of every change" (MDE-NET-03). What changes in a clinic and at a login, told by letter to whom it
//! concerns: to owners, and to the member themselves. No letter names a patient.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic};
use trust::identity::session::{Proof, Sitting, begin_session};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1";

/// Subject and text of every letter this member has got.
async fn letters(clinic: &Clinic, role: Role) -> Vec<String> {
    let kept = clinic.letters_to(&clinic.who_is(role).email).await;
    kept.iter().map(|kept| format!("{}\n{}", kept.letter.subject(), kept.letter.plain())).collect()
}

/// The doctor is an owner too now.
async fn second_owner(clinic: &Clinic) {
    let person = clinic.who_is(Role::Doctor).person;
    clinic.sql("update membership set role = 'owner' where clinic_id = $1 and person_id = $2", &[&clinic.id, &person]).await;
}

async fn presses(clinic: &Clinic, role: Role, act: &str, values: &[(&str, &str)]) {
    let owner = clinic.owner();
    let page = owner.get(&format!("/team/{}", clinic.who_is(role).person)).await.with_status(200);
    owner.submit(&page, &format!("form[action$='/{act}']"), values).await.with_status(200);
}

async fn sits_down(clinic: &Clinic, role: Role, device: &str) -> Browser {
    let sitting = Sitting {
        address: "203.0.113.9".to_owned(),
        device: device.to_owned(),
        proof: Proof::SecondFactor,
        ..Sitting::plain(clinic.who_is(role).person, clinic.id)
    };
    let browser = clinic.visitor();
    browser.take_cookie(begin_session(clinic.site.house(), &sitting).await.unwrap().to_str().unwrap());
    browser
}

#[tokio::test]
async fn every_owner_hears_of_every_change_to_a_program() {
    let clinic = testkit::clinic().await;
    second_owner(&clinic).await;
    let (_key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    let owner = clinic.owner();
    let new = owner.get(&page).await;
    let waiting = owner.submit(&new, "#new-range", &[("network", "8.8.4.0/28")]).await.with_status(200);
    owner.submit(&waiting, "form[action$='/confirm']", &[]).await.with_status(200);
    let wide = owner.submit(&owner.get(&page).await, "#new-range", &[("network", "0.0.0.0/0")]).await;
    assert_eq!(wide.status, 422, "and of what was refused there is no letter");
    owner.submit(&owner.get(&page).await, "form[action^='/api-ranges/'][action$='/revoke']", &[]).await.with_status(200);
    owner.submit(&owner.get(&page).await, "form[action^='/api-clients/'][action$='/revoke']", &[]).await.with_status(200);
    for role in [Role::Owner, Role::Doctor] {
        let told = letters(&clinic, role).await;
        let told: Vec<&String> = told.iter().filter(|letter| letter.starts_with("Access for a program changed")).collect();
        assert_eq!(told.len(), 5, "{told:?}");
        for words in ["A key was made", "addresses 8.8.4.0/28 were registered", "may now call", "may no longer call", "was taken away"] {
            assert!(told.iter().any(|letter| letter.contains(words) && letter.contains("Laboratory")), "{words}: {told:?}");
        }
    }
    assert!(letters(&clinic, Role::Nurse).await.is_empty());
}

#[tokio::test]
async fn the_team_s_news_go_to_the_other_owners_and_to_the_member() {
    let clinic = testkit::clinic().await;
    second_owner(&clinic).await;
    presses(&clinic, Role::Nurse, "suspend", &[]).await;
    presses(&clinic, Role::Nurse, "resume", &[]).await;
    presses(&clinic, Role::Nurse, "role", &[("role", "billing")]).await;
    presses(&clinic, Role::Nurse, "leave", &[]).await;
    let subjects = ["You are suspended at", "You may sign in at", "Your role at", "You no longer work at"];
    let own = letters(&clinic, Role::Nurse).await;
    assert_eq!(own.len(), subjects.len(), "{own:?}");
    for subject in subjects {
        assert!(own.iter().any(|letter| letter.starts_with(subject)), "{subject}: {own:?}");
    }
    assert!(own.iter().any(|letter| letter.contains("Role: Billing")), "{own:?}");
    let other = letters(&clinic, Role::Doctor).await;
    let words = ["Grace Obi was suspended", "Grace Obi may sign in", "Grace Obi has another role", "Grace Obi has left"];
    assert_eq!(other.len(), words.len(), "{other:?}");
    assert!(words.iter().all(|words| other.iter().any(|letter| letter.contains(words))), "{other:?}");
    assert!(letters(&clinic, Role::Owner).await.is_empty(), "who did it knows");
}

#[tokio::test]
async fn a_new_kind_of_device_is_told_to_whose_login_it_is_and_the_same_one_is_not() {
    let clinic = testkit::clinic().await;
    clinic.clock.advance(SignedDuration::from_hours(25));
    sits_down(&clinic, Role::Nurse, CHROME).await;
    let told = letters(&clinic, Role::Nurse).await;
    assert!(told.len() == 1 && told[0].contains("Chrome, Windows") && told[0].contains("203.0.113.9"), "{told:?}");
    sits_down(&clinic, Role::Nurse, &CHROME.replace("131", "139")).await;
    assert_eq!(letters(&clinic, Role::Nurse).await.len(), 1, "a newer version of the same browser");
    sits_down(&clinic, Role::Nurse, PHONE).await;
    assert_eq!(letters(&clinic, Role::Nurse).await.len(), 2);
    // What a browser says of itself is never repeated.
    sits_down(&clinic, Role::Doctor, "Your account is closed, call 0300 5550999").await;
    sits_down(&clinic, Role::Doctor, PHONE).await;
    let told = letters(&clinic, Role::Doctor).await;
    assert!(told.len() == 1 && told.iter().all(|letter| !letter.contains("0300")), "{told:?}");
}

#[tokio::test]
async fn owners_hear_of_an_emergency_and_of_a_shared_login_and_read_no_patient_s_name() {
    let clinic = testkit::clinic().await;
    clinic.patient("Mia Rahman").books().await.with_status(200);
    let chart = clinic.owner().get("/patients").await.link("Mia Rahman");
    let pharmacist = clinic.member(Role::Pharmacist);
    let shut = pharmacist.get(&chart).await.with_status(403);
    let why = [("reason", "emergency"), ("words", "Mia Rahman reacts to a medicine")];
    pharmacist.submit(&shut, "form[action$='/emergency']", &why).await.with_status(200);
    let person = clinic.who_is(Role::Receptionist).person;
    for address in ["203.0.113.9", "198.51.100.4", "192.0.2.4"] {
        let sitting = Sitting { address: address.to_owned(), ..Sitting::plain(person, clinic.id) };
        let _cookie = begin_session(clinic.site.house(), &sitting).await.unwrap();
    }
    let told = letters(&clinic, Role::Owner).await;
    assert_eq!(told.len(), 2, "{told:?}");
    for words in ["Nadia Rauf opened emergency access", "sign in to see whose"] {
        assert!(told.iter().any(|letter| letter.contains(words)), "{words}: {told:?}");
    }
    assert!(told.iter().all(|letter| !letter.contains("Mia") && !letter.contains("reacts")), "{told:?}");
}

#[tokio::test]
async fn letters_speak_the_clinic_s_language() {
    let clinic = testkit::clinic().await;
    clinic.sql("update clinic set language = 'ur' where clinic_id = $1", &[&clinic.id]).await;
    presses(&clinic, Role::Nurse, "suspend", &[]).await;
    let told = letters(&clinic, Role::Nurse).await;
    assert!(told.len() == 1 && told[0].starts_with("آپ") && told[0].contains("معطل"), "{told:?}");
}

#[tokio::test]
async fn who_joins_is_told_and_so_are_the_owners() {
    let clinic = testkit::clinic().await;
    let there = clinic.other().await;
    let email = there.who_is(Role::Nurse).email.clone();
    let team = clinic.owner().get("/team").await;
    let values = [("name", "Grace Obi"), ("email", email.as_str()), ("role", "nurse")];
    let page = clinic.owner().submit(&team, "form[action='/team']", &values).await.with_status(200);
    let browser = clinic.visitor();
    let welcome = browser.get(&page.attributes("#invitation-link", "href")[0]).await.with_status(200);
    browser.submit(&welcome, "main form", &[("password", testkit::PASSWORD)]).await;
    let told = letters(&there, Role::Nurse).await;
    assert!(told.iter().any(|letter| letter.starts_with(&format!("You work at {} now", clinic.name))), "{told:?}");
    assert!(letters(&clinic, Role::Owner).await.iter().any(|letter| letter.contains("Grace Obi works at")));
}
