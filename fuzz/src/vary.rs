//! Changes what a friend would send into what nobody would.

use kernel::Chance;

use crate::Target;

/// Pieces that parsers stumble over.
pub const WORDS: [&str; 40] = [
    "\r\n",
    "\r",
    "\n ",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fffd}",
    "\u{10ffff}",
    "é",
    "e\u{301}",
    "ا",
    "۰۳",
    "😀",
    "%",
    "%00",
    "%ff",
    "+",
    "&",
    "=",
    ";",
    ",",
    "\\",
    "\"",
    "{",
    "[",
    "null",
    "1e999",
    "-0",
    "9999-12-31",
    "-009999-01-01",
    "2026-02-30",
    "T24:00",
    "Z",
    "+25:00",
    "END:VCALENDAR",
    "BEGIN:VEVENT",
    "__proto__",
];
/// The longest that is tried.
const MOST: usize = 4_096;

/// One more text, from some of the seeds.
#[must_use]
pub fn vary(seeds: &[&str], chance: &Chance) -> Vec<u8> {
    let pick = || seeds.get(chance.below(seeds.len())).copied().unwrap_or_default().as_bytes().to_vec();
    let mut text = pick();
    for _ in 0..=chance.below(6) {
        let at = chance.below(text.len() + 1);
        match chance.below(7) {
            0 => {
                if let Some(byte) = text.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            1 => text.insert(at, chance.bytes::<1>()[0]),
            2 => {
                let word = WORDS.get(chance.below(WORDS.len())).copied().unwrap_or_default();
                text.splice(at..at, word.bytes());
            }
            3 => {
                let to = at + chance.below(text.len() - at + 1);
                text.drain(at..to);
            }
            4 => {
                let to = at + chance.below((text.len() - at).min(64) + 1);
                let piece = text.get(at..to).unwrap_or_default().repeat(1 + chance.below(40));
                text.splice(at..at, piece);
            }
            5 => {
                let other = pick();
                let from = chance.below(other.len() + 1);
                text.truncate(at);
                text.extend(other.get(from..).unwrap_or_default());
            }
            _ => {
                let letter = char::from_u32(u32::try_from(chance.below(0x11_0000)).unwrap_or(0)).unwrap_or('x');
                text.splice(at..at, letter.to_string().bytes());
            }
        }
        text.truncate(MOST);
    }
    text
}

/// Tries so many.
pub fn try_many(target: &Target, seed: u64, tries: u64) {
    let chance = Chance::seeded(seed);
    for _ in 0..tries {
        (target.try_it)(&vary(target.seeds, &chance));
    }
}
