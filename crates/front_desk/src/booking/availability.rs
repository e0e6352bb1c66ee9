//! Keeps: "A free time is a time the clinic is open". Hours are what the clock on the clinic's wall shows; a booking is
//! an instant. Where clocks change the two part, so every stretch is worked out within one offset from UTC and joined
//! afterwards: no slot falls outside the hours, none is lost and none is offered twice.

use std::ops::RangeInclusive;

use jiff::{
    SignedDuration, Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use trust::clinics::Opening;

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

/// One practitioner's week and how long the service takes.
#[derive(Clone, Copy, Debug)]
pub struct Week<'a> {
    /// Weekly hours on the clinic's wall clock.
    pub openings: &'a [Opening],
    /// The clinic's zone.
    pub zone: &'a TimeZone,
    /// The length of the service.
    pub minutes: i32,
}

/// The slots of these days that are open, not busy and still to come, in order. They follow each other from the
/// opening of each stretch of hours.
#[must_use]
pub fn free_slots(week: &Week<'_>, busy: &[Stretch], now: Timestamp, days: RangeInclusive<Date>) -> Vec<Slot> {
    let length = SignedDuration::from_mins(i64::from(week.minutes.max(1)));
    let busy = joined(busy.to_vec());
    let mut taken = busy.iter().peekable();
    let mut free = Vec::new();
    for open in open_stretches(week, days) {
        let mut from = open.from;
        while let Some(to) = from.checked_add(length).ok().filter(|to| *to <= open.to) {
            while taken.next_if(|stretch| stretch.to <= from).is_some() {}
            if from > now && taken.peek().is_none_or(|stretch| stretch.from >= to) {
                free.push(Slot { starts_at: from, ends_at: to });
            }
            from = to;
        }
    }
    free
}

/// When the doors are open on these days, as instants.
fn open_stretches(week: &Week<'_>, days: RangeInclusive<Date>) -> Vec<Stretch> {
    let pieces = constant_offsets(week.zone, &days);
    let mut open = Vec::new();
    for opening in week.openings {
        for day in days.start().series(jiff::ToSpan::days(1)).take_while(|day| days.contains(day)) {
            if day.weekday().to_monday_one_offset() != opening.weekday {
                continue;
            }
            for (piece, offset) in &pieces {
                let instant = |time| offset.to_timestamp(day.to_datetime(time)).ok();
                let Some((opens, closes)) = instant(opening.opens).zip(instant(opening.closes)) else { continue };
                let within = Stretch { from: opens.max(piece.from), to: closes.min(piece.to) };
                if within.from < within.to {
                    open.push(within);
                }
            }
        }
    }
    joined(open)
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
        let is_open = |at: Timestamp| {
            let wall = week.zone.to_datetime(at);
            days.contains(&wall.date())
                && week
                    .openings
                    .iter()
                    .any(|o| o.weekday == wall.date().weekday().to_monday_one_offset() && o.opens <= wall.time() && wall.time() < o.closes)
        };
        let (mut at, end) = (
            days.start().to_zoned(TimeZone::UTC).unwrap().timestamp() - 30.hours(),
            days.end().to_zoned(TimeZone::UTC).unwrap().timestamp() + 54.hours(),
        );
        let (mut slots, mut run) = (Vec::new(), Vec::new());
        while at < end {
            if is_open(at) {
                run.push(at);
                if run.len() == usize::try_from(week.minutes).unwrap() {
                    let slot = Slot { starts_at: run[0], ends_at: at + MINUTE };
                    let hit = run.iter().any(|minute| busy.iter().any(|b| b.from <= *minute && *minute < b.to));
                    if slot.starts_at > now && !hit {
                        slots.push(slot);
                    }
                    run.clear();
                }
            } else {
                run.clear();
            }
            at += MINUTE;
        }
        slots
    }

    /// How it is often written: step along the wall clock and let the library choose an instant.
    fn along_the_wall_clock(week: &Week<'_>, days: &RangeInclusive<Date>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for day in days.start().series(1.day()).take_while(|day| days.contains(day)) {
            for opening in week.openings.iter().filter(|o| o.weekday == day.weekday().to_monday_one_offset()) {
                let mut wall = day.to_datetime(opening.opens);
                while wall + SignedDuration::from_mins(week.minutes.into()) <= day.to_datetime(opening.closes) {
                    let starts_at = wall.to_zoned(week.zone.clone()).unwrap().timestamp();
                    wall += SignedDuration::from_mins(week.minutes.into());
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
            Opening { weekday, opens: minute_of_day((from.min(285)) * 5), closes: minute_of_day(closes.max(from.min(285) * 5 + 5)) }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_slot_is_outside_hours_lost_or_doubled_whatever_the_clocks_do(
            zone in 0..ZONES.len(),
            which in any::<prop::sample::Index>(),
            openings in prop::collection::vec(opening(), 1..9),
            minutes in 1..40_i32,
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
            let week = Week { openings: &openings, zone: &zone, minutes: minutes * 5 };
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
            let openings: Vec<Opening> =
                (1..=7).map(|weekday| Opening { weekday, opens: time(0, 0, 0, 0), closes: time(8, 0, 0, 0) }).collect();
            let week = Week { openings: &openings, zone: &zone, minutes: 20 };
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
        let openings = [Opening { weekday: 7, opens: time(0, 0, 0, 0), closes: time(4, 0, 0, 0) }];
        let week = Week { openings: &openings, zone: &zone, minutes: 30 };
        let slots_on = |day: &str| free_slots(&week, &[], Timestamp::MIN, day.parse().unwrap()..=day.parse().unwrap()).len();
        assert_eq!((slots_on("2026-03-22"), slots_on("2026-03-29"), slots_on("2026-10-25")), (8, 6, 10));
    }

    #[test]
    fn a_slot_that_has_begun_or_meets_a_busy_stretch_is_not_offered() {
        let zone = TimeZone::get("Asia/Karachi").unwrap();
        let openings = [Opening { weekday: 1, opens: time(9, 0, 0, 0), closes: time(10, 30, 0, 0) }];
        let week = Week { openings: &openings, zone: &zone, minutes: 20 };
        let (day, at) = ("2026-03-02".parse().unwrap(), |text: &str| text.parse::<Timestamp>().unwrap());
        let busy = [Stretch { from: at("2026-03-02T04:25:00Z"), to: at("2026-03-02T04:35:00Z") }];
        let free = free_slots(&week, &busy, at("2026-03-02T04:00:00Z"), day..=day);
        assert_eq!(free.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), [at("2026-03-02T04:40:00Z"), at("2026-03-02T05:00:00Z")]);
    }
}
