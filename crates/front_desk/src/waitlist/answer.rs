//! Keeps: "Who accepts an offer has the time". What was kept becomes their visit in one statement, or it is over and they hear
//! so; whoever says no, or leaves the list, gives the time to the next at once.

use axum::response::Response;
use kernel::{
    Permit, Problem, TenantTx, Verb,
    http::{Bearer, Filled, see_other},
    id::Id as _,
    permit::Who,
    sql,
};
use trust::{
    clinics::{service, takes_bookings},
    messaging::{Channel, Kind, LinkId, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{
    entry::{Entry, EntryId, Open, State, becomes, open_offer},
    offer::look_again,
    own::{back_after, enter, refused},
};
use crate::booking::{
    book::link_for,
    calendar::Wanted,
    hold::becomes_visit,
    take::{As, let_go},
};

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident, $act:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name { entry: EntryId, patient: PatientId }
        impl Verb for $name {
            const ACT: &'static str = $act;
            const WHO: &'static [Who] = &[Who::Bearer];
            fn subject(&self) -> Option<Uuid> { Some(self.entry.uuid()) }
            fn about(&self) -> Option<Uuid> { Some(self.patient.uuid()) }
        }
    )+};
}
answers! {
    /// Takes the time that is offered.
    TakeOffer, "waitlist.take";
    /// Does not take it, and waits on.
    DeclineOffer, "waitlist.decline";
    /// Waits no more.
    Leave, "waitlist.leave";
}

/// The offer is over, or there is none.
#[derive(Debug, thiserror::Error)]
pub enum TakeRefusal {
    /// Too late: it goes to the next.
    #[error("this offer is over; you are still on the waiting list")]
    Over,
    /// The clinic takes no bookings at the moment.
    #[error("the clinic takes no bookings at the moment")]
    Paused,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Makes the offered time the patient's visit; the link that opens it.
///
/// # Errors
/// [`TakeRefusal`].
pub async fn take_offer(tx: &TenantTx, bearer: &Bearer, entry: &Entry, _permit: &Permit<TakeOffer>) -> Result<LinkId, TakeRefusal> {
    let offer = open_offer(tx, entry.id).await?.ok_or(TakeRefusal::Over)?;
    if !takes_bookings(tx).await? {
        return Err(TakeRefusal::Paused);
    }
    let service = service(tx, entry.service, bearer.clinic.currency).await?;
    let wanted = Wanted { service: &service, practitioners: &[offer.practitioner], location: entry.location, besides: None };
    // The clinic said yes by offering it.
    let kept = becomes_visit(tx, (offer.hold, &wanted, offer.starts_at), entry.patient, As::Booked).await?.ok_or(TakeRefusal::Over)?;
    settle(tx, &offer, "taken").await?;
    becomes(tx, entry.id, State::Booked).await?;
    tell(tx, entry.patient, Channel::WhatsApp, Kind::Confirmation, kept.id.uuid()).await?;
    tx.tell_boards().await?;
    Ok(link_for(tx, kept.id, kept.slot.ends_at).await?)
}

async fn settle(tx: &TenantTx, offer: &Open, state: &'static str) -> Result<(), Problem> {
    tx.run(sql!("update waitlist_offer set state = $2 where offer_id = $1"), &[&offer.id, &state]).await.map(drop)
}

/// Gives the offered time back, if one is kept, and has it offered to the next.
pub(super) async fn give_back(tx: &TenantTx, entry: EntryId) -> Result<(), Problem> {
    if let Some(offer) = open_offer(tx, entry).await? {
        settle(tx, &offer, "declined").await?;
        let_go(tx, Some(offer.hold)).await?;
    }
    look_again(tx, tx.now()).await
}

/// Says no to the offer and waits on.
///
/// # Errors
/// [`Problem`].
pub async fn decline(tx: &TenantTx, entry: &Entry, _permit: &Permit<DeclineOffer>) -> Result<(), Problem> {
    if entry.state == State::Offered {
        becomes(tx, entry.id, State::Waiting).await?;
        give_back(tx, entry.id).await?;
    }
    Ok(())
}

/// Leaves the list.
///
/// # Errors
/// [`Problem`].
pub async fn leave(tx: &TenantTx, entry: &Entry, _permit: &Permit<Leave>) -> Result<(), Problem> {
    if matches!(entry.state, State::Waiting | State::Offered) {
        becomes(tx, entry.id, State::Left).await?;
        give_back(tx, entry.id).await?;
    }
    Ok(())
}

/// `POST /w/{token}/take`.
///
/// # Errors
/// [`Problem`].
pub async fn post_take(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let (mut tx, entry) = enter(&bearer).await?;
    let page_of = |tx: &TenantTx, link: &str| link.parse::<LinkId>().map(|link| format!("/a/{}", tx.link_token(link.uuid())));
    if let Some(led_to) = tx.seen_before(filled.form()).await? {
        return Ok(page_of(&tx, &led_to).map_or_else(|_| back_after(&bearer, ""), |to| see_other(&to)));
    }
    let permit = tx.may(TakeOffer { entry: entry.id, patient: entry.patient }).await?;
    match take_offer(&tx, &bearer, &entry, &permit).await {
        Ok(link) => {
            let to = format!("/a/{}", tx.link_token(link.uuid()));
            tx.commit_form(filled.form(), &link.to_string()).await?;
            Ok(see_other(&to))
        }
        Err(refusal) => {
            drop(tx);
            match refusal {
                TakeRefusal::Over => refused(&bearer, "waitlist-offer-over").await,
                TakeRefusal::Paused => refused(&bearer, "booking-paused").await,
                TakeRefusal::Problem(problem) => Err(problem),
            }
        }
    }
}

/// `POST /w/{token}/decline`.
///
/// # Errors
/// [`Problem`].
pub async fn post_decline(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let (mut tx, entry) = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "decline"));
    }
    let permit = tx.may(DeclineOffer { entry: entry.id, patient: entry.patient }).await?;
    decline(&tx, &entry, &permit).await?;
    tx.commit_form(filled.form(), "").await?;
    Ok(back_after(&bearer, "decline"))
}

/// `POST /w/{token}/leave`.
///
/// # Errors
/// [`Problem`].
pub async fn post_leave(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let (mut tx, entry) = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "leave"));
    }
    let permit = tx.may(Leave { entry: entry.id, patient: entry.patient }).await?;
    leave(&tx, &entry, &permit).await?;
    tx.commit_form(filled.form(), "").await?;
    Ok(back_after(&bearer, "leave"))
}
