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

use outside::mail::MailServer;
use trust::{
    api_clients::once,
    identity::{directory::ListedIssuer, sweep::sweep},
    letters::deliver::PostRoom,
};

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
    /// The server that letters leave by; without one they stay on the machine.
    pub mail: Option<MailServer>,
}

/// A building, ready to be served and worked.
#[derive(Debug)]
pub struct Building {
    /// The state.
    pub house: House,
    /// The worker.
    pub worker: Worker,
    /// The worker of letters.
    pub post_room: PostRoom,
    /// Every route.
    pub listed: Vec<Listed>,
    /// The router.
    pub router: Router,
    /// The API alone, for a port of its own.
    pub api: Router,
}

/// Builds.
///
/// # Errors
/// [`Problem::Broken`] when sentences or keys do not load.
pub fn build(plan: Plan<'_>) -> Result<Building, Problem> {
    let languages = Arc::new(words::languages().map_err(|error| Problem::Broken(error.into()))?);
    let worker = wiring::worker(plan.db.clone(), Arc::clone(&languages), &plan.base_url);
    let directory = wiring::directory(&plan.db, plan.issuers);
    let post_room = wiring::post_room(plan.db.clone(), Arc::clone(&languages), &plan.base_url, plan.mail)?;
    let house = House::new(HouseParts {
        db: plan.db,
        languages,
        base_url: plan.base_url,
        forms: Seal::new(plan.root, "forms")?,
        nav: wiring::NAV,
        support_nav: wiring::SUPPORT_NAV,
        tries_a_minute: plan.tries_a_minute,
        behind_proxy: plan.behind_proxy,
        letters_leave: post_room.leaves(),
    });
    let shut = axum::middleware::from_fn_with_state(house.clone(), gate);
    let routes = routes::pages().and(routes::api().within(|api| api.route_layer(shut.clone())));
    // On its own port nothing else is there, and whoever may not come is not told so.
    let nothing = async || Problem::NotFound;
    let api = dressed(routes::api().into_router().fallback(nothing).layer(shut), &house, Duration::from_secs(30));
    let listed = routes.listed().to_vec();
    // Long enough for an upload on a slow link; every statement has a limit of its own.
    let router = dressed(routes.into_router().layer(Extension(directory)), &house, Duration::from_secs(300));
    Ok(Building { house, worker, post_room, listed, router, api })
}

fn dressed(router: Router<House>, house: &House, patience: Duration) -> Router {
    router
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, patience))
        // Outside the two above: their answers get a plain page and the headers too.
        .layer(axum::middleware::from_fn_with_state(house.clone(), dress))
        .layer(CompressionLayer::new())
        .with_state(house.clone())
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

/// Works due jobs and letters until told to stop, and sweeps every hour. Letters have a round of their own: a mail server
/// that thinks for long holds up no patient's message.
pub async fn work(worker: Worker, post_room: PostRoom, db: Db, stop: tokio::sync::watch::Receiver<bool>) {
    let letters = rounds(stop.clone(), || post_room.work_once());
    let jobs = rounds(stop.clone(), || worker.work_once());
    let sweeping = every_hour(stop, &db, &post_room);
    tokio::join!(letters, jobs, sweeping);
}

/// Works in rounds: at once again after one that had something, after half a second else.
async fn rounds<W: Future<Output = Result<usize, Problem>>>(mut stop: tokio::sync::watch::Receiver<bool>, round: impl Fn() -> W) {
    while !*stop.borrow() {
        let pause = match round().await {
            Ok(0) => Duration::from_millis(500),
            Ok(_) => Duration::ZERO,
            Err(problem) => {
                tracing::warn!(%problem, "the worker cannot reach its rows");
                Duration::from_secs(3)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Removes what is over, now and every hour.
async fn every_hour(mut stop: tokio::sync::watch::Receiver<bool>, db: &Db, post_room: &PostRoom) {
    while !*stop.borrow() {
        for swept in [sweep(db).await, once::sweep(db).await, post_room.clear().await] {
            if let Err(problem) = swept {
                tracing::warn!(%problem, "nothing was swept this time");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(3600)) => {}
            _ = stop.changed() => {}
        }
    }
}
