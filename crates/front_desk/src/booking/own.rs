//! Keeps: "A link opens one appointment and nothing else". Whoever holds the link from the message sees that
//! appointment, without an account and without a name on the page, and what can still be done about it.

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use kernel::{
    Clinic, Problem, TenantTx, Verb,
    http::{Bearer, View, see_other},
    id::Id as _,
    permit::Who,
};
use serde::Deserialize;
use trust::{
    clinics::{Practitioner, Service, locations::at_place, practitioner, service},
    patients::PatientId,
};
use uuid::Uuid;

use crate::queue::{
    here::may_say_here,
    own_place::{Place, own_place},
};

use super::appointment::{Act, ActRefusal, Appointment, AppointmentId, Next, Status, appointment, held};

/// Looks at one's own appointment.
#[derive(Clone, Copy, Debug)]
pub struct SeeOwn {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for SeeOwn {
    const ACT: &'static str = "booking.see_own";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Why an answer changes nothing.
#[derive(Debug, thiserror::Error)]
pub enum AnswerRefusal {
    /// The appointment does not allow it any more.
    #[error(transparent)]
    No(#[from] ActRefusal),
    /// Somebody has the time.
    #[error("this time is not free any more; the appointment stays as it was")]
    SlotTaken,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl AnswerRefusal {
    /// The key of its sentence; a problem is nobody's answer.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn words(self) -> Result<&'static str, Problem> {
        match self {
            Self::No(refusal) => Ok(refusal.words()),
            Self::SlotTaken => Ok("appointment-time-taken"),
            Self::Problem(problem) => Err(problem),
        }
    }
}

/// An appointment with the public names around it.
#[derive(Debug)]
pub struct Shown {
    /// The appointment.
    pub appointment: Appointment,
    /// With whom.
    pub practitioner: Practitioner,
    /// For what.
    pub service: Service,
    /// The clinic, by the clock of the place.
    pub there: Clinic,
}

impl Shown {
    /// Reads the names around an appointment.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn read(tx: &TenantTx, clinic: &Clinic, appointment: Appointment) -> Result<Self, Problem> {
        let (practitioner, service, there) = futures_util::try_join!(
            practitioner(tx, appointment.practitioner),
            service(tx, appointment.service, clinic.currency),
            at_place(tx, clinic, appointment.location)
        )?;
        Ok(Self { appointment, practitioner, service, there })
    }
}

/// What just happened, for the line on top.
#[derive(Debug, Default, Deserialize)]
pub struct Did {
    /// "confirm", "cancel", "restore", "move" or "stop".
    #[serde(default)]
    did: String,
}

#[derive(Template)]
#[template(path = "booking/own.html")]
struct OwnPage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
    token: &'a str,
    shown: Shown,
    did: Option<&'static str>,
    no: Option<&'static str>,
    may: [bool; 4],
    /// Whether they may say that they are here.
    here: bool,
    /// Where they stand, while they are in the waiting room.
    place: Option<Place>,
}

impl OwnPage<'_> {
    /// The clinic's page with whom they saw last, for the same.
    fn again(&self) -> String {
        format!("/c/{}?service={}&practitioner={}", self.clinic.slug, self.shown.service.id, self.shown.practitioner.id)
    }

    fn state(&self) -> &'static str {
        let appointment = &self.shown.appointment;
        match appointment.status {
            Status::Booked if appointment.confirmed_at.is_some() => "appointment-confirmed",
            Status::Pending => "appointment-asked",
            Status::Booked => "appointment-booked",
            Status::Arrived => "appointment-arrived",
            Status::Fulfilled => "appointment-fulfilled",
            Status::NoShow => "appointment-noshow",
            Status::Cancelled | Status::EnteredInError => "appointment-cancelled",
        }
    }
}

fn id_of(bearer: &Bearer) -> Result<AppointmentId, Problem> {
    if bearer.purpose == "appointment" { Ok(AppointmentId::from_uuid(bearer.subject)) } else { Err(Problem::NotFound) }
}

/// Enters the clinic with the link and counts the try.
pub(super) async fn enter(bearer: &Bearer) -> Result<TenantTx, Problem> {
    id_of(bearer)?;
    bearer.house.brake().count("booking.answer", &bearer.address)?;
    bearer.enter().await
}

/// The bearer's appointment, held for a change.
pub(super) async fn own_held(tx: &TenantTx, bearer: &Bearer) -> Result<Appointment, Problem> {
    held(tx, id_of(bearer)?).await
}

/// The bearer's appointment to be looked at; the look is written to the trail.
pub(super) async fn own_seen(tx: &mut TenantTx, bearer: &Bearer) -> Result<Shown, Problem> {
    let appointment = appointment(tx, id_of(bearer)?).await?;
    let _seen = tx.may(SeeOwn { appointment: appointment.id, patient: appointment.patient }).await?;
    Shown::read(tx, &bearer.clinic, appointment).await
}

/// Back to the appointment after an act.
pub(super) fn back_after(bearer: &Bearer, did: &str) -> Response {
    see_other(&format!("/a/{}?did={did}", bearer.token))
}

/// The appointment with the reason why nothing was changed.
pub(super) async fn refused(bearer: &Bearer, refusal: AnswerRefusal) -> Result<Response, Problem> {
    show_with(bearer, StatusCode::CONFLICT, (None, Some(refusal.words()?))).await
}

/// The appointment with the reason why there is nothing to choose.
pub(super) async fn nothing_to_do(bearer: &Bearer, refusal: AnswerRefusal) -> Result<Response, Problem> {
    show_with(bearer, StatusCode::OK, (None, Some(refusal.words()?))).await
}

async fn show_with(
    bearer: &Bearer,
    status: StatusCode,
    (did, no): (Option<&'static str>, Option<&'static str>),
) -> Result<Response, Problem> {
    id_of(bearer)?;
    let mut tx = bearer.enter().await?;
    let shown = own_seen(&mut tx, bearer).await?;
    let may = [Act::Confirm, Act::Move, Act::Cancel, Act::Restore]
        .map(|act| matches!(shown.appointment.decide(act, tx.now()), Ok(Next::Becomes(_))));
    let here = may_say_here(&tx, &bearer.clinic, &shown.appointment).await?;
    let place = match shown.appointment.status {
        Status::Arrived => own_place(&tx, &bearer.clinic, shown.appointment.id).await?,
        _ => None,
    };
    tx.commit().await?;
    let v = bearer.view.by_clock_of(&shown.there);
    let page = OwnPage { v: &v, clinic: &bearer.clinic, token: &bearer.token, shown, did, no, may, here, place };
    bearer.view.page_as(status, &page)
}

/// `GET /a/{token}`, and `GET` on an act: where a reload or a change of language after a refused act leads.
///
/// # Errors
/// [`Problem`].
pub async fn page(bearer: Bearer, Query(did): Query<Did>) -> Result<Response, Problem> {
    let asked = did.did.as_str();
    let did = match asked {
        "confirm" => Some("appointment-did-confirm"),
        "cancel" => Some("appointment-did-cancel"),
        "restore" => Some("appointment-did-restore"),
        "move" => Some("appointment-did-move"),
        "stop" => Some("appointment-did-stop"),
        "here" => Some("here-did"),
        _ => None,
    };
    let no = (asked == "not-here").then_some("here-wrong");
    show_with(&bearer, StatusCode::OK, (did, no)).await
}
