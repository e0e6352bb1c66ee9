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
    let mistyped = browser.submit(&sent, FORM, &right).await.with_status(422);
    assert!(mistyped.shows("not right"), "a code is no password");
    assert_eq!(mistyped.field_value("sign_in_code").as_deref(), Some(code), "and stays good for the right one");
    let again = [("email", email.as_str()), ("password", PASSWORD), ("sign_in_code", code)];
    assert_eq!(browser.submit(&mistyped, FORM, &again).await.status, 200);
    // From a network they were not in before, once more: the code is over.
    clinic.sql("update session set network = '\\x00' where person_id = $1", &[&clinic.who_is(Role::Owner).person]).await;
    failures(&clinic, &key, 9).await;
    assert!(clinic.visitor().submit(&sent, FORM, &again).await.with_status(422).shows("This code does not work"), "it lets in once");
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

#[tokio::test]
async fn a_stranger_spoils_no_code_and_guesses_at_it_are_counted() {
    let clinic = testkit::clinic().await;
    let (email, key) = account(&clinic).await;
    failures(&clinic, &key, 9).await;
    let (owner, stranger) = (clinic.visitor(), clinic.visitor());
    let asks = async |browser: &Browser| {
        let page = browser.sign_in(&email, PASSWORD).await.with_status(422);
        browser.submit_with(&page, FORM, &[("email", &email)], &[("send", "code")]).await.with_status(422)
    };
    let sent = asks(&owner).await;
    let code_in = |text: &str| {
        text.split_whitespace().find(|word| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit())).unwrap().to_owned()
    };
    let code = code_in(clinic.letters_to(&email).await.last().unwrap().letter.plain());
    let theirs = asks(&stranger).await;
    for _ in 0..6 {
        let guess = [("email", email.as_str()), ("password", PASSWORD), ("sign_in_code", "00000001")];
        stranger.submit(&theirs, FORM, &guess).await.with_status(422);
    }
    let counted = clinic.sql("select failures from sign_in_failure where scope = 'account' and tag = $1", &[&key]).await;
    assert_eq!(counted[0].get::<_, i32>(0), 9 + 6);
    let right = [("email", email.as_str()), ("password", PASSWORD), ("sign_in_code", code.as_str())];
    assert_eq!(owner.submit(&sent, FORM, &right).await.status, 200);
}

#[tokio::test]
async fn a_neighbour_of_the_owner_has_no_free_guesses_from_address_after_address() {
    let site = testkit::Site::open_behind_proxy(1_000_000).await;
    let clinic = site.clinic().await;
    let (email, key) = account(&clinic).await;
    // The owner's provider gives them an address of this network, and the guesser another household of it each time.
    let network = clinic.db.platform_keys().tag("network", &network_of("2001:db8::1")).unwrap();
    clinic.sql("update session set network = $1 where person_id = $2", &[&network, &clinic.who_is(Role::Owner).person]).await;
    clinic.sql("delete from sign_in_failure where scope = 'network' and tag = $1", &[&network]).await;
    let mut looked_at = 0;
    for n in 0..60 {
        let guess = clinic.visitor().from(&format!("2001:db8:0:{n:x}::{n:x}")).sign_in(&email, WRONG).await.with_status(422);
        looked_at += i32::from(guess.shows("not right"));
    }
    assert_eq!(looked_at, 20, "then each costs work, there too");
    let counted = clinic.sql("select failures from sign_in_failure where scope = 'account' and tag = $1", &[&key]).await;
    assert_eq!(counted[0].get::<_, i32>(0), 20);
    // The addresses of one household are one: it waits.
    clinic.sql("delete from sign_in_failure where scope in ('network', 'account') and tag in ($1, $2)", &[&network, &key]).await;
    for n in 0..10 {
        tries(&clinic.visitor().from(&format!("2001:db8:0:ffff::{n:x}")), &email, WRONG).await.with_status(422);
        clinic.sql("delete from sign_in_failure where scope in ('network', 'account') and tag in ($1, $2)", &[&network, &key]).await;
    }
    assert_eq!(clinic.visitor().from("2001:db8:0:ffff::99").sign_in(&email, WRONG).await.status, 429);
}

#[tokio::test]
async fn a_link_made_out_to_somebody_is_no_door_for_guessing_their_password() {
    let clinic = testkit::clinic().await;
    let victim = clinic.other().await.who_is(Role::Doctor).email.clone();
    let owner = clinic.owner();
    let team = owner.get("/team").await.with_status(200);
    let invited = [("name", "Victim"), ("email", victim.as_str()), ("role", "nurse")];
    let shown = owner.submit(&team, "form[action='/team']", &invited).await.with_status(200);
    let link = shown.attributes("#invitation-link", "href").remove(0);
    let guesser = clinic.visitor();
    let page = guesser.get(&link).await.with_status(200);
    let mut answers = Vec::new();
    for _ in 0..7 {
        answers.push(guesser.submit(&page, "form[action^='/i/']", &[("password", WRONG)]).await.status);
    }
    assert_eq!(answers, [422, 422, 422, 422, 422, 429, 429], "after five, the page for signing in is the way");
}

#[tokio::test]
async fn guesses_at_the_same_moment_are_no_more_than_one_after_another() {
    let site = testkit::Site::open_behind_proxy(1_000_000).await;
    let clinic = site.clinic().await;
    let (email, _) = account(&clinic).await;
    let guesses = (1..41).map(|n| {
        let (email, stranger) = (email.clone(), clinic.visitor().from(&format!("2001:db{n:x}::1")));
        async move { stranger.sign_in(&email, WRONG).await.shows("not right") }
    });
    let looked_at = futures_util::future::join_all(guesses).await.into_iter().filter(|looked_at| *looked_at).count();
    assert!(looked_at <= 5, "{looked_at} were looked at without work");
}
