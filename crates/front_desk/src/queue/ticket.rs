//! A token: the number a patient waits with. It belongs to a day and an appointment and carries no name.

use jiff::civil::Date;
use kernel::{Problem, TenantTx, sql};
use trust::{clinics::PractitionerId, patients::PatientId};

use crate::booking::{Appointment, AppointmentId};

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
    /// For whom.
    pub practitioner: PractitionerId,
    /// Where it stands.
    pub state: TicketState,
}

impl Ticket {
    pub(super) fn read(row: &kernel::tenancy::Row) -> Result<Self, Problem> {
        Ok(Self {
            id: row.read("ticket_id")?,
            number: row.read("number")?,
            appointment: row.read("appointment_id")?,
            patient: row.read("patient_id")?,
            practitioner: row.read("practitioner_id")?,
            state: TicketState::from_word(row.read("state")?).ok_or_else(|| Problem::broken("an unknown ticket state"))?,
        })
    }
}

/// Reads a token.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn ticket(tx: &TenantTx, id: TicketId) -> Result<Ticket, Problem> {
    let row = tx
        .one(
            sql!("select ticket_id, number, appointment_id, patient_id, practitioner_id, state from queue_ticket where ticket_id = $1"),
            &[&id],
        )
        .await?;
    Ticket::read(&row)
}

/// Gives the appointment its number of the day. Somebody who comes back the same day keeps the number on their paper.
pub(super) async fn issue(tx: &TenantTx, appointment: &Appointment, day: Date) -> Result<i32, Problem> {
    let kept = tx
        .maybe(
            sql!(
                "update queue_ticket set state = 'waiting', called_at = null, done_at = null
                   where appointment_id = $1 and day = $2 returning number"
            ),
            &[&appointment.id, &day],
        )
        .await?;
    if let Some(row) = kept {
        return row.read("number");
    }
    let number = i32::try_from(tx.next_number(&format!("token {day}")).await?).map_err(|_| Problem::broken("too many tokens in a day"))?;
    tx.run(
        sql!(
            "insert into queue_ticket (clinic_id, ticket_id, day, number, appointment_id, patient_id, practitioner_id, state, issued_at)
              values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)
              on conflict (clinic_id, appointment_id) do update
              set day = excluded.day, number = excluded.number, practitioner_id = excluded.practitioner_id,
                  state = 'waiting', issued_at = excluded.issued_at, called_at = null, done_at = null"
        ),
        &[
            &tx.actor().clinic(),
            &tx.fresh::<TicketId>(),
            &day,
            &number,
            &appointment.id,
            &appointment.patient,
            &appointment.practitioner,
            &tx.now(),
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
