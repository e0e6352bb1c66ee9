//! Keeps: "A freed time is offered to one waiting patient at a time, in the order in which they asked". The job looks what is
//! free, keeps it for the first who wants it, and writes to them; what they do not take in time goes to the next. The same time
//! is offered to nobody twice. Nobody is written to at night, and nobody who has not said yes to messages.

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use kernel::{Actor, Clinic, Db, Permit, Problem, TenantTx, Verb, id::Id as _, jobs::Outcome, permit::Who, sql};
use trust::{
    clinics::{PractitionerId, bookable_practitioners, locations::at_place, service, takes_bookings},
    consent::{Standing, contact_point, standing_held},
    messaging::{Channel, Facts, FactsFuture, Kind, Knows, LinkId, tell::tell},
    patients::patient,
};
use uuid::Uuid;

use super::entry::{Entry, EntryId, OfferId, State, becomes, entry_held, open_offer};
use crate::booking::{
    calendar::{Offer, Wanted, bookable_days, offers},
    rules::rules,
    take::{As, By, Taken, Taking, let_go, take},
};

/// The kind of the job; its subject says nothing.
pub const OFFER: &str = "waitlist.offer";
/// Who is looked at in one go.
const MOST_AT_ONCE: i64 = 100;
/// Nobody is written to before and after these hours of the clinic's clock.
const AWAKE: std::ops::Range<i8> = 8..21;
/// Time to come, after the last moment to answer.
const TIME_TO_COME: SignedDuration = SignedDuration::from_hours(1);

/// Offers what is free.
#[derive(Clone, Copy, Debug)]
pub struct OfferTimes;
impl Verb for OfferTimes {
    const ACT: &'static str = "waitlist.offer";
    const WHO: &'static [Who] = &[Who::Job];
}

/// Something may have become free: has it looked at, if anybody waits.
///
/// # Errors
/// [`Problem`].
pub async fn look_again(tx: &TenantTx, at: Timestamp) -> Result<(), Problem> {
    let waits: bool =
        tx.one(sql!("select exists (select from waitlist where state in ('waiting', 'offered')) as waits"), &[]).await?.read("waits")?;
    if waits { tx.later(OFFER, kernel::id::fresh(tx.db().clock(), tx.db().chance()), at).await } else { Ok(()) }
}

