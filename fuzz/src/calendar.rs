//! iCalendar: whatever is written into it, a reader gets it back and finds nothing else.

use front_desk::calendars::write::{Calendar, Entry, Own};
use jiff::Timestamp;

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "calendar",
    try_it,
    seeds: &[
        "Consultation at Rahma Clinic|Clifton, Karachi; 2nd floor|Bring your card.\nIf you are late: call.|https://clinic.example/a/x",
        "Booked|||",
        "رحمہ کلینک|کراچی، کلفٹن|وقت پر آئیں|https://clinic.example/a/y",
    ],
};

/// What the calendar must mean: ends of lines alike, no other controls.
fn meant(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn unescaped(value: &str) -> String {
    let (mut read, mut rest) = (String::new(), value.chars());
    while let Some(c) = rest.next() {
        match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('n' | 'N')) => read.push('\n'),
            ('\\', Some(other)) => read.push(other),
            (plain, _) => read.push(plain),
        }
    }
    read
}

fn try_it(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(4, '|');
    let mut part = || parts.next().unwrap_or_default();
    let (summary, place, words, uid) = (part(), part(), part(), part());
    let at = Timestamp::from_second(i64::from(crc(bytes))).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut calendar = Calendar::begin();
    calendar.is_subscribed(summary, 4);
    let own = Own { place, words, url: "https://clinic.example/a/x", alarm_hours: 24 };
    calendar.add(&Entry { uid, stamp: at, starts_at: at, ends_at: at, sequence: 0, cancelled: false, summary, own: Some(own) });
    let written = calendar.end();
    assert!(written.ends_with("END:VCALENDAR\r\n"), "it ends");
    for line in written.split_terminator("\r\n") {
        assert!(line.len() <= 75, "a line of {} octets", line.len());
        assert!(!line.contains(['\r', '\n', '\0']), "an end of a line within a line");
    }
    let unfolded = written.replace("\r\n ", "");
    let of = |name: &str| -> Vec<String> { unfolded.split("\r\n").filter_map(|line| line.strip_prefix(name)).map(unescaped).collect() };
    assert_eq!(of("SUMMARY:"), [meant(summary)]);
    assert_eq!(of("LOCATION:"), [meant(place)]);
    assert_eq!(of("UID:"), [meant(uid)]);
    assert_eq!(of("DESCRIPTION:"), [meant(words), meant(summary)]);
    assert_eq!((of("BEGIN:").len(), of("END:").len(), of("METHOD:").len()), (3, 3, 0), "one entry with one alarm");
}

/// Some number that the bytes decide.
fn crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(7, |sum, byte| u32::from(*byte).wrapping_add(sum.wrapping_mul(31)))
}
