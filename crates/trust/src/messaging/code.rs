//! Keeps: "A number is proven by a code, where the clinic wants it". Who asks for a code on the number they typed says yes to that
//! one message: a row of the ledger for the purpose `proof`, which opens no channel. A number that said STOP gets none, and the
//! page says the same to everybody, so that nobody learns whether a number is known.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor, Db, Private, Problem, TenantTx, Verb,
    id::Id as _,
    jobs::Outcome,
    keys::{Column, Sealed},
    language::{Language, Speech},
    permit::Who,
    phone::PhoneNumber,
    sql,
};
use uuid::Uuid;

use super::{
    Channel, Letterhead, MessageId,
    gate::{Refused, admit_asked},
    render_code,
    send::{CarrierError, Sender},
};
use crate::{
    consent::{ConsentId, give::How},
    patients::ContactKey,
};

kernel::id!(
    /// A code on its way to a number.
    CodeId, "cod"
);

/// The job that sends one; its subject is the code.
pub const SEND_CODE: &str = "message.code";
/// Digits of a code: with five tries, one guess in 200,000.
const DIGITS: usize = 6;
const LIVES: SignedDuration = SignedDuration::from_mins(10);
/// A second code is sent no sooner than this after the first.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// Codes that one number gets in a day, whoever asks for them.
const MOST_A_DAY: i64 = 5;
const MOST_TRIES: i32 = 5;
/// The wording of the button that asks for it.
const WORDING: &str = "proof-1";

pub(super) const NUMBER: Column<String> = Column::new("number_code", "number");
const CODE: Column<String> = Column::new("number_code", "code");

