//! What an import took, what was here already, and what stayed behind and why.

use std::collections::BTreeMap;

use kernel::keys::Column;
use serde::{Deserialize, Serialize};

/// `import_run.report`.
pub const REPORT: Column<Report> = Column::new("import_run", "report");
/// `quarantined_bundle.label`.
pub const LABEL: Column<String> = Column::new("quarantined_bundle", "label");
/// `quarantined_bundle.reason`.
pub const REASON: Column<String> = Column::new("quarantined_bundle", "reason");

/// Records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// New, and kept.
    pub taken: usize,
    /// Kept by an earlier import.
    pub already_here: usize,
}

/// What became of the bundles of one import, counted by FHIR's names of the kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Bundles that came in.
    pub bundles: usize,
    /// Bundles that were refused whole.
    pub quarantined: usize,
    /// What was taken or known, by kind.
    pub kinds: BTreeMap<String, Counts>,
    /// What stayed behind, by kind and reason.
    pub left: BTreeMap<String, BTreeMap<String, usize>>,
}
kernel::sealed_as_json!(Report);

impl Report {
    /// Counts one record.
    pub fn count(&mut self, kind: &str, is_new: bool) {
        let counts = self.kinds.entry(kind.to_owned()).or_default();
        *(if is_new { &mut counts.taken } else { &mut counts.already_here }) += 1;
    }

    /// Counts records that stay behind.
    pub fn leave(&mut self, kind: &str, why: &str, count: usize) {
        *self.left.entry(kind.to_owned()).or_default().entry(why.to_owned()).or_default() += count;
    }

    /// Adds the report of one more bundle.
    pub fn add(&mut self, other: &Self) {
        self.bundles += other.bundles;
        self.quarantined += other.quarantined;
        for (kind, counts) in &other.kinds {
            let mine = self.kinds.entry(kind.clone()).or_default();
            mine.taken += counts.taken;
            mine.already_here += counts.already_here;
        }
        for (kind, reasons) in &other.left {
            for (why, count) in reasons {
                self.leave(kind, why, *count);
            }
        }
    }

    /// How many records were taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.kinds.values().map(|counts| counts.taken).sum()
    }

    /// How many were here already.
    #[must_use]
    pub fn already_here(&self) -> usize {
        self.kinds.values().map(|counts| counts.already_here).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bundles_add_up() {
        let mut one = Report { bundles: 1, ..Report::default() };
        one.count("Patient", true);
        one.leave("Claim", "kind", 3);
        let mut both = one.clone();
        both.count("Patient", false);
        both.add(&one);
        assert_eq!((both.bundles, both.taken(), both.already_here()), (2, 2, 1));
        assert_eq!(both.left.get("Claim").and_then(|why| why.get("kind")), Some(&6));
    }
}
