//! Keeps: "A patient says that they will come with one touch". Said twice it is said once; the first time counts.

use axum::response::Response;
use kernel::{
    Permit, Problem, TenantTx, Verb,
    http::{Bearer, Filled},
    id::Id as _,
    permit::Who,
    sql,
};
use trust::patients::PatientId;
use uuid::Uuid;

use super::{
    appointment::{Act, Appointment, AppointmentId, Next},
    own::{AnswerRefusal, back_after, enter, own_held, refused},
};

/// Confirms one's own appointment.
#[derive(Clone, Copy, Debug)]
pub struct Confirm {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for Confirm {
    const ACT: &'static str = "booking.confirm";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Writes that the patient will come.
///
/// # Errors
/// [`AnswerRefusal`].
pub async fn confirm(tx: &TenantTx, appointment: &Appointment, _permit: &Permit<Confirm>) -> Result<(), AnswerRefusal> {
    if let Next::Becomes(_) = appointment.decide(Act::Confirm, tx.now())? {
        tx.run(
            sql!("update appointment set confirmed_at = coalesce(confirmed_at, $2) where appointment_id = $1"),
            &[&appointment.id, &tx.now()],
        )
        .await?;
    }
    Ok(())
}

/// `POST /a/{token}/confirm`.
///
/// # Errors
/// [`Problem`].
pub async fn post(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let mut tx = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "confirm"));
    }
    let appointment = own_held(&tx, &bearer).await?;
    let permit = tx.may(Confirm { appointment: appointment.id, patient: appointment.patient }).await?;
    if let Err(refusal) = confirm(&tx, &appointment, &permit).await {
        drop(tx);
        return refused(&bearer, refusal).await;
    }
    // The link's secret is in the path and belongs in no table, so the receipt of the form leads nowhere.
    tx.commit_form(filled.form(), "").await?;
    Ok(back_after(&bearer, "confirm"))
}
