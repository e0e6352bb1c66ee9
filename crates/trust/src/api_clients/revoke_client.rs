//! An owner takes a program's key away; from the next request on it opens nothing, in the database too (`door.may_enter`).

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::ApiClientId,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{PAGE, client, tell};
use crate::letters::news::ApiNews;

/// The act of taking a key away.
#[derive(Debug)]
pub struct RevokeClient(ApiClientId);

impl RevokeClient {
    /// Of this client.
    #[must_use]
    pub const fn new(client: ApiClientId) -> Self {
        Self(client)
    }
}

impl Verb for RevokeClient {
    const ACT: &'static str = "api.revoke_client";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Takes it away; twice is once.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn revoke_client(tx: &TenantTx, permit: &Permit<RevokeClient>) -> Result<(), Problem> {
    let _there = client(tx, permit.verb().0).await?;
    tx.run(sql!("update api_client set revoked_at = $2 where client_id = $1 and revoked_at is null"), &[&permit.verb().0, &tx.now()])
        .await?;
    tell(tx, permit.verb().0, ApiNews::KeyRevoked).await
}

/// POST /api-clients/{id}/revoke
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RevokeClient(id_in_path(&id)?)).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        revoke_client(&tx, &permit).await?;
        tx.commit_form(filled.form(), PAGE).await?;
    }
    Ok(see_other(PAGE))
}
