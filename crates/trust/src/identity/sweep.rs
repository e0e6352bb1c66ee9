//! Keeps: "Addresses go after thirty days". What happened to a login stays; where it came from goes, and so do sessions that
//! were over long ago. The login that does it sees times and ids.

use jiff::SignedDuration;
use kernel::{Db, Problem, sql};

/// Days for which an address is kept beside what happened from it.
const ADDRESS_DAYS: i64 = 30;

/// Removes what is over.
///
/// # Errors
/// [`Problem`].
pub async fn sweep(db: &Db) -> Result<(), Problem> {
    let tx = db.sweep().await?;
    let before = tx.now().checked_sub(SignedDuration::from_hours(24 * ADDRESS_DAYS)).unwrap_or(tx.now());
    tx.rows(sql!(Sweep: "delete from account_event_address where at < $1"), &[&before]).await?;
    tx.rows(sql!(Sweep: "delete from session where ends_at < $1"), &[&before]).await?;
    tx.rows(sql!(Sweep: "delete from operator_session where ends_at < $1"), &[&before]).await?;
    tx.rows(sql!(Sweep: "delete from ticket where expires_at < $1"), &[&tx.now()]).await?;
    tx.rows(sql!(Sweep: "delete from sign_in_failure where last_at < $1"), &[&before]).await?;
    tx.rows(sql!(Sweep: "delete from worked where good_until < $1"), &[&tx.now()]).await?;
    tx.rows(sql!(Sweep: "delete from sign_in_code where good_until < $1"), &[&tx.now()]).await?;
    tx.commit().await
}
