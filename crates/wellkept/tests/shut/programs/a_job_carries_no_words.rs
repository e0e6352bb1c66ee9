//! refuses: E0308
//! because: a job row holds ids only, never a name or a number

use kernel::{Problem, TenantTx};

pub async fn later(tx: &TenantTx) -> Result<(), Problem> {
    tx.later("message.send", "+923001234567", tx.now()).await
}
