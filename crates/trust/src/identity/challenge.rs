//! Keeps: "Guessing becomes dear, nobody is locked out, nobody else is asked". After a few wrong passwords a browser has to
//! find a number whose SHA-256 begins with so many zero bits (`kernel/src/html/assets/work.js`). Made and checked here:
//! no picture to read, no third party. Asked for by `slow_down.rs`; `work.rs` has the way round it.

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use kernel::{Chance, Clock, Problem, id::fresh, keys::KeyRing};
use uuid::Uuid;

/// Wrong passwords before work is asked for.
pub const FREE: u32 = 5;
/// A tenth of a second on a desk, half a second on a small phone.
const FIRST_BITS: u32 = 16;
/// Four seconds on a desk, twenty on a small phone; more would keep the owner out, which is what an attacker may want.
const MOST_BITS: u32 = 22;
/// How long an answer is taken.
const LIVES: SignedDuration = SignedDuration::from_mins(10);

/// What a browser has to work on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The text to hash: id, bits, end, and our seal over them and over what it is for.
    pub text: String,
    /// Zero bits asked for.
    pub bits: u32,
}

/// An answer that is right; it counts once ([`Worked::id`] is written down when it is used).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The challenge.
    pub id: Uuid,
    /// When nobody needs to remember it any more.
    pub until: Timestamp,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWorked {
    /// None was sent, or it is not one of ours, or it was made for something else.
    #[error("this is not a challenge of ours for this")]
    Foreign,
    /// Too late.
    #[error("this challenge is over")]
    Expired,
    /// More is asked for by now.
    #[error("this challenge is too easy by now")]
    TooEasy,
    /// The number does not do it.
    #[error("the answer is wrong")]
    Wrong,
}

/// Zero bits asked for after so many wrong passwords in a row: each doubles the work.
#[must_use]
pub fn bits_after(failures: u32) -> Option<u32> {
    let over = failures.checked_sub(FREE)?;
    Some(FIRST_BITS.saturating_add(over).min(MOST_BITS))
}

/// A new challenge for one thing, such as signing in to one account.
///
/// # Errors
/// [`Problem::Broken`].
pub fn issue(keys: &KeyRing, clock: &Clock, chance: &Chance, about: &str, bits: u32) -> Result<Challenge, Problem> {
    let until = clock.now().checked_add(LIVES).unwrap_or(clock.now()).as_second();
    let head = format!("{}.{bits}.{until}", fresh(clock, chance).simple());
    Ok(Challenge { text: format!("{head}.{}", URL_SAFE_NO_PAD.encode(seal(keys, &head, about)?)), bits })
}

fn seal(keys: &KeyRing, head: &str, about: &str) -> Result<Vec<u8>, Problem> {
    keys.tag("proof of work", &format!("{head}|{about}"))
}

/// Whether an answer counts, for the same thing and for at least so many bits.
///
/// # Errors
/// [`NotWorked`]; a [`Problem`] of the keys counts as not ours.
pub fn check(keys: &KeyRing, now: Timestamp, (text, answer): (&str, &str), about: &str, least: u32) -> Result<Worked, NotWorked> {
    let (head, tag) = text.rsplit_once('.').ok_or(NotWorked::Foreign)?;
    let tag = URL_SAFE_NO_PAD.decode(tag).map_err(|_| NotWorked::Foreign)?;
    let right = seal(keys, head, about).map_err(|_| NotWorked::Foreign)?;
    verify_slices_are_equal(&tag, &right).map_err(|_| NotWorked::Foreign)?;
    // Sealed by us, so what follows has the form we gave it.
    let mut parts = head.split('.');
    let mut next = || parts.next().ok_or(NotWorked::Foreign);
    let id: Uuid = next()?.parse().map_err(|_| NotWorked::Foreign)?;
    let bits: u32 = next()?.parse().map_err(|_| NotWorked::Foreign)?;
    let until = next()?.parse().ok().and_then(|second| Timestamp::from_second(second).ok()).ok_or(NotWorked::Foreign)?;
    if until <= now {
        return Err(NotWorked::Expired);
    }
    if bits < least {
        return Err(NotWorked::TooEasy);
    }
    let found = answer.len() <= 20 && answer.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = leading_zeros(digest(&SHA256, format!("{text}.{answer}").as_bytes()).as_ref());
    if found && zeros >= bits { Ok(Worked { id, until }) } else { Err(NotWorked::Wrong) }
}

