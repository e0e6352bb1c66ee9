//! An authenticator app on somebody's phone, and adding it on the pages.

use kernel::Clock;
use totp_rs::{Builder, Secret};

use crate::{Browser, Must as _};

/// An app that shows codes, by the installation's clock.
#[derive(Clone, Debug)]
pub struct App {
    secret: String,
    clock: Clock,
    /// The recovery codes that came with it, if it was the first factor.
    pub recovery: Vec<String>,
}

impl App {
    /// The code it shows now.
    #[must_use]
    pub fn code(&self) -> String {
        code(&self.secret, &self.clock)
    }

    /// What was typed or photographed into it.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

fn code(secret: &str, clock: &Clock) -> String {
    let secret = Secret::try_from_base32(secret).ok().must("a secret in base 32");
    let app = Builder::new().with_secret(secret).build().ok().must("an app");
    app.generate(u64::try_from(clock.now().as_second()).must("a time after 1970")).to_string()
}

impl Browser {
    /// Adds an app on the page of one's own account; a person's session must have a fresh proof.
    pub async fn adds_app(&self, clock: &Clock) -> App {
        let account = self.get("/me/security").await.with_status(200);
        let page = self.submit(&account, "form[action='/me/security/app']", &[]).await.with_status(200);
        let secret = page.words("#secret").first().must("the secret as text").replace(' ', "");
        let code = code(&secret, clock);
        let added = self.submit(&page, "form[action$='/confirm']", &[("code", &code)]).await.with_status(200);
        App { secret, clock: clock.clone(), recovery: added.words("ol.codes li") }
    }
}
