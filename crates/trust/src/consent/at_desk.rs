//! What a patient says at the desk about messages goes to the same ledger as what they write.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
};
use uuid::Uuid;

use super::{
    ContactPoint, contact_point,
    give::{How, give},
    stop::stop,
};
use crate::{
    messaging::Channel,
    patients::{PatientId, patient},
};

const STAFF: &[Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];

/// The act of recording a yes said at the desk.
#[derive(Debug)]
pub struct AgreeAtDesk(PatientId);

impl AgreeAtDesk {
    /// By this patient.
    #[must_use]
    pub const fn by(patient: PatientId) -> Self {
        Self(patient)
    }
}

/// The act of recording a stop said at the desk.
#[derive(Debug)]
pub struct StopAtDesk(PatientId);

impl Verb for AgreeAtDesk {
    const ACT: &'static str = "consent.give_at_desk";
    const WHO: &'static [Who] = STAFF;
    fn about(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

impl Verb for StopAtDesk {
    const ACT: &'static str = "consent.stop_at_desk";
    const WHO: &'static [Who] = STAFF;
    fn about(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

async fn point(tx: &TenantTx, id: PatientId, channel: Channel) -> Result<ContactPoint, Problem> {
    contact_point(tx, &patient(tx, id).await?, channel)?.ok_or(Problem::NotFound)
}

/// Records a yes; whoever recorded it is in the trail.
///
/// # Errors
/// [`Problem::NotFound`] for a channel the patient cannot be reached on.
pub async fn agree(tx: &TenantTx, permit: &Permit<AgreeAtDesk>, channel: Channel) -> Result<(), Problem> {
    let patient = permit.verb().0;
    let point = point(tx, patient, channel).await?;
    give(tx, patient, &point.key, channel, How::Desk, None).await.map(drop)
}

/// Records a stop.
///
/// # Errors
/// [`Problem::NotFound`] for a channel the patient cannot be reached on.
pub async fn refuse(tx: &TenantTx, permit: &Permit<StopAtDesk>, channel: Channel) -> Result<(), Problem> {
    let point = point(tx, permit.verb().0, channel).await?;
    stop(tx, &point.key, channel, How::Desk, None).await.map(drop)
}

/// POST /patients/{id}/consent
pub async fn record(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: PatientId = id_in_path(&id)?;
    let channel = Channel::from_word(filled.text("channel")).ok_or(Problem::NotFound)?;
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    match filled.text("says") {
        "yes" => {
            let permit = tx.may(AgreeAtDesk(id)).await?;
            agree(&tx, &permit, channel).await?;
        }
        "stop" => {
            let permit = tx.may(StopAtDesk(id)).await?;
            refuse(&tx, &permit, channel).await?;
        }
        _ => return Err(Problem::NotFound),
    }
    tx.note_in_trail(channel.word());
    let back = format!("/patients/{id}/messages");
    tx.commit_form(filled.form(), &back).await?;
    Ok(see_other(&back))
}
