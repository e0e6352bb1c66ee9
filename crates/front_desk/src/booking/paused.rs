//! A clinic that is suspended takes no bookings: its public page says so. What patients have already stays theirs: their links
//! open, they can cancel, and STOP works.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::{Clinic, Problem, http::View};

#[derive(Template)]
#[template(path = "booking/paused.html")]
struct PausedPage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
}

/// The page, instead of times to choose from or after a form that came too late.
///
/// # Errors
/// [`Problem::Broken`].
pub fn paused(view: &View, clinic: &Clinic, status: StatusCode) -> Result<Response, Problem> {
    view.page_as(status, &PausedPage { v: view, clinic })
}
