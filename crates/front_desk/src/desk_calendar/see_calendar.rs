//! Keeps: "Reception sees the whole day at a glance". Opening hours are the ground, visits stand on it by time; each state is
//! a word and a shape before it is a colour. Everybody who looks sees a change at once, by the events of the board.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    actor::{LocationId, SupportScope},
    http::{Desk, View},
    permit::Who,
};
use trust::{
    clinics::{
        Practitioner, PractitionerId, bookable_practitioners,
        hours::{For, Hours, hours_of},
        locations::{Location, at_place, open_locations},
    },
    patients::{PatientId, patients},
};

use super::{
    asked::{Asked, By, Part, With},
    columns::{Block, Column, Ground, Item, Rough, What, draw, state_of},
    did::{Did, did},
    grid::Place,
    requests::waiting,
    visits::{MOST, Visit, Whose, visits},
};
use crate::{
    booking::{appointment::Status, availability::open_stretches},
    services::rooms::{Room, rooms},
};

/// Looks at the calendar.
#[derive(Clone, Copy, Debug)]
pub struct SeeCalendar;
impl Verb for SeeCalendar {
    const ACT: &'static str = "booking.see_calendar";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Receptionist),
        Who::Staff(Role::Owner),
        Who::Staff(Role::Doctor),
        Who::Staff(Role::Nurse),
        Who::Staff(Role::Pharmacist),
        Who::Staff(Role::Billing),
        Who::Support(SupportScope::Schedule),
    ];
}

/// What the page knows of the clinic and of these days.
struct Book {
    practitioners: Vec<Practitioner>,
    rooms: Vec<Room>,
    locations: Vec<Location>,
    /// Hours, with the place they are at and its clock.
    hours: Vec<(Option<LocationId>, TimeZone, BTreeMap<PractitionerId, Hours>)>,
    visits: Vec<Visit>,
    names: BTreeMap<PatientId, String>,
}

async fn read(tx: &TenantTx, clinic: &Clinic, part: &Part, _permit: &Permit<SeeCalendar>) -> Result<Book, Problem> {
    let (practitioners, rooms, locations) = futures_util::try_join!(bookable_practitioners(tx), rooms(tx), open_locations(tx))?;
    let (first, last) = part.days();
    let whose = match part.with {
        With::Practitioner(id) => Whose { practitioner: Some(id), ..Whose::default() },
        With::Room(id) => Whose { room: Some(id), ..Whose::default() },
        With::Location(id) => Whose { location: Some(id), ..Whose::default() },
        With::All => Whose::default(),
    };
    let visits = visits(tx, (clinic.span_of(first).0, clinic.span_of(last).1), whose).await?;
    let ids: Vec<PractitionerId> = practitioners.iter().map(|one| one.id).collect();
    let places: Vec<Option<LocationId>> = match part.by {
        By::Room => Vec::new(),
        _ if locations.is_empty() => vec![None],
        _ => locations.iter().map(|place| Some(place.id)).filter(|id| whose.location.is_none() || *id == whose.location).collect(),
    };
    // A day here may be two days there.
    let (before, after) = (first.yesterday().unwrap_or(first), last.tomorrow().unwrap_or(last));
    let mut hours = Vec::with_capacity(places.len());
    for location in places {
        let clock = at_place(tx, clinic, location).await?.time_zone;
        hours.push((location, clock, hours_of(tx, &ids, For { service: None, location, days: (before, after) }).await?));
    }
    let wanted: BTreeSet<PatientId> = visits.iter().filter_map(|visit| visit.patient).collect();
    let known = patients(tx, &wanted.into_iter().collect::<Vec<_>>()).await?;
    let names = known.into_iter().map(|patient| (patient.id, patient.name.into_inner())).collect();
    Ok(Book { practitioners, rooms, locations, hours, visits, names })
}

