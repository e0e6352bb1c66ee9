//! Letters to the owners of a clinic: an operator asks for leave, and another owner has given it.

use kernel::{ClinicId, Db, Problem, TenantTx, id::PersonId, leave::Leave, sql};
use trust::letters::{self, Addressee, Letter};

/// An operator asks. Written after the question stands: the banner says it whatever becomes of the letter.
///
/// # Errors
/// [`Problem`].
pub(super) async fn asked(db: &Db, clinic: ClinicId, hours: i32) -> Result<(), Problem> {
    let clinic = db.clinic_by_id(clinic).await?;
    let letter = Letter::SupportRequested { clinic: clinic.name, hours: hours.unsigned_abs() };
    let tx = db.identity().await?;
    let owners = tx
        .rows(
            sql!(Identity: "select person_id from membership where clinic_id = $1 and role = 'owner' and state = 'active'"),
            &[&clinic.id],
        )
        .await?;
    for row in owners {
        let owner: PersonId = row.read("person_id")?;
        letters::write(&tx, db, &Addressee::Person(owner), clinic.language, &letter).await?;
    }
    tx.commit().await
}

/// One of the owners signed: every owner is told, in the same transaction.
///
/// # Errors
/// [`Problem`].
pub(super) async fn given(tx: &TenantTx, db: &Db, leave: &Leave) -> Result<(), Problem> {
    let clinic = db.clinic_by_id(leave.clinic).await?;
    let letter = Letter::SupportRunning { clinic: clinic.name, until: leave.ends_at() };
    for row in tx.rows(sql!("select person_id from membership where role = 'owner' and state = 'active'"), &[]).await? {
        let owner: PersonId = row.read("person_id")?;
        letters::write_from(tx, db, &Addressee::Person(owner), clinic.language, &letter).await?;
    }
    Ok(())
}
