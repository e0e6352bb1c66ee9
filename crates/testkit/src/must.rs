//! The one place where testkit panics.

use std::fmt::Display;

/// What a test cannot go on without.
pub trait Must<T> {
    /// The value, or the end of the test, saying what was being done and why it failed.
    fn must(self, doing: &str) -> T;
}

impl<T, E: Display> Must<T> for Result<T, E> {
    #[track_caller]
    fn must(self, doing: &str) -> T {
        match self {
            Ok(value) => value,
            Err(error) => stop(&format!("{doing}: {error}")),
        }
    }
}

impl<T> Must<T> for Option<T> {
    #[track_caller]
    fn must(self, doing: &str) -> T {
        match self {
            Some(value) => value,
            None => stop(doing),
        }
    }
}

/// Ends the test.
#[track_caller]
#[expect(clippy::panic, reason = "a test that cannot go on stops here")]
pub(crate) fn stop(why: &str) -> ! {
    panic!("{why}")
}
