//! The list of patients: what is looked for is sent as a form, never as part of an address that a browser remembers and a
//! proxy writes down.

use askama::Template;
use axum::response::Response;
use kernel::{
    Clinic, Problem, Role,
    http::{Desk, Errors, Filled, Reading, Typed, View, see_other},
};
use trust::patients::find::{FindPatients, Found, MOST_SHOWN, Wanted, find};

#[derive(Template)]
#[template(path = "chart/find.html")]
struct FindPage<'a> {
    v: &'a View,
    f: &'a Typed,
    found: &'a Found,
    /// Whether a search was made, rather than the newest shown.
    searched: bool,
    /// Whether the reader may open charts.
    clinical: bool,
    /// Whether the reader books for patients.
    books: bool,
    owner: bool,
    most: usize,
}

async fn list(desk: &Desk, wanted: &Wanted, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(FindPatients).await?;
    let found = find(&tx, wanted, &permit).await?;
    tx.note_in_trail(found.patients.len().to_string());
    tx.commit().await?;
    let searched = *wanted != Wanted::Newest;
    let page = FindPage {
        v: &desk.view,
        f: typed,
        found: &found,
        searched,
        clinical: matches!(desk.role, Role::Owner | Role::Doctor | Role::Nurse | Role::Pharmacist | Role::Support),
        books: matches!(desk.role, Role::Owner | Role::Doctor | Role::Nurse | Role::Receptionist),
        owner: desk.role == Role::Owner,
        most: MOST_SHOWN,
    };
    if typed.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// `GET /patients`: the newest.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    list(&desk, &Wanted::Newest, &Typed::blank()).await
}

/// `GET /patients/search`: where a changed language or a kept address leads, back to the list.
#[expect(clippy::unused_async, reason = "a page is asynchronous")]
pub async fn back_to_page(_desk: Desk) -> Response {
    see_other("/patients")
}

/// `POST /patients/search`. Changes nothing, so that the same form may be sent again.
///
/// # Errors
/// [`Problem`].
pub async fn search(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let (wanted, errors) = wanted(&filled, &desk.clinic);
    list(&desk, &wanted, &filled.typed(errors)).await
}

fn wanted(filled: &Filled, clinic: &Clinic) -> (Wanted, Errors) {
    let mut reading = Reading::of(filled);
    let typed = reading.optional_line("wanted", 120).unwrap_or_default();
    let errors = reading.errors();
    if errors.any() { (Wanted::Newest, errors) } else { (Wanted::read(&typed, &clinic.country), errors) }
}
