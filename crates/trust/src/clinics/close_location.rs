//! Keeps: "A place that is closed lets nobody in". Who works there is signed out; whoever works at another place too signs in
//! there. Undo rather than "are you sure": a closed place is opened again, with everybody's roles as they were.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::LocationId,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::locations::{after, held};

/// The act.
#[derive(Debug)]
pub struct CloseLocation(LocationId);

impl Verb for CloseLocation {
    const ACT: &'static str = "clinics.close_location";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of opening it again, which lets people in with the roles they had there.
#[derive(Debug)]
pub struct ReopenLocation(LocationId);

impl Verb for ReopenLocation {
    const ACT: &'static str = "clinics.reopen_location";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Closes a place, and signs out who has a role there.
///
/// # Errors
/// [`Problem`].
pub async fn close(tx: &TenantTx, permit: &Permit<CloseLocation>) -> Result<(), Problem> {
    let id = permit.verb().0;
    tx.run(sql!("update location set closed_at = $2 where location_id = $1 and closed_at is null"), &[&id, &tx.now()]).await?;
    tx.run(
        sql!(
            "update session set ended_at = $2
              where ended_at is null and person_id in (select person_id from membership_at where location_id = $1)"
        ),
        &[&id, &tx.now()],
    )
    .await
    .map(drop)
}

/// Opens it again.
///
/// # Errors
/// [`Problem`].
pub async fn reopen(tx: &TenantTx, permit: &Permit<ReopenLocation>) -> Result<(), Problem> {
    tx.run(sql!("update location set closed_at = null where location_id = $1"), &[&permit.verb().0]).await.map(drop)
}

/// `POST /locations/{id}/close`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    held(&tx, id).await?;
    let permit = tx.may(CloseLocation(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    close(&tx, &permit).await?;
    let to = after("close", id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

/// `POST /locations/{id}/reopen`.
///
/// # Errors
/// [`Problem`].
pub async fn post_reopen(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    held(&tx, id).await?;
    let permit = tx.may(ReopenLocation(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    reopen(&tx, &permit).await?;
    let to = after("reopen", id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
