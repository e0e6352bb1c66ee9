//! Puts the building together: the house, the worker and the router, from a database and an address.

use std::{sync::Arc, time::Duration};

use axum::{Extension, Router};
use kernel::{
    Db, Problem,
    http::{House, HouseParts, Listed, dress, gate},
    jobs::Worker,
    keys::{RootKey, Seal},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

use trust::identity::{directory::ListedIssuer, sweep::sweep};

use crate::{routes, wiring, words};

/// What a building stands on.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The database.
    pub db: Db,
    /// The root key.
    pub root: &'a RootKey,
    /// How people reach this installation, without a slash at the end.
    pub base_url: String,
    /// Tries allowed in a minute for one address at one door.
    pub tries_a_minute: u32,
    /// Whether a proxy of ours writes `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The directories that clinics may sign in through.
    pub issuers: Vec<ListedIssuer>,
}

/// A building, ready to be served and worked.
#[derive(Debug)]
pub struct Building {
    /// The state.
    pub house: House,
    /// The worker.
    pub worker: Worker,
    /// Every route.
    pub listed: Vec<Listed>,
    /// The router.
    pub router: Router,
}

/// Builds.
///
/// # Errors
/// [`Problem::Broken`] when sentences or keys do not load.
pub fn build(plan: Plan<'_>) -> Result<Building, Problem> {
    let languages = Arc::new(words::languages().map_err(|error| Problem::Broken(error.into()))?);
    let worker = wiring::worker(plan.db.clone(), Arc::clone(&languages), &plan.base_url);
    let directory = wiring::directory(&plan.db, plan.issuers);
    let house = House::new(HouseParts {
        db: plan.db,
        languages,
        base_url: plan.base_url,
        forms: Seal::new(plan.root, "forms")?,
        nav: wiring::NAV,
        tries_a_minute: plan.tries_a_minute,
        behind_proxy: plan.behind_proxy,
    });
    let shut = axum::middleware::from_fn_with_state(house.clone(), gate);
    let routes = routes::pages().and(routes::api().within(|api| api.route_layer(shut)));
    let listed = routes.listed().to_vec();
    let router = routes
        .into_router()
        .layer(Extension(directory))
        .layer(CatchPanicLayer::new())
        // Long enough for an upload on a slow link; every statement has a limit of its own.
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(300)))
        // Outside the two above: their answers get a plain page and the headers too.
        .layer(axum::middleware::from_fn_with_state(house.clone(), dress))
        .layer(CompressionLayer::new())
        .with_state(house.clone());
    Ok(Building { house, worker, listed, router })
}

/// Passes changes in the database on to the pages that watch, for ever; listens anew when the database comes back.
pub async fn pass_changes_on(house: House) {
    use futures_util::StreamExt as _;
    loop {
        match house.db().listen().await {
            Ok(changes) => {
                let mut changes = std::pin::pin!(changes);
                while let Some(clinic) = changes.next().await {
                    house.changed(clinic);
                }
            }
            Err(problem) => tracing::warn!(%problem, "cannot listen for changes"),
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// Works due jobs until told to stop, and sweeps every hour.
pub async fn work(worker: Worker, db: Db, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut swept = None;
    while !*stop.borrow() {
        let now = db.clock().now();
        if swept.is_none_or(|at: jiff::Timestamp| now.duration_since(at) > jiff::SignedDuration::from_hours(1)) {
            swept = Some(now);
            if let Err(problem) = sweep(&db).await {
                tracing::warn!(%problem, "nothing was swept this time");
            }
        }
        let pause = match worker.work_once().await {
            Ok(0) => Duration::from_millis(500),
            Ok(_) => Duration::ZERO,
            Err(problem) => {
                tracing::warn!(%problem, "the worker cannot reach its jobs");
                Duration::from_secs(3)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}
