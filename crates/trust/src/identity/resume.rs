//! Keeps: "Whoever is let in again signs in anew". No session of before comes back to life, not even one that was begun in the
//! same moment as the suspension.

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
pub struct Resume(PersonId);

impl Verb for Resume {
    const ACT: &'static str = "identity.resume";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Lets a suspended member in again.
///
/// # Errors
/// [`MoveRefusal`].
pub async fn resume(tx: &mut TenantTx, permit: &Permit<Resume>) -> Result<(), MoveRefusal> {
    let member = moves(tx, permit.verb().0, Act::Resume).await?;
    tx.note_in_trail(member.name.reveal().clone());
    Ok(())
}

/// `POST /team/{id}/resume`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let person = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(Resume(person)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if let Err(refusal) = resume(&mut tx, &permit).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("resume", person);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
