//! Keeps: "A new range counts only once an owner has confirmed it". Registering and confirming are two acts, so
//! that a slip, or a form sent in an owner's absence, does not open the door by itself.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::ApiClientId,
    http::{Desk, Filled, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{RangeId, page_of, tell};
use crate::letters::news::ApiNews;

/// The act of confirming a range.
#[derive(Debug)]
pub struct ConfirmRange(RangeId);

impl ConfirmRange {
    /// This one.
    #[must_use]
    pub const fn new(range: RangeId) -> Self {
        Self(range)
    }
}

impl Verb for ConfirmRange {
    const ACT: &'static str = "api.confirm_range";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Lets the client in from there; whose it is. Twice is once; what was revoked is not there.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn confirm_range(tx: &TenantTx, permit: &Permit<ConfirmRange>, by: PersonId) -> Result<(ApiClientId, String), Problem> {
    let row = tx
        .one(
            sql!(
                "update api_range set confirmed_by = coalesce(confirmed_by, $2), confirmed_at = coalesce(confirmed_at, $3)
                  where range_id = $1 and revoked_at is null returning client_id, network::text as network"
            ),
            &[&permit.verb().0, &by, &tx.now()],
        )
        .await?;
    let (client, network): (ApiClientId, String) = (row.read("client_id")?, row.read("network")?);
    tell(tx, client, ApiNews::RangeConfirmed(network.clone())).await?;
    Ok((client, network))
}

/// POST /api-ranges/{id}/confirm
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(ConfirmRange(id_in_path(&id)?)).await?;
    if let Some(there) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&there));
    }
    let (client, network) = confirm_range(&tx, &permit, desk.person).await?;
    tx.note_in_trail(network);
    let there = page_of(client);
    tx.commit_form(filled.form(), &there).await?;
    Ok(see_other(&there))
}
