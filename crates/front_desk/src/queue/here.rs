//! Keeps: "I am here". The patient's own link says who it is; the six digits of a poster say where they stand. Neither alone is
//! enough, and no cookie and no location of a phone is needed. Digits that were photographed let somebody be late unnoticed,
//! and nobody else: the desk sees who is not there, and takes it back.

use axum::response::Response;
use kernel::{
    Clinic, Problem, TenantTx, Verb,
    http::{Bearer, Filled, see_other},
    id::Id as _,
    permit::Who,
};
use trust::{identity::app_code::plain, patients::PatientId};
use uuid::Uuid;

use super::{
    arrive::mark,
    doors::{DoorKind, digits, open_doors},
    refusal::DeskRefusal,
    ticket::hold,
};
use crate::booking::{
    Appointment, AppointmentId,
    appointment::{Status, held},
};

/// A patient says by their own link that they are here.
#[derive(Clone, Copy, Debug)]
pub struct SayHere {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for SayHere {
    const ACT: &'static str = "queue.say_here";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Whether the page of this visit asks for the digits: it is expected today, and a poster hangs somewhere.
///
/// # Errors
/// [`Problem`].
pub async fn may_say_here(tx: &TenantTx, clinic: &Clinic, appointment: &Appointment) -> Result<bool, Problem> {
    let due =
        matches!(appointment.status, Status::Booked | Status::NoShow) && clinic.day_of(appointment.starts_at) == clinic.day_of(tx.now());
    Ok(due && open_doors(tx).await?.iter().any(|door| door.kind == DoorKind::Poster))
}

async fn hangs_here(tx: &TenantTx, typed: &str) -> Result<bool, Problem> {
    let typed = plain(typed);
    for door in open_doors(tx).await?.into_iter().filter(|door| door.kind == DoorKind::Poster) {
        if digits(tx, door.id)? == typed {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `POST /a/{token}/here`.
///
/// # Errors
/// [`Problem`].
pub async fn post(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    if bearer.purpose != "appointment" {
        return Err(Problem::NotFound);
    }
    // Digits are short: by address, and by the visit itself.
    bearer.house.brake().count("queue.here", &bearer.address)?;
    bearer.house.brake().count("queue.here", &bearer.subject.to_string())?;
    let mut tx = bearer.enter().await?;
    let back = |did: &str| format!("/a/{}?did={did}", bearer.token);
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(&back("here")));
    }
    hold(&tx).await?;
    let appointment = held(&tx, AppointmentId::from_uuid(bearer.subject)).await?;
    if !hangs_here(&tx, filled.text("digits")).await? {
        return Ok(see_other(&back("not-here")));
    }
    let _permit = tx.may(SayHere { appointment: appointment.id, patient: appointment.patient }).await?;
    match mark(&tx, &bearer.clinic, &appointment).await {
        Ok(_) => {
            // The secret of the link stands in no table.
            tx.commit_form(filled.form(), "/").await?;
            Ok(see_other(&back("here")))
        }
        Err(DeskRefusal::Problem(problem)) => Err(problem),
        Err(_) => Ok(see_other(&back("not-here"))),
    }
}
