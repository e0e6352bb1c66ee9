//! Keeps: "The waiting room shows numbers, never names". The board is a page that reloads its middle whenever the clinic
//! changes; without JavaScript it reloads by itself, and after a restart it finds its way back.

use std::{convert::Infallible, time::Duration};

use askama::Template;
use axum::response::{
    Response,
    sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt as _, stream};
use kernel::{
    Clinic, ClinicId, Problem, TenantTx,
    http::{Front, House, View},
    sql,
};
use tokio::sync::broadcast::{Receiver, error::RecvError};

const NEXT_SHOWN: usize = 20;

/// A token on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnBoard {
    /// The number of the day.
    pub number: i32,
    /// The practitioner's public name.
    pub practitioner: String,
}

#[derive(Template)]
#[template(path = "queue/board.html")]
struct BoardPage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
    now: Vec<OnBoard>,
    next: Vec<OnBoard>,
}

/// Today's called and waiting tokens: the called ones newest first, the others in turn.
async fn on_board(tx: &TenantTx, clinic: &Clinic) -> Result<(Vec<OnBoard>, Vec<OnBoard>), Problem> {
    let rows = tx
        .rows(
            sql!(
                "select number, state, name from queue_ticket join practitioner using (clinic_id, practitioner_id)
                   where day = $1 and state in ('called', 'waiting') order by called_at desc nulls last, number limit 200"
            ),
            &[&clinic.day_of(tx.now())],
        )
        .await?;
    let (mut now, mut next) = (Vec::new(), Vec::new());
    for row in &rows {
        let state: &str = row.read("state")?;
        let token = OnBoard { number: row.read("number")?, practitioner: row.read("name")? };
        if state == "called" { now.push(token) } else { next.push(token) }
    }
    next.truncate(NEXT_SHOWN);
    Ok((now, next))
}

/// `GET /c/{slug}/board`.
///
/// # Errors
/// [`Problem`].
pub async fn page(front: Front) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    let (now, next) = on_board(&tx, &front.clinic).await?;
    tx.commit().await?;
    front.view.page(&BoardPage { v: &front.view, clinic: &front.clinic, now, next })
}

/// `GET /c/{slug}/board/events`: says "changed", and nothing else.
pub async fn events(front: Front) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let hello = Event::default().retry(Duration::from_secs(3)).comment("the board");
    let changes = changes_of(&front.house, front.clinic.id).map(|()| Event::default().event("board").data("changed"));
    Sse::new(stream::once(std::future::ready(hello)).chain(changes).map(Ok))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)).text("still here"))
}

fn changes_of(house: &House, clinic: ClinicId) -> impl Stream<Item = ()> + use<> {
    stream::unfold(house.changes(), move |mut changes: Receiver<ClinicId>| async move {
        loop {
            match changes.recv().await {
                Ok(of) if of != clinic => {}
                // Who missed some changes looks once and has seen them all.
                Ok(_) | Err(RecvError::Lagged(_)) => return Some(((), changes)),
                Err(RecvError::Closed) => return None,
            }
        }
    })
}
