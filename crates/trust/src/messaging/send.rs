//! The job that sends one message: only a job may, never a person, and only through the gate.
//!
//! Claim: in one transaction the gate looks at the yes, the facts are read anew, the text is sealed on the row, and a
//! line goes to the trail. Only then the carrier is called, with the message's id as its idempotency key. A worker that
//! dies at any point leaves a row that comes back: it goes through the gate again and the carrier keeps one of the two.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use kernel::{
    Actor, Clinic, Db, Problem, TenantTx, Verb,
    actor::Kind as ActorKind,
    id::Id as _,
    jobs::{MOST_ATTEMPTS, Outcome, pause_after},
    keys::{Column, Sealed},
    language::{Language, Languages, Speech},
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{
    Channel, Kind, Knows, Letterhead, MessageId, Rendered,
    gate::{ConsentedRecipient, Refused, admit},
    render,
};
use crate::{consent::ConsentId, patients::PatientId};

/// `message.body`: what left, as it left.
pub const BODY: Column<String> = Column::new("message", "body");

/// A carrier that does not answer is asked again later; less than a lease, so that two workers rarely meet.
const LONGEST_CALL: Duration = Duration::from_secs(30);

/// The carrier's own name for what it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierRef(pub String);

/// Why a carrier did not take a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CarrierError {
    /// Not now.
    #[error("the carrier could not take it now")]
    Retry,
    /// Not this one; a word without personal data.
    #[error("the carrier refused it: {0}")]
    Never(&'static str),
}

/// What a carrier answers.
pub type Carried<'a> = Pin<Box<dyn Future<Output = Result<CarrierRef, CarrierError>> + Send + 'a>>;

/// Port: whoever brings messages to people. It is given a consented recipient and never a bare number; the same message
/// id handed over twice must arrive once; a stale recipient is [`CarrierError::Retry`].
pub trait Carrier: Send + Sync {
    /// Its name on the message's row.
    fn name(&self) -> &'static str;
    /// Takes one message.
    fn carry<'a>(&'a self, actor: &'a Actor, recipient: ConsentedRecipient, message: MessageId, text: &'a Rendered) -> Carried<'a>;
}

/// Works [`super::tell::SEND`] jobs. Wiring says which carrier, and which room knows what.
pub struct Sender {
    /// Who brings messages.
    pub carrier: Arc<dyn Carrier>,
    /// Who knows the facts of each kind.
    pub knows: Vec<(Kind, Arc<dyn Knows>)>,
    /// The languages patients read.
    pub languages: Arc<Languages>,
    /// Where links lead, without a slash at the end.
    pub base_url: String,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sender({})", self.carrier.name())
    }
}

