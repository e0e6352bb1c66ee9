//! One transaction in one clinic, for one actor.
//!
//! `begin` and the clinic's context stay unsent until the first statement and travel with it: one round trip instead
//! of three. A transaction that is dropped, because the handler failed or the request was cancelled, rolls back.
//!
//! Statements leave in the order in which they are first polled, so that several may be joined into one flight and a later
//! one may rest on an earlier one (`try_join!` of futures-util polls in the order it is written; tokio's does not).

use std::{future::Future, pin::pin, sync::Arc, task::Poll};

use deadpool_postgres::{Object, tokio_postgres::Statement};
use futures_util::{FutureExt as _, future::join};
use tokio::sync::{Mutex, MutexGuard};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{Db, Row};
use crate::{Actor, Permit, Private, Problem, Verb, audit::Leaf, id::Id, keys::KeyRing, permit, sql, sql::Sql};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Unsent,
    Open,
    /// A statement failed: the server undoes everything whatever is said next.
    Failed,
    Over,
}

/// A transaction that has entered one clinic. [`TenantTx::commit`] keeps its work; anything else undoes it.
#[must_use = "a transaction that is not committed is undone"]
pub struct TenantTx {
    connection: Object,
    stage: std::sync::atomic::AtomicU8,
    /// Whoever holds it may send next; it is handed on in the order of asking.
    turn: Mutex<()>,
    actor: Actor,
    keys: Arc<KeyRing>,
    db: Db,
    leaves: Vec<Leaf>,
}

