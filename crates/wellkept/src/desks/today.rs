//! The day's list at the desk: who comes when, who is here, and what became of the message to them. The list does not reload
//! by itself, so that nothing moves under a finger; the waiting room above it does, without keeping anybody signed in.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use care::emergency::waiting;
use front_desk::{
    booking::{
        AppointmentId,
        appointment::{Act, Next, Status},
    },
    queue::{
        TicketState,
        know::late_after,
        see_day::{DayLine, Part, SeeDay, see_day},
        see_queue::InQueue,
    },
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{
    Problem, Role, TenantTx,
    http::{Desk, View},
    id::Id as _,
    sql,
};
use serde::Deserialize;
use trust::{
    clinics::{Practitioner, PractitionerId, bookable_practitioners},
    patients::{PatientId, patients},
};

use super::lanes::{Lane, Lanes, Room, lanes, sees_tickets};

/// What is asked for; anything unreadable is as if it were not said.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
    #[serde(default)]
    with: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    did: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    welcome: String,
}

/// A line as shown: the day's line with the patient's name.
struct Line {
    of: DayLine,
    name: String,
    /// Booked, not here, and the clinic's minutes of grace are over.
    late: bool,
    can: Can,
}

/// The buttons of a line.
#[expect(clippy::struct_excessive_bools, reason = "one per button")]
struct Can {
    arrive: bool,
    undo_arrive: bool,
    no_show: bool,
    undo_no_show: bool,
    call: bool,
    undo_walk_in: bool,
    ticket: bool,
    done: bool,
    visit: bool,
    bill: bool,
    chart: bool,
    messages: bool,
}

#[derive(Template)]
#[template(path = "desks/today.html")]
struct TodayPage<'a> {
    v: &'a View,
    desk: &'a Desk,
    day: Date,
    heading: String,
    with: String,
    page: u16,
    more: bool,
    practitioners: Vec<Practitioner>,
    calls: Vec<(PractitionerId, String)>,
    own: Option<PractitionerId>,
    lines: Vec<Line>,
    lanes: Vec<Lane>,
    did: Option<(String, Option<(&'static str, AppointmentId)>)>,
    welcome: bool,
    is_today: bool,
    /// Emergencies that wait for the owner's review.
    emergencies: Option<String>,
}

impl TodayPage<'_> {
    fn href(&self, days: i32, page: u16) -> String {
        let day = self.day.checked_add(jiff::ToSpan::days(days)).unwrap_or(self.day);
        let page = if page == 0 { String::new() } else { format!("&page={page}") };
        format!("/today?day={day}&with={}{page}", self.with)
    }

    /// Where a booking is made: by the desk; whoever only looks is shown the public page.
    fn books(&self) -> String {
        match self.desk.role {
            Role::Owner | Role::Receptionist | Role::Doctor | Role::Nurse => format!("/calendar/book?day={}", self.day),
            _ => format!("/c/{}", self.desk.clinic.slug),
        }
    }

    fn at_desk(&self) -> bool {
        matches!(self.desk.role, Role::Owner | Role::Receptionist | Role::Nurse)
    }

    fn sees_tickets(&self) -> bool {
        sees_tickets(self.desk)
    }

    fn public_page(&self) -> String {
        format!("{}/c/{}", self.v.base_url(), self.desk.clinic.slug)
    }
}

impl Line {
    fn new(of: DayLine, name: String, (desk, now, late): (&Desk, Timestamp, SignedDuration), calls_anyone: bool) -> Self {
        let at_desk = matches!(desk.role, Role::Owner | Role::Receptionist | Role::Nurse);
        let works_the_queue = at_desk || desk.role == Role::Doctor;
        let treats = matches!(desk.role, Role::Owner | Role::Doctor)
            && desk.practitioner.map(PractitionerId::from_uuid) == Some(of.appointment.practitioner);
        let becomes = |act| matches!(of.appointment.decide(act, now), Ok(Next::Becomes(_)));
        let today = desk.clinic.day_of(of.appointment.starts_at) == desk.clinic.day_of(now);
        let state = of.token.map(|(_, _, state)| state);
        let late = now.duration_since(of.appointment.starts_at) > late;
        let can = Can {
            arrive: at_desk && today && becomes(Act::Arrive),
            undo_arrive: at_desk && state == Some(TicketState::Waiting) && becomes(Act::UndoArrive),
            no_show: works_the_queue && late && becomes(Act::NoShow),
            undo_no_show: works_the_queue && becomes(Act::UndoNoShow),
            call: works_the_queue && state == Some(TicketState::Waiting) && (!of.anyone || calls_anyone),
            undo_walk_in: at_desk && state == Some(TicketState::Waiting) && of.walked_in,
            ticket: works_the_queue,
            done: works_the_queue && state == Some(TicketState::Called),
            visit: (treats || desk.role == Role::Nurse) && matches!(of.appointment.status, Status::Arrived | Status::Fulfilled),
            bill: matches!(desk.role, Role::Owner | Role::Receptionist | Role::Billing)
                && matches!(of.appointment.status, Status::Arrived | Status::Fulfilled),
            chart: matches!(desk.role, Role::Owner | Role::Doctor | Role::Nurse),
            messages: works_the_queue,
        };
        let late = late && today && of.appointment.status == Status::Booked;
        Self { of, name, late, can }
    }

