//! Lines of a trail in words: who did what, when, and with what end.

use std::collections::HashMap;

use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx,
    audit::{Entry, LeafId},
    http::{Desk, MEMBER_NAME, View},
    id::{Id as _, PersonId},
    sql,
};
use uuid::Uuid;

use crate::messaging::{Channel, Kind};

/// A line as shown.
pub(super) struct Line {
    pub(super) at: Timestamp,
    pub(super) who: String,
    pub(super) role: Option<String>,
    pub(super) did: String,
    pub(super) detail: Option<String>,
    pub(super) refused: bool,
    pub(super) left: bool,
    pub(super) emergency: bool,
}

/// The key of an act's words: "booking.book" is `act-booking-book`.
fn key_of(act: &str) -> String {
    format!("act-{}", act.replace(['.', '_'], "-"))
}

/// Who acted, in words: a member or a program by name, anybody else by what they are.
fn who(v: &View, entry: &Entry, names: &HashMap<Uuid, String>) -> String {
    let by_name = entry.actor_id.and_then(|id| names.get(&id));
    match (entry.actor_kind.as_str(), by_name) {
        ("staff", Some(name)) => name.clone(),
        ("client", Some(name)) => v.t1("trail-program", "name", name),
        (kind, _) => v.t1("trail-actor", "kind", kind),
    }
}

/// A detail in the reader's language: the words of messages and roles are ours, the rest stands as it was written.
fn detail(v: &View, act: &str, detail: &str) -> String {
    if act == "identity.change_role" {
        let role = detail.rsplit_once(' ').and_then(|(name, word)| Some((name, Role::from_word(word)?)));
        return role.map_or_else(|| detail.to_owned(), |(name, role)| format!("{name}: {}", v.t(role.words())));
    }
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

/// The members and programs that stand in these lines, by name.
pub(super) async fn names(tx: &TenantTx, entries: &[(LeafId, Entry)]) -> Result<HashMap<Uuid, String>, Problem> {
    let of = |kind: &str| -> Vec<Uuid> {
        entries.iter().filter(|(_, entry)| entry.actor_kind == kind).filter_map(|(_, entry)| entry.actor_id).collect()
    };
    let mut names = programs(tx, &of("client")).await?;
    names.extend(members(tx, &of("staff")).await?);
    Ok(names)
}

async fn programs(tx: &TenantTx, programs: &[Uuid]) -> Result<HashMap<Uuid, String>, Problem> {
    if programs.is_empty() {
        return Ok(HashMap::new());
    }
    tx.rows(sql!("select client_id, name from api_client where client_id = any($1)"), &[&programs])
        .await?
        .iter()
        .map(|row| Ok((row.read("client_id")?, row.read("name")?)))
        .collect()
}

async fn members(tx: &TenantTx, people: &[Uuid]) -> Result<HashMap<Uuid, String>, Problem> {
    tx.rows(sql!("select person_id, name from membership where person_id = any($1)"), &[&people])
        .await?
        .iter()
        .map(|row| {
            let person: PersonId = row.read("person_id")?;
            Ok((person.uuid(), tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)?.into_inner()))
        })
        .collect()
}

/// A line in words.
pub(super) fn line(desk: &Desk, entry: &Entry, names: &HashMap<Uuid, String>) -> Line {
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
        emergency: entry.emergency,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_has_a_key_for_its_words() {
        assert_eq!(key_of("consent.give_at_desk"), "act-consent-give-at-desk");
    }
}
