//! Letters to people who work here: that they leave, once, to their own address; and where they are when they cannot.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Mail, PASSWORD, Site};

/// Somebody asks for a new password for this address.
async fn asks(site: &Site, email: &str) {
    let browser = site.visitor();
    let page = browser.get("/forgot").await.with_status(200);
    browser.submit(&page, "main form", &[("email", email)]).await.with_status(200);
}

/// What the address still has in the outbox: how many wait, and how many rows still hold words.
async fn waiting(site: &Site, email: &str) -> (i64, i64) {
    let key = site.db().platform_keys().tag("sign-in e-mail", email).unwrap();
    let row = site
        .sql(
            "select count(*) filter (where done_at is null), count(*) filter (where body is not null or address is not null) from letter where address_key = $1",
            &[&key],
        )
        .await;
    (row[0].get(0), row[0].get(1))
}

#[tokio::test]
async fn a_letter_leaves_by_the_mail_server_and_its_row_is_emptied() {
    let mut mail = Mail::open(false).await;
    let site = Site::open_with_mail(mail.setting("smtp")).await;
    let clinic = site.clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    asks(&site, &email).await;
    assert!(clinic.letters_to(&email).await.is_empty(), "it left: nothing is kept here");
    let taken = mail.next().await;
    assert_eq!((taken.to.as_slice(), taken.from.as_str()), ([email.clone()].as_slice(), "letters@clinic.example"));
    assert!(taken.raw.contains("Subject: Choose a new password"), "{}", taken.raw);
    assert!(taken.raw.contains("multipart/alternative") && taken.raw.contains("text/plain") && taken.raw.contains("text/html"));
    assert!(taken.raw.replace("=\r\n", "").contains("/reset/"), "{}", taken.raw);
    assert_eq!(waiting(&site, &email).await, (0, 0));
}

#[tokio::test]
async fn a_server_that_cannot_take_it_is_asked_again_later_and_one_that_refuses_is_not() {
    let mail = Mail::open(false).await;
    let site = Site::open_with_mail(mail.setting("smtp")).await;
    let clinic = site.clinic().await;
    let mark = clinic.who_is(Role::Owner).email.clone();
    for (who, left) in [("later", (1, 1)), ("never", (0, 0))] {
        let email = format!("{who}.{mark}");
        clinic
            .sql(
                "update person set email_key = $1, email = $2 where person_id = $3",
                &[
                    &site.db().platform_keys().tag("sign-in e-mail", &email).unwrap(),
                    &b"unread".as_slice(),
                    &clinic.who_is(Role::Owner).person,
                ],
            )
            .await;
        asks(&site, &email).await;
        clinic.letters_to(&email).await;
        assert_eq!(waiting(&site, &email).await, left, "{who}");
    }
    let email = format!("later.{mark}");
    for _ in 0..10 {
        site.clock().advance(SignedDuration::from_mins(10));
        clinic.letters_to(&email).await;
    }
    assert_eq!(waiting(&site, &email).await, (0, 0), "a link of half an hour is not sent after it is over");
}

#[tokio::test]
async fn a_server_nobody_vouches_for_gets_no_letter() {
    let mail = Mail::open(true).await;
    let site = Site::open_with_mail(mail.setting("smtps")).await;
    let clinic = site.clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    asks(&site, &email).await;
    clinic.letters_to(&email).await;
    assert_eq!(waiting(&site, &email).await, (1, 1), "it waits for a server that proves its name");
}

#[tokio::test]
async fn without_a_mail_server_a_letter_is_kept_for_a_day_and_shown_on_no_page() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    let browser = clinic.visitor();
    let page = browser.get("/forgot").await;
    let answer = browser.submit(&page, "main form", &[("email", &email)]).await.with_status(200);
    assert!(answer.shows("wellkept letters"), "the page says where the letter is:\n{}", answer.text());
    assert!(!answer.text().contains("/reset/"));
    let kept = clinic.letters_to(&email).await;
    assert_eq!(kept.len(), 1);
    assert!(kept[0].letter.plain().contains("/reset/"));
    clinic.clock.advance(SignedDuration::from_hours(24));
    assert!(clinic.letters_to(&email).await.is_empty(), "a day later it is gone");
}

#[tokio::test]
async fn nobody_can_flood_a_mailbox_by_typing_its_address() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Nurse).email.clone();
    for _ in 0..9 {
        asks(&clinic.site, &email).await;
    }
    assert_eq!(clinic.letters_to(&email).await.len(), 6);
}

#[tokio::test]
async fn a_letter_speaks_the_language_of_the_page_it_was_asked_for_on() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Doctor).email.clone();
    let browser = clinic.visitor().speaking("ur");
    let page = browser.get("/forgot").await;
    browser.submit(&page, "main form", &[("email", &email)]).await.with_status(200);
    let letter = &clinic.letters_to(&email).await[0].letter;
    assert_eq!(letter.subject(), "نیا پاس ورڈ چنیں");
    assert!(letter.html().contains("dir=\"rtl\"") && letter.plain().contains("۳۰ منٹ"), "{}", letter.plain());
    // A password that works is not needed for any of it, and none is in it.
    assert!(!letter.plain().contains(PASSWORD));
}
