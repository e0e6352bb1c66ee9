//! A login that seems to be shared is shown to the owner, once, in friendly words; nobody is locked out for it.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic};
use trust::identity::session::{Sitting, begin_session};

async fn sits_down(clinic: &Clinic, role: Role, address: &str, device: &str) -> Browser {
    let sitting =
        Sitting { address: address.to_owned(), device: device.to_owned(), ..Sitting::plain(clinic.who_is(role).person, clinic.id) };
    let cookie = begin_session(clinic.site.house(), &sitting).await.unwrap();
    let browser = clinic.visitor();
    browser.take_cookie(cookie.to_str().unwrap());
    browser
}

async fn cases(clinic: &Clinic) -> i64 {
    clinic.sql("select count(*) from access_case where clinic_id = $1", &[&clinic.id]).await[0].get(0)
}

#[tokio::test]
async fn two_networks_at_once_raise_one_case_that_the_owner_closes() {
    let clinic = testkit::clinic().await;
    let desk = sits_down(&clinic, Role::Receptionist, "203.0.113.9", "Chrome").await;
    assert_eq!(cases(&clinic).await, 0);
    let far = sits_down(&clinic, Role::Receptionist, "198.51.100.4", "Chrome").await;
    sits_down(&clinic, Role::Receptionist, "192.0.2.4", "Chrome").await;
    assert_eq!(cases(&clinic).await, 1, "one open case a person");
    let told = clinic.sql("select count(*) from audit_leaf where clinic_id = $1 and act = 'identity.raise_case'", &[&clinic.id]).await;
    assert_eq!(told[0].get::<_, i64>(0), 1);
    let page = clinic.owner().get("/cases").await.with_status(200);
    assert!(page.shows("Bilal Shah") && page.shows("may simply be a phone and a desk"), "{}", page.text());
    let page = clinic.owner().submit(&page, "main form", &[("remark", "His phone, I asked")]).await.with_status(200);
    assert!(page.shows("Nothing to look at") && page.shows("His phone, I asked"), "{}", page.text());
    // What was found to be fine is not asked about again every morning.
    sits_down(&clinic, Role::Receptionist, "203.0.113.9", "Chrome").await;
    assert_eq!(cases(&clinic).await, 1);
    for browser in [desk, far] {
        browser.not_following().get("/today").await.with_status(200);
    }
}

#[tokio::test]
async fn what_one_person_does_raises_nothing() {
    let clinic = testkit::clinic().await;
    // Another mast of the same network, another device there, and another network after a quarter of an hour.
    sits_down(&clinic, Role::Nurse, "203.0.113.9", "Chrome").await;
    sits_down(&clinic, Role::Nurse, "203.0.7.1", "Firefox").await;
    clinic.clock.advance(SignedDuration::from_mins(15));
    sits_down(&clinic, Role::Nurse, "198.51.100.4", "Chrome").await;
    // Two people, each in a place of their own.
    sits_down(&clinic, Role::Doctor, "192.0.2.1", "Chrome").await;
    assert_eq!(cases(&clinic).await, 0);
}

#[tokio::test]
async fn who_ended_the_other_session_first_is_in_one_place() {
    let clinic = testkit::clinic().await;
    let desk = sits_down(&clinic, Role::Nurse, "203.0.113.9", "Chrome").await;
    let page = desk.get("/today").await;
    desk.submit(&page, "form[action='/sign-out']", &[]).await;
    sits_down(&clinic, Role::Nurse, "198.51.100.4", "Chrome").await;
    assert_eq!(cases(&clinic).await, 0);
}

#[tokio::test]
async fn five_devices_in_a_day_raise_a_case() {
    let clinic = testkit::clinic().await;
    for device in ["a", "b", "c", "d"] {
        sits_down(&clinic, Role::Nurse, "203.0.113.9", device).await;
    }
    sits_down(&clinic, Role::Nurse, "203.0.113.9", "a").await;
    assert_eq!(cases(&clinic).await, 0, "four devices, one of them twice");
    sits_down(&clinic, Role::Nurse, "203.0.113.9", "e").await;
    assert_eq!(cases(&clinic).await, 1);
    assert!(clinic.owner().get("/cases").await.shows("Signed in on 5 devices in a day"));
}

#[tokio::test]
async fn in_two_clinics_one_person_may_be_at_once_and_no_clinic_hears_of_the_other() {
    let clinic = testkit::clinic().await;
    let other = clinic.other().await;
    let nurse = clinic.who_is(Role::Nurse).person;
    other.hires(nurse, Role::Nurse, "Grace Obi").await;
    sits_down(&clinic, Role::Nurse, "203.0.113.9", "Chrome").await;
    let there = Sitting { address: "198.51.100.4".to_owned(), ..Sitting::plain(nurse, other.id) };
    begin_session(clinic.site.house(), &there).await.unwrap();
    assert_eq!(cases(&clinic).await + cases(&other).await, 0);
}

#[tokio::test]
async fn the_login_that_raises_cases_reads_none() {
    let clinic = testkit::clinic().await;
    let identity = testkit::ground().login(kernel::tenancy::DbRole::Identity).await;
    for question in ["select * from access_case", "update access_case set closed_at = raised_at", "delete from access_case"] {
        assert!(identity.execute(question, &[]).await.is_err(), "{question}");
    }
    assert_eq!(cases(&clinic).await, 0);
}

#[tokio::test]
async fn a_desk_gets_no_login() {
    let clinic = testkit::clinic().await;
    let page = clinic.owner().get("/team").await;
    for name in ["Front Desk", "Reception 2", "استقبالیہ"] {
        let invited = [("name", name), ("email", "desk@clinic.example"), ("role", "receptionist")];
        let again = clinic.owner().submit(&page, "form[action='/team']", &invited).await.with_status(422);
        assert!(again.shows("A login is one person’s") && again.field_value("name").as_deref() == Some(name), "{}", again.text());
    }
    let invited = [("name", "Sana at the front desk"), ("email", "desk@clinic.example"), ("role", "receptionist")];
    clinic.owner().submit(&page, "form[action='/team']", &invited).await.with_status(200);
}
