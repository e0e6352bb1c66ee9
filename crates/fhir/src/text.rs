//! Strings from outside: trimmed, capped, without control characters. Any script is welcome.

use crate::refusal::Fault;

/// For displays, codes, addresses, instructions.
pub(crate) const MOST_CHARS: usize = 1_000;
/// For each part of a name.
pub(crate) const MOST_NAME_CHARS: usize = 200;
/// FHIR allows 64; real exports use a little more.
pub(crate) const MOST_ID_CHARS: usize = 128;

/// The text, or nothing where it is absent or blank.
pub(crate) fn text(field: &'static str, value: Option<String>) -> Result<Option<String>, Fault> {
    capped(field, value, MOST_CHARS)
}

/// A part of a name.
pub(crate) fn name_part(field: &'static str, value: Option<String>) -> Result<Option<String>, Fault> {
    capped(field, value, MOST_NAME_CHARS)
}

/// Like [`text`] with another cap.
pub(crate) fn capped(field: &'static str, value: Option<String>, most: usize) -> Result<Option<String>, Fault> {
    let Some(value) = value else { return Ok(None) };
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    // Counting stops at the cap, so a string of megabytes costs no more than a long one.
    if trimmed.chars().nth(most).is_some() {
        return Err(Fault::TooLong { field, most });
    }
    // FHIR forbids control characters, and PostgreSQL cannot hold NUL at all.
    if trimmed.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(Fault::NotText { field });
    }
    Ok(Some(if trimmed.len() == value.len() { value } else { trimmed.to_owned() }))
}

/// Every text of a list that is not blank.
pub(crate) fn texts(
    values: impl IntoIterator<Item = Option<String>>,
    read: impl Fn(Option<String>) -> Result<Option<String>, Fault>,
) -> Result<Vec<String>, Fault> {
    values.into_iter().filter_map(|value| read(value).transpose()).collect()
}