/// Sends a code that somebody asked for.
#[derive(Debug)]
pub struct SendCode(CodeId);
impl Verb for SendCode {
    const ACT: &'static str = "messaging.send_code";
    const WHO: &'static [Who] = &[Who::Job];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Has a code sent to a number, unless it just got one or had as many as one may in a day; nobody is told which.
///
/// # Errors
/// [`Problem`].
pub async fn ask_for_code(tx: &TenantTx, phone: &PhoneNumber, language: Language) -> Result<(), Problem> {
    let contact = ContactKey::of(tx, phone)?;
    let (now, ago) = (tx.now(), |span: SignedDuration| tx.now().checked_sub(span).unwrap_or(Timestamp::MIN));
    let lately = tx
        .one(
            sql!(
                "select count(*) as today, count(*) filter (where asked_at > $2) as just_now
                   from number_code where contact_key = $1 and asked_at > $3"
            ),
            &[&contact.bytes(), &ago(AGAIN), &ago(SignedDuration::from_hours(24))],
        )
        .await?;
    if lately.read::<i64>("just_now")? > 0 || lately.read::<i64>("today")? >= MOST_A_DAY {
        return Ok(());
    }
    let (id, consent): (CodeId, ConsentId) = (tx.fresh(), tx.fresh());
    let chance = tx.db().chance();
    let code: String = (0..DIGITS).filter_map(|_| char::from_digit(u32::try_from(chance.below(10)).unwrap_or(0), 10)).collect();
    let (clinic, channel) = (tx.actor().clinic(), Channel::Sms.word());
    tx.run(
        sql!(
            "insert into consent (clinic_id, consent_id, patient_id, contact_key, channel, purpose, state, wording, how, evidence_id, at)
              values ($1, $2, null, $3, $4, 'proof', 'given', $5, $6, $7, $8)"
        ),
        &[&clinic, &consent, &contact.bytes(), &channel, &WORDING, &How::BookingForm.word(), &id.uuid(), &now],
    )
    .await?;
    let (number, code) = (tx.keys().seal(&NUMBER, id, &phone.e164().to_owned())?, tx.keys().seal(&CODE, id, &code)?);
    let until = now.checked_add(LIVES).unwrap_or(now);
    tx.run(
        sql!(
            "insert into number_code (clinic_id, code_id, contact_key, channel, number, code, language, consent_id, asked_at, good_until)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[&clinic, &id, &contact.bytes(), &channel, &number, &code, &language.tag(), &consent, &now, &until],
    )
    .await?;
    tx.later(SEND_CODE, id.uuid(), now).await
}

/// Whether this is a code of the number. A try counts, right or wrong: the caller commits in any case.
///
/// # Errors
/// [`Problem`].
pub async fn try_code(tx: &TenantTx, phone: &PhoneNumber, typed: &str) -> Result<bool, Problem> {
    let contact = ContactKey::of(tx, phone)?;
    let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
    let rows = tx
        .rows(
            sql!(
                "update number_code set tries = tries + 1
                  where contact_key = $1 and good_until > $2 and tries < $3 and used_at is null returning code_id, code"
            ),
            &[&contact.bytes(), &tx.now(), &MOST_TRIES],
        )
        .await?;
    let mut right = false;
    for row in &rows {
        let id: CodeId = row.read("code_id")?;
        let code: Sealed<String> = row.read("code")?;
        right |= bool::from(subtle::ConstantTimeEq::ct_eq(tx.keys().open(&CODE, id, &code)?.reveal().as_bytes(), typed.as_bytes()));
    }
    Ok(right)
}

/// The number is booked with: its codes are over.
///
/// # Errors
/// [`Problem`].
pub async fn use_up(tx: &TenantTx, phone: &PhoneNumber) -> Result<(), Problem> {
    let contact = ContactKey::of(tx, phone)?;
    tx.run(
        sql!("update number_code set used_at = $2 where contact_key = $1 and used_at is null and good_until > $2"),
        &[&contact.bytes(), &tx.now()],
    )
    .await
    .map(drop)
}

/// A code's row, as far as sending needs it.
pub(super) struct Asked {
    pub(super) address: Private<String>,
    pub(super) contact: ContactKey,
    pub(super) channel: Channel,
    pub(super) consent: ConsentId,
    code: Private<String>,
    language: Language,
}

/// Holds a code that is good and was not sent.
pub(super) async fn unsent(tx: &TenantTx, id: CodeId) -> Result<Option<Asked>, Problem> {
    let row = tx
        .maybe(
            sql!(
                "select channel, number, code, language, consent_id from number_code
                  where code_id = $1 and sent_at is null and good_until > $2 for update"
            ),
            &[&id, &tx.now()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (number, code): (Sealed<String>, Sealed<String>) = (row.read("number")?, row.read("code")?);
    let address = tx.keys().open(&NUMBER, id, &number)?;
    Ok(Some(Asked {
        contact: ContactKey::of_kept_number(tx, &address)?,
        address,
        channel: Channel::from_word(row.read("channel")?).ok_or_else(|| Problem::broken("an unknown channel"))?,
        consent: row.read("consent_id")?,
        code: tx.keys().open(&CODE, id, &code)?,
        language: Language::from_tag(row.read("language")?).unwrap_or_default(),
    }))
}

/// Works one [`SEND_CODE`] job. Handed over twice it arrives once: the code's id is the message's.
///
/// # Errors
/// [`Problem`]; the job comes back.
pub async fn send_code(sender: Arc<Sender>, db: Db, actor: Actor, subject: Uuid) -> Result<Outcome, Problem> {
    let (id, message) = (CodeId::from_uuid(subject), MessageId::from_uuid(subject));
    let clinic = db.clinic_by_id(actor.clinic()).await?;
    let mut tx = db.enter(&actor).await?;
    let Some(asked) = unsent(&tx, id).await? else { return Ok(Outcome::Done) };
    let speech = Speech::new(Arc::clone(&sender.languages), asked.language, clinic.time_zone.clone());
    let head = Letterhead { clinic: &clinic, base_url: &sender.base_url, speech: &speech };
    let text = render_code(&head, &asked.code);
    let recipient = match admit_asked(&tx, asked, message).await {
        Ok(recipient) => recipient,
        Err(Refused::Problem(problem)) => return Err(problem),
        Err(_) => return Ok(Outcome::Done),
    };
    let _permit = tx.may(SendCode(id)).await?;
    tx.commit().await?;
    match sender.carrier.carry(&actor, recipient, message, &text).await {
        Ok(_) => {
            let tx = db.enter(&actor).await?;
            tx.run(sql!("update number_code set sent_at = $2 where code_id = $1"), &[&id, &tx.now()]).await?;
            tx.commit().await?;
            Ok(Outcome::Done)
        }
        Err(CarrierError::Never(why)) => Ok(Outcome::GiveUp(why)),
        Err(CarrierError::Retry) => Ok(Outcome::Retry(SignedDuration::from_secs(5))),
    }
}
