//! The page to move a visit on: the free times of whoever is chosen, any other time, and the way past both for a reason.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Problem, TenantTx,
    http::{Desk, Errors, Filled, Typed, View},
};
use serde::Deserialize;
use trust::{
    clinics::{Practitioner, PractitionerId, bookable_practitioners},
    patients::patient,
};

use super::{asked::way_back, fits::at_desk, overbook::may_overbook, see_calendar::SeeCalendar, see_visit::Details};
use crate::{
    booking::{
        AppointmentId,
        appointment::appointment,
        calendar::{Own, Wanted},
        own::Shown,
        show_times::{Times, times},
    },
    services::rooms::{Room, rooms},
};

/// What is asked for so far; anything unreadable is as if it were not said.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
    #[serde(default)]
    practitioner: String,
    #[serde(default)]
    back: String,
}

/// What could not be had.
pub(super) enum Lost {
    Nothing,
    /// A time, with whom.
    Time(Timestamp, PractitionerId),
    /// Dates of a series.
    Dates(Vec<Timestamp>),
}

#[derive(Template)]
#[template(path = "desk_calendar/move.html")]
struct MovePage<'a> {
    v: &'a View,
    f: &'a Typed,
    shown: &'a Shown,
    name: String,
    details: &'a Details,
    giving: Vec<Practitioner>,
    rooms: Vec<Room>,
    practitioner: String,
    times: Times,
    unfit: Vec<Timestamp>,
    back: String,
    may_overbook: bool,
}

async fn page(
    tx: &TenantTx,
    desk: &Desk,
    id: AppointmentId,
    asked: &Asked,
    (status, typed, lost): (StatusCode, Option<Typed>, Lost),
) -> Result<Response, Problem> {
    let mut shown = Shown::read(tx, &desk.clinic, appointment(tx, id).await?).await?;
    shown.service = at_desk(shown.service);
    let visit = shown.appointment;
    let details = Details::read(tx, id).await?;
    let (everybody, rooms) = futures_util::future::try_join(bookable_practitioners(tx), rooms(tx)).await?;
    let giving: Vec<Practitioner> = everybody.into_iter().filter(|one| shown.service.is_given_by(one.id)).collect();
    let named = asked.practitioner.parse().ok().filter(|id| giving.iter().any(|one| one.id == *id));
    let with = match &lost {
        Lost::Time(_, with) => *with,
        _ => named.unwrap_or(visit.practitioner),
    };
    let (lost_at, unfit) = match lost {
        Lost::Nothing => (None, Vec::new()),
        Lost::Time(at, _) => (Some(at), Vec::new()),
        Lost::Dates(dates) => (None, dates),
    };
    let practitioners = [with];
    let leaves = (with == visit.practitioner).then_some(visit.starts_at);
    let wanted =
        Wanted { service: &shown.service, practitioners: &practitioners, location: visit.location, besides: Some(Own { id, leaves }) };
    let day = asked.day.parse::<Date>().ok().or_else(|| lost_at.is_none().then(|| desk.clinic.day_of(visit.starts_at)));
    let times = times(tx, (&desk.view, &desk.clinic), &wanted, (day.filter(|_| lost_at.is_none()), lost_at)).await?;
    let wall = |at: Timestamp| at.to_zoned(desk.clinic.time_zone.clone()).strftime("%H:%M").to_string();
    let over_at = wall(lost_at.unwrap_or(visit.starts_at));
    let typed = typed.unwrap_or_else(|| Typed::starting_with(&[("tell", "1"), ("which", "one"), ("over_at", &over_at)]));
    // What was dropped or chosen and is taken is the time to give a reason for.
    let typed = if lost_at.is_some() { typed.with("over_at", &over_at) } else { typed };
    let name = patient(tx, visit.patient).await?.name.into_inner();
    let page = MovePage {
        v: &desk.view,
        f: &typed,
        shown: &shown,
        name,
        details: &details,
        giving,
        rooms: rooms.into_iter().filter(|room| !room.closed).collect(),
        practitioner: with.to_string(),
        times,
        unfit,
        back: way_back(&asked.back, desk.clinic.day_of(visit.starts_at)),
        may_overbook: may_overbook(desk),
    };
    desk.view.page_as(status, &page)
}

/// The page, for the first time.
pub(super) async fn choose(desk: &Desk, id: AppointmentId, asked: &Asked) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeCalendar).await?;
    let page = page(&tx, desk, id, asked, (StatusCode::OK, None, Lost::Nothing)).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page once more, with what was typed.
pub(super) async fn again(
    desk: &Desk,
    id: AppointmentId,
    filled: &Filled,
    (status, errors, lost): (StatusCode, Errors, Lost),
) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeCalendar).await?;
    let field = |name: &str| filled.text(name).to_owned();
    let day = filled.text("show").parse::<Date>().map_or_else(|_| field("day"), |day| day.to_string());
    let asked = Asked { day, practitioner: field("practitioner"), back: field("back") };
    let page = page(&tx, desk, id, &asked, (status, Some(filled.typed(errors)), lost)).await?;
    tx.commit().await?;
    Ok(page)
}