impl Book {
    /// When somebody is open on a day of the reader's: at a place, or anywhere. Hours are by the place's own clock.
    fn open(&self, clinic: &Clinic, place: Option<LocationId>, whose: PractitionerId, day: Date) -> Vec<Place> {
        let around = day.yesterday().unwrap_or(day)..=day.tomorrow().unwrap_or(day);
        let mut open: Vec<Place> = self
            .hours
            .iter()
            .filter(|(of, _, _)| place.is_none() || *of == place)
            .filter_map(|(_, clock, hours)| Some((clock, hours.get(&whose)?)))
            .flat_map(|(clock, hours)| open_stretches(&hours.openings, &hours.exceptions, clock, &around))
            .filter_map(|stretch| Place::of(day, &clinic.time_zone, stretch))
            .collect();
        open.sort_unstable();
        open.dedup_by(|next, before| {
            let meets = next.from <= before.to;
            before.to = if meets { before.to.max(next.to) } else { before.to };
            meets
        });
        open
    }

    /// Everybody who may have a column: who can be booked, and whoever has visits all the same.
    fn people(&self) -> Vec<(PractitionerId, String)> {
        let mut people: Vec<(PractitionerId, String)> = self.practitioners.iter().map(|one| (one.id, one.name.clone())).collect();
        for visit in &self.visits {
            if !people.iter().any(|(id, _)| *id == visit.practitioner) {
                people.push((visit.practitioner, visit.practitioner_name.clone()));
            }
        }
        people
    }

    fn of_practitioner(&self, clinic: &Clinic, place: Option<&Location>, (id, name): (PractitionerId, String), day: Date) -> Rough<'_> {
        let at = place.map(|place| place.id);
        let is_here =
            |visit: &&Visit| visit.practitioner == id && clinic.day_of(visit.starts_at) == day && (at.is_none() || visit.location == at);
        let books = at.map_or_else(|| format!("practitioner={id}"), |at| format!("practitioner={id}&location={at}"));
        Rough {
            heading: name,
            under: place.map(|place| place.name.clone()),
            day,
            books: Some(books),
            takes: Some(("practitioner", id.to_string())),
            open: Some(self.open(clinic, at, id, day)),
            visits: self.visits.iter().filter(is_here).collect(),
        }
    }

    fn of_room(&self, clinic: &Clinic, v: &View, room: Option<&Room>, day: Date) -> Rough<'_> {
        let id = room.map(|room| room.id);
        Rough {
            heading: room.map_or_else(|| v.t("desk-no-room"), |room| room.name.clone()),
            under: None,
            day,
            books: None,
            takes: id.map(|id| ("room", id.to_string())),
            open: None,
            visits: self.visits.iter().filter(|visit| visit.room == id && clinic.day_of(visit.starts_at) == day).collect(),
        }
    }

    fn columns(&self, desk: &Desk, part: &Part) -> Vec<Rough<'_>> {
        let (clinic, v) = (&desk.clinic, &desk.view);
        let (first, _) = part.days();
        let days = (0..7).filter_map(|n| first.checked_add(n.days()).ok());
        match (part.week, part.by, part.with) {
            (true, By::Room, With::Room(id)) => {
                let room = self.rooms.iter().find(|room| room.id == id);
                days.map(|day| self.of_room(clinic, v, room, day)).map(|rough| Rough { heading: v.day(rough.day), ..rough }).collect()
            }
            (true, _, With::Practitioner(id)) => {
                let name = self.people().into_iter().find(|(one, _)| *one == id).map(|(_, name)| name).unwrap_or_default();
                days.map(|day| self.of_practitioner(clinic, None, (id, name.clone()), day))
                    .map(|rough| Rough { heading: v.day(rough.day), ..rough })
                    .collect()
            }
            (_, By::Room, with) => {
                let meant = |room: &&Room| with == With::All || with == With::Room(room.id);
                let mut columns: Vec<Rough<'_>> =
                    self.rooms.iter().filter(meant).map(|room| self.of_room(clinic, v, Some(room), part.day)).collect();
                let closed: BTreeSet<String> = self.rooms.iter().filter(|room| room.closed).map(|room| room.id.to_string()).collect();
                columns.retain(|column| !column.visits.is_empty() || column.takes.as_ref().is_none_or(|(_, id)| !closed.contains(id)));
                let without = self.of_room(clinic, v, None, part.day);
                if with == With::All && !without.visits.is_empty() {
                    columns.push(without);
                }
                columns
            }
            (_, By::Location, _) => {
                let of_place = |place: &'_ Location| {
                    let place = place.clone();
                    self.people().into_iter().map(move |one| self.of_practitioner(clinic, Some(&place), one, part.day)).collect::<Vec<_>>()
                };
                let meant = |place: &&Location| part.with == With::All || part.with == With::Location(place.id);
                self.locations.iter().filter(meant).flat_map(of_place).collect()
            }
            (_, By::Practitioner, with) => {
                let meant = |(id, _): &(PractitionerId, String)| with == With::All || with == With::Practitioner(*id);
                self.people().into_iter().filter(meant).map(|one| self.of_practitioner(clinic, None, one, part.day)).collect()
            }
        }
    }
}

