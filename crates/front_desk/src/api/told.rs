//! What programs are told: times with the wall clock beside UTC, appointments without a name, refusals with what to do.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::{Timestamp, ToSpan as _, civil::DateTime};
use kernel::{
    Clinic, Problem, TenantTx,
    http::{Caller, Details, House, Refused},
    id::Id as _,
};
use serde::Serialize;
use serde_json::{Value, json};
use trust::{clinics::locations::at_place, messaging::LinkId};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, Type},
};

use crate::booking::{
    appointment::{Appointment, Status},
    calendar::{Offer, Wanted, bookable_days, nearest, offers},
    hold::Kept,
    own::AnswerRefusal,
};

/// Free times beside a refusal.
const NEAREST: usize = 6;
/// Days before and after a lost time in which others are looked for.
const AROUND: i32 = 7;

/// The words of a status, as the document describes them.
pub(crate) fn status_words() -> Object {
    let told = Status::ALL.into_iter().filter(|status| *status != Status::EnteredInError).map(Status::word);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(told)).build()
}

/// A time that can be booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Slot)]
pub struct Time {
    /// From.
    starts_at: Timestamp,
    /// To.
    ends_at: Timestamp,
    /// The beginning as the clock on the wall there says it, such as 2026-03-02T09:00:00.
    #[schema(value_type = String)]
    wall: DateTime,
    /// The zone of that clock, an IANA name.
    zone: String,
    /// Who is free, as ids; one of them is booked.
    practitioners: Vec<String>,
}

impl Time {
    /// As it is on offer.
    #[must_use]
    pub fn of(offer: &Offer, clinic: &Clinic) -> Self {
        let (wall, zone) = wall(offer.slot.starts_at, clinic);
        Self {
            starts_at: offer.slot.starts_at,
            ends_at: offer.slot.ends_at,
            wall,
            zone,
            practitioners: offer.practitioners.iter().map(ToString::to_string).collect(),
        }
    }
}

fn wall(at: Timestamp, clinic: &Clinic) -> (DateTime, String) {
    let zone = clinic.time_zone.clone();
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    (at.to_zoned(zone).datetime(), name)
}

/// A time that is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Hold)]
pub struct Held {
    /// Sent with the booking.
    hold: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    /// The beginning as the clock on the wall there says it.
    #[schema(value_type = String)]
    wall: DateTime,
    /// The zone of that clock.
    zone: String,
    /// From then on it keeps nobody out.
    until: Timestamp,
}

impl Held {
    /// As it is told.
    pub(super) fn of(kept: &Kept, hold: String, clinic: &Clinic) -> Self {
        let (wall, zone) = wall(kept.slot.starts_at, clinic);
        Self { hold, starts_at: kept.slot.starts_at, ends_at: kept.slot.ends_at, wall, zone, until: kept.until }
    }
}

/// An appointment that the program booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnAppointment)]
pub struct Own {
    id: String,
    /// "pending" is asked for: the clinic will answer the patient.
    #[schema(schema_with = status_words)]
    status: &'static str,
    starts_at: Timestamp,
    ends_at: Timestamp,
    /// The beginning as the clock on the wall there says it.
    #[schema(value_type = String)]
    wall: DateTime,
    /// The zone of that clock.
    zone: String,
    service_id: String,
    practitioner_id: String,
    /// Where, if the clinic works in several places.
    #[schema(required)]
    location_id: Option<String>,
    /// From then on it is moved and called off by telephone only.
    changes_until: Timestamp,
    /// The patient's own page of it. Whoever has this address may change the appointment: show it to the patient only.
    page: String,
}

/// The appointment as it is told, with the id of the link in place of the address of its page: the secret of a link stands in no table.
pub(super) async fn own(tx: &TenantTx, appointment: &Appointment, clinic: &Clinic, link: LinkId) -> Result<Value, Problem> {
    let (wall, zone) = wall(appointment.starts_at, &at_place(tx, clinic, appointment.location).await?);
    let told = Own {
        id: appointment.id.to_string(),
        status: appointment.status.word(),
        starts_at: appointment.starts_at,
        ends_at: appointment.ends_at,
        wall,
        zone,
        service_id: appointment.service.to_string(),
        practitioner_id: appointment.practitioner.to_string(),
        location_id: appointment.location.map(|place| place.to_string()),
        changes_until: appointment.changes_until,
        page: link.to_string(),
    };
    serde_json::to_value(told).map_err(|error| Problem::Broken(error.into()))
}

/// The answer with such an appointment, with the address of its page.
pub(super) fn answer(tx: &TenantTx, house: &House, status: StatusCode, mut told: Value) -> Result<Response, Problem> {
    let link: LinkId =
        told["page"].as_str().and_then(|link| link.parse().ok()).ok_or_else(|| Problem::broken("an answer without its link"))?;
    told["page"] = json!(format!("{}/a/{}", house.base_url(), tx.link_token(link.uuid())));
    let place = (status == StatusCode::CREATED).then(|| format!("/api/v1/appointments/{}", told["id"].as_str().unwrap_or_default()));
    let mut response = (status, Json(told)).into_response();
    if let Some(place) = place.and_then(|place| HeaderValue::from_str(&place).ok()) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// The clinic takes no bookings at all now.
pub(super) fn paused() -> Details {
    let why = "the clinic takes no bookings online at the moment; please call it";
    Details::new(StatusCode::CONFLICT, "/problems/bookings-paused", "No bookings now", why)
}

/// This one is not taken online.
pub(super) fn not_online(why: impl std::fmt::Display) -> Details {
    Details::new(StatusCode::CONFLICT, "/problems/not-online", "Not online", why)
}

/// The time is gone; the nearest free ones, read as the calendar is now.
pub(super) async fn slot_taken(caller: &Caller, wanted: &Wanted<'_>, lost: Timestamp, why: String) -> Result<Details, Problem> {
    let tx = caller.enter().await?;
    let clinic = &at_place(&tx, &caller.clinic, wanted.location).await?;
    let bookable = bookable_days(clinic, wanted.service, tx.now());
    let day = clinic.day_of(lost).clamp(*bookable.start(), *bookable.end());
    let first = day.checked_sub(AROUND.days()).unwrap_or(day).max(*bookable.start());
    let last = day.checked_add(AROUND.days()).unwrap_or(day).min(*bookable.end());
    let free = offers(&tx, clinic, wanted, first..=last).await?;
    let near: Vec<Time> = nearest(&free, lost, NEAREST).iter().map(|offer| Time::of(offer, clinic)).collect();
    tx.commit().await?;
    Ok(Details::new(StatusCode::CONFLICT, "/problems/slot-taken", "The time is not free", why).with("slots", json!(near)))
}

/// A refusal to change an appointment.
pub(super) fn not_changed(refusal: AnswerRefusal) -> Refused {
    match refusal {
        AnswerRefusal::Problem(problem) => problem.into(),
        other => Details::new(StatusCode::CONFLICT, "/problems/not-changed", "The appointment stays as it is", other).into(),
    }
}
