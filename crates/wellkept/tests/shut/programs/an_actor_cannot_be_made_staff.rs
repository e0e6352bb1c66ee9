//! refuses: E0624
//! because: only the sign-in check says that somebody is staff

use kernel::{Actor, ClinicId, Role, id::{PersonId, SessionId}};

pub fn forge(clinic: ClinicId, person: PersonId, session: SessionId) -> Actor {
    Actor::staff(clinic, person, Role::Owner, session)
}