impl std::fmt::Debug for TenantTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TenantTx({:?})", self.actor)
    }
}

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl TenantTx {
    pub(super) fn new(connection: Object, actor: Actor, keys: Arc<KeyRing>, db: Db) -> Self {
        Self { connection, stage: std::sync::atomic::AtomicU8::new(0), turn: Mutex::new(()), actor, keys, db, leaves: Vec::new() }
    }

    fn stage(&self) -> Stage {
        match self.stage.load(std::sync::atomic::Ordering::Relaxed) {
            0 => Stage::Unsent,
            1 => Stage::Open,
            2 => Stage::Failed,
            _ => Stage::Over,
        }
    }

    fn set(&self, stage: Stage) {
        self.stage.store(stage as u8, std::sync::atomic::Ordering::Relaxed);
    }

    /// Who acts.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The clinic's keys.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Signs links for messages.
    pub fn link_token(&self, link: Uuid) -> String {
        self.db.links().issue(link, b"")
    }

    /// The building's clock.
    pub fn now(&self) -> jiff::Timestamp {
        self.db.clock().now()
    }

    /// A new id.
    pub fn fresh<I: Id>(&self) -> I {
        I::fresh(self.db.clock(), self.db.chance())
    }

    /// Asks for the right to act. A yes is written to the trail when the transaction commits; a no is written at once
    /// and ends the transaction.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub async fn may<V: Verb>(&mut self, verb: V) -> Result<Permit<V>, Problem> {
        let leaf = |verb: &V, outcome| Leaf { act: V::ACT, outcome, subject: verb.subject(), about: verb.about(), detail: None };
        match permit::grant(&self.actor, verb) {
            Ok(permit) => {
                self.leaves.push(leaf(permit.verb(), "done"));
                Ok(permit)
            }
            Err(verb) => {
                if matches!(self.stage(), Stage::Open | Stage::Failed) {
                    self.connection.batch_execute("rollback").await?;
                    self.set(Stage::Unsent);
                }
                self.write_leaves(vec![leaf(&verb, "refused")]).await?;
                self.connection.batch_execute("commit").await?;
                self.set(Stage::Over);
                tracing::warn!(act = V::ACT, actor = self.actor.kind_word(), "refused");
                Err(Problem::Forbidden(V::ACT))
            }
        }
    }

    /// Adds a few words to the latest permitted act's line in the trail.
    pub fn note_in_trail(&mut self, words: impl Into<String>) {
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.detail = Some(Private::new(words.into()));
        }
    }

    /// Names what the latest permitted act was about once that is known (a patient found or made on the way).
    pub fn trail_is_about(&mut self, subject: Option<Uuid>, about: Option<Uuid>) {
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.subject = subject.or(leaf.subject);
            leaf.about = about.or(leaf.about);
        }
    }

    async fn flight(&self, sql: &'static Sql, values: Values<'_>) -> Result<Vec<tokio_postgres::Row>, Problem> {
        let turn = self.turn.lock().await;
        if matches!(self.stage(), Stage::Over | Stage::Failed) {
            return Err(Problem::broken("this transaction is over"));
        }
        // The next one waits: otherwise it would overtake a statement that is prepared for the first time.
        let statement = self.connection.prepare_cached(sql.text()).await?;
        let answer = sent_in_turn(turn, self.answer(&statement, values)).await;
        if answer.is_err() {
            self.set(Stage::Failed);
        }
        answer
    }

    async fn answer(&self, statement: &Statement, values: Values<'_>) -> Result<Vec<tokio_postgres::Row>, Problem> {
        if self.stage() == Stage::Open {
            return Ok(self.connection.query(statement, values).await?);
        }
        // Marked before it is sent: a request dropped half-way must roll back.
        self.set(Stage::Open);
        let begin = format!("begin; select set_config('app.clinic', '{}', true)", self.actor.clinic().uuid());
        let (began, rows) = join(self.connection.batch_execute(&begin), self.connection.query(statement, values)).await;
        began?;
        Ok(rows?)
    }

    /// The rows of an answer.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn rows(&self, sql: &'static Sql, values: Values<'_>) -> Result<Vec<Row>, Problem> {
        Ok(self.flight(sql, values).await?.into_iter().map(Row::from).collect())
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn maybe(&self, sql: &'static Sql, values: Values<'_>) -> Result<Option<Row>, Problem> {
        Ok(self.flight(sql, values).await?.into_iter().next().map(Row::from))
    }

    /// The row that must be there; its absence is a page that does not exist.
    ///
    /// # Errors
    /// [`Problem::NotFound`] and others.
    pub async fn one(&self, sql: &'static Sql, values: Values<'_>) -> Result<Row, Problem> {
        self.maybe(sql, values).await?.ok_or(Problem::NotFound)
    }

    /// Runs a statement that changes something; the rows it returned, if it returns any.
    ///
    /// # Errors
    /// [`Problem`]; constraints as [`Problem::Constraint`].
    pub async fn run(&self, sql: &'static Sql, values: Values<'_>) -> Result<Vec<Row>, Problem> {
        self.rows(sql, values).await
    }

    /// Whether this form took effect before, and where it led. The first caller marks it; a second one waits for the
    /// first to finish.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn seen_before(&self, form: Uuid) -> Result<Option<String>, Problem> {
        let marked = self
            .rows(
                sql!("insert into form_receipt (clinic_id, form_id, at) values ($1, $2, $3) on conflict do nothing returning form_id"),
                &[&self.actor.clinic(), &form, &self.now()],
            )
            .await?;
        if !marked.is_empty() {
            return Ok(None);
        }
        let row = self.one(sql!("select location from form_receipt where form_id = $1"), &[&form]).await?;
        Ok(Some(row.read::<Option<String>>("location")?.unwrap_or_else(|| "/".to_owned())))
    }

    /// Commits, remembering where this form led.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn commit_form(mut self, form: Uuid, location: &str) -> Result<(), Problem> {
        let leaves = std::mem::take(&mut self.leaves);
        let values: [&(dyn ToSql + Sync); 2] = [&form, &location];
        let remember = self.run(sql!("update form_receipt set location = $2 where form_id = $1"), &values);
        let (remembered, closed) = join(remember, self.close(leaves)).await;
        remembered.and(closed)
    }

    /// The next gapless number of a series of this clinic. Holds the series until the end of the transaction.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn next_number(&self, series: &str) -> Result<i64, Problem> {
        let row = self
            .one(
                sql!(
                    "insert into counter (clinic_id, name, value) values ($1, $2, 1)
                      on conflict (clinic_id, name) do update set value = counter.value + 1 returning value"
                ),
                &[&self.actor.clinic(), &series],
            )
            .await?;
        row.read("value")
    }

    /// Tells every page that shows this clinic live that something changed, when this commits.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn tell_boards(&self) -> Result<(), Problem> {
        self.run(sql!("select pg_notify('clinic_changed', $1)"), &[&self.actor.clinic().to_string()]).await.map(drop)
    }

    /// Keeps the work, with its lines in the trail.
    ///
    /// # Errors
    /// [`Problem`]: nothing was kept.
    pub async fn commit(mut self) -> Result<(), Problem> {
        let leaves = std::mem::take(&mut self.leaves);
        self.close(leaves).await
    }

    /// Sends the leaves and the commit in one flight. When the leaves are refused, the server takes the commit that follows
    /// them for a rollback: no audit, no act.
    async fn close(&self, leaves: Vec<Leaf>) -> Result<(), Problem> {
        let write = async { if leaves.is_empty() { Ok(()) } else { self.write_leaves(leaves).await } };
        let (written, closed) = join(write, self.send_commit()).await;
        written.and(closed)
    }

    async fn send_commit(&self) -> Result<(), Problem> {
        let turn = self.turn.lock().await;
        match self.stage() {
            Stage::Open => sent_in_turn(turn, self.connection.batch_execute("commit")).await?,
            // The server would answer a commit with a quiet rollback.
            Stage::Failed => return Err(Problem::broken("a statement failed, so nothing was kept")),
            Stage::Unsent | Stage::Over => {}
        }
        // Not marked over until the server said so: a cancelled commit must not be followed by another's work.
        self.set(Stage::Over);
        Ok(())
    }
}

/// Sends, which the first poll does; then lets the next one send while this one waits for its answer.
async fn sent_in_turn<T>(turn: MutexGuard<'_, ()>, asking: impl Future<Output = T>) -> T {
    let mut asking = pin!(asking);
    let first = futures_util::poll!(asking.as_mut());
    drop(turn);
    match first {
        Poll::Ready(answer) => answer,
        Poll::Pending => asking.await,
    }
}

impl Drop for TenantTx {
    fn drop(&mut self) {
        if matches!(self.stage(), Stage::Open | Stage::Failed) {
            // Queued on the wire before the connection goes back to the pool; nobody needs the answer.
            let _sent = self.connection.batch_execute("rollback").now_or_never();
        }
    }
}
