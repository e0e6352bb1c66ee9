//! Keeps: "Nobody is let in by a password that others would try". NIST SP 800-63B-4: long enough, not from a leak, not made
//! of the account's own words. Nothing about capitals or digits: such rules make passwords worse.

use std::collections::BTreeSet;

use super::leaked::is_leaked;

/// NIST's least where a password stands alone.
const LEAST_ALONE: usize = 15;
/// NIST's least where a second factor is asked for as well.
const LEAST_BESIDE: usize = 8;
/// The longest that is read, in code points.
pub(super) const MOST: usize = 256;

/// Characters that count as nothing at the ends of a leaked password: a year, a birthday, an exclamation mark or two.
const PADDING: usize = 8;
/// What must be left besides sequences and known words: different characters.
const FEW: usize = 5;
/// The shortest half that counts when two leaked passwords stand side by side.
const HALF: usize = 4;

/// The shortest word of an account that counts as one.
const WORD: usize = 3;

/// What people at a clinic reach for first; treated like words of their account.
const OURS: [&str; 10] =
    ["wellkept", "clinic", "hospital", "doctor", "patient", "password", "passwort", "welcome", "letmein", "administrator"];

/// What stands beside the password when its person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing: it is the only proof.
    Nothing,
    /// A passkey or a code.
    SecondFactor,
}

impl Beside {
    /// The fewest characters.
    #[must_use]
    pub const fn least(self) -> usize {
        match self {
            Self::Nothing => LEAST_ALONE,
            Self::SecondFactor => LEAST_BESIDE,
        }
    }
}

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer characters than this.
    #[error("use {0} characters or more")]
    Short(usize),
    /// More than we read.
    #[error("use at most {MOST} characters")]
    Long,
    /// Others try it.
    #[error("this password, or the heart of it, is known from a leak: others try it first")]
    Leaked,
    /// One thing over and over, or a row of keys.
    #[error("this repeats itself: use several unrelated words")]
    Repeats,
    /// The account's own words.
    #[error("this is made of your name, your address or the clinic's name")]
    Known,
}

impl WeakPassword {
    /// The key of its sentence, and the number in it.
    #[must_use]
    pub fn words(self) -> (&'static str, String) {
        match self {
            Self::Short(least) => ("password-short", least.to_string()),
            Self::Long => ("password-long", MOST.to_string()),
            Self::Leaked => ("password-leaked", String::new()),
            Self::Repeats => ("password-repeats", String::new()),
            Self::Known => ("password-known", String::new()),
        }
    }
}

/// Judges a password in NFKC; `known` are texts of the account: names, its address, the clinic.
pub(super) fn judge(text: &str, known: &[&str], beside: Beside) -> Result<(), WeakPassword> {
    let count = text.chars().count();
    if count < beside.least() {
        return Err(WeakPassword::Short(beside.least()));
    }
    if count > MOST {
        return Err(WeakPassword::Long);
    }
    let text = text.to_lowercase();
    if repeats(&text) {
        return Err(WeakPassword::Repeats);
    }
    if hearts(&text).iter().any(|heart| is_leaked(heart) || is_two_leaked(heart)) {
        return Err(WeakPassword::Leaked);
    }
    if is_made_of(&text, known) { Err(WeakPassword::Known) } else { Ok(()) }
}

/// The text, the text without what stands between its words, and both without a little padding at the ends.
fn hearts(text: &str) -> Vec<String> {
    let squeezed: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut all = Vec::new();
    for whole in [text.to_owned(), squeezed] {
        let heart = whole.trim_matches(|c: char| !c.is_alphabetic());
        let padding = text.chars().count() - heart.chars().count();
        if !heart.is_empty() && padding <= PADDING {
            all.push(heart.to_owned());
        }
        all.push(whole);
    }
    all
}

/// Two passwords of the leaks side by side.
fn is_two_leaked(text: &str) -> bool {
    text.char_indices().map(|(at, _)| text.split_at(at)).any(|(one, other)| {
        let long = |half: &str| half.chars().nth(HALF - 1).is_some();
        long(one) && long(other) && is_leaked(one) && is_leaked(other)
    })
}

