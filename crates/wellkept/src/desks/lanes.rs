//! The waiting room on the desk's page: a lane for each practitioner, and one for whoever is free first, in the order in
//! which people are called.

use std::collections::HashMap;

use askama::Template;
use front_desk::queue::{TicketId, TicketState, see_queue::InQueue, turn::Priority};
use kernel::{
    Role,
    http::{Desk, View},
    id::Id as _,
};
use trust::{clinics::PractitionerId, patients::PatientId};

/// Somebody in a lane.
#[derive(Debug)]
pub(super) struct Person {
    /// The token's page.
    pub(super) ticket: TicketId,
    /// Its number.
    pub(super) number: i32,
    /// Who.
    pub(super) name: String,
    /// For what.
    pub(super) service: String,
    /// Why they go first.
    pub(super) priority: Option<Priority>,
    /// Whether they were called in.
    pub(super) called: bool,
}

/// Those who wait for one practitioner, or for anyone.
#[derive(Debug)]
pub(super) struct Lane {
    /// The practitioner's name; `None`: whoever is free first.
    pub(super) name: Option<String>,
    /// Whether it is the reader's own.
    pub(super) own: bool,
    /// In turn; who was called stands on top.
    pub(super) people: Vec<Person>,
}

impl Lane {
    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.people.iter().filter(|one| !one.called).count()
    }
}

/// The page of the waiting room alone.
#[derive(Template)]
#[template(path = "desks/lanes_page.html")]
pub(super) struct Lanes<'a> {
    /// The view.
    pub(super) v: &'a View,
    /// The reader.
    pub(super) desk: &'a Desk,
    /// The lanes.
    pub(super) lanes: Vec<Lane>,
}

impl Lanes<'_> {
    fn sees_tickets(&self) -> bool {
        sees_tickets(self.desk)
    }
}

/// Whether the reader may open a token's page.
pub(super) const fn sees_tickets(desk: &Desk) -> bool {
    matches!(desk.role, Role::Owner | Role::Receptionist | Role::Nurse | Role::Doctor)
}

/// The queue in lanes: the reader's own first, then by name, at last those who wait for anyone.
pub(super) fn lanes(desk: &Desk, queue: &[InQueue], names: &HashMap<PatientId, String>) -> Vec<Lane> {
    let own = desk.practitioner.map(PractitionerId::from_uuid);
    let mut keys: Vec<Option<(bool, &str, PractitionerId)>> =
        queue.iter().map(|one| (!one.anyone).then_some((own != Some(one.practitioner), one.name.as_str(), one.practitioner))).collect();
    keys.sort_unstable_by_key(|key| (key.is_none(), *key));
    keys.dedup();
    keys.into_iter()
        .map(|key| {
            let of = |one: &&InQueue| key.map_or(one.anyone, |(_, _, id)| !one.anyone && one.practitioner == id);
            let mut people: Vec<Person> = queue.iter().filter(of).map(|one| person(one, names)).collect();
            people.sort_by_key(|one| !one.called);
            Lane { name: key.map(|(_, name, _)| name.to_owned()), own: key.is_some_and(|(others, _, _)| !others), people }
        })
        .collect()
}

fn person(of: &InQueue, names: &HashMap<PatientId, String>) -> Person {
    Person {
        ticket: of.ticket,
        number: of.number,
        name: names.get(&of.patient).cloned().unwrap_or_default(),
        service: of.service_name.clone(),
        priority: of.priority,
        called: of.state == TicketState::Called,
    }
}
