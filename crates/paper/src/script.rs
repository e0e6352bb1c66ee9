//! What the letters of a text say about it: which of them can be printed, which way they
//! run, and which of them want an Arabic hand.

use std::ops::Range;

use crate::Direction;

/// Wraps a text so that it keeps its own order inside a sentence of the other direction:
/// use it for names and numbers set into a translated sentence.
#[must_use]
pub fn isolate(text: &str) -> String {
    // A name that closes its own isolation could reorder the sentence around it.
    let text = text.replace(|c| matches!(c, '\u{2066}'..='\u{2069}'), "");
    format!("\u{2068}{text}\u{2069}")
}

/// The text without what has no place on paper: control characters, noncharacters, and the
/// marks that force a direction, with which a name could make an amount read backwards.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' => None,
            c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => None,
            c => Some(c),
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The direction a text runs in on a paper of the given direction. On a right-to-left paper
/// a telephone number or an English name alone stays left to right; on a left-to-right paper
/// a text turns only when it has no Latin letter.
fn runs(text: &str, paper: Direction) -> Direction {
    let arabic = text.chars().any(is_right_to_left);
    let other = || text.chars().any(|c| c.is_alphabetic() && !is_right_to_left(c));
    match paper {
        Direction::RightToLeft if arabic => Direction::RightToLeft,
        Direction::LeftToRight if arabic && !other() => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    }
}

/// The text with the direction a paragraph of it begins with: a mark that counts as its
/// first strong letter. An Arabic comma gets one too, or the number after it would be drawn
/// into the Latin words before it ("mg، 20").
pub(crate) fn directed(text: &str, paper: Direction) -> String {
    match runs(text, paper) {
        Direction::LeftToRight => format!("\u{200e}{text}"),
        Direction::RightToLeft => {
            let marked = text.replace('،', "،\u{200f}").replace('؛', "؛\u{200f}");
            format!("\u{200f}{marked}")
        }
    }
}

/// Byte ranges of Arabic script, with the spaces inside them, so that a whole phrase is
/// shaped by one font. Digits between them belong to nobody and stay with the Latin font.
pub(crate) fn arabic_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut joined = false;
    for (start, c) in text.char_indices() {
        if is_arabic(c) {
            let end = start + c.len_utf8();
            match ranges.last_mut() {
                Some(range) if joined => range.end = end,
                _ => ranges.push(start..end),
            }
            joined = true;
        } else if !matches!(c, ' ' | '\u{a0}' | '\u{200c}' | '\u{200d}') {
            joined = false;
        }
    }
    ranges
}

/// Marks that steer direction and leave no ink.
pub(crate) fn is_bidi_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2066}'..='\u{2069}')
}

fn is_right_to_left(c: char) -> bool {
    (is_arabic(c) && c.is_alphabetic()) || matches!(c, '\u{590}'..='\u{5ff}' | '\u{700}'..='\u{74f}')
}

fn is_arabic(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forced_directions_and_control_characters_are_dropped() {
        assert_eq!(clean(" a\u{0}\u{202e}b\tc\r\nd\u{ffff} "), "ab c\nd");
    }

    #[test]
    fn a_name_cannot_leave_its_isolation() {
        assert_eq!(isolate("Mia\u{2069}!"), "\u{2068}Mia!\u{2069}");
    }

    #[test]
    fn a_telephone_number_runs_left_to_right_on_an_urdu_paper() {
        assert_eq!(runs("+92 300 1234567", Direction::RightToLeft), Direction::LeftToRight);
        assert_eq!(runs("Mia Khan", Direction::RightToLeft), Direction::LeftToRight);
        assert_eq!(runs("محترمہ Mia Khan", Direction::RightToLeft), Direction::RightToLeft);
    }

    #[test]
    fn an_arabic_name_alone_runs_right_to_left_on_an_english_paper() {
        assert_eq!(runs("عائشہ خان", Direction::LeftToRight), Direction::RightToLeft);
        assert_eq!(runs("Paid by عائشہ", Direction::LeftToRight), Direction::LeftToRight);
    }

    #[test]
    fn an_arabic_phrase_is_one_range_and_a_number_ends_it() {
        let text = "کل رقم 12 روپے";
        let found: Vec<&str> = arabic_ranges(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["کل رقم", "روپے"]);
    }
}
