//! Keeps: "The waiting room shows numbers, never names". The board is a page that reloads its middle whenever the clinic
//! changes; without JavaScript it reloads by itself, and after a restart it finds its way back. Its words come in the languages
//! that the clinic chose, in turn by the clock, so that every screen shows the same one; sound begins when somebody asks for it.

use std::{convert::Infallible, time::Duration};

use askama::Template;
use axum::response::{
    Response,
    sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt as _, stream};
use jiff::Timestamp;
use kernel::{
    Clinic, ClinicId, Problem, TenantTx,
    http::{Front, House, View},
    language::Speech,
    sql,
};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use trust::clinics::bookable_practitioners;

use super::{know::away, rules::board_languages};

const NEXT_SHOWN: usize = 20;
const NOW_SHOWN: usize = 6;
/// So long one language stands on the board.
const TURN: i64 = 12;

/// A token on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnBoard {
    /// The number of the day.
    pub number: i32,
    /// The practitioner's public name.
    pub practitioner: String,
    /// Which call it is: the same token called again is another.
    pub call: String,
}

/// Who is away, and until when, if they said so.
type AwayNow = (String, Option<Timestamp>);

#[derive(Template)]
#[template(path = "queue/board.html")]
struct BoardPage<'a> {
    v: &'a View,
    clinic: &'a Clinic,
    /// The languages in turn, and the one whose turn it is.
    speeches: Vec<Speech>,
    s: Speech,
    every: i64,
    now: Vec<OnBoard>,
    next: Vec<OnBoard>,
    away: Vec<AwayNow>,
}

/// Whose turn it is among so many languages.
fn turn_of(now: Timestamp, languages: usize) -> usize {
    let languages = i64::try_from(languages).unwrap_or(1).max(1);
    usize::try_from(now.as_second().div_euclid(TURN).rem_euclid(languages)).unwrap_or(0)
}

/// Today's called and waiting tokens: the called ones newest first, the others in turn.
async fn on_board(tx: &TenantTx, clinic: &Clinic) -> Result<(Vec<OnBoard>, Vec<OnBoard>), Problem> {
    let rows = tx
        .rows(
            sql!(
                "select number, state, name, called_at from queue_ticket join practitioner using (clinic_id, practitioner_id)
                   where day = $1 and state in ('called', 'waiting') order by called_at desc nulls last, turn_at, number limit 200"
            ),
            &[&clinic.day_of(tx.now())],
        )
        .await?;
    let (mut now, mut next) = (Vec::new(), Vec::new());
    for row in &rows {
        let state: &str = row.read("state")?;
        let number: i32 = row.read("number")?;
        let called_at: Option<Timestamp> = row.read("called_at")?;
        let call = format!("{number}@{}", called_at.map_or(0, Timestamp::as_microsecond));
        let token = OnBoard { number, practitioner: row.read("name")?, call };
        if state == "called" { now.push(token) } else { next.push(token) }
    }
    next.truncate(NEXT_SHOWN);
    now.truncate(NOW_SHOWN);
    Ok((now, next))
}

/// `GET /c/{slug}/board`.
///
/// # Errors
/// [`Problem`].
pub async fn page(front: Front) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    let (day_began, _) = front.clinic.span_of(front.clinic.day_of(tx.now()));
    let ((now, next), languages, away, practitioners) =
        futures_util::try_join!(on_board(&tx, &front.clinic), board_languages(&tx), away(&tx, day_began), bookable_practitioners(&tx))?;
    let at = tx.now();
    tx.commit().await?;
    let name = |id| practitioners.iter().find(|one| one.id == id).map(|one| one.name.clone());
    let away = away.into_iter().filter_map(|away| Some((name(away.practitioner)?, away.until))).collect();
    let own = front.view.speech();
    let mut speeches: Vec<Speech> = languages.into_iter().map(|language| own.in_language(language)).collect();
    if speeches.is_empty() {
        speeches.push(own.clone());
    }
    let s = speeches.get(turn_of(at, speeches.len())).unwrap_or(own).clone();
    front.view.page(&BoardPage { v: &front.view, clinic: &front.clinic, speeches, s, every: TURN, now, next, away })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_take_turns_by_the_clock() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!([0, 11, 12, 24, 36].map(|second| turn_of(at(second), 2)), [0, 0, 1, 0, 1]);
        assert_eq!([turn_of(at(99), 1), turn_of(at(-13), 2), turn_of(at(5), 0)], [0, 0, 0]);
    }
}
