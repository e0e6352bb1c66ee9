//! The clinic's own business: what it charges, and what it was paid.

pub mod billing;
