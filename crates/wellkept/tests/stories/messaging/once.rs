//! Whatever dies, a message arrives once; whatever races, nothing is claimed after a STOP.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};

use front_desk::booking::AppointmentFacts;
use jiff::SignedDuration;
use kernel::{
    Actor,
    id::Id as _,
    jobs::{MOST_ATTEMPTS, Outcome},
    sql,
};
use outside::phone::Phone;
use testkit::Clinic;
use trust::{
    consent::{ConsentId, give::How, stop::stop},
    messaging::{
        Channel, Kind, Knows, MessageId, Rendered,
        gate::ConsentedRecipient,
        send::{Carried, Carrier, CarrierError, Sender},
    },
};

use super::Mia;

fn sender(clinic: &Clinic, carrier: Arc<dyn Carrier>) -> Sender {
    Sender {
        carrier,
        knows: vec![(Kind::Confirmation, Arc::new(AppointmentFacts) as Arc<dyn Knows>)],
        languages: Arc::clone(clinic.site.house().languages()),
        base_url: clinic.site.base_url().to_owned(),
    }
}

fn phone(clinic: &Clinic) -> Arc<dyn Carrier> {
    Arc::new(Phone::new(clinic.db.clone()))
}

/// The job row of a message, as a worker takes it.
async fn taken(clinic: &Clinic) -> Actor {
    clinic.db.claim_due(1, Some(clinic.id)).await.unwrap()[0].actor()
}

/// Runs the future for so many polls and drops it there: a worker that dies. `None` if it did.
async fn dies_after<T>(polls: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn a_worker_that_dies_anywhere_loses_no_message_and_repeats_none() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    let sender = sender(&clinic, phone(&clinic));
    let mut died = 0;
    for polls in 0..40 {
        // A number gets twelve messages a day; this is about another rule.
        clinic.clock.advance(SignedDuration::from_hours(3));
        let message = mia.is_to_be_told(Channel::WhatsApp).await;
        let actor = taken(&clinic).await;
        if dies_after(polls, sender.send(clinic.db.clone(), actor, message.uuid())).await.is_none() {
            died += 1;
        }
        clinic.time_passes(SignedDuration::from_secs(61)).await;
        assert!(mia.was_sent(message).await, "after {polls} polls: {:?}", mia.fate(message).await);
        assert_eq!(mia.bubbles().await, i64::try_from(polls).unwrap() + 1, "after {polls} polls");
    }
    assert!(died > 10, "the worker died {died} times only");
}

/// Takes the message, or not, and then never answers.
struct Silent {
    takes: Option<Arc<dyn Carrier>>,
    reached: Arc<tokio::sync::Notify>,
}

impl Carrier for Silent {
    fn name(&self) -> &'static str {
        "silent"
    }
    fn carry<'a>(&'a self, actor: &'a Actor, recipient: ConsentedRecipient, message: MessageId, text: &'a Rendered) -> Carried<'a> {
        Box::pin(async move {
            if let Some(carrier) = &self.takes {
                carrier.carry(actor, recipient, message, text).await?;
            }
            self.reached.notify_one();
            std::future::pending().await
        })
    }
}

#[tokio::test]
async fn a_carrier_that_took_it_and_did_not_say_so_shows_it_once_and_one_that_did_not_shows_it_too() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    for (before, takes) in [(0, Some(phone(&clinic))), (1, None)] {
        let message = mia.is_to_be_told(Channel::WhatsApp).await;
        let actor = taken(&clinic).await;
        let reached = Arc::new(tokio::sync::Notify::new());
        let sender = sender(&clinic, Arc::new(Silent { takes, reached: Arc::clone(&reached) }));
        tokio::select! {
            outcome = sender.send(clinic.db.clone(), actor, message.uuid()) => panic!("the carrier never answers: {outcome:?}"),
            () = reached.notified() => {}
        }
        assert_eq!(mia.fate(message).await.0, "sending", "the worker died with the message at the carrier");
        clinic.time_passes(SignedDuration::from_secs(61)).await;
        assert!(mia.was_sent(message).await);
        assert_eq!(mia.bubbles().await, before + 1);
    }
}

#[tokio::test]
async fn a_stop_between_two_hand_overs_ends_it() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    let yes = mia.agrees(Channel::WhatsApp).await;
    let message = mia.is_to_be_told(Channel::WhatsApp).await;
    clinic
        .sql(
            "update message set state = 'sending', consent_id = $3 where clinic_id = $1 and message_id = $2",
            &[&clinic.id, &message, &yes],
        )
        .await;
    mia.texts(Channel::WhatsApp, "STOP").await;
    clinic.work_until_idle().await;
    assert!(mia.was_refused(message, "stopped").await);
    assert_eq!(mia.bubbles().await, 0);
}

struct Busy(AtomicUsize);

