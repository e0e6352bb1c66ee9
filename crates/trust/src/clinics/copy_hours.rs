//! A new practitioner keeps the clinic's hours until told otherwise.

use jiff::civil::Time;
use kernel::{Problem, TenantTx, sql};

use super::{OpeningId, PractitionerId};

/// Gives a practitioner every stretch of hours that anybody here has.
///
/// # Errors
/// [`Problem`].
pub async fn copy_hours(tx: &TenantTx, to: PractitionerId) -> Result<(), Problem> {
    let stretches = tx.rows(sql!("select distinct weekday, opens, closes from opening_hours order by weekday, opens, closes"), &[]).await?;
    for stretch in &stretches {
        let id: OpeningId = tx.fresh();
        let (weekday, opens, closes): (i16, Time, Time) = (stretch.read("weekday")?, stretch.read("opens")?, stretch.read("closes")?);
        tx.run(
            sql!(
                "insert into opening_hours (clinic_id, opening_id, practitioner_id, weekday, opens, closes) values ($1, $2, $3, $4, $5, $6)"
            ),
            &[&tx.actor().clinic(), &id, &to, &weekday, &opens, &closes],
        )
        .await?;
    }
    Ok(())
}
