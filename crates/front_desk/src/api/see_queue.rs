//! `GET /api/v1/queue`: the waiting room as the board shows it: numbers, never names, and no id that leads to a patient.

use axum::Json;
use jiff::civil::Date;
use kernel::{Problem, http::Caller};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, Type},
};

use crate::queue::{TicketState, see_queue::see_queue};

/// A number that waits or is called.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueueNumber)]
pub struct Told {
    /// The number of the day.
    number: i32,
    /// Whether it waits or is called in.
    #[schema(schema_with = state_words)]
    state: &'static str,
    /// To whom; for whoever is free first, who it would be.
    practitioner_id: String,
    /// Whether whoever is free first may call.
    anyone: bool,
}

/// The waiting room now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Queue)]
pub struct Queue {
    /// The clinic's day.
    day: Date,
    /// Called ones first, the newest on top; then those who wait, in turn.
    numbers: Vec<Told>,
}

fn state_words() -> Object {
    let words = [TicketState::Waiting, TicketState::Called].map(TicketState::word);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// GET /api/v1/queue
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/queue",
    operation_id = "queue",
    summary = "The numbers of the waiting room.",
    description = "As on the board: nothing about a person.",
    responses((status = 200, description = "Here it is.", body = Queue))
)]
pub async fn get(caller: Caller) -> Result<Json<Queue>, Problem> {
    let tx = caller.enter().await?;
    let day = caller.clinic.day_of(tx.now());
    let mut all = see_queue(&tx, day).await?;
    // Who waits keeps the order in which they are called.
    all.sort_by_key(|one| (one.state == TicketState::Waiting, std::cmp::Reverse(one.called_at)));
    let numbers = all
        .iter()
        .map(|one| Told { number: one.number, state: one.state.word(), practitioner_id: one.practitioner.to_string(), anyone: one.anyone })
        .collect();
    tx.commit().await?;
    Ok(Json(Queue { day, numbers }))
}
