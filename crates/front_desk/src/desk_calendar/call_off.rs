//! Keeps: "The desk calls a visit off, and takes that back while the time is free". This one, or this and all that follow it
//! in its series; the patient is told unless the desk says otherwise.

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
    sql,
};
use trust::{
    messaging::{Channel, Kind, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{book_for::after, refusal::VisitRefusal, see_visit::page};
use crate::booking::{
    Appointment, AppointmentId,
    appointment::{Act, NO_OVERLAP, Next, held},
    change::{call_off_with, called_off_with, following, say_yes},
};

const DESK: &[Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];

macro_rules! verb {
    ($(#[$doc:meta])* $name:ident, $act:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            appointment: AppointmentId,
            patient: PatientId,
        }
        impl Verb for $name {
            const ACT: &'static str = $act;
            const WHO: &'static [Who] = DESK;
            fn subject(&self) -> Option<Uuid> {
                Some(self.appointment.uuid())
            }
            fn about(&self) -> Option<Uuid> {
                Some(self.patient.uuid())
            }
        }
        impl $name {
            const fn of(visit: &Appointment) -> Self {
                Self { appointment: visit.id, patient: visit.patient }
            }
        }
    };
}

verb!(
    /// Calls a visit off for the patient or the clinic.
    CancelAtDesk, "booking.cancel_at_desk"
);
verb!(
    /// Takes that back.
    RestoreAtDesk, "booking.restore_at_desk"
);
verb!(
    /// Says yes to what a patient asked for.
    Approve, "booking.approve"
);
verb!(
    /// Says no to it.
    Decline, "booking.decline"
);

/// Whether a message of this kind about a visit is still on its way: it says what is true when it leaves, so one is enough.
pub(super) async fn is_on_its_way(tx: &TenantTx, id: AppointmentId, kind: Kind) -> Result<bool, Problem> {
    let rows = tx
        .rows(
            sql!("select 1 as there from message where subject_id = $1 and kind = $2 and state = 'queued' limit 1"),
            &[&id.uuid(), &kind.word()],
        )
        .await?;
    Ok(!rows.is_empty())
}

async fn call_off(tx: &TenantTx, visit: &Appointment, (act, tells): (Act, bool), of: Uuid) -> Result<(), VisitRefusal> {
    let Next::Becomes(status) = visit.decide_at_desk(act)? else { return Ok(()) };
    visit.becomes(tx, status).await?;
    call_off_with(tx, visit.id, Some(of)).await?;
    // Who was not told of it yet need not be told that it is off.
    if tells && !is_on_its_way(tx, visit.id, Kind::Confirmation).await? && !is_on_its_way(tx, visit.id, Kind::Cancelled).await? {
        tell(tx, visit.patient, Channel::WhatsApp, Kind::Cancelled, visit.id.uuid()).await?;
    }
    Ok(())
}

async fn bring_back(tx: &TenantTx, visit: &Appointment) -> Result<(), VisitRefusal> {
    let Next::Becomes(status) = visit.decide_at_desk(Act::Restore)? else { return Ok(()) };
    visit.becomes(tx, status).await.on_any(NO_OVERLAP, VisitRefusal::Busy)?;
    call_off_with(tx, visit.id, None).await?;
    // Who was not told that it was off need not be told that it is on.
    if !is_on_its_way(tx, visit.id, Kind::Cancelled).await? && !is_on_its_way(tx, visit.id, Kind::Confirmation).await? {
        tell(tx, visit.patient, Channel::WhatsApp, Kind::Confirmation, visit.id.uuid()).await?;
    }
    Ok(())
}

/// Calls off this visit, and where it is so meant all that follow it.
///
/// # Errors
/// [`VisitRefusal`].
async fn cancel(tx: &TenantTx, visit: &Appointment, filled: &Filled, _permit: &Permit<CancelAtDesk>) -> Result<(), VisitRefusal> {
    // Taking a booking back tells who was told of it.
    let tells = filled.ticked("tell") || filled.ticked("undo");
    call_off(tx, visit, (Act::Cancel, tells), filled.form()).await?;
    if filled.text("which") == "following" {
        for id in following(tx, visit).await? {
            call_off(tx, &held(tx, id).await?, (Act::Cancel, tells), filled.form()).await?;
        }
    }
    Ok(())
}

/// Takes calling off back: of all that were called off together.
async fn restore(tx: &TenantTx, visit: &Appointment, _permit: &Permit<RestoreAtDesk>) -> Result<(), VisitRefusal> {
    let together = called_off_with(tx, visit.id).await?;
    bring_back(tx, visit).await?;
    for id in together {
        bring_back(tx, &held(tx, id).await?).await?;
    }
    Ok(())
}

async fn approve(tx: &TenantTx, visit: &Appointment, _permit: &Permit<Approve>) -> Result<(), VisitRefusal> {
    if let Next::Becomes(_) = visit.decide_at_desk(Act::Approve)? {
        say_yes(tx, visit).await?;
        tell(tx, visit.patient, Channel::WhatsApp, Kind::Confirmation, visit.id.uuid()).await?;
    }
    Ok(())
}

/// Ends an act: the calendar again, or the visit with the reason why not.
async fn end(
    desk: &Desk,
    tx: TenantTx,
    filled: &Filled,
    (did, visit, done): (&str, &Appointment, Result<(), VisitRefusal>),
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            tx.tell_boards().await?;
            let to = after(filled, &desk.clinic, visit.starts_at, (did, visit.id));
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(refusal) => {
            drop(tx);
            page(desk, visit.id, filled.text("back"), (StatusCode::CONFLICT, Some(refusal.words()?))).await
        }
    }
}

macro_rules! post {
    ($(#[$doc:meta])* $post:ident, $verb:ident, $did:literal, |$tx:ident, $visit:ident, $filled:ident, $permit:ident| $act:expr) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// [`Problem::NotFound`].
        pub async fn $post(desk: Desk, Path(id): Path<String>, $filled: Filled) -> Result<Response, Problem> {
            let mut $tx = desk.enter().await?;
            let $visit = held(&$tx, id_in_path(&id)?).await?;
            let $permit = $tx.may($verb::of(&$visit)).await?;
            if let Some(to) = $tx.seen_before($filled.form()).await? {
                return Ok(see_other(&to));
            }
            let done = $act.await;
            end(&desk, $tx, &$filled, ($did, &$visit, done)).await
        }
    };
}

post!(
    /// `POST /appointments/{id}/cancel`.
    post_cancel, CancelAtDesk, "cancel", |tx, visit, filled, permit| cancel(&tx, &visit, &filled, &permit)
);
post!(
    /// `POST /appointments/{id}/restore`.
    post_restore, RestoreAtDesk, "restore", |tx, visit, filled, permit| restore(&tx, &visit, &permit)
);
post!(
    /// `POST /appointments/{id}/approve`.
    post_approve, Approve, "approve", |tx, visit, filled, permit| approve(&tx, &visit, &permit)
);
post!(
    /// `POST /appointments/{id}/decline`.
    post_decline, Decline, "decline", |tx, visit, filled, permit| async {
        let _decline = &permit;
        call_off(&tx, &visit, (Act::Decline, filled.ticked("tell")), filled.form()).await
    }
);
