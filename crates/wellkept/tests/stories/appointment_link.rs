//! The link in a message opens one appointment: to confirm, move or cancel it, and nothing else.

use testkit::{Clinic, clinic};

use crate::at_the_front::{FORM, MIA, ZAIN, books, send, standing};

/// Two acts never happen in the same millisecond; with a clock that stands still they would.
fn a_moment_passes(clinic: &Clinic) {
    clinic.clock.advance(jiff::SignedDuration::from_secs(1));
}

async fn kinds(clinic: &Clinic) -> Vec<String> {
    clinic
        .sql("select kind from message where clinic_id = $1 order by message_id", &[&clinic.id])
        .await
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[tokio::test]
async fn a_patient_confirms_and_saying_it_twice_is_saying_it_once() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    let mia = clinic.visitor();
    let confirmed = mia.submit(&link, "form[action$='/confirm']", &[]).await.with_status(200);
    assert!(confirmed.shows("Your appointment is confirmed"), "{}", confirmed.text());
    let again = mia.submit(&link, "form[action$='/confirm']", &[]).await.with_status(200);
    assert!(again.shows("Your appointment is confirmed"));
    assert!(!again.has("form[action$='/confirm']"));
    assert!(clinic.reception().get("/today").await.shows("Confirmed"));
    assert_eq!(kinds(&clinic).await, ["confirmation"]);
}

#[tokio::test]
async fn a_patient_cancels_and_takes_it_back_while_the_time_is_free() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    let mia = clinic.visitor();
    a_moment_passes(&clinic);
    let cancelled = mia.submit(&link, "form[action$='/cancel']", &[]).await.with_status(200);
    assert!(cancelled.shows("Your appointment is cancelled"));
    clinic.work_until_idle().await;
    a_moment_passes(&clinic);
    let back = mia.submit(&cancelled, "form[action$='/restore']", &[]).await.with_status(200);
    assert!(back.shows("Your appointment is booked"), "{}", back.text());
    assert_eq!(kinds(&clinic).await, ["confirmation", "cancelled", "confirmation"]);

    let cancelled = mia.submit(&back, "form[action$='/cancel']", &[]).await;
    books(&clinic, ZAIN).await;
    let refused = mia.submit(&cancelled, "form[action$='/restore']", &[]).await.with_status(409);
    assert!(refused.shows("This time is not free any more"), "{}", refused.text());
    assert_eq!(standing(&clinic).await, 1);
}

#[tokio::test]
async fn what_was_cancelled_before_its_message_left_is_not_confirmed() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    a_moment_passes(&clinic);
    clinic.visitor().submit(&link, "form[action$='/cancel']", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    let rows = clinic.sql("select kind, state, reason from message where clinic_id = $1 order by message_id", &[&clinic.id]).await;
    let said: Vec<(String, String, Option<String>)> = rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    let said: Vec<(&str, &str, Option<&str>)> =
        said.iter().map(|(kind, state, reason)| (kind.as_str(), state.as_str(), reason.as_deref())).collect();
    assert_eq!(said, [("confirmation", "refused", Some("no_longer_true")), ("cancelled", "sent", None)]);
}

#[tokio::test]
async fn a_patient_moves_and_a_refused_move_keeps_the_old_time() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    let mia = clinic.visitor();
    let choose = mia.follow(&link, "Choose another time").await.with_status(200);
    let form = "form[action$='/move']";
    let slots = choose.form(form).choices("slot");
    assert_eq!(slots[0], "2026-03-02T09:00:00Z", "not the time she has: {slots:?}");
    let wanted = slots[1].clone();

    let page = clinic.visitor().get(&clinic.front()).await;
    send(&clinic.visitor(), &page, &wanted, ZAIN).await.with_status(200);
    let refused = mia.submit(&choose, form, &[("slot", &wanted)]).await.with_status(409);
    assert!(refused.shows("Your appointment is unchanged") && refused.shows("Mon, 2 Mar 2026 at 13:30"), "{}", refused.text());
    assert_eq!(mia.submit(&choose, form, &[]).await.with_status(422).errors(), ["Choose a time"]);

    a_moment_passes(&clinic);
    let moved = mia.submit(&refused, form, &[("slot", &slots[3])]).await.with_status(200);
    assert!(moved.shows("Your appointment is moved") && moved.shows("15:30"), "{}", moved.text());
    assert_eq!(kinds(&clinic).await, ["confirmation", "confirmation", "moved"]);
    let free = clinic.visitor().get(&clinic.front()).await.form(FORM).choices("slot");
    assert_eq!(free[0], "2026-03-02T08:30:00Z", "the old time is free again");
    assert_eq!(standing(&clinic).await, 2);
}

