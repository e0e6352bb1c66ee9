//! Everything an operator opened in the clinic under one leave, for the clinic to read: taken from its own trail, which the
//! operator cannot write in any other way than by acting.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx, Verb,
    actor::GrantId,
    http::{Desk, View},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::patients::{PatientId, patients};
use uuid::Uuid;

use super::leave::{Asked, asked};

/// Lines at most.
const MOST: i64 = 500;

/// The act of looking at what was looked at.
#[derive(Debug)]
pub struct SeeUnderLeave(GrantId);

impl Verb for SeeUnderLeave {
    const ACT: &'static str = "operator.see_under_leave";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Auditor)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// One thing the operator did or tried.
struct Line {
    at: Timestamp,
    did: String,
    patient: Option<PatientId>,
    refused: bool,
}

#[derive(Template)]
#[template(path = "operator/under_leave.html")]
struct UnderLeavePage<'a> {
    v: &'a View,
    owner: bool,
    asked: Asked,
    lines: Vec<Line>,
    names: HashMap<PatientId, String>,
}

impl UnderLeavePage<'_> {
    fn name(&self, patient: &PatientId) -> &str {
        self.names.get(patient).map_or("", String::as_str)
    }
}

/// An act in the reader's language: "chart.open" is `act-chart-open`.
fn words(desk: &Desk, act: &str) -> String {
    let key = format!("act-{}", act.replace(['.', '_'], "-"));
    if desk.house.languages().knows(desk.view.speech().language(), &key) { desk.view.t(&key) } else { act.to_owned() }
}

async fn lines(desk: &Desk, tx: &TenantTx, asked: &Asked) -> Result<Vec<Line>, Problem> {
    let until = asked.ends_at.unwrap_or_else(|| tx.now());
    tx.rows(
        sql!(
            "select at, act, outcome, about from audit_leaf
              where actor_kind = 'support' and actor_id = $1
                and (grant_id = $5 or grant_id is null and at >= $2 and at <= $3) order by at desc, leaf_id desc limit $4"
        ),
        &[&asked.operator, &asked.asked_at, &until, &MOST, &asked.grant],
    )
    .await?
    .iter()
    .map(|row| {
        let about: Option<PatientId> = row.read("about")?;
        Ok(Line {
            at: row.read("at")?,
            did: words(desk, row.read("act")?),
            patient: about,
            refused: row.read::<&str>("outcome")? == "refused",
        })
    })
    .collect()
}

/// GET /support/{id}
pub async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let grant: GrantId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeUnderLeave(grant)).await?;
    let asked = asked(&desk, &tx, grant).await?;
    let lines = lines(&desk, &tx, &asked).await?;
    let mut ids: Vec<PatientId> = lines.iter().filter_map(|line| line.patient).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = patients(&tx, &ids).await?.into_iter().map(|patient| (patient.id, patient.name.into_inner())).collect();
    tx.commit().await?;
    let owner = desk.role == Role::Owner;
    desk.view.page(&UnderLeavePage { v: &desk.view, owner, asked, lines, names })
}
