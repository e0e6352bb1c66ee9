//! Keeps: "A message leaves only for a number whose owner has clearly said yes, and a refused channel is closed at the
//! moment of sending" (MXS-CON-01, MXS-CON-02, MDE-CON-03, MDE-CON-04).
//!
//! The yes is looked at when a message leaves, not when it was queued: between the two a person may have said STOP.
//! The row that says yes is held until the claim commits, so a STOP that committed is never overtaken.

use jiff::{SignedDuration, Timestamp};
use kernel::{Private, Problem, TenantTx, sql};

use super::{Channel, MessageId, code::Asked};
use crate::{
    consent::{ConsentId, Standing, contact_point, standing_held},
    patients::{ContactKey, PatientId, patient},
};

/// How long an admission may be used.
pub const FRESH_FOR: SignedDuration = SignedDuration::from_secs(60);

/// Somebody who said yes, at the moment of sending. A carrier takes nothing else, and it is used once:
///
/// ```compile_fail,E0451
/// let forged = trust::messaging::gate::ConsentedRecipient { address: kernel::Private::new("+923001234567".to_owned()) };
/// ```
/// ```compile_fail,E0599
/// fn send_twice(recipient: trust::messaging::gate::ConsentedRecipient) { let again = recipient.clone(); }
/// ```
pub struct ConsentedRecipient {
    address: Private<String>,
    contact: ContactKey,
    channel: Channel,
    consent: ConsentId,
    message: MessageId,
    admitted_at: Timestamp,
}

impl std::fmt::Debug for ConsentedRecipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConsentedRecipient({:?} under {:?})", self.message, self.consent)
    }
}

/// The admission is older than a minute: the message goes through the gate again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this admission is too old to be used")]
pub struct Stale;

impl ConsentedRecipient {
    /// Whether the yes was looked at less than a minute ago.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.admitted_at).abs() <= FRESH_FOR
    }

    /// The number or address, for the carrier, while it is fresh.
    ///
    /// # Errors
    /// [`Stale`].
    pub fn address(&self, now: Timestamp) -> Result<&Private<String>, Stale> {
        if self.is_fresh(now) { Ok(&self.address) } else { Err(Stale) }
    }

    /// The key of the contact point in this clinic.
    #[must_use]
    pub const fn contact(&self) -> &ContactKey {
        &self.contact
    }

    /// The channel that was said yes to.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// The yes.
    #[must_use]
    pub const fn consent(&self) -> ConsentId {
        self.consent
    }

    /// The one message it is for.
    #[must_use]
    pub const fn message(&self) -> MessageId {
        self.message
    }
}

/// Messages one number may get in a day: whoever holds a link can make an appointment change back and forth.
const MOST_A_DAY: i64 = 12;

/// Why a message may not leave.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Never said yes.
    #[error("this patient has not agreed to messages on this channel")]
    NoConsent,
    /// Said stop; the entry says when and how.
    #[error("this patient has asked for no more messages")]
    Stopped(ConsentId),
    /// We know no number.
    #[error("no number is known for this patient")]
    NoNumber,
    /// The number got as many as one may in a day.
    #[error("this number has had many messages since yesterday")]
    TooMany,
    /// Something else went wrong.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Lets one message of this clinic pass, or says why not. Call it in the transaction that claims the message, and
/// commit before anything leaves.
///
/// # Errors
/// [`Refused`].
pub async fn admit(tx: &TenantTx, message: MessageId) -> Result<ConsentedRecipient, Refused> {
    let row = tx
        .one(
            sql!("select patient_id, channel from message where message_id = $1 and state in ('queued', 'sending') for update"),
            &[&message],
        )
        .await?;
    let to: PatientId = row.read("patient_id")?;
    let channel = Channel::from_word(row.read("channel")?).ok_or_else(|| Problem::broken("an unknown channel"))?;
    let point = contact_point(tx, &patient(tx, to).await?, channel)?.ok_or(Refused::NoNumber)?;
    let consent = decide(standing_held(tx, &point.key, channel).await?)?;
    if lately(tx, &point.key, message).await? >= MOST_A_DAY {
        return Err(Refused::TooMany);
    }
    Ok(ConsentedRecipient { address: point.address, contact: point.key, channel, consent, message, admitted_at: tx.now() })
}

/// Lets a code pass to who asked for it, unless their number said STOP. Call it in the transaction that claims the code.
pub(super) async fn admit_asked(tx: &TenantTx, asked: Asked, message: MessageId) -> Result<ConsentedRecipient, Refused> {
    let Asked { address, contact, channel, consent, .. } = asked;
    for channel in [Channel::WhatsApp, Channel::Sms] {
        if let Standing::Withdrawn(stop) = standing_held(tx, &contact, channel).await? {
            return Err(Refused::Stopped(stop));
        }
    }
    Ok(ConsentedRecipient { address, contact, channel, consent, message, admitted_at: tx.now() })
}

/// Messages that left to this number in the last day, whichever patient they were for.
async fn lately(tx: &TenantTx, contact: &ContactKey, but: MessageId) -> Result<i64, Problem> {
    let since = tx.now().checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    tx.one(
        sql!(
            "select count(*) as lately from patient join message using (clinic_id, patient_id)
              where phone_key = $1 and message.state in ('sending', 'sent') and message.queued_at > $2 and message_id <> $3"
        ),
        &[&contact.bytes(), &since, &but],
    )
    .await?
    .read("lately")
}

