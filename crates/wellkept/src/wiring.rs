//! What leads to what: which page stands in the navigation, which job goes to which verb, which supplier is behind
//! which port. Nothing else in the program connects rooms.

use std::sync::Arc;

use kernel::{Db, Role, http::NavItem, jobs::Worker, language::Languages};

/// The staff's navigation, in the order of the day.
pub const NAV: &[NavItem] = &[
    NavItem { href: "/today", words: "nav-today", roles: &Role::ALL },
    NavItem { href: "/patients", words: "nav-patients", roles: &Role::ALL },
    NavItem { href: "/invoices", words: "nav-invoices", roles: &[Role::Owner, Role::Reception] },
    NavItem { href: "/phone", words: "nav-phone", roles: &Role::ALL },
    NavItem { href: "/import", words: "nav-import", roles: &[Role::Owner] },
    NavItem { href: "/team", words: "nav-team", roles: &[Role::Owner] },
];

/// The worker with every kind of job it knows.
#[must_use]
pub fn worker(db: Db, languages: Arc<Languages>, base_url: &str) -> Worker {
    let _ = (languages, base_url);
    Worker::new(db)
}
