//! refuses: E0308
//! because: a statement is a literal that a test has prepared; what a person typed is never part of it

use kernel::{Problem, TenantTx};

pub async fn inject(tx: &TenantTx, name: &str) -> Result<(), Problem> {
    tx.run(&format!("delete from patient where name = '{name}'"), &[]).await.map(drop)
}
