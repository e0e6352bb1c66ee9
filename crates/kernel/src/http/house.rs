//! What every handler may use, given to it as axum's state.

use std::sync::Arc;

use tokio::sync::broadcast;

use super::Brake;
use crate::{ClinicId, Db, Role, actor::SupportScope, keys::Seal, language::Languages};

/// One entry of the staff's navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// The key of its words.
    pub words: &'static str,
    /// Who sees it.
    pub roles: &'static [Role],
    /// Where it stands.
    pub place: Place,
}

/// Where an entry of the navigation stands: the bar has what the day needs, one page behind it the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the bar.
    Bar,
    /// In the bar: the page that lists what stands behind it.
    Door,
    /// On that page.
    Behind {
        /// The key of the heading.
        under: &'static str,
        /// The key of the line that says what it is for.
        says: &'static str,
    },
}

/// What a house is made of.
#[derive(Debug)]
pub struct HouseParts {
    /// The database.
    pub db: Db,
    /// The languages.
    pub languages: Arc<Languages>,
    /// How people reach this installation: "https://clinic.example", no slash at the end.
    pub base_url: String,
    /// Signs form tokens.
    pub forms: Seal,
    /// The staff's navigation.
    pub nav: &'static [NavItem],
    /// Which of its pages each scope of an operator's leave opens.
    pub support_nav: &'static [(SupportScope, &'static str)],
    /// Tries allowed in a minute for one address at one door; tests raise it.
    pub tries_a_minute: u32,
    /// Whether `X-Forwarded-For` is written by a proxy of ours.
    pub behind_proxy: bool,
    /// Whether letters leave this machine; pages that promise one say so where they do not.
    pub letters_leave: bool,
}

/// The state of the program's router. Cheap to clone.
#[derive(Clone, Debug)]
pub struct House(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    parts: HouseParts,
    brake: Brake,
    changes: broadcast::Sender<ClinicId>,
}

impl House {
    /// Puts a house together.
    #[must_use]
    pub fn new(parts: HouseParts) -> Self {
        let brake = Brake::new(parts.db.clock().clone(), parts.tries_a_minute);
        let (changes, _) = broadcast::channel(256);
        Self(Arc::new(Inside { parts, brake, changes }))
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.parts.db
    }

    /// The languages.
    #[must_use]
    pub fn languages(&self) -> &Arc<Languages> {
        &self.0.parts.languages
    }

    /// How people reach us.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.parts.base_url
    }

    /// Whether people reach us by https, so that cookies may be `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.parts.base_url.starts_with("https://")
    }

    /// Whether a proxy of ours stands before us.
    #[must_use]
    pub fn behind_proxy(&self) -> bool {
        self.0.parts.behind_proxy
    }

    /// Whether letters leave this machine.
    #[must_use]
    pub fn letters_leave(&self) -> bool {
        self.0.parts.letters_leave
    }

    pub(super) fn forms(&self) -> &Seal {
        &self.0.parts.forms
    }

    pub(super) fn nav(&self) -> &'static [NavItem] {
        self.0.parts.nav
    }

    /// Which pages each scope of an operator's leave opens.
    #[must_use]
    pub fn support_nav(&self) -> &'static [(SupportScope, &'static str)] {
        self.0.parts.support_nav
    }

    /// The brake on tries.
    #[must_use]
    pub fn brake(&self) -> &Brake {
        &self.0.brake
    }

    /// Clinics that change, as they change.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<ClinicId> {
        self.0.changes.subscribe()
    }

    /// Passes a change on to everybody who watches.
    pub fn changed(&self, clinic: ClinicId) {
        // Nobody watching is no error.
        let _watchers = self.0.changes.send(clinic);
    }
}
