//! Every way a bundle is refused, each with a sentence a clinic owner can read.
//!
//! The sentences never repeat what a record says, because refusals end up in logs and on screens.

/// Why a whole bundle was refused.
#[derive(Debug, thiserror::Error)]
pub enum BundleRefusal {
    /// More bytes than the limit; reading stopped there.
    #[error("The file is larger than {} MB, the most that one bundle may be.", .limit_bytes.div_ceil(1024 * 1024))]
    TooLarge {
        /// The limit that was set.
        limit_bytes: u64,
    },
    /// The disk, the archive or the connection failed.
    #[error("The file could not be read: {0}.")]
    Unreadable(#[from] std::io::Error),
    /// Nothing, or only white space.
    #[error("The file is empty.")]
    Empty,
    /// Not UTF-8, which FHIR requires.
    #[error("The file is not text in UTF-8 (line {line}). Was it saved in another encoding, or is it not a text file?")]
    NotText {
        /// Counted from 1.
        line: usize,
    },
    /// HTML or XML.
    #[error("The file is a web page or XML, not FHIR JSON. Perhaps a sign-in page was saved instead of the export.")]
    Markup,
    /// The text ends in the middle.
    #[error("The file ends in the middle, at line {line}, column {column}. It was probably not copied completely.")]
    Truncated {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// Not JSON.
    #[error("The file is not valid JSON: the mistake is at line {line}, column {column}.")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// Nested deeper than any real record.
    #[error("The file is nested more than {most} levels deep at line {line}; no real record is.")]
    TooDeep {
        /// The most that is allowed.
        most: usize,
        /// Counted from 1.
        line: usize,
    },
    /// JSON, but with a field of a bundle in a form FHIR does not have.
    #[error("The file is JSON but not built like a FHIR bundle: look at line {line}, column {column}.")]
    WrongShape {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// Some other resource, or no resource at all.
    #[error("The file is not a FHIR bundle{}.", .found.as_ref().map(|kind| format!(" but a single {kind}")).unwrap_or_default())]
    NotABundle {
        /// The kind it claims to be, where it claims a plausible one.
        found: Option<String>,
    },
    /// A bundle that is not a set of records, such as a history or a message.
    #[error("The bundle has a type that cannot be imported. It must be transaction, batch, collection, document or searchset.")]
    WrongType,
    /// More entries than a bundle can sensibly have.
    #[error("The bundle has more than {most} entries. Please export it in smaller parts.")]
    TooManyEntries {
        /// The most that is allowed.
        most: usize,
    },
    /// An entry that carries no resource.
    #[error("Entry {} holds no FHIR resource.", .entry + 1)]
    NotAResource {
        /// Index in the bundle, from 0.
        entry: usize,
    },
    /// Two entries with one address: references to it would be ambiguous.
    #[error("Entries {} and {} have the same fullUrl.", .first + 1, .entry + 1)]
    DuplicateFullUrl {
        /// Index in the bundle, from 0.
        entry: usize,
        /// The entry that had it first.
        first: usize,
    },
    /// Two entries of one kind with one id.
    #[error("Entries {} and {} are both the same {kind}.", .first + 1, .entry + 1)]
    DuplicateResource {
        /// Index in the bundle, from 0.
        entry: usize,
        /// The entry that had it first.
        first: usize,
        /// The kind of both.
        kind: String,
    },
    /// A record of a kind we take is not sound.
    #[error("Entry {} ({kind}, line {line}): {fault}.", .entry + 1)]
    Unsound {
        /// Index in the bundle, from 0.
        entry: usize,
        /// The kind of resource.
        kind: String,
        /// The line on which the resource begins, counted from 1.
        line: usize,
        /// What is wrong.
        fault: Fault,
    },
}

/// What is wrong with one record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Neither an id nor a fullUrl, so that a second import could not recognise it.
    #[error("it has neither an id nor a fullUrl")]
    NoId,
    /// A patient nobody could call.
    #[error("the patient has no name")]
    NoName,
    /// A field that FHIR requires is not there.
    #[error("{field} is missing")]
    Missing {
        /// The field in FHIR's words.
        field: &'static str,
    },
    /// A field in another form than FHIR gives it.
    #[error("a field has a form that FHIR does not allow; look at line {line}, column {column}")]
    Shape {
        /// Counted from 1, in the whole file.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// Too many characters.
    #[error("{field} is longer than {most} characters")]
    TooLong {
        /// The field in FHIR's words.
        field: &'static str,
        /// The most that is allowed.
        most: usize,
    },
    /// A control character such as NUL.
    #[error("{field} contains a character that is not text")]
    NotText {
        /// The field in FHIR's words.
        field: &'static str,
    },
    /// Not a date of FHIR.
    #[error("{field} is not a date as FHIR writes it (2024, 2024-05, 2024-05-17, or 2024-05-17T09:30:00+05:00)")]
    BadDate {
        /// The field in FHIR's words.
        field: &'static str,
    },
    /// Not a number we can hold.
    #[error("{field} is not a number that can be charted")]
    BadNumber {
        /// The field in FHIR's words.
        field: &'static str,
    },
    /// A code outside the list FHIR requires.
    #[error("{field} must be one of: {allowed}")]
    UnknownCode {
        /// The field in FHIR's words.
        field: &'static str,
        /// The codes of FHIR.
        allowed: &'static str,
    },
    /// It points to somebody who is not in the bundle.
    #[error("{field} points to a patient who is not in this bundle")]
    PatientNotHere {
        /// The field in FHIR's words.
        field: &'static str,
    },
    /// It points to something else than a patient.
    #[error("{field} points to something that is not a patient")]
    NotAPatient {
        /// The field in FHIR's words.
        field: &'static str,
    },
    /// The patient is only sketched within the record.
    #[error("{field} points to a patient inside the record; patients must be entries of their own")]
    PatientContained {
        /// The field in FHIR's words.
        field: &'static str,
    },
}