#[tokio::test]
async fn once_the_time_has_come_the_link_changes_nothing() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    clinic.clock.advance(jiff::SignedDuration::from_mins(31));
    let mia = clinic.visitor();
    for act in ["confirm", "cancel"] {
        let refused = mia.submit(&link, &format!("form[action$='/{act}']"), &[]).await.with_status(409);
        assert!(refused.shows("Please call the clinic"), "{}", refused.text());
    }
    assert!(mia.get(&format!("{}/move", link.url)).await.with_status(200).shows("Please call the clinic"));
    assert!(
        mia.get(&format!("{}/cancel", link.url)).await.shows("Your appointment is booked"),
        "a mail scanner that opens links cancels nothing"
    );
}

#[tokio::test]
async fn an_altered_link_or_one_for_something_else_opens_nothing() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    let mia = clinic.visitor();
    let mut letters: Vec<char> = link.url.chars().collect();
    for place in [4, letters.len() / 2, letters.len() - 2] {
        let kept = letters[place];
        letters[place] = if kept == 'A' { 'B' } else { 'A' };
        assert_eq!(mia.get(&letters.iter().collect::<String>()).await.status, 404);
        letters[place] = kept;
    }
    assert_eq!(mia.get("/a/nonsense").await.status, 404);
    let tx = clinic.tx().await;
    let appointment: uuid::Uuid = clinic.sql("select appointment_id from appointment where clinic_id = $1", &[&clinic.id]).await[0].get(0);
    let until = "2026-06-01T00:00:00Z".parse().unwrap();
    let receipt = trust::messaging::new_link(&tx, "receipt", appointment, until).await.unwrap();
    let token = tx.link_token(kernel::id::Id::uuid(receipt));
    tx.commit().await.unwrap();
    for page in ["", "/move", "/confirm", "/cancel"] {
        assert_eq!(mia.get(&format!("/a/{token}{page}")).await.status, 404, "a link for a receipt");
    }
}

#[tokio::test]
async fn the_link_ends_the_messages_and_staff_read_that_it_did() {
    let clinic = clinic().await;
    let mia = clinic.patient("Mia Rahman");
    mia.books().await;
    clinic.work_until_idle().await;
    assert_eq!(mia.got().await.len(), 1);
    a_moment_passes(&clinic);
    let own = mia.opens_last_link().await.with_status(200);
    let ended = mia.browser().submit(&own, "form[action$='/stop']", &[]).await.with_status(200);
    assert!(ended.shows("The clinic writes to you no more."), "{}", ended.text());
    // Somebody who books with her number and without a tick sees the same page: it does not tell whether a number is known.
    let stranger = clinic.visitor();
    let front = stranger.get(&clinic.front()).await;
    let slot = front.form(FORM).choices("slot")[0].clone();
    let theirs = stranger.submit(&front, FORM, &[("slot", &slot), ("name", "Nobody Known"), ("phone", &mia.phone)]).await;
    let messages = |page: &testkit::Page| page.words("section:has(form[action$='/stop'])");
    assert_eq!(messages(&theirs.with_status(200)), messages(&own));
    mia.browser().submit(&ended, "form[action$='/cancel']", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    mia.got_nothing().await;
    let kinds = clinic.sql("select state, reason from message where clinic_id = $1 and kind = 'cancelled'", &[&clinic.id]).await;
    assert_eq!((kinds[0].get::<_, &str>(0), kinds[0].get::<_, &str>(1)), ("refused", "stopped"));
}

#[tokio::test]
async fn whoever_plays_with_a_link_does_not_flood_the_number() {
    let clinic = clinic().await;
    let link = books(&clinic, MIA).await;
    let mia = clinic.visitor();
    let mut page = link;
    clinic.work_until_idle().await;
    for _ in 0..9 {
        a_moment_passes(&clinic);
        page = mia.submit(&page, "form[action$='/cancel']", &[]).await.with_status(200);
        clinic.work_until_idle().await;
        a_moment_passes(&clinic);
        page = mia.submit(&page, "form[action$='/restore']", &[]).await.with_status(200);
        clinic.work_until_idle().await;
    }
    let rows = clinic.sql("select state, coalesce(reason, '') from message where clinic_id = $1", &[&clinic.id]).await;
    let sent = rows.iter().filter(|row| row.get::<_, &str>(0) == "sent").count();
    let held = rows.iter().filter(|row| row.get::<_, &str>(1) == "too_many").count();
    assert_eq!((sent, held), (12, rows.len() - 12), "{} messages", rows.len());
}
