//! Keeps: "Two before you". Whoever has exactly two before them is told so by message, once, so that nobody has to
//! stand at the door; it goes through the same gate as everything we write, and says what is true when it leaves.

use jiff::civil::Date;
use kernel::{Clinic, Problem, TenantTx, id::Id as _, sql};
use trust::{
    messaging::{Channel, Facts, FactsFuture, Kind, Knows, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{
    see_queue::see_queue,
    see_ticket::ahead_of,
    ticket::{TicketId, TicketState},
};
use crate::booking::{AppointmentId, appointment::link_to};

/// How many are before somebody who is told.
const BEFORE: usize = 2;

/// After every change of the waiting room: boards look anew, and who has two before them now is told.
pub(super) async fn changed(tx: &TenantTx, day: Date) -> Result<(), Problem> {
    tx.tell_boards().await?;
    let untold: Vec<TicketId> = tx
        .rows(
            sql!(
                "select t.ticket_id from queue_ticket t join patient p on p.clinic_id = t.clinic_id and p.patient_id = t.patient_id
                  where t.day = $1 and t.state = 'waiting' and t.near_told_at is null and p.phone_key is not null"
            ),
            &[&day],
        )
        .await?
        .iter()
        .map(|row| row.read("ticket_id"))
        .collect::<Result<_, _>>()?;
    if untold.is_empty() {
        return Ok(());
    }
    let queue = see_queue(tx, day).await?;
    let near = queue.iter().filter(|one| one.state == TicketState::Waiting && untold.contains(&one.ticket));
    for one in near.filter(|one| ahead_of(&queue, one.ticket) == BEFORE) {
        tx.run(sql!("update queue_ticket set near_told_at = $2 where ticket_id = $1"), &[&one.ticket, &tx.now()]).await?;
        let (patient, subject): (PatientId, Uuid) = (one.patient, one.appointment.uuid());
        tell(tx, patient, Channel::WhatsApp, Kind::TurnNear, subject).await?;
    }
    Ok(())
}

/// What there is to say about somebody's place in line.
#[derive(Clone, Copy, Debug)]
pub struct PlaceFacts;

impl Knows for PlaceFacts {
    fn facts<'a>(&'a self, tx: &'a TenantTx, clinic: &'a Clinic, _kind: Kind, subject: Uuid) -> FactsFuture<'a> {
        Box::pin(async move {
            let appointment = AppointmentId::from_uuid(subject);
            let queue = see_queue(tx, clinic.day_of(tx.now())).await?;
            let mine = queue.iter().find(|one| one.appointment == appointment && one.state == TicketState::Waiting);
            let Some(mine) = mine else { return Ok(None) };
            let ahead = i64::try_from(ahead_of(&queue, mine.ticket)).unwrap_or(i64::MAX);
            Ok(Some(Facts::TurnNear { number: mine.number, ahead, link: link_to(tx, appointment).await? }))
        })
    }
}
