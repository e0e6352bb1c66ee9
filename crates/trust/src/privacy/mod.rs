//! What people may read about their data.

pub mod notice;

/// The version of the notice that is shown and recorded with every booking. It changes when the register's kept sentences do.
pub const NOTICE_VERSION: &str = "2026-11-23";
