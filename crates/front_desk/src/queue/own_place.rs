//! Keeps: "Who waits sees their place". The page behind the patient's own link says the token, how many are before it and about
//! how long that takes, and follows the waiting room. Opening the page stands in the trail; the part that follows adds no line.

use askama::Template;
use axum::response::Response;
use kernel::{
    Clinic, Problem, TenantTx,
    http::{Bearer, View},
    id::Id as _,
};

use super::{
    know::know,
    see_queue::see_queue,
    see_ticket::ahead_of,
    ticket::TicketState,
    wait::{Known, Wait},
};
use crate::booking::{AppointmentId, appointment::appointment};

/// Where somebody stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// The token.
    pub number: i32,
    /// Whether they were called in.
    pub called: bool,
    /// How many are called before.
    pub ahead: usize,
    /// About how long that takes.
    pub wait: Wait,
    /// The practitioner is away: when they said they are back, if they did.
    pub away: Option<Option<jiff::Timestamp>>,
}

impl Place {
    /// In which words.
    #[must_use]
    pub fn waits(&self, v: &View) -> String {
        self.wait.words(v.speech())
    }
}

/// The place of whoever has this appointment, if they are in the waiting room today.
///
/// # Errors
/// [`Problem`].
pub async fn own_place(tx: &TenantTx, clinic: &Clinic, appointment: AppointmentId) -> Result<Option<Place>, Problem> {
    let today = clinic.day_of(tx.now());
    let queue = see_queue(tx, today).await?;
    let Some(mine) = queue.iter().find(|one| one.appointment == appointment) else { return Ok(None) };
    let known: Known = know(tx, clinic, today).await?;
    let away = known.away.get(&mine.practitioner).copied().filter(|_| !mine.anyone);
    Ok(Some(Place {
        number: mine.number,
        called: mine.state == TicketState::Called,
        ahead: ahead_of(&queue, mine.ticket),
        wait: known.wait(&queue, mine),
        away,
    }))
}

#[derive(Template)]
#[template(path = "queue/own_place_page.html")]
struct PlacePage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
    token: &'a str,
    place: Option<Place>,
}

/// `GET /a/{token}/place`: the part that follows.
///
/// # Errors
/// [`Problem`].
pub async fn page(bearer: Bearer) -> Result<Response, Problem> {
    if bearer.purpose != "appointment" {
        return Err(Problem::NotFound);
    }
    let tx = bearer.enter().await?;
    let own = appointment(&tx, AppointmentId::from_uuid(bearer.subject)).await?;
    let place = own_place(&tx, &bearer.clinic, own.id).await?;
    tx.commit().await?;
    bearer.view.page(&PlacePage { v: &bearer.view, clinic: &bearer.clinic, token: &bearer.token, place })
}