macro_rules! about_one_message {
    ($($(#[$doc:meta])* $name:ident, $act:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name { message: MessageId, patient: PatientId }
        impl Verb for $name {
            const ACT: &'static str = $act;
            const WHO: &'static [Who] = &[Who::Job];
            fn subject(&self) -> Option<Uuid> { Some(self.message.uuid()) }
            fn about(&self) -> Option<Uuid> { Some(self.patient.uuid()) }
        }
    )+};
}
about_one_message! {
    /// Hands a message to the carrier. In the trail before it leaves: no audit, no act.
    SendMessage, "messaging.send";
    /// Does not send a message, for a reason.
    HoldBack, "messaging.hold_back";
    /// Could not send a message.
    GiveUp, "messaging.give_up";
}

/// The message's row, as far as sending needs it.
struct Letter {
    id: MessageId,
    patient: PatientId,
    channel: Channel,
    kind: Kind,
    subject: Uuid,
    language: Language,
    open: bool,
    written: Option<Sealed<String>>,
    attempt: i32,
}

impl Letter {
    async fn claim(tx: &TenantTx, id: MessageId) -> Result<Option<Self>, Problem> {
        let job = if let ActorKind::Job { job } = tx.actor().kind() { Some(*job) } else { None };
        let row = tx
            .maybe(
                sql!("select message.patient_id, message.channel, message.kind, message.subject_id, message.state, message.body, patient.language,
                             coalesce((select attempt from job where job.job_id = $2), 1) as attempt
                        from message join patient using (clinic_id, patient_id)
                       where message.message_id = $1 for update of message"),
                &[&id, &job],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Self {
            id,
            patient: row.read("patient_id")?,
            channel: Channel::from_word(row.read("channel")?).ok_or_else(|| Problem::broken("an unknown channel"))?,
            kind: Kind::from_word(row.read("kind")?).ok_or_else(|| Problem::broken("an unknown kind of message"))?,
            subject: row.read("subject_id")?,
            language: Language::from_tag(row.read("language")?).unwrap_or_default(),
            open: matches!(row.read("state")?, "queued" | "sending"),
            written: row.read("body")?,
            attempt: row.read("attempt")?,
        }))
    }

    /// A few words for the trail: "whatsapp confirmation".
    fn words(&self) -> String {
        format!("{} {}", self.channel.word(), self.kind.word())
    }
}

enum Claimed {
    /// Nothing left to do.
    Over(Outcome),
    /// Committed as `sending`: call the carrier.
    Leaves(ConsentedRecipient, Rendered, i32),
}

impl Sender {
    /// Sends one message, or settles why not.
    ///
    /// # Errors
    /// [`Problem`]; the job comes back.
    pub async fn send(&self, db: Db, actor: Actor, message: Uuid) -> Result<Outcome, Problem> {
        let id = MessageId::from_uuid(message);
        let tried = Box::pin(self.try_once(&db, &actor, id)).await;
        if matches!(tried, Ok(Outcome::Done | Outcome::GiveUp(_))) {
            return tried;
        }
        if let Err(problem) = &tried {
            tracing::warn!(%problem, message = %id, "a message could not be sent now");
        }
        // The last try must end on the row that staff see, not only in the list of jobs.
        match give_up_after_the_last(&db, &actor, id).await {
            Ok(Some(over)) => Ok(over),
            Ok(None) => tried,
            Err(_) => Ok(Outcome::Retry(pause_after(MOST_ATTEMPTS))),
        }
    }

    async fn try_once(&self, db: &Db, actor: &Actor, id: MessageId) -> Result<Outcome, Problem> {
        let clinic = db.clinic_by_id(actor.clinic()).await?;
        let (recipient, text, attempt) = match self.claim(db.enter(actor).await?, &clinic, id).await? {
            Claimed::Over(outcome) => return Ok(outcome),
            Claimed::Leaves(recipient, text, attempt) => (recipient, text, attempt),
        };
        let consent = recipient.consent();
        match tokio::time::timeout(LONGEST_CALL, self.carrier.carry(actor, recipient, id, &text)).await {
            Ok(Ok(taken)) => self.sent(db.enter(actor).await?, id, consent, &taken).await,
            Ok(Err(CarrierError::Never(why))) => {
                tracing::warn!(message = %id, carrier = self.carrier.name(), why, "a carrier refused a message");
                fail(db.enter(actor).await?, id, "carrier_refused").await
            }
            // Kept as `sending`; asked again with the same id.
            Ok(Err(CarrierError::Retry)) | Err(_) => Ok(Outcome::Retry(pause_after(attempt))),
        }
    }

    async fn claim(&self, mut tx: TenantTx, clinic: &Clinic, id: MessageId) -> Result<Claimed, Problem> {
        let Some(letter) = Letter::claim(&tx, id).await? else { return Ok(Claimed::Over(Outcome::GiveUp("no such message"))) };
        if !letter.open {
            return Ok(Claimed::Over(Outcome::Done));
        }
        let recipient = match admit(&tx, id).await {
            Ok(recipient) => recipient,
            Err(Refused::Problem(problem)) => return Err(problem),
            Err(Refused::TooMany) => return hold_back(tx, &letter, "too_many", None).await,
            Err(Refused::NoNumber) => return hold_back(tx, &letter, "no_number", None).await,
            Err(Refused::NoConsent) => return hold_back(tx, &letter, "no_consent", None).await,
            Err(Refused::Stopped(entry)) => return hold_back(tx, &letter, "stopped", Some(entry)).await,
        };
        let room = self.knows.iter().find(|(kind, _)| *kind == letter.kind).map(|(_, room)| room);
        let room = room.ok_or_else(|| Problem::broken("no room knows this kind of message"))?;
        let Some(facts) = room.facts(&tx, clinic, letter.kind, letter.subject).await? else {
            return hold_back(tx, &letter, "no_longer_true", None).await;
        };
        let text = match &letter.written {
            // Handed over before, perhaps: the same id must carry the same words.
            Some(sealed) => Rendered { text: tx.keys().open(&BODY, id, sealed)? },
            None => {
                let speech = Speech::new(Arc::clone(&self.languages), letter.language, clinic.time_zone.clone());
                render(&tx, &Letterhead { clinic, base_url: &self.base_url, speech: &speech }, letter.kind, &facts)
            }
        };
        let _permit = tx.may(SendMessage { message: id, patient: letter.patient }).await?;
        tx.note_in_trail(letter.words());
        let body = tx.keys().seal(&BODY, id, text.text.reveal())?;
        tx.run(
            sql!("update message set state = 'sending', consent_id = $2, body = $3 where message_id = $1"),
            &[&id, &recipient.consent(), &body],
        )
        .await?;
        tx.commit().await?;
        Ok(Claimed::Leaves(recipient, text, letter.attempt))
    }

    /// What really left wins: a second worker may have settled the row otherwise while the first was with the carrier.
    async fn sent(&self, tx: TenantTx, id: MessageId, consent: ConsentId, taken: &CarrierRef) -> Result<Outcome, Problem> {
        tx.run(
            sql!(
                "update message set state = 'sent', reason = null, consent_id = $2, carrier = $3, carrier_ref = $4, settled_at = $5
                   where message_id = $1 and state <> 'sent'"
            ),
            &[&id, &consent, &self.carrier.name(), &taken.0, &tx.now()],
        )
        .await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

async fn hold_back(mut tx: TenantTx, letter: &Letter, reason: &'static str, entry: Option<ConsentId>) -> Result<Claimed, Problem> {
    let _permit = tx.may(HoldBack { message: letter.id, patient: letter.patient }).await?;
    tx.note_in_trail(format!("{} {reason}", letter.words()));
    tx.run(
        sql!("update message set state = 'refused', reason = $2, consent_id = coalesce($3, consent_id), settled_at = $4 where message_id = $1"),
        &[&letter.id, &reason, &entry, &tx.now()],
    )
    .await?;
    tx.commit().await?;
    Ok(Claimed::Over(Outcome::Done))
}

async fn fail(mut tx: TenantTx, id: MessageId, reason: &'static str) -> Result<Outcome, Problem> {
    let Some(letter) = Letter::claim(&tx, id).await? else { return Ok(Outcome::GiveUp("no such message")) };
    if letter.open {
        let _permit = tx.may(GiveUp { message: id, patient: letter.patient }).await?;
        tx.note_in_trail(format!("{} {reason}", letter.words()));
        tx.run(sql!("update message set state = 'failed', reason = $2, settled_at = $3 where message_id = $1"), &[&id, &reason, &tx.now()])
            .await?;
        tx.commit().await?;
    }
    Ok(Outcome::GiveUp(reason))
}

async fn give_up_after_the_last(db: &Db, actor: &Actor, id: MessageId) -> Result<Option<Outcome>, Problem> {
    let tx = db.enter(actor).await?;
    match Letter::claim(&tx, id).await? {
        Some(letter) if letter.attempt < MOST_ATTEMPTS => Ok(None),
        _ => fail(tx, id, "gave_up").await.map(Some),
    }
}
