//! Keeps: "One time, one patient, or one group". The one place where a row of the calendar is made: for a visitor's hold, a
//! booking, a request, a booking by the desk. The database decides who gets the time: `appointment_no_overlap`,
//! `appointment_room_no_overlap` and `appointment_seat_once` make the second insert write nothing.

use jiff::Timestamp;
use kernel::{Problem, TenantTx, sql};
use trust::{
    clinics::{PractitionerId, RoomId},
    patients::PatientId,
    privacy::NOTICE_VERSION,
};
use uuid::Uuid;

use super::{
    appointment::AppointmentId,
    availability::Slot,
    calendar::{Offer, Wanted, pace},
};

/// As what a time is taken.
#[derive(Clone, Copy, Debug)]
pub enum As {
    /// Kept for a form or an offer, until then.
    Held {
        /// From this moment on it keeps nobody out.
        until: Timestamp,
        /// The form, or the entry of the waitlist.
        of: Uuid,
    },
    /// Asked for: the clinic will answer.
    Asked,
    /// Booked.
    Booked,
}

impl As {
    const fn status(self) -> &'static str {
        match self {
            Self::Held { .. } => "proposed",
            Self::Asked => "pending",
            Self::Booked => "booked",
        }
    }
}

/// Who takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A patient, on a page of the clinic's or through its program.
    Patient,
    /// The desk.
    Staff,
}

impl By {
    const fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Staff => "staff",
        }
    }
}

/// A time about to be taken.
#[derive(Clone, Copy, Debug)]
pub struct Taking<'a> {
    /// What was looked for.
    pub wanted: &'a Wanted<'a>,
    /// For whom; nobody yet, for a hold.
    pub patient: Option<PatientId>,
    /// As what.
    pub what: As,
    /// By whom.
    pub by: By,
    /// The series it belongs to.
    pub series: Option<Uuid>,
    /// Keyed tag of the network a visitor came from.
    pub came_from: Option<&'a [u8]>,
}

/// A row that is in the calendar now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The row.
    pub id: AppointmentId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// When.
    pub slot: Slot,
}

/// Takes the time for the first of those who may be given it, in the first room that is free; `None`: others have it.
///
/// # Errors
/// [`Problem`].
pub async fn take(tx: &TenantTx, taking: &Taking<'_>, offer: &Offer) -> Result<Option<Taken>, Problem> {
    let rooms: Vec<Option<RoomId>> = if offer.rooms.is_empty() { vec![None] } else { offer.rooms.iter().copied().map(Some).collect() };
    for practitioner in &offer.practitioners {
        for room in &rooms {
            let taken = match taking.wanted.service.places {
                ..=1 => take_alone(tx, taking, (*practitioner, *room), offer.slot).await?,
                _ => take_seat(tx, taking, (*practitioner, *room), offer.slot).await?,
            };
            if let Some(id) = taken {
                return Ok(Some(Taken { id, practitioner: *practitioner, slot: offer.slot }));
            }
        }
    }
    Ok(None)
}

async fn take_alone(
    tx: &TenantTx,
    taking: &Taking<'_>,
    with: (PractitionerId, Option<RoomId>),
    slot: Slot,
) -> Result<Option<AppointmentId>, Problem> {
    insert(tx, taking, with, slot, None).await
}

/// A seat of the group that meets then. Two who want the same seat at once are told apart by the database; the second takes
/// the next one.
async fn take_seat(
    tx: &TenantTx,
    taking: &Taking<'_>,
    (practitioner, room): (PractitionerId, Option<RoomId>),
    slot: Slot,
) -> Result<Option<AppointmentId>, Problem> {
    let service = taking.wanted.service;
    // The same for everybody who comes to this practitioner for this service at this time; no secret.
    let session = session_of(tx, practitioner, taking.wanted, slot).await?;
    for _ in 0..service.places {
        let Some((seat, met_in)) = free_seat(tx, session, service.places).await? else { return Ok(None) };
        if let Some(id) = insert(tx, taking, (practitioner, met_in.or(room)), slot, Some((session, seat))).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The group that meets for this service with this practitioner at this time.
pub(super) async fn session_of(tx: &TenantTx, practitioner: PractitionerId, wanted: &Wanted<'_>, slot: Slot) -> Result<Uuid, Problem> {
    tx.one(
        sql!("select md5($1::uuid::text || $2::uuid::text || extract(epoch from $3::timestamptz)::text)::uuid as session_id"),
        &[&practitioner, &wanted.service.id, &slot.starts_at],
    )
    .await?
    .read("session_id")
}

/// The first seat that nobody has, and the room where the group meets; `None`: it is full.
pub(super) async fn free_seat(tx: &TenantTx, session: Uuid, places: i32) -> Result<Option<(i32, Option<RoomId>)>, Problem> {
    let row = tx
        .one(
            sql!(
                "with here as (select seat, room_id from appointment where session_id = $1
                                  and status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled'))
                 select min(n) as seat, (select room_id from here where room_id is not null limit 1) as room_id
                   from generate_series(1, $2::integer) as n where not exists (select from here where seat = n)"
            ),
            &[&session, &places],
        )
        .await?;
    let seat: Option<i32> = row.read("seat")?;
    Ok(seat.zip(Some(row.read("room_id")?)))
}

async fn insert(
    tx: &TenantTx,
    taking: &Taking<'_>,
    (practitioner, room): (PractitionerId, Option<RoomId>),
    slot: Slot,
    seat: Option<(Uuid, i32)>,
) -> Result<Option<AppointmentId>, Problem> {
    let id: AppointmentId = tx.fresh();
    let wanted = taking.wanted;
    let block = pace(wanted.service).blocks(slot);
    let (clinic, now) = (tx.actor().clinic(), tx.now());
    let (until, of) = match taking.what {
        As::Held { until, of } => (Some(until), Some(of)),
        As::Asked | As::Booked => (None, None),
    };
    let asked = matches!(taking.what, As::Asked).then_some(now);
    tx.maybe(
        sql!(
            "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status,
                                       booked_at, booked_by, notice_version, location_id, room_id, blocks_from, blocks_until,
                                       held_until, held_for, asked_at, session_id, seat, series_id, came_from)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
              on conflict do nothing returning appointment_id"
        ),
        &[
            &clinic,
            &id,
            &practitioner,
            &wanted.service.id,
            &taking.patient,
            &slot.starts_at,
            &slot.ends_at,
            &taking.what.status(),
            &now,
            &taking.by.word(),
            &NOTICE_VERSION,
            &wanted.location,
            &room,
            &block.from,
            &block.to,
            &until,
            &of,
            &asked,
            &seat.map(|(session, _)| session),
            &seat.map(|(_, seat)| seat),
            &taking.series,
            &taking.came_from,
        ],
    )
    .await?
    .map(|row| row.read("appointment_id"))
    .transpose()
}

/// Takes away the holds that are over, so that they keep nobody out; and this one, which its owner does not want any more.
///
/// # Errors
/// [`Problem`].
pub async fn let_go(tx: &TenantTx, own: Option<AppointmentId>) -> Result<(), Problem> {
    tx.run(
        sql!(
            "delete from appointment where appointment_id = any (array(
               select appointment_id from appointment where status = 'proposed' and (held_until <= $1 or appointment_id = $2)
                  for update skip locked)) and status = 'proposed'"
        ),
        &[&tx.now(), &own],
    )
    .await
    .map(drop)
}
