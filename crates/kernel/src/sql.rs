//! Keeps: "No formatted SQL". The only statements the program can run are literals written with [`sql!`](crate::sql!);
//! each registers itself, so that one test prepares them all as the role that will run them.

use crate::tenancy::DbRole;

/// One statement, who runs it and where it stands.
#[derive(Debug)]
pub struct Sql {
    text: &'static str,
    role: DbRole,
    file: &'static str,
    line: u32,
}

impl Sql {
    #[doc(hidden)]
    pub const fn registered(text: &'static str, role: DbRole, file: &'static str, line: u32) -> Self {
        Self { text, role, file, line }
    }

    /// The login that runs it.
    #[must_use]
    pub const fn role(&self) -> DbRole {
        self.role
    }

    /// The statement.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// `file:line`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Every statement in the program.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        inventory::iter::<Listed>().map(|listed| listed.0)
    }
}

#[doc(hidden)]
#[derive(Debug)]
pub struct Listed(pub &'static Sql);
inventory::collect!(Listed);

/// A statement as a literal: `tx.rows(sql!("select … where clinic_id = …"), &[&id])`. Pages run it; for another login its
/// name stands before: `sql!(Identity: "select …")`.
#[macro_export]
macro_rules! sql {
    ($text:literal) => { $crate::sql!(App: $text) };
    ($role:ident: $text:literal) => {{
        static STATEMENT: $crate::sql::Sql = $crate::sql::Sql::registered($text, $crate::tenancy::DbRole::$role, file!(), line!());
        $crate::reexport::inventory::submit!($crate::sql::Listed(&STATEMENT));
        &STATEMENT
    }};
}
