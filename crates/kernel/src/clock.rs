//! Keeps: "No hidden time". The clock is an argument: wiring makes one, tests freeze it.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Where "now" comes from. Cheap to clone; clones of a frozen clock move together.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System { shift: SignedDuration },
    Frozen(Mutex<Timestamp>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::shifted(SignedDuration::ZERO)
    }

    /// The machine's clock moved by a fixed span, to run an installation at another time.
    #[must_use]
    pub fn shifted(shift: SignedDuration) -> Self {
        Self(Arc::new(Source::System { shift }))
    }

    /// A clock that stands still until somebody advances it.
    #[must_use]
    pub fn frozen(at: Timestamp) -> Self {
        Self(Arc::new(Source::Frozen(Mutex::new(at))))
    }

    /// The current time, in whole microseconds: PostgreSQL's resolution, so a value read back is the value written.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that may read the machine's clock")]
    pub fn now(&self) -> Timestamp {
        let now = match &*self.0 {
            Source::System { shift } => {
                let now = Timestamp::now();
                now.checked_add(*shift).unwrap_or(now)
            }
            Source::Frozen(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves a frozen clock forward; a system clock cannot be moved and stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        if let Source::Frozen(at) = &*self.0 {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = at.checked_add(by).unwrap_or(*at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told_and_its_clones_with_it() {
        let clock = Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap());
        let clone = clock.clone();
        assert_eq!(clock.now(), clone.now());
        clock.advance(SignedDuration::from_hours(24));
        assert_eq!(clone.now(), "2026-03-03T08:00:00Z".parse().unwrap());
    }
}
