//! Keeps: "No hidden chance". Randomness is an argument; a test may seed it.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{RngCore, SeedableRng, rngs::StdRng};

/// A source of random bytes, cryptographically strong (ChaCha12 seeded by the operating system) unless seeded by a test.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<StdRng>>);

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}

impl Chance {
    /// Seeded by the operating system.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the operating system for chance")]
    pub fn from_os() -> Self {
        Self(Arc::new(Mutex::new(StdRng::from_os_rng())))
    }

    /// The same sequence for the same seed; for tests and demonstrations, never for secrets of a real clinic.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` fresh bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// `count` letters from a to z: for public addresses and throw-away secrets.
    #[must_use]
    pub fn letters(&self, count: usize) -> String {
        (0..count).map(|_| char::from(b'a' + self.bytes::<1>()[0] % 26)).collect()
    }

    /// A number below `limit` (0 for a limit of 0); only for choices where a bias of 2⁻³² is nothing.
    #[must_use]
    pub fn below(&self, limit: usize) -> usize {
        let draw = u64::from_le_bytes(self.bytes());
        u64::try_from(limit).ok().and_then(|limit| draw.checked_rem(limit)).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    }
}
