//! `wellkept work`: only the worker, for an installation whose pages run elsewhere.

use crate::{
    building,
    commands::{installation::Installation, serve},
    config::Settings,
};

/// Runs until told to stop.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let installation = Installation::open(settings).await?;
    let built = serve::build(&installation)?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(building::work(built.worker, built.post_room, installation.db.clone(), stopped));
    serve::told_to_stop().await;
    stop.send_replace(true);
    worker.await?;
    Ok(())
}
