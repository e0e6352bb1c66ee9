//! refuses: E0451
//! because: a statement is a literal that a test has prepared

use kernel::sql::Sql;

pub fn forge(text: &'static str) -> Sql {
    Sql { text, role: kernel::tenancy::DbRole::App, file: "here", line: 1 }
}
