//! Check: a message to a patient who never said yes is refused at the gate, one to a patient who did leaves, and no
//! message ever left without a consent to rest on.

use kernel::{id::Id as _, sql};
use trust::{
    messaging::{Channel, Kind, tell::tell},
    promises::Verdict,
};

use super::{
    Canary, Seen,
    canary::{Plant, state_of},
};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let (silent, _) = canary.patient(&tx, "Canary Silent", false).await?;
    let subject = silent.uuid();
    let message = tell(&tx, silent, Channel::WhatsApp, Kind::Confirmation, subject).await?;
    let constraint =
        tx.maybe(sql!("select conname from pg_constraint where conname = 'message_sent_under_consent' and convalidated"), &[]).await?;
    tx.commit().await?;
    canary.work().await?;
    let tx = canary.enter().await?;
    let (state, reason) = state_of(&tx, message).await?;
    if constraint.is_none() {
        return Ok((Verdict::Broken, "the database no longer demands a consent of every sent message".to_owned()));
    }
    Ok(match (state.as_str(), reason.as_deref()) {
        ("refused", Some("no_consent" | "stopped")) => {
            (Verdict::Kept, "refused without consent; the database demands one of every sent message".to_owned())
        }
        ("queued", _) => (Verdict::CouldNotLook, "the message is still waiting".to_owned()),
        _ => (Verdict::Broken, format!("a message without consent is {state}")),
    })
}
