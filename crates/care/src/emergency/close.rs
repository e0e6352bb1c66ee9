//! Keeps: "What is not needed any more is shut". Whoever opened a chart in an emergency shuts it before the hour is over.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::patients::PatientId;
use uuid::Uuid;

use super::GlassId;

/// The act.
#[derive(Clone, Copy, Debug)]
pub struct CloseEmergency {
    glass: GlassId,
    patient: PatientId,
}

impl Verb for CloseEmergency {
    const ACT: &'static str = "emergency.close";
    const WHO: &'static [Who] = &[Who::Staff(Role::Pharmacist)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.glass.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Shuts the chart again.
///
/// # Errors
/// [`Problem`].
pub async fn close(tx: &TenantTx, permit: &Permit<CloseEmergency>) -> Result<(), Problem> {
    tx.run(sql!("update break_glass set ends_at = $2 where glass_id = $1 and ends_at > $2"), &[&permit.verb().glass, &tx.now()])
        .await
        .map(drop)
}

/// `POST /emergency/{id}/close`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let glass: GlassId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    // One's own only: another's is not there.
    let row = tx.one(sql!("select patient_id from break_glass where glass_id = $1 and person_id = $2"), &[&glass, &desk.person]).await?;
    let permit = tx.may(CloseEmergency { glass, patient: row.read("patient_id")? }).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other("/patients"));
    }
    close(&tx, &permit).await?;
    tx.commit_form(filled.form(), "/patients").await?;
    Ok(see_other("/patients"))
}