    /// The badge: its class and the key of its word.
    fn badge(&self) -> (&'static str, &'static str) {
        let called = matches!(self.of.token, Some((_, _, TicketState::Called)));
        match self.of.appointment.status {
            Status::Booked if self.late => ("late", "today-state-late"),
            Status::Booked if self.of.appointment.confirmed_at.is_some() => ("confirmed", "today-state-confirmed"),
            Status::Pending => ("asked", "today-state-asked"),
            Status::Booked => ("booked", "today-state-booked"),
            Status::Arrived if called => ("called", "today-state-called"),
            Status::Arrived => ("arrived", "today-state-arrived"),
            Status::Fulfilled => ("done", "today-state-done"),
            Status::NoShow => ("cancelled", "today-state-noshow"),
            Status::Cancelled | Status::EnteredInError => ("cancelled", "today-state-cancelled"),
        }
    }

    fn row_class(&self) -> &'static str {
        match self.badge().0 {
            "called" => "is-now",
            "done" | "cancelled" => "is-past",
            _ => "",
        }
    }

    fn number(&self) -> Option<i32> {
        self.of.token.map(|(_, number, _)| number)
    }

    /// "Confirmation: not sent, the patient wrote STOP".
    fn told(&self, v: &View) -> Option<String> {
        let told = self.of.told.as_ref()?;
        let what = format!("{}: {}", v.t1("today-told-kind", "kind", &told.kind), v.t1("today-told-state", "state", &told.state));
        let Some(reason) = &told.reason else { return Some(what) };
        Some(format!("{what}, {}", v.t1("today-told-why", "reason", reason)))
    }

    fn was_told(&self) -> bool {
        self.of.told.as_ref().is_none_or(|told| told.reason.is_none())
    }
}

