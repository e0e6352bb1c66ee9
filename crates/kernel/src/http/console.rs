//! Keeps: "Default deny" for the operator of the platform. A [`Console`] belongs to no clinic: it has no transaction in one
//! and no clinic's key. Whoever has no operator's session is led to where operators sign in.

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::SignedDuration;

use super::{
    Access, House, View,
    desk::{address, check_listing, device, session_hash},
};
use crate::{
    Problem,
    id::{PersonId, SessionId},
    keys::Column,
    sql,
};

/// The name of an operator, sealed under the platform's key.
pub const OPERATOR_NAME: Column<String> = Column::new("operator", "name");
/// Minutes without a request after which an operator is signed out.
const IDLE_MINUTES: i64 = 15;

/// A signed-in operator.
#[derive(Debug)]
pub struct Console {
    /// The view.
    pub view: View,
    /// The house.
    pub house: House,
    /// Who.
    pub operator: PersonId,
    /// Their name, for the bar.
    pub name: String,
    /// In which browser session.
    pub session: SessionId,
    /// The caller's address.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
}

impl FromRequestParts<House> for Console {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        check_listing(parts, |access| access == Access::Operator)?;
        let hash = session_hash(house, &parts.headers).ok_or(Problem::SignedOut)?;
        let tx = house.db().identity().await?;
        let now = tx.now();
        let idle = now.checked_sub(SignedDuration::from_mins(IDLE_MINUTES)).unwrap_or(now);
        let row = tx
            .maybe(
                sql!(Identity:
                    "update operator_session s set last_seen_at = $2 from operator o
                      where s.token_hash = $1 and s.ended_at is null and s.ends_at > $2 and s.last_seen_at > $3
                        and o.operator_id = s.operator_id and o.state = 'active'
                     returning s.session_id, s.operator_id, o.name"
                ),
                &[&hash, &now, &idle],
            )
            .await?
            .ok_or(Problem::SignedOut)?;
        let (session, operator): (SessionId, PersonId) = (row.read("session_id")?, row.read("operator_id")?);
        let name = tx.keys().open(&OPERATOR_NAME, operator, &row.read("name")?)?;
        tx.commit().await?;
        // A form in this request is checked against this session.
        parts.extensions.insert(session);
        let view = View::of_request(house, parts).at_console(session);
        let (address, device) = (address(house, parts), device(parts));
        Ok(Self { view, house: house.clone(), operator, name: name.into_inner(), session, address, device })
    }
}