#[derive(Template)]
#[template(path = "desk_calendar/calendar.html")]
struct CalendarPage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
    part: Part,
    heading: String,
    today: Date,
    /// The hours it shows.
    hours: (u16, u16),
    columns: Vec<Column>,
    /// Who is not here on this day.
    away: Vec<String>,
    /// Whom the chooser offers.
    choices: Vec<(String, String)>,
    /// Whether it can be shown by room and by location.
    bys: Vec<(By, &'static str)>,
    did: Option<Did>,
    works: bool,
    may_block: bool,
    count: usize,
    full: bool,
    /// How many requests wait for an answer.
    requests: Option<String>,
    /// The way back here, for addresses; empty where it is the usual one.
    back: String,
}

impl CalendarPage<'_> {
    fn with_view(&self, week: bool) -> String {
        Part { week, ..self.part }.href()
    }

    fn with_by(&self, by: By) -> String {
        Part { by, with: With::All, week: false, ..self.part }.href()
    }

    /// The hours as rows, each with its words.
    fn hour_marks(&self) -> Vec<(u16, String)> {
        let word = |hour: u16| self.v.wall_time(jiff::civil::time(i8::try_from(hour % 24).unwrap_or(0), 0, 0, 0));
        (self.hours.0..self.hours.1).map(|hour| (hour, word(hour))).collect()
    }

    /// Everything about a block in one line, for who points at it.
    fn title(&self, item: &Item, block: &Block) -> String {
        let people = block.people.iter().map(|(_, name)| name.clone());
        let words = std::iter::once(block.state.1).chain(block.marks.iter().copied()).map(|key| self.v.t(key));
        let all: Vec<String> = std::iter::once(item.time.clone()).chain(people).chain([block.service.clone()]).chain(words).collect();
        all.join(" · ")
    }

    /// The shapes and their words.
    fn legend(&self) -> Vec<(&'static str, &'static str)> {
        let states =
            [Status::Booked, Status::Arrived, Status::Fulfilled, Status::NoShow, Status::Pending].map(|state| state_of(Some(state), false));
        let more = [
            state_of(Some(Status::Booked), true),
            state_of(None, false),
            ("booked vis--over", "desk-overbooked"),
            ("booked vis--walk", "desk-walk-in"),
        ];
        states.into_iter().chain(more).collect()
    }

    fn is_today(&self) -> bool {
        let (first, last) = self.part.days();
        (first..=last).contains(&self.today)
    }
}

