//! A request that is dropped half-way leaves nothing behind: no open transaction, and no clinic, for whoever borrows
//! the connection next. (sqlx 0.9.0 fails this: it leaks both when a request is cancelled during begin.)

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll},
};

use kernel::{Actor, Chance, Db, Problem, sql};
use testkit::{Clinic, Must as _, Site};

const DROPPED: usize = 3000;

/// What a request does: enters, reads, writes, commits.
async fn request(db: Db, actor: Actor) -> Result<(), Problem> {
    let tx = db.enter(&actor).await?;
    tx.rows(sql!("select slug from clinic"), &[]).await?;
    tx.next_number("dropped").await?;
    tx.rows(sql!("select pg_sleep(0)::text as slept"), &[]).await?;
    tx.commit().await
}

/// Polls a future so many times, then lets go of it.
struct AtMost<F> {
    inner: Pin<Box<F>>,
    polls: usize,
}

impl<F: Future> Future for AtMost<F> {
    type Output = Option<F::Output>;
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        match pin!(&mut self.inner).poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            // The last allowed poll is followed by the drop, not by a wait for something that may never wake us.
            Poll::Pending if self.polls == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_connection_is_handed_on_with_a_transaction_or_a_clinic() {
    let site = Site::open().await;
    let (one, other) = (site.clinic().await, site.clinic().await);
    let chance = Chance::seeded(42);
    let (mut finished, mut dropped) = (0_usize, 0_usize);
    for round in 0..DROPPED / 20 {
        let batch = (0..20).map(|n| {
            let clinic = if n % 2 == 0 { &one } else { &other };
            let inner = Box::pin(request(site.db().clone(), Actor::program(clinic.id, "test")));
            tokio::spawn(AtMost { inner, polls: 1 + chance.below(9) })
        });
        for task in batch.collect::<Vec<_>>() {
            match task.await.must("a request did not panic") {
                None => dropped += 1,
                Some(Ok(())) => finished += 1,
                Some(Err(problem)) => panic!("round {round}: {problem}"),
            }
        }
        nobody_is_inside(site.db(), round).await;
    }
    assert!(dropped > DROPPED / 4 && finished > DROPPED / 20, "both happen: {dropped} dropped, {finished} finished");
    only_whole_requests_counted(&one, &other, finished).await;
    println!("{dropped} dropped, {finished} finished");
}

/// Borrows every pooled connection at once and asks what the one before left behind.
async fn nobody_is_inside(db: &Db, round: usize) {
    let ask = || {
        db.ask(
            sql!("select pg_current_xact_id_if_assigned()::text as writing, door.clinic()::text as clinic, count(*) as seen from clinic"),
            &[],
        )
    };
    let looks = futures_util::future::join_all((0..12).map(|_| ask())).await;
    for look in looks {
        let rows = look.must("asking");
        let (writing, clinic): (Option<String>, Option<String>) =
            (rows[0].read("writing").must("a column"), rows[0].read("clinic").must("a column"));
        assert_eq!((writing, clinic), (None, None), "round {round}: the last borrower's transaction is still open");
        assert_eq!(rows[0].read::<i64>("seen").must("a column"), 0, "round {round}: a clinic can be seen from outside");
    }
}

/// A number was counted by every request that finished, and by those dropped after their commit had left; by no other.
async fn only_whole_requests_counted(one: &Clinic, other: &Clinic, finished: usize) {
    let rows = one
        .sql("select coalesce(sum(value), 0)::bigint from counter where name = 'dropped' and clinic_id in ($1, $2)", &[&one.id, &other.id])
        .await;
    let counted = usize::try_from(rows[0].get::<_, i64>(0)).unwrap();
    assert!((finished..=DROPPED).contains(&counted), "{counted} counted, {finished} finished");
}
