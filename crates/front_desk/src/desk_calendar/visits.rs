//! Reads what stands in the calendar, one statement for a day or a week: visits, requests, and times that are held.

use jiff::Timestamp;
use kernel::{Problem, TenantTx, actor::LocationId, sql, tenancy::Row};
use trust::{
    clinics::{PractitionerId, RoomId},
    patients::PatientId,
};
use uuid::Uuid;

use crate::booking::{AppointmentId, appointment::Status};

/// The most rows one page reads.
pub(super) const MOST: usize = 2000;

/// How a time was taken (`appointment_taken_as`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TakenAs {
    /// It is theirs alone, or their group's.
    Slot,
    /// Came without a time.
    WalkIn,
    /// A second one on purpose.
    Overbooked,
}

impl TakenAs {
    pub(super) fn from_word(word: &str) -> Self {
        match word {
            "walk_in" => Self::WalkIn,
            "overbooked" => Self::Overbooked,
            _ => Self::Slot,
        }
    }
}

/// A row of the calendar.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) id: AppointmentId,
    pub(super) practitioner: PractitionerId,
    pub(super) practitioner_name: String,
    pub(super) room: Option<RoomId>,
    pub(super) location: Option<LocationId>,
    /// Nobody yet, while the time is only held.
    pub(super) patient: Option<PatientId>,
    pub(super) service: String,
    pub(super) starts_at: Timestamp,
    pub(super) ends_at: Timestamp,
    /// `None`: held.
    pub(super) status: Option<Status>,
    pub(super) confirmed: bool,
    pub(super) taken_as: TakenAs,
    /// The group it belongs to.
    pub(super) session: Option<Uuid>,
    /// Whether it is one of a series.
    pub(super) serial: bool,
}

/// Whose visits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Whose {
    pub(super) practitioner: Option<PractitionerId>,
    pub(super) room: Option<RoomId>,
    pub(super) location: Option<LocationId>,
}

/// The visits that begin in this span, in order; called off ones keep no time and are left out.
pub(super) async fn visits(tx: &TenantTx, (from, to): (Timestamp, Timestamp), whose: Whose) -> Result<Vec<Visit>, Problem> {
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    tx.rows(
        sql!(
            "select a.appointment_id, a.practitioner_id, a.room_id, a.location_id, a.patient_id, a.starts_at, a.ends_at, a.status,
                    a.confirmed_at is not null as confirmed, a.taken_as, a.session_id, a.series_id is not null as serial,
                    s.name as service_name, p.name as practitioner_name
               from appointment a
               join service s on s.clinic_id = a.clinic_id and s.service_id = a.service_id
               join practitioner p on p.clinic_id = a.clinic_id and p.practitioner_id = a.practitioner_id
              where a.starts_at >= $1 and a.starts_at < $2 and a.status not in ('cancelled', 'entered-in-error')
                and (a.status <> 'proposed' or a.held_until > $3)
                and ($4::uuid is null or a.practitioner_id = $4) and ($5::uuid is null or a.room_id = $5)
                and ($6::uuid is null or a.location_id = $6)
              order by a.starts_at, a.appointment_id limit $7"
        ),
        &[&from, &to, &tx.now(), &whose.practitioner, &whose.room, &whose.location, &limit],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

fn read(row: &Row) -> Result<Visit, Problem> {
    let status = match row.read::<&str>("status")? {
        "proposed" => None,
        word => Some(Status::from_word(word).ok_or_else(|| Problem::broken("an unknown status"))?),
    };
    Ok(Visit {
        id: row.read("appointment_id")?,
        practitioner: row.read("practitioner_id")?,
        practitioner_name: row.read("practitioner_name")?,
        room: row.read("room_id")?,
        location: row.read("location_id")?,
        patient: row.read("patient_id")?,
        service: row.read("service_name")?,
        starts_at: row.read("starts_at")?,
        ends_at: row.read("ends_at")?,
        status,
        confirmed: row.read("confirmed")?,
        taken_as: TakenAs::from_word(row.read("taken_as")?),
        session: row.read("session_id")?,
        serial: row.read("serial")?,
    })
}
