//! `wellkept migrate`: brings the database up to date and says what ran.

use crate::{commands::installation::Installation, config::Settings};

/// Runs.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let installation = Installation::reach(settings).await?;
    let ran = kernel::migrate::migrate(&installation.places, &installation.root, crate::migrations::ALL).await?;
    crate::commands::say(&match ran.len() {
        0 => "The database is up to date.".to_owned(),
        _ => format!("Migrated: {}", ran.join(", ")),
    });
    Ok(())
}
