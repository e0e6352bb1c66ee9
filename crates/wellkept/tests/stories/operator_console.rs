//! The operator of the platform sees clinics, and no patient; suspends a clinic, and it stops at the next click.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{PASSWORD, clinic};

#[tokio::test]
async fn the_console_shows_counts_and_nobodys_name() {
    let clinic = clinic().await;
    clinic.patient("Mia Rahman").books().await;
    let robin = clinic.site.operator().await;
    let found = robin.browser().get(&format!("/operator?q={}", clinic.slug)).await.with_status(200);
    assert!(found.shows(&clinic.name) && found.shows("Pakistan") && found.shows("Active"), "{}", found.text());
    let one = robin.looks_at(&clinic).await.with_status(200);
    assert!(one.shows("Mar 2, 2026") || one.shows("2 Mar"), "the last sign-in is a day: {}", one.text());
    let health = robin.browser().get("/operator/health").await.with_status(200);
    assert!(health.shows("Reachable") && health.shows("message.send"), "{}", health.text());
    let cases = robin.browser().get("/operator/cases").await.with_status(200);
    for page in [&found, &one, &health, &cases] {
        for name in ["Mia", "Rahman", "Omar", "Aziz", "Bilal", "clinic.example"] {
            let said = page.text().replace(&clinic.name, "");
            assert!(!said.contains(name), "{name} on {}", page.url);
        }
    }
}

#[tokio::test]
async fn for_everybody_else_there_is_no_console() {
    let clinic = clinic().await;
    for browser in [clinic.visitor(), clinic.owner(), clinic.member(Role::Auditor)] {
        for path in ["/operator", "/operator/cases", "/operator/health", &format!("/operator/clinics/{}", clinic.id)] {
            let page = browser.not_following().get(path).await;
            assert_eq!((page.status, page.header("location")), (303, "/operator/sign-in"), "{path}");
        }
    }
    let robin = clinic.site.operator().await;
    robin.browser().get("/operator").await.with_status(200);
    for path in ["/today", "/patients", "/team", "/support"] {
        let page = robin.browser().not_following().get(path).await;
        assert!(page.status == 303 && page.header("location").starts_with("/sign-in"), "{path} {}", page.status);
    }
    clinic.clock.advance(SignedDuration::from_mins(15));
    let page = robin.browser().not_following().get("/operator").await;
    assert_eq!((page.status, page.header("location")), (303, "/operator/sign-in"));
}

#[tokio::test]
async fn a_suspended_clinic_stops_at_the_next_click_and_keeps_every_row() {
    let clinic = clinic().await;
    let mia = clinic.patient("Mia Rahman");
    mia.books().await;
    clinic.work_until_idle().await;
    let link = mia.last_link().await;
    let robin = clinic.site.operator().await;
    robin.asks(&clinic, &["schedule"], 4).await.with_status(200);
    clinic.owner_signs().await.with_status(200);
    let support = robin.enters(&clinic).await.not_following();
    let page = robin.looks_at(&clinic).await;
    robin.browser().submit(&page, "#state", &[]).await.with_status(422);
    let page = robin.browser().submit(&page, "#state", &[("why", "Not paid since May")]).await.with_status(200);
    assert!(page.shows("Suspended the clinic") && page.shows("Not paid since May"), "{}", page.text());

    for role in Role::ALL {
        let out = clinic.member(role).not_following().get("/patients").await;
        assert!(out.status == 303 && out.header("location").starts_with("/sign-in"), "{role:?} {}", out.status);
    }
    assert_eq!(support.get("/today").await.status, 303, "a leave is no way round");
    let refused = clinic.visitor().sign_in(&clinic.who_is(Role::Owner).email, PASSWORD).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    clinic.visitor().get(&link).await.with_status(200);

    robin.browser().submit(&page, "#state", &[("why", "Paid")]).await.with_status(200);
    clinic.owner().get("/today").await.with_status(200);
    let told = clinic
        .sql("select act from audit_leaf where clinic_id = $1 and actor_kind = 'support' order by leaf_id", &[&clinic.id])
        .await
        .iter()
        .map(|row| row.get::<_, String>(0))
        .collect::<Vec<_>>();
    assert!(told.contains(&"operator.suspend_clinic".to_owned()) && told.contains(&"operator.resume_clinic".to_owned()), "{told:?}");
}
