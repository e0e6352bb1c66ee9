//! The page behind a waitlist's link: where one stands, the time that is offered, and the way out.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use kernel::{
    Clinic, Problem, TenantTx, Verb,
    http::{Bearer, View, see_other},
    id::Id as _,
    permit::Who,
};
use serde::Deserialize;
use trust::{
    clinics::{locations::at_place, practitioner, service},
    patients::PatientId,
};
use uuid::Uuid;

use super::entry::{Entry, EntryId, Open, State, entry_held, open_offer};

/// Looks at one's own entry.
#[derive(Clone, Copy, Debug)]
pub struct SeeOwnEntry {
    entry: EntryId,
    patient: PatientId,
}
impl Verb for SeeOwnEntry {
    const ACT: &'static str = "waitlist.see_own";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.entry.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// What just happened.
#[derive(Debug, Default, Deserialize)]
pub struct Did {
    #[serde(default)]
    did: String,
}

#[derive(Template)]
#[template(path = "waitlist/own.html")]
struct OwnPage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
    token: &'a str,
    entry: Entry,
    service: String,
    /// Whom they asked for, where they asked for one.
    asked_for: Option<String>,
    /// The time that is kept for them, and with whom.
    offer: Option<(Open, String)>,
    said: Option<&'static str>,
}

fn id_of(bearer: &Bearer) -> Result<EntryId, Problem> {
    if bearer.purpose == "waitlist" { Ok(EntryId::from_uuid(bearer.subject)) } else { Err(Problem::NotFound) }
}

/// Enters the clinic with the link, counts the try, and holds the entry.
pub(super) async fn enter(bearer: &Bearer) -> Result<(TenantTx, Entry), Problem> {
    let id = id_of(bearer)?;
    bearer.house.brake().count("waitlist.answer", &bearer.address)?;
    let tx = bearer.enter().await?;
    let entry = entry_held(&tx, id).await?;
    Ok((tx, entry))
}

/// Back to the entry after an act.
pub(super) fn back_after(bearer: &Bearer, did: &str) -> Response {
    see_other(&format!("/w/{}?did={did}", bearer.token))
}

/// The page, with the reason why nothing was done.
pub(super) async fn refused(bearer: &Bearer, said: &'static str) -> Result<Response, Problem> {
    show_with(bearer, StatusCode::CONFLICT, Some(said)).await
}

async fn show_with(bearer: &Bearer, status: StatusCode, said: Option<&'static str>) -> Result<Response, Problem> {
    let id = id_of(bearer)?;
    let mut tx = bearer.enter().await?;
    let entry = entry_held(&tx, id).await?;
    let _permit = tx.may(SeeOwnEntry { entry: id, patient: entry.patient }).await?;
    let offer = match open_offer(&tx, id).await? {
        Some(open) => Some((open, practitioner(&tx, open.practitioner).await?.name)),
        None => None,
    };
    let asked_for = match entry.practitioner {
        Some(one) => Some(practitioner(&tx, one).await?.name),
        None => None,
    };
    let service = service(&tx, entry.service, bearer.clinic.currency).await?.name;
    let there = at_place(&tx, &bearer.clinic, entry.location).await?;
    tx.commit().await?;
    let v = bearer.view.by_clock_of(&there);
    let page = OwnPage { v: &v, clinic: &bearer.clinic, token: &bearer.token, entry, service, asked_for, offer, said };
    Ok(bearer.view.page_as(status, &page)?.into_response())
}

/// `GET /w/{token}`.
///
/// # Errors
/// [`Problem`].
pub async fn page(bearer: Bearer, Query(did): Query<Did>) -> Result<Response, Problem> {
    let said = match did.did.as_str() {
        "join" => Some("waitlist-did-join"),
        "decline" => Some("waitlist-did-decline"),
        "leave" => Some("waitlist-did-leave"),
        _ => None,
    };
    show_with(&bearer, StatusCode::OK, said).await
}
