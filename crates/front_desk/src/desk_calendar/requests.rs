//! Keeps: "Nobody who asked is forgotten". Everything that waits for the clinic's yes on one page, who asked first on top,
//! whatever day it is for.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx, Verb,
    http::{Desk, View},
    permit::Who,
    sql,
};
use trust::patients::{PatientId, patients};

use super::{
    asked::Asked,
    did::{Did, did},
};
use crate::booking::AppointmentId;

/// The most that are shown; the first to ask come first.
const MOST: i64 = 100;

/// Looks at what was asked for.
#[derive(Clone, Copy, Debug)]
pub struct SeeRequests;
impl Verb for SeeRequests {
    const ACT: &'static str = "booking.see_requests";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
}

/// How many wait.
///
/// # Errors
/// [`Problem`].
pub(super) async fn waiting(tx: &TenantTx) -> Result<i64, Problem> {
    tx.one(sql!("select count(*) as waiting from appointment where status = 'pending'"), &[]).await?.read("waiting")
}

struct Request {
    id: AppointmentId,
    name: String,
    service: String,
    practitioner: String,
    starts_at: Timestamp,
    asked_at: Timestamp,
}

#[derive(Template)]
#[template(path = "desk_calendar/requests.html")]
struct RequestsPage<'a> {
    v: &'a View,
    requests: Vec<Request>,
    did: Option<Did>,
    now: Timestamp,
}

impl RequestsPage<'_> {
    /// Whether its time came and nobody had answered.
    fn is_over(&self, request: &Request) -> bool {
        request.starts_at <= self.now
    }
}

async fn read(tx: &TenantTx) -> Result<Vec<Request>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select a.appointment_id, a.patient_id, a.starts_at, a.asked_at, s.name as service_name, p.name as practitioner_name
                   from appointment a
                   join service s on s.clinic_id = a.clinic_id and s.service_id = a.service_id
                   join practitioner p on p.clinic_id = a.clinic_id and p.practitioner_id = a.practitioner_id
                  where a.status = 'pending' order by a.asked_at, a.appointment_id limit $1"
            ),
            &[&MOST],
        )
        .await?;
    let ids: Vec<PatientId> = rows.iter().map(|row| row.read("patient_id")).collect::<Result<_, _>>()?;
    let names: BTreeMap<PatientId, String> =
        patients(tx, &ids).await?.into_iter().map(|patient| (patient.id, patient.name.into_inner())).collect();
    rows.iter()
        .map(|row| {
            Ok(Request {
                id: row.read("appointment_id")?,
                name: names.get(&row.read("patient_id")?).cloned().unwrap_or_default(),
                service: row.read("service_name")?,
                practitioner: row.read("practitioner_name")?,
                starts_at: row.read("starts_at")?,
                asked_at: row.read("asked_at")?,
            })
        })
        .collect()
}

/// `GET /calendar/requests`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeRequests).await?;
    let requests = read(&tx).await?;
    let did = did(&tx, &desk, &asked).await?;
    let now = tx.now();
    tx.commit().await?;
    desk.view.page(&RequestsPage { v: &desk.view, requests, did, now })
}
