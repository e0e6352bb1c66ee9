//! An operator of the platform.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use kernel::id::PersonId;
use office::operator::{add, session};
use reqwest::cookie::Jar;
use trust::{identity::EmailAddress, patients::PersonName};

use crate::{Browser, Clinic, Must as _, Page, Site};

static NUMBERS: AtomicU32 = AtomicU32::new(1);

/// Somebody who runs the platform.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: EmailAddress,
    site: Site,
    jar: Arc<Jar>,
}

impl Operator {
    /// Begins a real session; only the passkey's ceremony is left out, which has a story of its own.
    pub async fn signs_in(&self) {
        let cookie = session::begin(self.site.house(), self.id, "", "").await.must("beginning an operator's session");
        self.browser().take_cookie(cookie.to_str().must("a cookie of plain letters"));
    }

    /// Their browser.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::with_jar(self.site.base_url(), Arc::clone(&self.jar))
    }

    /// The console's page of a clinic.
    pub async fn looks_at(&self, clinic: &Clinic) -> Page {
        self.browser().get(&format!("/operator/clinics/{}", clinic.id)).await
    }

    /// Asks for leave to look at these things.
    pub async fn asks(&self, clinic: &Clinic, scopes: &[&str], hours: u32) -> Page {
        let page = self.looks_at(clinic).await;
        let hours = hours.to_string();
        let names: Vec<String> = scopes.iter().map(|scope| format!("scope-{scope}")).collect();
        let mut values = vec![("hours", hours.as_str()), ("reason", "The day's list looks wrong")];
        values.extend(names.iter().map(|name| (name.as_str(), "1")));
        self.browser().submit(&page, "#ask", &values).await
    }

    /// Goes in under the leave that runs.
    pub async fn enters(&self, clinic: &Clinic) -> Browser {
        let page = self.looks_at(clinic).await;
        self.browser().submit(&page, "form[action$='/enter']", &[]).await.with_status(200);
        self.browser()
    }
}

impl Site {
    /// A new operator, signed in.
    pub async fn operator(&self) -> Operator {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let mark = kernel::id::fresh(self.clock(), self.db().chance()).simple().to_string();
        let name = format!("Robin Vale {number}");
        let email = EmailAddress::parse(&format!("operator.{mark}@platform.example")).ok().must("an address");
        let id = add::add(self.db(), &email, &PersonName::parse(&name).ok().must("a name")).await.must("adding an operator");
        let operator = Operator { id, name, email, site: self.clone(), jar: Arc::default() };
        operator.signs_in().await;
        operator
    }
}
