//! refuses: E0451
//! because: authority comes from tx.may, which checks the role and writes the trail

use kernel::Permit;

pub struct Peek;

pub fn forge() -> Permit<Peek> {
    Permit { verb: Peek, emergency: false }
}
