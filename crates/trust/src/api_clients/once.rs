//! Keeps: "Asked twice, done once". What a program sends has one effect under one `Idempotency-Key`: the answer is kept with the
//! effect, in the same transaction, sealed, for a day. A refusal had no effect and is not kept: it may turn into a yes.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Db, Problem, TenantTx,
    actor::ApiClientId,
    http::{Details, Posted, Refused},
    keys::{Column, Sealed},
    sql,
};
use serde_json::Value;

kernel::id!(
    /// An answer that is kept.
    AnswerId, "ans"
);

/// What was answered, as JSON.
const ANSWER: Column<String> = Column::new("api_answer", "answer");
/// For how long it is given again.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A question that is being answered for the first time.
#[derive(Debug)]
#[must_use = "an answer that is not kept is given twice"]
pub struct Once {
    client: ApiClientId,
    key: Vec<u8>,
    asked: Vec<u8>,
}

/// Whether it is the first time.
#[derive(Debug)]
pub enum Begun {
    /// It is.
    First(Once),
    /// It was answered so.
    Again(Value),
}

/// Begins to answer. Who sends the same at the same time is asked to come again, so that a thousand copies hold one connection.
///
/// # Errors
/// [`Refused`]: another question under the same key, or the same one that is not answered yet.
pub async fn begin<T: Send + Sync>(tx: &TenantTx, client: ApiClientId, posted: &Posted<T>) -> Result<Begun, Refused> {
    let key = tx.keys().tag("api key of a question", &format!("{client} {}", posted.key))?;
    let mark: String = posted.mark.iter().map(|byte| format!("{byte:02x}")).collect();
    let asked = tx.keys().tag("api question", &mark)?;
    let lock = key.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    let alone: bool = tx.one(sql!("select pg_try_advisory_xact_lock($1) as alone"), &[&lock]).await?.read("alone")?;
    if !alone {
        let why = "the same request is being answered; ask again in a moment";
        let details = Details::new(StatusCode::CONFLICT, "/problems/idempotency-in-progress", "Not answered yet", why);
        return Err(details.again_in(1).into());
    }
    let known = tx
        .maybe(
            sql!("select answer_id, asked_tag, answer from api_answer where client_id = $1 and key_tag = $2 and at > $3"),
            &[&client, &key, &oldest(tx.now())],
        )
        .await?;
    let Some(row) = known else { return Ok(Begun::First(Once { client, key, asked })) };
    if row.read::<Vec<u8>>("asked_tag")? != asked {
        let why = "this Idempotency-Key was used for another request; a new request wants a new key";
        return Err(Details::new(StatusCode::UNPROCESSABLE_ENTITY, "/problems/idempotency-key-reused", "Another request's key", why).into());
    }
    let (id, sealed): (AnswerId, Sealed<String>) = (row.read("answer_id")?, row.read("answer")?);
    let answer = tx.keys().open(&ANSWER, id, &sealed)?;
    Ok(Begun::Again(serde_json::from_str(answer.reveal()).map_err(|_| Problem::broken("a kept answer does not read"))?))
}

impl Once {
    /// Keeps the answer; it is given again as long as it is kept. The caller commits.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn keep(self, tx: &TenantTx, answer: &Value) -> Result<(), Problem> {
        let id: AnswerId = tx.fresh();
        let sealed = tx.keys().seal(&ANSWER, id, &answer.to_string())?;
        // The answer of a day before, under the same key.
        tx.run(sql!("delete from api_answer where client_id = $1 and key_tag = $2"), &[&self.client, &self.key]).await?;
        tx.run(
            sql!(
                "insert into api_answer (clinic_id, answer_id, client_id, key_tag, asked_tag, answer, at) values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            &[&tx.actor().clinic(), &id, &self.client, &self.key, &self.asked, &sealed, &tx.now()],
        )
        .await
        .map(drop)
    }
}

fn oldest(now: Timestamp) -> Timestamp {
    now.checked_sub(KEPT_FOR).unwrap_or(now)
}

/// Removes answers whose day is over.
///
/// # Errors
/// [`Problem`].
pub async fn sweep(db: &Db) -> Result<(), Problem> {
    let tx = db.sweep().await?;
    tx.rows(sql!(Sweep: "delete from api_answer where at <= $1"), &[&oldest(tx.now())]).await?;
    tx.commit().await
}
