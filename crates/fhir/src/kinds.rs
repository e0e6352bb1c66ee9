//! The kinds of resource we take, one file each, in our words.

pub(crate) mod allergy;
pub(crate) mod condition;
pub(crate) mod dosage;
pub(crate) mod encounter;
pub(crate) mod immunization;
pub(crate) mod medication_request;
pub(crate) mod observation;
pub(crate) mod patient;
pub(crate) mod practitioner;
