//! Guessing a password: it gets slower, is written down, stops after a hundred, and keeps nobody out of their own login.

use jiff::SignedDuration;
use kernel::{Role, tenancy::network_of};
use testkit::{Browser, Clinic, PASSWORD, Page};
use trust::identity::challenge::{Challenge, work};

const FORM: &str = "form[action='/sign-in']";
const WRONG: &str = "not the right one at all";

/// Signs in as a browser with scripts does: where the page asks for work, it is done first.
async fn tries(browser: &Browser, email: &str, password: &str) -> Page {
    let page = browser.sign_in(email, password).await;
    if page.shows("Enter the password once more") { worked(browser, &page, email, password).await } else { page }
}

/// What the page asks the browser to work on.
fn asked(page: &Page) -> Challenge {
    let text = page.attributes("[data-work]", "data-work").first().unwrap().clone();
    Challenge { text, bits: page.attributes("[data-work]", "data-bits")[0].parse().unwrap() }
}

async fn worked(browser: &Browser, page: &Page, email: &str, password: &str) -> Page {
    let challenge = asked(page);
    let answer = work(&challenge);
    let typed = [("email", email), ("password", password), ("challenge", challenge.text.as_str()), ("worked", answer.as_str())];
    browser.submit(page, FORM, &typed).await
}

/// So many wrong ones in a row, for this account from everywhere.
async fn failures(clinic: &Clinic, key: &[u8], count: i32) {
    clinic.sql("insert into sign_in_failure (scope, tag, failures, last_at) values ('account', $1, $2, now())", &[&key, &count]).await;
}

async fn account(clinic: &Clinic) -> (String, Vec<u8>) {
    let email = clinic.who_is(Role::Owner).email.clone();
    let key = clinic.db.platform_keys().tag("sign-in e-mail", &email).unwrap();
    (email, key)
}

#[tokio::test]
async fn after_ten_wrong_ones_each_waits_twice_as_long_and_another_address_does_not_wait() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    for _ in 0..10 {
        assert_eq!(tries(&clinic.visitor(), &email, WRONG).await.status, 422);
    }
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 429, "two seconds, before anything is looked at");
    clinic.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(tries(&clinic.visitor(), &email, WRONG).await.status, 422);
    clinic.clock.advance(SignedDuration::from_secs(3));
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 429, "four");
    clinic.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(tries(&clinic.visitor(), &email, PASSWORD).await.status, 200);
    let left = clinic.sql("select count(*) from sign_in_failure where tag = $1", &[&key]).await;
    assert_eq!(left[0].get::<_, i64>(0), 0, "the right one ends the row");
    let owner = clinic.who_is(Role::Owner).person;
    let written = clinic
        .sql(
            "select count(*) from account_event where act = 'identity.wrong_password' and outcome = 'refused' and person_id = $1",
            &[&owner],
        )
        .await;
    assert_eq!(written[0].get::<_, i64>(0), 11, "every wrong one is written down");
}

#[tokio::test]
async fn after_a_hundred_in_a_row_only_a_known_network_or_a_letter_gets_in() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    let hundred = "insert into sign_in_failure (scope, tag, failures, last_at) values ('account', $1, 100, now())";
    clinic.sql(hundred, &[&key]).await;
    let shut = clinic.visitor().sign_in(&email, PASSWORD).await.with_status(429);
    assert!(shut.shows("new password by letter"), "{}", shut.text());
    let like = format!("x{email}");
    let unknown = clinic.db.platform_keys().tag("sign-in e-mail", &like).unwrap();
    clinic.sql(hundred, &[&unknown]).await;
    let nobody = clinic.visitor().sign_in(&like, PASSWORD).await.with_status(429);
    assert_eq!(nobody.text(), shut.text(), "an address that nobody signs in with answers alike");
    // The link by letter: the new password is taken from anywhere.
    let browser = clinic.visitor();
    browser.submit(&browser.get("/forgot").await, "main form", &[("email", &email)]).await.with_status(200);
    let letters = clinic.letters_to(&email).await;
    let link = letters.iter().flat_map(|kept| kept.letter.plain().lines()).find(|line| line.contains("/reset/")).unwrap();
    browser.submit(&browser.get(link).await, "main form", &[("password", "seven lanterns drift past noon")]).await.with_status(200);
    assert_eq!(clinic.visitor().sign_in(&email, "seven lanterns drift past noon").await.status, 200);
}

