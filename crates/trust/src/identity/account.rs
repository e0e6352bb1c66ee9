//! Keeps: "Any account may use multi-factor log-in" (MDR-IDN-01). What a person signs in with, on one page: added, last used, removed.
//! Whoever owes a second factor is led here and sees why.

use askama::Template;
use axum::{extract::Query, response::Response};
use kernel::{
    Problem, Role,
    http::{Desk, Unsettled, View},
    tenancy::{Event, PlatformTx},
};

use super::{
    factors::{Factors, factors},
    passkey::relying_party,
};

use crate::letters::{self, Addressee, Letter};

#[derive(Template)]
#[template(path = "identity/account.html")]
struct AccountPage<'a> {
    v: &'a View,
    factors: Factors,
    owes: bool,
    /// Whether they may have their booked times in a calendar of their own.
    calendar: bool,
    passkeys_work: bool,
    done: &'a str,
    home: &'static str,
}

/// What was just done, for the page to say.
#[derive(Debug, serde::Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// An event about the member's own login, for the clinic's trail too.
#[must_use]
pub fn event(event: Event, desk: &Desk) -> Event {
    event.about(Some(desk.person)).in_clinic(desk.clinic.id).from(&desk.address)
}

/// Writes what changed to the person, in the language they read now: if it was not them, they hear of it.
///
/// # Errors
/// [`Problem`].
pub async fn tell(tx: &PlatformTx, desk: &Desk, letter: &Letter) -> Result<(), Problem> {
    letters::write(tx, desk.house.db(), &Addressee::Person(desk.person), desk.view.speech().language(), letter).await.map(drop)
}

/// GET /me/security
pub async fn show(Unsettled(desk): Unsettled, query: Query<Done>) -> Result<Response, Problem> {
    let factors = factors(desk.house.db(), desk.person).await?;
    desk.view.page(&AccountPage {
        v: &desk.view,
        factors,
        owes: desk.owes_factor,
        calendar: matches!(desk.role, Role::Owner | Role::Doctor),
        passkeys_work: relying_party(desk.house.base_url()).is_some(),
        done: query.0.done.as_deref().unwrap_or_default(),
        home: desk.role.home(),
    })
}
