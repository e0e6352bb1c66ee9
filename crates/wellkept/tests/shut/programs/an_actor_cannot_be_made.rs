//! refuses: E0451
//! because: who acts comes from a session, a link, a public page or a job row

use kernel::{Actor, ClinicId, actor::Kind};

pub fn forge(clinic: ClinicId) -> Actor {
    Actor { clinic, kind: Kind::Visitor }
}
