//! refuses: E0308
//! because: a statement is a literal that a test has prepared

use kernel::sql::Sql;

pub fn forge(text: String) -> Sql {
    Sql::registered(text, kernel::tenancy::DbRole::App, "here", 1)
}
