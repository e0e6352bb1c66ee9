//! An owner says that everybody in the clinic needs a second factor, or takes it back. For owners of real clinics it is so anyway.

use axum::response::Response;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    permit::Who,
    sql,
};
use uuid::Uuid;

/// The act.
#[derive(Debug)]
pub struct RequireFactor(Uuid);

impl Verb for RequireFactor {
    const ACT: &'static str = "identity.require_factor";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0)
    }
}

/// Whether everybody here needs one.
///
/// # Errors
/// [`Problem`].
pub async fn for_all(tx: &TenantTx) -> Result<bool, Problem> {
    tx.one(sql!("select second_factor from clinic where clinic_id = $1"), &[&tx.actor().clinic()]).await?.read("second_factor")
}

/// Says so.
///
/// # Errors
/// [`Problem`].
pub async fn require_factor(tx: &TenantTx, _permit: &Permit<RequireFactor>, of_all: bool) -> Result<(), Problem> {
    tx.run(sql!("update clinic set second_factor = $2 where clinic_id = $1"), &[&tx.actor().clinic(), &of_all]).await.map(drop)
}

/// POST /settings/security/factor
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(RequireFactor(kernel::id::Id::uuid(desk.clinic.id))).await?;
    require_factor(&tx, &permit, filled.ticked("for_all")).await?;
    tx.commit().await?;
    Ok(see_other("/settings/security"))
}
