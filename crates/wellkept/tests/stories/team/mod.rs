//! The team: who comes, who goes, and what is shut at once.

mod held_request;
mod invitations;
mod moves;
mod owners;
mod suspended_while_acting;

use kernel::{Role, id::PersonId};
use testkit::{Browser, Clinic, Page};

/// The owner's page of a member.
async fn page_of(clinic: &Clinic, role: Role) -> Page {
    clinic.owner().get(&format!("/team/{}", clinic.who_is(role).person)).await.with_status(200)
}

/// The owner presses one of the buttons on the page of a member.
async fn owner_presses(clinic: &Clinic, role: Role, act: &str) -> Page {
    let page = page_of(clinic, role).await;
    clinic.owner().submit(&page, &format!("form[action$='/{act}']"), &[]).await
}

async fn state(clinic: &Clinic, person: PersonId) -> String {
    clinic.sql("select state from membership where clinic_id = $1 and person_id = $2", &[&clinic.id, &person]).await[0].get(0)
}

pub(crate) fn is_out(page: &Page) -> bool {
    page.status == 303 && page.header("location").starts_with("/sign-in")
}

/// The owner invites somebody; the link to hand over.
async fn invited(clinic: &Clinic, name: &str, email: &str, role: &str) -> String {
    let team = clinic.owner().get("/team").await;
    let page = clinic.owner().submit(&team, "form[action='/team']", &[("name", name), ("email", email), ("role", role)]).await;
    page.with_status(200).attributes("#invitation-link", "href")[0].clone()
}

/// Somebody opens the link and begins.
async fn accepts(clinic: &Clinic, link: &str, password: &str) -> (Browser, Page) {
    let browser = clinic.visitor();
    let welcome = browser.get(link).await.with_status(200);
    let page = browser.submit(&welcome, "main form", &[("password", password)]).await;
    (browser, page)
}

/// A second owner, signed in.
async fn second_owner(clinic: &Clinic) -> (Browser, PersonId) {
    let email = format!("second.{}@clinic.example", clinic.slug);
    let link = invited(clinic, "Rabia Noor", &email, "owner").await;
    let (browser, page) = accepts(clinic, &link, "a lantern over still water").await;
    page.with_status(200);
    // An owner owes a second factor before anything else.
    browser.adds_app(&clinic.clock).await;
    let row =
        clinic.sql("select person_id from membership where clinic_id = $1 and role = 'owner' order by since desc", &[&clinic.id]).await;
    let people: Vec<PersonId> = row.iter().map(|row| row.get(0)).collect();
    let person = people.into_iter().find(|person| *person != clinic.who_is(Role::Owner).person).unwrap();
    (browser, person)
}
