//! Reads what [`availability`](super::availability) needs: opening hours, and what stands in the calendar already.
//! Busy rows are found by the btree on `starts_at`; range operators use no index behind row-level security.

use std::{collections::BTreeMap, ops::RangeInclusive};

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Clinic, Problem, TenantTx, sql};
use trust::clinics::{Opening, PractitionerId, Service, opening_hours};

use super::availability::{Slot, Stretch, Week, free_slots};

/// How far ahead the public page books, in days.
pub const HORIZON_DAYS: i32 = 60;
/// The longest service (`service_minutes_range`): how far before a day a booking may begin and still reach into it.
const LONGEST: SignedDuration = SignedDuration::from_mins(480);

/// A time on offer and who is free for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// When.
    pub slot: Slot,
    /// Who, in the order they were asked for.
    pub practitioners: Vec<PractitionerId>,
}

/// Today and the last day that can be booked.
#[must_use]
pub fn bookable_days(clinic: &Clinic, now: Timestamp) -> RangeInclusive<Date> {
    let today = clinic.day_of(now);
    today..=today.checked_add(jiff::ToSpan::days(HORIZON_DAYS)).unwrap_or(today)
}

/// The times on these days at which at least one of the practitioners is free for the service, in order.
///
/// # Errors
/// [`Problem`].
pub async fn offers(
    tx: &TenantTx,
    clinic: &Clinic,
    service: &Service,
    practitioners: &[PractitionerId],
    days: RangeInclusive<Date>,
) -> Result<Vec<Offer>, Problem> {
    let (hours, busy) = futures_util::future::try_join(
        try_join_all(practitioners.iter().map(|practitioner| opening_hours(tx, *practitioner))),
        busy(tx, practitioners, (clinic.span_of(*days.start()).0, clinic.span_of(*days.end()).1)),
    )
    .await?;
    Ok(together(practitioners, &hours, &busy, |openings, busy| {
        let week = Week { openings, zone: &clinic.time_zone, minutes: service.minutes };
        free_slots(&week, busy, tx.now(), days.clone())
    }))
}

fn together(
    practitioners: &[PractitionerId],
    hours: &[Vec<Opening>],
    busy: &BTreeMap<PractitionerId, Vec<Stretch>>,
    free: impl Fn(&[Opening], &[Stretch]) -> Vec<Slot>,
) -> Vec<Offer> {
    let mut offers: BTreeMap<Slot, Vec<PractitionerId>> = BTreeMap::new();
    for (practitioner, openings) in practitioners.iter().zip(hours) {
        for slot in free(openings, busy.get(practitioner).map_or(&[], Vec::as_slice)) {
            offers.entry(slot).or_default().push(*practitioner);
        }
    }
    offers.into_iter().map(|(slot, practitioners)| Offer { slot, practitioners }).collect()
}

async fn busy(
    tx: &TenantTx,
    practitioners: &[PractitionerId],
    span: (Timestamp, Timestamp),
) -> Result<BTreeMap<PractitionerId, Vec<Stretch>>, Problem> {
    let earliest = span.0.checked_sub(LONGEST).unwrap_or(span.0);
    let mut busy: BTreeMap<PractitionerId, Vec<Stretch>> = BTreeMap::new();
    let rows = tx
        .rows(
            sql!(
                "select practitioner_id, starts_at, ends_at from appointment
                   where practitioner_id = any($1) and starts_at >= $2 and starts_at < $3 and ends_at > $4
                     and status in ('booked', 'arrived', 'fulfilled')"
            ),
            &[&practitioners, &earliest, &span.1, &span.0],
        )
        .await?;
    for row in &rows {
        let stretch = Stretch { from: row.read("starts_at")?, to: row.read("ends_at")? };
        busy.entry(row.read("practitioner_id")?).or_default().push(stretch);
    }
    Ok(busy)
}

/// The offers closest to a wished time, at most `most`, in the order of the day.
#[must_use]
pub fn nearest(offers: &[Offer], wished: Timestamp, most: usize) -> Vec<Offer> {
    let mut near = offers.to_vec();
    near.sort_by_key(|offer| (offer.slot.starts_at.duration_since(wished).abs(), offer.slot));
    near.truncate(most);
    near.sort_by_key(|offer| offer.slot);
    near
}

#[cfg(test)]
mod tests {
    use kernel::{Chance, Clock, id::Id as _};

    use super::*;

    fn slot(minute: i64) -> Slot {
        let at = |minute| Timestamp::from_second(minute * 60).unwrap();
        Slot { starts_at: at(minute), ends_at: at(minute + 20) }
    }

    #[test]
    fn anyone_free_is_offered_once_with_everyone_who_is_free() {
        let ids: Vec<PractitionerId> = (1..3).map(|seed| PractitionerId::fresh(&Clock::system(), &Chance::seeded(seed))).collect();
        let hours = [vec![], vec![Opening { weekday: 1, opens: jiff::civil::time(9, 0, 0, 0), closes: jiff::civil::time(10, 0, 0, 0) }]];
        let offers = together(
            &ids,
            &hours,
            &BTreeMap::new(),
            |openings, _| if openings.is_empty() { vec![slot(0)] } else { vec![slot(0), slot(20)] },
        );
        assert_eq!(offers, [Offer { slot: slot(0), practitioners: ids.clone() }, Offer { slot: slot(20), practitioners: vec![ids[1]] }]);
    }

    #[test]
    fn the_nearest_times_are_shown_in_the_order_of_the_day() {
        let offers: Vec<Offer> = [0, 20, 40, 60, 80].map(|minute| Offer { slot: slot(minute), practitioners: vec![] }).into();
        let near: Vec<Slot> = nearest(&offers, slot(45).starts_at, 3).into_iter().map(|offer| offer.slot).collect();
        assert_eq!(near, [slot(20), slot(40), slot(60)]);
    }
}
