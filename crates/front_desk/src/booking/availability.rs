//! Keeps: "A free time is a time the clinic is open" (AMX-DAT-04). Hours are what the clock on the clinic's wall shows; a booking is
//! an instant. Where clocks change the two part, so every stretch is worked out within one offset from UTC and joined
//! afterwards: no slot falls outside the hours, none is lost and none is offered twice.

use std::ops::RangeInclusive;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};
use trust::clinics::{Exception, Opening};

/// A stretch of time, `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub to: Timestamp,
}

/// A time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// How a service fills hours, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// With the patient.
    pub minutes: i32,
    /// To make ready before.
    pub before: i32,
    /// To clear up after.
    pub after: i32,
    /// From one offered time to the next; `None`: one follows the other.
    pub every: Option<i32>,
}

impl Pace {
    /// So many minutes and nothing around them.
    #[must_use]
    pub const fn plain(minutes: i32) -> Self {
        Self { minutes, before: 0, after: 0, every: None }
    }

    fn lengths(&self) -> [SignedDuration; 4] {
        let whole = self.before.max(0) + self.minutes.max(1) + self.after.max(0);
        [self.before.max(0), self.minutes.max(1), self.after.max(0), self.every.unwrap_or(whole).max(1)]
            .map(|minutes| SignedDuration::from_mins(i64::from(minutes)))
    }

    /// What a slot keeps others from: itself, and what is made ready and cleared up around it.
    #[must_use]
    pub fn blocks(&self, slot: Slot) -> Stretch {
        let [before, _, after, _] = self.lengths();
        Stretch {
            from: slot.starts_at.checked_sub(before).unwrap_or(slot.starts_at),
            to: slot.ends_at.checked_add(after).unwrap_or(slot.ends_at),
        }
    }
}

/// One practitioner's hours and how a service fills them.
#[derive(Clone, Copy, Debug)]
pub struct Week<'a> {
    /// Weekly hours on the clinic's wall clock, each with the dates it holds.
    pub openings: &'a [Opening],
    /// Days that are otherwise.
    pub exceptions: &'a [Exception],
    /// The clinic's zone.
    pub zone: &'a TimeZone,
    /// The service.
    pub pace: Pace,
}

/// The slots of these days that are open, not busy and later than `earliest`, in order. Each stretch of hours has its own
/// grid, from its opening on; what a slot blocks lies within the stretch.
#[must_use]
pub fn free_slots(week: &Week<'_>, busy: &[Stretch], earliest: Timestamp, days: RangeInclusive<Date>) -> Vec<Slot> {
    let [before, length, after, every] = week.pace.lengths();
    let busy = joined(busy.to_vec());
    let mut taken = busy.iter().peekable();
    let mut free = Vec::new();
    for open in open_stretches(week.openings, week.exceptions, week.zone, &days) {
        let mut from = open.from;
        while let Some((starts_at, ends_at)) = within(from, [before, length, after], open.to) {
            while taken.next_if(|stretch| stretch.to <= from).is_some() {}
            let until = ends_at + after;
            if starts_at > earliest && taken.peek().is_none_or(|stretch| stretch.from >= until) {
                free.push(Slot { starts_at, ends_at });
            }
            from += every;
        }
    }
    free
}

/// The slot whose block begins here, if the block ends in time.
fn within(from: Timestamp, [before, length, after]: [SignedDuration; 3], last: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let starts_at = from.checked_add(before).ok()?;
    let ends_at = starts_at.checked_add(length).ok()?;
    (ends_at.checked_add(after).ok()? <= last).then_some((starts_at, ends_at))
}

/// When the doors are open on these days, as instants: the weekly hours and what is open besides, without what is closed.
#[must_use]
pub fn open_stretches(openings: &[Opening], exceptions: &[Exception], zone: &TimeZone, days: &RangeInclusive<Date>) -> Vec<Stretch> {
    let pieces = constant_offsets(zone, days);
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for day in days.start().series(jiff::ToSpan::days(1)).take_while(|day| days.contains(day)) {
        for opening in openings.iter().filter(|opening| opening.holds_on(day)) {
            stretches(&pieces, day.to_datetime(opening.opens), day.to_datetime(opening.closes), &mut open);
        }
        for exception in exceptions.iter().filter(|exception| exception.is_on(day)) {
            let (opens, closes) = exception.wall(day);
            let list = if exception.closed { &mut closed } else { &mut open };
            stretches(&pieces, opens, closes, list);
        }
    }
    without(&joined(open), &joined(closed))
}

