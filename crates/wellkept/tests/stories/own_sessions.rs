//! Where somebody is signed in: seen, ended, proven afresh, and never another person's.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, PASSWORD, Page};
use trust::identity::session::{Sitting, begin_session};

/// Another browser of the member's, on a device and an address of its own.
async fn elsewhere(clinic: &Clinic, role: Role, device: &str, address: &str) -> Browser {
    let sitting =
        Sitting { device: device.to_owned(), address: address.to_owned(), ..Sitting::plain(clinic.who_is(role).person, clinic.id) };
    let cookie = begin_session(clinic.site.house(), &sitting).await.unwrap();
    let browser = clinic.visitor();
    browser.take_cookie(cookie.to_str().unwrap());
    browser
}

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

async fn is_in(browser: &Browser) -> bool {
    browser.not_following().get("/today").await.status == 200
}

async fn mine(browser: &Browser) -> Page {
    browser.get("/me/sessions").await.with_status(200)
}

/// Somebody who copied the cookies of a browser.
fn thief_of(clinic: &Clinic, cookies: &str) -> Browser {
    let thief = clinic.visitor();
    for pair in cookies.split("; ") {
        thief.take_cookie(pair);
    }
    thief
}

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_one() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let phone = elsewhere(&clinic, Role::Receptionist, PHONE, "203.0.113.9").await;
    let account = desk.follow(&desk.get("/today").await, "Bilal Shah").await.with_status(200);
    let page = desk.follow(&account, "See them").await.with_status(200);
    assert!(page.shows("Chrome on Android") && page.shows("203.0.113.9") && page.shows("This one"), "{}", page.text());
    assert_eq!((page.count("tbody tr"), page.count("tr.is-now")), (2, 1));
    let page = desk.submit(&page, "tr:not(.is-now) form", &[]).await.with_status(200);
    assert_eq!(page.count("tbody tr"), 1);
    assert!(!is_in(&phone).await && is_in(&desk).await);
    let trail = clinic.sql("select count(*) from audit_leaf where clinic_id = $1 and act = 'identity.end_session'", &[&clinic.id]).await;
    assert_eq!(trail[0].get::<_, i64>(0), 1, "it stands in the trail");
}

#[tokio::test]
async fn all_others_end_at_once_in_every_clinic_and_nobody_elses() {
    let clinic = testkit::clinic().await;
    let other = clinic.other().await;
    // The same person works in the other clinic too.
    let owner = clinic.who_is(Role::Owner).person;
    other.hires(owner, Role::Nurse, "Omar Aziz").await;
    let there = clinic.visitor();
    let cookie = begin_session(clinic.site.house(), &Sitting::plain(owner, other.id)).await.unwrap();
    there.take_cookie(cookie.to_str().unwrap());
    let phone = elsewhere(&clinic, Role::Owner, PHONE, "203.0.113.9").await;
    assert!(is_in(&there).await);
    let page = mine(&clinic.owner()).await;
    assert!(page.count("tbody tr") == 3 && page.shows(&other.name), "{}", page.text());
    let page = clinic.owner().submit(&page, "form[action='/me/sessions/end-others']", &[]).await.with_status(200);
    assert!(page.count("tbody tr") == 1 && !page.has("form[action='/me/sessions/end-others']"));
    assert!(!is_in(&phone).await && !is_in(&there).await && is_in(&clinic.owner()).await && is_in(&clinic.reception()).await);
}

#[tokio::test]
async fn another_persons_session_is_neither_seen_nor_ended() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let foreign: uuid::Uuid = clinic
        .sql("select session_id from session where clinic_id = $1 and person_id = $2", &[&clinic.id, &clinic.who_is(Role::Owner).person])
        .await[0]
        .get(0);
    let foreign = format!("ses_{}", foreign.simple());
    let page = mine(&desk).await;
    assert!(!page.html().contains(&foreign));
    let form = page.field_value("_form").unwrap();
    let answer = desk.post_raw(&format!("/me/sessions/{foreign}/end"), &[("_form", &form)]).await;
    assert_eq!(answer.status, 404);
    let nobodys = desk.post_raw("/me/sessions/ses_00000000000000000000000000000000/end", &[("_form", &form)]).await;
    assert_eq!((answer.status, answer.text()), (nobodys.status, nobodys.text()), "not theirs and not there answer alike");
    assert!(is_in(&clinic.owner()).await);
}

#[tokio::test]
async fn ending_this_one_is_signing_out() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let page = mine(&desk).await;
    let out = desk.not_following().submit(&page, "tr.is-now form", &[]).await.with_status(303);
    assert_eq!(out.header("location"), "/sign-in");
    assert!(desk.cookies().is_empty() && !is_in(&desk).await);
}

