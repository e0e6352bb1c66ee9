//! A message leaves only to somebody who said yes, to this clinic, on this channel; staff see why one did not.

use kernel::language::Language;
use trust::messaging::Channel;

use super::{Mia, NUMBER};

#[tokio::test]
async fn who_agreed_gets_the_message_on_the_phone_with_a_link_of_ours() {
    let clinic = testkit::clinic().await;
    let reception = clinic.reception();
    let before = reception.get("/phone").await.with_status(200);
    assert!(before.shows("No message has been sent yet") && before.shows("This is a simulation."), "{}", before.text());

    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    let message = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_sent(message).await);
    let phone = reception.get("/phone").await.with_status(200);
    assert!(phone.shows("your visit with Dr Sana Malik is booked for Tue, 3 Mar 2026 at 10:00."), "{}", phone.text());
    assert!(phone.shows("Reply STOP for no more messages."));
    let links = phone.attributes(".bubble--in a", "href");
    assert!(links.len() == 1 && links[0].starts_with(&format!("{}/a/", clinic.site.base_url())), "{links:?}");
    assert!(!phone.attributes("a, form, section", "href").iter().any(|href| href.contains("92300")), "no number in an address");

    let log = mia.messages_page(&reception).await;
    assert!(log.shows("Shown on the simulated phone on 2 Mar 2026"), "{}", log.text());
    assert!(log.shows("Agreed on 2 Mar 2026, on the booking form"), "{}", log.text());
}

#[tokio::test]
async fn the_message_is_written_in_the_patients_language() {
    let clinic = testkit::clinic().await;
    let mia = Mia::speaking(&clinic, Language::Urdu).await;
    mia.agrees(Channel::Sms).await;
    mia.is_told(Channel::Sms).await;
    let phone = clinic.owner().get("/phone").await;
    assert!(phone.shows("پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔"), "{}", phone.text());
}

#[tokio::test]
async fn who_never_agreed_gets_nothing_and_staff_read_why_and_can_ask() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::Sms).await;
    let message = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_refused(message, "no_consent").await, "a yes to SMS is no yes to WhatsApp");
    assert_eq!(mia.bubbles().await, 0);

    let reception = clinic.reception();
    let log = mia.messages_page(&reception).await;
    assert!(log.shows("Not sent: the patient has not agreed to messages on WhatsApp."), "{}", log.text());
    let asked = reception.submit(&log, "form[action$='/consent']", &[("press", "Record a yes on WhatsApp")]).await.with_status(200);
    assert!(asked.shows("Agreed on 2 Mar 2026, at the desk"), "{}", asked.text());
    let next = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_sent(next).await);
}

#[tokio::test]
async fn a_yes_said_to_one_clinic_is_none_to_another() {
    let clinic = testkit::clinic().await;
    let other = clinic.other().await;
    Mia::at(&other).await.agrees(Channel::WhatsApp).await;
    let mia = Mia::at(&clinic).await;
    let message = mia.is_told(Channel::WhatsApp).await;
    assert!(mia.was_refused(message, "no_consent").await);
    let elsewhere = other.owner().get(&format!("/patients/{}/messages", mia.patient)).await;
    assert_eq!(elsewhere.status, 404, "nor are her messages the other clinic's");
}

#[tokio::test]
async fn what_is_not_true_any_more_is_not_sent() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    let message = mia.is_to_be_told(Channel::WhatsApp).await;
    clinic
        .sql("update appointment set status = 'cancelled' where clinic_id = $1 and appointment_id = $2", &[&clinic.id, &mia.appointment])
        .await;
    clinic.work_until_idle().await;
    assert!(mia.was_refused(message, "no_longer_true").await);
}

#[tokio::test]
async fn no_number_and_no_text_stands_readable_in_the_tables() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    mia.is_told(Channel::WhatsApp).await;
    drop(mia.writes_on_her_phone(&clinic.owner(), "whatsapp", "my secret question").await.with_status(200));
    for question in [
        "select t::text from message t where clinic_id = $1",
        "select t::text from reply t where clinic_id = $1",
        "select t::text from handset_item t where clinic_id = $1",
        "select t::text from consent t where clinic_id = $1",
        "select t::text from job t where clinic_id = $1",
        "select t::text from audit_leaf t where clinic_id = $1",
    ] {
        let rows = clinic.sql(question, &[&clinic.id]).await;
        assert!(!rows.is_empty(), "{question}");
        for row in rows {
            let text: String = row.get(0);
            for secret in [NUMBER, "3001234567", "Sana Malik", "secret question", "Reply STOP"] {
                // Columns of bytes print as hexadecimal digits.
                let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
                assert!(!text.contains(secret) && !text.contains(&hex), "{secret} stands in {question}");
            }
        }
    }
}
