//! A new practitioner keeps the clinic's hours until told otherwise.

use kernel::{Problem, TenantTx, sql};

use super::{PractitionerId, add_opening, hours::read_opening};

/// Gives a practitioner every stretch of hours that anybody here has.
///
/// # Errors
/// [`Problem`].
pub async fn copy_hours(tx: &TenantTx, to: PractitionerId) -> Result<(), Problem> {
    let stretches = tx.rows(sql!("select distinct weekday, opens, closes, null::date as valid_from, null::date as valid_until from opening_hours where service_id is null and valid_until is null order by weekday, opens, closes"), &[]).await?;
    for stretch in &stretches {
        add_opening(tx, to, read_opening(stretch)?).await?;
    }
    Ok(())
}
