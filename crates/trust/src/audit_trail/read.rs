//! Keeps: "Every important action in your clinic is logged with its time, the person, their role and the result"
//! (AMX-AUD-01). The owner reads who saw a patient's record, who changed it and what left; the reading is a
//! line of the trail too.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx, Verb,
    audit::{Entry, LeafId},
    http::{Desk, MEMBER_NAME, View},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use crate::{
    messaging::{Channel, Kind},
    patients::{PatientId, patient},
};

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

struct Line {
    at: Timestamp,
    who: String,
    role: Option<String>,
    did: String,
    detail: Option<String>,
    refused: bool,
    left: bool,
}

/// The key of an act's words: "booking.book" is `act-booking-book`.
fn key_of(act: &str) -> String {
    format!("act-{}", act.replace(['.', '_'], "-"))
}

/// Who acted, in words: a member by name, anybody else by what they are.
fn who(v: &View, entry: &Entry, names: &HashMap<Uuid, String>) -> String {
    let by_name = entry.actor_id.filter(|_| entry.actor_kind == "staff").and_then(|id| names.get(&id));
    by_name.cloned().unwrap_or_else(|| v.t1("trail-actor", "kind", entry.actor_kind.as_str()))
}

/// A detail in the reader's language: the words of messages are ours, the rest stands as it was written.
fn detail(v: &View, act: &str, detail: &str) -> String {
    if !act.starts_with("messaging.") && !act.starts_with("consent.") {
        return detail.to_owned();
    }
    let said = |word: &str| {
        if Channel::from_word(word).is_some() {
            v.t1("channel", "channel", word)
        } else if Kind::from_word(word).is_some() {
            v.t1("message-kind", "kind", word)
        } else {
            v.t1("trail-reason", "reason", word)
        }
    };
    detail.split(' ').map(said).collect::<Vec<_>>().join(", ")
}

async fn names(tx: &TenantTx, entries: &[(LeafId, Entry)]) -> Result<HashMap<Uuid, String>, Problem> {
    let people: Vec<Uuid> =
        entries.iter().filter(|(_, entry)| entry.actor_kind == "staff").filter_map(|(_, entry)| entry.actor_id).collect();
    tx.rows(sql!("select person_id, name from membership where person_id = any($1)"), &[&people])
        .await?
        .iter()
        .map(|row| {
            let person: PersonId = row.read("person_id")?;
            Ok((person.uuid(), tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)?.into_inner()))
        })
        .collect()
}

fn line(desk: &Desk, entry: &Entry, names: &HashMap<Uuid, String>) -> Line {
    let v = &desk.view;
    let key = key_of(&entry.act);
    let did = if desk.house.languages().knows(v.speech().language(), &key) { v.t(&key) } else { entry.act.clone() };
    Line {
        at: entry.at,
        who: who(v, entry, names),
        role: entry.role.as_deref().and_then(Role::from_word).map(|role| v.t(role.words())),
        did,
        detail: entry.detail.as_ref().map(|words| detail(v, &entry.act, words.reveal())),
        refused: entry.outcome == "refused",
        left: entry.act == "messaging.send",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_has_a_key_for_its_words() {
        assert_eq!(key_of("consent.give_at_desk"), "act-consent-give-at-desk");
    }
}
