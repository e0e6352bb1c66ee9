//! Processor time, from /proc: on a machine that others use, too, it says more than the clock on the wall.

use std::{fs, path::Path, time::Duration};

use anyhow::Context as _;

use crate::{figures::Run, ground::Ground};

/// Linux counts processor time in hundredths of a second (USER_HZ, fixed in its ABI).
const TICK_MS: f64 = 10.0;

/// Processor time so far, in ticks.
#[derive(Clone, Copy, Debug)]
struct Spent {
    client: u64,
    server: u64,
}

/// Runs a measurement and notes what each act cost the client (this program, or pgbench) and PostgreSQL.
pub(crate) async fn metered(ground: &Ground, work: impl Future<Output = anyhow::Result<Run>>) -> anyhow::Result<Run> {
    let before = spent(ground)?;
    let mut run = work.await?;
    // A backend that has just ended is counted nowhere until the postmaster has reaped it.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let after = spent(ground)?;
    let acts = f64::from(u32::try_from(run.each.len().max(1))?);
    let each = |ticks: u64| f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) * TICK_MS / acts;
    run.client_ms = each(after.client.saturating_sub(before.client));
    run.server_ms = each(after.server.saturating_sub(before.server));
    Ok(run)
}

fn spent(ground: &Ground) -> anyhow::Result<Spent> {
    let cluster = ground.installation.cluster.as_ref().context("the PostgreSQL is not our own")?;
    let pid = fs::read_to_string(cluster.data_dir().join("postmaster.pid"))?.lines().next().unwrap_or_default().trim().to_owned();
    let postmaster = Times::of(Path::new(&format!("/proc/{pid}/stat"))).context("the postmaster is gone")?;
    // Backends that ended are among the postmaster's reaped children.
    let backends: u64 = fs::read_dir("/proc")?
        .filter_map(|entry| Times::of(&entry.ok()?.path().join("stat")))
        .filter(|times| times.parent == pid)
        .map(|times| times.own)
        .sum();
    let me = Times::of(Path::new("/proc/self/stat")).context("/proc/self")?;
    Ok(Spent { client: me.own + me.reaped, server: postmaster.own + postmaster.reaped + backends })
}

struct Times {
    parent: String,
    own: u64,
    reaped: u64,
}

impl Times {
    fn of(stat: &Path) -> Option<Self> {
        let text = fs::read_to_string(stat).ok()?;
        // The program's name stands in brackets and may hold anything; after it: state, parent … utime is the 14th word of all.
        let words: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
        Some(Self { parent: (*words.get(1)?).to_owned(), own: ticks(11)? + ticks(12)?, reaped: ticks(13)? + ticks(14)? })
    }
}
