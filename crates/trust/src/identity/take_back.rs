//! Keeps: "Undo rather than are you sure". A departure that was a slip is taken back within a quarter of an hour.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
};
use uuid::Uuid;

use super::{
    membership::{Act, MoveRefusal, moves},
    team::{after, refused},
};

/// The act.
#[derive(Debug)]
pub struct TakeBack(PersonId);

impl Verb for TakeBack {
    const ACT: &'static str = "identity.take_back";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Takes a departure back, to what was before.
///
/// # Errors
/// [`MoveRefusal`].
pub async fn take_back(tx: &mut TenantTx, permit: &Permit<TakeBack>) -> Result<(), MoveRefusal> {
    let member = moves(tx, permit.verb().0, Act::TakeBack).await?;
    tx.note_in_trail(member.name.reveal().clone());
    Ok(())
}

/// `POST /team/{id}/take-back`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let person = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(TakeBack(person)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if let Err(refusal) = take_back(&mut tx, &permit).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("take-back", person);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
