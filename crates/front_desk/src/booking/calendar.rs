//! Reads what [`availability`](super::availability) needs: opening hours, and what stands in the calendar already.
//! Busy rows are found by the btree on `starts_at`; range operators use no index behind row-level security.

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Clinic, Problem, TenantTx, actor::LocationId, sql};
use trust::clinics::{
    PractitionerId, RoomId, Service,
    hours::{For, Hours, hours_of},
    locations::at_place,
};

use super::{
    appointment::AppointmentId,
    availability::{Pace, Slot, Stretch, Week, free_slots},
};

/// The longest service and the longest time around it (`service_minutes_range`, `service_buffer_after`): how far before a
/// day a booking may begin and still reach into it.
const LONGEST: SignedDuration = SignedDuration::from_mins(480 + 240);
/// The longest time before a visit (`service_buffer_before`): how far after a day one may begin and reach back into it.
const LONGEST_BEFORE: SignedDuration = SignedDuration::from_mins(240);

/// A time on offer and who is free for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// When.
    pub slot: Slot,
    /// Who, in the order they were asked for.
    pub practitioners: Vec<PractitionerId>,
    /// The rooms that are free, of those the service needs one of; empty where it needs none.
    pub rooms: Vec<RoomId>,
}

/// What times are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// For what.
    pub service: &'a Service,
    /// With whom: one, or several for "anyone".
    pub practitioners: &'a [PractitionerId],
    /// Where, if the clinic works in several places.
    pub location: Option<LocationId>,
    /// A row that counts as not there: one's own hold, or the visit that is about to move.
    pub besides: Option<Own>,
}

/// A row of the calendar that is one's own.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// The row.
    pub id: AppointmentId,
    /// The time that is not offered, for one is moving away from it.
    pub leaves: Option<Timestamp>,
}

/// How a service fills hours.
#[must_use]
pub const fn pace(service: &Service) -> Pace {
    Pace { minutes: service.minutes, before: service.around.0, after: service.around.1, every: service.every }
}

/// Today and the last day on which the service can be booked.
#[must_use]
pub fn bookable_days(clinic: &Clinic, service: &Service, now: Timestamp) -> RangeInclusive<Date> {
    let today = clinic.day_of(now);
    today..=today.checked_add(jiff::ToSpan::days(service.horizon)).unwrap_or(today)
}

/// The times on these days, by the clock that `clinic` goes by, at which at least one of the practitioners is free for the service, in order; none that is
/// nearer than the service's notice. Hours at a place are by the place's own clock, whichever clock the days are of.
///
/// # Errors
/// [`Problem`].
pub async fn offers(tx: &TenantTx, clinic: &Clinic, wanted: &Wanted<'_>, days: RangeInclusive<Date>) -> Result<Vec<Offer>, Problem> {
    let service = wanted.service;
    let practitioners: Vec<PractitionerId> = wanted.practitioners.iter().copied().filter(|one| service.is_given_by(*one)).collect();
    let span = (clinic.span_of(*days.start()).0, clinic.span_of(*days.end()).1);
    let there = at_place(tx, clinic, wanted.location).await?;
    let local = there.day_of(span.0)..=there.day_of(span.1);
    let of = For { service: Some(service.id), location: wanted.location, days: (*local.start(), *local.end()) };
    let rooms = service.rooms.as_deref().unwrap_or_default();
    let (hours, (busy, groups), taken) = futures_util::try_join!(
        hours_of(tx, &practitioners, of),
        busy(tx, &practitioners, wanted, span),
        busy_rooms(tx, rooms, wanted, span)
    )?;
    let notice = SignedDuration::from_mins(i64::from(service.notice));
    let earliest = tx.now().checked_add(notice).unwrap_or(Timestamp::MAX);
    let mut offers = together(&practitioners, &hours, &busy, |hours, busy| {
        let week = Week { openings: &hours.openings, exceptions: &hours.exceptions, zone: &there.time_zone, pace: pace(service) };
        free_slots(&week, busy, earliest, local.clone())
    });
    offers.retain(|offer| span.0 <= offer.slot.starts_at && offer.slot.starts_at < span.1);
    if let Some(left) = wanted.besides.and_then(|own| own.leaves) {
        offers.retain(|offer| offer.slot.starts_at != left);
    }
    if service.places > 1 {
        offers.retain_mut(|offer| {
            let block = pace(service).blocks(offer.slot);
            offer.practitioners.retain(|one| groups.get(one).is_none_or(|groups| has_place(groups, offer.slot, block, service.places)));
            !offer.practitioners.is_empty()
        });
    }
    if service.rooms.is_some() {
        offers.retain_mut(|offer| {
            let block = pace(service).blocks(offer.slot);
            offer.rooms = rooms.iter().copied().filter(|room| taken.get(room).is_none_or(|taken| !meets(taken, block))).collect();
            !offer.rooms.is_empty()
        });
    }
    Ok(offers)
}

