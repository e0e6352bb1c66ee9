//! refuses: E0308
//! because: a number from anywhere is not a clinic

use kernel::{Actor, reexport::uuid::Uuid};

pub fn anywhere(id: Uuid) -> Actor {
    Actor::program(id, "x")
}
