//! Keeps: "Killing the worker loses nothing". A job is a row written with the change that caused it: ids only.
//! A worker leases due rows for a minute, so what a dead worker held is picked up again.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{Actor, Db, Problem, TenantTx, id::ClinicId, sql, tenancy::Connection};

const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Tries after which a job that fails is given up.
pub const MOST_ATTEMPTS: i32 = 12;

/// A leased row.
#[derive(Debug)]
pub struct Due {
    clinic: ClinicId,
    job: Uuid,
    /// Which handler.
    pub kind: String,
    /// What it is about.
    pub subject: Uuid,
    /// 1 for the first try.
    pub attempt: i32,
}

impl Due {
    /// The actor that works this row.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::job(self.clinic, self.job)
    }
}

/// What became of a try.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done for good.
    Done,
    /// Try again after this long.
    Retry(SignedDuration),
    /// Never again; a word for the log, without personal data.
    GiveUp(&'static str),
}

impl TenantTx {
    /// Enqueues work that follows from this transaction. The same kind and subject once only.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn later(&self, kind: &'static str, subject: Uuid, due: Timestamp) -> Result<(), Problem> {
        let job = self.fresh::<JobId>();
        self.run(
            sql!(
                "insert into job (clinic_id, job_id, kind, subject_id, due_at) values ($1, $2, $3, $4, $5)
                  on conflict (clinic_id, kind, subject_id) do nothing"
            ),
            &[&self.actor().clinic(), &job, &kind, &subject, &due],
        )
        .await
        .map(drop)
    }
}

crate::id!(
    /// A row of work.
    JobId, "job"
);

pub(crate) async fn claim(connection: &Connection, now: Timestamp, limit: i64, only: Option<ClinicId>) -> Result<Vec<Due>, Problem> {
    let claim = sql!(Jobs:
        "with due as (
           select clinic_id, job_id, due_at, row_number() over (partition by clinic_id order by due_at) as turn
             from (select clinic_id, job_id, due_at from job
                    where done_at is null and due_at <= $1 and (leased_until is null or leased_until <= $1)
                      and ($4::uuid is null or clinic_id = $4)
                    order by due_at limit 1000) ready),
         mine as (
           select job.clinic_id, job.job_id from job join due using (clinic_id, job_id)
            where job.done_at is null and (job.leased_until is null or job.leased_until <= $1)
            order by due.turn, due.due_at limit $3 for update of job skip locked)
         update job set leased_until = $2, attempt = attempt + 1
           from mine where job.clinic_id = mine.clinic_id and job.job_id = mine.job_id
         returning job.clinic_id, job.job_id, job.kind, job.subject_id, job.attempt"
    );
    let statement = connection.prepare_cached(claim.text()).await?;
    let until = now.checked_add(LEASE).unwrap_or(now);
    connection
        .query(&statement, &[&now, &until, &limit, &only])
        .await?
        .iter()
        .map(|row| {
            Ok(Due {
                clinic: row.try_get("clinic_id")?,
                job: row.try_get("job_id")?,
                kind: row.try_get("kind")?,
                subject: row.try_get("subject_id")?,
                attempt: row.try_get("attempt")?,
            })
        })
        .collect()
}

/// The attempt fences: a worker whose lease ran out settles nothing.
pub(crate) async fn settle(connection: &Connection, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), Problem> {
    let (done_at, gave_up, next) = match outcome {
        Outcome::Done => (Some(now), None, now),
        Outcome::GiveUp(why) => (Some(now), Some(*why), now),
        Outcome::Retry(after) => (None, None, now.checked_add(*after).unwrap_or(now)),
    };
    let settle = sql!(Jobs:
        "update job set done_at = $3, gave_up = $4, due_at = $5, leased_until = null where clinic_id = $1 and job_id = $2 and attempt = $6"
    );
    let statement = connection.prepare_cached(settle.text()).await?;
    connection.execute(&statement, &[&due.clinic, &due.job, &done_at, &gave_up, &next, &due.attempt]).await?;
    Ok(())
}

type Work = dyn Fn(Db, Actor, Uuid) -> Pin<Box<dyn Future<Output = Result<Outcome, Problem>> + Send>> + Send + Sync;

/// Works due rows. Wiring says which kind leads to which handler.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    only: Option<ClinicId>,
    handlers: HashMap<&'static str, Arc<Work>>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({:?})", self.handlers.keys())
    }
}

impl Worker {
    /// A worker that knows nothing yet.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self { db, only: None, handlers: HashMap::new() }
    }

    /// The same worker for one clinic's rows only.
    #[must_use]
    pub fn only_for(self, clinic: ClinicId) -> Self {
        Self { only: Some(clinic), ..self }
    }

    /// Teaches it a kind of job.
    #[must_use]
    pub fn on<F, Fut>(mut self, kind: &'static str, work: F) -> Self
    where
        F: Fn(Db, Actor, Uuid) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Outcome, Problem>> + Send + 'static,
    {
        self.handlers.insert(kind, Arc::new(move |db, actor, subject| Box::pin(work(db, actor, subject))));
        self
    }

    /// Works one batch; how many rows it had.
    ///
    /// # Errors
    /// [`Problem`] when the database is away; what was leased comes back by itself.
    pub async fn work_once(&self) -> Result<usize, Problem> {
        let begun = self.db.clock().now();
        let batch = self.db.claim_due(20, self.only).await?;
        for due in &batch {
            // What is left of a slow batch comes back when its lease ends; somebody else may hold it by then.
            if self.db.clock().now().duration_since(begun) > LEASE / 2 {
                break;
            }
            let outcome = match self.handlers.get(due.kind.as_str()) {
                None => Outcome::GiveUp("no such kind of job"),
                Some(work) => match work(self.db.clone(), due.actor(), due.subject).await {
                    Ok(outcome) => outcome,
                    Err(problem) if due.attempt < MOST_ATTEMPTS => {
                        tracing::warn!(kind = due.kind, attempt = due.attempt, %problem, "a job failed and will be tried again");
                        Outcome::Retry(pause_after(due.attempt))
                    }
                    Err(problem) => {
                        tracing::error!(kind = due.kind, attempt = due.attempt, %problem, "a job was given up");
                        Outcome::GiveUp("too many tries")
                    }
                },
            };
            self.db.settle(due, &outcome).await?;
        }
        Ok(batch.len())
    }
}

/// 2 s, 4 s, 8 s … at most an hour.
#[must_use]
pub fn pause_after(attempt: i32) -> SignedDuration {
    let doublings = u32::try_from(attempt).unwrap_or(1).min(12);
    SignedDuration::from_secs(2_i64.saturating_pow(doublings).min(3600))
}
