//! Keeps: "Scripts book no more than the clinic allows in a day". What is counted are bookings that stand, not tries: of one
//! number, of one network, of the whole clinic in an hour and in a day. Beyond what people do, a browser works a moment for
//! each booking (`trust::identity::challenge`); beyond what the clinic allows nothing is booked online that day. No answer
//! depends on whether a number is known.

use jiff::{SignedDuration, Timestamp};
use kernel::{Clinic, Problem, TenantTx, sql};
use trust::identity::{
    challenge::{self, Challenge},
    slow_down::household,
};

/// Bookings a day that one network has without work: a family, a waiting room's Wi-Fi.
const FREE_HERE: i64 = 4;
/// Bookings a day from one network at all.
const MOST_HERE: i64 = 40;
/// Online bookings in an hour after which everybody's browser works a moment.
const BUSY_HOUR: i64 = 30;
/// A tenth of a second on a desk, half a second on a small phone.
const FIRST_BITS: u32 = 16;
/// Two seconds on a desk, ten on a small phone.
const MOST_BITS: u32 = 20;

/// Online bookings so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Today, from this network.
    pub here: i64,
    /// In the last hour, in the clinic.
    pub hour: i64,
    /// Today, in the clinic.
    pub day: i64,
}

/// What is asked of the next booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing.
    Book,
    /// Work of so many bits.
    Work(u32),
    /// Not online any more today.
    Full,
}

/// The rule.
#[must_use]
pub fn decide(counts: Counts, most_a_day: Option<i64>) -> Says {
    if counts.here >= MOST_HERE || most_a_day.is_some_and(|most| counts.day >= most) {
        return Says::Full;
    }
    // One more bit for every four bookings of this network and every fifteen of a busy hour.
    let over = ((counts.here - FREE_HERE).div_euclid(4)).max((counts.hour - BUSY_HOUR).div_euclid(15));
    match u32::try_from(over) {
        Ok(more) => Says::Work(FIRST_BITS.saturating_add(more).min(MOST_BITS)),
        Err(_) => Says::Book,
    }
}

/// Keyed tag of the network a visitor comes from, good for this day only.
///
/// # Errors
/// [`Problem`].
pub fn network(tx: &TenantTx, clinic: &Clinic, address: &str) -> Result<Vec<u8>, Problem> {
    tx.keys().tag("booking from", &format!("{} {}", clinic.day_of(tx.now()), household(address)))
}

/// Counts no further than the rule looks.
async fn counts(tx: &TenantTx, clinic: &Clinic, network: &[u8], most_a_day: Option<i64>) -> Result<Counts, Problem> {
    let day = clinic.span_of(clinic.day_of(tx.now())).0;
    let hour = tx.now().checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
    let row = tx
        .one(
            sql!(
                "select (select count(*) from (select from appointment where came_from = $1 and status <> 'proposed' limit $4) c) as here,
                        (select count(*) from (select from appointment where booked_by = 'patient' and booked_at > $3 and status <> 'proposed'
                                                order by booked_at desc limit $4) h) as hour,
                        (select count(*) from (select from appointment where booked_by = 'patient' and booked_at >= $2 and status <> 'proposed'
                                                order by booked_at desc limit $5) d) as day"
            ),
            &[&network, &day, &hour, &MOST_COUNTED, &most_a_day.unwrap_or(0)],
        )
        .await?;
    Ok(Counts { here: row.read("here")?, hour: row.read("hour")?, day: row.read("day")? })
}

/// One online booking of the clinic, and one of the network, at a time from here on.
async fn one_at_a_time(tx: &TenantTx, network: &[u8]) -> Result<(), Problem> {
    let lock = network.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    tx.run(sql!("select pg_advisory_xact_lock($1)"), &[&lock]).await?;
    tx.run(sql!("select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 20))"), &[&tx.actor().clinic()]).await.map(drop)
}

/// As many as may be on their way at once: so near to a cap bookings stand in line.
const IN_FLIGHT: i64 = 64;
/// More than the work can grow by.
const MOST_COUNTED: i64 = 120;

