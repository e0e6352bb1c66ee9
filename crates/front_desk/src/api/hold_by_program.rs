//! `POST /api/v1/holds`: a time is kept while a visitor fills in the form of the clinic's own site, by the verb of the public page.

use std::net::IpAddr;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use kernel::{
    Problem, TenantTx,
    http::{Caller, Details, Posted, Refused, Wrong},
    id::Id as _,
};
use serde::Deserialize;
use serde_json::{Value, json};
use trust::{
    api_clients::once::{Begun, begin},
    clinics::{locations::at_place, takes_bookings},
};
use utoipa::ToSchema;

use super::told;
use crate::booking::{
    appointment::AppointmentId,
    calendar::Wanted,
    caps,
    hold::{Hold, HoldRefusal, Holder, hold, of_token, token_of},
    show_times::{ANYONE, Menu},
};

/// What a program sends to keep a time.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NewHold)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// A service's id.
    service: String,
    /// A practitioner's id; left away, anyone who is free.
    practitioner: Option<String>,
    /// A location's id, where the clinic works in several places.
    location: Option<String>,
    /// The beginning of a free time, as a search told it.
    #[schema(value_type = String, format = DateTime)]
    starts_at: String,
    /// The hold that this one stands for: it is let go.
    instead_of: Option<String>,
    /// The address of the visitor's device: one network keeps a few times at once and no more.
    visitor_address: String,
}

fn chosen<'a>(said: &Said, menu: &'a Menu) -> Result<(Chosen<'a>, Timestamp, IpAddr), Details> {
    let mut wrong = Vec::new();
    let mut missing = |name: &str, why: &str, there: bool| {
        if !there {
            wrong.push(Wrong::member(name, why));
        }
    };
    let service = menu.service(&said.service);
    missing("service", "no service that can be booked, see /api/v1/services", service.is_some());
    let practitioners = menu.meant(said.practitioner.as_deref().unwrap_or(ANYONE));
    missing("practitioner", "nobody who can be booked, see /api/v1/practitioners", practitioners.is_some());
    let location = menu.place(said.location.as_deref().unwrap_or_default());
    missing("location", "one of the clinic's locations, see /api/v1/locations", location.is_some());
    let starts_at = said.starts_at.parse().ok();
    missing("starts_at", "a moment such as 2026-03-02T04:00:00Z", starts_at.is_some());
    let address = said.visitor_address.parse().ok();
    missing("visitor_address", "an address such as 203.0.113.9", address.is_some());
    match (service, practitioners, location, starts_at.zip(address)) {
        (Some(service), Some(practitioners), Some(location), Some((at, address))) => {
            Ok((Chosen { service, practitioners, location }, at, address))
        }
        _ => Err(Details::wrong(&wrong)),
    }
}

/// What of the menu is meant.
struct Chosen<'a> {
    service: &'a trust::clinics::Service,
    practitioners: Vec<trust::clinics::PractitionerId>,
    location: Option<kernel::actor::LocationId>,
}

/// POST /api/v1/holds
///
/// # Errors
/// [`Refused`].
#[utoipa::path(
    post,
    path = "/api/v1/holds",
    operation_id = "hold",
    summary = "Keeps a free time for a few minutes, while a form is filled in.",
    description = "A booking with this hold has the time for certain until then. Where a time cannot be kept, it can still be booked.",
    request_body = Said,
    responses(
        (status = 201, description = "Kept.", body = told::Held),
        (status = 409, description = "The time is not free, and the nearest free ones; or too many are kept; or a copy of this request is \
                                      being answered.")
    )
)]
pub async fn post(caller: Caller, posted: Posted<Said>) -> Result<Response, Refused> {
    let mut tx = caller.enter().await?;
    let once = match begin(&tx, caller.client, &posted).await? {
        Begun::First(once) => once,
        Begun::Again(told) => {
            let response = answer(&tx, told)?;
            tx.commit().await?;
            return Ok(response);
        }
    };
    if !takes_bookings(&tx).await? {
        return Err(told::paused().into());
    }
    let (clinic, said) = (&caller.clinic, &posted.said);
    let menu = Menu::read(&tx, clinic).await?;
    let (Chosen { service, practitioners, location }, at, visitor) = chosen(said, &menu)?;
    let wanted = Wanted { service, practitioners: &practitioners, location, besides: None };
    let network = caps::network(&tx, clinic, &visitor.to_string())?;
    let instead_of = said.instead_of.as_deref().and_then(|token| of_token(&tx, token));
    let holder = Holder { instead_of, form: tx.fresh::<AppointmentId>().uuid(), network: &network };
    let permit = tx.may(Hold).await?;
    let kept = match hold(&tx, clinic, &wanted, at, holder, &permit).await {
        Ok(kept) => kept,
        Err(HoldRefusal::SlotTaken) => {
            drop(tx);
            return Err(told::slot_taken(&caller, &wanted, at, HoldRefusal::SlotTaken.to_string()).await?.into());
        }
        Err(HoldRefusal::Enough) => {
            let details = Details::new(StatusCode::CONFLICT, "/problems/not-kept", "The time is not kept", HoldRefusal::Enough);
            return Err(details.into());
        }
        Err(HoldRefusal::Problem(problem)) => return Err(problem.into()),
    };
    let there = at_place(&tx, clinic, location).await?;
    let told = serde_json::to_value(told::Held::of(&kept, kept.id.to_string(), &there)).map_err(|error| Problem::Broken(error.into()))?;
    once.keep(&tx, &told).await?;
    let response = answer(&tx, told)?;
    tx.commit().await?;
    Ok(response)
}

/// With the token in place of the id: the one opens nothing without our seal.
fn answer(tx: &TenantTx, mut told: Value) -> Result<Response, Problem> {
    let id: AppointmentId =
        told["hold"].as_str().and_then(|id| id.parse().ok()).ok_or_else(|| Problem::broken("an answer without its hold"))?;
    told["hold"] = json!(token_of(tx, id));
    Ok((StatusCode::CREATED, Json(told)).into_response())
}
