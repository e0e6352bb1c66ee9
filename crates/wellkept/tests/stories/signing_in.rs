//! Signing in and out: what is kept of a password, what the cookie holds, and when a session is over.

use jiff::SignedDuration;
use kernel::Role;
use testkit::PASSWORD;

#[tokio::test]
async fn a_password_is_kept_only_as_a_hash_and_nobody_in_the_program_can_read_even_that() {
    let clinic = testkit::clinic().await;
    let hashes = clinic.sql("select password_hash from person join membership using (person_id) where clinic_id = $1", &[&clinic.id]).await;
    assert!(!hashes.is_empty());
    for row in &hashes {
        let hash: String = row.get(0);
        assert!(hash.starts_with("$wk1$2b$12$") && !hash.contains(PASSWORD), "{hash}");
    }
    let app = testkit::ground().login(kernel::tenancy::DbRole::App).await;
    assert!(app.query("select password_hash from person", &[]).await.is_err());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_answer_alike() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Receptionist).email.clone();
    let wrong = clinic.visitor().sign_in(&email, "a wrong password indeed").await.with_status(422);
    let unknown = clinic.visitor().sign_in("nobody@nowhere.example", "a wrong password indeed").await.with_status(422);
    assert_eq!(wrong.errors(), unknown.errors());
    assert_eq!(wrong.errors().len(), 1);
    assert_eq!(wrong.field_value("email").as_deref(), Some(email.as_str()), "what was typed stays");
}

#[tokio::test]
async fn the_cookie_is_random_ends_with_the_browser_and_is_out_of_reach_of_scripts() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    let browser = clinic.visitor();
    let page = browser.get("/sign-in").await;
    let signed = browser.not_following().submit(&page, "main form", &[("email", &email), ("password", PASSWORD)]).await.with_status(303);
    let cookie = signed.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
    let value = cookie.split(['=', ';']).nth(1).unwrap_or_default().to_owned();
    assert_eq!(value.len(), 43, "32 random bytes and nothing else");
    let kept = clinic.sql("select token_hash from session where clinic_id = $1", &[&clinic.id]).await;
    assert!(kept.iter().all(|row| row.get::<_, Vec<u8>>(0) != value.as_bytes()), "the cookie itself is kept nowhere");
}

#[tokio::test]
async fn after_signing_out_the_old_cookie_opens_nothing() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let before = owner.cookies();
    let today = owner.get("/today").await.with_status(200);
    owner.submit(&today, "form[action='/sign-out']", &[]).await;
    let thief = clinic.visitor();
    for pair in before.split("; ") {
        thief.take_cookie(pair);
    }
    let page = thief.not_following().get("/today").await;
    assert_eq!(page.status, 303);
    assert!(page.header("location").starts_with("/sign-in"));
}

#[tokio::test]
async fn fifteen_quiet_minutes_end_a_session_and_work_keeps_it_open() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    for _ in 0..4 {
        clinic.clock.advance(SignedDuration::from_mins(14));
        owner.not_following().get("/today").await.with_status(200);
    }
    clinic.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(owner.not_following().get("/today").await.status, 303, "signed out");
}

#[tokio::test]
async fn a_suspended_member_is_out_at_the_next_click() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    desk.get("/today").await.with_status(200);
    clinic.sql("update membership set state = 'suspended' where clinic_id = $1 and role = 'receptionist'", &[&clinic.id]).await;
    assert_eq!(desk.not_following().get("/today").await.status, 303);
}

#[tokio::test]
async fn after_signing_in_nobody_is_sent_elsewhere() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    for there in ["//evil.example", "/%09/evil.example", "/%5Cevil.example", "https://evil.example", "/%0D%0Aset-cookie:x=y"] {
        let browser = clinic.visitor();
        let page = browser.get(&format!("/sign-in?then={there}")).await.with_status(200);
        let signed =
            browser.not_following().submit(&page, "main form", &[("email", &email), ("password", PASSWORD)]).await.with_status(303);
        assert_eq!(signed.header("location"), "/today", "{there}");
        let chosen = clinic.visitor().not_following().get(&format!("/language/ur?back={there}")).await.with_status(303);
        assert_eq!(chosen.header("location"), "/", "{there}");
    }
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    let browser = clinic.visitor();
    browser.sign_in(&email, PASSWORD).await;
    let before = browser.cookies();
    browser.sign_in(&email, PASSWORD).await;
    assert_ne!(browser.cookies(), before);
    let thief = clinic.visitor();
    for pair in before.split("; ") {
        thief.take_cookie(pair);
    }
    assert_eq!(thief.not_following().get("/today").await.status, 303);
}
