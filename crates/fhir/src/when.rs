//! FHIR's dates, which may know only the year or the month.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::refusal::Fault;
use crate::wire::WirePeriod;

/// A moment as precisely as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// `2024`
    Year(i16),
    /// `2024-05`
    Month {
        /// 1 to 9999.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// `2024-05-17`
    Date(Date),
    /// `2024-05-17T09:30:00+05:00`
    Instant(Timestamp),
}

impl When {
    /// Reads FHIR's `dateTime`, strictly: its shape first, then its calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if has_shape(text, "dddd") {
            let year = text.parse().ok()?;
            return (year > 0).then_some(Self::Year(year));
        }
        if has_shape(text, "dddd-dd") {
            let first = Date::new(text[..4].parse().ok()?, text[5..].parse().ok()?, 1).ok()?;
            return (first.year() > 0).then(|| Self::Month { year: first.year(), month: first.month() });
        }
        if has_shape(text, "dddd-dd-dd") {
            return text.parse().ok().filter(|date: &Date| date.year() > 0).map(Self::Date);
        }
        let (date_and_time, rest) = text.split_at_checked(19)?;
        let offset = match rest.strip_prefix('.') {
            Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => rest,
        };
        let sound = has_shape(date_and_time, "dddd-dd-ddTdd:dd:dd")
            && (offset == "Z" || has_shape(offset, "+dd:dd") || has_shape(offset, "-dd:dd"));
        sound.then(|| text.parse().ok().map(Self::Instant)).flatten()
    }

    /// The first moment it can mean, where no better time zone is known: UTC.
    #[must_use]
    pub fn earliest(&self) -> Timestamp {
        self.earliest_in(&TimeZone::UTC)
    }

    /// The first moment it can mean in the clinic's time zone.
    #[must_use]
    pub fn earliest_in(&self, zone: &TimeZone) -> Timestamp {
        match *self {
            Self::Instant(instant) => instant,
            // "9999-12-31" is a habit for "without end" and lies just beyond what a timestamp holds.
            _ => self.first_day().to_zoned(zone.clone()).map_or(Timestamp::MAX, |day| day.timestamp()),
        }
    }

    /// The first day it can mean; for an instant the day in UTC.
    #[must_use]
    pub fn first_day(&self) -> Date {
        let day = |year, month| Date::new(year, month, 1).unwrap_or(Date::MIN);
        match *self {
            Self::Year(year) => day(year, 1),
            Self::Month { year, month } => day(year, month),
            Self::Date(date) => date,
            Self::Instant(instant) => instant.to_zoned(TimeZone::UTC).date(),
        }
    }

    /// A `dateTime` field.
    pub(crate) fn read(field: &'static str, value: Option<String>) -> Result<Option<Self>, Fault> {
        value.map(|value| Self::parse(&value).ok_or(Fault::BadDate { field })).transpose()
    }

    /// A `date` field, which has no time of day.
    pub(crate) fn read_day(field: &'static str, value: Option<String>) -> Result<Option<Self>, Fault> {
        match Self::read(field, value)? {
            Some(Self::Instant(_)) => Err(Fault::BadDate { field }),
            other => Ok(other),
        }
    }

    /// Start and end of a `Period` field.
    pub(crate) fn read_period(field: &'static str, period: Option<WirePeriod>) -> Result<(Option<Self>, Option<Self>), Fault> {
        let period = period.unwrap_or_default();
        Ok((Self::read(field, period.start)?, Self::read(field, period.end)?))
    }
}

impl fmt::Display for When {
    /// As FHIR writes it; instants in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Date(date) => date.fmt(f),
            Self::Instant(instant) => instant.fmt(f),
        }
    }
}

/// Whether the text has the form of the pattern, where `d` stands for a digit.
fn has_shape(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        When::parse(text).unwrap().earliest().to_string()
    }

    #[test]
    fn a_date_may_know_only_its_year_or_month() {
        assert_eq!(When::parse("1984"), Some(When::Year(1984)));
        assert_eq!(When::parse("1984-02"), Some(When::Month { year: 1984, month: 2 }));
        assert_eq!(at("1984"), "1984-01-01T00:00:00Z");
        assert_eq!(at("1984-02"), "1984-02-01T00:00:00Z");
        assert_eq!(at("1984-02-29"), "1984-02-29T00:00:00Z");
    }

    #[test]
    fn an_instant_keeps_its_moment_whatever_its_offset() {
        assert_eq!(at("2024-05-17T09:30:00+05:00"), "2024-05-17T04:30:00Z");
        assert_eq!(at("2024-05-17T09:30:00Z"), "2024-05-17T09:30:00Z");
        assert_eq!(at("2011-12-03T17:49:34.210-03:30"), "2011-12-03T21:19:34.21Z");
    }

    #[test]
    fn the_clinics_midnight_counts_where_only_the_day_is_known() {
        let karachi = TimeZone::fixed(jiff::tz::offset(5));
        let day = When::parse("2024-05-17").unwrap();
        assert_eq!(day.earliest_in(&karachi).to_string(), "2024-05-16T19:00:00Z");
    }

    #[test]
    fn a_date_without_end_is_taken() {
        assert_eq!(When::parse("9999-12-31").unwrap().earliest(), Timestamp::MAX);
    }

    #[test]
    fn what_is_not_a_fhir_date_is_not_a_date() {
        for text in [
            "",
            "84",
            "0000",
            "1984-13",
            "1984-00",
            "2023-02-29",
            "17/05/2024",
            "20240517",
            "2024-5-7",
            "2024-05-17T09:30:00",
            "2024-05-17T09:30Z",
            "2024-05-17 09:30:00Z",
            "2024-05-17T25:00:00Z",
            "2024-05-17T09:30:00+5",
            "2024-05-17T09:30:00.Zz",
            "yesterday",
            "+2024",
            "-2024",
            "٢٠٢٤",
            "2024-05-17T09:30:0é+05:00",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_written_as_it_was_read() {
        for text in ["0984", "1984-02", "1984-02-29", "2024-05-17T09:30:00Z"] {
            assert_eq!(When::parse(text).unwrap().to_string(), text);
        }
    }
}
