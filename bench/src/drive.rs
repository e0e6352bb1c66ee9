//! So many clients that act one after the other, until the time or the work is over.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::figures::Run;

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    /// After this long.
    Passed(Duration),
    /// After so many acts.
    Done(usize),
}

/// Lets `clients` act side by side; each act gets the next number. The first failure ends everything.
pub(crate) async fn drive<T, F, Acting>(clients: usize, until: Until, act: F) -> anyhow::Result<(Run, Vec<T>)>
where
    T: Send + 'static,
    F: Fn(usize) -> Acting + Send + Sync + 'static,
    Acting: Future<Output = anyhow::Result<T>> + Send + 'static,
{
    let act = Arc::new(act);
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (act, next) = (Arc::clone(&act), Arc::clone(&next));
            tokio::spawn(async move {
                let mut acted = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let over = match until {
                        Until::Passed(length) => began.elapsed() >= length,
                        Until::Done(acts) => number >= acts,
                    };
                    if over {
                        return anyhow::Ok(acted);
                    }
                    let start = Instant::now();
                    let outcome = act(number).await?;
                    acted.push((start.elapsed(), outcome));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await??);
    }
    let took = began.elapsed();
    let (each, outcomes) = all.into_iter().unzip();
    Ok((Run::new(each, took), outcomes))
}
