//! The yes that the gate asks for (`messaging/gate.rs`).
//! A yes is a row of the ledger with the wording that was shown and the evidence it rests on. A yes that was said
//! before a STOP and is written after it does not undo it.

use kernel::{Problem, TenantTx, sql};
use uuid::Uuid;

use super::{ConsentId, WORDING};
use crate::{
    messaging::Channel,
    patients::{ContactKey, PatientId},
};

/// Where a yes or a no came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The un-ticked box of the booking form was ticked.
    BookingForm,
    /// Said at the desk.
    Desk,
    /// A STOP reply.
    StopReply,
    /// A START reply.
    StartReply,
    /// The link in a message.
    Link,
    /// Made for a demonstration.
    Demo,
    /// Made by `wellkept verify`.
    Canary,
}

impl How {
    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BookingForm => "booking_form",
            Self::Desk => "desk",
            Self::StopReply => "stop_reply",
            Self::StartReply => "start_reply",
            Self::Link => "link",
            Self::Demo => "demo",
            Self::Canary => "canary",
        }
    }
}

/// Writes a yes for messages about appointments.
///
/// # Errors
/// [`Problem`].
pub async fn give(
    tx: &TenantTx,
    patient: PatientId,
    contact: &ContactKey,
    channel: Channel,
    how: How,
    evidence: Option<Uuid>,
) -> Result<ConsentId, Problem> {
    enter(tx, Some(patient), contact, channel, "given", how, evidence).await
}

#[expect(clippy::too_many_arguments, reason = "the columns of one ledger row; the two verbs around it take fewer")]
pub(super) async fn enter(
    tx: &TenantTx,
    patient: Option<PatientId>,
    contact: &ContactKey,
    channel: Channel,
    state: &'static str,
    how: How,
    evidence: Option<Uuid>,
) -> Result<ConsentId, Problem> {
    let id: ConsentId = tx.fresh();
    tx.run(
        sql!(
            "with entry as (
                insert into consent (clinic_id, consent_id, patient_id, contact_key, channel, purpose, state, wording, how, evidence_id, at)
                values ($1, $2, $3, $4, $5, 'appointments', $6, $7, $8, $9, $10)
                returning clinic_id, consent_id, contact_key, channel, purpose, state, at)
              insert into contact_channel (clinic_id, contact_key, channel, purpose, state, consent_id, changed_at)
              select clinic_id, contact_key, channel, purpose, state, consent_id, at from entry
              on conflict (clinic_id, contact_key, channel, purpose)
              do update set state = excluded.state, consent_id = excluded.consent_id, changed_at = excluded.changed_at
               where excluded.state = 'withdrawn' or contact_channel.changed_at <= excluded.changed_at"
        ),
        &[&tx.actor().clinic(), &id, &patient, &contact.bytes(), &channel.word(), &state, &WORDING, &how.word(), &evidence, &tx.now()],
    )
    .await?;
    Ok(id)
}
