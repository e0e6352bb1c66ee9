//! A lost password: who gets a new one, and what a stranger learns.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, Page};

const NEW: &str = "seven lanterns drift past noon";

async fn asks(clinic: &Clinic, email: &str) -> Page {
    let browser = clinic.visitor();
    let page = browser.get("/forgot").await.with_status(200);
    browser.submit(&page, "main form", &[("email", email)]).await
}

/// The link in the newest letter to this address.
async fn link(clinic: &Clinic, email: &str) -> String {
    let letters = clinic.letters_to(email).await;
    letters.iter().flat_map(|kept| kept.letter.plain().lines()).find(|line| line.contains("/reset/")).unwrap().to_owned()
}

async fn takes(browser: &Browser, link: &str, password: &str) -> Page {
    let page = browser.get(link).await.with_status(200);
    browser.not_following().submit(&page, "main form", &[("password", password)]).await
}

#[tokio::test]
async fn the_link_gives_a_new_password_once_and_ends_every_session() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Doctor).email.clone();
    clinic.practitioner().get("/today").await.with_status(200);
    asks(&clinic, &email).await.with_status(200);
    asks(&clinic, &email).await.with_status(200);
    let links: Vec<String> = clinic
        .letters_to(&email)
        .await
        .iter()
        .flat_map(|kept| kept.letter.plain().lines())
        .filter(|line| line.contains("/reset/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(links.len(), 2);
    let link = &links[0];
    let browser = clinic.visitor();
    let again = takes(&browser, link, "Butterfly 190283").await.with_status(422);
    assert!(again.errors()[0].contains("from a leak"));
    let done = takes(&browser, link, NEW).await.with_status(303);
    assert_eq!(done.header("location"), "/sign-in", "whoever resets still signs in, with a second factor where there is one");
    assert_eq!(clinic.practitioner().not_following().get("/today").await.status, 303, "every session is over");
    for spent in &links {
        browser.get(spent).await.with_status(404);
    }
    assert_eq!(clinic.visitor().sign_in(&email, testkit::PASSWORD).await.status, 422, "the old one is over");
    assert!(clinic.visitor().sign_in(&email, NEW).await.with_status(200).url.contains("/today"));
    let told = clinic.letters_to(&email).await;
    assert!(told.iter().any(|kept| kept.letter.subject() == "Your password was changed"));
    assert!(clinic.reception().get("/today").await.status == 200, "nobody else's session ended");
}

#[tokio::test]
async fn two_who_press_at_once_take_it_once() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Nurse).email.clone();
    asks(&clinic, &email).await;
    let link = link(&clinic, &email).await;
    let (one, other) = (clinic.visitor(), clinic.visitor());
    let (a, b) = tokio::join!(takes(&one, &link, NEW), takes(&other, &link, "five kettles hum a slow tune"));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
}

#[tokio::test]
async fn half_an_hour_later_the_link_opens_nothing() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    asks(&clinic, &email).await;
    let link = link(&clinic, &email).await;
    clinic.clock.advance(SignedDuration::from_mins(30));
    clinic.visitor().get(&link).await.with_status(404);
}

#[tokio::test]
async fn a_forged_link_and_a_link_of_another_kind_open_nothing() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    asks(&clinic, &email).await;
    let link = link(&clinic, &email).await;
    let token = link.rsplit_once('/').unwrap().1.to_owned();
    clinic.visitor().get(&format!("/i/{token}")).await.with_status(404);
    clinic.visitor().get(&format!("/a/{token}")).await.with_status(404);
    for at in [0, 10, 21, 30, 42] {
        let mut forged = token.clone().into_bytes();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        clinic.visitor().get(&format!("/reset/{}", String::from_utf8(forged).unwrap())).await.with_status(404);
    }
    // A patient's link of the same clinic.
    let mia = clinic.patient("Mia");
    mia.books().await;
    clinic.work_until_idle().await;
    let own = mia.got().await.join(" ");
    let theirs = own.split("/a/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    clinic.visitor().get(&format!("/reset/{theirs}")).await.with_status(404);
}

#[tokio::test]
async fn a_stranger_learns_nothing_about_an_address() {
    let clinic = testkit::clinic().await;
    let known = clinic.who_is(Role::Owner).email.clone();
    let unknown = format!("nobody.{known}");
    let (a, b) = (asks(&clinic, &known).await.with_status(200), asks(&clinic, &unknown).await.with_status(200));
    assert_eq!(a.text().replace(&known, "X"), b.text().replace(&unknown, "X"));
    assert!(clinic.letters_to(&unknown).await.is_empty(), "nobody is written to who has nothing here");
}
