//! Keeps: "Authority cannot be forgotten". A verb that changes or shows something asks for a [`Permit`] of itself,
//! and only [`TenantTx::may`](crate::TenantTx::may) makes one, writing the audit leaf on the way.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Actor, Role,
    actor::{Kind, SupportScope},
};

/// Who may do a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of staff with this role.
    Staff(Role),
    /// A member of staff with this role who opened emergency access to the very patient the act is about.
    Emergency(Role),
    /// The platform's operator, under a grant of this scope.
    Support(SupportScope),
    /// Another program of the clinic's, whose key has this scope.
    Client(&'static str),
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
    /// Whether it wants a proof of the last ten minutes that it is really them: export, roles, keys, bank details, grants.
    const FRESH_PROOF: bool = false;
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
    emergency: bool,
}

impl<V> Permit<V> {
    /// The act that is permitted, with its ids.
    pub const fn verb(&self) -> &V {
        &self.verb
    }

    /// Whether only open emergency access made it a yes.
    pub(crate) const fn emergency(&self) -> bool {
        self.emergency
    }
}

/// Why not.
pub(crate) enum Refused<V> {
    /// Never, as who they are.
    Forbidden(V),
    /// After a fresh proof.
    ProofNeeded,
}

fn is(who: Who, actor: &Actor, verb: &impl Verb) -> bool {
    match (who, actor.kind()) {
        (Who::Staff(wanted), Kind::Staff(standing)) => wanted == standing.role,
        (Who::Support(wanted), Kind::Support { scopes, .. }) => scopes.contains(&wanted),
        (Who::Client(wanted), Kind::Client { scopes, .. }) => scopes.iter().any(|scope| scope == wanted),
        (Who::Visitor, Kind::Visitor)
        | (Who::Job, Kind::Job { .. })
        | (Who::Founder, Kind::Founder)
        | (Who::Program, Kind::Program { .. }) => true,
        (Who::Bearer, Kind::Bearer { subject }) => verb.subject() == Some(*subject),
        _ => false,
    }
}

fn in_emergency(who: Who, actor: &Actor, verb: &impl Verb) -> bool {
    match (who, actor.kind(), verb.about()) {
        (Who::Emergency(wanted), Kind::Staff(standing), Some(patient)) => wanted == standing.role && standing.glass.contains(&patient),
        _ => false,
    }
}

pub(crate) fn grant<V: Verb>(actor: &Actor, verb: V, now: Timestamp) -> Result<Permit<V>, Refused<V>> {
    let allowed = V::WHO.iter().any(|who| is(*who, actor, &verb));
    let emergency = !allowed && V::WHO.iter().any(|who| in_emergency(*who, actor, &verb));
    if !allowed && !emergency {
        return Err(Refused::Forbidden(verb));
    }
    match actor.kind() {
        Kind::Staff(standing) if V::FRESH_PROOF && standing.proven_until.is_none_or(|until| until <= now) => Err(Refused::ProofNeeded),
        _ => Ok(Permit { verb, emergency }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Chance, ClinicId, Clock,
        actor::{GrantId, Standing},
        id::{Id, PersonId, SessionId},
    };

    struct Open(Uuid);
    impl Verb for Open {
        const ACT: &'static str = "test.open";
        const WHO: &'static [Who] =
            &[Who::Bearer, Who::Staff(Role::Owner), Who::Emergency(Role::Doctor), Who::Support(SupportScope::Records), Who::Client("open")];
        fn subject(&self) -> Option<Uuid> {
            Some(self.0)
        }
        fn about(&self) -> Option<Uuid> {
            Some(self.0)
        }
    }

    struct TakeAway;
    impl Verb for TakeAway {
        const ACT: &'static str = "test.take_away";
        const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
        const FRESH_PROOF: bool = true;
    }

    struct Ground {
        clock: Clock,
        chance: Chance,
        clinic: ClinicId,
    }

    fn ground() -> Ground {
        let (clock, chance) = (Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap()), Chance::seeded(7));
        Ground { clinic: ClinicId::fresh(&clock, &chance), clock, chance }
    }

    impl Ground {
        fn id(&self) -> Uuid {
            crate::id::fresh(&self.clock, &self.chance)
        }

        fn staff(&self, role: Role, proven_until: Option<Timestamp>, glass: Vec<Uuid>) -> Actor {
            let person = PersonId::fresh(&self.clock, &self.chance);
            let session = SessionId::fresh(&self.clock, &self.chance);
            Actor::staff(self.clinic, Standing { person, role, session, location: None, proven_until, glass })
        }

        fn may_open(&self, actor: &Actor, what: Uuid) -> Option<bool> {
            grant(actor, Open(what), self.clock.now()).ok().map(|permit| permit.emergency())
        }
    }

    #[test]
    fn a_link_opens_its_own_subject_and_no_other() {
        let ground = ground();
        let (mine, other) = (ground.id(), ground.id());
        let bearer = Actor::bearer(ground.clinic, mine);
        assert_eq!((ground.may_open(&bearer, mine), ground.may_open(&bearer, other)), (Some(false), None));
        assert_eq!(ground.may_open(&Actor::visitor(ground.clinic), mine), None);
    }

    #[test]
    fn emergency_access_opens_its_own_patient_and_says_that_it_was_one() {
        let ground = ground();
        let (mine, other) = (ground.id(), ground.id());
        let doctor = ground.staff(Role::Doctor, None, vec![mine]);
        assert_eq!((ground.may_open(&doctor, mine), ground.may_open(&doctor, other)), (Some(true), None));
        assert_eq!(ground.may_open(&ground.staff(Role::Nurse, None, vec![mine]), mine), None, "another role's glass");
        assert_eq!(ground.may_open(&ground.staff(Role::Owner, None, vec![mine]), mine), Some(false), "who may anyhow breaks no glass");
    }

    #[test]
    fn an_operator_and_a_program_go_as_far_as_they_were_let() {
        let ground = ground();
        let fresh = || (PersonId::fresh(&ground.clock, &ground.chance), SessionId::fresh(&ground.clock, &ground.chance));
        let operator = |scopes| {
            let (person, session) = fresh();
            Actor::support(ground.clinic, person, session, GrantId::fresh(&ground.clock, &ground.chance), scopes)
        };
        let program = |scopes: &[&str]| {
            let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            Actor::client(ground.clinic, crate::actor::ApiClientId::fresh(&ground.clock, &ground.chance), scopes)
        };
        let what = ground.id();
        assert_eq!(ground.may_open(&operator(vec![SupportScope::Records]), what), Some(false));
        assert_eq!(ground.may_open(&operator(vec![SupportScope::Schedule, SupportScope::Billing]), what), None);
        assert_eq!(ground.may_open(&program(&["open"]), what), Some(false));
        assert_eq!(ground.may_open(&program(&["opened", "ope", ""]), what), None);
    }

    #[test]
    fn what_wants_a_fresh_proof_is_refused_without_one_and_after_ten_minutes() {
        let ground = ground();
        let now = ground.clock.now();
        let soon = now + jiff::SignedDuration::from_secs(1);
        for (until, may) in [(None, false), (Some(now), false), (Some(soon), true)] {
            let asked = grant(&ground.staff(Role::Owner, until, Vec::new()), TakeAway, now);
            assert!(if may { asked.is_ok() } else { matches!(asked, Err(Refused::ProofNeeded)) }, "{until:?}");
        }
        let other = grant(&ground.staff(Role::Doctor, Some(soon), Vec::new()), TakeAway, now);
        assert!(matches!(other, Err(Refused::Forbidden(_))), "a proof makes nobody an owner");
    }
}
