//! `OperationOutcome`: how FHIR says no.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::refusal::{BundleRefusal, Fault};

/// One or more issues, serialised as FHIR writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationOutcome {
    /// What happened; FHIR wants at least one.
    pub issue: Vec<Issue>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// How bad it is.
    pub severity: IssueSeverity,
    /// What kind of thing it is.
    pub code: IssueCode,
    /// A sentence for a person.
    pub diagnostics: String,
}

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IssueSeverity {
    /// Nothing could be done at all.
    Fatal,
    /// It was not done.
    Error,
    /// It was done, with a doubt.
    Warning,
    /// It was done.
    Information,
}

/// The issue types of FHIR that we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssueCode {
    /// The content is not built as it must be.
    Structure,
    /// Something required is missing.
    Required,
    /// A value is not valid.
    Value,
    /// Text is too long.
    TooLong,
    /// More than we are willing to read.
    TooCostly,
    /// A code is not in its list.
    CodeInvalid,
    /// A reference leads nowhere.
    NotFound,
    /// The same thing twice.
    Duplicate,
    /// Sound, but not for us.
    NotSupported,
    /// Not for this person; also where it must not be known whether it exists.
    Forbidden,
    /// Something on our side failed.
    Exception,
}

impl OperationOutcome {
    /// An outcome with a single error.
    #[must_use]
    pub fn error(code: IssueCode, diagnostics: impl Into<String>) -> Self {
        let severity = IssueSeverity::Error;
        Self { issue: vec![Issue { severity, code, diagnostics: diagnostics.into() }] }
    }
}

impl Serialize for OperationOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut outcome = serializer.serialize_struct("OperationOutcome", 2)?;
        outcome.serialize_field("resourceType", "OperationOutcome")?;
        outcome.serialize_field("issue", &self.issue)?;
        outcome.end()
    }
}

impl From<&BundleRefusal> for OperationOutcome {
    fn from(refusal: &BundleRefusal) -> Self {
        let code = match refusal {
            BundleRefusal::TooLarge { .. } | BundleRefusal::TooManyEntries { .. } | BundleRefusal::TooDeep { .. } => IssueCode::TooCostly,
            BundleRefusal::Unreadable(_) => IssueCode::Exception,
            BundleRefusal::WrongType => IssueCode::NotSupported,
            BundleRefusal::DuplicateFullUrl { .. } | BundleRefusal::DuplicateResource { .. } => IssueCode::Duplicate,
            BundleRefusal::Unsound { fault, .. } => code_of(fault),
            BundleRefusal::Empty
            | BundleRefusal::NotText { .. }
            | BundleRefusal::Markup
            | BundleRefusal::Truncated { .. }
            | BundleRefusal::Malformed { .. }
            | BundleRefusal::WrongShape { .. }
            | BundleRefusal::NotABundle { .. }
            | BundleRefusal::NotAResource { .. } => IssueCode::Structure,
        };
        Self::error(code, refusal.to_string())
    }
}

fn code_of(fault: &Fault) -> IssueCode {
    match fault {
        Fault::NoId | Fault::NoName | Fault::Missing { .. } => IssueCode::Required,
        Fault::Shape { .. } => IssueCode::Structure,
        Fault::TooLong { .. } => IssueCode::TooLong,
        Fault::NotText { .. } | Fault::BadDate { .. } | Fault::BadNumber { .. } => IssueCode::Value,
        Fault::UnknownCode { .. } => IssueCode::CodeInvalid,
        Fault::PatientNotHere { .. } => IssueCode::NotFound,
        Fault::NotAPatient { .. } | Fault::PatientContained { .. } => IssueCode::Value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_becomes_an_outcome_that_fhir_clients_understand() {
        let outcome = OperationOutcome::from(&BundleRefusal::Unsound {
            entry: 2,
            kind: "Observation".to_owned(),
            line: 40,
            fault: Fault::BadDate { field: "effectiveDateTime" },
        });
        let json = serde_json::to_value(&outcome).unwrap();
        assert_eq!(json["resourceType"], "OperationOutcome");
        assert_eq!(json["issue"][0]["severity"], "error");
        assert_eq!(json["issue"][0]["code"], "value");
        let sentence = json["issue"][0]["diagnostics"].as_str().unwrap();
        assert!(sentence.starts_with("Entry 3 (Observation, line 40): effectiveDateTime is not a date"));
    }

    #[test]
    fn codes_of_two_words_are_written_with_a_hyphen() {
        let json = serde_json::to_string(&[IssueCode::TooCostly, IssueCode::CodeInvalid]).unwrap();
        assert_eq!(json, r#"["too-costly","code-invalid"]"#);
    }
}
