//! Keeps: "A visit has a day, a time, a doctor, a service and a state" (AMX-DAT-09). An appointment and what may happen to it. Its status is FHIR R4's; one table of moves, [`decide`], serves patients
//! and staff, so that a link and a desk can never disagree.

use jiff::{SignedDuration, Timestamp};
use kernel::{Problem, TenantTx, actor::LocationId, id::Id as _, sql, tenancy::Row};
use trust::{
    clinics::{PractitionerId, ServiceId},
    messaging::LinkId,
    patients::PatientId,
};

use crate::waitlist::offer::look_again;

kernel::id!(
    /// An appointment.
    AppointmentId, "apt"
);

/// The constraints that keep two appointments apart: with one practitioner, in one room, on one seat of a group.
pub const NO_OVERLAP: &[&str] = &["appointment_no_overlap", "appointment_room_no_overlap", "appointment_seat_once"];

/// FHIR R4 Appointment.status, as far as a visit has one. A row that is `proposed` holds a time and is nobody's visit yet: see
/// `hold.rs` and `offer.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It was asked for and holds its time until the clinic answers.
    Pending,
    /// It stands.
    Booked,
    /// The patient is here.
    Arrived,
    /// The patient was seen.
    Fulfilled,
    /// It was called off.
    Cancelled,
    /// The patient did not come.
    NoShow,
    /// It should never have been written.
    EnteredInError,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 7] =
        [Self::Pending, Self::Booked, Self::Arrived, Self::Fulfilled, Self::Cancelled, Self::NoShow, Self::EnteredInError];

    /// The word in the database and in FHIR.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Booked => "booked",
            Self::Arrived => "arrived",
            Self::Fulfilled => "fulfilled",
            Self::Cancelled => "cancelled",
            Self::NoShow => "noshow",
            Self::EnteredInError => "entered-in-error",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// What can be done to an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The patient says that they will come.
    Confirm,
    /// The patient calls it off.
    Cancel,
    /// The patient takes calling off back.
    Restore,
    /// The patient chooses another time.
    Move,
    /// The clinic says yes to what was asked for.
    Approve,
    /// The clinic says no to it.
    Decline,
    /// The desk sees the patient.
    Arrive,
    /// The desk was wrong about that.
    UndoArrive,
    /// The desk waited in vain.
    NoShow,
    /// The desk takes that back.
    UndoNoShow,
    /// The practitioner is done.
    Finish,
}

/// What comes of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is so already: nothing to write and nobody to tell.
    AsItIs,
    /// Write this status.
    Becomes(Status),
}

/// Why not, in the words of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActRefusal {
    /// A patient's change after the time has begun.
    #[error("the time of this appointment has come; please call the clinic")]
    TooLate,
    /// Moving or calling off later than the service allows.
    #[error("so close to its time this appointment is changed by telephone only; please call the clinic")]
    TooNear,
    /// Confirming, moving or arriving what was called off.
    #[error("this appointment was cancelled")]
    Cancelled,
    /// Anything that wants an answer of the clinic first.
    #[error("the clinic has not answered this request yet")]
    Unanswered,
    /// The patient is here already.
    #[error("the patient has already arrived")]
    Here,
    /// The patient has been seen.
    #[error("this appointment is finished")]
    Finished,
    /// The patient has not been marked as arrived.
    #[error("the patient has not arrived")]
    NotHere,
    /// A no-show before the time has begun, or an arrival on another day.
    #[error("this appointment is not due yet")]
    NotYet,
}

impl ActRefusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::TooLate => "appointment-too-late",
            Self::TooNear => "appointment-too-near",
            Self::Cancelled => "appointment-was-cancelled",
            Self::Unanswered => "appointment-unanswered",
            Self::Here => "appointment-already-here",
            Self::Finished => "appointment-finished",
            Self::NotHere => "appointment-not-here",
            Self::NotYet => "appointment-not-yet",
        }
    }
}

