//! Check: after a STOP reply the next message to that number is refused, and says why.

use kernel::id::Id as _;
use trust::{
    messaging::{Channel, Kind, receive::receive, tell::tell},
    promises::Verdict,
};

use super::{
    Canary, Seen,
    canary::{Plant, state_of},
};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let (patient, contact) = canary.patient(&tx, "Canary Stops", true).await?;
    receive(&mut tx, &contact, Channel::WhatsApp, "STOP").await?;
    let message = tell(&tx, patient, Channel::WhatsApp, Kind::Confirmation, patient.uuid()).await?;
    tx.commit().await?;
    canary.work().await?;
    let tx = canary.enter().await?;
    let (state, reason) = state_of(&tx, message).await?;
    Ok(match (state.as_str(), reason.as_deref()) {
        ("refused", Some("stopped")) => (Verdict::Kept, "the message after STOP was refused".to_owned()),
        ("queued", _) => (Verdict::CouldNotLook, "the message is still waiting".to_owned()),
        _ => (Verdict::Broken, format!("the message after STOP is {state}")),
    })
}
