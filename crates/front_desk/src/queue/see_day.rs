//! Keeps: "The desk sees the day, and why a message did not leave". One look brings a day's appointments with their
//! tokens and what became of the latest message about each.

use jiff::{Timestamp, civil::Date};
use kernel::{Clinic, Permit, Problem, Role, TenantTx, Verb, actor::SupportScope, permit::Who, sql, tenancy::Row};
use trust::clinics::PractitionerId;

use super::ticket::{TicketId, TicketState};
use crate::booking::Appointment;

/// Lines on one page.
pub const A_PAGE: usize = 100;

/// Looks at a day's list.
#[derive(Clone, Copy, Debug)]
pub struct SeeDay;
impl Verb for SeeDay {
    const ACT: &'static str = "queue.see_day";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Receptionist),
        Who::Staff(Role::Owner),
        Who::Staff(Role::Doctor),
        Who::Staff(Role::Nurse),
        Who::Staff(Role::Pharmacist),
        Who::Staff(Role::Billing),
        Who::Support(SupportScope::Schedule),
    ];
}

/// Which part of which day.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The day.
    pub day: Date,
    /// One practitioner's part of it.
    pub with: Option<PractitionerId>,
    /// The page, from 0.
    pub page: u16,
}

/// What became of the latest message about an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// "confirmation", "moved" or "cancelled".
    pub kind: String,
    /// "queued", "sending", "sent", "refused" or "failed".
    pub state: String,
    /// Why it did not leave.
    pub reason: Option<String>,
}

/// One line of the day.
#[derive(Clone, Debug)]
pub struct DayLine {
    /// The appointment.
    pub appointment: Appointment,
    /// The service's name.
    pub service: String,
    /// The practitioner's name.
    pub practitioner: String,
    /// The token, while one is held.
    pub token: Option<(TicketId, i32, TicketState)>,
    /// Whether whoever is free first may call it.
    pub anyone: bool,
    /// Whether they came without a time.
    pub walked_in: bool,
    /// The latest message.
    pub told: Option<Told>,
}

/// A page of the day, and whether another follows. An appointment that was an error is not shown.
///
/// # Errors
/// [`Problem`].
pub async fn see_day(tx: &TenantTx, clinic: &Clinic, part: Part, _permit: &Permit<SeeDay>) -> Result<(Vec<DayLine>, bool), Problem> {
    let (from, to): (Timestamp, Timestamp) = clinic.span_of(part.day);
    let (limit, offset) = (i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX), i64::from(part.page) * i64::try_from(A_PAGE).unwrap_or(0));
    let rows = tx
        .rows(
            sql!(
                "select a.appointment_id, a.practitioner_id, a.service_id, a.patient_id, a.starts_at, a.ends_at, a.status, a.confirmed_at, a.location_id,
                         a.asked_at is not null and a.approved_at is null as unanswered,
                         s.cancel_minutes, s.name as service_name, p.name as practitioner_name,
                         a.taken_as = 'walk_in' and a.starts_at = a.booked_at as walked_in,
                         t.ticket_id, t.number, t.state as ticket_state, coalesce(t.anyone, false) as anyone, m.kind, m.state as message_state, m.reason
                    from appointment a
                    join service s on s.clinic_id = a.clinic_id and s.service_id = a.service_id
                    join practitioner p on p.clinic_id = a.clinic_id and p.practitioner_id = a.practitioner_id
                    left join queue_ticket t on t.clinic_id = a.clinic_id and t.appointment_id = a.appointment_id and t.state <> 'left'
                    left join lateral (select kind, state, reason from message
                                        where clinic_id = a.clinic_id and subject_id = a.appointment_id and kind <> 'turn_near'
                                        order by message_id desc limit 1) m on true
                   where a.starts_at >= $1 and a.starts_at < $2 and a.status not in ('proposed', 'entered-in-error')
                     and ($3::uuid is null or a.practitioner_id = $3 or t.anyone and t.state = 'waiting')
                   order by a.starts_at, a.appointment_id limit $4 offset $5"
            ),
            &[&from, &to, &part.with, &limit, &offset],
        )
        .await?;
    let lines = rows.iter().take(A_PAGE).map(read).collect::<Result<_, _>>()?;
    Ok((lines, rows.len() > A_PAGE))
}

fn read(row: &Row) -> Result<DayLine, Problem> {
    let ticket: Option<TicketId> = row.read("ticket_id")?;
    let token = match ticket {
        None => None,
        Some(id) => {
            let state = TicketState::from_word(row.read("ticket_state")?).ok_or_else(|| Problem::broken("an unknown ticket state"))?;
            Some((id, row.read("number")?, state))
        }
    };
    let kind: Option<String> = row.read("kind")?;
    let told = match kind {
        None => None,
        Some(kind) => Some(Told { kind, state: row.read("message_state")?, reason: row.read("reason")? }),
    };
    Ok(DayLine {
        appointment: Appointment::read(row)?,
        service: row.read("service_name")?,
        practitioner: row.read("practitioner_name")?,
        token,
        anyone: row.read("anyone")?,
        walked_in: row.read("walked_in")?,
        told,
    })
}
