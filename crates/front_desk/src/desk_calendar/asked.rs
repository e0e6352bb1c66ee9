//! What part of the calendar is asked for, and the address it has; anything unreadable is as if it were not said.

use jiff::{ToSpan as _, civil::Date};
use kernel::{actor::LocationId, http::own_path};
use serde::Deserialize;
use trust::clinics::{PractitionerId, RoomId};

/// The address as it was asked.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    with: String,
    /// What was just done, and to which appointment or exception.
    #[serde(default)]
    pub(super) did: String,
    #[serde(default)]
    pub(super) to: String,
    /// Where a moved one stood before: when, with whom, in which room.
    #[serde(default)]
    pub(super) was: String,
    #[serde(default)]
    pub(super) was_with: String,
    #[serde(default)]
    pub(super) was_in: String,
}

/// What the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Practitioner,
    Room,
    Location,
}

impl By {
    pub(super) const ALL: [Self; 3] = [Self::Practitioner, Self::Room, Self::Location];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Room => "room",
            Self::Location => "location",
        }
    }
}

/// Whose column alone is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum With {
    All,
    Practitioner(PractitionerId),
    Room(RoomId),
    Location(LocationId),
}

impl With {
    pub(super) fn word(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Practitioner(id) => id.to_string(),
            Self::Room(id) => id.to_string(),
            Self::Location(id) => id.to_string(),
        }
    }
}

/// A part of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) week: bool,
    pub(super) by: By,
    pub(super) day: Date,
    pub(super) with: With,
}

impl Asked {
    pub(super) fn part(&self, today: Date) -> Part {
        let week = self.view == "week";
        let by = By::ALL.into_iter().find(|by| by.word() == self.by).unwrap_or(By::Practitioner);
        // A week is one practitioner's or one room's.
        let by = if week && by == By::Location { By::Practitioner } else { by };
        let with = match by {
            By::Practitioner => self.with.parse().ok().map(With::Practitioner),
            By::Room => self.with.parse().ok().map(With::Room),
            By::Location => self.with.parse().ok().map(With::Location),
        };
        Part { week, by, day: self.day.parse().unwrap_or(today), with: with.unwrap_or(With::All) }
    }
}

impl Part {
    /// Its address.
    pub(super) fn href(&self) -> String {
        let view = if self.week { "week" } else { "day" };
        format!("/calendar?view={view}&by={}&day={}&with={}", self.by.word(), self.day, self.with.word())
    }

    /// The way back to it in an address; empty where [`way_back`] knows it.
    pub(super) fn back(&self) -> String {
        let usual = !self.week && self.by == By::Practitioner && self.with == With::All;
        if usual { String::new() } else { format!("&back={}", self.href().replace('&', "%26")) }
    }

    /// The first and the last day of it.
    pub(super) fn days(&self) -> (Date, Date) {
        if !self.week {
            return (self.day, self.day);
        }
        let monday = self.day.checked_sub(i32::from(self.day.weekday().to_monday_zero_offset()).days()).unwrap_or(self.day);
        (monday, monday.checked_add(6.days()).unwrap_or(monday))
    }

    /// The part so many pages later.
    pub(super) fn turned(&self, pages: i32) -> Self {
        let days = pages * if self.week { 7 } else { 1 };
        Self { day: self.day.checked_add(days.days()).unwrap_or(self.day), ..*self }
    }
}

/// Where a page of the calendar leads back to: only to the calendar itself, or to what was asked for.
pub(super) fn way_back(said: &str, day: Date) -> String {
    let ours = |path: &&str| *path == REQUESTS || path.starts_with("/calendar?") && !path.contains("did=");
    own_path(said).filter(ours).map_or_else(|| format!("/calendar?day={day}"), str::to_owned)
}

const REQUESTS: &str = "/calendar/requests";

/// The way back, saying what was done.
pub(super) fn saying(back: &str, did: &str) -> String {
    let mark = if back.contains('?') { '&' } else { '?' };
    format!("{back}{mark}did={did}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(view: &str, by: &str, day: &str, with: &str) -> Part {
        let own = str::to_owned;
        Asked { view: own(view), by: own(by), day: own(day), with: own(with), ..Asked::default() }.part("2026-03-04".parse().unwrap())
    }

    #[test]
    fn an_address_reads_back_as_the_part_it_was_made_for() {
        let part = asked("week", "room", "2026-03-08", "all");
        assert_eq!(part.href(), "/calendar?view=week&by=room&day=2026-03-08&with=all");
        assert_eq!(part.days(), ("2026-03-02".parse().unwrap(), "2026-03-08".parse().unwrap()), "from Monday to Sunday");
        assert_eq!(part.turned(-1).day, "2026-03-01".parse::<Date>().unwrap());
        assert_eq!(asked("", "", "x", "x"), asked("day", "practitioner", "2026-03-04", "all"));
        assert_eq!(asked("week", "location", "", "").by, By::Practitioner);
    }

    #[test]
    fn the_way_back_leads_to_the_calendar_only() {
        let day = "2026-03-04".parse().unwrap();
        assert_eq!(
            way_back("/calendar?view=week&by=room&day=2026-03-08&with=all", day),
            "/calendar?view=week&by=room&day=2026-03-08&with=all"
        );
        assert_eq!(saying(&way_back("/calendar/requests", day), "approve"), "/calendar/requests?did=approve");
        for other in ["", "//evil.example", "/today", "https://evil.example", "/calendar?day=2026-03-04&did=move", "/calendarx"] {
            assert_eq!(way_back(other, day), "/calendar?day=2026-03-04", "{other}");
        }
    }
}
