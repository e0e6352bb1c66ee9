//! Keeps: "Everybody who is here has a number". Marking somebody as arrived gives the next token of the clinic's day;
//! taking it back is one touch, until the patient has been called.

use axum::{extract::Path, response::Response};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
    sql,
};
use trust::patients::PatientId;
use uuid::Uuid;

use super::{
    know::late_after,
    near::changed,
    refusal::{DeskRefusal, list_after, refused},
    ticket::{Waits, hold, issue},
    turn::place,
};
use crate::booking::{
    Appointment, AppointmentId,
    appointment::{Act, ActRefusal, NO_OVERLAP, Next, Status, held},
};

/// Marks a patient as here.
#[derive(Clone, Copy, Debug)]
pub struct Arrive {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for Arrive {
    const ACT: &'static str = "queue.arrive";
    const WHO: &'static [Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Takes an arrival back.
#[derive(Clone, Copy, Debug)]
pub struct UndoArrive {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for UndoArrive {
    const ACT: &'static str = "queue.undo_arrive";
    const WHO: &'static [Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Marks the patient as here and gives the token; an appointment of another day is not due.
///
/// # Errors
/// [`DeskRefusal`].
pub async fn arrive(tx: &TenantTx, clinic: &Clinic, appointment: &Appointment, _permit: &Permit<Arrive>) -> Result<(), DeskRefusal> {
    mark(tx, clinic, appointment).await.map(drop)
}

/// As [`arrive`], whoever says it: the token, or nothing where the patient is here already.
pub(super) async fn mark(tx: &TenantTx, clinic: &Clinic, appointment: &Appointment) -> Result<Option<i32>, DeskRefusal> {
    let today = clinic.day_of(tx.now());
    if let Next::Becomes(status) = appointment.decide(Act::Arrive, tx.now())? {
        if clinic.day_of(appointment.starts_at) != today {
            return Err(ActRefusal::NotYet.into());
        }
        if appointment.status == Status::NoShow {
            keeps_nobody_out(tx, appointment).await?;
        }
        appointment.becomes(tx, status).await.on_any(NO_OVERLAP, DeskRefusal::SlotTaken)?;
        let place_at = place(Some(appointment.starts_at), tx.now(), late_after(tx).await?);
        let number = issue(tx, appointment, &Waits { day: today, anyone: false, place_at }).await?;
        changed(tx, today).await?;
        return Ok(Some(number));
    }
    Ok(None)
}

/// Their time may have been given away: who comes after all waits like somebody without one.
pub(super) async fn keeps_nobody_out(tx: &TenantTx, appointment: &Appointment) -> Result<(), Problem> {
    tx.run(
        sql!("update appointment set taken_as = 'walk_in', session_id = null, seat = null where appointment_id = $1 and taken_as = 'slot'"),
        &[&appointment.id],
    )
    .await
    .map(drop)
}

/// Takes the arrival back, unless the patient was called meanwhile.
///
/// # Errors
/// [`DeskRefusal`].
pub async fn undo_arrive(
    tx: &TenantTx,
    clinic: &Clinic,
    appointment: &Appointment,
    _permit: &Permit<UndoArrive>,
) -> Result<(), DeskRefusal> {
    if let Next::Becomes(status) = appointment.decide(Act::UndoArrive, tx.now())? {
        let left = tx
            .run(
                sql!("update queue_ticket set state = 'left' where appointment_id = $1 and state = 'waiting' returning ticket_id"),
                &[&appointment.id],
            )
            .await?;
        if left.is_empty() {
            return Err(DeskRefusal::AlreadyCalled);
        }
        appointment.becomes(tx, status).await?;
        changed(tx, clinic.day_of(tx.now())).await?;
    }
    Ok(())
}

/// `POST /appointments/{id}/arrive`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    hold(&tx).await?;
    let appointment = held(&tx, id_in_path(&id)?).await?;
    let permit = tx.may(Arrive { appointment: appointment.id, patient: appointment.patient }).await?;
    if let Err(refusal) = arrive(&tx, &desk.clinic, &appointment, &permit).await {
        return refused(&desk, &filled, refusal);
    }
    let to = list_after(&filled, "arrive", appointment.id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

/// `POST /appointments/{id}/undo-arrive`.
///
/// # Errors
/// [`Problem`].
pub async fn post_undo(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    hold(&tx).await?;
    let appointment = held(&tx, id_in_path(&id)?).await?;
    let permit = tx.may(UndoArrive { appointment: appointment.id, patient: appointment.patient }).await?;
    if let Err(refusal) = undo_arrive(&tx, &desk.clinic, &appointment, &permit).await {
        return refused(&desk, &filled, refusal);
    }
    let to = list_after(&filled, "undo-arrive", appointment.id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
