//! Suspending a clinic: its staff, its programs and whoever looks in are out at their next click, and every row stays. The
//! reason stands with the operators; that it happened stands in the clinic's own trail.

use axum::{extract::Path, response::Response};
use kernel::{
    ClinicId, Problem,
    http::{Console, Filled, Reading, see_other},
    refusal::id_in_path,
    sql,
    tenancy::{By, Event},
};

use super::clinic;

async fn set(console: Console, id: ClinicId, filled: Filled, to: &'static str, event: Event) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let why = form.line("why", 300);
    let errors = form.errors();
    if errors.any() {
        return clinic::page(&console, id, &filled.typed(errors)).await;
    }
    let mut tx = console.house.db().operator().await?;
    let changed = tx
        .rows(
            sql!(Operator: "update clinic set state = $2 where clinic_id = $1 and state <> $2 and kind <> 'canary' returning clinic_id"),
            &[&id, &to],
        )
        .await?;
    // Pressed twice it happens once; a clinic that is not there answers on its page.
    if !changed.is_empty() {
        tx.record(event.in_clinic(id).with(why));
    }
    tx.commit().await?;
    Ok(see_other(&format!("/operator/clinics/{id}")))
}

/// POST /operator/clinics/{id}/suspend
pub async fn suspend(console: Console, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let event = Event::done("operator.suspend_clinic", By::Operator(console.operator));
    set(console, id_in_path(&id)?, filled, "suspended", event).await
}

/// POST /operator/clinics/{id}/resume
pub async fn resume(console: Console, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let event = Event::done("operator.resume_clinic", By::Operator(console.operator));
    set(console, id_in_path(&id)?, filled, "active", event).await
}
