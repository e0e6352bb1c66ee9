//! What leads to what: which page stands in the navigation, which job goes to which verb, which supplier is behind
//! which port. Nothing else in the program connects rooms.

use std::sync::Arc;

use front_desk::booking::facts::AppointmentFacts;
use kernel::{Db, Problem, Role, actor::SupportScope, http::NavItem, jobs::Worker, language::Languages};
use office::billing::tell::PaymentFacts;
use outside::{
    mail::{MailServer, Smtp},
    oidc::{OpenIdConnect, PATIENCE},
    phone::Phone,
};
use trust::{
    identity::directory::{Directory, ListedIssuer},
    letters::{
        deliver::{Post, PostRoom, Shelf},
        say::Office,
    },
    messaging::{Kind, Knows, send::Sender, tell::SEND},
};

use Role::{Auditor, Billing, Doctor, Nurse, Owner, Pharmacist, Receptionist, Support};

/// The staff's navigation, in the order of the day.
pub const NAV: &[NavItem] = &[
    NavItem { href: "/today", words: "nav-today", roles: &[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Support] },
    NavItem {
        href: "/patients",
        words: "nav-patients",
        roles: &[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Auditor, Support],
    },
    NavItem { href: "/invoices", words: "nav-invoices", roles: &[Owner, Receptionist, Billing, Auditor, Support] },
    NavItem { href: "/phone", words: "nav-phone", roles: &[Owner, Receptionist] },
    NavItem { href: "/import", words: "nav-import", roles: &[Owner] },
    NavItem { href: "/cases", words: "nav-cases", roles: &[Owner] },
    NavItem { href: "/trail", words: "nav-trail", roles: &[Owner, Auditor, Support] },
    NavItem { href: "/emergencies", words: "nav-emergencies", roles: &[Owner, Auditor] },
    NavItem { href: "/team", words: "nav-team", roles: &[Owner, Auditor, Support] },
    NavItem { href: "/settings/api", words: "nav-api", roles: &[Owner] },
    NavItem { href: "/support", words: "nav-support", roles: &[Owner, Auditor] },
];

/// What an operator under an owner's leave is offered, by what the leave covers.
pub const SUPPORT_NAV: &[(SupportScope, &str)] = &[
    (SupportScope::Schedule, "/today"),
    (SupportScope::Records, "/patients"),
    (SupportScope::Billing, "/invoices"),
    (SupportScope::Settings, "/team"),
];

/// Clinics' own directories.
#[must_use]
pub fn directory(db: &Db, issuers: Vec<ListedIssuer>) -> Arc<dyn Directory> {
    Arc::new(OpenIdConnect::new(issuers, db.clock().clone(), db.chance().clone(), PATIENCE))
}

/// The worker of letters: by the mail server that is set, or kept here.
///
/// # Errors
/// [`Problem::Broken`] when the server's name cannot be one.
pub fn post_room(db: Db, languages: Arc<Languages>, base_url: &str, mail: Option<MailServer>) -> Result<PostRoom, Problem> {
    let post: Arc<dyn Post> = match mail {
        Some(server) => Arc::new(Smtp::new(server).map_err(|error| Problem::Broken(error.into()))?),
        None => Arc::new(Shelf),
    };
    Ok(PostRoom::new(db, Office { languages, base_url: base_url.to_owned() }, post))
}

/// The worker with every kind of job it knows.
#[must_use]
pub fn worker(db: Db, languages: Arc<Languages>, base_url: &str) -> Worker {
    let appointments: Arc<dyn Knows> = Arc::new(AppointmentFacts);
    let payments: Arc<dyn Knows> = Arc::new(PaymentFacts);
    let sender = Arc::new(Sender {
        // No provider is set up on any installation yet: the simulated phone takes everything, and its page says so.
        carrier: Arc::new(Phone::new(db.clone())),
        knows: vec![
            (Kind::Confirmation, Arc::clone(&appointments)),
            (Kind::Moved, Arc::clone(&appointments)),
            (Kind::Cancelled, appointments),
            (Kind::Receipt, payments),
        ],
        languages,
        base_url: base_url.to_owned(),
    });
    Worker::new(db).on(SEND, move |db, actor, message| {
        let sender = Arc::clone(&sender);
        async move { sender.send(db, actor, message).await }
    })
}
