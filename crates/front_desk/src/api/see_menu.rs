//! `GET /api/v1/services`, `/practitioners` and `/locations`: what the public page offers to choose from. Nothing in it is about
//! a patient, so no look leaves a line in the trail.

use axum::Json;
use kernel::{Problem, http::Caller};
use serde::Serialize;
use trust::{
    clinics::{Practitioner, Service},
    privacy::NOTICE_VERSION,
};
use utoipa::ToSchema;

use crate::booking::show_times::Menu;

/// A service on offer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Service)]
pub struct ServiceTold {
    id: String,
    name: String,
    /// How long it takes.
    minutes: i32,
    /// In the smallest unit of the currency.
    price_minor: i64,
    /// ISO 4217.
    currency: &'static str,
    /// Who gives it, as ids.
    practitioners: Vec<String>,
    /// How many patients one time is for.
    places: i32,
    /// Whether a booking waits for the clinic's yes.
    approval: bool,
    /// It is booked no later than so many minutes before.
    notice_minutes: i32,
    /// It is booked so many days ahead.
    horizon_days: i32,
    /// It is moved and called off no later than so many minutes before.
    cancel_minutes: i32,
}

/// What can be booked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Services)]
pub struct Services {
    services: Vec<ServiceTold>,
    /// The privacy notice that a visitor is shown before a name is asked for.
    notice: String,
    /// Its version.
    notice_version: &'static str,
}

/// Somebody who can be booked, or a place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct Named {
    id: String,
    name: String,
}

/// Who can be booked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Practitioners)]
pub struct Practitioners {
    practitioners: Vec<Named>,
}

/// Where the clinic works, if in several places.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Locations)]
pub struct Locations {
    locations: Vec<Named>,
}

fn told(service: &Service, giving: &[&Practitioner]) -> ServiceTold {
    ServiceTold {
        id: service.id.to_string(),
        name: service.name.clone(),
        minutes: service.minutes,
        price_minor: service.price.minor,
        currency: service.price.currency.code(),
        practitioners: giving.iter().map(|one| one.id.to_string()).collect(),
        places: service.places,
        approval: service.approval,
        notice_minutes: service.notice,
        horizon_days: service.horizon,
        cancel_minutes: service.cancel,
    }
}

async fn menu(caller: &Caller) -> Result<Menu, Problem> {
    let tx = caller.enter().await?;
    let menu = Menu::read(&tx, &caller.clinic).await?;
    tx.commit().await?;
    Ok(menu)
}

/// GET /api/v1/services
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/services",
    operation_id = "services",
    summary = "What can be booked.",
    description = "As on the clinic's public page.",
    responses((status = 200, description = "Here it is.", body = Services))
)]
pub async fn services(caller: Caller) -> Result<Json<Services>, Problem> {
    let menu = menu(&caller).await?;
    let services = menu.services.iter().map(|service| told(service, &menu.giving(service))).collect();
    Ok(Json(Services { services, notice: format!("{}/privacy", caller.house.base_url()), notice_version: NOTICE_VERSION }))
}

/// GET /api/v1/practitioners
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/practitioners",
    operation_id = "practitioners",
    summary = "Who can be booked.",
    description = "As on the clinic's public page.",
    responses((status = 200, description = "Here it is.", body = Practitioners))
)]
pub async fn practitioners(caller: Caller) -> Result<Json<Practitioners>, Problem> {
    let menu = menu(&caller).await?;
    let practitioners = menu.practitioners.into_iter().map(|one| Named { id: one.id.to_string(), name: one.name }).collect();
    Ok(Json(Practitioners { practitioners }))
}

/// GET /api/v1/locations
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/locations",
    operation_id = "locations",
    summary = "Where the clinic works, if in several places.",
    description = "With more than one, a search and a booking name one of them.",
    responses((status = 200, description = "Here it is.", body = Locations))
)]
pub async fn locations(caller: Caller) -> Result<Json<Locations>, Problem> {
    let menu = menu(&caller).await?;
    Ok(Json(Locations { locations: menu.locations.into_iter().map(|one| Named { id: one.id.to_string(), name: one.name }).collect() }))
}
