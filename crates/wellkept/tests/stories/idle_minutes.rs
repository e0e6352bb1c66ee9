//! A session left alone ends when its clinic says so; setting that wants a fresh proof, and asking for one loses nothing.

use jiff::SignedDuration;
use testkit::{Browser, Clinic, PASSWORD};

const FORM: &str = "form[action='/settings/security']";

async fn is_in(browser: &Browser) -> bool {
    browser.not_following().get("/today").await.status == 200
}

async fn minutes(clinic: &Clinic) -> i32 {
    clinic.sql("select idle_minutes from clinic where clinic_id = $1", &[&clinic.id]).await[0].get(0)
}

#[tokio::test]
async fn the_clinics_own_minutes_are_followed() {
    let clinic = testkit::clinic().await;
    let neighbour = clinic.other().await;
    let page = clinic.owner().get("/settings/security").await.with_status(200);
    assert_eq!(page.field_value("minutes").as_deref(), Some("15"));
    let page = clinic.owner().submit(&page, FORM, &[("minutes", "5")]).await.with_status(200);
    assert_eq!((page.field_value("minutes").as_deref(), minutes(&clinic).await, minutes(&neighbour).await), (Some("5"), 5, 15));
    assert!(is_in(&clinic.reception()).await);
    clinic.clock.advance(SignedDuration::from_secs(4 * 60 + 59));
    assert!(is_in(&clinic.reception()).await, "used, so it goes on");
    clinic.clock.advance(SignedDuration::from_mins(5));
    assert!(!is_in(&clinic.reception()).await && is_in(&neighbour.reception()).await);
    let trail =
        clinic.sql("select count(*) from audit_leaf where clinic_id = $1 and act = 'identity.set_idle_minutes'", &[&clinic.id]).await;
    assert_eq!(trail[0].get::<_, i64>(0), 1);
}

#[tokio::test]
async fn other_minutes_are_refused_with_what_was_typed() {
    let clinic = testkit::clinic().await;
    let page = clinic.owner().get("/settings/security").await;
    for wrong in ["4", "61", "", "soon"] {
        let again = clinic.owner().submit(&page, FORM, &[("minutes", wrong)]).await.with_status(422);
        assert_eq!((again.errors().len(), again.field_value("minutes").as_deref()), (1, Some(wrong)));
    }
    assert_eq!(minutes(&clinic).await, 15);
}

#[tokio::test]
async fn an_old_proof_is_not_enough_and_asking_for_a_new_one_loses_nothing() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/settings/security").await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(10));
    let asked = owner.submit(&page, FORM, &[("minutes", "30")]).await.with_status(403);
    assert!(asked.shows("Prove that it is you") && minutes(&clinic).await == 15, "{}", asked.text());
    let before = owner.cookies();
    let wrong = owner.submit(&asked, "form[action='/prove']", &[("password", "not my password")]).await.with_status(422);
    let back = owner.submit(&wrong, "form[action='/prove']", &[("password", PASSWORD)]).await.with_status(200);
    assert!(back.shows("What you wrote is here") && owner.cookies() != before, "{}", back.text());
    owner.submit(&back, "main form", &[]).await.with_status(200);
    assert_eq!(minutes(&clinic).await, 30);
    clinic.clock.advance(SignedDuration::from_mins(9));
    owner.submit(&page, FORM, &[("minutes", "20")]).await.with_status(200);
    assert_eq!(minutes(&clinic).await, 30, "the same form counts once");
    let page = owner.get("/settings/security").await;
    clinic.clock.advance(SignedDuration::from_mins(1));
    owner.submit(&page, FORM, &[("minutes", "20")]).await.with_status(403);
}

#[tokio::test]
async fn a_page_that_refreshes_itself_keeps_nobody_signed_in() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let refreshes = async || desk.not_following().refresh("/today").await.status;
    for _ in 0..2 {
        clinic.clock.advance(SignedDuration::from_mins(7));
        assert_eq!(refreshes().await, 200);
    }
    clinic.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(refreshes().await, 303, "fifteen minutes without a click");
    assert!(!is_in(&desk).await);
}
