//! The business: what a clinic charges and was paid, and the platform's own office, which looks in by leave only.

pub mod billing;
pub mod operator;
