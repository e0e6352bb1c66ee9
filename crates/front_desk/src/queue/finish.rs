//! Keeps: "A visit ends once". The token is done and the appointment fulfilled in one transaction.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::patients::PatientId;
use uuid::Uuid;

use super::{
    call_next::may_touch,
    refusal::{DeskRefusal, list_after, refused},
    ticket::{TicketId, hold, ticket},
};
use crate::booking::{
    Appointment,
    appointment::{Act, Next, held},
};

/// Ends a visit.
#[derive(Clone, Copy, Debug)]
pub struct Finish {
    ticket: TicketId,
    patient: PatientId,
}
impl Verb for Finish {
    const ACT: &'static str = "queue.finish";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Doctor), Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.ticket.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Ends the visit.
///
/// # Errors
/// [`DeskRefusal`].
pub async fn finish(tx: &TenantTx, appointment: &Appointment, _permit: &Permit<Finish>) -> Result<(), DeskRefusal> {
    if let Next::Becomes(status) = appointment.decide(Act::Finish, tx.now())? {
        appointment.becomes(tx, status).await?;
        tx.run(sql!("update queue_ticket set state = 'done', done_at = $2 where appointment_id = $1"), &[&appointment.id, &tx.now()])
            .await?;
        tx.tell_boards().await?;
    }
    Ok(())
}

/// `POST /queue/{id}/done`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    hold(&tx).await?;
    let ticket = ticket(&tx, id_in_path(&id)?).await?;
    may_touch(&desk, &ticket)?;
    // Always the appointment before its token, so that two acts never wait for each other.
    let appointment = held(&tx, ticket.appointment).await?;
    let permit = tx.may(Finish { ticket: ticket.id, patient: ticket.patient }).await?;
    if let Err(refusal) = finish(&tx, &appointment, &permit).await {
        return refused(&desk, &filled, refusal);
    }
    let to = list_after(&filled, "done", appointment.id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