/// What is asked of the next booking from this network, counted so that no two at once pass a cap.
///
/// # Errors
/// [`Problem`].
pub async fn says(tx: &TenantTx, clinic: &Clinic, network: &[u8], most_a_day: Option<i64>) -> Result<Says, Problem> {
    let seen = counts(tx, clinic, network, most_a_day).await?;
    // One network books slowly: its cap is near from the first booking that wants work on.
    if seen.here < FREE_HERE && most_a_day.is_none_or(|most| seen.day + IN_FLIGHT < most) {
        return Ok(decide(seen, most_a_day));
    }
    one_at_a_time(tx, network).await?;
    Ok(decide(counts(tx, clinic, network, most_a_day).await?, most_a_day))
}

/// What a challenge is for.
fn about(clinic: &Clinic) -> String {
    format!("booking at {}", clinic.slug)
}

/// Work for one booking.
///
/// # Errors
/// [`Problem`].
pub fn new_work(tx: &TenantTx, clinic: &Clinic, bits: u32) -> Result<Challenge, Problem> {
    challenge::issue(tx.keys(), tx.db().clock(), tx.db().chance(), &about(clinic), bits)
}

/// Whether the work was done, for this clinic; it counts for one booking.
///
/// # Errors
/// [`Problem`].
pub async fn worked(tx: &TenantTx, clinic: &Clinic, brought: (&str, &str), bits: u32) -> Result<bool, Problem> {
    match challenge::check(tx.keys(), tx.now(), brought, &about(clinic), bits) {
        // Remembered as a form is: what it led to is written with the booking, or not at all.
        Ok(worked) => Ok(tx.seen_before(worked.id).await?.is_none()),
        Err(_) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A day of scripts: each try comes from one of the networks; those that can work do. How many are booked.
    fn a_day(rule: impl Fn(Counts, Option<i64>) -> Says, tries: &[(u8, bool)], most_a_day: i64) -> i64 {
        let mut here = [0_i64; 256];
        let mut day = 0;
        for (network, works) in tries {
            let counts = Counts { here: here[usize::from(*network)], hour: day, day };
            let booked = match rule(counts, Some(most_a_day)) {
                Says::Book => true,
                Says::Work(_) => *works,
                Says::Full => false,
            };
            if booked {
                here[usize::from(*network)] += 1;
                day += 1;
            }
        }
        day
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn four_thousand_scripted_bookings_hold_no_more_than_the_cap(
            tries in prop::collection::vec((any::<u8>(), any::<bool>()), 4_000),
            most in 1..300_i64,
        ) {
            let booked = a_day(decide, &tries, most);
            prop_assert!(booked <= most);
            // Without work, no more than a busy hour.
            let idle: Vec<(u8, bool)> = tries.iter().map(|(network, _)| (*network, false)).collect();
            prop_assert!(a_day(decide, &idle, most) <= BUSY_HOUR);
        }
    }

    #[test]
    fn the_model_sees_a_rule_that_counts_networks_only() {
        let tries: Vec<(u8, bool)> = (0..4_000_u32).map(|n| (u8::try_from(n % 256).unwrap(), true)).collect();
        let networks_only = |counts: Counts, _| if counts.here >= MOST_HERE { Says::Full } else { Says::Book };
        assert_eq!(a_day(networks_only, &tries, 200), 4_000);
    }

    #[test]
    fn a_family_books_without_work_and_a_network_that_goes_on_works_more_and_more() {
        let quiet = |here| decide(Counts { here, hour: here, day: here }, Some(200));
        assert_eq!(
            [0, 3, 4, 7, 8, 39].map(quiet),
            [Says::Book, Says::Book, Says::Work(16), Says::Work(16), Says::Work(17), Says::Work(20)]
        );
        assert_eq!(quiet(MOST_HERE), Says::Full);
        assert_eq!(decide(Counts { here: 0, hour: 30, day: 30 }, Some(200)), Says::Work(16), "a busy hour");
        assert_eq!(decide(Counts { here: 0, hour: 0, day: 200 }, Some(200)), Says::Full);
    }
}
