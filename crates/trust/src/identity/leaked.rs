//! Keeps: "A password that others can look up is not taken". Passwords from public leaks, as one-way marks in the program:
//! nothing is asked of anybody. A mark is 40 bits of SHA-256, so one good text in about four million is refused by mistake.
//!
//! The list is made by `cargo run -p trust --example pack_leaked`, which says where its words come from.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};

/// How many marks begin with each of the 65,536 pairs of bytes (one byte a count), then the three bytes that follow, in order.
static LIST: &[u8] = include_bytes!("leaked.bin");
const SHELVES: usize = 1 << 16;
const TAIL: usize = 3;

/// Where each shelf begins, counted in tails.
static BEGINS: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let counts = LIST.iter().take(SHELVES).map(|count| usize::from(*count));
    std::iter::once(0)
        .chain(counts.scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        }))
        .collect()
});

/// The shelf of a text, and what stands there for it.
fn mark(text: &str) -> (usize, [u8; TAIL]) {
    match digest(&SHA256, text.as_bytes()).as_ref() {
        [one, two, a, b, c, ..] => (usize::from(u16::from_be_bytes([*one, *two])), [*a, *b, *c]),
        _ => (0, [0; TAIL]),
    }
}

/// Whether a text stands in the list. Lower case, as the list is.
#[must_use]
pub fn is_leaked(text: &str) -> bool {
    let (shelf, tail) = mark(text);
    let (Some(from), Some(to)) = (BEGINS.get(shelf), BEGINS.get(shelf + 1)) else { return false };
    let tails = LIST.get(SHELVES + TAIL * from..SHELVES + TAIL * to).unwrap_or_default();
    tails.chunks_exact(TAIL).any(|known| known == tail)
}

/// How many passwords the list has.
#[must_use]
pub fn count() -> usize {
    BEGINS.last().copied().unwrap_or_default()
}

/// Packs texts into the form of the list; `None` when a shelf would hold more than 255.
#[must_use]
pub fn pack<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Vec<u8>> {
    let marks: std::collections::BTreeSet<(usize, [u8; TAIL])> = texts.into_iter().map(mark).collect();
    let mut counts = vec![0_u8; SHELVES];
    for (shelf, _) in &marks {
        let count = counts.get_mut(*shelf)?;
        *count = count.checked_add(1)?;
    }
    counts.extend(marks.iter().flat_map(|(_, tail)| *tail));
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_uses_is_known_and_a_phrase_of_ones_own_is_not() {
        for known in ["password", "12345678", "iloveyou", "qwertyuiop", "trustno1", "princess", "!qaz2wsx"] {
            assert!(is_leaked(known), "{known}");
        }
        for own in ["", "seven lanterns drift past noon", "نیلی کشتی شام کو لوٹی"] {
            assert!(!is_leaked(own), "{own}");
        }
        assert!(count() > 250_000, "{}", count());
    }

    #[test]
    fn a_mistake_is_rarer_than_one_in_a_million() {
        // How full the list is of all the marks there are: the chance that a text nobody leaked is taken for leaked.
        let marks = u64::try_from(count()).unwrap();
        assert!(marks * 1_000_000 < 1 << 40, "{marks} marks");
        let wrong = (0..200_000).filter(|n| is_leaked(&format!("nobody ever leaked number {n}"))).count();
        assert!(wrong <= 2, "{wrong} of 200,000");
    }

    #[test]
    fn packing_keeps_every_text() {
        let packed = pack(["one", "two", "two"]).unwrap();
        assert_eq!(packed.len(), SHELVES + 2 * TAIL);
    }
}
