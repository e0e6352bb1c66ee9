//! Practitioners that imported records speak of. They cannot be booked here until the owner says so.

use kernel::{Problem, TenantTx, sql};

use super::Practitioner;

/// Keeps practitioners, many in one statement.
///
/// # Errors
/// [`Problem`].
pub async fn bring_practitioners(tx: &TenantTx, new: &[Practitioner]) -> Result<(), Problem> {
    if new.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = new.iter().map(|one| one.id).collect();
    let names: Vec<_> = new.iter().map(|one| one.name.as_str()).collect();
    tx.run(
        sql!(
            "insert into practitioner (clinic_id, practitioner_id, name, bookable, created_at)
              select $1, p.id, p.name, false, $4 from unnest($2::uuid[], $3::text[]) as p (id, name)"
        ),
        &[&tx.actor().clinic(), &ids, &names, &tx.now()],
    )
    .await
    .map(drop)
}
