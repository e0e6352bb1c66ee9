//! Keeps: "A time is given twice only on purpose, and with a reason". The desk may, and a doctor in their own hours; what is
//! overbooked is marked so wherever it is shown, and the reason is sealed beside it.

use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Reading},
    id::Id as _,
    permit::Who,
};
use trust::clinics::PractitionerId;
use uuid::Uuid;

/// The most characters of a reason.
const MOST_CHARACTERS: usize = 200;

/// Gives a time twice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overbook(PractitionerId);
impl Verb for Overbook {
    const ACT: &'static str = "booking.overbook";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Gives a time of one's own hours twice.
#[derive(Clone, Copy, Debug)]
pub(super) struct OverbookOwn(PractitionerId);
impl Verb for OverbookOwn {
    const ACT: &'static str = "booking.overbook_own";
    const WHO: &'static [Who] = &[Who::Staff(Role::Doctor)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The right to give one time twice.
#[must_use]
pub(super) enum Over {
    Anybodys { _permit: Permit<Overbook> },
    Own { _permit: Permit<OverbookOwn> },
}

/// Whether it is worth offering.
pub(super) fn may_overbook(desk: &Desk) -> bool {
    matches!(desk.role, Role::Owner | Role::Receptionist) || desk.role == Role::Doctor && desk.practitioner.is_some()
}

/// Asks for the right.
pub(super) async fn over(tx: &mut TenantTx, desk: &Desk, practitioner: PractitionerId) -> Result<Over, Problem> {
    if desk.role == Role::Doctor && desk.practitioner == Some(practitioner.uuid()) {
        return Ok(Over::Own { _permit: tx.may(OverbookOwn(practitioner)).await? });
    }
    Ok(Over::Anybodys { _permit: tx.may(Overbook(practitioner)).await? })
}

/// The reason as typed: nothing is overbooked without one.
pub(super) fn reason(form: &mut Reading<'_>) -> String {
    form.line("reason", MOST_CHARACTERS)
}
