//! refuses: E0624
//! because: only the sign-in check says that somebody is staff

use kernel::{Actor, ClinicId, actor::Standing};

pub fn forge(clinic: ClinicId, standing: Standing) -> Actor {
    Actor::staff(clinic, standing)
}
