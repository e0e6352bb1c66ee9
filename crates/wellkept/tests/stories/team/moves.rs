//! Suspended, back, left, back again; and another role.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{PASSWORD, Site};

use super::{accepts, invited, is_out, owner_presses, page_of, state};

#[tokio::test]
async fn whoever_is_suspended_is_out_at_once_and_signs_in_anew_when_let_in_again() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    desk.get("/today").await.with_status(200);
    let page = owner_presses(&clinic, Role::Receptionist, "suspend").await.with_status(200);
    assert!(page.shows("Bilal Shah is suspended") && page.shows("Suspended"), "{}", page.text());
    assert!(is_out(&desk.not_following().get("/today").await));
    let email = &clinic.who_is(Role::Receptionist).email;
    clinic.visitor().sign_in(email, PASSWORD).await.with_status(422);
    assert!(clinic.practitioner().get("/today").await.status == 200, "nobody else is out");

    // Undo, on the page that says what was done.
    let back = clinic.owner().submit(&page, ".flash form", &[]).await.with_status(200);
    assert!(back.shows("Bilal Shah may sign in again"), "{}", back.text());
    assert!(is_out(&desk.not_following().get("/today").await), "the session of before stays over");
    clinic.visitor().sign_in(email, PASSWORD).await.with_status(200);
}

#[tokio::test]
async fn who_has_left_is_out_their_calendar_stays_and_they_may_be_invited_again() {
    let clinic = testkit::clinic().await;
    let (doctor, person) = (clinic.practitioner(), clinic.who_is(Role::Doctor).person);
    let left = owner_presses(&clinic, Role::Doctor, "leave").await.with_status(200);
    assert!(left.shows("Dr Sana Malik has left"));
    assert!(is_out(&doctor.not_following().get("/today").await));
    assert!(clinic.visitor().get(&clinic.front()).await.shows("Dr Sana Malik"), "patients still find the calendar");

    let undone = clinic.owner().submit(&left, ".flash form", &[]).await.with_status(200);
    assert!(undone.shows("Dr Sana Malik is back as before"), "{}", undone.text());
    assert_eq!(state(&clinic, person).await, "active");

    let left = owner_presses(&clinic, Role::Doctor, "leave").await;
    clinic.clock.advance(SignedDuration::from_mins(16));
    clinic.staff_sign_in().await;
    let late = clinic.owner().submit(&left, ".flash form", &[]).await;
    assert_eq!(
        (late.status, state(&clinic, person).await.as_str()),
        (409, "left"),
        "signed in again it is their form still, but the quarter of an hour is over"
    );
    let again = clinic.owner().get(&left.url).await;
    let late = clinic.owner().submit(&again, ".flash form", &[]).await.with_status(409);
    assert!(late.shows("Nothing changed") && state(&clinic, person).await == "left");

    // The same person, the same calendar, by invitation.
    let team = clinic.owner().get("/team").await;
    let calendar = clinic.practitioner.to_string();
    assert!(team.form("form[action='/team']").choices("calendar").contains(&calendar));
    let (email, calendar) = (clinic.who_is(Role::Doctor).email.clone(), calendar.as_str());
    let values = [("name", "Dr Sana Malik"), ("email", email.as_str()), ("role", "doctor"), ("calendar", calendar)];
    let page = clinic.owner().submit(&team, "form[action='/team']", &values).await.with_status(200);
    let (sana, today) = accepts(&clinic, &page.attributes("#invitation-link", "href")[0], PASSWORD).await;
    assert!(today.status == 200 && today.url.starts_with("/today"), "{}", today.url);
    assert_eq!(state(&clinic, person).await, "active");
    sana.get("/patients").await.with_status(200);
}

#[tokio::test]
async fn a_person_of_two_clinics_leaves_one_and_works_on_in_the_other() {
    let site = Site::open().await;
    let (one, two) = (site.clinic().await, site.clinic().await);
    let email = one.who_is(Role::Nurse).email.clone();
    let link = invited(&two, "Grace Obi", &email, "nurse").await;
    let (_, welcome) = accepts(&two, &link, PASSWORD).await;
    welcome.with_status(200);
    let at_two = site.visitor();
    let choice = at_two.sign_in(&email, PASSWORD).await.with_status(200);
    let (first, second) = (one.id.to_string(), two.id.to_string());
    at_two.submit(&choice, "main form", &[("clinic", second.as_str())]).await.with_status(200);

    owner_presses(&one, Role::Nurse, "leave").await.with_status(200);
    assert!(is_out(&one.member(Role::Nurse).not_following().get("/today").await));
    at_two.get("/today").await.with_status(200);
    let again = site.visitor();
    let signed = again.sign_in(&email, PASSWORD).await.with_status(200);
    assert!(signed.url.starts_with("/today") && !signed.text().contains(&first), "one clinic is left, so nothing is asked");
}

#[tokio::test]
async fn another_role_opens_and_shuts_at_once_and_is_one_of_the_list() {
    let clinic = testkit::clinic().await;
    let billing = clinic.member(Role::Billing);
    billing.get("/invoices").await.with_status(200);
    let page = page_of(&clinic, Role::Billing).await;
    let form = page.form("form[action$='/role']");
    for forged in ["support", "root", "", "OWNER"] {
        let refused = clinic.owner().post_raw(&form.action, &[("_form", form.value("_form").unwrap()), ("role", forged)]).await;
        assert_eq!(refused.status, 422, "{forged}");
    }
    let changed = clinic.owner().submit(&page, "form[action$='/role']", &[("role", "nurse")]).await.with_status(200);
    assert!(changed.shows("Kamran Butt is now: Nurse"), "{}", changed.text());
    assert!(is_out(&billing.not_following().get("/invoices").await), "what the old role opened is shut");
    clinic.staff_sign_in().await;
    let nurse = clinic.member(Role::Billing);
    nurse.get("/patients").await.with_status(200);
    nurse.get("/invoices").await.with_status(404);
}

#[tokio::test]
async fn giving_a_role_wants_a_proof_of_the_last_ten_minutes() {
    let clinic = testkit::clinic().await;
    let page = page_of(&clinic, Role::Billing).await;
    let team = clinic.owner().get("/team").await;
    clinic.clock.advance(SignedDuration::from_mins(11));
    let refused = clinic.owner().submit(&page, "form[action$='/role']", &[("role", "owner")]).await;
    assert_eq!(refused.status, 403);
    let eve = [("name", "Eve"), ("email", "eve@owner.example"), ("role", "owner")];
    assert_eq!(clinic.owner().submit(&team, "form[action='/team']", &eve).await.status, 403, "an invitation gives a role too");
    let rows = clinic
        .sql("select role from membership where clinic_id = $1 and person_id = $2", &[&clinic.id, &clinic.who_is(Role::Billing).person])
        .await;
    assert_eq!(rows[0].get::<_, String>(0), "billing");
}

#[tokio::test]
async fn who_may_only_look_sees_the_team_and_no_form() {
    let clinic = testkit::clinic().await;
    let link = invited(&clinic, "Sami Noor", &format!("sami@{}.example", clinic.slug), "nurse").await;
    let page = clinic.member(Role::Auditor).get("/team").await.with_status(200);
    assert!(page.shows("Bilal Shah") && page.shows("Sami Noor"));
    assert_eq!(page.count("main form"), 0);
    assert!(!page.html().contains(&link), "the link is shown once, to who made it");
    let person = clinic.who_is(Role::Receptionist).person;
    clinic.member(Role::Auditor).get(&format!("/team/{person}")).await.with_status(404);
    assert!(clinic.owner().speaking("ur").get("/team").await.shows("عملہ"));
}
