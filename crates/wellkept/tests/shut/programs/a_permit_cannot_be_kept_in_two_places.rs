//! refuses: E0599
//! because: a copy could be used after the transaction that wrote it down

use kernel::Permit;

pub struct Look;

pub fn copy(permit: Permit<Look>) -> Permit<Look> {
    permit.clone()
}
