//! `POST /api/v1/appointments/{id}/cancel`: a program calls off what it booked, by the verb of the patient's own link.

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    http::{Caller, Posted, Refused},
    refusal::id_in_path,
};
use serde::Deserialize;
use trust::api_clients::once::{Begun, begin};
use utoipa::ToSchema;

use super::{own::own_held, told};
use crate::booking::{
    appointment::{AppointmentId, appointment, link_to},
    cancel::{Cancel, cancel},
};

/// What a program sends to call off: an empty object.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = Nothing)]
#[serde(deny_unknown_fields)]
pub struct Said {}

/// POST /api/v1/appointments/{id}/cancel
///
/// # Errors
/// [`Refused`].
#[utoipa::path(
    post,
    path = "/api/v1/appointments/{id}/cancel",
    operation_id = "cancel",
    summary = "Calls off an appointment that this program booked.",
    description = "Called off already, it stays so. The patient is told where they agreed to messages.",
    params(("id" = String, Path, description = "As the booking was answered.")),
    request_body = Said,
    responses(
        (status = 200, description = "Called off.", body = told::Own),
        (status = 409, description = "It is too late; or a copy of this request is being answered.")
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
    let permit = tx.may(Cancel::of(&before)).await?;
    cancel(&tx, &before, &permit).await.map_err(told::not_changed)?;
    let told = told::own(&tx, &appointment(&tx, id).await?, &caller.clinic, link_to(&tx, id).await?).await?;
    once.keep(&tx, &told).await?;
    let response = told::answer(&tx, &caller.house, StatusCode::OK, told)?;
    tx.commit().await?;
    Ok(response)
}
