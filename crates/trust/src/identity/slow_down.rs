//! Keeps: "Guessing is slowed, and nobody is locked out by somebody else". Wrong passwords in a row are counted in the
//! database, so that every process sees them. From one address an account waits longer each time. After five for an account,
//! twenty from a network in an hour, or fifty at one clinic's people in an hour, a browser works before a password is looked
//! at (`challenge.rs`), or a code by letter does the same. A network the account was signed in from before is spared that while
//! nobody guesses from it: a whole provider's customers may stand in it.
//! After a hundred in a row (NIST SP 800-63B-4) an account takes a password only from such a network: a link by letter or a
//! passkey always works. An address that nobody signs in with is counted the same way.

use std::net::IpAddr;

use jiff::SignedDuration;
use kernel::{ClinicId, Db, Problem, id::PersonId, sql, tenancy::network_of};

use super::challenge;

/// Wrong passwords before anybody waits.
const FREE: i32 = 10;
/// The longest wait: an owner who mistypes for an hour is still let in after it.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);
/// NIST's limit of failures in a row for one account.
const MOST_IN_A_ROW: i32 = 100;
/// Wrong passwords from one network in an hour before browsers there work: a clinic's whole staff mistypes less.
const NETWORK_FREE: i32 = 20;
/// Wrong passwords in an hour for the people of one clinic before browsers work, whoever's: to ask it only for that clinic's
/// people would tell who works there.
const CLINIC_FREE: i32 = 50;
/// Doublings of the first work that are asked of everybody, however much one clinic is tried: half a second on a desk.
const TOLL: u32 = 2;
/// Networks and clinics are counted anew after an hour without.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
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
    /// After so much work, in zero bits; or with a code by letter.
    Work(u32),
}

/// What was counted.
#[derive(Clone, Copy, Debug)]
struct Counts {
    /// Failures in a row of the account, from everywhere.
    account: i32,
    /// Those from here.
    here: i32,
    /// Those of the last hour from this network, whoever's.
    network: i32,
    /// Those of the last hour at the clinic that has the most.
    clinic: i32,
    /// How long ago the last from here was.
    ago: SignedDuration,
    /// Whether the account was signed in from this network before.
    known: bool,
}

/// The rule.
fn decide(counts: &Counts) -> Says {
    if counts.account >= MOST_IN_A_ROW && !counts.known {
        return Says::OtherWay;
    }
    if counts.ago < wait_after(counts.here) {
        return Says::Wait;
    }
    let own = i32::try_from(challenge::FREE).unwrap_or(i32::MAX);
    if counts.known && counts.here < own && counts.network < NETWORK_FREE {
        return Says::Try;
    }
    // Each of the three counts from where it begins to matter; the worst of them decides. Each wrong one for an account doubles
    // the work; many stand in a network, so there each ten do.
    let over = |count: i32, free: i32| u32::try_from(count - free).ok();
    let account = over(counts.account, own);
    let network = over(counts.network, NETWORK_FREE).map(|over| over / 10);
    let clinic = over(counts.clinic, CLINIC_FREE).map(|_| TOLL);
    let doublings = account.max(network).max(clinic);
    doublings.and_then(|more| challenge::bits_after(challenge::FREE.saturating_add(more))).map_or(Says::Try, Says::Work)
}

/// 2, 4, 8 … seconds after the free ones, at most a quarter of an hour.
fn wait_after(failures: i32) -> SignedDuration {
    match u32::try_from(failures - FREE + 1) {
        Ok(over) if over > 0 => SignedDuration::from_secs(2_i64.saturating_pow(over.min(20))).min(LONGEST),
        _ => SignedDuration::ZERO,
    }
}