/// What is asked for, with the one who is meant where a week or a phone shows only one.
fn settled(part: Part, desk: &Desk, book: &(Vec<Practitioner>, Vec<Room>)) -> Part {
    if !part.week || part.with != With::All {
        return part;
    }
    let own = desk.practitioner.map(kernel::id::Id::from_uuid);
    let with = match part.by {
        By::Room => book.1.iter().find(|room| !room.closed).map(|room| With::Room(room.id)),
        _ => own.or_else(|| book.0.first().map(|one| one.id)).map(With::Practitioner),
    };
    Part { with: with.unwrap_or(With::All), ..part }
}

fn choices(part: &Part, book: &Book) -> Vec<(String, String)> {
    match part.by {
        By::Practitioner => book.people().into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        By::Room => book.rooms.iter().filter(|room| !room.closed).map(|room| (room.id.to_string(), room.name.clone())).collect(),
        By::Location => book.locations.iter().map(|place| (place.id.to_string(), place.name.clone())).collect(),
    }
}

/// Who is asked for by the clinic's shape: without rooms or places there is one way to look.
fn bys(book: &Book) -> Vec<(By, &'static str)> {
    let mut bys = vec![(By::Practitioner, "desk-by-practitioner")];
    bys.extend((!book.rooms.is_empty()).then_some((By::Room, "desk-by-room")));
    bys.extend((!book.locations.is_empty()).then_some((By::Location, "desk-by-location")));
    if bys.len() > 1 { bys } else { Vec::new() }
}

/// `GET /calendar`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(SeeCalendar).await?;
    let today = desk.clinic.day_of(tx.now());
    let part = asked.part(today);
    let part = if part.week { settled(part, &desk, &futures_util::try_join!(bookable_practitioners(&tx), rooms(&tx))?) } else { part };
    tx.note_in_trail(part.day.to_string());
    let book = read(&tx, &desk.clinic, &part, &permit).await?;
    let did = did(&tx, &desk, &asked).await?;
    let requests = waiting(&tx).await?;
    let works = matches!(desk.role, Role::Owner | Role::Receptionist | Role::Doctor | Role::Nurse);
    let mut rough = book.columns(&desk, &part);
    let is_away = |column: &Rough<'_>| column.visits.is_empty() && column.open.as_ref().is_some_and(Vec::is_empty);
    let away: Vec<String> = match (part.week, part.with) {
        (false, With::All) if part.by == By::Practitioner => {
            rough.iter().filter(|one| is_away(one)).map(|one| one.heading.clone()).collect()
        }
        _ => Vec::new(),
    };
    if !part.week && part.with == With::All || part.by == By::Location {
        rough.retain(|column| !is_away(column));
    }
    let ground = Ground { v: &desk.view, names: &book.names, now: tx.now(), zone: &desk.clinic.time_zone, by: part.by, works };
    let own = desk.practitioner.map(|id| <PractitionerId as kernel::id::Id>::from_uuid(id).to_string());
    let (mut columns, hours) = draw(&ground, rough);
    let mine = |column: &Column| if part.week { column.day == today } else { column.takes.as_ref().map(|(_, id)| id) == own.as_ref() };
    if let Some(mine) = columns.iter().position(mine) {
        columns.iter_mut().enumerate().for_each(|(n, column)| column.shown = n == mine);
    }
    tx.commit().await?;
    let heading = if part.week {
        desk.view.t2("desk-week-of", "from", desk.view.date(part.days().0), "to", desk.view.date(part.days().1))
    } else {
        desk.view.day(part.day)
    };
    desk.view.page(&CalendarPage {
        v: &desk.view,
        clinic: &desk.clinic,
        part,
        heading,
        today,
        hours,
        columns,
        away,
        choices: choices(&part, &book),
        bys: bys(&book),
        did,
        works,
        may_block: matches!(desk.role, Role::Owner | Role::Receptionist),
        count: book.visits.iter().filter(|visit| visit.patient.is_some()).count(),
        full: book.visits.len() >= MOST,
        requests: (works && requests > 0).then(|| desk.view.tn("desk-requests", requests)),
        back: part.back(),
    })
}
