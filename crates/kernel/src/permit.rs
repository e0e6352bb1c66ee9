//! Keeps: "Authority cannot be forgotten". A verb that changes or shows something asks for a [`Permit`] of itself,
//! and only [`TenantTx::may`](crate::TenantTx::may) makes one, writing the audit leaf on the way.

use uuid::Uuid;

use crate::{Actor, Role, actor::Kind};

/// Who may do a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of staff with this role.
    Staff(Role),
    /// Anybody on the clinic's public page.
    Visitor,
    /// The holder of a link to this very subject.
    Bearer,
    /// A job row.
    Job,
    /// Somebody opening a new clinic.
    Founder,
    /// A command of this program.
    Program,
}

/// Something people do. Implement it on a small struct named after the act, holding the ids it is about.
pub trait Verb: Send + Sync + 'static {
    /// The act's name in the trail, `room.verb`: "booking.book".
    const ACT: &'static str;
    /// Who may; nobody else.
    const WHO: &'static [Who];
    /// What it is done to.
    fn subject(&self) -> Option<Uuid> {
        None
    }
    /// The patient it concerns.
    fn about(&self) -> Option<Uuid> {
        None
    }
}

/// Proof that this actor may do this act now. Not clonable; made only by `tx.may(…)`.
#[derive(Debug)]
#[must_use]
pub struct Permit<V> {
    verb: V,
}

impl<V> Permit<V> {
    /// The act that is permitted, with its ids.
    pub const fn verb(&self) -> &V {
        &self.verb
    }
}

pub(crate) fn grant<V: Verb>(actor: &Actor, verb: V) -> Result<Permit<V>, V> {
    let allowed = V::WHO.iter().any(|who| match (who, actor.kind()) {
        (Who::Staff(wanted), Kind::Staff { role, .. }) => wanted == role,
        (Who::Visitor, Kind::Visitor)
        | (Who::Job, Kind::Job { .. })
        | (Who::Founder, Kind::Founder)
        | (Who::Program, Kind::Program { .. }) => true,
        (Who::Bearer, Kind::Bearer { subject }) => verb.subject() == Some(*subject),
        _ => false,
    });
    if allowed { Ok(Permit { verb }) } else { Err(verb) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, ClinicId, Clock, id::Id};

    struct Open(Uuid);
    impl Verb for Open {
        const ACT: &'static str = "test.open";
        const WHO: &'static [Who] = &[Who::Bearer, Who::Staff(Role::Owner)];
        fn subject(&self) -> Option<Uuid> {
            Some(self.0)
        }
    }

    #[test]
    fn a_link_opens_its_own_subject_and_no_other() {
        let (clock, chance) = (Clock::system(), Chance::seeded(7));
        let clinic = ClinicId::fresh(&clock, &chance);
        let (mine, other) = (crate::id::fresh(&clock, &chance), crate::id::fresh(&clock, &chance));
        let bearer = Actor::bearer(clinic, mine);
        assert!(grant(&bearer, Open(mine)).is_ok());
        assert!(grant(&bearer, Open(other)).is_err());
        assert!(grant(&Actor::visitor(clinic), Open(mine)).is_err());
    }
}
