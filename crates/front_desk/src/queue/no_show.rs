//! Keeps: "Who did not come is said once, and can be unsaid". A no-show gives the time back to the calendar; nobody is one
//! before the clinic calls them late.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
};
use trust::patients::PatientId;
use uuid::Uuid;

use super::{
    know::late_after,
    refusal::{DeskRefusal, list_after, refused},
    ticket::hold,
};
use crate::booking::{
    Appointment, AppointmentId,
    appointment::{Act, NO_OVERLAP, Next, held},
};

/// Marks a patient as not having come, or takes that back.
#[derive(Clone, Copy, Debug)]
pub struct NoShow {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for NoShow {
    const ACT: &'static str = "queue.no_show";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Marks the patient as not having come, or takes it back while the time has not been given away.
///
/// # Errors
/// [`DeskRefusal`].
pub async fn no_show(tx: &TenantTx, appointment: &Appointment, act: Act, _permit: &Permit<NoShow>) -> Result<(), DeskRefusal> {
    if let Next::Becomes(status) = appointment.decide(act, tx.now())? {
        if act == Act::NoShow && tx.now().duration_since(appointment.starts_at) <= late_after(tx).await? {
            return Err(DeskRefusal::NotLate);
        }
        appointment.becomes(tx, status).await.on_any(NO_OVERLAP, DeskRefusal::SlotTaken)?;
        tx.tell_boards().await?;
    }
    Ok(())
}

/// `POST /appointments/{id}/no-show`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    change(desk, &id, filled, (Act::NoShow, "no-show")).await
}

/// `POST /appointments/{id}/undo-no-show`.
///
/// # Errors
/// [`Problem`].
pub async fn post_undo(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    change(desk, &id, filled, (Act::UndoNoShow, "undo-no-show")).await
}

async fn change(desk: Desk, id: &str, filled: Filled, (act, did): (Act, &'static str)) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    hold(&tx).await?;
    let appointment = held(&tx, id_in_path(id)?).await?;
    if desk.role == Role::Doctor && desk.practitioner != Some(appointment.practitioner.uuid()) {
        return Err(Problem::NotFound);
    }
    let permit = tx.may(NoShow { appointment: appointment.id, patient: appointment.patient }).await?;
    if let Err(refusal) = no_show(&tx, &appointment, act, &permit).await {
        return refused(&desk, &filled, refusal);
    }
    let to = list_after(&filled, did, appointment.id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
