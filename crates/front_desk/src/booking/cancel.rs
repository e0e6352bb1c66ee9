//! Keeps: "A patient can call off, and take it back while the time is still free". No question is asked before; the
//! database decides whether the time can be had again.

use axum::response::Response;
use kernel::{
    Permit, Problem, TenantTx, Verb,
    http::{Bearer, Filled},
    id::Id as _,
    permit::Who,
    refusal::OnConstraint as _,
};
use trust::{
    api_clients::Scope,
    messaging::{Channel, Kind, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{
    appointment::{Act, Appointment, AppointmentId, NO_OVERLAP, Next, Status},
    own::{AnswerRefusal, back_after, enter, own_held, refused},
};

/// Calls one's own appointment off.
#[derive(Clone, Copy, Debug)]
pub struct Cancel {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Cancel {
    /// Of this appointment.
    #[must_use]
    pub const fn of(appointment: &Appointment) -> Self {
        Self { appointment: appointment.id, patient: appointment.patient }
    }
}
impl Verb for Cancel {
    const ACT: &'static str = "booking.cancel";
    const WHO: &'static [Who] = &[Who::Bearer, Who::Client(Scope::Book.word())];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Takes calling off back.
#[derive(Clone, Copy, Debug)]
pub struct Restore {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Restore {
    /// Of this appointment.
    #[must_use]
    pub const fn of(appointment: &Appointment) -> Self {
        Self { appointment: appointment.id, patient: appointment.patient }
    }
}
impl Verb for Restore {
    const ACT: &'static str = "booking.restore";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Calls the appointment off and tells the patient.
///
/// # Errors
/// [`AnswerRefusal`].
pub async fn cancel(tx: &TenantTx, appointment: &Appointment, _permit: &Permit<Cancel>) -> Result<(), AnswerRefusal> {
    if let Next::Becomes(status) = appointment.decide(Act::Cancel, tx.now())? {
        appointment.becomes(tx, status).await?;
        tell(tx, appointment.patient, Channel::WhatsApp, Kind::Cancelled, appointment.id.uuid()).await?;
        tx.tell_boards().await?;
    }
    Ok(())
}

/// Takes it back, if nobody has been given the time since, and tells the patient.
///
/// # Errors
/// [`AnswerRefusal`].
pub async fn restore(tx: &TenantTx, appointment: &Appointment, _permit: &Permit<Restore>) -> Result<(), AnswerRefusal> {
    if let Next::Becomes(status) = appointment.decide(Act::Restore, tx.now())? {
        appointment.becomes(tx, status).await.on_any(NO_OVERLAP, AnswerRefusal::SlotTaken)?;
        // What was only asked for is asked for again; the clinic's yes is what is told.
        if status == Status::Booked {
            tell(tx, appointment.patient, Channel::WhatsApp, Kind::Confirmation, appointment.id.uuid()).await?;
        }
    }
    Ok(())
}

/// `POST /a/{token}/cancel`.
///
/// # Errors
/// [`Problem`].
pub async fn post(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let mut tx = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "cancel"));
    }
    let appointment = own_held(&tx, &bearer).await?;
    let permit = tx.may(Cancel::of(&appointment)).await?;
    if let Err(refusal) = cancel(&tx, &appointment, &permit).await {
        drop(tx);
        return refused(&bearer, refusal).await;
    }
    tx.commit_form(filled.form(), "").await?;
    Ok(back_after(&bearer, "cancel"))
}

/// `POST /a/{token}/restore`.
///
/// # Errors
/// [`Problem`].
pub async fn post_restore(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let mut tx = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "restore"));
    }
    let appointment = own_held(&tx, &bearer).await?;
    let permit = tx.may(Restore::of(&appointment)).await?;
    if let Err(refusal) = restore(&tx, &appointment, &permit).await {
        drop(tx);
        return refused(&bearer, refusal).await;
    }
    tx.commit_form(filled.form(), "").await?;
    Ok(back_after(&bearer, "restore"))
}
