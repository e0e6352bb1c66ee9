//! Guessing a password: it gets slower, is written down, stops after a hundred, and keeps nobody out of their own login.

use jiff::SignedDuration;
use kernel::{Role, tenancy::network_of};
use testkit::{Clinic, PASSWORD};

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
        assert_eq!(clinic.visitor().sign_in(&email, "not the right one at all").await.status, 422);
    }
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 429, "two seconds, before anything is looked at");
    clinic.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(clinic.visitor().sign_in(&email, "not the right one at all").await.status, 422);
    clinic.clock.advance(SignedDuration::from_secs(3));
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 429, "four");
    clinic.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 200);
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
    let network = clinic.db.platform_keys().tag("network", &network_of("127.0.0.1")).unwrap();
    clinic.sql("update session set network = $1 where person_id = $2", &[&network, &clinic.who_is(Role::Owner).person]).await;
    assert_eq!(clinic.visitor().sign_in(&email, PASSWORD).await.status, 200);
}
