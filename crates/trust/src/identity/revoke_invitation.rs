//! Keeps: "An invitation that is taken back opens nothing". Undo rather than "are you sure": until it would have expired it can
//! be put back.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{
    InvitationId,
    membership::MoveRefusal,
    team::{after, refused},
};

/// The act.
#[derive(Debug)]
pub struct RevokeInvitation(InvitationId);

impl Verb for RevokeInvitation {
    const ACT: &'static str = "identity.revoke_invitation";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of putting it back, which lets somebody in as much as inviting does.
#[derive(Debug)]
pub struct RestoreInvitation(InvitationId);

impl Verb for RestoreInvitation {
    const ACT: &'static str = "identity.restore_invitation";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Whether the invitation is this clinic's at all; another's is not there.
async fn is_here(tx: &TenantTx, id: InvitationId) -> Result<(), Problem> {
    tx.one(sql!("select 1 as here from invitation where invitation_id = $1"), &[&id]).await.map(drop)
}

/// Takes an invitation back.
///
/// # Errors
/// [`MoveRefusal::Meanwhile`] when it was accepted or taken back before.
pub async fn revoke(tx: &TenantTx, permit: &Permit<RevokeInvitation>) -> Result<(), MoveRefusal> {
    let id = permit.verb().0;
    is_here(tx, id).await?;
    let gone = tx
        .run(
            sql!("update invitation set revoked_at = $2 where invitation_id = $1 and accepted_at is null and revoked_at is null returning 1 as one"),
            &[&id, &tx.now()],
        )
        .await?;
    if gone.is_empty() { Err(MoveRefusal::Meanwhile) } else { Ok(()) }
}

/// Puts it back.
///
/// # Errors
/// [`MoveRefusal::Meanwhile`] when it is over, or its calendar was promised to somebody else.
pub async fn restore(tx: &TenantTx, permit: &Permit<RestoreInvitation>) -> Result<(), MoveRefusal> {
    let id = permit.verb().0;
    is_here(tx, id).await?;
    let back = tx
        .run(
            sql!(
                "update invitation i set revoked_at = null
                  where invitation_id = $1 and accepted_at is null and revoked_at is not null and expires_at > $2
                    and (practitioner_id is null
                         or not exists (select from membership m where m.practitioner_id = i.practitioner_id and m.state <> 'left')
                        and not exists (select from invitation o where o.practitioner_id = i.practitioner_id and o.invitation_id <> i.invitation_id
                                           and o.accepted_at is null and o.revoked_at is null and o.expires_at > $2))
                 returning 1 as one"
            ),
            &[&id, &tx.now()],
        )
        .await?;
    if back.is_empty() { Err(MoveRefusal::Meanwhile) } else { Ok(()) }
}

/// `POST /invitations/{id}/revoke`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(RevokeInvitation(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if let Err(refusal) = revoke(&tx, &permit).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("revoke", id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

/// `POST /invitations/{id}/restore`.
///
/// # Errors
/// [`Problem`].
pub async fn post_restore(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(RestoreInvitation(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if let Err(refusal) = restore(&tx, &permit).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("restore", id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
