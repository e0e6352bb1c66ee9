//! Records a clinic brings along: bundles of FHIR R4, taken whole or refused whole, and what became of them.

pub mod import_bundle;
pub mod import_page;
pub mod import_run;
mod layout;
mod mapping;
pub mod report;

kernel::id!(
    /// One import.
    ImportId, "imp"
);
kernel::id!(
    /// A bundle that was refused.
    QuarantineId, "qua"
);
