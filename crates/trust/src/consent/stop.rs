//! The stop that the gate asks for: by a reply (`messaging/receive.rs`) or at the desk (`at_desk.rs`).
//! A STOP is always believed, whoever sends it and whether or not we knew the number; it counts from its commit.

use kernel::{Problem, TenantTx};
use uuid::Uuid;

use super::{
    ConsentId,
    give::{How, enter},
};
use crate::{messaging::Channel, patients::ContactKey};

/// Ends messages to this contact point on this channel.
///
/// # Errors
/// [`Problem`].
pub async fn stop(tx: &TenantTx, contact: &ContactKey, channel: Channel, how: How, evidence: Option<Uuid>) -> Result<ConsentId, Problem> {
    enter(tx, None, contact, channel, "withdrawn", how, evidence).await
}