/// What was just done, in words, and how to undo it.
fn done(v: &View, asked: &Asked, lines: &[Line]) -> Option<(String, Option<(&'static str, AppointmentId)>)> {
    let to: AppointmentId = asked.to.parse().ok()?;
    let line = lines.iter().find(|line| line.of.appointment.id == to)?;
    let number = line.number().map(|number| number.to_string()).unwrap_or_default();
    let say = |key| v.with(key, &[("name", &line.name), ("number", &number)]);
    let words = match asked.did.as_str() {
        "arrive" => say("today-did-arrive"),
        "walk-in" => say("today-did-walk-in"),
        "undo-arrive" => say("today-did-undo-arrive"),
        "call" => say("today-did-call"),
        "done" => say("today-did-done"),
        "no-show" => say("today-did-no-show"),
        "undo-no-show" => say("today-did-undo-no-show"),
        _ => return None,
    };
    let undo = match asked.did.as_str() {
        "arrive" if line.can.undo_arrive => Some(("undo-arrive", to)),
        "walk-in" if line.can.undo_walk_in => Some(("undo-walk-in", to)),
        "no-show" if line.can.undo_no_show => Some(("undo-no-show", to)),
        _ => None,
    };
    Some((words, undo))
}

/// The names of everybody on the page, opened at once.
async fn names(tx: &TenantTx, lines: &[DayLine], queue: &[InQueue]) -> Result<HashMap<PatientId, String>, Problem> {
    let mut ids: Vec<PatientId> = lines.iter().map(|line| line.appointment.patient).chain(queue.iter().map(|one| one.patient)).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(patients(tx, &ids).await?.into_iter().map(|patient| (patient.id, patient.name.into_inner())).collect())
}

/// Who may be called by somebody on this page though they wait for anyone: by the one whose page it is.
fn calls_anyone(queue: &[InQueue], line: &DayLine, by: Option<PractitionerId>) -> bool {
    let Some((ticket, _, _)) = line.token else { return false };
    by.is_some_and(|by| queue.iter().any(|one| one.ticket == ticket && one.waits_for(by)))
}

/// For whom the list offers to call the next: whoever somebody waits for.
fn callers(queue: &[InQueue], practitioners: &[Practitioner], desk: &Desk) -> Vec<(PractitionerId, String)> {
    let own = desk.practitioner.map(PractitionerId::from_uuid);
    let named = queue.iter().map(|one| (one.practitioner, one.name.clone()));
    let mut calls: Vec<_> = practitioners.iter().map(|one| (one.id, one.name.clone())).chain(named).collect();
    calls.retain(|(id, _)| {
        let waits = |one: &InQueue| one.state == TicketState::Waiting && one.waits_for(*id);
        queue.iter().any(waits) && (desk.role != Role::Doctor || own == Some(*id))
    });
    calls.sort_by_key(|(id, _)| (own != Some(*id), *id));
    calls.dedup_by_key(|(id, _)| *id);
    calls
}

/// Whether whoever looks has a line in the trail for looking at today: the part of the page that refreshes itself adds none.
async fn looked(tx: &TenantTx, desk: &Desk, today: Date) -> Result<bool, Problem> {
    let (since, _) = desk.clinic.span_of(today);
    let sql = sql!(
        "select exists (select from audit_leaf where actor_id = $1 and act = 'queue.see_day' and at >= $2 and outcome = 'done') as looked"
    );
    tx.one(sql, &[&desk.person, &since]).await?.read("looked")
}

/// GET /today/queue: the waiting room alone, as the day's page fetches it anew.
pub async fn queue(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let today = desk.clinic.day_of(tx.now());
    if !looked(&tx, &desk, today).await? {
        let _permit = tx.may(SeeDay).await?;
        tx.note_in_trail(today.to_string());
    }
    let (room, practitioners) = futures_util::try_join!(Room::read(&tx, &desk, today), bookable_practitioners(&tx))?;
    let names = names(&tx, &[], &room.queue).await?;
    tx.commit().await?;
    desk.view.page(&Lanes { v: &desk.view, desk: &desk, lanes: lanes(&desk, &room, &practitioners, &names) })
}

/// GET /today
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let today = desk.clinic.day_of(tx.now());
    let day = asked.day.parse().unwrap_or(today);
    let own = desk.practitioner.map(PractitionerId::from_uuid);
    let by_default = if desk.role == Role::Doctor { own } else { None };
    let with = if asked.with == "all" { None } else { asked.with.parse().ok().or(by_default) };
    let part = Part { day, with, page: asked.page.parse().unwrap_or(0) };
    let permit = tx.may(SeeDay).await?;
    tx.note_in_trail(day.to_string());
    let (lines, more) = see_day(&tx, &desk.clinic, part, &permit).await?;
    let practitioners = bookable_practitioners(&tx).await?;
    let room = if day == today { Room::read(&tx, &desk, today).await? } else { Room::default() };
    let late = late_after(&tx).await?;
    let names = names(&tx, &lines, &room.queue).await?;
    let emergencies = if desk.role == Role::Owner { waiting(&tx).await? } else { 0 };
    let now = tx.now();
    tx.commit().await?;
    let lines: Vec<Line> = lines
        .into_iter()
        .map(|line| {
            let name = names.get(&line.appointment.patient).cloned().unwrap_or_default();
            let calls_anyone = calls_anyone(&room.queue, &line, if desk.role == Role::Doctor { own } else { with.or(own) });
            Line::new(line, name, (&desk, now, late), calls_anyone)
        })
        .collect();
    desk.view.page(&TodayPage {
        v: &desk.view,
        desk: &desk,
        day,
        heading: desk.view.day(day),
        with: with.map_or_else(|| "all".to_owned(), |id| id.to_string()),
        page: part.page,
        more,
        calls: callers(&room.queue, &practitioners, &desk),
        lanes: lanes(&desk, &room, &practitioners, &names),
        practitioners,
        own,
        did: done(&desk.view, &asked, &lines),
        lines,
        welcome: !asked.welcome.is_empty(),
        is_today: day == today,
        emergencies: (emergencies > 0).then(|| desk.view.tn("emergencies-to-review", emergencies)),
    })
}
