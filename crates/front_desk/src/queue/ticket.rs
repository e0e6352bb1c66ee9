//! A token: the number a patient waits with. It belongs to a day and an appointment and carries no name.

use jiff::{Timestamp, civil::Date};
use kernel::{Problem, TenantTx, keys::Column, sql};
use trust::{
    clinics::{PractitionerId, ServiceId},
    patients::PatientId,
};

use super::turn::{Priority, turn};
use crate::booking::{Appointment, AppointmentId};

/// `queue_ticket.priority_words`.
pub(super) const PRIORITY_WORDS: Column<String> = Column::new("queue_ticket", "priority_words");

kernel::id!(
    /// A token of the waiting room.
    TicketId, "tkt"
);

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketState {
    /// In the waiting room.
    Waiting,
    /// Called in.
    Called,
    /// Seen.
    Done,
    /// Not here after all.
    Left,
}

impl TicketState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Called, Self::Done, Self::Left];

    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::Done => "done",
            Self::Left => "left",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    /// Id.
    pub id: TicketId,
    /// The number of the day.
    pub number: i32,
    /// The appointment.
    pub appointment: AppointmentId,
    /// Who waits.
    pub patient: PatientId,
    /// For whom; if for anyone, who it would be.
    pub practitioner: PractitionerId,
    /// Whether whoever is free first may call it.
    pub anyone: bool,
    /// For what.
    pub service: ServiceId,
    /// Where it stands.
    pub state: TicketState,
    /// Since when they count as waiting.
    pub place_at: Timestamp,
    /// Why they go first.
    pub priority: Option<Priority>,
}

impl Ticket {
    pub(super) fn read(row: &kernel::tenancy::Row) -> Result<Self, Problem> {
        Ok(Self {
            id: row.read("ticket_id")?,
            number: row.read("number")?,
            appointment: row.read("appointment_id")?,
            patient: row.read("patient_id")?,
            practitioner: row.read("practitioner_id")?,
            anyone: row.read("anyone")?,
            service: row.read("service_id")?,
            state: TicketState::from_word(row.read("state")?).ok_or_else(|| Problem::broken("an unknown ticket state"))?,
            place_at: row.read("place_at")?,
            priority: row.read::<Option<&str>>("priority")?.and_then(Priority::from_word),
        })
    }
}

/// Holds the clinic's waiting room until the end of the transaction. Every act that changes it begins so: who is next is then
/// one question with one answer, and two acts never wait for each other's rows.
///
/// # Errors
/// [`Problem`].
pub(super) async fn hold(tx: &TenantTx) -> Result<(), Problem> {
    tx.run(sql!("select pg_advisory_xact_lock(hashtext('waiting room'), hashtext($1::uuid::text))"), &[&tx.actor().clinic()])
        .await
        .map(drop)
}

/// How somebody waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waits {
    /// On which day.
    pub(super) day: Date,
    /// For whoever is free first.
    pub(super) anyone: bool,
    /// Since when they count.
    pub(super) place_at: Timestamp,
}

/// Reads a token.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn ticket(tx: &TenantTx, id: TicketId) -> Result<Ticket, Problem> {
    let row = tx
        .one(
            sql!(
                "select t.ticket_id, t.number, t.appointment_id, t.patient_id, t.practitioner_id, t.anyone, t.state, t.place_at, t.priority, a.service_id
                   from queue_ticket t join appointment a on a.clinic_id = t.clinic_id and a.appointment_id = t.appointment_id
                  where t.ticket_id = $1"
            ),
            &[&id],
        )
        .await?;
    Ticket::read(&row)
}

/// Gives the appointment its number of the day. Somebody who comes back the same day keeps the number on their paper, and
/// the head start of a priority.
pub(super) async fn issue(tx: &TenantTx, appointment: &Appointment, waits: &Waits) -> Result<i32, Problem> {
    let Waits { day, anyone, place_at } = *waits;
    let kept = tx
        .maybe(
            sql!(
                "update queue_ticket set state = 'waiting', called_at = null, done_at = null, practitioner_id = $3,
                        place_at = $4, turn_at = $4::timestamptz - (place_at - turn_at)
                   where appointment_id = $1 and day = $2 returning number"
            ),
            &[&appointment.id, &day, &appointment.practitioner, &place_at],
        )
        .await?;
    if let Some(row) = kept {
        return row.read("number");
    }
    let number = i32::try_from(tx.next_number(&format!("token {day}")).await?).map_err(|_| Problem::broken("too many tokens in a day"))?;
    tx.run(
        sql!(
            "insert into queue_ticket (clinic_id, ticket_id, day, number, appointment_id, patient_id, practitioner_id, anyone, state,
                                       issued_at, place_at, turn_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10, $11)
              on conflict (clinic_id, appointment_id) do update
              set day = excluded.day, number = excluded.number, practitioner_id = excluded.practitioner_id, anyone = excluded.anyone,
                  state = 'waiting', issued_at = excluded.issued_at, place_at = excluded.place_at, turn_at = excluded.turn_at,
                  priority = null, priority_words = null, called_at = null, done_at = null"
        ),
        &[
            &tx.actor().clinic(),
            &tx.fresh::<TicketId>(),
            &day,
            &number,
            &appointment.id,
            &appointment.patient,
            &appointment.practitioner,
            &anyone,
            &tx.now(),
            &place_at,
            &turn(place_at, None),
        ],
    )
    .await?;
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_reads_back_as_itself() {
        for state in TicketState::ALL {
            assert_eq!(TicketState::from_word(state.word()), Some(state));
        }
    }
}
