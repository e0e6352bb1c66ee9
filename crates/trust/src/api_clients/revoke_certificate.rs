//! An owner takes a certificate back: from the next request on it opens nothing, also on a connection that stands.

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

use super::{CertificateId, page_of, tell};
use crate::letters::news::ApiNews;

/// The act of taking a certificate back.
#[derive(Debug)]
pub struct RevokeCertificate(CertificateId);

impl RevokeCertificate {
    /// This one.
    #[must_use]
    pub const fn new(certificate: CertificateId) -> Self {
        Self(certificate)
    }
}

impl Verb for RevokeCertificate {
    const ACT: &'static str = "api.revoke_certificate";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Takes it back; whose it was.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn revoke_certificate(tx: &TenantTx, permit: &Permit<RevokeCertificate>, by: PersonId) -> Result<ApiClientId, Problem> {
    let row = tx
        .one(
            sql!(
                "update api_certificate set revoked_by = coalesce(revoked_by, $2), revoked_at = coalesce(revoked_at, $3)
              where certificate_id = $1 returning client_id"
            ),
            &[&permit.verb().0, &by, &tx.now()],
        )
        .await?;
    let client = row.read("client_id")?;
    tell(tx, client, ApiNews::CertificateRevoked).await?;
    Ok(client)
}

/// POST /api-certificates/{id}/revoke
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RevokeCertificate(id_in_path(&id)?)).await?;
    if let Some(there) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&there));
    }
    let there = page_of(revoke_certificate(&tx, &permit, desk.person).await?);
    tx.commit_form(filled.form(), &there).await?;
    Ok(see_other(&there))
}
