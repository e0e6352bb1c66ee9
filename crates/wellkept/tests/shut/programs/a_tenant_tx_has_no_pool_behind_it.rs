//! refuses: E0616
//! because: a bare connection would reach tables with no clinic set and no line in the trail

use kernel::TenantTx;

pub fn reach_in(tx: &TenantTx) {
    let _connection = &tx.wire;
}
