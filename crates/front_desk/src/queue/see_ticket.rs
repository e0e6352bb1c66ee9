//! Keeps: "One token, one page". Who waits with this number, how many are before them, and what can be changed about it.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use kernel::{
    Problem, Role, TenantTx, Verb,
    http::{Desk, Typed, View, see_other},
    id::Id as _,
    keys::Sealed,
    permit::Who,
    private::Private,
    refusal::id_in_path,
    sql,
};
use serde::Deserialize;
use trust::{
    clinics::{Practitioner, PractitionerId, bookable_practitioners},
    patients::{PatientId, patient},
};
use uuid::Uuid;

use super::{
    call_next::may_touch,
    know::know,
    see_queue::{InQueue, see_queue},
    ticket::{PRIORITY_WORDS, Ticket, TicketId, TicketState, ticket},
    transfer::ANYONE,
    turn::Priority,
};

/// Looks at one token, with the name of who has it.
#[derive(Clone, Copy, Debug)]
pub struct SeeTicket {
    ticket: TicketId,
    patient: PatientId,
}
impl Verb for SeeTicket {
    const ACT: &'static str = "queue.see_ticket";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.ticket.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Did {
    #[serde(default)]
    did: String,
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "queue/see_ticket.html")]
struct TicketPage<'a> {
    v: &'a View,
    f: &'a Typed,
    ticket: Ticket,
    name: Private<String>,
    /// Where they stand, while they wait or were called.
    queued: Option<InQueue>,
    ahead: usize,
    wait: String,
    words: Option<Private<String>>,
    /// Who else could see them, and whether they could wait for anyone.
    others: Vec<Practitioner>,
    did: Option<&'static str>,
    /// From whom they were sent just now, to send them back.
    from: Option<String>,
}

impl TicketPage<'_> {
    fn waits(&self) -> bool {
        self.ticket.state == TicketState::Waiting
    }
}

/// The page of a token.
pub(super) fn page_of(id: TicketId) -> String {
    format!("/queue/{id}")
}

/// How many are called before this one, if nothing changes.
#[must_use]
pub fn ahead_of(queue: &[InQueue], ticket: TicketId) -> usize {
    let waiting = || queue.iter().filter(|one| one.state == TicketState::Waiting);
    let Some(mine) = waiting().find(|one| one.ticket == ticket) else { return 0 };
    let before = |practitioner| waiting().take_while(|one| one.ticket != ticket).filter(|one| one.waits_for(practitioner)).count();
    if !mine.anyone {
        return before(mine.practitioner);
    }
    // Whoever is free first: the shortest of the lines that they stand in.
    let mut lines: Vec<_> = queue.iter().map(|one| one.practitioner).chain(mine.given_by.iter().copied()).collect();
    lines.retain(|practitioner| mine.waits_for(*practitioner));
    lines.into_iter().map(before).min().unwrap_or(0)
}

async fn words(tx: &TenantTx, id: TicketId) -> Result<Option<Private<String>>, Problem> {
    let sealed: Option<Sealed<String>> =
        tx.one(sql!("select priority_words from queue_ticket where ticket_id = $1"), &[&id]).await?.read("priority_words")?;
    sealed.map(|sealed| tx.keys().open(&PRIORITY_WORDS, id, &sealed)).transpose()
}

async fn page(desk: &Desk, id: TicketId, f: &Typed, (did, from): (Option<&'static str>, Option<String>)) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let ticket = ticket(&tx, id).await?;
    if !ticket.anyone {
        may_touch(desk, &ticket)?;
    }
    let _permit = tx.may(SeeTicket { ticket: id, patient: ticket.patient }).await?;
    let today = desk.clinic.day_of(tx.now());
    let (queue, patient, words, known, mut others) = futures_util::try_join!(
        see_queue(&tx, today),
        patient(&tx, ticket.patient),
        words(&tx, id),
        know(&tx, &desk.clinic, today),
        bookable_practitioners(&tx)
    )?;
    tx.commit().await?;
    let ahead = ahead_of(&queue, id);
    let queued = queue.iter().find(|one| one.ticket == id);
    let wait = queued.map_or_else(String::new, |mine| known.wait(&queue, mine).words(desk.view.speech()));
    let queued = queued.cloned();
    others.retain(|one| {
        queued.as_ref().is_some_and(|mine| mine.given_by.is_empty() || mine.given_by.contains(&one.id))
            && (ticket.anyone || one.id != ticket.practitioner)
    });
    let page = TicketPage { v: &desk.view, f, ticket, name: patient.name, queued, ahead, wait, words, others, did, from };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// The page again, with what was wrong.
pub(super) async fn page_again(desk: &Desk, id: TicketId, f: &Typed) -> Result<Response, Problem> {
    page(desk, id, f, (None, None)).await
}

/// `GET /queue/{id}`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Did>) -> Result<Response, Problem> {
    let did = match asked.did.as_str() {
        "priority" => Some("ticket-did-priority"),
        "no-priority" => Some("ticket-did-no-priority"),
        "transfer" => Some("ticket-did-transfer"),
        _ => None,
    };
    // Only what reads as a practitioner, or as anyone, comes back into a form.
    let from =
        asked.from.parse::<PractitionerId>().map(|id| id.to_string()).ok().or_else(|| (asked.from == ANYONE).then(|| ANYONE.to_owned()));
    page(&desk, id_in_path(&id)?, &Typed::blank(), (did, from)).await
}

/// `GET` on an act: where a reload or a change of language after a refused act leads.
#[expect(clippy::unused_async, reason = "a page is asynchronous")]
pub async fn back_to_page(_desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    Ok(see_other(&page_of(id_in_path(&id)?)))
}
