//! Where things stand in a day: rows of five minutes by the clinic's clock, lanes for what is at the same time, and the
//! free time between. Pages place by classes (`calendar.css`), for inline styles are forbidden.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::booking::availability::Stretch;

/// Rows of an hour.
const OF_AN_HOUR: u16 = 12;
/// Rows of a day.
pub(super) const OF_A_DAY: u16 = 24 * OF_AN_HOUR;
/// The least rows in which a word can be read.
const LEAST: u16 = 2;
/// The most lanes beside each other; what is more shares the last.
const MOST_LANES: usize = 6;

/// A stretch of a day in rows, `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) from: u16,
    pub(super) to: u16,
}

impl Place {
    /// Where a stretch stands on this day; `None`: on another. Where clocks go back it is never shorter than a row.
    pub(super) fn of(day: Date, zone: &TimeZone, stretch: Stretch) -> Option<Self> {
        let row = |at: Timestamp| {
            let wall = zone.to_datetime(at);
            match wall.date().cmp(&day) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Greater => i32::from(OF_A_DAY) * 60,
                std::cmp::Ordering::Equal => i32::from(wall.hour()) * 720 + i32::from(wall.minute()) * 12,
            }
        };
        // In sixtieths of a row: whole rows around the stretch.
        let (from, to) = (row(stretch.from) / 60, (row(stretch.to) + 59) / 60);
        let from = u16::try_from(from).ok()?.min(OF_A_DAY);
        let to = u16::try_from(to).ok()?.clamp(from, OF_A_DAY);
        (from < OF_A_DAY && to > 0).then_some(Self { from, to: to.max((from + 1).min(OF_A_DAY)) })
    }

    /// The same, high enough to be read.
    pub(super) fn readable(self) -> Self {
        let to = self.to.max(self.from + LEAST).min(OF_A_DAY);
        Self { from: self.from.min(to.saturating_sub(LEAST)), to }
    }

    /// The classes that place it.
    pub(super) fn classes(self) -> String {
        let (h, f, th, tf) = (self.from / OF_AN_HOUR, self.from % OF_AN_HOUR, self.to / OF_AN_HOUR, self.to % OF_AN_HOUR);
        format!("h{h} f{f} th{th} tf{tf}")
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// The lane of each place and how many there are beside it, for places in order: those that meet stand beside each other.
pub(super) fn lanes(places: &[Place]) -> Vec<(usize, usize)> {
    let mut lanes: Vec<(usize, usize)> = Vec::with_capacity(places.len());
    let (mut first, mut ends): (usize, Vec<u16>) = (0, Vec::new());
    for (n, place) in places.iter().enumerate() {
        if ends.iter().all(|end| *end <= place.from) {
            close(&mut lanes, first, ends.len());
            (first, ends) = (n, Vec::new());
        }
        let free = ends.iter().position(|end| *end <= place.from);
        let lane = free.unwrap_or_else(|| ends.len().min(MOST_LANES - 1));
        match ends.get_mut(lane) {
            Some(end) => *end = (*end).max(place.to),
            None => ends.push(place.to),
        }
        lanes.push((lane, 1));
    }
    close(&mut lanes, first, ends.len());
    lanes
}

/// Says to all of one bundle how many lanes it has.
fn close(lanes: &mut [(usize, usize)], first: usize, count: usize) {
    // Five lanes are drawn as six, for twelve columns do not divide by five.
    let count = if count == 5 { 6 } else { count };
    lanes.iter_mut().skip(first).for_each(|(_, of)| *of = count);
}

/// What is left of a day's stretches when others are taken out, cut at every full hour so that each piece is near a time one
/// may point at.
pub(super) fn left(open: &[Place], taken: &[Place]) -> Vec<Place> {
    let mut left = Vec::new();
    for stretch in open {
        let mut from = stretch.from;
        let mut meeting: Vec<&Place> = taken.iter().filter(|place| place.meets(*stretch)).collect();
        meeting.sort_unstable();
        for place in meeting {
            pieces(from, place.from, &mut left);
            from = from.max(place.to);
        }
        pieces(from, stretch.to, &mut left);
    }
    left
}

fn pieces(mut from: u16, to: u16, into: &mut Vec<Place>) {
    while from < to {
        let hour = ((from / OF_AN_HOUR + 1) * OF_AN_HOUR).min(to);
        into.push(Place { from, to: hour });
        from = hour;
    }
}

/// What of `[from, to)` is not in these stretches, in whole pieces.
pub(super) fn outside(open: &[Place], from: u16, to: u16) -> Vec<Place> {
    let (mut at, mut shut) = (from, Vec::new());
    for stretch in open {
        if at < stretch.from {
            shut.push(Place { from: at, to: stretch.from.min(to) });
        }
        at = at.max(stretch.to);
    }
    if at < to {
        shut.push(Place { from: at, to });
    }
    shut
}

/// The hours a page shows: everything in it, and the usual day where there is nothing.
pub(super) fn hours_around<'a>(places: impl Iterator<Item = &'a Place>) -> (u16, u16) {
    let around = places.fold(None, |around: Option<(u16, u16)>, place| {
        let (from, to) = around.unwrap_or((OF_A_DAY, 0));
        Some((from.min(place.from), to.max(place.to)))
    });
    let (from, to) = around.unwrap_or((9 * OF_AN_HOUR, 17 * OF_AN_HOUR));
    (from / OF_AN_HOUR, to.div_ceil(OF_AN_HOUR).min(24))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(from: u16, to: u16) -> Place {
        Place { from, to }
    }

    #[test]
    fn a_visit_stands_where_the_wall_clock_says_also_when_clocks_change() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let of = |day: &str, from: &str, to: &str| Place::of(day.parse().unwrap(), &zone, Stretch { from: at(from), to: at(to) });
        assert_eq!(of("2026-03-02", "2026-03-02T09:00:00Z", "2026-03-02T09:20:00Z"), Some(place(108, 112)));
        assert_eq!(of("2026-03-30", "2026-03-30T08:00:00Z", "2026-03-30T08:12:00Z"), Some(place(108, 111)), "summer; whole rows around");
        assert_eq!(of("2026-10-25", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"), Some(place(21, 22)), "from 01:45 to 01:15");
        assert_eq!(of("2026-03-02", "2026-03-01T23:30:00Z", "2026-03-02T00:30:00Z"), Some(place(0, 6)), "from the day before");
        assert_eq!(of("2026-03-01", "2026-03-01T23:30:00Z", "2026-03-02T00:30:00Z"), Some(place(282, 288)), "into the next");
        assert_eq!(of("2026-03-03", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"), None);
    }

    #[test]
    fn what_is_at_the_same_time_stands_beside_each_other_and_the_rest_has_all_the_room() {
        let places = [place(0, 4), place(4, 8), place(6, 10), place(8, 12), place(20, 24)];
        assert_eq!(lanes(&places), [(0, 1), (0, 2), (1, 2), (0, 2), (0, 1)]);
        let many = lanes(&[place(0, 9); 9]);
        assert!(many.iter().all(|(lane, of)| lane < of && *of == 6), "{many:?}");
    }

    #[test]
    fn free_time_is_what_is_open_and_not_taken_hour_by_hour() {
        let free = left(&[place(108, 140)], &[place(112, 116), place(130, 150)]);
        assert_eq!(free, [place(108, 112), place(116, 120), place(120, 130)]);
        assert_eq!(outside(&[place(108, 120), place(132, 150)], 96, 144), [place(96, 108), place(120, 132)]);
        assert_eq!(outside(&[], 96, 144), [place(96, 144)]);
    }

    #[test]
    fn classes_say_hour_and_five_minutes_of_both_ends() {
        assert_eq!(place(108, 113).classes(), "h9 f0 th9 tf5");
        assert_eq!(place(287, 288).readable().classes(), "h23 f10 th24 tf0");
        assert_eq!(hours_around([place(110, 112), place(150, 217)].iter()), (9, 19));
        assert_eq!(hours_around([].iter()), (9, 17));
    }
}
