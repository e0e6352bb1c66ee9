//! Somebody who wrote, ordered or did something.

use std::sync::Arc;

use crate::source_id::SourceId;

/// A professional as a record names them. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The practitioner's source id, in this bundle or perhaps in another one.
    pub practitioner: Option<SourceId>,
    /// The name as the record, or else the practitioner's own entry, gives it.
    pub display: Option<Arc<str>>,
}
