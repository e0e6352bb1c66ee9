//! Keeps: "Passwords exist only as strong one-way hashes" (AMX-CRY-02, AMX-DAT-06). bcrypt of cost 12 over a keyed
//! pre-hash, so that a long password counts whole and a stolen table cannot be tried without the key.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use kernel::{Db, Private, Problem};
use unicode_normalization::UnicodeNormalization as _;

const COST: u32 = 12;
/// NIST SP 800-63B-4 asks for 15 where a password stands alone; a second factor is a later issue.
const FEWEST: usize = 15;
const MOST: usize = 256;
const SCHEME: &str = "$wk1";

/// The words people reach for when told to use a long password; refused alone or repeated.
const COMMON: [&str; 13] = [
    "password",
    "passwort",
    "qwerty",
    "letmein",
    "welcome",
    "iloveyou",
    "123456789",
    "1234567",
    "administrator",
    "clinic",
    "doctor",
    "wellkept",
    "pakistan",
];

/// A password good enough to be kept, before it is hashed.
#[derive(Clone, Debug)]
pub struct Password(Private<String>);

/// Too short, too long, or too easily guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("use 15 characters or more, not a common word or the clinic's name alone")]
pub struct WeakPassword;

/// What the database keeps.
#[derive(Clone, Debug)]
pub struct HashedPassword(String);

impl HashedPassword {
    /// For the column.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Password {
    /// Judges a new password; `known` are words of the account (names, address) that must not make most of it.
    ///
    /// # Errors
    /// [`WeakPassword`].
    pub fn parse(text: &str, known: &[&str]) -> Result<Self, WeakPassword> {
        let text: String = text.nfkc().collect();
        let count = text.chars().count();
        if !(FEWEST..=MOST).contains(&count) {
            return Err(WeakPassword);
        }
        let mut rest = text.to_lowercase();
        let known = known.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
        for word in COMMON.iter().copied().chain(known).map(str::to_lowercase).filter(|word| word.chars().count() >= 4) {
            rest = rest.replace(&word, "");
        }
        let mut left: Vec<char> = rest.chars().collect();
        left.sort_unstable();
        left.dedup();
        // What remains besides well-known words must be more than a few different characters.
        if left.len() < 5 { Err(WeakPassword) } else { Ok(Self(Private::new(text))) }
    }

    /// Hashes it, off the request's thread.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn hashed(&self, db: &Db) -> Result<HashedPassword, Problem> {
        let input = pre_hash(db, self.0.reveal())?;
        let hash = tokio::task::spawn_blocking(move || bcrypt::hash(input, COST))
            .await
            .map_err(|_| Problem::broken("hashing was interrupted"))?
            .map_err(|_| Problem::broken("hashing was refused"))?;
        Ok(HashedPassword(format!("{SCHEME}{hash}")))
    }
}

/// Whether `typed` is the password behind `kept`. Takes the same time when there is nothing kept (`None`).
///
/// # Errors
/// [`Problem`].
pub async fn matches(db: &Db, typed: &str, kept: Option<&str>) -> Result<bool, Problem> {
    // A real hash of nothing anybody types, so that an unknown address takes as long as a wrong password.
    const NOBODY: &str = "$2b$12$abcdefghijklmnopqrstuuIIUqZl0N1JDRPwR4BG8FoLxuXTrWmqC";
    let known = kept.is_some();
    let hash = kept.and_then(|kept| kept.strip_prefix(SCHEME)).unwrap_or(NOBODY).to_owned();
    let typed: String = typed.chars().take(MOST + 1).nfkc().collect();
    let input = pre_hash(db, &typed)?;
    let same = tokio::task::spawn_blocking(move || bcrypt::verify(input, &hash))
        .await
        .map_err(|_| Problem::broken("checking was interrupted"))?
        .unwrap_or(false);
    Ok(same && known)
}

/// base64(HMAC-SHA-384(pepper, NFKC(password))): 64 characters, under bcrypt's 72 and without NUL.
fn pre_hash(db: &Db, text: &str) -> Result<String, Problem> {
    let pepper = hmac::Key::new(hmac::HMAC_SHA384, &db.platform_keys().tag("password pepper", "1")?);
    Ok(STANDARD_NO_PAD.encode(hmac::sign(&pepper, text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_phrases_are_good_and_repeated_common_words_are_not() {
        assert!(Password::parse("correct horse battery staple", &[]).is_ok());
        assert!(Password::parse("میرا بہت لمبا خفیہ جملہ ہے", &[]).is_ok());
        for weak in ["short", "passwordpassword", "aaaaaaaaaaaaaaaaaaaa", "1234567891234567", "rahma clinic rahma clinic"] {
            assert!(Password::parse(weak, &["rahma clinic"]).is_err(), "{weak}");
        }
        assert!(Password::parse(&"x1y2z3w4".repeat(40), &[]).is_err(), "longer than 256");
    }
}