/// The one table of moves: a status, an act, and whether the time has begun.
///
/// # Errors
/// [`ActRefusal`].
pub fn decide(status: Status, act: Act, starts_at: Timestamp, now: Timestamp) -> Result<Next, ActRefusal> {
    use Next::{AsItIs, Becomes};
    let begun = starts_at <= now;
    match (act, status) {
        (_, Status::EnteredInError) => Err(ActRefusal::Finished),

        (Act::Confirm, Status::Arrived | Status::Fulfilled)
        | (Act::Cancel, Status::Cancelled)
        | (Act::Arrive, Status::Arrived)
        | (Act::NoShow, Status::NoShow)
        | (Act::Finish, Status::Fulfilled)
        | (Act::Restore, Status::Pending)
        | (Act::Decline, Status::Cancelled)
        | (Act::Approve | Act::Restore | Act::UndoArrive | Act::UndoNoShow, Status::Booked) => Ok(AsItIs),

        (Act::Approve, Status::Pending) if !begun => Ok(Becomes(Status::Booked)),
        (Act::Move, Status::Pending) if !begun => Ok(Becomes(Status::Pending)),
        // Nobody answered in time: it can still be put away.
        (Act::Decline, Status::Pending) => Ok(Becomes(Status::Cancelled)),
        (Act::Cancel, Status::Pending) if !begun => Ok(Becomes(Status::Cancelled)),
        (Act::Confirm | Act::Move, Status::Booked) if !begun => Ok(Becomes(Status::Booked)),
        (Act::Cancel, Status::Booked) if !begun => Ok(Becomes(Status::Cancelled)),
        (Act::Restore, Status::Cancelled) if !begun => Ok(Becomes(Status::Booked)),
        // Somebody marked as not having come may still come in late.
        (Act::Arrive, Status::Booked | Status::NoShow) => Ok(Becomes(Status::Arrived)),
        (Act::UndoArrive, Status::Arrived) | (Act::UndoNoShow, Status::NoShow) => Ok(Becomes(Status::Booked)),
        (Act::NoShow, Status::Booked) if begun => Ok(Becomes(Status::NoShow)),
        (Act::Finish, Status::Arrived) => Ok(Becomes(Status::Fulfilled)),

        (Act::NoShow, Status::Booked) => Err(ActRefusal::NotYet),
        (Act::Confirm, Status::Pending) if !begun => Err(ActRefusal::Unanswered),
        (Act::Arrive | Act::UndoArrive | Act::NoShow | Act::UndoNoShow | Act::Finish, Status::Pending) => Err(ActRefusal::Unanswered),
        (Act::Confirm | Act::Move, Status::Cancelled) => Err(ActRefusal::Cancelled),
        (Act::Confirm | Act::Cancel | Act::Restore | Act::Move | Act::Approve, _) => Err(ActRefusal::TooLate),
        (_, Status::Cancelled) => Err(ActRefusal::Cancelled),
        (_, Status::Fulfilled) => Err(ActRefusal::Finished),
        (_, Status::Arrived) => Err(ActRefusal::Here),
        (Act::Decline, Status::Booked | Status::NoShow) => Err(ActRefusal::TooLate),
        (_, Status::Booked | Status::NoShow) => Err(ActRefusal::NotHere),
    }
}

/// An appointment as the room reads it: ids and times, no names.
#[derive(Clone, Copy, Debug)]
pub struct Appointment {
    /// Id.
    pub id: AppointmentId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// For what.
    pub service: ServiceId,
    /// Who.
    pub patient: PatientId,
    /// From.
    pub starts_at: Timestamp,
    /// To.
    pub ends_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// When the patient said that they will come.
    pub confirmed_at: Option<Timestamp>,
    /// Where the clinic works in several places.
    pub location: Option<LocationId>,
    /// Whether it was asked for and the clinic has not said yes: called off and taken back, it is asked for again.
    pub unanswered: bool,
    /// Until when the patient may move it or call it off by the link.
    pub changes_until: Timestamp,
}

impl Appointment {
    pub(crate) fn read(row: &Row) -> Result<Self, Problem> {
        let starts_at: Timestamp = row.read("starts_at")?;
        let before = SignedDuration::from_mins(i64::from(row.read::<i32>("cancel_minutes")?));
        Ok(Self {
            id: row.read("appointment_id")?,
            practitioner: row.read("practitioner_id")?,
            service: row.read("service_id")?,
            patient: row.read("patient_id")?,
            starts_at,
            ends_at: row.read("ends_at")?,
            status: Status::from_word(row.read("status")?).ok_or_else(|| Problem::broken("an unknown status"))?,
            confirmed_at: row.read("confirmed_at")?,
            location: row.read("location_id")?,
            unanswered: row.read("unanswered")?,
            changes_until: starts_at.checked_sub(before).unwrap_or(starts_at),
        })
    }

    /// What comes of an act on this appointment.
    ///
    /// # Errors
    /// [`ActRefusal`].
    pub fn decide(&self, act: Act, now: Timestamp) -> Result<Next, ActRefusal> {
        let next = match decide(self.status, act, self.starts_at, now)? {
            Next::Becomes(Status::Booked) if act == Act::Restore && self.unanswered => Next::Becomes(Status::Pending),
            next => next,
        };
        let changes = matches!(act, Act::Cancel | Act::Move) && matches!(next, Next::Becomes(_));
        if changes && self.changes_until <= now { Err(ActRefusal::TooNear) } else { Ok(next) }
    }

    /// As [`Appointment::decide`], for the desk: it is not held to the clock, so that who is late can be given another time.
    ///
    /// # Errors
    /// [`ActRefusal`].
    pub fn decide_at_desk(&self, act: Act) -> Result<Next, ActRefusal> {
        self.decide(act, Timestamp::MIN)
    }