#[tokio::test]
async fn whoever_guesses_from_elsewhere_shuts_nobody_out_of_their_own_network() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    clinic.sql("insert into sign_in_failure (scope, tag, failures, last_at) values ('account', $1, 5000, now())", &[&key]).await;
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 429);
    // The owner's own network, as a session of theirs has it.
    let network = clinic.db.platform_keys().tag("network", &network_of(&clinic.site.address())).unwrap();
    clinic.sql("update session set network = $1 where person_id = $2", &[&network, &clinic.who_is(Role::Owner).person]).await;
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn after_five_wrong_ones_a_browser_works_before_the_next_is_looked_at() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    failures(&clinic, &key, 5).await;
    let browser = clinic.visitor();
    let page = browser.sign_in(&email, PASSWORD).await.with_status(422);
    assert!(page.shows("Enter the password once more") && asked(&page).bits == 16, "{}", page.text());
    assert_eq!(page.field_value("email").as_deref(), Some(email.as_str()));
    // Sent without the work, or with a wrong number, nothing is looked at.
    for worked in ["", "0"] {
        let typed = [("email", email.as_str()), ("password", PASSWORD), ("worked", worked)];
        browser.submit(&page, FORM, &typed).await.with_status(422);
    }
    let challenge = asked(&page);
    let answer = work(&challenge);
    let typed = [("email", email.as_str()), ("password", WRONG), ("challenge", &challenge.text), ("worked", &answer)];
    let wrong = browser.submit(&page, FORM, &typed).await.with_status(422);
    assert!(wrong.shows("not right") && asked(&wrong).bits == 17, "a wrong one more: twice the work");
    // The same answer counts once, and for this account only.
    let typed = [("email", email.as_str()), ("password", PASSWORD), ("challenge", &challenge.text), ("worked", &answer)];
    assert!(browser.submit(&page, FORM, &typed).await.with_status(422).shows("Enter the password once more"));
    assert_eq!(worked(&browser, &wrong, &email, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn an_address_that_nobody_signs_in_with_is_asked_for_the_same_work() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    let like = format!("x{email}");
    failures(&clinic, &key, 6).await;
    failures(&clinic, &clinic.db.platform_keys().tag("sign-in e-mail", &like).unwrap(), 6).await;
    let (known, unknown) = (clinic.visitor().sign_in(&email, WRONG).await, clinic.visitor().sign_in(&like, WRONG).await);
    assert_eq!((known.status, known.text(), asked(&known).bits), (unknown.status, unknown.text(), asked(&unknown).bits));
}

#[tokio::test]
async fn who_has_no_script_signs_in_with_a_code_by_letter() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    failures(&clinic, &key, 9).await;
    let browser = clinic.visitor();
    let page = browser.sign_in(&email, PASSWORD).await.with_status(422);
    let sent = browser.submit_with(&page, FORM, &[("email", &email)], &[("send", "code")]).await.with_status(422);
    assert!(sent.shows("a code is on its way") && sent.has("[name=sign_in_code]"), "{}", sent.text());
    let letters = clinic.letters_to(&email).await;
    let text = letters.last().unwrap().letter.plain().to_owned();
    let code = text.split_whitespace().find(|word| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit())).unwrap();
    let wrong = [("email", email.as_str()), ("password", PASSWORD), ("sign_in_code", "00000000")];
    assert!(browser.submit(&sent, FORM, &wrong).await.with_status(422).shows("This code does not work"));
    let right = [("email", email.as_str()), ("password", WRONG), ("sign_in_code", code)];
    assert!(browser.submit(&sent, FORM, &right).await.with_status(422).shows("not right"), "a code is no password");
    let again = [("email", email.as_str()), ("password", PASSWORD), ("sign_in_code", code)];
    assert!(browser.submit(&sent, FORM, &again).await.with_status(422).shows("This code does not work"), "and counts once");
    let sent = browser.submit_with(&page, FORM, &[("email", &email)], &[("send", "code")]).await.with_status(422);
    let letters = clinic.letters_to(&email).await;
    let text = letters.last().unwrap().letter.plain().to_owned();
    let code = text.split_whitespace().find(|word| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit())).unwrap();
    let right = [("email", email.as_str()), ("password", PASSWORD), ("sign_in_code", code)];
    assert_eq!(browser.submit(&sent, FORM, &right).await.status, 200);
    // To an address that nobody signs in with no letter goes, and the page says the same.
    let like = format!("x{email}");
    failures(&clinic, &clinic.db.platform_keys().tag("sign-in e-mail", &like).unwrap(), 9).await;
    let page = browser.sign_in(&like, PASSWORD).await.with_status(422);
    let nobody = browser.submit_with(&page, FORM, &[("email", &like)], &[("send", "code")]).await.with_status(422);
    assert_eq!(nobody.text().replace(&like, "…"), sent.text().replace(&email, "…"));
    assert!(clinic.letters_to(&like).await.is_empty());
}

#[tokio::test]
async fn the_owner_at_their_own_desk_does_no_work_for_what_others_do() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    failures(&clinic, &key, 90).await;
    let network = clinic.db.platform_keys().tag("network", &network_of(&clinic.site.address())).unwrap();
    clinic.sql("update session set network = $1 where person_id = $2", &[&network, &clinic.who_is(Role::Owner).person]).await;
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 200);
}
