//! Keeps: "Whoever has left is out at once". Undo rather than "are you sure": for a quarter of an hour the departure can be
//! taken back; later they may be invited again. What they are in other clinics is not touched.

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
pub struct Leave(PersonId);

impl Verb for Leave {
    const ACT: &'static str = "identity.leave";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Ends a membership. What the person did stays, and so does a practitioner's calendar.
///
/// # Errors
/// [`MoveRefusal`].
pub async fn leave(tx: &mut TenantTx, permit: &Permit<Leave>) -> Result<(), MoveRefusal> {
    let member = moves(tx, permit.verb().0, Act::Leave).await?;
    tx.note_in_trail(member.name.reveal().clone());
    Ok(())
}

/// `POST /team/{id}/leave`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let person = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(Leave(person)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if let Err(refusal) = leave(&mut tx, &permit).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("leave", person);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
