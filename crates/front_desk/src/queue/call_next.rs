//! Keeps: "Nobody is called twice and nobody is passed over". The next is the lowest waiting number of one practitioner;
//! a row that somebody else is just calling is skipped, so two calls at once bring two people.

use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::clinics::PractitionerId;

use super::{
    refusal::{DeskRefusal, list_after, refused},
    ticket::{Ticket, TicketState, ticket},
};

/// Calls a patient in.
#[derive(Clone, Copy, Debug)]
pub struct Call;
impl Verb for Call {
    const ACT: &'static str = "queue.call";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Doctor), Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Nurse)];
}

/// Calls the next who waits for this practitioner today.
///
/// # Errors
/// [`DeskRefusal::NobodyWaits`] and others.
pub async fn call_next(tx: &TenantTx, practitioner: PractitionerId, today: Date, _permit: &Permit<Call>) -> Result<Ticket, DeskRefusal> {
    let called = tx
        .maybe(
            sql!(
                "update queue_ticket set state = 'called', called_at = $3
                   where ticket_id = (select ticket_id from queue_ticket
                                       where day = $1 and practitioner_id = $2 and state = 'waiting'
                                       order by number limit 1 for update skip locked)
                  returning ticket_id, number, appointment_id, patient_id, practitioner_id, state"
            ),
            &[&today, &practitioner, &tx.now()],
        )
        .await?;
    let called = Ticket::read(&called.ok_or(DeskRefusal::NobodyWaits)?)?;
    tx.tell_boards().await?;
    Ok(called)
}

/// Calls this very token, out of turn or once more.
///
/// # Errors
/// [`DeskRefusal`].
pub async fn call(tx: &TenantTx, ticket: &Ticket, _permit: &Permit<Call>) -> Result<(), DeskRefusal> {
    let called = tx
        .run(
            sql!(
                "update queue_ticket set state = 'called', called_at = $2
                   where ticket_id = $1 and state in ('waiting', 'called') returning ticket_id"
            ),
            &[&ticket.id, &tx.now()],
        )
        .await?;
    if called.is_empty() {
        return Err(DeskRefusal::NobodyWaits);
    }
    tx.tell_boards().await?;
    Ok(())
}

/// For whom to call: practitioners call for themselves and for nobody else, the desk for whom it names.
fn who_calls(role: Role, own: Option<PractitionerId>, asked: Option<PractitionerId>) -> Result<PractitionerId, DeskRefusal> {
    match (role, own, asked) {
        (Role::Doctor, None, _) => Err(Problem::NotFound.into()),
        (Role::Doctor, Some(own), Some(other)) if own != other => Err(Problem::NotFound.into()),
        (_, Some(own), None) | (Role::Doctor, Some(own), _) => Ok(own),
        (_, _, Some(asked)) => Ok(asked),
        (_, None, None) => Err(DeskRefusal::WhoCalls),
    }
}

pub(super) fn may_touch(desk: &Desk, ticket: &Ticket) -> Result<(), Problem> {
    let own = desk.practitioner == Some(ticket.practitioner.uuid());
    if desk.role == Role::Doctor && !own { Err(Problem::NotFound) } else { Ok(()) }
}

/// `POST /queue/call-next`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let permit = tx.may(Call).await?;
    let asked = filled.text("practitioner").parse().ok();
    let own = desk.practitioner.map(PractitionerId::from_uuid);
    let called = match who_calls(desk.role, own, asked) {
        Ok(practitioner) => call_next(&tx, practitioner, desk.clinic.day_of(tx.now()), &permit).await,
        Err(refusal) => Err(refusal),
    };
    match called {
        Ok(ticket) => finish_call(tx, &filled, &ticket).await,
        Err(refusal) => refused(&desk, &filled, refusal),
    }
}

/// `POST /queue/{id}/call`.
///
/// # Errors
/// [`Problem`].
pub async fn post_one(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let ticket = ticket(&tx, id_in_path(&id)?).await?;
    may_touch(&desk, &ticket)?;
    let permit = tx.may(Call).await?;
    if let Err(refusal) = call(&tx, &ticket, &permit).await {
        return refused(&desk, &filled, refusal);
    }
    finish_call(tx, &filled, &Ticket { state: TicketState::Called, ..ticket }).await
}

async fn finish_call(mut tx: TenantTx, filled: &Filled, ticket: &Ticket) -> Result<Response, Problem> {
    tx.trail_is_about(Some(ticket.id.uuid()), Some(ticket.patient.uuid()));
    let to = list_after(filled, "call", ticket.appointment);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

#[cfg(test)]
mod tests {
    use kernel::{Chance, Clock};

    use super::*;

    #[test]
    fn practitioners_call_for_themselves_and_the_desk_for_whom_it_names() {
        let id = |seed| PractitionerId::from_uuid(kernel::id::fresh(&Clock::system(), &Chance::seeded(seed)));
        let (me, other) = (id(1), id(2));
        let calls = |role, own, asked| who_calls(role, own, asked).ok();
        assert_eq!(calls(Role::Doctor, Some(me), None), Some(me));
        assert_eq!(calls(Role::Doctor, Some(me), Some(other)), None);
        assert_eq!(calls(Role::Doctor, None, Some(other)), None);
        assert_eq!(calls(Role::Receptionist, None, Some(other)), Some(other));
        assert_eq!(calls(Role::Owner, Some(me), Some(other)), Some(other));
        assert_eq!(calls(Role::Owner, Some(me), None), Some(me));
        assert!(matches!(who_calls(Role::Receptionist, None, None), Err(DeskRefusal::WhoCalls)));
    }
}
