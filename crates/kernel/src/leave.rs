//! Keeps: "Leave that nobody can forge". An operator's leave to look into a clinic is a row that the owner signed: a keyed
//! tag under the clinic's key over every word of it. Each request of an operator there checks it, so a row that somebody
//! made or changed in the database opens nothing.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Db, Problem,
    actor::{GrantId, SupportScope},
    id::{ClinicId, Id as _, PersonId},
    keys::KeyRing,
    sql,
};

/// Hours for which leave can be given.
pub const MOST_HOURS: i32 = 72;

/// Days for which an operator's question can be answered.
const ASKED_DAYS: i64 = 7;

/// What an owner signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Into which clinic.
    pub clinic: ClinicId,
    /// Which leave.
    pub grant: GrantId,
    /// For which operator.
    pub operator: PersonId,
    /// To look at what.
    pub scopes: Vec<SupportScope>,
    /// For how long.
    pub hours: i32,
    /// Which owner gave it.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: Timestamp,
}

impl Leave {
    /// Questions asked before this are no longer answered.
    #[must_use]
    pub fn asked_since(now: Timestamp) -> Timestamp {
        now.checked_sub(SignedDuration::from_hours(24 * ASKED_DAYS)).unwrap_or(now)
    }

    /// When it ends by itself.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.decided_at.checked_add(SignedDuration::from_hours(i64::from(self.hours))).unwrap_or(self.decided_at)
    }

    /// The owner's signature, under the key of their clinic.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn signature(&self, keys: &KeyRing) -> Result<Vec<u8>, Problem> {
        let scopes: Vec<&str> = self.scopes.iter().map(|scope| scope.word()).collect();
        let text = format!(
            "{}|{}|{}|{}|{}|{}|{}",
            self.clinic.uuid(),
            self.grant.uuid(),
            self.operator.uuid(),
            scopes.join("+"),
            self.hours,
            self.decided_by.uuid(),
            self.decided_at.as_microsecond(),
        );
        keys.tag("leave for support", &text)
    }

    /// Whether this is what was signed, and still runs.
    fn holds(&self, keys: &KeyRing, signature: &[u8], ends_at: Timestamp, now: Timestamp) -> Result<bool, Problem> {
        let signed = verify_slices_are_equal(&self.signature(keys)?, signature).is_ok();
        Ok(signed && (1..=MOST_HOURS).contains(&self.hours) && ends_at == self.ends_at() && now < ends_at)
    }
}

impl Db {
    /// The leave as the owner signed it; `None` when it is over, refused, revoked, or not what was signed.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn leave(&self, clinic: ClinicId, grant: GrantId) -> Result<Option<Leave>, Problem> {
        let now = self.clock().now();
        let rows = self
            .ask(
                sql!("select operator_id, scopes, hours, decided_by, decided_at, ends_at, signature from door.leave($1, $2, $3)"),
                &[&clinic, &grant, &now],
            )
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let scopes: Vec<&str> = row.read("scopes")?;
        let leave = Leave {
            clinic,
            grant,
            operator: row.read("operator_id")?,
            scopes: scopes.into_iter().filter_map(SupportScope::from_word).collect(),
            hours: row.read("hours")?,
            decided_by: row.read("decided_by")?,
            decided_at: row.read("decided_at")?,
        };
        let keys = self.ring(clinic).await?;
        if leave.holds(&keys, row.read("signature")?, row.read("ends_at")?, now)? {
            return Ok(Some(leave));
        }
        tracing::error!(%clinic, %grant, "a leave for support is not what an owner signed; it opens nothing");
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Clock, keys::RootKey};

    fn leave() -> Leave {
        let (clock, chance) = (Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap()), Chance::seeded(1));
        Leave {
            clinic: ClinicId::fresh(&clock, &chance),
            grant: GrantId::fresh(&clock, &chance),
            operator: PersonId::fresh(&clock, &chance),
            scopes: vec![SupportScope::Schedule],
            hours: 4,
            decided_by: PersonId::fresh(&clock, &chance),
            decided_at: clock.now(),
        }
    }

    #[test]
    fn a_leave_with_a_single_word_changed_is_not_what_was_signed() {
        let keys = KeyRing::of_platform(&RootKey::from_bytes([3; 32])).unwrap();
        let signed = leave();
        let (signature, now) = (signed.signature(&keys).unwrap(), signed.decided_at);
        let holds = |leave: &Leave| leave.holds(&keys, &signature, leave.ends_at(), now).unwrap();
        assert!(holds(&signed));
        let other = PersonId::from_uuid(uuid::Uuid::from_u128(7));
        for forged in [
            Leave { clinic: ClinicId::from_uuid(uuid::Uuid::from_u128(7)), ..signed.clone() },
            Leave { grant: GrantId::from_uuid(uuid::Uuid::from_u128(7)), ..signed.clone() },
            Leave { operator: other, ..signed.clone() },
            Leave { scopes: vec![SupportScope::Schedule, SupportScope::Records], ..signed.clone() },
            Leave { hours: 5, ..signed.clone() },
            Leave { decided_by: other, ..signed.clone() },
            Leave { decided_at: now + SignedDuration::from_secs(1), ..signed.clone() },
        ] {
            assert!(!holds(&forged), "{forged:?}");
        }
        let end = signed.ends_at();
        assert!(!signed.holds(&keys, &signature, end, end).unwrap(), "it ends by itself");
        assert!(!signed.holds(&keys, &signature, end + SignedDuration::from_hours(1), now).unwrap(), "a later end was never signed");
        assert!(!signed.holds(&keys, &[], end, now).unwrap());
    }
}
