//! refuses: E0616
//! because: a session belongs to one clinic

use kernel::{Actor, ClinicId};

pub fn smuggle(mut actor: Actor, other: ClinicId) -> Actor {
    actor.clinic = other;
    actor
}
