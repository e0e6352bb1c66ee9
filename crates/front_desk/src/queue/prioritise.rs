//! Keeps: "Who goes first goes first for a reason". A priority is one of a closed list, or another reason in words, which are
//! sealed; who gave it and who took it back stands in the trail.

use axum::{extract::Path, response::Response};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::patients::PatientId;
use uuid::Uuid;

use super::{
    call_next::may_touch,
    near::changed,
    refusal::{DeskRefusal, refused},
    see_ticket::{page_again, page_of},
    ticket::{PRIORITY_WORDS, Ticket, TicketId, hold, ticket},
    turn::{Priority, turn},
};

/// The most characters of a reason.
const MOST_CHARACTERS: usize = 120;

/// Lets somebody go first, or takes that back.
#[derive(Clone, Copy, Debug)]
pub struct Prioritise {
    ticket: TicketId,
    patient: PatientId,
}
impl Verb for Prioritise {
    const ACT: &'static str = "queue.prioritise";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.ticket.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// A reason to go first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which of the list.
    pub priority: Priority,
    /// In words, for one that is not on it.
    pub words: Option<String>,
}

/// The reason in a form, if one was chosen.
pub(super) fn reason(form: &mut Reading<'_>) -> Option<Reason> {
    let priority = form.optional("priority", "field-choose", |word| Priority::from_word(word).ok_or(()))?;
    let words = match priority {
        Priority::Other => Some(form.line("priority_words", MOST_CHARACTERS)),
        _ => None,
    };
    Some(Reason { priority, words })
}

/// Gives the priority, or takes it back. Only who still waits can go first.
///
/// # Errors
/// [`DeskRefusal::NotWaiting`] and others.
pub async fn prioritise(
    tx: &TenantTx,
    clinic: &Clinic,
    (ticket, reason): (&Ticket, Option<&Reason>),
    _permit: &Permit<Prioritise>,
) -> Result<(), DeskRefusal> {
    give(tx, ticket, reason).await?;
    changed(tx, clinic.day_of(tx.now())).await?;
    Ok(())
}

/// As [`prioritise`], where the act itself is another: a walk-in is registered with a priority.
pub(super) async fn give(tx: &TenantTx, ticket: &Ticket, reason: Option<&Reason>) -> Result<(), DeskRefusal> {
    let priority = reason.map(|reason| reason.priority);
    let words = reason.and_then(|reason| reason.words.as_ref()).map(|words| tx.keys().seal(&PRIORITY_WORDS, ticket.id, words));
    let changed = tx
        .run(
            sql!(
                "update queue_ticket set priority = $2, priority_words = $3, turn_at = $4
                   where ticket_id = $1 and state = 'waiting' returning ticket_id"
            ),
            &[&ticket.id, &priority.map(Priority::word), &words.transpose()?, &turn(ticket.place_at, priority)],
        )
        .await?;
    if changed.is_empty() {
        return Err(DeskRefusal::NotWaiting);
    }
    Ok(())
}

/// `POST /queue/{id}/priority`.
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
    let permit = tx.may(Prioritise { ticket: ticket.id, patient: ticket.patient }).await?;
    let take_back = !filled.text("take_back").is_empty();
    let mut form = Reading::of(&filled);
    let reason = if take_back { None } else { reason(&mut form) };
    let mut errors: Errors = form.errors();
    if !take_back && reason.is_none() {
        errors.add("priority", "field-choose");
    }
    if errors.any() {
        drop(tx);
        return page_again(&desk, ticket.id, &filled.typed(errors)).await;
    }
    if let Err(refusal) = prioritise(&tx, &desk.clinic, (&ticket, reason.as_ref()), &permit).await {
        return refused(&desk, &filled, refusal);
    }
    tx.note_in_trail(match &reason {
        None => "taken back".to_owned(),
        Some(Reason { words: Some(words), .. }) => words.clone(),
        Some(reason) => reason.priority.word().to_owned(),
    });
    let to = format!("{}?did={}", page_of(ticket.id), if take_back { "no-priority" } else { "priority" });
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
