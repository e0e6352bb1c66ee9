//! A time is kept while its form is filled in, and a clinic's calendar is not filled by scripts.

use jiff::SignedDuration;
use testkit::{Site, clinic};

use crate::at_the_front::{FORM, ZAIN, send, standing};

#[tokio::test]
async fn a_time_is_kept_while_the_form_is_filled_in_and_free_again_after() {
    let clinic = clinic().await;
    let (mia, zain) = (clinic.visitor(), clinic.visitor());
    let page = mia.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[2].clone();

    let before = zain.get(&clinic.front()).await;
    let kept = mia.submit(&page, FORM, &[("slot", &slot), ("name", "Mia Rahman"), ("show", "keep")]).await.with_status(200);
    assert!(kept.shows("This time is kept for you until 13:08"), "{}", kept.text());
    assert_eq!(kept.field_value("name").as_deref(), Some("Mia Rahman"), "what she typed is still there");
    assert_eq!(kept.field_value("slot").as_deref(), Some(slot.as_str()), "and her time is chosen");

    let others = zain.get(&clinic.front()).await;
    assert!(!others.form(FORM).choices("slot").contains(&slot), "nobody else is offered it");
    let refused = zain.submit(&before, FORM, &[("slot", &slot), ("name", "Zain Ali"), ("phone", "0300 5550102")]).await;
    assert_eq!(refused.status, 409, "nor given it");

    let booked = mia.submit(&kept, FORM, &[("phone", "0300 5550101")]).await.with_status(200);
    assert!(booked.shows("Your appointment is booked"), "{}", booked.text());
    assert_eq!(standing(&clinic).await, 1);
    assert!(clinic.sql("select 1 from appointment where clinic_id = $1 and status = 'proposed'", &[&clinic.id]).await.is_empty());
}

#[tokio::test]
async fn what_was_kept_too_long_is_booked_by_whoever_comes_first() {
    let clinic = clinic().await;
    let mia = clinic.visitor();
    let page = mia.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[2].clone();
    let kept = mia.submit(&page, FORM, &[("slot", &slot), ("show", "keep")]).await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(8));
    // Nobody wanted it meanwhile: the form books it all the same.
    let late = mia.submit(&kept, FORM, &[("name", "Mia Rahman"), ("phone", "0300 5550101")]).await.with_status(200);
    assert!(late.shows("Your appointment is booked"), "{}", late.text());

    let page = mia.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[2].clone();
    let (others, before) = (clinic.visitor(), clinic.visitor().get(&clinic.front()).await);
    let kept = mia.submit(&page, FORM, &[("slot", &slot), ("show", "keep")]).await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(8));
    send(&others, &before, &slot, ZAIN).await.with_status(200);
    let refused = mia.submit(&kept, FORM, &[("name", "Mia Rahman"), ("phone", "0300 5550101")]).await.with_status(409);
    assert!(refused.shows("not free any more"), "{}", refused.text());
}

#[tokio::test]
async fn one_form_keeps_one_time_and_one_network_a_few() {
    let clinic = clinic().await;
    let held = async || clinic.sql("select 1 from appointment where clinic_id = $1 and status = 'proposed'", &[&clinic.id]).await.len();
    let mia = clinic.visitor();
    let mut page = mia.get(&clinic.front()).await;
    for n in 0..4 {
        let slot = page.form(FORM).choices("slot")[n].clone();
        page = mia.submit(&page, FORM, &[("slot", &slot), ("show", "keep")]).await.with_status(200);
        assert!(page.shows("This time is kept for you"));
        assert_eq!(held().await, 1, "the one before is let go");
    }
    // Whoever opens the page again and again keeps a few times and no more; the form goes on without.
    for n in 0..8_usize {
        let again = mia.get(&clinic.front()).await;
        let slot = again.form(FORM).choices("slot")[0].clone();
        let answer = mia.submit(&again, FORM, &[("slot", &slot), ("show", "keep")]).await.with_status(200);
        assert_eq!(answer.shows("This time is kept for you"), n < 3, "{n}");
    }
    assert_eq!(held().await, 4);
    // The token of a hold is of no use for another page's hold, and a made-up one for none.
    let made_up = mia.submit(&page, FORM, &[("hold", "AAAA"), ("name", "Mia Rahman"), ("phone", "0300 5550101")]).await;
    assert_eq!(made_up.status, 409, "her own time is kept by the hold that this form no longer names");
}

