//! Keeps: "A calendar's address is taken back at once". By the member whose it is, or an owner.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{
    FeedId,
    feeds::{PAGE, only},
};

/// The act of taking an address back.
#[derive(Debug)]
pub struct RevokeFeed(FeedId);

impl Verb for RevokeFeed {
    const ACT: &'static str = "calendar.revoke_feed";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Doctor)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Takes it back; twice is once. Another member's is not there, but for an owner (`only` is nobody then).
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn revoke_feed(tx: &TenantTx, permit: &Permit<RevokeFeed>, by: PersonId, only: Option<PersonId>) -> Result<(), Problem> {
    let id = permit.verb().0;
    let _there = tx
        .one(sql!("select feed_id from calendar_feed where feed_id = $1 and ($2::uuid is null or person_id = $2)"), &[&id, &only])
        .await?;
    tx.run(
        sql!("update calendar_feed set revoked_at = $2, revoked_by = $3 where feed_id = $1 and revoked_at is null"),
        &[&id, &tx.now(), &by],
    )
    .await
    .map(drop)
}

/// POST /me/calendar/{id}/revoke
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RevokeFeed(id_in_path(&id)?)).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        revoke_feed(&tx, &permit, desk.person, only(&desk)).await?;
        tx.commit_form(filled.form(), PAGE).await?;
    }
    Ok(see_other(PAGE))
}
