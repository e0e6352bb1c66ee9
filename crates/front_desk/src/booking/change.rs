//! What the desk writes into the calendar: another time, practitioner or room for a visit, and a second visit at one time,
//! on purpose and for a reason. Whose time it is the database decides here too; only what is overbooked stands outside
//! `appointment_no_overlap`, and says why.

use jiff::Timestamp;
use kernel::{Problem, TenantTx, actor::LocationId, keys::Column, sql};
use trust::{
    clinics::{PractitionerId, RoomId, Service},
    patients::PatientId,
    privacy::NOTICE_VERSION,
};

use super::{
    appointment::{Appointment, AppointmentId},
    availability::{Slot, Stretch},
    calendar::{Wanted, pace},
    take::{free_seat, session_of},
};
use crate::waitlist::offer::look_again;

/// Why a time was given twice.
pub const OVERBOOK_REASON: Column<String> = Column::new("appointment", "overbook_reason");

/// Where a visit is put.
#[derive(Clone, Copy, Debug)]
pub struct Put<'a> {
    /// With whom.
    pub practitioner: PractitionerId,
    /// In which room.
    pub room: Option<RoomId>,
    /// Where, if the clinic works in several places.
    pub location: Option<LocationId>,
    /// When.
    pub slot: Slot,
    /// Why beside what stands there; `None`: the time is theirs.
    pub because: Option<&'a str>,
}

/// Puts a visit elsewhere. What was confirmed was the old time.
///
/// # Errors
/// [`Problem::Constraint`] of [`NO_OVERLAP`](super::appointment::NO_OVERLAP) where others have the time, and others.
pub async fn put(tx: &TenantTx, visit: &Appointment, service: &Service, to: &Put<'_>) -> Result<(), Problem> {
    let block = pace(service).blocks(to.slot);
    let wanted = Wanted { service, practitioners: &[], location: to.location, besides: None };
    let seat = if service.places > 1 && to.because.is_none() {
        let session = session_of(tx, to.practitioner, &wanted, to.slot).await?;
        let full = || Problem::Constraint { constraint: "appointment_no_overlap".to_owned() };
        let (seat, room) = free_seat(tx, session, service.places).await?.ok_or_else(full)?;
        Some((session, seat, room))
    } else {
        None
    };
    let room = seat.and_then(|seat| seat.2).or(to.room);
    let reason = to.because.map(|why| tx.keys().seal(&OVERBOOK_REASON, visit.id, &why.to_owned())).transpose()?;
    tx.run(
        sql!(
            "update appointment set practitioner_id = $2, starts_at = $3, ends_at = $4, blocks_from = $5, blocks_until = $6, room_id = $7,
                                    location_id = $8, session_id = $9, seat = $10, overbook_reason = $11,
                                    taken_as = case when $11::bytea is null then 'slot' else 'overbooked' end,
                                    confirmed_at = case when starts_at = $3 then confirmed_at end
              where appointment_id = $1"
        ),
        &[
            &visit.id,
            &to.practitioner,
            &to.slot.starts_at,
            &to.slot.ends_at,
            &block.from,
            &block.to,
            &room,
            &to.location,
            &seat.map(|seat| seat.0),
            &seat.map(|seat| seat.1),
            &reason,
        ],
    )
    .await?;
    // Whoever waits for a time may have the one it leaves.
    look_again(tx, tx.now()).await
}

/// Books a second visit at a time that is taken, or when nobody is open.
///
/// # Errors
/// [`Problem`].
pub async fn overbook(tx: &TenantTx, patient: PatientId, service: &Service, (to, why): (&Put<'_>, &str)) -> Result<AppointmentId, Problem> {
    let id: AppointmentId = tx.fresh();
    let block = pace(service).blocks(to.slot);
    let reason = tx.keys().seal(&OVERBOOK_REASON, id, &why.to_owned())?;
    tx.run(
        sql!(
            "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status,
                                       booked_at, booked_by, notice_version, location_id, room_id, blocks_from, blocks_until,
                                       taken_as, overbook_reason)
              values ($1, $2, $3, $4, $5, $6, $7, 'booked', $8, 'staff', $9, $10, $11, $12, $13, 'overbooked', $14)"
        ),
        &[
            &tx.actor().clinic(),
            &id,
            &to.practitioner,
            &service.id,
            &patient,
            &to.slot.starts_at,
            &to.slot.ends_at,
            &tx.now(),
            &NOTICE_VERSION,
            &to.location,
            &to.room,
            &block.from,
            &block.to,
            &reason,
        ],
    )
    .await?;
    Ok(id)
}

/// Whether nobody else is with the practitioner, or in the room, in this stretch; the database has the last word.
///
/// # Errors
/// [`Problem`].
pub async fn is_free(
    tx: &TenantTx,
    (practitioner, room): (PractitionerId, Option<RoomId>),
    block: Stretch,
    besides: Option<AppointmentId>,
) -> Result<bool, Problem> {
    let far: (Timestamp, Timestamp) = super::calendar::reach((block.from, block.to));
    tx.one(
        sql!(
            "select not exists (
               select from appointment
                where (practitioner_id = $1 or room_id = $2) and starts_at >= $3 and starts_at < $4
                  and status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as <> 'walk_in'
                  and (status <> 'proposed' or held_until > $5) and appointment_id is distinct from $6
                  and coalesce(blocks_from, starts_at) < $8 and coalesce(blocks_until, ends_at) > $7) as free"
        ),
        &[&practitioner, &room, &far.0, &far.1, &tx.now(), &besides, &block.from, &block.to],
    )
    .await?
    .read("free")
}

/// Writes the clinic's yes to what was asked for.
///
/// # Errors
/// [`Problem`].
pub async fn say_yes(tx: &TenantTx, visit: &Appointment) -> Result<(), Problem> {
    tx.run(sql!("update appointment set status = 'booked', approved_at = $2 where appointment_id = $1"), &[&visit.id, &tx.now()])
        .await
        .map(drop)
}

/// The visits of a series from this one on that still stand, in order, held until the end of the transaction; this one alone
/// where it belongs to none.
///
/// # Errors
/// [`Problem`].
pub async fn following(tx: &TenantTx, visit: &Appointment) -> Result<Vec<AppointmentId>, Problem> {
    tx.rows(
        sql!(
            "select appointment_id from appointment
              where series_id = (select series_id from appointment where appointment_id = $1) and starts_at >= $2 and status in ('pending', 'booked')
              order by starts_at for update"
        ),
        &[&visit.id, &visit.starts_at],
    )
    .await?
    .iter()
    .map(|row| row.read("appointment_id"))
    .collect()
}

/// Writes in which act a visit was called off; `None`: it stands again.
///
/// # Errors
/// [`Problem`].
pub async fn call_off_with(tx: &TenantTx, id: AppointmentId, act: Option<uuid::Uuid>) -> Result<(), Problem> {
    tx.run(sql!("update appointment set called_off_with = $2 where appointment_id = $1"), &[&id, &act]).await.map(drop)
}

/// The other visits that were called off in the same act and are so still, in order, held until the end of the transaction.
///
/// # Errors
/// [`Problem`].
pub async fn called_off_with(tx: &TenantTx, id: AppointmentId) -> Result<Vec<AppointmentId>, Problem> {
    tx.rows(
        sql!(
            "select o.appointment_id from appointment a join appointment o using (clinic_id, series_id, called_off_with)
              where a.appointment_id = $1 and o.appointment_id <> $1 and o.status = 'cancelled' order by o.starts_at for update of o"
        ),
        &[&id],
    )
    .await?
    .iter()
    .map(|row| row.read("appointment_id"))
    .collect()
}