/// Whether any stretch, in order of their beginnings and apart from each other, meets this one.
fn meets(taken: &[Stretch], block: Stretch) -> bool {
    let after = taken.partition_point(|stretch| stretch.to <= block.from);
    taken.get(after).is_some_and(|stretch| stretch.from < block.to)
}

fn together(
    practitioners: &[PractitionerId],
    hours: &BTreeMap<PractitionerId, Hours>,
    busy: &BTreeMap<PractitionerId, Vec<Stretch>>,
    free: impl Fn(&Hours, &[Stretch]) -> Vec<Slot>,
) -> Vec<Offer> {
    let mut offers: BTreeMap<Slot, Vec<PractitionerId>> = BTreeMap::new();
    for practitioner in practitioners {
        let Some(hours) = hours.get(practitioner) else { continue };
        for slot in free(hours, busy.get(practitioner).map_or(&[], Vec::as_slice)) {
            offers.entry(slot).or_default().push(*practitioner);
        }
    }
    offers.into_iter().map(|(slot, practitioners)| Offer { slot, practitioners, rooms: Vec::new() }).collect()
}

/// A group that meets: when it begins, what it blocks, and how many come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    starts_at: Timestamp,
    block: Stretch,
    comes: i64,
}

/// Whether one more can join the group of this time, or begin one: no group of the service meets at another time meanwhile.
fn has_place(groups: &[Group], slot: Slot, block: Stretch, places: i32) -> bool {
    let meets = |group: &&Group| group.block.from < block.to && block.from < group.block.to;
    groups.iter().filter(meets).all(|group| group.starts_at == slot.starts_at && group.comes < i64::from(places))
}

type Busy = (BTreeMap<PractitionerId, Vec<Stretch>>, BTreeMap<PractitionerId, Vec<Group>>);

/// What keeps the practitioners from a visit; the groups of the very service apart, for one may join them.
async fn busy(tx: &TenantTx, practitioners: &[PractitionerId], wanted: &Wanted<'_>, span: (Timestamp, Timestamp)) -> Result<Busy, Problem> {
    let (earliest, latest) = reach(span);
    let rows = tx
        .rows(
            sql!(
                "select practitioner_id, starts_at, coalesce(blocks_from, starts_at) as from_at, coalesce(blocks_until, ends_at) as until_at,
                        session_id is not null and service_id = $5 as joins
                   from appointment
                  where practitioner_id = any($1) and starts_at >= $2 and starts_at < $3
                    and status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as <> 'walk_in'
                    and (status <> 'proposed' or held_until > $4) and appointment_id is distinct from $6
                  order by starts_at"
            ),
            &[&practitioners, &earliest, &latest, &tx.now(), &wanted.service.id, &wanted.besides.map(|own| own.id)],
        )
        .await?;
    let (mut alone, mut groups): Busy = Default::default();
    for row in &rows {
        let practitioner = row.read("practitioner_id")?;
        let block = Stretch { from: row.read("from_at")?, to: row.read("until_at")? };
        if !row.read::<bool>("joins")? {
            alone.entry(practitioner).or_default().push(block);
            continue;
        }
        let (starts_at, met) = (row.read("starts_at")?, groups.entry(practitioner).or_default());
        match met.iter_mut().find(|group| group.starts_at == starts_at) {
            Some(group) => group.comes += 1,
            None => met.push(Group { starts_at, block, comes: 1 }),
        }
    }
    Ok((alone, groups))
}

