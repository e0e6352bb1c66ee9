//! Whether this installation does its work, for the operator: counts and states, no row of anybody's.

use askama::Template;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Problem,
    http::{Console, View},
    sql,
};

use crate::migrations;

/// Addresses go after thirty days, and sweeping comes round every hour; a day more means that it has stopped.
const SWEPT_AFTER_DAYS: i64 = 31;

/// Jobs of one kind, counted.
struct Jobs {
    kind: String,
    waiting: i64,
    late: i64,
    failing: i64,
    gave_up: i64,
}

#[derive(Template)]
#[template(path = "desks/health.html")]
struct HealthPage<'a> {
    v: &'a View,
    c: &'a Console,
    version: &'static str,
    migration: &'static str,
    megabytes: i64,
    keys: bool,
    oldest: Option<Timestamp>,
    unswept: bool,
    jobs: Vec<Jobs>,
}

/// GET /operator/health
pub async fn show(console: Console) -> Result<Response, Problem> {
    let tx = console.house.db().operator().await?;
    let now = tx.now();
    let size = tx
        .one(sql!(Operator: "select pg_database_size(current_database()) as bytes, door.console_oldest_address() as oldest"), &[])
        .await?;
    let jobs = tx
        .rows(sql!(Operator: "select kind, waiting, late, failing, gave_up from door.console_jobs($1)"), &[&now])
        .await?
        .iter()
        .map(|row| {
            Ok(Jobs {
                kind: row.read("kind")?,
                waiting: row.read("waiting")?,
                late: row.read("late")?,
                failing: row.read("failing")?,
                gave_up: row.read("gave_up")?,
            })
        })
        .collect::<Result<_, Problem>>()?;
    tx.commit().await?;
    let oldest: Option<Timestamp> = size.read("oldest")?;
    let longest = now.checked_sub(SignedDuration::from_hours(24 * SWEPT_AFTER_DAYS)).unwrap_or(now);
    console.view.page(&HealthPage {
        v: &console.view,
        c: &console,
        version: env!("CARGO_PKG_VERSION"),
        migration: migrations::ALL.last().map_or("", |migration| migration.name),
        megabytes: size.read::<i64>("bytes")?.div_euclid(1_048_576),
        keys: console.house.db().key_store_answers().await,
        unswept: oldest.is_some_and(|at| at < longest),
        oldest,
        jobs,
    })
}
