//! Keeps: "A patient moves an appointment without losing the one they have". The new time is taken in the statement that
//! gives the old one back; if somebody else has it, nothing changes.

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use jiff::Timestamp;
use kernel::{
    Clinic, Permit, Problem, TenantTx, Verb,
    http::{Bearer, Errors, Filled, Typed, View},
    id::Id as _,
    permit::Who,
    refusal::OnConstraint as _,
    sql,
};
use trust::{
    api_clients::Scope,
    clinics::{RoomId, Service, service, takes_bookings},
    messaging::{Channel, Kind, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{
    appointment::{Act, Appointment, AppointmentId, NO_OVERLAP, Next},
    book::link_for,
    calendar::{Offer, Own, Wanted, bookable_days, offers, pace},
    own::{AnswerRefusal, Shown, back_after, enter, nothing_to_do, own_held, own_seen, refused},
    paused::paused,
    show_times::{Asked, Times, times},
    take::{free_seat, session_of},
};
use crate::waitlist::offer::look_again;

/// Moves one's own appointment.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Move {
    /// Of this appointment.
    #[must_use]
    pub const fn of(appointment: &Appointment) -> Self {
        Self { appointment: appointment.id, patient: appointment.patient }
    }
}
impl Verb for Move {
    const ACT: &'static str = "booking.move";
    const WHO: &'static [Who] = &[Who::Bearer, Who::Client(Scope::Book.word())];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Moves the appointment to a time on offer for the same service with the same practitioner, and tells the patient.
///
/// # Errors
/// [`AnswerRefusal`]; the old time stays.
pub async fn move_it(
    tx: &TenantTx,
    clinic: &Clinic,
    appointment: &Appointment,
    to: Timestamp,
    _permit: &Permit<Move>,
) -> Result<(), AnswerRefusal> {
    if let Next::AsItIs = appointment.decide(Act::Move, tx.now())? {
        return Ok(());
    }
    if to == appointment.starts_at {
        return Ok(());
    }
    let day = clinic.day_of(to);
    let service = service(tx, appointment.service, clinic.currency).await?;
    if !bookable_days(clinic, &service, tx.now()).contains(&day) {
        return Err(AnswerRefusal::SlotTaken);
    }
    let wanted = Wanted {
        service: &service,
        practitioners: &[appointment.practitioner],
        location: appointment.location,
        besides: Some(Own { id: appointment.id, leaves: Some(appointment.starts_at) }),
    };
    let offers = offers(tx, clinic, &wanted, day..=day).await?;
    let offer = offers.iter().find(|offer| offer.slot.starts_at == to).ok_or(AnswerRefusal::SlotTaken)?;
    let seat = match service.places {
        ..=1 => None,
        places => {
            let session = session_of(tx, appointment.practitioner, &wanted, offer.slot).await?;
            let (seat, room) = free_seat(tx, session, places).await?.ok_or(AnswerRefusal::SlotTaken)?;
            Some((session, seat, room))
        }
    };
    write(tx, appointment, &service, offer, seat).await.on_any(NO_OVERLAP, AnswerRefusal::SlotTaken)?;
    link_for(tx, appointment.id, offer.slot.ends_at).await?;
    look_again(tx, tx.now()).await?;
    tell(tx, appointment.patient, Channel::WhatsApp, Kind::Moved, appointment.id.uuid()).await?;
    tx.tell_boards().await?;
    Ok(())
}

/// A seat in a group, and the room where it meets.
type Seat = Option<(Uuid, i32, Option<RoomId>)>;

async fn write(tx: &TenantTx, appointment: &Appointment, service: &Service, offer: &Offer, seat: Seat) -> Result<(), Problem> {
    let (slot, block) = (offer.slot, pace(service).blocks(offer.slot));
    let room = seat.and_then(|seat| seat.2).or_else(|| offer.rooms.first().copied());
    tx.run(
        // What was confirmed was the old time.
        sql!(
            "update appointment set starts_at = $2, ends_at = $3, blocks_from = $4, blocks_until = $5, room_id = $6, confirmed_at = null,
                                    session_id = $7, seat = $8
              where appointment_id = $1"
        ),
        &[
            &appointment.id,
            &slot.starts_at,
            &slot.ends_at,
            &block.from,
            &block.to,
            &room,
            &seat.map(|seat| seat.0),
            &seat.map(|seat| seat.1),
        ],
    )
    .await
    .map(drop)
}

#[derive(Template)]
#[template(path = "booking/move_it.html")]
struct MovePage<'a> {
    v: &'a View,
    f: &'a Typed,
    token: &'a str,
    shown: &'a Shown,
    times: Times,
}

impl MovePage<'_> {
    fn href(&self, day: &jiff::civil::Date) -> String {
        format!("/a/{}/move?day={day}#times", self.token)
    }
}

/// The page to choose from; where a wished time was lost, the nearest ones first.
async fn choose(
    bearer: &Bearer,
    typed: &Typed,
    (status, lost): (StatusCode, Option<Timestamp>),
    asked: &Asked,
) -> Result<Response, Problem> {
    let mut tx = enter(bearer).await?;
    if !takes_bookings(&tx).await? {
        return paused(&bearer.view, &bearer.clinic, StatusCode::CONFLICT);
    }
    let shown = own_seen(&mut tx, bearer).await?;
    if let Err(refusal) = shown.appointment.decide(Act::Move, tx.now()) {
        drop(tx);
        return nothing_to_do(bearer, refusal.into()).await;
    }
    let with = [shown.appointment.practitioner];
    let wanted = Wanted {
        service: &shown.service,
        practitioners: &with,
        location: shown.appointment.location,
        besides: Some(Own { id: shown.appointment.id, leaves: Some(shown.appointment.starts_at) }),
    };
    let v = bearer.view.by_clock_of(&shown.there);
    let times = times(&tx, (&v, &shown.there), &wanted, (asked.day.parse().ok(), lost)).await?;
    tx.commit().await?;
    bearer.view.page_as(status, &MovePage { v: &v, f: typed, token: &bearer.token, shown: &shown, times })
}

/// `GET /a/{token}/move`.
///
/// # Errors
/// [`Problem`].
pub async fn page(bearer: Bearer, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    choose(&bearer, &Typed::blank(), (StatusCode::OK, None), &asked).await
}

/// `POST /a/{token}/move`.
///
/// # Errors
/// [`Problem`].
pub async fn post(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let Ok(to) = filled.text("slot").parse::<Timestamp>() else {
        let typed = filled.typed(Errors::one("slot", "booking-choose-time"));
        let asked = Asked { day: filled.text("day").to_owned(), ..Asked::default() };
        return choose(&bearer, &typed, (StatusCode::UNPROCESSABLE_ENTITY, None), &asked).await;
    };
    let mut tx = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "move"));
    }
    if !takes_bookings(&tx).await? {
        return paused(&bearer.view, &bearer.clinic, StatusCode::CONFLICT);
    }
    let appointment = own_held(&tx, &bearer).await?;
    let permit = tx.may(Move::of(&appointment)).await?;
    match move_it(&tx, &bearer.clinic, &appointment, to, &permit).await {
        Ok(()) => {
            tx.commit_form(filled.form(), "").await?;
            Ok(back_after(&bearer, "move"))
        }
        Err(AnswerRefusal::SlotTaken) => {
            drop(tx);
            let typed = filled.typed(Errors::one("slot", "appointment-time-taken"));
            choose(&bearer, &typed, (StatusCode::CONFLICT, Some(to)), &Asked::default()).await
        }
        Err(refusal) => {
            drop(tx);
            refused(&bearer, refusal).await
        }
    }
}