#[tokio::test]
async fn scripts_fill_no_calendar() {
    let clinic = Site::open_behind_proxy(900_000).await.clinic().await;
    clinic
        .sql(
            "insert into booking_rules (clinic_id, online_a_day, offer_minutes, embed_on) values ($1, 12, 30, '{}') returning 1",
            &[&clinic.id],
        )
        .await;
    // One network: four bookings as a family makes them, then a browser has to work for each.
    let from = |n: usize| clinic.visitor().from(&format!("203.0.{}.{}", n / 200, n % 200 + 1));
    let family = from(9_000);
    let book = async |browser: &testkit::Browser, n: usize| {
        let page = browser.get(&clinic.front()).await;
        let Some(slot) = page.form(FORM).choices("slot").first().cloned() else { return page };
        let (name, phone) = (format!("Patient {n}"), format!("0300 555{n:04}"));
        browser.submit(&page, FORM, &[("slot", &slot), ("name", &name), ("phone", &phone)]).await
    };
    for n in 0..4 {
        book(&family, n).await.with_status(200);
    }
    let stopped = book(&family, 4).await.with_status(429);
    assert!(stopped.shows("your browser has to work a little first"), "{}", stopped.text());
    assert_eq!(stopped.field_value("name").as_deref(), Some("Patient 4"), "nothing typed is lost");
    // Many networks at once: no more than the clinic takes in a day, however many ask.
    let tries = (10..60_usize).map(|n| {
        let (clinic, browser) = (&clinic, from(n));
        async move {
            let page = browser.get(&format!("{}?day=2026-03-0{}", clinic.front(), 3 + n % 4)).await;
            let slots = page.form(FORM).choices("slot");
            let slot = slots[n / 4 % slots.len()].clone();
            let phone = format!("0300 556{n:04}");
            browser.submit(&page, FORM, &[("slot", &slot), ("name", "Script Kiddie"), ("phone", &phone)]).await.status
        }
    });
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(standing(&clinic).await, 12, "the cap: {answers:?}");
    let told = book(&from(99), 99).await.with_status(429);
    assert!(told.shows("We cannot take this booking online. Please call the clinic"), "{}", told.text());
    // The next day is another day.
    clinic.clock.advance(SignedDuration::from_hours(24));
    book(&from(100), 100).await.with_status(200);
}

#[tokio::test]
async fn the_owner_says_how_the_public_page_behaves_and_where_it_stands() {
    let clinic = clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/settings/booking").await.with_status(200);
    let form = "form[action='/settings/booking']";
    let bad = owner.submit(&page, form, &[("online_a_day", "0"), ("embed_on", "https://a.example; script-src *")]).await.with_status(422);
    assert_eq!(bad.errors().len(), 2, "{:?}", bad.errors());
    let saved = owner.submit(&bad, form, &[("online_a_day", "50"), ("embed_on", "https://Clinic.example/")]).await.with_status(200);
    assert!(saved.shows("Saved"), "{}", saved.text());
    let front = clinic.visitor().get(&clinic.front()).await.with_status(200);
    let policy = front.header("content-security-policy");
    assert!(policy.contains("frame-ancestors https://clinic.example;"), "{policy}");
    assert_eq!(front.header("x-frame-options"), "", "the policy says it");
    let elsewhere = clinic.visitor().get(&format!("{}/board", clinic.front())).await;
    assert!(elsewhere.header("content-security-policy").contains("frame-ancestors 'none'"), "no other page may be framed");
}