    /// Writes another status. Coming back to a calendar that has been given away meets `appointment_no_overlap`.
    ///
    /// # Errors
    /// [`Problem::Constraint`] and others.
    pub(crate) async fn becomes(&self, tx: &TenantTx, status: Status) -> Result<(), Problem> {
        tx.run(sql!("update appointment set status = $2 where appointment_id = $1"), &[&self.id, &status.word()]).await?;
        // Whoever waits for a time may have this one.
        if status == Status::Cancelled { look_again(tx, tx.now()).await } else { Ok(()) }
    }
}

/// Reads an appointment.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn appointment(tx: &TenantTx, id: AppointmentId) -> Result<Appointment, Problem> {
    let row = tx
        .one(
            sql!(
                "select appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, confirmed_at, location_id,
                        asked_at is not null and approved_at is null as unanswered,
                        (select cancel_minutes from service s where s.clinic_id = a.clinic_id and s.service_id = a.service_id) as cancel_minutes
                    from appointment a where appointment_id = $1 and status <> 'proposed'"
            ),
            &[&id],
        )
        .await?;
    Appointment::read(&row)
}

/// Reads an appointment and holds it until the end of the transaction, so that what is decided stays true.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn held(tx: &TenantTx, id: AppointmentId) -> Result<Appointment, Problem> {
    let row = tx
        .one(
            sql!(
                "select appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, confirmed_at, location_id,
                        asked_at is not null and approved_at is null as unanswered,
                        (select cancel_minutes from service s where s.clinic_id = a.clinic_id and s.service_id = a.service_id) as cancel_minutes
                    from appointment a where appointment_id = $1 and status <> 'proposed' for update"
            ),
            &[&id],
        )
        .await?;
    Appointment::read(&row)
}

/// The newest link that opens an appointment.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn link_to(tx: &TenantTx, id: AppointmentId) -> Result<LinkId, Problem> {
    tx.one(sql!("select link_id from link where subject_id = $1 and purpose = 'appointment' order by link_id desc limit 1"), &[&id.uuid()])
        .await?
        .read("link_id")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every act in every status, before and after the time: b booked, a arrived, f fulfilled, c cancelled, n no-show,
    /// p asked for, = as it is; refusals: U unanswered, L too late, C cancelled, H here, F finished, N not here, Y not yet.
    const TABLE: [(Act, [&str; 7]); 11] = [
        //                pending booked arrived fulfilled cancelled noshow error
        (Act::Confirm, ["UL", "bL", "==", "==", "CC", "LL", "FF"]),
        (Act::Cancel, ["cL", "cL", "LL", "LL", "==", "LL", "FF"]),
        (Act::Restore, ["==", "==", "LL", "LL", "bL", "LL", "FF"]),
        (Act::Move, ["pL", "bL", "LL", "LL", "CC", "LL", "FF"]),
        (Act::Approve, ["bL", "==", "LL", "LL", "LL", "LL", "FF"]),
        (Act::Decline, ["cc", "LL", "HH", "FF", "==", "LL", "FF"]),
        (Act::Arrive, ["UU", "aa", "==", "FF", "CC", "aa", "FF"]),
        (Act::UndoArrive, ["UU", "==", "bb", "FF", "CC", "NN", "FF"]),
        (Act::NoShow, ["UU", "Yn", "HH", "FF", "CC", "==", "FF"]),
        (Act::UndoNoShow, ["UU", "==", "HH", "FF", "CC", "bb", "FF"]),
        (Act::Finish, ["UU", "NN", "ff", "==", "CC", "NN", "FF"]),
    ];

    fn letter(outcome: Result<Next, ActRefusal>) -> char {
        match outcome {
            Ok(Next::AsItIs) => '=',
            Ok(Next::Becomes(status)) => status.word().chars().next().unwrap(),
            Err(ActRefusal::TooLate | ActRefusal::TooNear) => 'L',
            Err(ActRefusal::Unanswered) => 'U',
            Err(ActRefusal::Cancelled) => 'C',
            Err(ActRefusal::Here) => 'H',
            Err(ActRefusal::Finished) => 'F',
            Err(ActRefusal::NotHere) => 'N',
            Err(ActRefusal::NotYet) => 'Y',
        }
    }

    #[test]
    fn every_act_in_every_status_before_and_after_the_time_is_decided() {
        let starts_at: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let before = "2026-03-02T08:59:59Z".parse().unwrap();
        for (act, row) in TABLE {
            for (status, wanted) in Status::ALL.into_iter().zip(row) {
                let got: String = [before, starts_at].map(|now| letter(decide(status, act, starts_at, now))).iter().collect();
                assert_eq!(got, wanted, "{act:?} when {status:?}");
            }
        }
    }

    #[test]
    fn a_status_reads_back_as_itself() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(status));
        }
        assert_eq!(Status::from_word("proposed"), None, "a hold is nobody's visit");
    }
}
