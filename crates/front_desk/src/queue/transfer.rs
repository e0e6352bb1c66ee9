//! Keeps: "Sent to somebody else, nobody loses their place". A token that waits goes to another practitioner who gives what it is
//! for, or to whoever is free first, with its visit and with its turn. Undoing is sending back.

use axum::{extract::Path, response::Response};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::{
    clinics::{PractitionerId, practitioner},
    patients::PatientId,
};
use uuid::Uuid;

use super::{
    arrive::keeps_nobody_out,
    call_next::{gives, may_touch},
    near::changed,
    refusal::{DeskRefusal, refused},
    see_ticket::{page_again, page_of},
    ticket::{Ticket, TicketId, TicketState, hold, ticket},
};
use crate::booking::appointment::held;

/// In a form: whoever is free first.
pub(super) const ANYONE: &str = "any";

/// Sends somebody who waits to another practitioner.
#[derive(Clone, Copy, Debug)]
pub struct Transfer {
    ticket: TicketId,
    patient: PatientId,
}
impl Verb for Transfer {
    const ACT: &'static str = "queue.transfer";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.ticket.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Sends the token, with its visit and its turn; `None`: to whoever is free first.
///
/// # Errors
/// [`DeskRefusal::NotWaiting`] and others.
pub async fn transfer(
    tx: &TenantTx,
    clinic: &Clinic,
    (ticket, to): (&Ticket, Option<PractitionerId>),
    _permit: &Permit<Transfer>,
) -> Result<(), DeskRefusal> {
    if ticket.state != TicketState::Waiting {
        return Err(DeskRefusal::NotWaiting);
    }
    if let Some(to) = to
        && !gives(tx, ticket, to).await?
    {
        return Err(DeskRefusal::DoesNotGive);
    }
    // They are here, and their place is in the queue: the time they were booked for keeps nobody out any more.
    keeps_nobody_out(tx, &held(tx, ticket.appointment).await?).await?;
    if let Some(to) = to {
        tx.run(sql!("update appointment set practitioner_id = $2 where appointment_id = $1"), &[&ticket.appointment, &to]).await?;
    }
    tx.run(
        sql!("update queue_ticket set practitioner_id = coalesce($2, practitioner_id), anyone = $2::uuid is null where ticket_id = $1"),
        &[&ticket.id, &to],
    )
    .await?;
    changed(tx, clinic.day_of(tx.now())).await?;
    Ok(())
}

/// `POST /queue/{id}/transfer`.
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
    if !ticket.anyone {
        may_touch(&desk, &ticket)?;
    }
    let permit = tx.may(Transfer { ticket: ticket.id, patient: ticket.patient }).await?;
    let to = match filled.text("to") {
        ANYONE => None,
        typed => match typed.parse::<PractitionerId>() {
            Ok(to) => Some(practitioner(&tx, to).await?),
            Err(_) => {
                drop(tx);
                return page_again(&desk, ticket.id, &filled.typed(Errors::one("to", "field-choose"))).await;
            }
        },
    };
    if let Err(refusal) = transfer(&tx, &desk.clinic, (&ticket, to.as_ref().map(|to| to.id)), &permit).await {
        return refused(&desk, &filled, refusal);
    }
    tx.note_in_trail(to.map_or_else(|| ANYONE.to_owned(), |to| to.name));
    let from = if ticket.anyone { ANYONE.to_owned() } else { ticket.practitioner.to_string() };
    // A doctor who sent somebody away cannot look at the token any more.
    let to = if desk.role == Role::Doctor { "/today".to_owned() } else { format!("{}?did=transfer&from={from}", page_of(ticket.id)) };
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
