//! Check: after a STOP reply, and after a stop by link or at the desk, the next message to that number is refused, and
//! says why.

use kernel::id::Id as _;
use trust::{
    consent::{give::How, stop::stop},
    messaging::{Channel, Kind, receive::receive, tell::tell},
    promises::Verdict,
};

use super::{
    Canary, Seen,
    canary::{Plant, state_of},
};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    for way in [How::StopReply, How::Link, How::Desk] {
        let seen = after(canary, way).await?;
        if seen.0 != Verdict::Kept {
            return Ok(seen);
        }
    }
    Ok((Verdict::Kept, "the message after a STOP by reply, by link and at the desk was refused".to_owned()))
}

async fn after(canary: &Canary<'_>, way: How) -> anyhow::Result<Seen> {
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let (patient, contact) = canary.patient(&tx, "Canary Stops", true).await?;
    if way == How::StopReply {
        receive(&mut tx, &contact, Channel::WhatsApp, "STOP").await?;
    } else {
        stop(&tx, &contact, Channel::WhatsApp, way, None).await?;
    }
    let message = tell(&tx, patient, Channel::WhatsApp, Kind::Confirmation, patient.uuid()).await?;
    tx.commit().await?;
    canary.work().await?;
    let tx = canary.enter().await?;
    let (state, reason) = state_of(&tx, message).await?;
    Ok(match (state.as_str(), reason.as_deref()) {
        ("refused", Some("stopped")) => (Verdict::Kept, String::new()),
        ("queued", _) => (Verdict::CouldNotLook, "the message is still waiting".to_owned()),
        _ => (Verdict::Broken, format!("the message after a stop ({}) is {state}", way.word())),
    })
}