#[tokio::test]
async fn a_fresh_proof_changes_the_cookie_and_the_old_one_opens_nothing() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/prove?then=/team").await.with_status(200);
    let before = owner.cookies();
    let wrong = owner.submit(&page, "main form", &[("password", "not my password at all")]).await.with_status(422);
    assert_eq!((wrong.errors().len(), owner.cookies()), (1, before.clone()), "a wrong proof changes nothing");
    let there = owner.submit(&wrong, "main form", &[("password", PASSWORD)]).await.with_status(200);
    assert_eq!(there.url, "/team");
    assert_ne!(owner.cookies(), before);
    assert!(is_in(&owner).await && !is_in(&thief_of(&clinic, &before)).await);
    let rows = clinic
        .sql("select count(*) from session where clinic_id = $1 and person_id = $2", &[&clinic.id, &clinic.who_is(Role::Owner).person])
        .await;
    assert_eq!(rows[0].get::<_, i64>(0), 1, "the same session goes on");
    let sent = owner.submit(&page, "form[action='/sign-out']", &[]).await.with_status(200);
    assert_eq!(sent.url, "/sign-in", "a form shown before the proof is still good");
}

#[tokio::test]
async fn a_proof_is_fresh_for_ten_minutes() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    clinic.clock.advance(SignedDuration::from_mins(11));
    let page = owner.get("/prove").await;
    owner.submit(&page, "main form", &[("password", PASSWORD)]).await.with_status(200);
    let until = clinic.sql("select max(proven_until) from session where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(until[0].get::<_, jiff::Timestamp>(0), clinic.clock.now() + SignedDuration::from_mins(10));
}

#[tokio::test]
async fn a_proof_leads_nowhere_else() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/prove?then=//evil.example").await.with_status(200);
    let sent = owner.not_following().submit(&page, "main form", &[("password", PASSWORD), ("then", "//evil.example")]).await;
    assert_eq!(sent.header("location"), "/today");
}

#[tokio::test]
async fn a_cookie_that_somebody_planted_is_never_taken_up() {
    let clinic = testkit::clinic().await;
    let victim = clinic.visitor();
    let planted = format!("session={}", "A".repeat(43));
    victim.take_cookie(&planted);
    victim.sign_in(&clinic.who_is(Role::Receptionist).email, PASSWORD).await.with_status(200);
    assert_ne!(victim.cookies(), planted);
    assert!(is_in(&victim).await && !is_in(&thief_of(&clinic, &planted)).await);
}

#[tokio::test]
async fn who_has_a_second_factor_proves_with_it_too() {
    let clinic = testkit::clinic().await;
    let nurse = clinic.member(Role::Nurse);
    let app = nurse.adds_app(&clinic.clock).await;
    clinic.clock.advance(SignedDuration::from_secs(30));
    let proven = async || {
        let question =
            "select proven_until from session where clinic_id = $1 and person_id = $2 and ended_at is null order by proven_until desc";
        clinic.sql(question, &[&clinic.id, &clinic.who_is(Role::Nurse).person]).await[0].get::<_, Option<jiff::Timestamp>>(0)
    };
    let before = proven().await;
    let page = nurse.get("/prove?then=/me/sessions").await.with_status(200);
    let next = nurse.submit(&page, "main form", &[("password", PASSWORD)]).await.with_status(200);
    assert!(next.has("[name=code]") && !next.has("[name=password]"), "the password alone proves nothing: {}", next.text());
    assert_eq!(proven().await, before);
    let wrong = nurse.submit(&next, "main form", &[("code", "000000")]).await.with_status(422);
    assert!(wrong.has("[name=code]"), "the password is not asked for again");
    let there = nurse.submit(&wrong, "main form", &[("code", &app.code())]).await.with_status(200);
    assert_eq!(there.url, "/me/sessions");
    assert!(proven().await > before);
    // A step names one person's right password, once.
    let again = nurse.submit(&wrong, "main form", &[("code", &app.code())]).await.with_status(422);
    assert!(again.shows("more than five minutes") && again.has("[name=password]"), "{}", again.text());
}

#[tokio::test]
async fn somebody_elses_step_proves_nothing() {
    let clinic = testkit::clinic().await;
    let (nurse, doctor) = (clinic.member(Role::Nurse), clinic.practitioner());
    nurse.adds_app(&clinic.clock).await;
    let app = doctor.adds_app(&clinic.clock).await;
    clinic.clock.advance(SignedDuration::from_secs(30));
    let page = nurse.get("/prove").await.with_status(200);
    let next = nurse.submit(&page, "main form", &[("password", PASSWORD)]).await.with_status(200);
    let step = next.field_value("step").unwrap();
    let theirs = doctor.get("/prove").await.with_status(200);
    let form = theirs.form("main form").value("_form").unwrap().to_owned();
    doctor.post_raw("/prove", &[("_form", &form), ("then", ""), ("step", &step), ("code", &app.code())]).await.with_status(422);
}
