//! The clinic's own page: what is not of the day, with what waits for an answer.

use askama::Template;
use axum::response::Response;
use kernel::{
    Problem, Role,
    http::{Desk, View},
};

#[derive(Template)]
#[template(path = "desks/clinic.html")]
struct ClinicPage<'a> {
    v: &'a View,
    name: &'a str,
    slug: &'a str,
    /// How much waits, by page.
    waits: [(&'static str, i64); 2],
    /// Whether the terms have another version than the one that was accepted.
    terms: bool,
}

impl ClinicPage<'_> {
    fn waiting(&self, href: &str) -> Option<String> {
        let (_, count) = self.waits.iter().find(|(page, count)| *page == href && *count > 0)?;
        Some(self.v.tn("office-waiting", *count))
    }
}

/// GET /clinic
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    let emergencies = care::emergency::waiting(&tx).await?;
    // Shared logins are the owner's business.
    let cases = if desk.role == Role::Owner { trust::identity::cases::waiting(&tx).await? } else { 0 };
    let terms = desk.role == Role::Owner && trust::clinics::terms::wait_for_an_owner(&tx).await?;
    tx.commit().await?;
    let waits = [("/emergencies", emergencies), ("/cases", cases)];
    desk.view.page(&ClinicPage { v: &desk.view, name: &desk.clinic.name, slug: &desk.clinic.slug, waits, terms })
}
