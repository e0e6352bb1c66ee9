//! Keeps: "One order for everybody who waits". Who is booked counts from their time, also when they come a little late; who
//! comes later than that, or without a time, counts from when they came. A priority is a head start, not a second queue:
//! emergencies go before everybody, the others before whoever has waited less than an hour, so that nobody is overtaken for ever.

use jiff::{SignedDuration, Timestamp};

/// How far a priority goes ahead.
const HEAD_START: SignedDuration = SignedDuration::from_mins(60);
/// How far an emergency goes ahead: further than a day is long.
const EMERGENCY: SignedDuration = SignedDuration::from_hours(30);

/// Why somebody goes first: a closed list, and the desk's own words for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Cannot wait.
    Emergency,
    /// An old person.
    Elderly,
    /// A pregnant woman.
    Pregnant,
    /// A small child.
    Child,
    /// Somebody who can hardly sit and wait.
    Disabled,
    /// Another reason, in words.
    Other,
}

impl Priority {
    /// Every reason.
    pub const ALL: [Self; 6] = [Self::Emergency, Self::Elderly, Self::Pregnant, Self::Child, Self::Disabled, Self::Other];

    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Elderly => "elderly",
            Self::Pregnant => "pregnant",
            Self::Child => "child",
            Self::Disabled => "disabled",
            Self::Other => "other",
        }
    }

    /// The key of what people read.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Emergency => "priority-emergency",
            Self::Elderly => "priority-elderly",
            Self::Pregnant => "priority-pregnant",
            Self::Child => "priority-child",
            Self::Disabled => "priority-disabled",
            Self::Other => "priority-other",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.word() == word)
    }
}

/// Since when somebody counts as waiting: from the time they are booked for, if they came before it or at most `late` after it.
#[must_use]
pub fn place(booked_for: Option<Timestamp>, here_at: Timestamp, late: SignedDuration) -> Timestamp {
    booked_for.filter(|time| here_at.duration_since(*time) <= late).unwrap_or(here_at)
}

/// The moment that orders the queue: the place, less the head start.
#[must_use]
pub fn turn(place: Timestamp, priority: Option<Priority>) -> Timestamp {
    let ahead = match priority {
        None => return place,
        Some(Priority::Emergency) => EMERGENCY,
        Some(_) => HEAD_START,
    };
    place.checked_sub(ahead).unwrap_or(place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
    }

    #[test]
    fn a_booked_patient_counts_from_their_time_unless_they_come_too_late() {
        let late = SignedDuration::from_mins(15);
        for (booked, here, counts_from) in
            [(Some(60), 0, 60), (Some(60), 60, 60), (Some(60), 75, 60), (Some(60), 76, 76), (Some(60), 300, 300), (None, 42, 42)]
        {
            assert_eq!(place(booked.map(at), at(here), late), at(counts_from), "{booked:?}, here at {here}");
        }
    }

    #[test]
    fn a_reason_reads_back_as_itself() {
        for priority in Priority::ALL {
            assert_eq!(Priority::from_word(priority.word()), Some(priority));
        }
    }

    fn anybody() -> impl Strategy<Value = (i64, Option<Priority>)> {
        (0..720_i64, prop::option::of(prop::sample::select(Priority::ALL.to_vec())))
    }

    proptest! {
        #[test]
        fn nobody_is_overtaken_but_by_an_emergency_or_within_the_hour(mine in anybody(), other in anybody()) {
            let (my_place, their_place) = (at(mine.0), at(other.0));
            let overtakes = turn(their_place, other.1) < turn(my_place, mine.1) && their_place > my_place;
            let within = their_place.duration_since(my_place) < HEAD_START;
            prop_assert!(!overtakes || other.1 == Some(Priority::Emergency) || other.1.is_some() && within);
        }

        #[test]
        fn an_emergency_of_the_day_goes_before_everybody_else(mine in anybody(), place in 0..720_i64) {
            prop_assert!(mine.1 == Some(Priority::Emergency) || turn(at(place), Some(Priority::Emergency)) < turn(at(mine.0), mine.1));
        }

        #[test]
        fn among_equals_who_came_first_is_first(one in anybody(), place in 0..720_i64) {
            let (mine, theirs) = (turn(at(one.0), one.1), turn(at(place), one.1));
            prop_assert_eq!(mine < theirs, one.0 < place);
        }
    }
}
