//! FHIR R4 as far as Wellkept really uses it: bundles of patients that a clinic brings along,
//! read into our own words, and `OperationOutcome` for saying no. No SQL, no network.
//!
//! A bundle is taken whole or refused whole, so that a patient never arrives with half a history.
//! Refusals name the entry, the field and the line, never what the field says: they may be logged.

mod bundle;
mod concept;
mod depth;
mod index;
mod kinds;
mod left;
mod list;
mod masked;
mod measure;
mod operation_outcome;
mod party;
mod person;
mod position;
mod progress;
mod read_bundle;
mod refusal;
mod required_code;
mod source_id;
mod sources;
mod surroundings;
mod tarball;
mod text;
mod when;
mod wire;

pub use bundle::{Bundle, BundleKind};
pub use concept::{Coded, Concept};
pub use kinds::allergy::{
    Allergy, AllergyCategory, AllergyClinicalStatus, AllergyKind, AllergyVerification, Criticality, Reaction, Severity,
};
pub use kinds::condition::{Condition, ConditionClinicalStatus, ConditionVerification};
pub use kinds::encounter::{Encounter, EncounterStatus};
pub use kinds::immunization::{Immunization, ImmunizationStatus};
pub use kinds::medication_request::{MedicationRequest, MedicationRequestIntent, MedicationRequestStatus};
pub use kinds::observation::{ObservationStatus, Reading, Vital, Vitals};
pub use kinds::patient::{Deceased, Patient};
pub use kinds::practitioner::Practitioner;
pub use left::{Left, WhyLeft};
pub use measure::Measure;
pub use operation_outcome::{Issue, IssueCode, IssueSeverity, OperationOutcome};
pub use party::Party;
pub use person::{Gender, Identifier, PersonName};
pub use progress::Progress;
pub use read_bundle::{MAX_BUNDLE_BYTES, read_bundle, read_bundle_bytes};
pub use refusal::{BundleRefusal, Fault};
pub use source_id::SourceId;
pub use sources::{Allowance, Source, SourceRefusal, Sources, open_sources, open_upload};
pub use when::When;
