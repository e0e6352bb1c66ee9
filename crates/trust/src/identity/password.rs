//! Keeps: "Passwords exist only as strong one-way hashes" (AMX-CRY-02, AMX-DAT-06). bcrypt of cost 12 over a keyed
//! pre-hash, so that a long password counts whole and a stolen table cannot be tried without the key. The scheme stands
//! before the hash: one of an older scheme or a lower cost is hashed anew when its person signs in.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use kernel::{
    Db, Private, Problem,
    http::{Filled, Reading},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::weak::{Beside, MOST, WeakPassword, judge};

const COST: u32 = 12;
/// The keyed pre-hash below; another one would be `$wk2`.
const SCHEME: &str = "$wk1";

/// Where hashes are made. A hash takes a core for a quarter of a second.
struct Kitchen {
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Half of the cores at most: bookings go on during a flood of sign-ins. Who would wait for ten seconds is told so at once.
static KITCHEN: LazyLock<Kitchen> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1));
    Kitchen::new(cores, 40 * cores)
});

/// A password good enough to be kept, before it is hashed.
#[derive(Clone, Debug)]
pub struct Password(Private<String>);

/// What the database keeps.
#[derive(Clone, Debug)]
pub struct HashedPassword(String);

impl HashedPassword {
    /// One that waited, sealed, for its login to be made.
    #[must_use]
    pub const fn kept(text: String) -> Self {
        Self(text)
    }

    /// For the column.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// What a typed password is to a kept hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Not it.
    No,
    /// It.
    Yes,
    /// It, and its hash is of an older scheme or a lower cost: hash it anew.
    YesButOld,
}

impl Password {
    /// Judges a new password; `known` are texts of the account (names, address, clinic) that must not make it up.
    ///
    /// # Errors
    /// [`WeakPassword`], saying why.
    pub fn parse(text: &str, known: &[&str], beside: Beside) -> Result<Self, WeakPassword> {
        let text = as_kept(text);
        judge(&text, known, beside)?;
        Ok(Self(Private::new(text)))
    }

    /// Reads a new password from a form's field `password`, collecting why not.
    pub fn read(form: &mut Reading<'_>, filled: &Filled, known: &[&str], beside: Beside) -> Option<Self> {
        let typed = Private::new(filled.raw("password"));
        if typed.reveal().is_empty() {
            form.wrong("password", "field-missing");
            return None;
        }
        let refused = |weak: WeakPassword| {
            let (key, limit) = weak.words();
            form.wrong_with("password", key, limit);
        };
        Self::parse(typed.reveal(), known, beside).map_err(refused).ok()
    }

    /// Hashes it, off the request's thread.
    ///
    /// # Errors
    /// [`Problem::TooMany`] when too many wait.
    pub async fn hashed(&self, db: &Db) -> Result<HashedPassword, Problem> {
        hash(pre_hash(db, self.0.reveal())?).await
    }
}

/// What `typed` is to the password behind `kept`. Takes the same time when there is nothing kept (`None`).
///
/// # Errors
/// [`Problem::TooMany`] when too many wait.
pub async fn matches(db: &Db, typed: &str, kept: Option<&str>) -> Result<Match, Problem> {
    compare(pre_hash(db, &as_kept(typed))?, kept.map(str::to_owned)).await
}

/// The hash of a password that was just proven, for the column: [`Match::YesButOld`]. No rule is asked; it is the one they have.
///
/// # Errors
/// [`Problem::TooMany`] when too many wait.
pub async fn rehashed(db: &Db, typed: &str) -> Result<HashedPassword, Problem> {
    hash(pre_hash(db, &as_kept(typed))?).await
}

/// As it is judged, hashed and compared: letters put together first, so that whoever types accents apart is not cut short.
fn as_kept(typed: &str) -> String {
    typed.nfkc().take(MOST + 1).collect()
}

