//! Keeps: "Abuse is slowed". Counts tries at a door by address (or account) in one-minute windows of the building's clock.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{Clock, Problem};

const MOST_KEYS: usize = 10_000;

/// The minute since 1970 in which tries are counted, and how many there were.
type Window = (i64, u32);

/// So many tries a minute are no brake.
const OFF: u32 = 1_000_000;

/// Counts tries. One for a process.
#[derive(Debug)]
pub struct Brake {
    clock: Clock,
    a_minute: u32,
    counts: Mutex<HashMap<(&'static str, String), Window>>,
}

impl Brake {
    pub(super) fn new(clock: Clock, a_minute: u32) -> Self {
        Self { clock, a_minute, counts: Mutex::default() }
    }

    /// Counts one try at `door` by `key`.
    ///
    /// # Errors
    /// [`Problem::TooMany`] past the limit; the next minute starts anew.
    pub fn count(&self, door: &'static str, key: &str) -> Result<(), Problem> {
        if self.add(door, key) > self.a_minute { Err(Problem::TooMany) } else { Ok(()) }
    }

    /// Whether it holds nobody: in a story that is about something else, and where figures are taken. An installation has it on.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        self.a_minute >= OFF
    }

    /// Tries that one address has in a minute.
    #[must_use]
    pub const fn a_minute(&self) -> u32 {
        self.a_minute
    }

    /// Whether `key` has used up `most` tries at `door` in this minute.
    #[must_use]
    pub fn spent(&self, door: &'static str, key: &str, most: u32) -> bool {
        let minute = self.minute();
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(&(door, key.to_owned())).is_some_and(|(at, tries)| *at == minute && *tries >= most)
    }

    /// Seconds until tries are counted anew, 1 to 60.
    #[must_use]
    pub fn anew_in(&self) -> i64 {
        60 - self.clock.now().as_second().rem_euclid(60)
    }

    fn minute(&self) -> i64 {
        self.clock.now().as_second().div_euclid(60)
    }

    /// Counts one try and says how many there were in this minute.
    pub fn add(&self, door: &'static str, key: &str) -> u32 {
        let minute = self.minute();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() > MOST_KEYS {
            counts.retain(|_, (at, _)| *at == minute);
        }
        let entry = counts.entry((door, key.to_owned())).or_insert((minute, 0));
        if entry.0 != minute {
            *entry = (minute, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_in_a_minute_waits_for_the_next() {
        let clock = Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap());
        let brake = Brake::new(clock.clone(), 10);
        for _ in 0..10 {
            assert!(brake.count("sign in", "10.0.0.1").is_ok());
        }
        assert!(brake.count("sign in", "10.0.0.1").is_err());
        assert!(brake.count("sign in", "10.0.0.2").is_ok(), "another address");
        clock.advance(jiff::SignedDuration::from_secs(59));
        assert!(brake.count("sign in", "10.0.0.1").is_err());
        assert_eq!(brake.anew_in(), 1);
        clock.advance(jiff::SignedDuration::from_secs(1));
        assert!(brake.count("sign in", "10.0.0.1").is_ok());
        assert_eq!(brake.anew_in(), 60);
    }
}
