//! How the export calls a record. Stable, so that importing twice recognises what is already there.

use std::fmt;

use crate::refusal::Fault;
use crate::text::{MOST_ID_CHARS, capped};

/// The resource's own id, or else the last part of its fullUrl.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(String);

impl SourceId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn read(id: Option<String>, full_url: Option<&str>) -> Result<Option<Self>, Fault> {
        let id = capped("id", id, MOST_ID_CHARS)?;
        let from_url = || capped("fullUrl", full_url.and_then(last_part), MOST_ID_CHARS);
        Ok(match id {
            Some(id) => Some(Self(id)),
            None => from_url()?.map(Self),
        })
    }

    /// The id a reference speaks of, for a record that may stand in another bundle.
    pub(crate) fn from_reference(reference: &str) -> Option<Self> {
        capped("reference", last_part(reference), MOST_ID_CHARS).ok().flatten().map(Self)
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `urn:uuid:X`, `Patient/X` and `https://…/Patient/X/_history/2` all speak of X.
fn last_part(reference: &str) -> Option<String> {
    let reference = without_version(reference);
    if is_uuid_urn(reference) {
        return Some(reference[9..].to_ascii_lowercase());
    }
    reference.rsplit(['/', ':']).next().map(str::to_owned)
}

/// A reference without the version it may end in.
pub(crate) fn without_version(reference: &str) -> &str {
    reference.split_once("/_history/").map_or(reference, |(unversioned, _)| unversioned)
}

/// UUIDs compare without regard to case, other addresses do not.
pub(crate) fn is_uuid_urn(reference: &str) -> bool {
    reference.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("urn:uuid:"))
}
