//! Keeps: "Our staff see patient data only for support, with your clinic owner's written leave, for 72 hours at most, revocable
//! at once" (MBP-SUP-02). An owner signs or refuses what an operator asked for, after a fresh proof that it is really them.
//! What is signed is exactly what stands on the page: scopes and hours are the operator's question and change no more.

use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::{GrantId, SupportScope},
    http::{Desk, Filled, see_other},
    id::{Id as _, PersonId},
    leave::Leave,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{State, leave, scopes, tell_owners};

/// The act of signing.
#[derive(Debug)]
pub struct GiveLeave(GrantId);

impl Verb for GiveLeave {
    const ACT: &'static str = "operator.give_leave";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of refusing.
#[derive(Debug)]
pub struct RefuseLeave(GrantId);

impl Verb for RefuseLeave {
    const ACT: &'static str = "operator.refuse_leave";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Why there is nothing to answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerRefusal {
    /// Another owner was first.
    #[error("this was answered already")]
    Answered,
    /// The question is older than seven days.
    #[error("this question is too old to be answered; the operator can ask again")]
    Lapsed,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl AnswerRefusal {
    const fn words(&self) -> &'static str {
        match self {
            Self::Answered => "leave-answered",
            Self::Lapsed => "leave-lapsed",
            Self::Problem(_) => "problem-broken",
        }
    }
}

fn decide(state: State, asked_at: Timestamp, now: Timestamp) -> Result<(), AnswerRefusal> {
    match state {
        State::Asked if asked_at > Leave::asked_since(now) => Ok(()),
        State::Asked => Err(AnswerRefusal::Lapsed),
        State::Granted | State::Refused | State::Revoked => Err(AnswerRefusal::Answered),
    }
}

/// The question, held until the end of the transaction.
async fn question(tx: &TenantTx, grant: GrantId, by: PersonId) -> Result<Leave, AnswerRefusal> {
    let row = tx
        .one(sql!("select operator_id, scopes, hours, state, asked_at from support_grant where grant_id = $1 for update"), &[&grant])
        .await?;
    decide(State::read(&row)?, row.read("asked_at")?, tx.now())?;
    let asked: Vec<SupportScope> = scopes(&row)?;
    // The database keeps microseconds; what is signed is what it will give back.
    let decided_at = Timestamp::from_microsecond(tx.now().as_microsecond()).unwrap_or(tx.now());
    let (operator, hours) = (row.read("operator_id")?, row.read("hours")?);
    Ok(Leave { clinic: tx.actor().clinic(), grant, operator, scopes: asked, hours, decided_by: by, decided_at })
}

/// Signs.
///
/// # Errors
/// [`AnswerRefusal`].
pub async fn give_leave(tx: &TenantTx, permit: &Permit<GiveLeave>, by: PersonId) -> Result<(), AnswerRefusal> {
    let leave = question(tx, permit.verb().0, by).await?;
    let signature = leave.signature(tx.keys())?;
    tx.run(
        sql!(
            "update support_grant set state = 'granted', decided_by = $2, decided_at = $3, ends_at = $4, signature = $5
              where grant_id = $1 and state = 'asked'"
        ),
        &[&leave.grant, &by, &leave.decided_at, &leave.ends_at(), &signature],
    )
    .await?;
    tell_owners::given(tx, &leave).await?;
    Ok(())
}

/// Says no.
///
/// # Errors
/// [`AnswerRefusal`].
pub async fn refuse_leave(tx: &TenantTx, permit: &Permit<RefuseLeave>, by: PersonId) -> Result<(), AnswerRefusal> {
    let leave = question(tx, permit.verb().0, by).await?;
    tx.run(
        sql!("update support_grant set state = 'refused', decided_by = $2, decided_at = $3 where grant_id = $1 and state = 'asked'"),
        &[&leave.grant, &by, &leave.decided_at],
    )
    .await?;
    Ok(())
}

async fn answer(desk: &Desk, tx: TenantTx, filled: &Filled, outcome: Result<(), AnswerRefusal>) -> Result<Response, Problem> {
    match outcome {
        Ok(()) => {
            tx.commit_form(filled.form(), "/support").await?;
            Ok(see_other("/support"))
        }
        Err(AnswerRefusal::Problem(problem)) => Err(problem),
        Err(refusal) => leave::page(desk, &tx, Some(refusal.words())).await,
    }
}

/// POST /support/{id}/give
pub async fn give(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(GiveLeave(id_in_path(&id)?)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let given = give_leave(&tx, &permit, desk.person).await;
    answer(&desk, tx, &filled, given).await
}

/// POST /support/{id}/refuse
pub async fn refuse(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RefuseLeave(id_in_path(&id)?)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let refused = refuse_leave(&tx, &permit, desk.person).await;
    answer(&desk, tx, &filled, refused).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_once_and_within_a_week() {
        let asked: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let later = |hours: i64| asked + jiff::SignedDuration::from_hours(hours);
        assert!(decide(State::Asked, asked, later(1)).is_ok());
        assert!(matches!(decide(State::Asked, asked, later(24 * 7)), Err(AnswerRefusal::Lapsed)));
        for over in [State::Granted, State::Refused, State::Revoked] {
            assert!(matches!(decide(over, asked, later(1)), Err(AnswerRefusal::Answered)), "{over:?}");
        }
    }
}
