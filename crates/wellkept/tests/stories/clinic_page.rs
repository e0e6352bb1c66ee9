//! What is not of the day stands on one page behind the bar, with what waits for an answer.

use kernel::Role;

#[tokio::test]
async fn the_bar_has_the_day_and_the_rest_stands_on_the_clinics_page() {
    let clinic = testkit::clinic().await;
    let today = clinic.owner().get("/today").await.with_status(200);
    for page in ["/today", "/patients", "/invoices", "/phone", "/clinic"] {
        assert!(today.has(&format!(".bar nav a[href='{page}']")), "{page} is in the bar");
    }
    assert!(!today.has(".bar nav a[href='/trail']"));
    let office = clinic.owner().get("/clinic").await.with_status(200);
    for page in [
        "/team",
        "/locations",
        "/settings/security",
        "/directory",
        "/trail",
        "/emergencies",
        "/cases",
        "/support",
        "/import",
        "/settings/api",
    ] {
        assert!(office.has(&format!("main a[href='{page}']")), "{page} is on the clinic’s page");
        let there = clinic.owner().get(page).await.with_status(200);
        assert!(there.has(".bar nav a[href='/clinic'][aria-current='page']"), "{page} says where it stands");
    }
}

#[tokio::test]
async fn an_auditor_finds_what_they_may_read_and_nobody_else_has_the_page() {
    let clinic = testkit::clinic().await;
    let office = clinic.member(Role::Auditor).get("/clinic").await.with_status(200);
    assert!(office.has("main a[href='/trail']") && office.has("main a[href='/team']"));
    for page in ["/locations", "/settings/security", "/cases", "/import", "/settings/api"] {
        assert!(!office.has(&format!("main a[href='{page}']")), "{page} is the owner’s");
    }
    let desk = clinic.member(Role::Receptionist);
    desk.get("/clinic").await.with_status(404);
    assert!(!desk.get("/today").await.with_status(200).has(".bar nav a[href='/clinic']"));
}
