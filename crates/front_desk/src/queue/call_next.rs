//! Keeps: "Nobody is called twice and nobody is passed over". The next is whoever's turn is first among those who wait for
//! this practitioner, or for anyone who gives what they came for. Calls happen one after another (`ticket::hold`), so that two
//! at once bring two people, and a turn that is being changed is waited for and not passed over.

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
    near::changed,
    refusal::{DeskRefusal, list_after, refused},
    ticket::{Ticket, hold, ticket},
};

/// Calls a patient in.
#[derive(Clone, Copy, Debug)]
pub struct Call;
impl Verb for Call {
    const ACT: &'static str = "queue.call";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Doctor), Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Nurse)];
}

/// Calls the next who waits for this practitioner, or for anyone, today.
///
/// # Errors
/// [`DeskRefusal::NobodyWaits`] and others.
pub async fn call_next(tx: &TenantTx, practitioner: PractitionerId, today: Date, permit: &Permit<Call>) -> Result<Ticket, DeskRefusal> {
    hold(tx).await?;
    let next = tx
        .maybe(
            sql!(
                "select t.ticket_id, t.number, t.appointment_id, t.patient_id, t.practitioner_id, t.anyone, t.state, t.place_at, t.priority, a.service_id
                   from queue_ticket t join appointment a on a.clinic_id = t.clinic_id and a.appointment_id = t.appointment_id
                  where t.day = $1 and t.state = 'waiting'
                    and case when t.anyone
                             then not exists (select from service_practitioner g where g.clinic_id = a.clinic_id and g.service_id = a.service_id)
                               or exists (select from service_practitioner g
                                           where g.clinic_id = a.clinic_id and g.service_id = a.service_id and g.practitioner_id = $2)
                             else t.practitioner_id = $2 end
                  order by t.turn_at, t.number limit 1"
            ),
            &[&today, &practitioner],
        )
        .await?;
    let next = Ticket::read(&next.ok_or(DeskRefusal::NobodyWaits)?)?;
    call(tx, &next, (practitioner, today), permit).await?;
    Ok(next)
}

/// Calls this very token, out of turn or once more. Who waited for anyone waits for the caller from now on, with their visit.
///
/// # Errors
/// [`DeskRefusal`].
async fn call(tx: &TenantTx, ticket: &Ticket, (by, today): (PractitionerId, Date), _permit: &Permit<Call>) -> Result<(), DeskRefusal> {
    if ticket.anyone {
        tx.run(
            sql!(
                "update appointment set practitioner_id = $2 where appointment_id = $1 and practitioner_id <> $2 and taken_as = 'walk_in'"
            ),
            &[&ticket.appointment, &by],
        )
        .await?;
    }
    let called = tx
        .run(
            sql!(
                "update queue_ticket set state = 'called', called_at = $2, anyone = false, practitioner_id = $3
                   where ticket_id = $1 and state in ('waiting', 'called') and (anyone or practitioner_id = $3) returning ticket_id"
            ),
            &[&ticket.id, &tx.now(), &by],
        )
        .await?;
    if called.is_empty() {
        return Err(DeskRefusal::NobodyWaits);
    }
    // Whoever calls is back.
    tx.run(sql!("update queue_pause set resumed_at = $2 where practitioner_id = $1 and resumed_at is null"), &[&by, &tx.now()]).await?;
    changed(tx, today).await?;
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

/// Whether this practitioner gives what the ticket is for.
pub(super) async fn gives(tx: &TenantTx, ticket: &Ticket, practitioner: PractitionerId) -> Result<bool, Problem> {
    tx.one(
        sql!(
            "select not exists (select from service_practitioner where service_id = $1)
                 or exists (select from service_practitioner where service_id = $1 and practitioner_id = $2) as gives"
        ),
        &[&ticket.service, &practitioner],
    )
    .await?
    .read("gives")
}

pub(super) fn may_touch(desk: &Desk, ticket: &Ticket) -> Result<(), Problem> {
    let own = desk.practitioner == Some(ticket.practitioner.uuid());
    if desk.role == Role::Doctor && !own { Err(Problem::NotFound) } else { Ok(()) }
}

/// Who calls this very token: for anyone's, whoever is named or calls for themselves, if they give what it is for.
async fn caller_of(tx: &TenantTx, desk: &Desk, ticket: &Ticket, asked: Option<PractitionerId>) -> Result<PractitionerId, DeskRefusal> {
    if !ticket.anyone {
        may_touch(desk, ticket)?;
        return Ok(ticket.practitioner);
    }
    let by = who_calls(desk.role, desk.practitioner.map(PractitionerId::from_uuid), asked)?;
    if gives(tx, ticket, by).await? { Ok(by) } else { Err(Problem::NotFound.into()) }
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
    hold(&tx).await?;
    let ticket = ticket(&tx, id_in_path(&id)?).await?;
    let caller = caller_of(&tx, &desk, &ticket, filled.text("with").parse().ok()).await;
    let permit = tx.may(Call).await?;
    let called = match caller {
        Ok(by) => call(&tx, &ticket, (by, desk.clinic.day_of(tx.now())), &permit).await,
        Err(refusal) => Err(refusal),
    };
    match called {
        Ok(()) => finish_call(tx, &filled, &ticket).await,
        Err(refusal) => refused(&desk, &filled, refusal),
    }
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