/// Works one job.
///
/// # Errors
/// [`Problem`]; the job comes back.
pub async fn work(db: Db, actor: Actor, _subject: Uuid) -> Result<Outcome, Problem> {
    let clinic = db.clinic_by_id(actor.clinic()).await?;
    let mut tx = db.enter(&actor).await?;
    // One look at a time, so that the order holds.
    tx.run(sql!("select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 21))"), &[&actor.clinic()]).await?;
    let permit = tx.may(OfferTimes).await?;
    pass_on(&tx, &clinic).await?;
    if let Some(morning) = asleep(&clinic, tx.now()) {
        look_again(&tx, morning).await?;
    } else if takes_bookings(&tx).await? {
        offer_times(&tx, &clinic, &permit).await?;
    }
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// When the clinic's people are awake again, if they are not now.
fn asleep(clinic: &Clinic, now: Timestamp) -> Option<Timestamp> {
    let wall = now.to_zoned(clinic.time_zone.clone());
    if AWAKE.contains(&wall.hour()) {
        return None;
    }
    let day = if wall.hour() < AWAKE.start { wall.date() } else { wall.date().checked_add(1.day()).ok()? };
    day.at(AWAKE.start, 0, 0, 0).to_zoned(clinic.time_zone.clone()).ok().map(|morning| morning.timestamp())
}

/// Ends offers that nobody took in time, and entries whose days have passed.
async fn pass_on(tx: &TenantTx, clinic: &Clinic) -> Result<(), Problem> {
    tx.run(
        sql!(
            "with passed as (update waitlist_offer set state = 'over' where state = 'open' and until <= $1 returning clinic_id, entry_id)
             update waitlist set state = 'waiting' from passed
              where waitlist.clinic_id = passed.clinic_id and waitlist.entry_id = passed.entry_id and waitlist.state = 'offered'"
        ),
        &[&tx.now()],
    )
    .await?;
    let_go(tx, None).await?;
    let today = clinic.day_of(tx.now());
    tx.run(sql!("update waitlist set state = 'over' where state = 'waiting' and last_day < $1"), &[&today]).await.map(drop)
}

/// Goes through those who wait, in order, and keeps for each the first time that they want and were not offered before.
///
/// # Errors
/// [`Problem`].
pub async fn offer_times(tx: &TenantTx, clinic: &Clinic, _permit: &Permit<OfferTimes>) -> Result<(), Problem> {
    let waiting: Vec<Entry> = tx
        .rows(
            sql!(
                "select entry_id, patient_id, service_id, practitioner_id, location_id, first_day, last_day, part, state
                   from waitlist w where state = 'waiting'
                    and not exists (select from waitlist o where o.clinic_id = w.clinic_id and o.patient_id = w.patient_id and o.state = 'offered')
                  order by asked_at, entry_id limit $1 for update"
            ),
            &[&MOST_AT_ONCE],
        )
        .await?
        .iter()
        .map(Entry::read)
        .collect::<Result<_, _>>()?;
    let everybody: Vec<PractitionerId> = bookable_practitioners(tx).await?.into_iter().map(|one| one.id).collect();
    let minutes = rules(tx).await?.offer_minutes;
    // One offer at a time for a person, however often they asked.
    let mut offered = Vec::new();
    for entry in waiting {
        if !offered.contains(&entry.patient)
            && offer_one(tx, clinic, (&entry, &everybody), SignedDuration::from_mins(i64::from(minutes))).await?
        {
            offered.push(entry.patient);
        }
    }
    Ok(())
}

async fn offer_one(
    tx: &TenantTx,
    clinic: &Clinic,
    (entry, everybody): (&Entry, &[PractitionerId]),
    to_answer: SignedDuration,
) -> Result<bool, Problem> {
    if !may_be_told(tx, entry).await? {
        return Ok(false);
    }
    let service = service(tx, entry.service, clinic.currency).await?;
    let there = at_place(tx, clinic, entry.location).await?;
    let bookable = bookable_days(&there, &service, tx.now());
    let days = entry.first.max(*bookable.start())..=entry.last.min(*bookable.end());
    if !service.active || days.is_empty() {
        return Ok(false);
    }
    let one: Vec<PractitionerId> = entry.practitioner.into_iter().collect();
    let practitioners = if one.is_empty() { everybody } else { &one };
    let wanted = Wanted { service: &service, practitioners, location: entry.location, besides: None };
    let until = tx.now().checked_add(to_answer).unwrap_or(Timestamp::MAX);
    let had = offered_before(tx, entry.id).await?;
    let earliest = until.checked_add(TIME_TO_COME).unwrap_or(Timestamp::MAX);
    for free in offers(tx, &there, &wanted, days).await? {
        if free.slot.starts_at < earliest || !entry.wants(&there, free.slot) {
            continue;
        }
        let new = |one: &PractitionerId| !had.contains(&(*one, free.slot.starts_at));
        let practitioners: Vec<PractitionerId> = free.practitioners.iter().copied().filter(new).collect();
        let free = Offer { practitioners, ..free };
        let what = As::Held { until, of: entry.id.uuid() };
        let taking = Taking { wanted: &wanted, patient: None, what, by: By::Patient, series: None, came_from: None };
        if let Some(taken) = take(tx, &taking, &free).await? {
            write(tx, entry, &taken, until).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether they said yes to messages; else an offer would only keep a time from others.
async fn may_be_told(tx: &TenantTx, entry: &Entry) -> Result<bool, Problem> {
    let patient = patient(tx, entry.patient).await?;
    let Some(point) = contact_point(tx, &patient, Channel::WhatsApp)? else { return Ok(false) };
    Ok(matches!(standing_held(tx, &point.key, Channel::WhatsApp).await?, Standing::Given(_)))
}

async fn offered_before(tx: &TenantTx, entry: EntryId) -> Result<Vec<(PractitionerId, Timestamp)>, Problem> {
    tx.rows(sql!("select practitioner_id, starts_at from waitlist_offer where entry_id = $1"), &[&entry])
        .await?
        .iter()
        .map(|row| Ok((row.read("practitioner_id")?, row.read("starts_at")?)))
        .collect()
}

async fn write(tx: &TenantTx, entry: &Entry, taken: &Taken, until: Timestamp) -> Result<(), Problem> {
    let id: OfferId = tx.fresh();
    tx.run(
        sql!(
            "insert into waitlist_offer (clinic_id, offer_id, entry_id, practitioner_id, starts_at, appointment_id, made_at, until, state)
              values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')"
        ),
        &[&tx.actor().clinic(), &id, &entry.id, &taken.practitioner, &taken.slot.starts_at, &taken.id, &tx.now(), &until],
    )
    .await?;
    becomes(tx, entry.id, State::Offered).await?;
    tell(tx, entry.patient, Channel::WhatsApp, Kind::Offer, entry.id.uuid()).await?;
    look_again(tx, until).await
}

/// What there is to say about an offer: nothing, once it is over.
#[derive(Clone, Copy, Debug)]
pub struct OfferFacts;

impl Knows for OfferFacts {
    fn facts<'a>(&'a self, tx: &'a TenantTx, clinic: &'a Clinic, _kind: Kind, subject: Uuid) -> FactsFuture<'a> {
        Box::pin(async move {
            let entry = EntryId::from_uuid(subject);
            let Some(open) = open_offer(tx, entry).await? else { return Ok(None) };
            let practitioner = trust::clinics::practitioner(tx, open.practitioner).await?.name;
            let there = at_place(tx, clinic, entry_held(tx, entry).await?.location).await?;
            let starts_at = open.starts_at.to_zoned(there.time_zone);
            let link = link_to(tx, entry).await?;
            Ok(Some(Facts::Offer { practitioner, starts_at, until: open.until, link }))
        })
    }
}

/// The link that opens an entry.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn link_to(tx: &TenantTx, entry: EntryId) -> Result<LinkId, Problem> {
    tx.one(sql!("select link_id from link where subject_id = $1 and purpose = 'waitlist' order by link_id desc limit 1"), &[&entry.uuid()])
        .await?
        .read("link_id")
}
