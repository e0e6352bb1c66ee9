//! The waiting room on the desk's page: a lane for each practitioner, and one for whoever is free first, in the order in
//! which people are called.

use std::collections::HashMap;

use askama::Template;
use front_desk::queue::{
    TicketId, TicketState,
    know::know,
    see_queue::{InQueue, see_queue},
    turn::Priority,
    wait::{Known, Wait},
};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Problem, Role, TenantTx,
    http::{Desk, View},
    id::Id as _,
};
use trust::{
    clinics::{Practitioner, PractitionerId},
    patients::PatientId,
};

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
    /// About how long they wait.
    pub(super) wait: Option<Wait>,
}

impl Person {
    pub(super) fn waits(&self, v: &View) -> String {
        self.wait.map_or_else(String::new, |wait| wait.words(v.speech()))
    }
}

/// What the waiting room is made of.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// Everybody in it, in turn.
    pub(super) queue: Vec<InQueue>,
    /// What is known of the day.
    pub(super) known: Known,
}

impl Room {
    /// The room as it is now.
    pub(super) async fn read(tx: &TenantTx, desk: &Desk, today: Date) -> Result<Self, Problem> {
        let (queue, known) = futures_util::try_join!(see_queue(tx, today), know(tx, &desk.clinic, today))?;
        Ok(Self { queue, known })
    }
}

/// Those who wait for one practitioner, or for anyone.
#[derive(Debug)]
pub(super) struct Lane {
    /// The practitioner's name; `None`: whoever is free first.
    pub(super) name: Option<String>,
    /// Whether it is the reader's own.
    pub(super) own: bool,
    /// Whether the practitioner is away, and until when, if that is known.
    pub(super) away: Option<Option<Timestamp>>,
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

/// The queue in lanes: the reader's own first, then by name, at last those who wait for anyone. Who is away has a lane, for
/// that alone is worth knowing.
pub(super) fn lanes(desk: &Desk, room: &Room, practitioners: &[Practitioner], names: &HashMap<PatientId, String>) -> Vec<Lane> {
    let own = desk.practitioner.map(PractitionerId::from_uuid);
    let named = |id: PractitionerId, name: &str| (own != Some(id), name.to_owned(), id);
    let waiting = room.queue.iter().filter(|one| !one.anyone).map(|one| named(one.practitioner, &one.name));
    let away = practitioners.iter().filter(|one| room.known.away.contains_key(&one.id)).map(|one| named(one.id, &one.name));
    let mut keys: Vec<_> = waiting.chain(away).collect();
    keys.sort_unstable();
    keys.dedup();
    let waits = room.known.waits(&room.queue);
    let people = |of: &dyn Fn(&InQueue) -> bool| {
        let mut people: Vec<Person> =
            room.queue.iter().filter(|one| of(one)).map(|one| person(one, names, waits.get(&one.ticket).copied())).collect();
        people.sort_by_key(|one| !one.called);
        people
    };
    let mut lanes: Vec<Lane> = keys
        .into_iter()
        .map(|(others, name, id)| Lane {
            name: Some(name),
            own: !others,
            away: room.known.away.get(&id).copied(),
            people: people(&|one| !one.anyone && one.practitioner == id),
        })
        .collect();
    let anyone = people(&|one| one.anyone);
    if !anyone.is_empty() {
        lanes.push(Lane { name: None, own: false, away: None, people: anyone });
    }
    lanes
}

fn person(of: &InQueue, names: &HashMap<PatientId, String>, wait: Option<Wait>) -> Person {
    Person {
        ticket: of.ticket,
        number: of.number,
        name: names.get(&of.patient).cloned().unwrap_or_default(),
        service: of.service_name.clone(),
        priority: of.priority,
        called: of.state == TicketState::Called,
        wait,
    }
}
