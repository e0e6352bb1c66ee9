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

/// What the database said, with the constraint that said it: its own `Display` is "db error".
pub(crate) fn told(error: &tokio_postgres::Error) -> String {
    let db = error.as_db_error().map(|db| format!("{}: {} {}", db.code().code(), db.message(), db.constraint().unwrap_or_default()));
    db.unwrap_or_else(|| error.to_string())
}