/// A stretch of the wall clock as instants, one for each offset it meets.
fn stretches(pieces: &[(Stretch, Offset)], opens: DateTime, closes: DateTime, into: &mut Vec<Stretch>) {
    for (piece, offset) in pieces {
        let Some((from, to)) = offset.to_timestamp(opens).ok().zip(offset.to_timestamp(closes).ok()) else { continue };
        let within = Stretch { from: from.max(piece.from), to: to.min(piece.to) };
        if within.from < within.to {
            into.push(within);
        }
    }
}

/// What is left of stretches, both lists in order and apart.
fn without(open: &[Stretch], closed: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::with_capacity(open.len());
    for stretch in open {
        let mut from = stretch.from;
        for shut in closed.iter().filter(|shut| shut.from < stretch.to && stretch.from < shut.to) {
            if from < shut.from {
                left.push(Stretch { from, to: shut.from });
            }
            from = from.max(shut.to);
        }
        if from < stretch.to {
            left.push(Stretch { from, to: stretch.to });
        }
    }
    left
}

/// The stretches around these days in which the zone's clocks do not change.
fn constant_offsets(zone: &TimeZone, days: &RangeInclusive<Date>) -> Vec<(Stretch, Offset)> {
    // No zone is further from UTC than a day and two hours.
    let reach = SignedDuration::from_hours(26);
    let midnight = |day: Date| Offset::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok();
    let begin = midnight(*days.start()).and_then(|at| at.checked_sub(reach).ok()).unwrap_or(Timestamp::MIN);
    let end = days.end().tomorrow().ok().and_then(midnight).and_then(|at| at.checked_add(reach).ok()).unwrap_or(Timestamp::MAX);
    let (mut from, mut offset) = (begin, zone.to_offset(begin));
    let mut pieces = Vec::new();
    for change in zone.following(begin).take_while(|change| change.timestamp() < end) {
        pieces.push((Stretch { from, to: change.timestamp() }, offset));
        (from, offset) = (change.timestamp(), change.offset());
    }
    pieces.push((Stretch { from, to: end }, offset));
    pieces
}

