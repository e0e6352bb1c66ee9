//! refuses: E0624
//! because: the only way to a clinic's rows is to enter it as somebody

use kernel::TenantTx;

pub fn forge() {
    let _make = TenantTx::new;
}
