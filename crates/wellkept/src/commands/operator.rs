//! `wellkept operator`: who runs the platform. Only whoever may run this program on the machine adds one; no page can.

use anyhow::Context as _;
use clap::{Args, Subcommand};
use office::operator::{add, enrol};
use trust::{identity::EmailAddress, patients::PersonName};

use crate::{
    commands::{installation::Installation, say},
    config::Settings,
};

/// What to do with operators.
#[derive(Args, Clone, Debug)]
pub struct Operator {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Clone, Debug)]
enum What {
    /// Add one, and print the link with which they register their passkey.
    Add {
        /// Their e-mail.
        email: String,
        /// Their name, as clinics will read it.
        name: String,
    },
    /// Print a new link for one who has lost their passkey. Earlier links open nothing any more.
    Link {
        /// Their e-mail.
        email: String,
    },
    /// Say who they are.
    List,
    /// End everything one has, at once.
    Suspend {
        /// Their e-mail.
        email: String,
    },
}

/// Runs.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings, operator: Operator) -> anyhow::Result<()> {
    let installation = Installation::open(settings).await?;
    let db = &installation.db;
    let address = |email: &str| EmailAddress::parse(email).with_context(|| "this is not an e-mail address; it looks like name@example.com");
    match operator.what {
        What::Add { email, name } => {
            let name = PersonName::parse(&name).context("a name has at least one letter")?;
            let id = add::add(db, &address(&email)?, &name).await?;
            print_link(&installation, id).await
        }
        What::Link { email } => {
            let wanted = address(&email)?;
            let all = add::list(db).await?;
            let found = all.iter().find(|one| one.active && one.email.reveal() == wanted.reveal());
            print_link(&installation, found.context("no active operator has this e-mail; see: wellkept operator list")?.id).await
        }
        What::List => {
            for one in add::list(db).await? {
                let state = if one.active { "active" } else { "suspended" };
                say(&format!("{state:<10} {:<40} {}", one.email.reveal(), one.name.reveal()));
            }
            Ok(())
        }
        What::Suspend { email } => {
            add::suspend(db, &address(&email)?).await?;
            say("Suspended. Their sessions have ended, and so has every look into a clinic.");
            Ok(())
        }
    }
}

async fn print_link(installation: &Installation, id: kernel::id::PersonId) -> anyhow::Result<()> {
    let link = enrol::new_link(&installation.db, id).await?;
    say(&format!("{}{link}", installation.settings.outward()));
    say(&format!("Give it to this person only. It works once, for {} minutes, and registers a passkey.", enrol::MINUTES));
    Ok(())
}