/// In order, with what touches or overlaps made one.
fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut whole: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for next in stretches {
        match whole.last_mut() {
            Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
            _ => whole.push(next),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use jiff::{
        ToSpan as _,
        civil::{Time, time},
    };
    use proptest::prelude::*;

    use super::*;

    const ZONES: [&str; 5] = ["Europe/London", "America/New_York", "Asia/Karachi", "Australia/Lord_Howe", "Africa/Casablanca"];
    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    /// Looks at every minute of the days and reads the wall clock: slow, and plainly right.
    fn every_minute(week: &Week<'_>, busy: &[Stretch], now: Timestamp, days: &RangeInclusive<Date>) -> Vec<Slot> {
        let excepted = |closed: bool, date: Date, time: Time| {
            week.exceptions.iter().any(|e| {
                let within = e.hours.is_none_or(|(opens, closes)| opens <= time && time < closes);
                e.closed == closed && e.first <= date && date <= e.last && within
            })
        };
        let is_open = |at: Timestamp| {
            let wall = week.zone.to_datetime(at);
            let (date, time) = (wall.date(), wall.time());
            let weekly = week.openings.iter().any(|o| {
                o.weekday == date.weekday().to_monday_one_offset()
                    && o.from.is_none_or(|from| from <= date)
                    && o.until.is_none_or(|until| date < until)
                    && o.opens <= time
                    && time < o.closes
            });
            days.contains(&date) && (weekly || excepted(false, date, time)) && !excepted(true, date, time)
        };
        let (mut at, end) = (
            days.start().to_zoned(TimeZone::UTC).unwrap().timestamp() - 30.hours(),
            days.end().to_zoned(TimeZone::UTC).unwrap().timestamp() + 54.hours(),
        );
        let (mut slots, mut run) = (Vec::new(), Vec::new());
        while at < end {
            if is_open(at) {
                run.push(at);
            } else {
                of_a_run(&run, week.pace, busy, now, &mut slots);
                run.clear();
            }
            at += MINUTE;
        }
        slots
    }

    /// The free slots of minutes that are open one after the other.
    fn of_a_run(run: &[Timestamp], pace: Pace, busy: &[Stretch], now: Timestamp, slots: &mut Vec<Slot>) {
        let count = |minutes: i32| usize::try_from(minutes).unwrap();
        let (before, length, after) = (count(pace.before), count(pace.minutes), count(pace.after));
        let whole = before + length + after;
        let mut first = 0;
        while first + whole <= run.len() {
            let block = &run[first..first + whole];
            let slot = Slot { starts_at: block[before], ends_at: block[before + length - 1] + MINUTE };
            let hit = block.iter().any(|minute| busy.iter().any(|b| b.from <= *minute && *minute < b.to));
            if slot.starts_at > now && !hit {
                slots.push(slot);
            }
            first += pace.every.map_or(whole, count);
        }
    }

    /// How it is often written: step along the wall clock and let the library choose an instant.
    fn along_the_wall_clock(week: &Week<'_>, days: &RangeInclusive<Date>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for day in days.start().series(1.day()).take_while(|day| days.contains(day)) {
            for opening in week.openings.iter().filter(|o| o.weekday == day.weekday().to_monday_one_offset()) {
                let mut wall = day.to_datetime(opening.opens);
                while wall + SignedDuration::from_mins(week.pace.minutes.into()) <= day.to_datetime(opening.closes) {
                    let starts_at = wall.to_zoned(week.zone.clone()).unwrap().timestamp();
                    wall += SignedDuration::from_mins(week.pace.minutes.into());
                    slots.push(Slot { starts_at, ends_at: wall.to_zoned(week.zone.clone()).unwrap().timestamp() });
                }
            }
        }
        slots
    }

    fn minute_of_day(minute: i32) -> Time {
        time(i8::try_from(minute / 60).unwrap(), i8::try_from(minute % 60).unwrap(), 0, 0)
    }

    /// Days on which the zone's clocks change in 2025 and 2026, or any day where they never do.
    fn interesting_days(zone: &TimeZone) -> Vec<Date> {
        let (from, to): (Timestamp, Timestamp) = ("2025-01-01T00:00:00Z".parse().unwrap(), "2027-01-01T00:00:00Z".parse().unwrap());
        let mut days: Vec<Date> =
            zone.following(from).map(|c| c.timestamp()).take_while(|at| *at < to).map(|at| zone.to_datetime(at).date()).collect();
        days.push("2026-06-30".parse().unwrap());
        days
    }

    prop_compose! {
        fn opening()(weekday in 1..=7_i8, from in 0..280_i32, length in 1..280_i32) -> Opening {
            let closes = (from + length).min(287) * 5;
            Opening::weekly(weekday, minute_of_day((from.min(285)) * 5), minute_of_day(closes.max(from.min(285) * 5 + 5)))
        }
    }

    prop_compose! {
        fn pace()(minutes in 1..40_i32, before in 0..4_i32, after in 0..4_i32, every in prop::option::of(1..12_i32)) -> Pace {
            Pace { minutes: minutes * 5, before: before * 5, after: after * 5, every: every.map(|every| every * 5) }
        }
    }

    /// A day that is otherwise: days from the first, whether closed, and the hours if not the whole day.
    type Otherwise = (i64, i64, bool, Option<(i32, i32)>);

    fn otherwise((from, length, closed, hours): Otherwise, first: Date) -> Exception {
        let day = |n: i64| first.checked_add(n.days()).unwrap();
        let hours = hours.map(|(from, length)| (minute_of_day(from * 5), minute_of_day((from + length).min(287) * 5)));
        // What is open besides has hours; what is closed may be the whole day.
        let hours = if closed { hours } else { hours.or(Some((minute_of_day(60), minute_of_day(180)))) };
        Exception { first: day(from), last: day(from + length), hours, closed }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_slot_is_outside_hours_lost_or_doubled_whatever_the_clocks_do(
            zone in 0..ZONES.len(),
            which in any::<prop::sample::Index>(),
            openings in prop::collection::vec(opening(), 1..9),
            pace in pace(),
            exceptions in prop::collection::vec((0..3_i64, 0..2_i64, any::<bool>(), prop::option::of((0..280_i32, 1..100_i32))), 0..4),
            (from, until) in (prop::option::of(0..3_i64), prop::option::of(0..4_i64)),
            busy in prop::collection::vec((0..5_000_i64, 1..300_i64), 0..6),
            passed in 0..3_000_i64,
        ) {
            let zone = TimeZone::get(ZONES[zone]).unwrap();
            let days = interesting_days(&zone);
            let middle = days[which.index(days.len())];
            let days = middle.yesterday().unwrap()..=middle.tomorrow().unwrap();
            let begin = days.start().to_zoned(zone.clone()).unwrap().timestamp();
            let at = |minute: i64| begin + SignedDuration::from_mins(minute);
            let busy: Vec<Stretch> = busy.into_iter().map(|(from, length)| Stretch { from: at(from), to: at(from + length) }).collect();
            let exceptions: Vec<Exception> = exceptions.into_iter().map(|one| otherwise(one, *days.start())).collect();
            let mut openings = openings;
            let day = |n: i64| days.start().checked_add(n.days()).unwrap();
            if let Some(dated) = openings.first_mut() {
                (dated.from, dated.until) = (from.map(day), until.map(day));
            }
            let week = Week { openings: &openings, exceptions: &exceptions, zone: &zone, pace };
            prop_assert_eq!(
                free_slots(&week, &busy, at(passed - 600), days.clone()),
                every_minute(&week, &busy, at(passed - 600), &days)
            );
        }
    }

    #[test]
    fn the_model_catches_stepping_along_the_wall_clock() {
        let caught = ZONES.iter().filter(|name| {
            let zone = TimeZone::get(name).unwrap();
            let openings: Vec<Opening> = (1..=7).map(|weekday| Opening::weekly(weekday, time(0, 0, 0, 0), time(8, 0, 0, 0))).collect();
            let week = Week { openings: &openings, exceptions: &[], zone: &zone, pace: Pace::plain(20) };
            interesting_days(&zone)
                .iter()
                .any(|day| along_the_wall_clock(&week, &(*day..=*day)) != every_minute(&week, &[], Timestamp::MIN, &(*day..=*day)))
        });
        assert_eq!(
            caught.collect::<Vec<_>>(),
            ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"].iter().collect::<Vec<_>>()
        );
    }

    #[test]
    fn the_hour_that_is_skipped_has_no_slots_and_the_hour_that_comes_twice_has_them_twice() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let openings = [Opening::weekly(7, time(0, 0, 0, 0), time(4, 0, 0, 0))];
        let week = Week { openings: &openings, exceptions: &[], zone: &zone, pace: Pace::plain(30) };
        let slots_on = |day: &str| free_slots(&week, &[], Timestamp::MIN, day.parse().unwrap()..=day.parse().unwrap()).len();
        assert_eq!((slots_on("2026-03-22"), slots_on("2026-03-29"), slots_on("2026-10-25")), (8, 6, 10));
    }

    #[test]
    fn a_slot_that_has_begun_or_meets_a_busy_stretch_is_not_offered() {
        let zone = TimeZone::get("Asia/Karachi").unwrap();
        let openings = [Opening::weekly(1, time(9, 0, 0, 0), time(10, 30, 0, 0))];
        let week = Week { openings: &openings, exceptions: &[], zone: &zone, pace: Pace::plain(20) };
        let (day, at) = ("2026-03-02".parse().unwrap(), |text: &str| text.parse::<Timestamp>().unwrap());
        let busy = [Stretch { from: at("2026-03-02T04:25:00Z"), to: at("2026-03-02T04:35:00Z") }];
        let free = free_slots(&week, &busy, at("2026-03-02T04:00:00Z"), day..=day);
        assert_eq!(free.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), [at("2026-03-02T04:40:00Z"), at("2026-03-02T05:00:00Z")]);
    }
}
