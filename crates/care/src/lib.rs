//! Wing: the record. What is known of a patient, what was found today, and what a clinic brings along.

pub mod chart;
pub mod emergency;
pub mod records;
pub mod visits;
