//! Keeps: "Whoever reads or changes personal data, signs in or exports leaves an entry in the log" (MBP-AUD-01). Everything that
//! was done in the clinic, newest first, for its owner and auditor; the reading is a line too.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use kernel::{
    Problem, Role, TenantTx, Verb,
    actor::SupportScope,
    audit::{Entry, LeafId, Wanted},
    http::{Desk, MEMBER_NAME, View},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
    sql,
};

use super::lines::{Line, line, names};
use crate::patients::{PatientId, patients};

/// Lines on a page.
const PAGE: usize = 50;

/// The rooms one can choose between.
const ROOMS: [&str; 13] = [
    "identity",
    "emergency",
    "chart",
    "visits",
    "patients",
    "booking",
    "queue",
    "consent",
    "messaging",
    "billing",
    "records",
    "audit_trail",
    "clinics",
];

/// The act of reading the trail of the clinic.
#[derive(Debug)]
pub struct ReadClinicTrail;

impl Verb for ReadClinicTrail {
    const ACT: &'static str = "audit_trail.read_clinic";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Auditor), Who::Support(SupportScope::Settings)];
}

/// What is asked for; anything unreadable is as if it were not said.
#[derive(Debug)]
struct Asked {
    by: Option<PersonId>,
    room: Option<&'static str>,
    outcome: Option<&'static str>,
    emergency: bool,
    support: bool,
}

impl Asked {
    fn read(query: &HashMap<String, String>) -> Self {
        let field = |name: &str| query.get(name).map_or("", String::as_str);
        Self {
            by: field("by").parse().ok(),
            room: ROOMS.into_iter().find(|room| *room == field("room")),
            outcome: ["done", "refused"].into_iter().find(|outcome| *outcome == field("outcome")),
            emergency: !field("emergency").is_empty(),
            support: !field("support").is_empty(),
        }
    }

    const fn narrows(&self) -> bool {
        self.by.is_some() || self.room.is_some() || self.outcome.is_some() || self.emergency || self.support
    }

    fn wanted(&self) -> Wanted<'static> {
        Wanted {
            about: None,
            by: self.by.map(PersonId::uuid),
            room: self.room,
            outcome: self.outcome,
            emergency: self.emergency,
            support: self.support,
        }
    }

    /// The address of the lines after `before` with the same choice.
    fn href(&self, before: Option<LeafId>) -> String {
        let mut parts = Vec::new();
        parts.extend(self.by.map(|by| format!("by={by}")));
        parts.extend(self.room.map(|room| format!("room={room}")));
        parts.extend(self.outcome.map(|outcome| format!("outcome={outcome}")));
        parts.extend(self.emergency.then(|| "emergency=1".to_owned()));
        parts.extend(self.support.then(|| "support=1".to_owned()));
        parts.extend(before.map(|leaf| format!("before={leaf}")));
        if parts.is_empty() { "/trail".to_owned() } else { format!("/trail?{}", parts.join("&")) }
    }
}

/// A line with the patient it is about.
struct About {
    is: Line,
    patient: Option<(PatientId, String)>,
}

#[derive(Template)]
#[template(path = "audit_trail/clinic.html")]
struct ClinicTrailPage<'a> {
    v: &'a View,
    asked: &'a Asked,
    people: Vec<(PersonId, String)>,
    rooms: &'static [&'static str],
    lines: Vec<About>,
    older: Option<String>,
    newest: Option<String>,
}

async fn people(tx: &TenantTx) -> Result<Vec<(PersonId, String)>, Problem> {
    tx.rows(sql!("select person_id, name from membership order by since, person_id"), &[])
        .await?
        .iter()
        .map(|row| {
            let person: PersonId = row.read("person_id")?;
            Ok((person, tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)?.into_inner()))
        })
        .collect()
}

/// The patients these lines are about, by name. An operator who may look at settings learns of nobody.
async fn about(tx: &TenantTx, desk: &Desk, entries: &[(LeafId, Entry)]) -> Result<HashMap<PatientId, String>, Problem> {
    if desk.role == Role::Support {
        return Ok(HashMap::new());
    }
    let mut ids: Vec<PatientId> = entries.iter().filter_map(|(_, entry)| entry.about).map(PatientId::from_uuid).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(patients(tx, &ids).await?.into_iter().map(|patient| (patient.id, patient.name.into_inner())).collect())
}

/// `GET /trail`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(query): Query<HashMap<String, String>>) -> Result<Response, Problem> {
    let before: Option<LeafId> = query.get("before").map(|text| id_in_path(text)).transpose()?;
    let asked = Asked::read(&query);
    let mut tx = desk.enter().await?;
    let _permit = tx.may(ReadClinicTrail).await?;
    let mut entries = tx.trail(&asked.wanted(), before, i64::try_from(PAGE).unwrap_or(50).saturating_add(1)).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let (names, mut known, people) = (names(&tx, &entries).await?, about(&tx, &desk, &entries).await?, people(&tx).await?);
    tx.commit().await?;
    let older = entries.last().filter(|_| more).map(|(leaf, _)| asked.href(Some(*leaf)));
    let lines = entries
        .iter()
        .map(|(_, entry)| {
            let patient = entry.about.map(PatientId::from_uuid).and_then(|id| Some((id, known.get_mut(&id)?.clone())));
            let mut is = line(&desk, entry, &names);
            if desk.role == Role::Support {
                is.detail = None;
            }
            About { is, patient }
        })
        .collect();
    let newest = before.map(|_| asked.href(None));
    desk.view.page(&ClinicTrailPage { v: &desk.view, asked: &asked, people, rooms: &ROOMS, lines, older, newest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_choice() {
        let query = [("room", "chart"), ("outcome", "refused"), ("by", "nonsense"), ("emergency", "1")];
        let query = query.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let asked = Asked::read(&query);
        assert_eq!(asked.href(None), "/trail?room=chart&outcome=refused&emergency=1");
        assert_eq!(Asked::read(&HashMap::new()).href(None), "/trail");
    }
}
