//! An owner closes a range: from the next request on nobody comes in by it.

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

/// The act of closing a range.
#[derive(Debug)]
pub struct RevokeRange(RangeId);

impl Verb for RevokeRange {
    const ACT: &'static str = "api.revoke_range";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Closes it; whose it was.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn revoke_range(tx: &TenantTx, permit: &Permit<RevokeRange>, by: PersonId) -> Result<(ApiClientId, String), Problem> {
    let row = tx
        .one(
            sql!(
                "update api_range set revoked_by = coalesce(revoked_by, $2), revoked_at = coalesce(revoked_at, $3)
                  where range_id = $1 returning client_id, network::text as network"
            ),
            &[&permit.verb().0, &by, &tx.now()],
        )
        .await?;
    let (client, network): (ApiClientId, String) = (row.read("client_id")?, row.read("network")?);
    tell(tx, client, ApiNews::RangeRevoked(network.clone())).await?;
    Ok((client, network))
}

/// POST /api-ranges/{id}/revoke
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RevokeRange(id_in_path(&id)?)).await?;
    if let Some(there) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&there));
    }
    let (client, network) = revoke_range(&tx, &permit, desk.person).await?;
    tx.note_in_trail(network);
    let there = page_of(client);
    tx.commit_form(filled.form(), &there).await?;
    Ok(see_other(&there))
}
