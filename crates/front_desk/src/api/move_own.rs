//! `POST /api/v1/appointments/{id}/move`: a program moves what it booked, by the verb of the patient's own link.

use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::Timestamp;
use kernel::{
    Problem,
    http::{Caller, Details, Posted, Refused, Wrong},
    refusal::id_in_path,
};
use serde::Deserialize;
use trust::{
    api_clients::once::{Begun, begin},
    clinics::{service, takes_bookings},
};
use utoipa::ToSchema;

use super::{own::own_held, told};
use crate::booking::{
    appointment::{Appointment, AppointmentId, appointment, link_to},
    calendar::{Own, Wanted},
    move_it::{Move, move_it},
    own::AnswerRefusal,
};

/// What a program sends to move.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NewTime)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The beginning of a free time of the same service with the same practitioner.
    #[schema(value_type = String, format = DateTime)]
    starts_at: String,
}

/// POST /api/v1/appointments/{id}/move
///
/// # Errors
/// [`Refused`].
#[utoipa::path(
    post,
    path = "/api/v1/appointments/{id}/move",
    operation_id = "move",
    summary = "Moves an appointment that this program booked.",
    description = "To a free time of the same service with the same practitioner. If somebody else has it, the old time stays.",
    params(("id" = String, Path, description = "As the booking was answered.")),
    request_body = Said,
    responses(
        (status = 200, description = "Moved.", body = told::Own),
        (status = 409, description = "The time is not free, and the nearest free ones; or it is too late; or a copy of this request is being \
                                      answered.")
    )
)]
pub async fn post(caller: Caller, Path(id): Path<String>, posted: Posted<Said>) -> Result<Response, Refused> {
    let id: AppointmentId = id_in_path(&id)?;
    let mut tx = caller.enter().await?;
    let once = match begin(&tx, caller.client, &posted).await? {
        Begun::First(once) => once,
        Begun::Again(told) => {
            let response = told::answer(&tx, &caller.house, StatusCode::OK, told)?;
            tx.commit().await?;
            return Ok(response);
        }
    };
    let before = own_held(&tx, id, caller.client).await?;
    let to: Timestamp = posted
        .said
        .starts_at
        .parse()
        .map_err(|_| Details::wrong(&[Wrong::member("starts_at", "a moment such as 2026-03-02T04:00:00Z")]))?;
    if !takes_bookings(&tx).await? {
        return Err(told::paused().into());
    }
    let permit = tx.may(Move::of(&before)).await?;
    match move_it(&tx, &caller.clinic, &before, to, &permit).await {
        Ok(()) => {}
        Err(AnswerRefusal::SlotTaken) => {
            drop(tx);
            return Err(taken(&caller, &before, to).await?.into());
        }
        Err(refusal) => return Err(told::not_changed(refusal)),
    }
    let told = told::own(&tx, &appointment(&tx, id).await?, &caller.clinic, link_to(&tx, id).await?).await?;
    once.keep(&tx, &told).await?;
    let response = told::answer(&tx, &caller.house, StatusCode::OK, told)?;
    tx.commit().await?;
    Ok(response)
}

async fn taken(caller: &Caller, appointment: &Appointment, to: Timestamp) -> Result<Details, Problem> {
    let tx = caller.enter().await?;
    let service = service(&tx, appointment.service, caller.clinic.currency).await?;
    tx.commit().await?;
    let wanted = Wanted {
        service: &service,
        practitioners: &[appointment.practitioner],
        location: appointment.location,
        besides: Some(Own { id: appointment.id, leaves: Some(appointment.starts_at) }),
    };
    told::slot_taken(caller, &wanted, to, AnswerRefusal::SlotTaken.to_string()).await
}