const fn decide(standing: Standing) -> Result<ConsentId, Refused> {
    match standing {
        Standing::Given(consent) => Ok(consent),
        Standing::Withdrawn(consent) => Err(Refused::Stopped(consent)),
        Standing::Never => Err(Refused::NoConsent),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use kernel::id::Id as _;
    use proptest::{
        prelude::*,
        test_runner::{Config, TestError, TestRunner},
    };

    use super::*;
    use crate::{consent::understand::Understood, messaging::receive};

    #[derive(Clone, Copy, Debug)]
    enum Event {
        Give(u8, Channel),
        Reply(u8, Channel, Understood),
        Queue(u8, Channel),
        Send(usize),
    }

    fn history() -> impl Strategy<Value = Vec<Event>> {
        let who = 0..3_u8;
        let channel = prop::sample::select(Channel::ALL.to_vec());
        let said = prop::sample::select(vec![Understood::Stop, Understood::Start, Understood::Other]);
        let event = prop_oneof![
            (who.clone(), channel.clone()).prop_map(|(who, on)| Event::Give(who, on)),
            (who.clone(), channel.clone(), said).prop_map(|(who, on, said)| Event::Reply(who, on, said)),
            (who, channel).prop_map(|(who, on)| Event::Queue(who, on)),
            (0..8_usize).prop_map(Event::Send),
        ];
        prop::collection::vec(event, 0..40)
    }

    /// The reference, from the whole past and nothing kept: the last word of this person on this channel is a yes, where
    /// a STOP on any channel is a word on all of them and a START counts only on a channel that was once said yes to.
    fn may_be_written_to(past: &[Event], who: u8, on: Channel) -> bool {
        let mut ever = false;
        let mut now = false;
        for event in past {
            match event {
                Event::Give(w, c) if (*w, *c) == (who, on) => (ever, now) = (true, true),
                Event::Reply(w, _, Understood::Stop) if *w == who => now = false,
                Event::Reply(w, c, Understood::Start) if (*w, *c) == (who, on) => now = ever,
                _ => {}
            }
        }
        now
    }

    /// Runs a history through the rules the program uses; for each sending whether it left, and what the reference says.
    fn run(events: &[Event], look_when_queued: bool) -> Vec<(bool, bool)> {
        let id = |n: usize| ConsentId::from_uuid(uuid::Uuid::from_u128(n as u128));
        let mut standing: HashMap<(u8, Channel), Standing> = HashMap::new();
        let mut ever: HashMap<(u8, Channel), bool> = HashMap::new();
        let mut queue: Vec<(u8, Channel, Standing)> = Vec::new();
        let mut answers = Vec::new();
        let of = |standing: &HashMap<_, Standing>, key| standing.get(&key).copied().unwrap_or(Standing::Never);
        for (n, event) in events.iter().enumerate() {
            match *event {
                Event::Give(who, on) => {
                    standing.insert((who, on), Standing::Given(id(n)));
                    ever.insert((who, on), true);
                }
                Event::Reply(who, on, said) => {
                    for channel in Channel::ALL {
                        let facts =
                            receive::Known { standing: of(&standing, (who, channel)), said_yes_once: ever.contains_key(&(who, channel)) };
                        match receive::decide(said, channel == on, &facts) {
                            Some(receive::Follows::Stop) => drop(standing.insert((who, channel), Standing::Withdrawn(id(n)))),
                            Some(receive::Follows::Resume) => drop(standing.insert((who, channel), Standing::Given(id(n)))),
                            None => {}
                        }
                    }
                }
                Event::Queue(who, on) => queue.push((who, on, of(&standing, (who, on)))),
                Event::Send(which) => {
                    let Some((who, on, when_queued)) = queue.get(which).copied() else { continue };
                    let looked_at = if look_when_queued { when_queued } else { of(&standing, (who, on)) };
                    answers.push((decide(looked_at).is_ok(), may_be_written_to(&events[..n], who, on)));
                }
            }
        }
        answers
    }

    #[test]
    fn whatever_happened_before_a_message_leaves_exactly_when_the_last_word_was_yes() {
        let mut runner = TestRunner::new(Config { cases: 2000, failure_persistence: None, ..Config::default() });
        runner
            .run(&history(), |events| {
                for (left, allowed) in run(&events, false) {
                    prop_assert_eq!(left, allowed);
                }
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn a_gate_that_looks_when_the_message_is_queued_is_caught() {
        let mut runner = TestRunner::new(Config { cases: 2000, failure_persistence: None, ..Config::default() });
        let found = runner.run(&history(), |events| {
            prop_assert!(run(&events, true).into_iter().all(|(left, allowed)| left == allowed));
            Ok(())
        });
        assert!(matches!(found, Err(TestError::Fail(..))), "the known-bad gate passed");
    }

    #[test]
    fn an_admission_is_used_within_a_minute_or_not_at_all_and_prints_no_number() {
        let at: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let recipient = ConsentedRecipient {
            address: Private::new("+923001234567".to_owned()),
            contact: ContactKey::from_column(vec![1]),
            channel: Channel::Sms,
            consent: ConsentId::from_uuid(uuid::Uuid::nil()),
            message: MessageId::from_uuid(uuid::Uuid::nil()),
            admitted_at: at,
        };
        let after = |seconds| at.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        assert!(recipient.address(after(60)).is_ok());
        assert_eq!(recipient.address(after(61)).map(drop), Err(Stale));
        assert!(!format!("{recipient:?}").contains("300"));
    }
}
