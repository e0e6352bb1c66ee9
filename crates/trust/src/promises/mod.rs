//! The register of promises: what we say, which file keeps it, which story shows it, which check proves it here.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// One promise of `promises.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// "MXS-TEN-01".
    pub id: String,
    /// The sentence, in our words.
    pub says: String,
    /// The heading it stands under.
    pub topic: String,
    /// The file that keeps it.
    pub kept_by: Option<String>,
    /// The story that shows it.
    pub story: Option<String>,
    /// The name of its check in `wellkept verify`.
    pub check: Option<String>,
    /// The kind of evidence a person files, where no program can look.
    pub attested_by: Option<String>,
}

impl Promise {
    /// Whether the code keeps it now.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.kept_by.is_some()
    }
}

#[derive(Deserialize)]
struct Register {
    promise: Vec<Promise>,
}

static REGISTER: LazyLock<Vec<Promise>> = LazyLock::new(|| {
    // A register that does not read is found by this room's test before anybody runs it.
    toml::from_str::<Register>(include_str!("../../../../promises.toml")).map(|register| register.promise).unwrap_or_default()
});

/// Every promise, in the register's order.
#[must_use]
pub fn register() -> &'static [Promise] {
    &REGISTER
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Looked, and it holds.
    Kept,
    /// Looked, and it does not hold.
    Broken,
    /// Could not look; says nothing about the promise.
    CouldNotLook,
    /// A person vouches for it, with evidence.
    Attested,
    /// Nobody can look yet.
    NoCheck,
}

/// One line of `wellkept verify`.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The promise.
    pub id: String,
    /// What was found.
    pub result: Verdict,
    /// Milliseconds the check took.
    pub ms: u128,
    /// What was looked at, or what is wrong; never personal data.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_reads_and_holds_every_promise_once() {
        let mut ids: Vec<&str> = register().iter().map(|promise| promise.id.as_str()).collect();
        assert_eq!(ids.len(), 262);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 262);
    }
}