fn leading_zeros(bytes: &[u8]) -> u32 {
    let whole = bytes.iter().take_while(|byte| **byte == 0).count();
    u32::try_from(8 * whole).unwrap_or(u32::MAX).saturating_add(bytes.get(whole).map_or(0, |byte| byte.leading_zeros()))
}

/// Works a challenge as a browser does: for stories and checks.
#[must_use]
pub fn work(challenge: &Challenge) -> String {
    (0_u64..)
        .map(|n| n.to_string())
        .find(|n| leading_zeros(digest(&SHA256, format!("{}.{n}", challenge.text).as_bytes()).as_ref()) >= challenge.bits)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::keys::RootKey;

    struct Ground {
        keys: KeyRing,
        clock: Clock,
        chance: Chance,
    }

    impl Ground {
        fn new() -> Self {
            let keys = KeyRing::of_platform(&RootKey::from_bytes([5; 32])).unwrap();
            Self { keys, clock: Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap()), chance: Chance::seeded(1) }
        }

        fn issued(&self, bits: u32) -> Challenge {
            issue(&self.keys, &self.clock, &self.chance, "sign in: sana", bits).unwrap()
        }

        fn check(&self, text: &str, answer: &str, about: &str, least: u32) -> Result<Worked, NotWorked> {
            check(&self.keys, self.clock.now(), (text, answer), about, least)
        }
    }

    #[test]
    fn an_answer_counts_for_its_own_thing_until_it_is_over() {
        let ground = Ground::new();
        let challenge = ground.issued(8);
        let answer = work(&challenge);
        let worked = ground.check(&challenge.text, &answer, "sign in: sana", 8).unwrap();
        assert_eq!(ground.check(&challenge.text, &answer, "sign in: sana", 8).unwrap().id, worked.id, "the same id, to be taken once");
        assert_ne!(ground.issued(8).text, challenge.text, "another every time");
        assert_eq!(ground.check(&challenge.text, &answer, "sign in: omar", 8), Err(NotWorked::Foreign));
        assert_eq!(ground.check(&challenge.text, &answer, "sign in: sana", 9), Err(NotWorked::TooEasy));
        ground.clock.advance(LIVES);
        assert_eq!(ground.check(&challenge.text, &answer, "sign in: sana", 8), Err(NotWorked::Expired));
    }

    #[test]
    fn a_challenge_with_one_changed_character_is_not_ours() {
        let ground = Ground::new();
        let challenge = ground.issued(1);
        for at in 0..challenge.text.len() {
            let mut forged = challenge.text.clone().into_bytes();
            forged[at] = if forged[at] == b'1' { b'2' } else { b'1' };
            let forged = String::from_utf8(forged).unwrap();
            let answers = (0..8).map(|n| ground.check(&forged, &n.to_string(), "sign in: sana", 1));
            assert!(answers.clone().all(|answer| answer == Err(NotWorked::Foreign)), "character {at}");
        }
        // Fewer bits and a later end, with the seal of another.
        let (_, tag) = challenge.text.rsplit_once('.').unwrap();
        for head in ["0192f3c4aaaa7bbb8ccc1234567890ab.0.9999999999", "", "..", "0192f3c4aaaa7bbb8ccc1234567890ab"] {
            assert_eq!(ground.check(&format!("{head}.{tag}"), "0", "sign in: sana", 0), Err(NotWorked::Foreign), "{head}");
        }
        assert_eq!(ground.check("", "", "sign in: sana", 1), Err(NotWorked::Foreign));
    }

    #[test]
    fn a_wrong_number_is_no_work() {
        let ground = Ground::new();
        let challenge = ground.issued(20);
        for wrong in ["", "0", "abc", "-1", "1 ", "٣", &"1".repeat(21)] {
            assert_eq!(ground.check(&challenge.text, wrong, "sign in: sana", 20), Err(NotWorked::Wrong), "{wrong:?}");
        }
    }

    #[test]
    fn work_begins_after_five_failures_and_doubles_up_to_a_limit() {
        assert_eq!(bits_after(0), None);
        assert_eq!(bits_after(FREE - 1), None);
        assert_eq!([FREE, FREE + 1, FREE + 2].map(bits_after), [Some(16), Some(17), Some(18)]);
        assert_eq!(bits_after(u32::MAX), Some(MOST_BITS));
    }

    #[test]
    fn a_challenge_is_longer_than_one_block_and_fits_into_two() {
        // What work.js relies on.
        let text = Ground::new().issued(MOST_BITS).text;
        assert!(text.len() + 1 >= 64 && text.len() + 1 + 20 <= 119, "{}", text.len());
    }
}