/// base64(HMAC-SHA-384(pepper, NFKC(password))): 64 characters, under bcrypt's 72 and without NUL.
fn pre_hash(db: &Db, text: &str) -> Result<String, Problem> {
    let pepper = hmac::Key::new(hmac::HMAC_SHA384, &db.platform_keys().tag("password pepper", "1")?);
    Ok(STANDARD_NO_PAD.encode(hmac::sign(&pepper, text.as_bytes())))
}

async fn hash(input: String) -> Result<HashedPassword, Problem> {
    let hash = KITCHEN.work(move || bcrypt::hash(input, COST)).await?.map_err(|_| Problem::broken("hashing was refused"))?;
    Ok(HashedPassword(format!("{SCHEME}{hash}")))
}

/// A real hash of nothing anybody types, so that an unknown address takes as long as a wrong password.
const NOBODY: &str = "$2b$12$abcdefghijklmnopqrstuuIIUqZl0N1JDRPwR4BG8FoLxuXTrWmqC";

async fn compare(input: String, kept: Option<String>) -> Result<Match, Problem> {
    let known = kept.is_some();
    let hash = kept.as_deref().and_then(|kept| kept.strip_prefix(SCHEME)).unwrap_or(NOBODY).to_owned();
    let old = cost_of(&hash).is_none_or(|cost| cost < COST);
    let same = KITCHEN.work(move || bcrypt::verify(input, &hash)).await?.unwrap_or(false);
    Ok(match (same && known, old) {
        (false, _) => Match::No,
        (true, false) => Match::Yes,
        (true, true) => Match::YesButOld,
    })
}

/// `$2b$12$…`: 12.
fn cost_of(hash: &str) -> Option<u32> {
    hash.split('$').nth(2)?.parse().ok()
}

impl Kitchen {
    fn new(cores: usize, queue: usize) -> Self {
        Self { cores: Arc::new(Semaphore::new(cores)), queue: Arc::new(Semaphore::new(queue)) }
    }

    /// Waits for a core and works there. The places in the queue and on the core are given back when the work ends, not
    /// when the caller goes away: else a flood of cut connections would put any number of hashes beside each other.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        // Counted by the test that an unknown address costs as much work as a known one.
        tracing::trace!("a hash is worked");
        let queued = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Problem::TooMany)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Problem::broken("hashing has ended"))?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop((queued, core));
            done
        })
        .await
        .map_err(|_| Problem::broken("hashing was interrupted"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_of_a_lower_cost_still_matches_and_asks_to_be_made_anew() {
        let old = format!("{SCHEME}{}", bcrypt::hash("typed", 4).unwrap());
        assert_eq!(compare("typed".to_owned(), Some(old.clone())).await.unwrap(), Match::YesButOld);
        assert_eq!(compare("other".to_owned(), Some(old)).await.unwrap(), Match::No);
        let new = hash("typed".to_owned()).await.unwrap();
        assert!(new.text().starts_with("$wk1$2b$12$"), "{}", new.text());
        assert_eq!(compare("typed".to_owned(), Some(new.0)).await.unwrap(), Match::Yes);
        assert_eq!(compare("typed".to_owned(), None).await.unwrap(), Match::No);
        assert_eq!(compare("typed".to_owned(), Some("typed".to_owned())).await.unwrap(), Match::No, "not a hash of ours");
    }

    #[test]
    fn nobody_s_hash_is_worked_through_like_anybody_s() {
        assert_eq!(cost_of(NOBODY), Some(COST));
        assert_eq!(bcrypt::verify("x", NOBODY).ok(), Some(false), "an error would answer at once");
    }

    #[tokio::test]
    async fn a_flood_is_told_to_wait_and_never_has_more_than_its_cores() {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let kitchen = Kitchen::new(2, 10);
        let (now, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let now = Arc::new(now);
        let flood = (0..100).map(|_| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            kitchen.work(move || {
                most.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
                std::thread::yield_now();
                now.fetch_sub(1, SeqCst);
            })
        });
        let served = futures_util::future::join_all(flood).await.into_iter().filter(Result::is_ok).count();
        // All hundred come at once: ten find a place in the queue.
        assert_eq!(served, 10);
        assert!(most.load(SeqCst) <= 2, "{} beside each other", most.load(SeqCst));
    }
}
