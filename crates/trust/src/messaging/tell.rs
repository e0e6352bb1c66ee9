//! Keeps: "Patient notices happen only at the clinic's direction" (MXS-MSG-06). A message is born in the transaction of
//! the act that causes it, as a row of ids and a job; nothing is said and nobody is addressed yet.

use kernel::{Problem, TenantTx, id::Id as _, sql};
use uuid::Uuid;

use super::{Channel, Kind, MessageId};
use crate::patients::PatientId;

/// The job kind that sends a message; its subject is the message.
pub const SEND: &str = "message.send";

/// Queues a message to a patient about a subject.
///
/// # Errors
/// [`Problem`].
pub async fn tell(tx: &TenantTx, patient: PatientId, channel: Channel, kind: Kind, subject: Uuid) -> Result<MessageId, Problem> {
    let id: MessageId = tx.fresh();
    tx.run(
        sql!("insert into message (clinic_id, message_id, patient_id, channel, kind, subject_id, state, queued_at)
              values ($1, $2, $3, $4, $5, $6, 'queued', $7)"),
        &[&tx.actor().clinic(), &id, &patient, &channel.word(), &kind.word(), &subject, &tx.now()],
    )
    .await?;
    tx.later(SEND, id.uuid(), tx.now()).await?;
    Ok(id)
}
