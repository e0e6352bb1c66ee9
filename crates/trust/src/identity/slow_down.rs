//! Keeps: "Guessing is slowed, and nobody is locked out by somebody else". Wrong passwords in a row are counted in the
//! database, so that every process sees them. From one address an account waits longer each time; after a hundred in a row
//! (NIST SP 800-63B-4) it takes a password only from a network it was signed in from before: a link by letter or a passkey
//! always works. An address that nobody signs in with is counted the same way.

use jiff::SignedDuration;
use kernel::{Db, Problem, id::PersonId, sql, tenancy::network_of};

/// Wrong passwords before anybody waits.
const FREE: i32 = 10;
/// The longest wait: an owner who mistypes for an hour is still let in after it.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);
/// NIST's limit of failures in a row for one account.
const MOST_IN_A_ROW: i32 = 100;
/// How long a network counts as known after a sign-in from it.
const KNOWN: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Where somebody tries, as keyed tags.
#[derive(Debug)]
pub struct Try {
    account: Vec<u8>,
    here: Vec<u8>,
    network: Vec<u8>,
}

/// What the count says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Go on.
    Try,
    /// Not yet, from this address.
    Wait,
    /// This account takes no password from here any more.
    OtherWay,
}

/// The rule: failures in a row of the account, failures from here, how long ago the last of them was, and whether the
/// account was signed in from this network before.
fn decide(account: i32, here: i32, ago: SignedDuration, known: bool) -> Says {
    if account >= MOST_IN_A_ROW && !known {
        return Says::OtherWay;
    }
    if ago < wait_after(here) { Says::Wait } else { Says::Try }
}

/// 2, 4, 8 … seconds after the free ones, at most a quarter of an hour.
fn wait_after(failures: i32) -> SignedDuration {
    match u32::try_from(failures - FREE + 1) {
        Ok(over) if over > 0 => SignedDuration::from_secs(2_i64.saturating_pow(over.min(20))).min(LONGEST),
        _ => SignedDuration::ZERO,
    }
}

impl Try {
    /// At this account (its key), from this address.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn at(db: &Db, account: Vec<u8>, address: &str) -> Result<Self, Problem> {
        let keys = db.platform_keys();
        let hex: String = account.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self {
            here: keys.tag("sign-in from", &format!("{hex} {address}"))?,
            network: keys.tag("network", &network_of(address))?,
            account,
        })
    }

    /// Whether a password is looked at now.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn says(&self, db: &Db, person: Option<PersonId>) -> Result<Says, Problem> {
        let tx = db.identity().await?;
        let now = tx.now();
        let since = now.checked_sub(KNOWN).unwrap_or(now);
        let row = tx
            .one(
                sql!(Identity:
                    "select coalesce((select failures from sign_in_failure where scope = 'account' and tag = $1), 0) as account,
                            coalesce((select failures from sign_in_failure where scope = 'here' and tag = $2), 0) as here,
                            (select last_at from sign_in_failure where scope = 'here' and tag = $2) as last_at,
                            exists (select from session where person_id = $3::uuid and network = $4 and started_at > $5) as known"
                ),
                &[&self.account, &self.here, &person, &self.network, &since],
            )
            .await?;
        tx.commit().await?;
        let last: Option<jiff::Timestamp> = row.read("last_at")?;
        let ago = last.map_or(SignedDuration::MAX, |last| now.duration_since(last));
        Ok(decide(row.read("account")?, row.read("here")?, ago, row.read("known")?))
    }

    /// One more that was wrong.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn wrong(&self, tx: &kernel::tenancy::PlatformTx) -> Result<(), Problem> {
        tx.rows(
            sql!(Identity:
                "insert into sign_in_failure (scope, tag, failures, last_at) values ('account', $1, 1, $3), ('here', $2, 1, $3)
                  on conflict (scope, tag) do update set failures = sign_in_failure.failures + 1, last_at = excluded.last_at"
            ),
            &[&self.account, &self.here, &tx.now()],
        )
        .await
        .map(drop)
    }

    /// The right one: the row of failures is over, here and for the account.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn right(&self, tx: &kernel::tenancy::PlatformTx) -> Result<(), Problem> {
        tx.rows(
            sql!(Identity: "delete from sign_in_failure where scope = 'account' and tag = $1 or scope = 'here' and tag = $2"),
            &[&self.account, &self.here],
        )
        .await
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_password_from_here_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let seconds = |failures| wait_after(failures).as_secs();
        assert_eq!([0, FREE - 1, FREE, FREE + 1, FREE + 2, FREE + 90].map(seconds), [0, 0, 2, 4, 8, 900]);
    }

    #[test]
    fn somebody_elses_guessing_keeps_nobody_out_of_their_own_network() {
        let now = SignedDuration::MAX;
        assert_eq!(decide(MOST_IN_A_ROW - 1, 0, now, false), Says::Try);
        assert_eq!(decide(MOST_IN_A_ROW, 0, now, false), Says::OtherWay);
        assert_eq!(decide(i32::MAX, 0, now, true), Says::Try);
        assert_eq!(decide(0, FREE, SignedDuration::from_secs(1), true), Says::Wait);
        assert_eq!(decide(0, FREE, SignedDuration::from_secs(2), true), Says::Try);
    }
}