/// One household of addresses: whoever has one of IPv6 has 2⁶⁴.
#[must_use]
pub fn household(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(six)) => six.segments().iter().take(4).map(|part| format!("{part:x}:")).collect(),
        Ok(four) => four.to_string(),
        Err(_) => address.to_owned(),
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
            here: keys.tag("sign-in from", &format!("{hex} {}", household(address)))?,
            network: keys.tag("network", &network_of(address))?,
            account,
        })
    }

    /// Whether a password would be looked at now.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn says(&self, db: &Db, person: Option<PersonId>) -> Result<Says, Problem> {
        let tx = db.identity().await?;
        let says = self.look(&tx, person).await?;
        tx.commit().await?;
        Ok(says)
    }

    /// Whether a password is looked at now, with so much work done; if so it counts as wrong before anybody looks, so that of
    /// guesses at the same moment each meets those before it. [`Try::right`] and [`Try::take_back`] undo that.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn begin(&self, db: &Db, whose: (Option<PersonId>, &[ClinicId]), done: Option<u32>) -> Result<Says, Problem> {
        let tx = db.identity().await?;
        // First everybody's account, then everybody's network: no two wait for each other.
        for tag in [&self.account, &self.network] {
            let lock = tag.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
            tx.rows(sql!(Identity: "select pg_advisory_xact_lock($1)"), &[&lock]).await?;
        }
        let says = match self.look(&tx, whose.0).await? {
            Says::Work(bits) if done.is_some_and(|done| done >= bits) => Says::Try,
            says => says,
        };
        if says == Says::Try {
            self.wrong(&tx, whose.1).await?;
        }
        tx.commit().await?;
        Ok(says)
    }

    async fn look(&self, tx: &kernel::tenancy::PlatformTx, person: Option<PersonId>) -> Result<Says, Problem> {
        let now = tx.now();
        let since = now.checked_sub(KNOWN).unwrap_or(now);
        let hour_ago = now.checked_sub(HOUR).unwrap_or(now);
        let row = tx
            .one(
                sql!(Identity:
                    "select coalesce((select failures from sign_in_failure where scope = 'account' and tag = $1), 0) as account,
                            coalesce((select failures from sign_in_failure where scope = 'here' and tag = $2), 0) as here,
                            (select last_at from sign_in_failure where scope = 'here' and tag = $2) as last_at,
                            coalesce((select failures from sign_in_failure where scope = 'network' and tag = $4 and last_at > $6), 0) as network,
                            coalesce((select max(failures) from sign_in_failure where scope = 'clinic' and last_at > $6), 0) as clinic,
                            exists (select from session where person_id = $3::uuid and network = $4 and started_at > $5) as known"
                ),
                &[&self.account, &self.here, &person, &self.network, &since, &hour_ago],
            )
            .await?;
        let last: Option<jiff::Timestamp> = row.read("last_at")?;
        let ago = last.map_or(SignedDuration::MAX, |last| now.duration_since(last));
        Ok(decide(&Counts {
            account: row.read("account")?,
            here: row.read("here")?,
            network: row.read("network")?,
            clinic: row.read("clinic")?,
            ago,
            known: row.read("known")?,
        }))
    }

    /// One more that was wrong, at the clinics where the person works, if there is one.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn wrong(&self, tx: &kernel::tenancy::PlatformTx, clinics: &[ClinicId]) -> Result<(), Problem> {
        tx.rows(
            sql!(Identity:
                "insert into sign_in_failure (scope, tag, failures, last_at) values ('account', $1, 1, $3), ('here', $2, 1, $3)
                  on conflict (scope, tag) do update set failures = sign_in_failure.failures + 1, last_at = excluded.last_at"
            ),
            &[&self.account, &self.here, &tx.now()],
        )
        .await?;
        // In one order, whoever else counts at this moment.
        let tags = clinics.iter().map(|clinic| tx.keys().tag("clinic", &clinic.to_string())).collect::<Result<Vec<_>, _>>()?;
        let hour_ago = tx.now().checked_sub(HOUR).unwrap_or(tx.now());
        tx.rows(
            sql!(Identity:
                "insert into sign_in_failure (scope, tag, failures, last_at)
                  select * from (select 'network' as scope, $1::bytea as tag, 1, $3::timestamptz union all select 'clinic', unnest($2::bytea[]), 1, $3) as counted
                   order by scope, tag
                  on conflict (scope, tag) do update
                     set failures = case when sign_in_failure.last_at > $4 then sign_in_failure.failures + 1 else 1 end, last_at = excluded.last_at"
            ),
            &[&self.network, &tags, &tx.now(), &hour_ago],
        )
        .await
        .map(drop)
    }

    /// It was not looked at after all, or it was right: one less.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn take_back(&self, tx: &kernel::tenancy::PlatformTx, clinics: &[ClinicId]) -> Result<(), Problem> {
        let tags = clinics.iter().map(|clinic| tx.keys().tag("clinic", &clinic.to_string())).collect::<Result<Vec<_>, _>>()?;
        tx.rows(
            sql!(Identity:
                "with counted as (
                   select scope, tag, failures from sign_in_failure
                    where scope = 'account' and tag = $1 or scope = 'here' and tag = $2 or scope = 'network' and tag = $3
                       or scope = 'clinic' and tag = any($4)
                    order by scope, tag for update),
                 gone as (delete from sign_in_failure f using counted c where f.scope = c.scope and f.tag = c.tag and c.failures = 1)
                 update sign_in_failure f set failures = f.failures - 1 from counted c
                  where f.scope = c.scope and f.tag = c.tag and c.failures > 1"
            ),
            &[&self.account, &self.here, &self.network, &tags],
        )
        .await
        .map(drop)
    }

    /// The right one: the row of failures is over, here and for the account.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn right(&self, tx: &kernel::tenancy::PlatformTx, clinics: &[ClinicId]) -> Result<(), Problem> {
        self.take_back(tx, clinics).await?;
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

    const LONG_AGO: SignedDuration = SignedDuration::MAX;
    const QUIET: Counts = Counts { account: 0, here: 0, network: 0, clinic: 0, ago: LONG_AGO, known: false };

    #[test]
    fn somebody_elses_guessing_keeps_nobody_out_of_their_own_network() {
        assert_eq!(decide(&Counts { account: MOST_IN_A_ROW, ..QUIET }), Says::OtherWay);
        assert_eq!(decide(&Counts { account: i32::MAX, known: true, ..QUIET }), Says::Try);
        let second = SignedDuration::from_secs(1);
        assert_eq!(decide(&Counts { here: FREE, ago: second, known: true, ..QUIET }), Says::Wait);
        assert_ne!(decide(&Counts { here: FREE, ago: second * 2, known: true, ..QUIET }), Says::Wait);
    }

    #[test]
    fn work_is_asked_for_after_five_at_an_account_twenty_from_a_network_or_fifty_at_a_clinic() {
        assert_eq!(decide(&Counts { account: 4, network: 19, clinic: 49, ..QUIET }), Says::Try);
        assert_eq!(decide(&Counts { account: 5, ..QUIET }), Says::Work(16));
        assert_eq!(decide(&Counts { network: 20, ..QUIET }), Says::Work(16));
        assert_eq!([50, 5000].map(|clinic| decide(&Counts { clinic, ..QUIET })), [Says::Work(18), Says::Work(18)], "no more of everybody");
        assert_eq!([29, 30, 5000].map(|network| decide(&Counts { network, ..QUIET })), [Says::Work(16), Says::Work(17), Says::Work(22)]);
        assert_eq!(decide(&Counts { account: 7, network: 21, ..QUIET }), Says::Work(18), "the worst decides");
        assert_eq!(decide(&Counts { account: 7, known: true, ..QUIET }), Says::Try, "not where they were let in before");
        assert_eq!(decide(&Counts { account: 7, here: 7, known: true, ..QUIET }), Says::Work(18), "unless they come from there");
        assert_eq!(
            decide(&Counts { account: 7, network: 20, known: true, ..QUIET }),
            Says::Work(18),
            "or from beside it, four at each address"
        );
    }

    /// A year in which guessers at several addresses try whenever they may, and the owner comes now and then from their own
    /// network with the right password. `rule` is what is tried: the one above, or a bad one.
    fn a_year(rule: impl Fn(&Counts) -> Says, addresses: usize, owner_every: SignedDuration) -> (usize, bool) {
        let mut account = 0;
        let mut here = vec![(0_i32, SignedDuration::from_hours(-1000)); addresses];
        let (mut guesses, mut shut_out, mut owner_at) = (0, false, owner_every);
        let (mut now, step, year) = (SignedDuration::ZERO, SignedDuration::from_mins(5), SignedDuration::from_hours(24 * 365));
        while now < year {
            for (failures, last) in &mut here {
                let counts = Counts { account, here: *failures, network: *failures, clinic: 0, ago: now - *last, known: false };
                // Work is done: it makes a guess dearer, not rarer.
                if matches!(rule(&counts), Says::Try | Says::Work(_)) {
                    (guesses, account, *failures, *last) = (guesses + 1, account + 1, *failures + 1, now);
                }
            }
            if now >= owner_at {
                let counts = Counts { account, here: 0, network: 0, clinic: 0, ago: LONG_AGO, known: true };
                shut_out |= rule(&counts) != Says::Try;
                owner_at += owner_every;
            }
            now += step;
        }
        (guesses, shut_out)
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 12, failure_persistence: None, ..Default::default() })]
        #[test]
        fn guessers_get_a_hundred_tries_however_many_they_are_and_the_owner_is_always_let_in(addresses in 1..40_usize, hours in 1..200_i64) {
            let (guesses, shut_out) = a_year(decide, addresses, SignedDuration::from_hours(hours));
            proptest::prop_assert!(guesses <= usize::try_from(MOST_IN_A_ROW).unwrap(), "{guesses}");
            proptest::prop_assert!(!shut_out);
        }
    }

    #[test]
    fn the_model_sees_a_rule_that_locks_the_owner_out_and_one_that_lets_guessers_go_on() {
        let locks = |counts: &Counts| if counts.account >= MOST_IN_A_ROW { Says::OtherWay } else { decide(counts) };
        assert!(a_year(locks, 3, SignedDuration::from_hours(24)).1, "the owner stands outside");
        let believes = |counts: &Counts| decide(&Counts { known: true, ..*counts });
        assert!(a_year(believes, 3, SignedDuration::from_hours(24)).0 > 1000, "guessers go on");
    }

    #[test]
    fn all_addresses_of_one_household_are_one() {
        assert_eq!(household("2001:db8:1:2:3::4"), household("2001:db8:1:2:ffff:1::9"));
        assert_ne!(household("2001:db8:1:2::4"), household("2001:db8:1:3::4"));
        assert_eq!(household("::ffff:192.0.2.7"), household("192.0.2.7"));
        assert_ne!(household("192.0.2.7"), household("192.0.2.8"));
    }
}
