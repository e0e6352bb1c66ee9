//! An operator signs in with a passkey, and with nothing else.

use jiff::SignedDuration;
use kernel::http::Access;
use office::operator::{add, enrol};
use testkit::{Browser, Must as _, PASSWORD, Page, Passkey, Site};
use trust::{identity::EmailAddress, patients::PersonName};

/// A site with a name, since browsers make no passkey for a bare address, and an operator without one.
async fn somebody_new(site: &Site, email: &str) -> String {
    let email = EmailAddress::parse(email).ok().must("an address");
    let id = add::add(site.db(), &email, &PersonName::parse("Robin Vale").ok().must("a name")).await.must("adding");
    enrol::new_link(site.db(), id).await.must("a link")
}

async fn sends(browser: &Browser, page: &Page, form: &str, ticket: &str, answer: &str) -> Page {
    browser.submit(page, form, &[("ticket", ticket), ("answer", answer)]).await
}

async fn registers(site: &Site, link: &str) -> Passkey {
    let browser = site.visitor();
    let page = browser.get(link).await.with_status(200);
    let options = &page.attributes("form[data-passkey=new]", "data-options")[0];
    let (passkey, answer) = Passkey::made(options, site.base_url());
    let ticket = page.field_value("ticket").unwrap();
    let done = sends(&browser, &page, "form[data-passkey]", &ticket, &answer).await.with_status(200);
    assert_eq!(done.url, "/operator/sign-in", "{}", done.text());
    passkey
}

/// What the page's script fetches: a ticket and what to ask.
async fn asked(browser: &Browser, page: &Page) -> (String, String) {
    let form = page.field_value("_form").unwrap();
    let told = browser.post_raw("/operator/sign-in/ask", &[("_form", &form)]).await.with_status(200);
    let told: serde_json::Value = serde_json::from_slice(told.bytes()).unwrap();
    (told["ticket"].as_str().unwrap().to_owned(), told["options"].as_str().unwrap().to_owned())
}

async fn signs_in(site: &Site, passkey: &mut Passkey) -> (Browser, Page) {
    let browser = site.visitor();
    let page = browser.get("/operator/sign-in").await.with_status(200);
    let (ticket, options) = asked(&browser, &page).await;
    let answer = passkey.shown(&options);
    let after = sends(&browser, &page, "form[data-passkey]", &ticket, &answer).await;
    (browser, after)
}

#[tokio::test]
async fn a_link_from_the_machine_registers_one_passkey_and_it_opens_the_console() {
    let site = Site::with_a_name().await;
    let link = somebody_new(&site, "robin@platform.example").await;
    let mut passkey = registers(&site, &link).await;
    let again = site.visitor().get(&link).await.with_status(200);
    assert!(again.shows("This link is over") && !again.has("form[data-passkey]"), "a link works once: {}", again.text());
    let (browser, console) = signs_in(&site, &mut passkey).await;
    assert!(console.status == 200 && console.url == "/operator" && console.shows("Robin Vale"), "{} {}", console.url, console.text());
    let out = browser.submit(&console, "form[action='/operator/sign-out']", &[]).await;
    assert_eq!(out.status, 200);
    let gone = browser.not_following().get("/operator").await;
    assert_eq!((gone.status, gone.header("location")), (303, "/operator/sign-in"));
}

#[tokio::test]
async fn a_link_is_over_after_thirty_minutes_and_when_a_newer_one_is_made() {
    let site = Site::with_a_name().await;
    let link = somebody_new(&site, "late@platform.example").await;
    site.clock().advance(SignedDuration::from_mins(30));
    assert!(site.visitor().get(&link).await.shows("This link is over"));
    let email = EmailAddress::parse("late@platform.example").ok().must("an address");
    let late = add::list(site.db()).await.must("the list").into_iter().find(|one| one.email.reveal() == email.reveal()).unwrap();
    let first = enrol::new_link(site.db(), late.id).await.must("a link");
    let second = enrol::new_link(site.db(), late.id).await.must("a link");
    assert!(site.visitor().get(&first).await.shows("This link is over"));
    assert!(site.visitor().get(&second).await.has("form[data-passkey]"));
    add::suspend(site.db(), &email).await.must("suspending");
    assert!(site.visitor().get(&second).await.shows("This link is over"));
}

#[tokio::test]
async fn what_is_copied_replayed_phished_or_unverified_opens_nothing() {
    let site = Site::with_a_name().await;
    let mut passkey = registers(&site, &somebody_new(&site, "careful@platform.example").await).await;
    let browser = site.visitor();
    let page = browser.get("/operator/sign-in").await;
    let form = "form[data-passkey]";
    let (ticket, options) = asked(&browser, &page).await;
    let answer = passkey.shown(&options);
    sends(&browser, &page, form, "", &answer).await.with_status(422);
    let (other, _) = asked(&browser, &page).await;
    sends(&browser, &page, form, &other, &answer).await.with_status(422);
    sends(&site.visitor(), &page, form, &ticket, &answer).await.with_status(200);
    sends(&site.visitor(), &page, form, &ticket, &answer).await.with_status(422);

    passkey.verifies = false;
    assert_eq!(signs_in(&site, &mut passkey).await.1.status, 422, "whoever only holds the device is not verified");
    passkey.verifies = true;
    let mut phished = passkey.at("http://localhost.evil.example");
    assert_eq!(signs_in(&site, &mut phished).await.1.status, 422, "an answer given to another address");
    let mut passkey = phished.at(site.base_url());
    assert_eq!(signs_in(&site, &mut passkey).await.1.status, 200);
    passkey.uses -= 2;
    assert_eq!(signs_in(&site, &mut passkey).await.1.status, 422, "its counter went backwards: there is a copy");
    passkey.uses += 10;
    assert_eq!(signs_in(&site, &mut passkey).await.1.status, 422, "and from then on neither opens");
}

#[tokio::test]
async fn a_staff_door_opens_for_no_operator_and_the_operators_for_no_staff() {
    let site = Site::with_a_name().await;
    let clinic = site.clinic().await;
    let mut passkey = registers(&site, &somebody_new(&site, "both@platform.example").await).await;
    let answer = site.visitor().sign_in("both@platform.example", PASSWORD).await;
    assert_eq!(answer.status, 422, "nobody knows this address where passwords are typed");
    let people =
        clinic.sql("select count(*) from person p join operator o on o.operator_id = p.person_id or o.email_key = p.email_key", &[]).await;
    assert_eq!(people[0].get::<_, i64>(0), 0, "an operator has no row that holds a password");
    for route in
        site.routes().iter().filter(|route| route.method == "GET" && route.path.starts_with("/operator") && route.access == Access::Anyone)
    {
        let page = site.visitor().get(route.path).await;
        assert!(!page.has("input[type=password]"), "{} has a field for a password", route.path);
    }
    let browser = site.visitor();
    let page = browser.get("/sign-in").await;
    let (ticket, options) = asked(&browser, &browser.get("/operator/sign-in").await).await;
    let form = page.field_value("_form").unwrap();
    let answer = passkey.shown(&options);
    let fields = [("_form", form.as_str()), ("ticket", &ticket), ("answer", &answer)];
    browser.post_raw("/sign-in/passkey", &fields).await.with_status(422);
    assert!(browser.cookies().is_empty());
}
