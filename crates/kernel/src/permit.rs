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
