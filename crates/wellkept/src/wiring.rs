//! What leads to what: which page stands in the navigation, which job goes to which verb, which supplier is behind
//! which port. Nothing else in the program connects rooms.

use std::sync::Arc;

use front_desk::{
    booking::facts::AppointmentFacts,
    queue::near::PlaceFacts,
    waitlist::offer::{self, OFFER, OfferFacts},
};
use kernel::{
    Db, Problem, Role,
    actor::SupportScope,
    http::{NavItem, Place},
    jobs::Worker,
    language::Languages,
};
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
    messaging::{
        Kind, Knows,
        code::{SEND_CODE, send_code},
        send::Sender,
        tell::SEND,
    },
};

use Role::{Auditor, Billing, Doctor, Nurse, Owner, Pharmacist, Receptionist, Support};

/// The staff's navigation, in the order of the day; what is not of the day stands on the clinic's own page.
pub const NAV: &[NavItem] = &[
    bar("/today", "nav-today", &[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Support]),
    bar("/calendar", "nav-calendar", &[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Support]),
    bar("/patients", "nav-patients", &[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Auditor, Support]),
    bar("/invoices", "nav-invoices", &[Owner, Receptionist, Billing, Auditor, Support]),
    bar("/phone", "nav-phone", &[Owner, Receptionist]),
    NavItem { href: "/clinic", words: "nav-clinic", roles: &[Owner, Auditor], place: Place::Door },
    behind("office-booking", "/hours", ("hours-title", "office-hours"), &[Owner, Receptionist]),
    behind("office-booking", "/services", ("services-title", "office-services"), &[Owner]),
    behind("office-booking", "/settings/booking", ("rules-title", "office-rules"), &[Owner]),
    behind("office-booking", "/check-in", ("door-title", "office-check-in"), &[Owner]),
    behind("office-booking", "/settings/waiting-room", ("queue-rules-title", "office-waiting-room"), &[Owner]),
    behind("office-booking", "/waitlist", ("waitlist-title", "office-waitlist"), &[Owner, Receptionist, Nurse]),
    behind("office-people", "/team", ("nav-team", "office-team"), &[Owner, Auditor, Support]),
    behind("office-people", "/locations", ("locations-title", "office-locations"), &[Owner]),
    behind("office-people", "/settings/security", ("security-title", "office-security"), &[Owner]),
    behind("office-people", "/directory", ("directory-title", "office-directory"), &[Owner]),
    behind("office-watch", "/trail", ("trail-clinic-title", "office-trail"), &[Owner, Auditor, Support]),
    behind("office-watch", "/emergencies", ("nav-emergencies", "office-emergencies"), &[Owner, Auditor]),
    behind("office-watch", "/cases", ("nav-cases", "office-cases"), &[Owner]),
    behind("office-watch", "/support", ("nav-support", "office-support"), &[Owner, Auditor]),
    behind("office-elsewhere", "/import", ("nav-import", "office-import"), &[Owner]),
    behind("office-elsewhere", "/settings/api", ("nav-api", "office-api"), &[Owner]),
];

const fn bar(href: &'static str, words: &'static str, roles: &'static [Role]) -> NavItem {
    NavItem { href, words, roles, place: Place::Bar }
}

const fn behind(under: &'static str, href: &'static str, words: (&'static str, &'static str), roles: &'static [Role]) -> NavItem {
    NavItem { href, words: words.0, roles, place: Place::Behind { under, says: words.1 } }
}

/// What an operator under an owner's leave is offered, by what the leave covers.
pub const SUPPORT_NAV: &[(SupportScope, &str)] = &[
    (SupportScope::Schedule, "/today"),
    (SupportScope::Schedule, "/calendar"),
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
            (Kind::Offer, Arc::new(OfferFacts)),
            (Kind::TurnNear, Arc::new(PlaceFacts)),
        ],
        languages,
        base_url: base_url.to_owned(),
    });
    let for_codes = Arc::clone(&sender);
    Worker::new(db)
        .on(SEND, move |db, actor, message| {
            let sender = Arc::clone(&sender);
            async move { sender.send(db, actor, message).await }
        })
        .on(OFFER, offer::work)
        .on(SEND_CODE, move |db, actor, code| send_code(Arc::clone(&for_codes), db, actor, code))
}
