//! `GET /api/v1/appointments/{id}`: a program looks at what it booked.

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{Problem, Verb, http::Caller, id::Id as _, permit::Who, refusal::id_in_path};
use trust::{api_clients::Scope, patients::PatientId};
use uuid::Uuid;

use super::{own::own_appointment, told};
use crate::booking::appointment::{AppointmentId, link_to};

/// The act of looking at it.
#[derive(Debug)]
struct SeeByProgram {
    appointment: AppointmentId,
    patient: PatientId,
}

impl Verb for SeeByProgram {
    const ACT: &'static str = "booking.see_by_program";
    const WHO: &'static [Who] = &[Who::Client(Scope::Book.word())];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// GET /api/v1/appointments/{id}
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/appointments/{id}",
    operation_id = "appointment",
    summary = "An appointment that this program booked.",
    description = "What another program or a person booked is not there.",
    params(("id" = String, Path, description = "As the booking was answered.")),
    responses((status = 200, description = "Here it is.", body = told::Own))
)]
pub async fn get(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: AppointmentId = id_in_path(&id)?;
    let mut tx = caller.enter().await?;
    let appointment = own_appointment(&tx, id, caller.client).await?;
    let _permit = tx.may(SeeByProgram { appointment: id, patient: appointment.patient }).await?;
    let told = told::own(&tx, &appointment, &caller.clinic, link_to(&tx, id).await?).await?;
    let response = told::answer(&tx, &caller.house, StatusCode::OK, told)?;
    tx.commit().await?;
    Ok(response)
}
