//! Keeps: "Every important action in your clinic is logged with its time, the person, their role and the result"
//! (AMX-AUD-01). The owner reads who saw a patient's record, who changed it and what left; the reading is a
//! line of the trail too.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use kernel::{
    Problem, Role, Verb,
    audit::LeafId,
    http::{Desk, View},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
};
use uuid::Uuid;

use super::lines::{Line, line, names};
use crate::patients::{PatientId, patient};

/// Lines on a page.
const PAGE: usize = 50;

/// The act of reading the trail of one patient.
#[derive(Debug)]
pub struct ReadTrail(pub PatientId);

impl Verb for ReadTrail {
    const ACT: &'static str = "audit_trail.read";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Auditor)];
    fn about(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

#[derive(Template)]
#[template(path = "audit_trail/trail.html")]
struct TrailPage<'a> {
    v: &'a View,
    patient: PatientId,
    name: &'a str,
    lines: Vec<Line>,
    older: Option<LeafId>,
    newest: bool,
}

/// GET /patients/{id}/audit
pub async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<HashMap<String, String>>) -> Result<Response, Problem> {
    let id: PatientId = id_in_path(&id)?;
    let before: Option<LeafId> = asked.get("before").map(|text| id_in_path(text)).transpose()?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(ReadTrail(id)).await?;
    let patient = patient(&tx, id).await?;
    let mut entries = tx.trail_of(id.uuid(), before, i64::try_from(PAGE).unwrap_or(50).saturating_add(1)).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let names = names(&tx, &entries).await?;
    tx.commit().await?;
    let older = entries.last().filter(|_| more).map(|(leaf, _)| *leaf);
    let lines = entries.iter().map(|(_, entry)| line(&desk, entry, &names)).collect();
    desk.view.page(&TrailPage { v: &desk.view, patient: id, name: patient.name.reveal(), lines, older, newest: before.is_none() })
}
