//! The columns of a page: what is closed, what is free, and who is booked, each with its place.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use kernel::{http::View, language::Speech};
use trust::patients::PatientId;

use super::{
    asked::By,
    grid::{Place, hours_around, lanes, left, outside},
    visits::{TakenAs, Visit},
};
use crate::booking::{AppointmentId, appointment::Status, availability::Stretch};

/// A column before it is drawn.
pub(super) struct Rough<'a> {
    /// What its heading says, and the line under it.
    pub(super) heading: String,
    pub(super) under: Option<String>,
    pub(super) day: Date,
    /// Whom a new booking in it is with: the rest of the address of the booking page.
    pub(super) books: Option<String>,
    /// What a visit that is dropped here gets: practitioner or room, and its id.
    pub(super) takes: Option<(&'static str, String)>,
    /// When it is open; `None`: nobody says.
    pub(super) open: Option<Vec<Place>>,
    pub(super) visits: Vec<&'a Visit>,
}

/// A column as drawn.
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) under: Option<String>,
    pub(super) day: Date,
    pub(super) takes: Option<(&'static str, String)>,
    /// Whether a phone shows it.
    pub(super) shown: bool,
    pub(super) items: Vec<Item>,
    /// How many visits are in it.
    pub(super) visits: usize,
}

/// Something in a column.
pub(super) struct Item {
    pub(super) place: Place,
    pub(super) classes: String,
    pub(super) time: String,
    pub(super) what: What,
}

pub(super) enum What {
    /// The moment the page is shown.
    Now,
    Shut,
    Free {
        href: String,
    },
    Visit(Block),
}

/// A visit, or a group.
pub(super) struct Block {
    pub(super) id: AppointmentId,
    /// Who comes, each with their own visit; empty while the time is only held.
    pub(super) people: Vec<(AppointmentId, String)>,
    pub(super) service: String,
    /// With whom, where the column does not say it.
    pub(super) with: Option<String>,
    /// The class of its state and the key of its word.
    pub(super) state: (&'static str, &'static str),
    /// Keys of what else is to be known.
    pub(super) marks: Vec<&'static str>,
    /// Whether it can be taken and put elsewhere.
    pub(super) moves: bool,
}

impl Block {
    /// The class of what is shown before any state.
    pub(super) fn shape(&self) -> &'static str {
        match self.marks.first() {
            Some(&"desk-overbooked") => " vis--over",
            Some(&"desk-walk-in") => " vis--walk",
            _ => "",
        }
    }
}

/// What all columns of a page share.
pub(super) struct Ground<'a> {
    pub(super) v: &'a View,
    pub(super) names: &'a BTreeMap<PatientId, String>,
    pub(super) now: Timestamp,
    pub(super) zone: &'a jiff::tz::TimeZone,
    pub(super) by: By,
    /// Whether the reader may book and move.
    pub(super) works: bool,
}

/// The class and the word of a state: never colour alone. `None`: the time is held.
pub(super) const fn state_of(status: Option<Status>, confirmed: bool) -> (&'static str, &'static str) {
    match status {
        None => ("held", "desk-held"),
        Some(Status::Pending) => ("asked", "today-state-asked"),
        Some(Status::Booked) if confirmed => ("confirmed", "today-state-confirmed"),
        Some(Status::Booked) => ("booked", "today-state-booked"),
        Some(Status::Arrived) => ("arrived", "today-state-arrived"),
        Some(Status::Fulfilled) => ("done", "today-state-done"),
        Some(Status::NoShow) => ("noshow", "today-state-noshow"),
        Some(Status::Cancelled | Status::EnteredInError) => ("cancelled", "today-state-cancelled"),
    }
}

fn marks(visit: &Visit) -> Vec<&'static str> {
    let taken = match visit.taken_as {
        TakenAs::Slot => None,
        TakenAs::WalkIn => Some("desk-walk-in"),
        TakenAs::Overbooked => Some("desk-overbooked"),
    };
    taken.into_iter().chain(visit.serial.then_some("desk-serial")).collect()
}

/// Draws the columns, and says from which hour to which.
pub(super) fn draw(ground: &Ground<'_>, rough: Vec<Rough<'_>>) -> (Vec<Column>, (u16, u16)) {
    let placed: Vec<Vec<(Place, &Visit)>> = rough.iter().map(|column| places(ground, column)).collect();
    let open = rough.iter().flat_map(|column| column.open.iter().flatten());
    let hours = hours_around(open.chain(placed.iter().flatten().map(|(place, _)| place)));
    let first = rough.iter().position(|column| !column.visits.is_empty()).unwrap_or(0);
    let columns = rough.into_iter().zip(placed).enumerate().map(|(n, (rough, placed))| {
        let mut column = one(ground, rough, &placed, (hours.0 * 12, hours.1 * 12));
        column.shown = n == first;
        column
    });
    (columns.collect(), hours)
}

