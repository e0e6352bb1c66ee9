//! Keeps: "The desk moves a visit to any time at which it fits, and takes that back with one touch". Dropped in the calendar,
//! chosen from the free times or typed, it is the same form; where it does not fit nothing changes, and a reason is asked for.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
};
use trust::{
    clinics::{PractitionerId, RoomId, Service, bookable_practitioners, locations::at_place, service},
    messaging::{Channel, Kind, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{
    asked::{saying, way_back},
    call_off::is_on_its_way,
    fits::{Fit, Spot, at_desk, fits, slot},
    move_page::{Asked, Lost, again, choose},
    overbook::{over, reason},
    refusal::VisitRefusal,
    see_visit::{Details, page},
};
use crate::booking::{
    Appointment, AppointmentId,
    appointment::{Act, NO_OVERLAP, Next, held},
    book::link_for,
    change::{Put, following, put},
    take::let_go,
};
use crate::services::rooms::rooms;

/// Gives a visit another time, practitioner or room.
#[derive(Clone, Copy, Debug)]
pub struct MoveAtDesk {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for MoveAtDesk {
    const ACT: &'static str = "booking.move_at_desk";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Where to.
#[derive(Clone, Debug)]
struct Change {
    to: Timestamp,
    practitioner: PractitionerId,
    /// A room that is wished.
    room: Option<RoomId>,
    /// Why beside others.
    because: Option<String>,
    /// Whether all that follow in the series move with it.
    following: bool,
    tell: bool,
}

fn read(filled: &Filled, desk: &Desk, visit: &Appointment) -> Result<Change, Errors> {
    let zone = &desk.clinic.time_zone;
    let mut form = Reading::of(filled);
    let practitioner = form.optional("practitioner", "field-choose", str::parse::<PractitionerId>).unwrap_or(visit.practitioner);
    let room = form.optional("room", "field-choose", str::parse::<RoomId>);
    let how = filled.text("how");
    let to = if matches!(how, "put" | "overbook") {
        let day = form.parsed("day", "desk-date-wrong", str::parse::<Date>);
        let time = form.parsed("over_at", "desk-time-wrong", str::parse::<Time>);
        day.zip(time).and_then(|(day, time)| zone.to_timestamp(day.to_datetime(time)).ok())
    } else if filled.text("at").is_empty() {
        if filled.text("slot").is_empty() {
            form.wrong("slot", "booking-choose-time");
        }
        form.optional("slot", "booking-choose-time", str::parse::<Timestamp>)
    } else {
        // Dropped in the calendar: the wall clock of the column.
        form.parsed("at", "desk-time-wrong", str::parse::<DateTime>).and_then(|at| zone.to_timestamp(at).ok())
    };
    let because = (how == "overbook").then(|| reason(&mut form));
    let (tell, following) = (form.ticked("tell"), filled.text("which") == "following");
    let errors = form.errors();
    match to {
        Some(to) if !errors.any() => Ok(Change { to, practitioner, room, because, following, tell }),
        _ => Err(errors),
    }
}

/// What of the change is none of this clinic's, or out of use.
async fn stranger(tx: &TenantTx, visit: &Appointment, change: &Change) -> Result<Option<(&'static str, &'static str)>, Problem> {
    let (people, rooms) = futures_util::future::try_join(bookable_practitioners(tx), rooms(tx)).await?;
    let works = change.practitioner == visit.practitioner || people.iter().any(|one| one.id == change.practitioner);
    let in_use = change.room.is_none_or(|id| rooms.iter().any(|room| room.id == id && !room.closed));
    Ok(if works { (!in_use).then_some(("room", "field-choose")) } else { Some(("practitioner", "field-choose")) })
}

/// Puts one visit to a time, if it fits there or there is a reason.
async fn put_one(
    tx: &TenantTx,
    desk: &Desk,
    (visit, service): (&Appointment, &Service),
    (to, change): (Timestamp, &Change),
) -> Result<(), VisitRefusal> {
    if let Next::AsItIs = visit.decide_at_desk(Act::Move)? {
        return Ok(());
    }
    let now = Details::read(tx, visit.id).await?;
    // A room that was given by hand goes with the visit, where the service itself asks for none.
    let room = change.room.or(if service.rooms.is_none() { now.room } else { None });
    let spot = Spot { practitioner: change.practitioner, room, location: visit.location, at: to, besides: Some(visit.id) };
    let fit =
        if desk.clinic.day_of(to) < desk.clinic.day_of(tx.now()) { Fit::Closed } else { fits(tx, &desk.clinic, service, &spot).await? };
    let (room, because) = match (fit, &change.because) {
        (Fit::Free(room), _) => (room, None),
        (Fit::Closed | Fit::Busy, Some(why)) => (room, Some(why.as_str())),
        (Fit::Closed, None) => return Err(VisitRefusal::Closed),
        (Fit::Busy, None) => return Err(VisitRefusal::Busy),
    };
    let put_to = Put { practitioner: change.practitioner, room, location: visit.location, slot: slot(service, to), because };
    put(tx, visit, service, &put_to).await.on_any(NO_OVERLAP, VisitRefusal::Busy)?;
    link_for(tx, visit.id, put_to.slot.ends_at).await?;
    if change.tell && !is_on_its_way(tx, visit.id, Kind::Moved).await? && !is_on_its_way(tx, visit.id, Kind::Confirmation).await? {
        tell(tx, visit.patient, Channel::WhatsApp, Kind::Moved, visit.id.uuid()).await?;
    }
    Ok(())
}

/// Moves a visit, or it and all that follow it: by as many days, to the same time of day. All of them or none.
async fn move_at_desk(
    tx: &TenantTx,
    desk: &Desk,
    visit: &Appointment,
    change: &Change,
    _permit: &Permit<MoveAtDesk>,
) -> Result<(), VisitRefusal> {
    let_go(tx, None).await?;
    let service = at_desk(service(tx, visit.service, desk.clinic.currency).await?);
    let mut visits = vec![*visit];
    if change.following {
        for id in following(tx, visit).await?.into_iter().filter(|id| *id != visit.id) {
            visits.push(held(tx, id).await?);
        }
    }
    // Whoever goes later makes room first for whoever is before them.
    if change.to > visit.starts_at {
        visits.reverse();
    }
    let there = at_place(tx, &desk.clinic, visit.location).await?;
    let mut unfit = Vec::new();
    for one in &visits {
        let to = shift(&there.time_zone, (visit.starts_at, change.to), one.starts_at);
        match put_one(tx, desk, (one, &service), (to, change)).await {
            Err(VisitRefusal::Closed | VisitRefusal::Busy) if visits.len() > 1 => unfit.push(to),
            other => other?,
        }
    }
    unfit.sort_unstable();
    if unfit.is_empty() { Ok(()) } else { Err(VisitRefusal::DoNotFit(unfit)) }
}

/// Where a visit of a series goes when another of it goes from one time to another: as many days on, at that time of day.
fn shift(zone: &jiff::tz::TimeZone, (from, to): (Timestamp, Timestamp), one: Timestamp) -> Timestamp {
    let wall = |at: Timestamp| zone.to_datetime(at);
    let days = wall(to).date().since(wall(from).date()).map_or(0, |span| span.get_days());
    let day = wall(one).date().checked_add(jiff::ToSpan::days(days)).unwrap_or_else(|_| wall(one).date());
    let moved = zone.to_timestamp(day.to_datetime(wall(to).time()));
    if one == from { to } else { moved.unwrap_or_else(|_| one.checked_add(to.duration_since(from)).unwrap_or(one)) }
}

/// The calendar again, on the day it was moved to, with what undoes it.
fn moved(filled: &Filled, desk: &Desk, (visit, room): (&Appointment, Option<RoomId>), change: &Change) -> String {
    let back = way_back(filled.text("back"), desk.clinic.day_of(change.to));
    if change.following || !filled.text("undo").is_empty() {
        return saying(&back, &format!("move&to={}", visit.id));
    }
    let room = room.map(|room| room.to_string()).unwrap_or_default();
    saying(&back, &format!("move&to={}&was={}&was_with={}&was_in={room}", visit.id, visit.starts_at, visit.practitioner))
}

/// `GET /appointments/{id}/move`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    choose(&desk, id_in_path(&id)?, &asked).await
}

/// `POST /appointments/{id}/move`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: AppointmentId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let visit = held(&tx, id).await?;
    let permit = tx.may(MoveAtDesk { appointment: id, patient: visit.patient }).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if !filled.text("show").is_empty() {
        drop(tx);
        return again(&desk, id, &filled, (StatusCode::OK, Errors::none(), Lost::Nothing)).await;
    }
    let change = match read(&filled, &desk, &visit) {
        Ok(change) => change,
        Err(errors) => {
            drop(tx);
            return again(&desk, id, &filled, (StatusCode::UNPROCESSABLE_ENTITY, errors, Lost::Nothing)).await;
        }
    };
    if let Some((field, key)) = stranger(&tx, &visit, &change).await? {
        drop(tx);
        return again(&desk, id, &filled, (StatusCode::UNPROCESSABLE_ENTITY, Errors::one(field, key), Lost::Nothing)).await;
    }
    let room = Details::read(&tx, id).await?.room;
    if change.because.is_some() {
        let _over = over(&mut tx, &desk, change.practitioner).await?;
    }
    match move_at_desk(&tx, &desk, &visit, &change, &permit).await {
        Ok(()) => {
            tx.tell_boards().await?;
            let to = moved(&filled, &desk, (&visit, room), &change);
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(VisitRefusal::No(refusal)) => {
            drop(tx);
            page(&desk, id, filled.text("back"), (StatusCode::CONFLICT, Some(VisitRefusal::No(refusal).words()?))).await
        }
        Err(refusal) => {
            // Nothing is half-moved, and the page reads the calendar as it is now.
            drop(tx);
            let lost = match &refusal {
                VisitRefusal::DoNotFit(dates) => Lost::Dates(dates.clone()),
                _ => Lost::Time(change.to, change.practitioner),
            };
            again(&desk, id, &filled, (StatusCode::CONFLICT, Errors::one("slot", refusal.words()?), lost)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn a_series_moves_by_days_and_keeps_to_the_wall_clock() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        // From Monday 09:00 to Tuesday 10:30, before and after the clocks go forward on 29 March.
        let change = (at("2026-03-23T09:00:00Z"), at("2026-03-24T10:30:00Z"));
        assert_eq!(shift(&zone, change, change.0), change.1);
        assert_eq!(shift(&zone, change, at("2026-03-30T08:00:00Z")), at("2026-03-31T09:30:00Z"));
    }
}
