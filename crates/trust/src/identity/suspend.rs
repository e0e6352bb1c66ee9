//! Keeps: "Whoever is suspended is out at once" (AMX-IDN-01). Their sessions end in the transaction that suspends them, and
//! `door.enter` looks again when any transaction of theirs begins.

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
pub struct Suspend(PersonId);

impl Verb for Suspend {
    const ACT: &'static str = "identity.suspend";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Shuts a member out until they are let in again; nothing of theirs is lost.
///
/// # Errors
/// [`MoveRefusal`].
pub async fn suspend(tx: &mut TenantTx, permit: &Permit<Suspend>) -> Result<(), MoveRefusal> {
    let member = moves(tx, permit.verb().0, Act::Suspend).await?;
    tx.note_in_trail(member.name.reveal().clone());
    Ok(())
}

/// `POST /team/{id}/suspend`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let person = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(Suspend(person)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if let Err(refusal) = suspend(&mut tx, &permit).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("suspend", person);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
