//! Letters to the owners of a clinic: an operator asks for leave, and another owner has given it.

use kernel::{ClinicId, Db, Problem, TenantTx, leave::Leave};
use trust::letters::{
    Letter,
    news::{tell_owners, tell_owners_of},
};

/// An operator asks. Written after the question stands: the banner says it whatever becomes of the letter.
///
/// # Errors
/// [`Problem`].
pub(super) async fn asked(db: &Db, clinic: ClinicId, hours: i32) -> Result<(), Problem> {
    let tx = db.identity().await?;
    tell_owners_of(&tx, db, clinic, |clinic| Letter::SupportRequested { clinic, hours: hours.unsigned_abs() }).await?;
    tx.commit().await
}

/// One of the owners signed: every owner is told, in the same transaction.
///
/// # Errors
/// [`Problem`].
pub(super) async fn given(tx: &TenantTx, leave: &Leave) -> Result<(), Problem> {
    tell_owners(tx, &[], |clinic| Letter::SupportRunning { clinic, until: leave.ends_at() }).await
}
