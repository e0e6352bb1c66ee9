//! One transaction in one clinic, for one actor.

use std::sync::Arc;

use futures_util::future::join;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{
    Db, Row,
    wire::{Values, Wire},
};
use crate::{
    Actor, Permit, Private, Problem, Verb,
    audit::Leaf,
    id::Id,
    keys::KeyRing,
    permit::{self, Refused},
    sql,
    sql::Sql,
};

/// A transaction that has entered one clinic. [`TenantTx::commit`] keeps its work; anything else undoes it.
#[must_use = "a transaction that is not committed is undone"]
pub struct TenantTx {
    wire: Wire,
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

impl TenantTx {
    pub(super) const fn new(wire: Wire, actor: Actor, keys: Arc<KeyRing>, db: Db) -> Self {
        Self { wire, actor, keys, db, leaves: Vec::new() }
    }

    /// Who acts.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The clinic's keys.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The building's database: for what a clinic's act leaves under the platform's key.
    pub const fn db(&self) -> &Db {
        &self.db
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
    /// [`Problem::Forbidden`]; [`Problem::ProofNeeded`] where the act wants a fresh proof and the last one is old.
    pub async fn may<V: Verb>(&mut self, verb: V) -> Result<Permit<V>, Problem> {
        let leaf = |verb: &V, outcome, emergency| Leaf {
            act: V::ACT,
            outcome,
            subject: verb.subject(),
            about: verb.about(),
            detail: None,
            emergency,
        };
        match permit::grant(&self.actor, verb, self.now()) {
            Ok(permit) => {
                self.leaves.push(leaf(permit.verb(), "done", permit.emergency()));
                Ok(permit)
            }
            Err(Refused::ProofNeeded) => Err(Problem::ProofNeeded(V::ACT)),
            Err(Refused::Forbidden(verb)) => {
                self.wire.undo().await?;
                self.write_leaves(vec![leaf(&verb, "refused", false)]).await?;
                self.wire.commit().await?;
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

    /// The rows of an answer.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn rows(&self, sql: &'static Sql, values: Values<'_>) -> Result<Vec<Row>, Problem> {
        Ok(self.wire.flight(sql, values).await?.into_iter().map(Row::from).collect())
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn maybe(&self, sql: &'static Sql, values: Values<'_>) -> Result<Option<Row>, Problem> {
        Ok(self.wire.flight(sql, values).await?.into_iter().next().map(Row::from))
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
        let (written, closed) = join(write, self.wire.commit()).await;
        written.and(closed)
    }
}