/// What keeps others out of the rooms; a group of the very service shares its own.
async fn busy_rooms(
    tx: &TenantTx,
    rooms: &[RoomId],
    wanted: &Wanted<'_>,
    span: (Timestamp, Timestamp),
) -> Result<BTreeMap<RoomId, Vec<Stretch>>, Problem> {
    if rooms.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (earliest, latest) = reach(span);
    let rows = tx
        .rows(
            sql!(
                "select room_id, coalesce(blocks_from, starts_at) as from_at, coalesce(blocks_until, ends_at) as until_at from appointment
                  where room_id = any($1) and starts_at >= $2 and starts_at < $3
                    and status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as <> 'walk_in'
                    and (status <> 'proposed' or held_until > $4) and appointment_id is distinct from $5
                    and not (session_id is not null and service_id = $6)
                  order by starts_at"
            ),
            &[&rooms, &earliest, &latest, &tx.now(), &wanted.besides.map(|own| own.id), &wanted.service.id],
        )
        .await?;
    let mut taken: BTreeMap<RoomId, Vec<Stretch>> = BTreeMap::new();
    for row in &rows {
        let stretch = Stretch { from: row.read("from_at")?, to: row.read("until_at")? };
        taken.entry(row.read("room_id")?).or_default().push(stretch);
    }
    Ok(taken)
}

/// Between which beginnings a booking can reach into a span.
pub(super) fn reach(span: (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
    (span.0.checked_sub(LONGEST).unwrap_or(span.0), span.1.checked_add(LONGEST_BEFORE).unwrap_or(span.1))
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
    use trust::clinics::Opening;

    use super::*;

    fn slot(minute: i64) -> Slot {
        let at = |minute| Timestamp::from_second(minute * 60).unwrap();
        Slot { starts_at: at(minute), ends_at: at(minute + 20) }
    }

    fn offer(minute: i64, practitioners: Vec<PractitionerId>) -> Offer {
        Offer { slot: slot(minute), practitioners, rooms: vec![] }
    }

    #[test]
    fn a_room_is_taken_by_what_meets_its_time_and_by_nothing_that_only_touches_it() {
        let stretch = |from: i64, to: i64| Stretch { from: slot(from).starts_at, to: slot(to).starts_at };
        let taken = [stretch(0, 20), stretch(40, 60)];
        let cases = [(20, 40, false), (19, 21, true), (39, 41, true), (60, 80, false), (0, 80, true), (-10, 0, false), (45, 50, true)];
        for (from, to, wanted) in cases {
            assert_eq!(meets(&taken, stretch(from, to)), wanted, "{from} to {to}");
        }
        assert!(!meets(&[], stretch(0, 10)));
    }

    #[test]
    fn a_group_is_joined_at_its_own_time_while_it_has_places() {
        let group = |minute, comes| Group {
            starts_at: slot(minute).starts_at,
            block: Stretch { from: slot(minute).starts_at, to: slot(minute).ends_at },
            comes,
        };
        let joins = |groups: &[Group], minute| {
            let block = Stretch { from: slot(minute).starts_at, to: slot(minute).ends_at };
            has_place(groups, slot(minute), block, 3)
        };
        assert!(joins(&[], 0), "the first begins it");
        assert!(joins(&[group(0, 2)], 0));
        assert!(!joins(&[group(0, 3)], 0), "full");
        assert!(!joins(&[group(10, 1)], 0), "the practitioner is with a group that began otherwise");
        assert!(joins(&[group(20, 3)], 0), "touching is not meeting");
    }

    #[test]
    fn anyone_free_is_offered_once_with_everyone_who_is_free() {
        let ids: Vec<PractitionerId> = (1..3).map(|seed| PractitionerId::fresh(&Clock::system(), &Chance::seeded(seed))).collect();
        let opening = Opening::weekly(1, jiff::civil::time(9, 0, 0, 0), jiff::civil::time(10, 0, 0, 0));
        let hours = BTreeMap::from([(ids[0], Hours::default()), (ids[1], Hours { openings: vec![opening], exceptions: vec![] })]);
        let offers =
            together(
                &ids,
                &hours,
                &BTreeMap::new(),
                |hours, _| if hours.openings.is_empty() { vec![slot(0)] } else { vec![slot(0), slot(20)] },
            );
        assert_eq!(offers, [offer(0, ids.clone()), offer(20, vec![ids[1]])]);
    }

    #[test]
    fn the_nearest_times_are_shown_in_the_order_of_the_day() {
        let offers: Vec<Offer> = [0, 20, 40, 60, 80].map(|minute| offer(minute, vec![])).into();
        let near: Vec<Slot> = nearest(&offers, slot(45).starts_at, 3).into_iter().map(|offer| offer.slot).collect();
        assert_eq!(near, [slot(20), slot(40), slot(60)]);
    }
}
