//! A link lets one person in, once, as what the owner said.

use jiff::SignedDuration;
use kernel::Role;
use testkit::Site;

use super::{accepts, invited};

const PASSWORD: &str = "a lantern over still water";

#[tokio::test]
async fn whoever_accepts_is_what_the_owner_said_whatever_they_send_along() {
    let clinic = testkit::clinic().await;
    let link = invited(&clinic, "Sami Noor", &format!("sami@{}.example", clinic.slug), "receptionist").await;
    let sami = clinic.visitor();
    let welcome = sami.get(&link).await.with_status(200);
    let forged = [("role", "owner"), ("state", "active"), ("person_id", "1"), ("practitioner_id", "1"), ("email", "eve@evil.example")];
    let page = sami.submit_with(&welcome, "main form", &[("password", PASSWORD)], &forged).await.with_status(200);
    assert!(page.shows("Reception"), "{}", page.text());
    sami.get("/team").await.with_status(404);

    // Once.
    let replay = clinic.visitor();
    assert_eq!(replay.get(&link).await.status, 404);
    let token = replay.get("/sign-in").await.field_value("_form").unwrap();
    let path = link.trim_start_matches(clinic.site.base_url());
    assert_eq!(replay.post_raw(path, &[("_form", &token), ("password", PASSWORD)]).await.status, 404);
    // The very form again leads where it led, and makes nobody and signs nobody in.
    let thief = clinic.visitor();
    let again = thief.not_following().submit(&welcome, "main form", &[("password", "another password altogether")]).await;
    assert!([303, 404].contains(&again.status) && !thief.cookies().contains("session"), "{} {}", again.status, thief.cookies());
}

#[tokio::test]
async fn two_who_open_the_link_at_once_make_one_member() {
    let clinic = testkit::clinic().await;
    let link = invited(&clinic, "Sami Noor", &format!("sami@{}.example", clinic.slug), "nurse").await;
    let (one, two) = (clinic.visitor().not_following(), clinic.visitor().not_following());
    let (first, second) = (one.get(&link).await, two.get(&link).await);
    let password = [("password", PASSWORD)];
    let (first, second) = tokio::join!(one.submit(&first, "main form", &password), two.submit(&second, "main form", &password));
    assert_eq!([first.status, second.status].iter().filter(|status| **status == 303).count(), 1, "{} {}", first.status, second.status);
    let members = clinic.sql("select count(*) from membership where clinic_id = $1 and role = 'nurse'", &[&clinic.id]).await;
    assert_eq!(members[0].get::<_, i64>(0), 2);
}

#[tokio::test]
async fn an_invitation_expires_is_taken_back_put_back_and_replaced() {
    let clinic = testkit::clinic().await;
    let link = invited(&clinic, "Sami Noor", &format!("sami@{}.example", clinic.slug), "nurse").await;
    let (owner, somebody) = (clinic.owner(), clinic.visitor());
    let team = owner.get("/team").await;
    let gone = owner.submit(&team, "form[action$='/revoke']", &[]).await.with_status(200);
    somebody.get(&link).await.with_status(404);
    let back = owner.submit(&gone, ".flash form", &[]).await.with_status(200);
    assert!(back.shows("open again"));
    somebody.get(&link).await.with_status(200);

    let renewed = owner.submit(&back, "form[action$='/renew']", &[]).await.with_status(200);
    let new = renewed.attributes("#invitation-link", "href")[0].clone();
    assert_ne!(new, link);
    somebody.get(&link).await.with_status(404);
    somebody.get(&new).await.with_status(200);
    assert_eq!(renewed.count("#invitations tbody tr"), 1);

    clinic.clock.advance(SignedDuration::from_hours(24 * 7));
    clinic.staff_sign_in().await;
    somebody.get(&new).await.with_status(404);
    let team = owner.get("/team").await;
    assert!(team.shows("Expired"));
    let renewed = owner.submit(&team, "form[action$='/renew']", &[]).await.with_status(200);
    let (_, today) = accepts(&clinic, &renewed.attributes("#invitation-link", "href")[0], PASSWORD).await;
    assert!(today.url.starts_with("/today"), "{}", today.url);
    let stale = owner.submit(&team, "form[action$='/revoke']", &[]).await;
    assert_eq!(stale.status, 409, "what was replaced is not there to be taken back");
}

#[tokio::test]
async fn nobody_of_another_clinic_touches_an_invitation_or_a_member() {
    let site = Site::open().await;
    let (clinic, other) = (site.clinic().await, site.clinic().await);
    let link = invited(&clinic, "Sami Noor", &format!("sami@{}.example", clinic.slug), "nurse").await;
    let team = clinic.owner().get("/team").await;
    let stranger = other.owner();
    let token = stranger.get("/team").await.field_value("_form").unwrap();
    for form in ["/renew", "/revoke"] {
        let path = team.attributes(&format!("form[action$='{form}']"), "action")[0].clone();
        assert_eq!(stranger.post_raw(&path, &[("_form", &token)]).await.status, 404, "{form}");
    }
    let person = clinic.who_is(Role::Nurse).person;
    for form in ["suspend", "resume", "leave", "take-back", "role"] {
        let answer = stranger.post_raw(&format!("/team/{person}/{form}"), &[("_form", &token), ("role", "owner")]).await;
        assert_eq!(answer.status, 404, "{form}");
    }
    clinic.visitor().get(&link).await.with_status(200);
    clinic.member(Role::Nurse).get("/today").await.with_status(200);
}
