//! A freed time is offered to those who wait for it, one after the other. Monday, 2 March 2026, 13:00; the only time of the day is
//! 16:00.

use jiff::SignedDuration;
use testkit::{Browser, Clinic, Page};

use crate::at_the_front::{FORM, Guest, send, standing};

const JOIN: &str = "form[action$='/wait']";

async fn one_time_a_day() -> Clinic {
    let clinic = testkit::clinic().await;
    clinic
        .sql("update opening_hours set opens = '16:00', closes = '16:30' where clinic_id = $1 and weekday = 1 returning 1", &[&clinic.id])
        .await;
    clinic
}

/// Somebody waits for today.
async fn joins(clinic: &Clinic, name: &str, phone: &str) -> (Browser, Page) {
    let browser = clinic.visitor();
    let page = browser.follow(&browser.get(&clinic.front()).await, "No time suits you? Join the waiting list").await.with_status(200);
    let fields = [("name", name), ("phone", phone), ("consent", "1"), ("first", "2026-03-02"), ("last", "2026-03-02")];
    let joined = browser.submit(&page, JOIN, &fields).await.with_status(200);
    assert!(joined.shows("You are on the waiting list"), "{}", joined.text());
    clinic.clock.advance(SignedDuration::from_millis(5));
    (browser, joined)
}

async fn books_it(clinic: &Clinic, guest: Guest) -> (Browser, Page) {
    let browser = clinic.visitor();
    let page = browser.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[0].clone();
    let booked = send(&browser, &page, &slot, guest).await.with_status(200);
    (browser, booked)
}

const SANA: Guest = Guest { name: "Sana Iqbal", phone: "0300 5550001", consent: false };

async fn offers(clinic: &Clinic) -> i64 {
    clinic.sql("select count(*) from message where clinic_id = $1 and kind = 'offer' and state = 'sent'", &[&clinic.id]).await[0].get(0)
}

#[tokio::test]
async fn a_freed_time_goes_to_who_asked_first_and_then_to_the_next() {
    let clinic = one_time_a_day().await;
    let (sana, booked) = books_it(&clinic, SANA).await;
    let (mia, her_place) = joins(&clinic, "Mia Farooq", "0300 5550002").await;
    let (zain, his_place) = joins(&clinic, "Zain Ali", "0300 5550003").await;
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 0, "nothing is free");

    sana.submit(&booked, "form[action$='/cancel']", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 1, "to one, and not to both");
    let offered = mia.get(&her_place.url).await;
    assert!(
        offered.shows("A time is free for you") && offered.shows("16:00") && offered.shows("kept for you until 13:30"),
        "{}",
        offered.text()
    );
    assert!(zain.get(&his_place.url).await.shows("You are on the waiting list"));
    let front = clinic.visitor().get(&format!("{}?day=2026-03-02", clinic.front())).await;
    assert!(front.form(FORM).choices("slot").is_empty(), "it is kept for her");
    let desk = clinic.reception().get("/waitlist").await.with_status(200);
    assert!(desk.shows("Has an offer") && desk.shows("answers until 13:30") && desk.shows("Zain Ali"), "{}", desk.text());

    // She does not answer: it goes to him, and not to her again.
    clinic.clock.advance(SignedDuration::from_mins(30));
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 2);
    let late = mia.submit(&offered, "form[action$='/take']", &[]).await.with_status(409);
    assert!(late.shows("This offer is over"), "{}", late.text());
    let his = zain.get(&his_place.url).await;
    let taken = zain.submit(&his, "form[action$='/take']", &[]).await.with_status(200);
    assert!(taken.shows("Your appointment is booked") && taken.url.starts_with("/a/"), "{}", taken.text());
    assert_eq!(standing(&clinic).await, 1);
    assert!(zain.get(&his_place.url).await.shows("You have taken a time"));
    clinic.clock.advance(SignedDuration::from_mins(31));
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 2, "nothing is left to offer");
}

