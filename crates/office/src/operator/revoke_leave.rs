//! An owner ends a running leave. Every session under it ends in the same transaction, so the operator's next click leads out;
//! it wants no fresh proof, since nobody should have to look for their phone to throw somebody out.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::GrantId,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

/// The act of ending a leave.
#[derive(Debug)]
pub struct RevokeLeave(GrantId);

impl Verb for RevokeLeave {
    const ACT: &'static str = "operator.revoke_leave";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Ends it, and everything under it. One that is over already stays as it was.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn revoke_leave(tx: &TenantTx, permit: &Permit<RevokeLeave>) -> Result<(), Problem> {
    let grant = permit.verb().0;
    tx.one(sql!("select state from support_grant where grant_id = $1"), &[&grant]).await?;
    tx.run(
        sql!("update support_grant set state = 'revoked', ends_at = $2 where grant_id = $1 and state = 'granted' and ends_at > $2"),
        &[&grant, &tx.now()],
    )
    .await?;
    tx.run(sql!("update session set ended_at = $2 where grant_id = $1 and ended_at is null"), &[&grant, &tx.now()]).await?;
    Ok(())
}

/// POST /support/{id}/revoke
pub async fn revoke(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RevokeLeave(id_in_path(&id)?)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    revoke_leave(&tx, &permit).await?;
    tx.commit_form(filled.form(), "/support").await?;
    Ok(see_other("/support"))
}
