//! `wellkept letters`: shows the letters that stayed here because no mail server is set. Whoever may run this may open every
//! account on the installation, which is true of whoever holds the root key anyway; that is why no page shows them.

use clap::Args;
use trust::{
    identity::EmailAddress,
    letters::{kept::kept, say::Office},
};

use crate::{
    commands::{installation::Installation, say},
    config::Settings,
    words,
};

/// Which letters.
#[derive(Args, Clone, Debug)]
pub struct Letters {
    /// Only those to this address.
    #[arg(long, value_name = "EMAIL")]
    to: Option<String>,
}

/// Shows them, the oldest first.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings, letters: Letters) -> anyhow::Result<()> {
    let installation = Installation::reach(settings).await?;
    let to = letters.to.as_deref().map(EmailAddress::parse).transpose()?;
    let office = Office { languages: std::sync::Arc::new(words::languages()?), base_url: installation.settings.outward() };
    let found = kept(&installation.db, &office, to.as_ref()).await?;
    for one in &found {
        say(&format!("{}  to {}\n{}\n\n{}", one.at, one.letter.to.reveal(), one.letter.subject(), one.letter.plain()));
    }
    if found.is_empty() {
        say(if installation.settings.mail_server()?.is_some() {
            "No letter stays here: they leave by the mail server."
        } else {
            "No letters. They are kept for a day."
        });
    }
    Ok(())
}
