//! refuses: E0308
//! because: who may look may not therefore sign

use kernel::Permit;

pub struct Look;
pub struct Sign;

fn sign(_permit: &Permit<Sign>) {}

pub fn mix(permit: &Permit<Look>) {
    sign(permit);
}
