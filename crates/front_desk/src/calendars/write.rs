//! Writes iCalendar (RFC 5545): lines of 75 octets, escaped text, CRLF. Ours, because the crates for it bring chrono, a
//! second library for time (`decisions/0010-icalendar-in-utc.md`). What is written is read back by a calendar program's own
//! reader in `crates/wellkept/tests/stories/calendars.rs`.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;

/// Octets in a line, without its end.
const MOST_OCTETS: usize = 75;

/// Something in a calendar. Times are instants and are written in UTC: no zone's rules travel along to be wrong.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The same for the same thing, for ever.
    pub uid: &'a str,
    /// When what is said here came to be so.
    pub stamp: Timestamp,
    /// From.
    pub starts_at: Timestamp,
    /// To.
    pub ends_at: Timestamp,
    /// The higher one is believed.
    pub sequence: i32,
    /// Whether it was called off.
    pub cancelled: bool,
    /// What the calendar shows.
    pub summary: &'a str,
    /// More, for an entry that belongs to whoever keeps the file.
    pub own: Option<Own<'a>>,
}

/// What a patient's own entry says besides.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// Where.
    pub place: &'a str,
    /// A sentence.
    pub words: &'a str,
    /// The page of the entry.
    pub url: &'a str,
    /// Hours before, at which it is called to mind.
    pub alarm_hours: u8,
}

/// A calendar that is being written.
#[derive(Debug)]
pub struct Calendar(String);

impl Calendar {
    /// An empty one. There is no METHOD: it is a file, not a message of a meeting's organizer.
    #[must_use]
    pub fn begin() -> Self {
        let mut calendar = Self(String::new());
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//Wellkept//Wellkept//EN");
        calendar.line("CALSCALE", "GREGORIAN");
        calendar
    }

    /// What a subscriber's program calls it, and how often it may ask (RFC 7986, and what came before it).
    pub fn is_subscribed(&mut self, name: &str, hours: u8) {
        let (name, every) = (text(name), format!("PT{hours}H"));
        self.line("NAME", &name);
        self.line("X-WR-CALNAME", &name);
        self.line("REFRESH-INTERVAL;VALUE=DURATION", &every);
        self.line("X-PUBLISHED-TTL", &every);
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry<'_>) {
        self.line("BEGIN", "VEVENT");
        self.line("UID", &text(entry.uid));
        self.line("DTSTAMP", &instant(entry.stamp));
        self.line("DTSTART", &instant(entry.starts_at));
        self.line("DTEND", &instant(entry.ends_at));
        self.line("SEQUENCE", &entry.sequence.to_string());
        self.line("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" });
        self.line("TRANSP", if entry.cancelled { "TRANSPARENT" } else { "OPAQUE" });
        self.line("CLASS", "PRIVATE");
        let summary = text(entry.summary);
        self.line("SUMMARY", &summary);
        if let Some(own) = entry.own {
            self.line("LOCATION", &text(own.place));
            self.line("DESCRIPTION", &text(own.words));
            self.line("URL", own.url);
            if !entry.cancelled {
                self.line("BEGIN", "VALARM");
                self.line("ACTION", "DISPLAY");
                self.line("TRIGGER", &format!("-PT{}H", own.alarm_hours));
                self.line("DESCRIPTION", &summary);
                self.line("END", "VALARM");
            }
        }
        self.line("END", "VEVENT");
    }

    /// The finished text.
    #[must_use]
    pub fn end(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.0
    }

    /// A property, cut into lines between characters, never within one.
    fn line(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if octets + c.len_utf8() > MOST_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// An instant, as UTC.
fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A value of type TEXT. Whatever some reader takes for the end of a line becomes one of ours; other control characters,
/// which the standard does not allow, are left out.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// The calendar as an answer: shown by a phone's calendar, kept by a desk's browser.
pub(crate) fn answer(calendar: String, name: &'static str) -> Response {
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, HeaderValue::from_static(name))], calendar).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENTRY: Entry<'static> = Entry {
        uid: "u",
        stamp: Timestamp::UNIX_EPOCH,
        starts_at: Timestamp::UNIX_EPOCH,
        ends_at: Timestamp::UNIX_EPOCH,
        sequence: 0,
        cancelled: false,
        summary: "Booked",
        own: None,
    };

    /// Reads one property back, by the letter of RFC 5545 and sharing nothing with the writer.
    fn read_back(calendar: &str, name: &str) -> Vec<String> {
        let unfolded = calendar.replace("\r\n ", "");
        let prefix = format!("{name}:");
        let values = unfolded.split("\r\n").filter_map(|line| line.strip_prefix(&prefix));
        values
            .map(|value| {
                let (mut read, mut escaped) = (String::new(), false);
                for c in value.chars() {
                    match (escaped, c) {
                        (false, '\\') => escaped = true,
                        (true, 'n' | 'N') => (escaped, read) = (false, read + "\n"),
                        (_, c) => (escaped, read) = (false, format!("{read}{c}")),
                    }
                }
                read
            })
            .collect()
    }

    /// What a reader must get: the text, with every end of a line as one and without what no calendar may hold.
    fn meant(text: &str) -> String {
        let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        lines.chars().filter(|c| !c.is_control() || ['\n', '\t'].contains(c)).collect()
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was_and_no_line_is_too_long(
            summary in any::<String>(),
            place in "[,;:\\\\\"\n\r\t\u{200f}\u{202e}\u{2066}\u{2028}ا-ےa-z😀-😎 ]{0,200}",
            words in proptest::collection::vec(proptest::char::any(), 0..300).prop_map(|all| all.into_iter().collect::<String>()),
        ) {
            let mut calendar = Calendar::begin();
            let own = Own { place: &place, words: &words, url: "https://x.example/a/b", alarm_hours: 2 };
            calendar.add(&Entry { summary: &summary, own: Some(own), ..ENTRY });
            let calendar = calendar.end();
            prop_assert_eq!(read_back(&calendar, "SUMMARY"), vec![meant(&summary)]);
            prop_assert_eq!(read_back(&calendar, "LOCATION"), vec![meant(&place)]);
            prop_assert_eq!(read_back(&calendar, "DESCRIPTION"), vec![meant(&words), meant(&summary)]);
            prop_assert_eq!(read_back(&calendar, "BEGIN"), vec!["VCALENDAR", "VEVENT", "VALARM"], "text begins nothing");
            for line in calendar.split("\r\n") {
                prop_assert!(line.len() <= 75, "{} octets: {line}", line.len());
                prop_assert!(!line.chars().any(|c| c.is_control() && c != '\t'), "{line:?}");
            }
            prop_assert!(calendar.ends_with("END:VCALENDAR\r\n"));
        }

        #[test]
        fn any_instant_is_read_back_as_it_was(second in 0_i64..7_258_118_400) {
            let at = Timestamp::from_second(second).unwrap();
            prop_assert_eq!(jiff::fmt::strtime::parse("%Y%m%dT%H%M%SZ", instant(at)).unwrap().to_datetime().unwrap(),
                            at.to_zoned(jiff::tz::TimeZone::UTC).datetime());
        }
    }

    #[test]
    fn a_line_is_cut_at_seventy_five_octets_and_not_within_a_character() {
        let mut calendar = Calendar(String::new());
        calendar.line("X", &"a".repeat(73));
        assert_eq!(calendar.0.matches("\r\n").count(), 1, "exactly full");
        let mut calendar = Calendar(String::new());
        calendar.line("X", &format!("{}😀", "a".repeat(72)));
        assert_eq!(calendar.0, format!("X:{}\r\n 😀\r\n", "a".repeat(72)));
    }
}
