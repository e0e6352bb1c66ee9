//! Keeps: "What one's login hangs on changes only with a fresh proof". Who owes a second factor has no [`Desk`] until there is
//! one: only the few pages on which it is set up take an [`Unsettled`]. Acts on a login take an [`Elevated`].

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{Desk, House};
use crate::{
    Problem,
    actor::Kind,
    id::{PersonId, SessionId},
};

/// A signed-in member of staff, even one who owes a second factor: for setting one up, and for signing out.
#[derive(Debug)]
pub struct Unsettled(pub Desk);

impl FromRequestParts<House> for Unsettled {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        Desk::unsettled(parts, house).await.map(Self)
    }
}

/// Proof that a member showed in the last ten minutes that it is really them: what acts on one's own login ask for. Made
/// only by [`Desk::elevated`].
#[derive(Debug)]
#[must_use]
pub struct Elevated {
    person: PersonId,
    session: SessionId,
}

impl Elevated {
    /// Whose login.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// In which session.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.session
    }
}

impl Desk {
    /// The right to change one's own login, for ten minutes after a proof.
    ///
    /// # Errors
    /// [`Problem::ProofNeeded`] after that; [`Problem::NotFound`] for an operator under a grant, who has no login here.
    pub fn elevated(&self) -> Result<Elevated, Problem> {
        let Kind::Staff(standing) = self.actor.kind() else { return Err(Problem::NotFound) };
        let now = self.house.db().clock().now();
        if standing.proven_until.is_none_or(|until| until <= now) {
            return Err(Problem::ProofNeeded("identity.own_login"));
        }
        Ok(Elevated { person: self.person, session: self.session })
    }
}
