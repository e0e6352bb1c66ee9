//! Keeps: "Reception and practitioner see the same queue". Everybody who waits or was called today, in the one order in which
//! they are called.

use jiff::{Timestamp, civil::Date};
use kernel::{Problem, TenantTx, sql, tenancy::Row};
use trust::{
    clinics::{PractitionerId, ServiceId},
    patients::PatientId,
};

use super::{
    ticket::{TicketId, TicketState},
    turn::Priority,
};
use crate::booking::AppointmentId;

/// Somebody in the waiting room, or just called from it.
#[derive(Clone, Debug)]
pub struct InQueue {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub number: i32,
    /// The visit.
    pub appointment: AppointmentId,
    /// Who.
    pub patient: PatientId,
    /// For whom; if for anyone, who it would be.
    pub practitioner: PractitionerId,
    /// That practitioner's name.
    pub name: String,
    /// Whether whoever is free first may call.
    pub anyone: bool,
    /// For what.
    pub service: ServiceId,
    /// What that is called.
    pub service_name: String,
    /// How long that takes.
    pub minutes: i32,
    /// Who gives it; empty: everybody.
    pub given_by: Vec<PractitionerId>,
    /// Why they go first.
    pub priority: Option<Priority>,
    /// The moment that orders the queue.
    pub turn_at: Timestamp,
    /// Waiting, or called.
    pub state: TicketState,
    /// When they were called.
    pub called_at: Option<Timestamp>,
}

impl InQueue {
    /// Whether this practitioner may call them.
    #[must_use]
    pub fn waits_for(&self, practitioner: PractitionerId) -> bool {
        if self.anyone { self.given_by.is_empty() || self.given_by.contains(&practitioner) } else { self.practitioner == practitioner }
    }
}

/// Everybody who waits or was called on this day, in their order.
///
/// # Errors
/// [`Problem`].
pub async fn see_queue(tx: &TenantTx, day: Date) -> Result<Vec<InQueue>, Problem> {
    tx.rows(
        sql!(
            "select t.ticket_id, t.number, t.appointment_id, t.patient_id, t.practitioner_id, t.anyone, t.state, t.priority, t.turn_at, t.called_at,
                    p.name, a.service_id, s.name as service_name, s.minutes,
                    array(select g.practitioner_id from service_practitioner g where g.clinic_id = a.clinic_id and g.service_id = a.service_id) as given_by
               from queue_ticket t
               join appointment a on a.clinic_id = t.clinic_id and a.appointment_id = t.appointment_id
               join service s on s.clinic_id = a.clinic_id and s.service_id = a.service_id
               join practitioner p on p.clinic_id = t.clinic_id and p.practitioner_id = t.practitioner_id
              where t.day = $1 and t.state in ('waiting', 'called') order by t.turn_at, t.number limit 500"
        ),
        &[&day],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

fn read(row: &Row) -> Result<InQueue, Problem> {
    Ok(InQueue {
        ticket: row.read("ticket_id")?,
        number: row.read("number")?,
        appointment: row.read("appointment_id")?,
        patient: row.read("patient_id")?,
        practitioner: row.read("practitioner_id")?,
        name: row.read("name")?,
        anyone: row.read("anyone")?,
        service: row.read("service_id")?,
        service_name: row.read("service_name")?,
        minutes: row.read("minutes")?,
        given_by: row.read("given_by")?,
        priority: row.read::<Option<&str>>("priority")?.and_then(Priority::from_word),
        turn_at: row.read("turn_at")?,
        state: TicketState::from_word(row.read("state")?).ok_or_else(|| Problem::broken("an unknown ticket state"))?,
        called_at: row.read("called_at")?,
    })
}
