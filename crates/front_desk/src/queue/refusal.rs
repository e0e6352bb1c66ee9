//! What the desk is told when a button changes nothing, and where it goes when it did.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::civil::Date;
use kernel::{
    Problem,
    http::{Desk, Filled, View},
};
use trust::clinics::PractitionerId;

use crate::booking::{AppointmentId, appointment::ActRefusal};

/// Why a button changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum DeskRefusal {
    /// The appointment does not allow it.
    #[error(transparent)]
    No(#[from] ActRefusal),
    /// The time was given to somebody else meanwhile.
    #[error("somebody else has this time now")]
    SlotTaken,
    /// The patient was called already.
    #[error("the patient has been called already")]
    AlreadyCalled,
    /// Nobody waits for this practitioner.
    #[error("nobody is waiting")]
    NobodyWaits,
    /// It does not say for whom to call.
    #[error("choose the practitioner who calls")]
    WhoCalls,
    /// The patient waits already, or is being seen.
    #[error("this patient is in the waiting room already")]
    WaitsAlready,
    /// Nobody here gives the service.
    #[error("nobody gives this service")]
    NobodyGives,
    /// The token does not wait any more.
    #[error("this token does not wait any more")]
    NotWaiting,
    /// The practitioner does not give the service.
    #[error("this practitioner does not give this service")]
    DoesNotGive,
    /// The patient is not late yet.
    #[error("this patient is not late yet")]
    NotLate,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl DeskRefusal {
    pub(super) fn words(self) -> Result<&'static str, Problem> {
        match self {
            Self::No(refusal) => Ok(refusal.words()),
            Self::SlotTaken => Ok("queue-slot-taken"),
            Self::AlreadyCalled => Ok("queue-already-called"),
            Self::NobodyWaits => Ok("queue-nobody-waits"),
            Self::WhoCalls => Ok("queue-who-calls"),
            Self::WaitsAlready => Ok("queue-waits-already"),
            Self::NobodyGives => Ok("queue-nobody-gives"),
            Self::NotWaiting => Ok("queue-not-waiting"),
            Self::DoesNotGive => Ok("walk-in-does-not-give"),
            Self::NotLate => Ok("queue-not-late"),
            Self::Problem(problem) => Err(problem),
        }
    }
}

#[derive(Template)]
#[template(path = "queue/refused.html")]
struct RefusedPage<'a> {
    v: &'a View,
    why: &'static str,
    back: String,
}

/// The sentence, and the way back to the list.
pub(super) fn refused(desk: &Desk, filled: &Filled, refusal: DeskRefusal) -> Result<Response, Problem> {
    let page = RefusedPage { v: &desk.view, why: refusal.words()?, back: list_of(filled) };
    desk.view.page_as(StatusCode::CONFLICT, &page)
}

/// The list the button stood on.
fn list_of(filled: &Filled) -> String {
    // Only what reads as a day and a practitioner comes back, so that no form can send anybody elsewhere.
    let day = filled.text("day").parse::<Date>().map(|day| format!("day={day}")).ok();
    let with = filled.text("with").parse::<PractitionerId>().map(|id| format!("with={id}")).ok();
    let with = with.or_else(|| (filled.text("with") == "all").then(|| "with=all".to_owned()));
    let asked: Vec<String> = [day, with].into_iter().flatten().collect();
    if asked.is_empty() { "/today".to_owned() } else { format!("/today?{}", asked.join("&")) }
}

/// The list, saying what was done to whom and how to undo it.
pub(super) fn list_after(filled: &Filled, did: &str, to: AppointmentId) -> String {
    let list = list_of(filled);
    let mark = if list.contains('?') { '&' } else { '?' };
    format!("{list}{mark}did={did}&to={to}")
}
