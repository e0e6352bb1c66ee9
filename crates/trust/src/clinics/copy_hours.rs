//! A new practitioner keeps the clinic's hours until told otherwise.

use kernel::{Problem, TenantTx, sql};

use super::{PractitionerId, add_opening, read_opening};

/// Gives a practitioner every stretch of hours that anybody here has.
///
/// # Errors
/// [`Problem`].
pub async fn copy_hours(tx: &TenantTx, to: PractitionerId) -> Result<(), Problem> {
    let stretches = tx.rows(sql!("select distinct weekday, opens, closes from opening_hours order by weekday, opens, closes"), &[]).await?;
    for stretch in &stretches {
        add_opening(tx, to, read_opening(stretch)?).await?;
    }
    Ok(())
}