/// One short thing over and over, few different characters, or rows such as `abcdefgh` and `87654321`.
fn repeats(text: &str) -> bool {
    let text: Vec<u32> = text.chars().map(u32::from).collect();
    let over_and_over = |unit: usize| text.iter().zip(text.iter().skip(unit)).all(|(one, next)| one == next);
    let different: BTreeSet<&u32> = text.iter().collect();
    let goes_on = text
        .windows(3)
        .filter(|three| match three {
            [a, b, c] => b.abs_diff(*a) <= 1 && i64::from(*b) - i64::from(*a) == i64::from(*c) - i64::from(*b),
            _ => false,
        })
        .count();
    (1..LEAST_BESIDE.min(text.len() / 2 + 1)).any(over_and_over) || different.len() < FEW || text.len() - goes_on < FEW
}

/// What remains besides words of the account and ours is a few different characters.
fn is_made_of(text: &str, known: &[&str]) -> bool {
    let mut rest = text.to_owned();
    let words = known.iter().flat_map(|text| std::iter::once(*text).chain(text.split(|c: char| !c.is_alphanumeric())));
    for word in words.chain(OURS).map(str::to_lowercase).filter(|word| word.chars().count() >= WORD) {
        rest = rest.replace(&word, "");
    }
    rest.chars().filter(|c| !c.is_whitespace()).collect::<BTreeSet<_>>().len() < FEW
}

#[cfg(test)]
mod tests {
    use super::*;
    use WeakPassword::{Known, Leaked, Long, Repeats, Short};

    fn alone(text: &str) -> Result<(), WeakPassword> {
        judge(text, &["Rahma Family Clinic", "sana.malik@rahma.example", "Sana Malik"], Beside::Nothing)
    }

    #[test]
    fn phrases_of_ones_own_are_good_in_every_script() {
        for good in [
            "seven lanterns drift past noon",
            "میرا بہت لمبا خفیہ جملہ ہے",
            "correct horse battery staple 9",
            "kX9 mmu2 7qLw zz0P",
            "love!7491028374651",
            "蓝色的灯笼漂过正午的河面慢慢走远了",
            "sana likes walnuts on mondays",
        ] {
            assert_eq!(alone(good), Ok(()), "{good}");
        }
        assert_eq!(judge("kX9mmu27", &[], Beside::SecondFactor), Ok(()));
    }

    #[test]
    fn length_is_counted_in_characters_and_depends_on_what_stands_beside() {
        assert_eq!(alone("kX9 mmu2 7qLw"), Err(Short(15)));
        assert_eq!(judge("kX9mmu2", &[], Beside::SecondFactor), Err(Short(8)));
        let long: String = (0_u32..).filter_map(char::from_u32).filter(|c| c.is_alphabetic()).step_by(7).take(257).collect();
        assert_eq!(alone(&long), Err(Long));
        assert_eq!(alone(&long.chars().take(256).collect::<String>()), Ok(()));
    }

    #[test]
    fn a_leaked_password_is_refused_with_padding_and_beside_another() {
        for weak in
            ["administrator42!", "BUTTERFLY 190283", "qwertyuiopasdfgh", "!!sunshine!!2019", "iloveyou princess", "pass word 1234567"]
        {
            assert_eq!(alone(weak), Err(Leaked), "{weak}");
        }
        assert_eq!(judge("sunshine1", &[], Beside::SecondFactor), Err(Leaked));
        assert_eq!(judge("Princess", &[], Beside::SecondFactor), Err(Leaked));
    }

    #[test]
    fn what_repeats_is_refused() {
        for weak in ["aaaaaaaaaaaaaaaaaaaa", "kX9!kX9!kX9!kX9!", "abcdefghijklmnopqr", "1234567891234567", "ababababababababc"] {
            assert_eq!(alone(weak), Err(Repeats), "{weak}");
        }
    }

    #[test]
    fn words_of_the_account_are_refused() {
        for weak in [
            "rahma clinic rahma family",
            "sana.malik@rahma.example",
            "SanaMalik-Rahma-2026",
            "example.malik@sana.rahma",
            "wellkept wellkept doctor",
        ] {
            assert_eq!(alone(weak), Err(Known), "{weak}");
        }
    }
}