fn places<'a>(ground: &Ground<'_>, column: &Rough<'a>) -> Vec<(Place, &'a Visit)> {
    let mut placed: Vec<(Place, &Visit)> = column
        .visits
        .iter()
        .filter_map(|visit| {
            let stretch = Stretch { from: visit.starts_at, to: visit.ends_at };
            Some((Place::of(column.day, ground.zone, stretch)?.readable(), *visit))
        })
        .collect();
    placed.sort_by_key(|(place, visit)| (*place, visit.starts_at, visit.id));
    placed
}

fn one(ground: &Ground<'_>, rough: Rough<'_>, placed: &[(Place, &Visit)], (from, to): (u16, u16)) -> Column {
    let shut = rough.open.as_ref().map(|open| outside(open, from, to)).unwrap_or_default();
    let mut items: Vec<Item> = shut.into_iter().map(|place| item(ground, place, What::Shut)).collect();
    if let (true, Some(books), Some(open)) = (ground.works, &rough.books, &rough.open) {
        let taken: Vec<Place> = placed.iter().map(|(place, _)| *place).collect();
        let free = left(open, &taken).into_iter().filter(|place| instant(ground, rough.day, place.to) > ground.now);
        items.extend(free.map(|place| {
            let at = wall(place.from);
            let href = format!("/calendar/book?{books}&day={}&at={}", rough.day, at.strftime("%H:%M"));
            item(ground, place, What::Free { href })
        }));
    }
    let (groups, kept) = together(placed);
    for ((place, visit), (lane, of)) in kept.iter().zip(lanes(&kept.iter().map(|(place, _)| *place).collect::<Vec<_>>())) {
        let people = visit.session.and_then(|session| groups.get(&session)).map_or_else(|| vec![*visit], Clone::clone);
        let block = block(ground, visit, &people);
        let mut drawn = item(ground, *place, What::Visit(block));
        drawn.time = ground.v.time(visit.starts_at);
        if of > 1 {
            drawn.classes = format!("{} l{of}-{lane}", drawn.classes);
        }
        items.push(drawn);
    }
    let now = Place::of(rough.day, ground.zone, Stretch { from: ground.now, to: ground.now });
    items.extend(now.filter(|now| now.from >= from && now.to <= to).map(|now| item(ground, now, What::Now)));
    items.sort_by_key(|item| item.place);
    Column {
        heading: rough.heading,
        under: rough.under,
        day: rough.day,
        takes: rough.takes,
        shown: false,
        items,
        // A held time is nobody's visit yet.
        visits: rough.visits.iter().filter(|visit| visit.patient.is_some()).count(),
    }
}

type Groups<'a> = BTreeMap<uuid::Uuid, Vec<&'a Visit>>;

/// A group is one block: the first of it is kept, the others stand in it.
fn together<'a>(placed: &[(Place, &'a Visit)]) -> (Groups<'a>, Vec<(Place, &'a Visit)>) {
    let mut groups: Groups<'a> = BTreeMap::new();
    let mut kept = Vec::with_capacity(placed.len());
    for (place, visit) in placed {
        let met = visit.session.map(|session| groups.entry(session).or_default());
        if met.as_ref().is_none_or(|met| met.is_empty()) {
            kept.push((*place, *visit));
        }
        if let Some(met) = met {
            met.push(visit);
        }
    }
    (groups, kept)
}

fn block(ground: &Ground<'_>, visit: &Visit, people: &[&Visit]) -> Block {
    let name = |patient| ground.names.get(&patient).cloned().unwrap_or_default();
    let moves = ground.works && people.len() == 1 && matches!(visit.status, Some(Status::Pending | Status::Booked));
    Block {
        id: visit.id,
        people: people.iter().filter_map(|one| Some((one.id, name(one.patient?)))).collect(),
        service: visit.service.clone(),
        with: (ground.by == By::Room).then(|| visit.practitioner_name.clone()),
        state: state_of(visit.status, visit.confirmed),
        marks: marks(visit),
        moves,
    }
}

fn wall(row: u16) -> jiff::civil::Time {
    let minute = row * 5;
    let part = |n: u16| i8::try_from(n).unwrap_or(0);
    jiff::civil::Time::new(part(minute / 60 % 24), part(minute % 60), 0, 0).unwrap_or_else(|_| jiff::civil::Time::midnight())
}

fn instant(ground: &Ground<'_>, day: Date, row: u16) -> Timestamp {
    let day = if row >= super::grid::OF_A_DAY { day.tomorrow().unwrap_or(day) } else { day };
    ground.zone.to_timestamp(day.to_datetime(wall(row))).unwrap_or(Timestamp::MAX)
}

fn item(ground: &Ground<'_>, place: Place, what: What) -> Item {
    let speech: &Speech = ground.v.speech();
    let time = match what {
        // Closed says until when, for its list has no end that is drawn.
        What::Shut => format!("{}–{}", speech.wall_time(wall(place.from)), speech.wall_time(wall(place.to))),
        _ => speech.wall_time(wall(place.from)),
    };
    Item { place, classes: place.classes(), time, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_five_minutes_of_the_wall_clock() {
        assert_eq!(wall(0), jiff::civil::Time::midnight());
        assert_eq!(wall(113), jiff::civil::time(9, 25, 0, 0));
        assert_eq!(wall(288), jiff::civil::Time::midnight());
    }
}
