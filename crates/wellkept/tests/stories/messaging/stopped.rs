//! STOP, in any words, ends messages from the moment it is recorded; only who once said yes can START again.

use testkit::Clinic;
use trust::{consent::understand::Understood, messaging::Channel};

use super::Mia;

#[tokio::test]
async fn stop_in_many_words_ends_the_messages_and_staff_read_why() {
    let clinic = testkit::clinic().await;
    let reception = clinic.reception();
    let mia = Mia::at(&clinic).await;
    for text in ["STOP", "please stop!!", "Unsubscribe", "opt-out", "band karo", "بند کریں", "बंद करो", "ＳＴＯＰ", "arrêt"]
    {
        mia.agrees(Channel::WhatsApp).await;
        let first = mia.is_told(Channel::WhatsApp).await;
        assert!(mia.was_sent(first).await, "before {text}");
        drop(mia.writes_on_her_phone(&reception, "whatsapp", text).await.with_status(200));
        let next = mia.is_told(Channel::WhatsApp).await;
        assert!(mia.was_refused(next, "stopped").await, "after {text}: {:?}", mia.fate(next).await);
        let log = mia.messages_page(&reception).await;
        assert!(log.shows("Not sent: the patient replied STOP on 2 Mar 2026."), "{}", log.text());
        assert!(log.shows(text) && log.shows("Understood as STOP: no more messages"), "{}", log.text());
    }
}

#[tokio::test]
async fn a_stop_on_one_channel_is_a_stop_on_all_and_overtakes_what_was_queued() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    mia.agrees(Channel::Sms).await;
    let queued = mia.is_to_be_told(Channel::Sms).await;
    mia.texts(Channel::WhatsApp, "stop").await;
    clinic.work_until_idle().await;
    assert!(mia.was_refused(queued, "stopped").await);
    assert_eq!(mia.bubbles().await, 0);
}

#[tokio::test]
async fn a_stop_said_at_the_desk_counts_as_much() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    let reception = clinic.reception();
    let log = mia.messages_page(&reception).await;
    let after = reception.submit(&log, "form[action$='/consent']", &[("press", "Stop WhatsApp")]).await.with_status(200);
    assert!(after.shows("Stopped on 2 Mar 2026, at the desk"), "{}", after.text());
    let message = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_refused(message, "stopped").await);
    assert!(mia.messages_page(&reception).await.shows("Not sent: the patient asked at the desk on 2 Mar 2026 for no more messages."));
}

#[tokio::test]
async fn other_words_change_nothing_and_wait_for_a_person() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    mia.is_told(Channel::WhatsApp).await;
    let reception = clinic.reception();
    drop(mia.writes_on_her_phone(&reception, "whatsapp", "I will stop by at 5 <script>alert(1)</script>").await.with_status(200));
    let next = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_sent(next).await);
    let log = mia.messages_page(&reception).await;
    assert!(log.shows("For you to read") && log.shows("<script>alert(1)</script>"), "as words: {}", log.text());
    assert!(!log.html().contains("<script>alert"), "and not as a script");
}

#[tokio::test]
async fn start_brings_back_only_who_had_said_yes() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    let never = mia.texts(Channel::Sms, "START").await;
    assert_eq!(never.understood, Understood::Start);
    let message = mia.is_told(Channel::Sms).await;
    assert!(mia.was_refused(message, "no_consent").await, "a START without a yes before it is no yes");
    mia.texts(Channel::Sms, "STOP").await;
    mia.texts(Channel::Sms, "START").await;
    let message = mia.is_told(Channel::Sms).await;
    assert!(mia.was_refused(message, "stopped").await, "nor is one after a STOP");

    mia.agrees(Channel::WhatsApp).await;
    mia.texts(Channel::WhatsApp, "STOP").await;
    mia.texts(Channel::WhatsApp, "start").await;
    let message = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_sent(message).await);
    assert!(mia.messages_page(&clinic.owner()).await.shows("Agreed on 2 Mar 2026, by the reply START"));
}

#[tokio::test]
async fn an_empty_reply_is_refused_beside_its_field_and_a_reply_sent_twice_is_one() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    mia.is_told(Channel::WhatsApp).await;
    let owner = clinic.owner();
    let empty = mia.writes_on_her_phone(&owner, "whatsapp", "  ").await.with_status(422);
    assert_eq!(empty.errors().len(), 1, "{:?}", empty.errors());
    let long = mia.writes_on_her_phone(&owner, "whatsapp", &"x".repeat(1001)).await.with_status(422);
    assert_eq!(long.field_value("text").map(|typed| typed.len()), Some(1001), "what was typed stays");
    let phone = owner.get("/phone").await;
    for _ in 0..2 {
        drop(owner.submit(&phone, "section[data-channel='whatsapp'] form", &[("text", "hello")]).await.with_status(200));
    }
    assert_eq!(replies(&clinic).await, 1);
}

async fn replies(clinic: &Clinic) -> i64 {
    clinic.sql("select count(*) from reply where clinic_id = $1", &[&clinic.id]).await[0].get(0)
}
