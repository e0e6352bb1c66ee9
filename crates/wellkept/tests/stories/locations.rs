//! A clinic of several places: what somebody is at one they are not at another, and a session is at one.

use kernel::Role;
use testkit::{Clinic, PASSWORD, Page, Site};

use crate::team::is_out;

async fn opens(clinic: &Clinic, name: &str) -> String {
    let page = clinic.owner().get("/locations").await.with_status(200);
    let page = clinic.owner().submit(&page, "form[action='/locations']", &[("name", name)]).await.with_status(200);
    assert!(page.shows(name), "{}", page.text());
    let id: uuid::Uuid =
        clinic.sql("select location_id from location where clinic_id = $1 and name = $2", &[&clinic.id, &name]).await[0].get(0);
    format!("loc_{}", id.simple())
}

/// The owner says who works where.
pub(crate) async fn placed(clinic: &Clinic, who: Role, at: &[(&str, &str)]) -> Page {
    let page = clinic.owner().get(&format!("/team/{}", clinic.who_is(who).person)).await.with_status(200);
    let fields: Vec<(String, &str)> = at.iter().map(|(place, role)| (format!("at_{place}"), *role)).collect();
    let mut values = vec![("role", who.word()), ("where", "some")];
    values.extend(fields.iter().map(|(name, role)| (name.as_str(), *role)));
    clinic.owner().submit(&page, "form[action$='/role']", &values).await
}

#[tokio::test]
async fn who_works_at_two_places_chooses_one_and_is_there_what_they_are_there() {
    let clinic = testkit::clinic().await;
    let (clifton, saddar) = (opens(&clinic, "Clifton").await, opens(&clinic, "Saddar").await);
    let before = clinic.member(Role::Nurse);
    before.get("/today").await.with_status(200);
    let team = placed(&clinic, Role::Nurse, &[(&clifton, "nurse"), (&saddar, "billing")]).await.with_status(200);
    assert!(team.shows("Clifton: Nurse") && team.shows("Saddar: Billing"), "{}", team.text());
    assert!(is_out(&before.not_following().get("/today").await), "no session without a place");

    let email = clinic.who_is(Role::Nurse).email.clone();
    let (at_clifton, at_saddar) = (clinic.visitor(), clinic.visitor());
    for (browser, words) in [(&at_clifton, "Clifton"), (&at_saddar, "Saddar")] {
        let choice = browser.sign_in(&email, PASSWORD).await.with_status(200);
        assert!(choice.shows("Clifton") && choice.shows("Saddar"), "{}", choice.text());
        let form = choice.form("main form");
        let value =
            form.choices("clinic").into_iter().find(|value| choice.words(&format!("label[for='{value}']"))[0].contains(words)).unwrap();
        let mut values = vec![("clinic", value.as_str())];
        // Where the choice stands beside the password, both are typed.
        if form.names().contains(&"password") {
            values.extend([("email", email.as_str()), ("password", PASSWORD)]);
        }
        let page = browser.submit(&choice, "main form", &values).await.with_status(200);
        assert!(page.shows(words), "the bar says where: {}", page.text());
    }
    // Two sessions of one person, each with the role of its place.
    at_clifton.get("/patients").await.with_status(200);
    at_clifton.get("/invoices").await.with_status(404);
    at_saddar.get("/invoices").await.with_status(200);
    let patient = clinic.patient("Mia Rahman");
    patient.books().await;
    let chart = clinic.owner().get("/patients").await.link("Mia Rahman");
    at_clifton.get(&chart).await.with_status(200);
    at_saddar.get(&chart).await.with_status(404);

    // A place that closes lets nobody in; what is undone lets in who was there.
    let page = clinic.owner().get("/locations").await;
    let closed = clinic.owner().submit(&page, &format!("form[action='/locations/{saddar}/close']"), &[]).await.with_status(200);
    assert!(is_out(&at_saddar.not_following().get("/invoices").await));
    let only = clinic.visitor().sign_in(&email, PASSWORD).await.with_status(200);
    assert!(only.url.starts_with("/today") && only.shows("Clifton"), "one place is left: {}", only.url);
    clinic.owner().submit(&closed, ".flash form", &[]).await.with_status(200);
    assert!(clinic.visitor().sign_in(&email, PASSWORD).await.shows("Saddar"));
}

#[tokio::test]
async fn owners_work_everywhere_and_a_place_is_chosen_from_the_clinic_s_own() {
    let site = Site::open().await;
    let (clinic, other) = (site.clinic().await, site.clinic().await);
    let (clifton, theirs) = (opens(&clinic, "Clifton").await, opens(&other, "Elsewhere").await);
    let page = clinic.owner().get(&format!("/team/{}", clinic.who_is(Role::Billing).person)).await;
    let form = page.form("form[action$='/role']");
    let token = form.value("_form").unwrap();
    let tries = [vec![("role", "owner"), ("where", "some")], vec![("role", "billing"), ("where", "some")]];
    for fields in tries {
        let mut fields = fields;
        fields.push(("_form", token));
        assert_eq!(clinic.owner().post_raw(&form.action, &fields).await.status, 422, "{fields:?}");
    }
    let at = format!("at_{clifton}");
    let foreign = format!("at_{theirs}");
    for (place, role) in [(at.as_str(), "owner"), (at.as_str(), "support"), (foreign.as_str(), "billing")] {
        let fields = [("_form", token), ("role", "billing"), ("where", "some"), (place, role)];
        assert_eq!(clinic.owner().post_raw(&form.action, &fields).await.status, 422, "{place} {role}");
    }
    assert_eq!(clinic.sql("select 1 from membership_at where clinic_id = $1", &[&clinic.id]).await.len(), 0);
    // The database holds it as well.
    let owner = clinic.who_is(Role::Owner).person;
    let administrator = testkit::ground().administrator().await;
    let refused = administrator
        .execute(
            "insert into membership_at (clinic_id, person_id, location_id, role) select clinic_id, $2, location_id, 'doctor' from location where clinic_id = $1",
            &[&clinic.id, &owner],
        )
        .await
        .unwrap_err();
    assert_eq!(refused.as_db_error().unwrap().constraint(), Some("membership_at_owners_work_everywhere"));
    for form in ["rename", "close", "reopen"] {
        let token = other.owner().get("/locations").await.field_value("_form").unwrap();
        let answer = other.owner().post_raw(&format!("/locations/{clifton}/{form}"), &[("_form", &token), ("name", "Mine")]).await;
        assert_eq!(answer.status, 404, "{form}");
    }
}