#[tokio::test]
async fn who_says_no_or_leaves_gives_it_to_the_next_at_once() {
    let clinic = one_time_a_day().await;
    let (sana, booked) = books_it(&clinic, SANA).await;
    let mut waiting = Vec::new();
    for n in 2..5 {
        waiting.push(joins(&clinic, &format!("Guest Nr {n}"), &format!("0300 555000{n}")).await);
    }
    sana.submit(&booked, "form[action$='/cancel']", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    let at = |n: usize| waiting[n].0.get(&waiting[n].1.url);
    let declined = waiting[0].0.submit(&at(0).await, "form[action$='/decline']", &[]).await.with_status(200);
    assert!(declined.shows("you are still on the list"), "{}", declined.text());
    clinic.work_until_idle().await;
    let left = waiting[1].0.submit(&at(1).await, "form[action$='/leave']", &[]).await.with_status(200);
    assert!(left.shows("You are not on the waiting list"), "{}", left.text());
    clinic.work_until_idle().await;
    assert!(at(2).await.shows("A time is free for you"));
    // The desk takes them off: nobody is left who was not offered it, and it is free for everybody.
    let desk = clinic.reception();
    let list = desk.get("/waitlist").await;
    let row = list.attributes("form[action$='/take-off']", "action");
    for action in row {
        desk.submit(&list, &format!("form[action='{action}']"), &[]).await.with_status(200);
    }
    clinic.work_until_idle().await;
    let front = clinic.visitor().get(&format!("{}?day=2026-03-02", clinic.front())).await;
    assert_eq!(front.form(FORM).choices("slot").len(), 1);
}

#[tokio::test]
async fn nobody_is_written_to_at_night_or_without_a_yes_and_the_page_tells_nothing_of_a_number() {
    let clinic = one_time_a_day().await;
    let (sana, booked) = books_it(&clinic, SANA).await;
    let browser = clinic.visitor();
    let page = browser.get(&format!("{}/wait", clinic.front())).await;
    let fields = [("name", "Mia Farooq"), ("phone", "0300 5550002"), ("first", "2026-03-01"), ("last", "2027-12-01")];
    let refused = browser.submit(&page, JOIN, &fields).await.with_status(422);
    assert_eq!(refused.errors().len(), 3, "the days, and the box: {:?}", refused.errors());
    assert_eq!(refused.field_value("name").as_deref(), Some("Mia Farooq"));

    // Mia has stopped the messages. Somebody joins with her number: the page looks as it looks for everybody.
    let (mia, hers) = books_it(&clinic, Guest { name: "Mia Farooq", phone: "0300 5550002", consent: true }).await;
    mia.submit(&hers, "form[action$='/stop']", &[]).await.with_status(200);
    let (_, place) = joins(&clinic, "Mia Farooq", "0300 5550002").await;
    let (_, other) = joins(&clinic, "Mia Farooq", "0300 5550002").await;
    assert!(other.shows("You are on the waiting list") && !other.shows("STOP"));
    sana.submit(&booked, "form[action$='/cancel']", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 0, "a STOP is a STOP");
    assert!(mia.get(&place.url).await.shows("You are on the waiting list"));
    // Evening: it is free, and nobody is woken.
    clinic.clock.advance(SignedDuration::from_hours(9));
    let (_, zains) = {
        let browser = clinic.visitor();
        let page = browser.get(&format!("{}/wait", clinic.front())).await;
        let fields = [("name", "Zain Ali"), ("phone", "0300 5550003"), ("consent", "1"), ("last", "2026-03-09")];
        let joined = browser.submit(&page, JOIN, &fields).await.with_status(200);
        (browser, joined)
    };
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 0, "it is 22:00");
    clinic.clock.advance(SignedDuration::from_hours(10));
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 1, "it is 08:00");
    assert!(clinic.visitor().get(&zains.url).await.shows("A time is free for you"));
}

#[tokio::test]
async fn of_many_who_take_and_let_pass_at_once_nobody_has_anothers_time() {
    let clinic = testkit::clinic().await;
    clinic
        .sql("update opening_hours set opens = '15:00', closes = '17:00' where clinic_id = $1 and weekday = 1 returning 1", &[&clinic.id])
        .await;
    let mut waiting = Vec::new();
    for n in 10..18 {
        waiting.push(joins(&clinic, &format!("Guest Nr {n}"), &format!("0300 55500{n}")).await);
    }
    clinic.work_until_idle().await;
    assert_eq!(offers(&clinic).await, 4, "four times are free, each is offered to one");
    clinic.clock.advance(SignedDuration::from_mins(30));
    // The moment it is over: some press "take" while the job passes the times on.
    let presses = waiting.iter().map(|(browser, place)| async move {
        let page = browser.get(&place.url).await;
        if page.has("form[action$='/take']") { browser.submit(&page, "form[action$='/take']", &[]).await.status } else { 0 }
    });
    let ((), _) = tokio::join!(clinic.work_until_idle(), futures_util::future::join_all(presses));
    for (browser, place) in &waiting {
        let page = browser.get(&place.url).await;
        if page.has("form[action$='/take']") {
            browser.submit(&page, "form[action$='/take']", &[]).await.with_status(200);
        }
    }
    let twice = clinic
        .sql(
            "select 1 from appointment where clinic_id = $1 and status in ('proposed', 'booked') group by starts_at having count(*) > 1",
            &[&clinic.id],
        )
        .await;
    assert!(twice.is_empty());
    let taken = clinic.sql("select count(*) from waitlist_offer where clinic_id = $1 and state = 'taken'", &[&clinic.id]).await;
    assert_eq!(taken[0].get::<_, i64>(0), standing(&clinic).await, "each visit was somebody's offer");
}
