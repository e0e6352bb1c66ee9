//! One transaction on one connection. `begin`, the pass and the first statement leave together: one round trip instead of
//! three. A transaction that is dropped, because the handler failed or the request was cancelled, rolls back.
//!
//! Statements leave in the order in which they are first polled, so that several may be joined into one flight and a later
//! one may rest on an earlier one (`try_join!` of futures-util polls in the order it is written; tokio's does not).

use std::{
    future::Future,
    pin::pin,
    sync::atomic::{AtomicU8, Ordering::Relaxed},
    task::Poll,
};

use deadpool_postgres::tokio_postgres::Statement;
use futures_util::{
    FutureExt as _,
    future::{join, join3},
};
use tokio::sync::{Mutex, MutexGuard};
use tokio_postgres::types::ToSql;

use super::{
    connect::{Connection, Role},
    pass::Pass,
};
use crate::{Problem, sql, sql::Sql};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Unsent,
    Open,
    /// A statement failed: the server undoes everything whatever is said next.
    Failed,
    Over,
}

pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A transaction that may not have begun yet.
pub(super) struct Wire {
    connection: Connection,
    role: Role,
    pass: Option<Pass>,
    stage: AtomicU8,
    /// Whoever holds it may send next; it is handed on in the order of asking.
    turn: Mutex<()>,
}

impl Wire {
    pub(super) fn new(connection: Connection, role: Role, pass: Option<Pass>) -> Self {
        Self { connection, role, pass, stage: AtomicU8::new(0), turn: Mutex::new(()) }
    }

    pub(super) fn stage(&self) -> Stage {
        match self.stage.load(Relaxed) {
            0 => Stage::Unsent,
            1 => Stage::Open,
            2 => Stage::Failed,
            _ => Stage::Over,
        }
    }

    fn set(&self, stage: Stage) {
        self.stage.store(stage as u8, Relaxed);
    }

    pub(super) async fn flight(&self, sql: &'static Sql, values: Values<'_>) -> Result<Vec<tokio_postgres::Row>, Problem> {
        if sql.role() != self.role {
            return Err(Problem::broken(format!("{} is written for another login", sql.place())));
        }
        let turn = self.turn.lock().await;
        if matches!(self.stage(), Stage::Over | Stage::Failed) {
            return Err(Problem::broken("this transaction is over"));
        }
        // The next one waits: otherwise it would overtake a statement that is prepared for the first time.
        let statement = self.connection.prepare_cached(sql.text()).await?;
        let enter = match (&self.pass, self.stage()) {
            (Some(_), Stage::Unsent) => Some(self.connection.prepare_cached(sql!("select door.enter($1, $2)").text()).await?),
            _ => None,
        };
        // Boxed: every verb holds a future of each of its statements.
        let answer = sent_in_turn(turn, Box::pin(self.answer(enter.as_ref(), &statement, values))).await;
        if answer.is_err() {
            self.set(Stage::Failed);
        }
        answer
    }

    async fn answer(
        &self,
        enter: Option<&Statement>,
        statement: &Statement,
        values: Values<'_>,
    ) -> Result<Vec<tokio_postgres::Row>, Problem> {
        if self.stage() == Stage::Open {
            return Ok(self.connection.query(statement, values).await?);
        }
        // Marked before it is sent: a request dropped half-way must roll back.
        self.set(Stage::Open);
        let (Some(pass), Some(enter)) = (&self.pass, enter) else {
            let (began, rows) = join(self.connection.batch_execute("begin"), self.connection.query(statement, values)).await;
            began?;
            return Ok(rows?);
        };
        let shown: [&(dyn ToSql + Sync); 2] = [&pass.text, &pass.mac];
        let entering = self.connection.query(enter, &shown);
        let (began, entered, rows) =
            join3(self.connection.batch_execute("begin"), entering, self.connection.query(statement, values)).await;
        began?;
        if let Err(refused) = entered {
            let problem = Problem::from(refused);
            if matches!(problem, Problem::Away(_)) {
                // The two clocks have parted (a machine that slept): a new connection asks again what time it is there.
                self.connection.is_spent();
            }
            return Err(problem);
        }
        Ok(rows?)
    }

    /// Rolls back what was begun, so that something else may begin on this connection.
    pub(super) async fn undo(&self) -> Result<(), Problem> {
        if matches!(self.stage(), Stage::Open | Stage::Failed) {
            self.connection.batch_execute("rollback").await?;
            self.set(Stage::Unsent);
        }
        Ok(())
    }

    pub(super) async fn commit(&self) -> Result<(), Problem> {
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

impl Drop for Wire {
    fn drop(&mut self) {
        if matches!(self.stage(), Stage::Open | Stage::Failed) {
            // Queued on the wire before the connection goes back to the pool; nobody needs the answer.
            let _sent = self.connection.batch_execute("rollback").now_or_never();
        }
    }
}
