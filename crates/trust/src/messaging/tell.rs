//! Keeps: "Patient notices happen only at the clinic's direction". A message is born in the transaction of
//! the act that causes it, as a row of ids and a job; nothing is said and nobody is addressed yet.

use futures_util::future::try_join;
use kernel::{Problem, TenantTx, id::Id as _, reexport::tokio_postgres::types::ToSql, sql};
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
    let (clinic, now) = (tx.actor().clinic(), tx.now());
    let (channel, kind) = (channel.word(), kind.word());
    let values: [&(dyn ToSql + Sync); 7] = [&clinic, &id, &patient, &channel, &kind, &subject, &now];
    let queue = tx.run(
        sql!(
            "insert into message (clinic_id, message_id, patient_id, channel, kind, subject_id, state, queued_at)
              values ($1, $2, $3, $4, $5, $6, 'queued', $7)"
        ),
        &values,
    );
    try_join(queue, tx.later(SEND, id.uuid(), now)).await?;
    Ok(id)
}
