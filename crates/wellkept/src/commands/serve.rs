//! `wellkept serve`: pages and worker in one process. Stops cleanly on SIGTERM and Ctrl-C, letting requests finish.

use anyhow::Context as _;
use clap::Args;

use trust::api_clients::authority::Authority;

use crate::{
    building::{self, Building, Plan},
    commands::{demo, installation::Installation, say},
    config::Settings,
    listener::{self, ApiPort, Identity},
};

/// What to serve.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Do not open the demonstration clinics on the first start.
    #[arg(long)]
    no_demo: bool,
    /// Serve pages only; `wellkept work` runs elsewhere.
    #[arg(long)]
    no_work: bool,
}

/// Puts the building on an installation.
///
/// # Errors
/// A broken building.
pub fn build(installation: &Installation) -> anyhow::Result<Building> {
    Ok(building::build(Plan {
        db: installation.db.clone(),
        root: &installation.root,
        base_url: installation.settings.outward(),
        tries_a_minute: 30,
        behind_proxy: installation.settings.behind_proxy,
        issuers: installation.settings.oidc_issuers.clone(),
        mail: installation.settings.mail_server()?,
    })?)
}

/// Runs until told to stop.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings, serve: Serve) -> anyhow::Result<()> {
    let installation = Installation::open(settings).await?;
    let built = build(&installation)?;
    if !serve.no_demo {
        demo::on_first_start(&installation).await?;
    }
    let address = installation.settings.address();
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("port {} is in use; stop the other program or choose one with --listen 127.0.0.1:8081", address.port()))?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let changes = tokio::spawn(building::pass_changes_on(built.house.clone()));
    let worker =
        (!serve.no_work).then(|| tokio::spawn(building::work(built.worker, built.post_room, installation.db.clone(), stopped.clone())));
    say(&format!("Wellkept is at {}", installation.settings.outward()));
    if !serve.no_demo {
        demo::say_logins(&installation).await?;
    }
    let api = match installation.settings.api_listen {
        Some(address) => Some(tokio::spawn(api(&installation, built.api, address, stopped.clone()).await?)),
        None => None,
    };
    let mut told = stopped;
    let pages = axum::serve(listener, built.router.into_make_service_with_connect_info::<std::net::SocketAddr>()).with_graceful_shutdown(
        async move {
            let _closed = told.wait_for(|stop| *stop).await;
        },
    );
    let pages = tokio::spawn(pages.into_future());
    told_to_stop().await;
    say("Stopping …");
    stop.send_replace(true);
    changes.abort();
    // A board that stays open never finishes by itself.
    let _done = tokio::time::timeout(std::time::Duration::from_secs(5), pages).await;
    if let Some(api) = api {
        let _done = tokio::time::timeout(std::time::Duration::from_secs(5), api).await;
    }
    if let Some(worker) = worker {
        worker.await?;
    }
    Ok(())
}

/// Opens the API's own port; what serves it.
async fn api(
    installation: &Installation,
    router: axum::Router,
    address: std::net::SocketAddr,
    mut stopped: tokio::sync::watch::Receiver<bool>,
) -> anyhow::Result<impl Future<Output = std::io::Result<()>> + use<>> {
    let (db, settings) = (&installation.db, &installation.settings);
    let authority = Authority::open(db).await?;
    let identity = match (&settings.api_cert, &settings.api_key) {
        (Some(certificate), Some(key)) => Identity::from_files(certificate, key)?,
        (None, None) => Identity::of_our_own(&authority, settings.api_names(), db.clock())?,
        _ => anyhow::bail!("api_cert and api_key go together: set both, or neither"),
    };
    let config = listener::speaks(&authority, identity, db.clock().clone())?;
    let port = tokio::net::TcpListener::bind(address).await.with_context(|| format!("opening the API's port {address}"))?;
    say(&format!("The API is at https://{address}"));
    let port = ApiPort::listen(port, address, config);
    Ok(listener::serve(port, router, async move {
        let _closed = stopped.wait_for(|stop| *stop).await;
    }))
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        Err(_) => drop(interrupt.await),
    }
}