impl Carrier for Busy {
    fn name(&self) -> &'static str {
        "busy"
    }
    fn carry<'a>(&'a self, _: &'a Actor, _: ConsentedRecipient, _: MessageId, _: &'a Rendered) -> Carried<'a> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Err(CarrierError::Retry)))
    }
}

#[tokio::test]
async fn after_the_last_try_staff_read_that_it_failed() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    mia.agrees(Channel::WhatsApp).await;
    let message = mia.is_to_be_told(Channel::WhatsApp).await;
    let busy = Arc::new(Busy(AtomicUsize::new(0)));
    let sender = sender(&clinic, busy.clone());
    let mut outcome = Outcome::Done;
    for _ in 0..MOST_ATTEMPTS {
        let due = clinic.db.claim_due(1, Some(clinic.id)).await.unwrap();
        outcome = sender.send(clinic.db.clone(), due[0].actor(), message.uuid()).await.unwrap();
        clinic.db.settle(&due[0], &outcome).await.unwrap();
        clinic.clock.advance(SignedDuration::from_hours(2));
    }
    assert_eq!(outcome, Outcome::GiveUp("gave_up"));
    assert_eq!(busy.0.load(Ordering::Relaxed), usize::try_from(MOST_ATTEMPTS).unwrap());
    assert_eq!(mia.fate(message).await, ("failed".to_owned(), Some("gave_up".to_owned())));
    clinic.staff_sign_in().await;
    let log = mia.messages_page(&clinic.reception()).await;
    assert!(log.shows("Not sent: the carrier could not be reached after many tries."), "{}", log.text());
}

/// What a race came to.
#[derive(Debug, Default)]
struct Raced {
    left: i64,
    held_back: i64,
    /// Claimed after a STOP had committed.
    overtaken: i64,
}

/// Lets a STOP run against `claim`, each round a little later.
async fn race(mia: &Mia<'_>, rounds: usize, claim: impl AsyncFn(Actor, MessageId)) -> Raced {
    let clinic = mia.clinic;
    let contact = mia.contact().await;
    let mut raced = Raced::default();
    for round in 0..rounds {
        // A number gets twelve messages a day; this is about another rule.
        clinic.clock.advance(SignedDuration::from_hours(3));
        mia.agrees(Channel::WhatsApp).await;
        let message = mia.is_to_be_told(Channel::WhatsApp).await;
        let actor = taken(clinic).await;
        let stops = async {
            for _ in 0..round.wrapping_mul(7) % 40 {
                tokio::task::yield_now().await;
            }
            let tx = clinic.tx().await;
            stop(&tx, &contact, Channel::WhatsApp, How::StopReply, None).await.unwrap();
            // The row that says yes is ours now: whatever was rightly claimed under it has committed and is seen here.
            let row = tx.one(sql!("select state from message where message_id = $1"), &[&message]).await.unwrap();
            let seen: String = row.read("state").unwrap();
            tx.commit().await.unwrap();
            seen
        };
        let ((), seen) = futures_util::future::join(claim(actor, message), stops).await;
        match (seen.as_str(), mia.fate(message).await.0.as_str()) {
            ("queued", "refused") => raced.held_back += 1,
            ("queued", _) => raced.overtaken += 1,
            (_, "sent" | "sending") => raced.left += 1,
            other => panic!("round {round}: {other:?}"),
        }
    }
    raced
}

#[tokio::test]
async fn nothing_is_claimed_after_a_stop_committed() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    let sender = sender(&clinic, phone(&clinic));
    let raced = race(&mia, 200, async |actor, message| {
        assert_eq!(sender.send(clinic.db.clone(), actor, message.uuid()).await.unwrap(), Outcome::Done);
    })
    .await;
    assert_eq!(raced.overtaken, 0, "{raced:?}");
    assert_eq!(mia.bubbles().await, raced.left);
    assert!(raced.left > 0 && raced.held_back > 0, "{raced:?}: the race was none");
}

/// The check of the check: a gate that looks at the yes without holding it is caught by the same race.
#[tokio::test]
async fn a_claim_that_does_not_hold_the_yes_is_caught() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    let raced = race(&mia, 60, async |actor, message| {
        let tx = clinic.db.enter(&actor).await.unwrap();
        let yes =
            tx.maybe(sql!("select consent_id from contact_channel where state = 'given' and channel = 'whatsapp'"), &[]).await.unwrap();
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        match yes {
            Some(row) => {
                let entry: ConsentId = row.read("consent_id").unwrap();
                tx.run(sql!("update message set state = 'sending', consent_id = $2 where message_id = $1"), &[&message, &entry])
                    .await
                    .unwrap();
            }
            None => drop(
                tx.run(sql!("update message set state = 'refused', reason = 'stopped' where message_id = $1"), &[&message]).await.unwrap(),
            ),
        }
        tx.commit().await.unwrap();
    })
    .await;
    assert!(raced.overtaken > 0, "{raced:?}");
}
