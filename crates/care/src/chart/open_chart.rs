//! Keeps: "Staff see only what their role needs: a receptionist sees no notes" (AMX-ACC-01), "every reading of health data
//! is recorded". The chart opens for those who treat and for the owner, and each opening is a line of the trail.

use askama::Template;
use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::SupportScope,
    http::{Desk, View},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
};
use trust::patients::PatientId;
use uuid::Uuid;

use crate::emergency::{Banner, CLINICIANS, banner, open::shut_chart};

use super::{
    facts::{Facts, facts},
    sheet::{AllergyStanding, Sheet},
};

/// Opens the chart of one patient.
#[derive(Clone, Copy, Debug)]
pub struct OpenChart {
    /// Whose.
    pub patient: PatientId,
}

impl Verb for OpenChart {
    const ACT: &'static str = "chart.open";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Doctor),
        Who::Staff(Role::Owner),
        Who::Staff(Role::Nurse),
        Who::Emergency(Role::Pharmacist),
        Who::Support(SupportScope::Records),
    ];
    fn subject(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Everything known of the patient.
///
/// # Errors
/// [`Problem::NotFound`] and others.
pub async fn open_chart(tx: &TenantTx, permit: &Permit<OpenChart>) -> Result<Facts, Problem> {
    Box::pin(facts(tx, permit.verb().patient)).await
}

#[derive(Template)]
#[template(path = "chart/chart.html")]
struct ChartPage<'a> {
    v: &'a View,
    s: &'a Sheet,
    patient: PatientId,
    owner: bool,
    emergency: Option<Banner>,
}

/// `GET /patients/{id}`. Listed for all staff: the verb refuses reception, so that the attempt stands in the
/// patient's trail. A clinician whom it refuses is shown the way in for an emergency.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let patient: PatientId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = match tx.may(OpenChart { patient }).await {
        Err(Problem::Forbidden(_)) if CLINICIANS.contains(&desk.role) => return shut_chart(&desk, patient).await,
        asked => asked?,
    };
    let emergency = banner(&tx, &desk.view, patient).await?;
    let facts = Box::pin(open_chart(&tx, &permit)).await?;
    let now = tx.now();
    tx.commit().await?;
    let s = Sheet::of(&desk, facts, now);
    desk.view.page(&ChartPage { v: &desk.view, s: &s, patient, owner: desk.role == Role::Owner, emergency })
}
