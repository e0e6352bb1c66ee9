//! Keeps: "A message says what is true when it leaves". The facts are read at the moment of sending: what was cancelled
//! meanwhile is not confirmed any more, and what was taken back is not called off.

use kernel::{Clinic, Problem, TenantTx, id::Id as _};
use trust::{
    clinics::{locations::at_place, practitioner},
    messaging::{Facts, FactsFuture, Kind, Knows},
};
use uuid::Uuid;

use super::appointment::{Appointment, AppointmentId, Status, appointment, link_to};

/// What there is to say about an appointment.
#[derive(Clone, Copy, Debug)]
pub struct AppointmentFacts;

impl Knows for AppointmentFacts {
    fn facts<'a>(&'a self, tx: &'a TenantTx, clinic: &'a Clinic, kind: Kind, subject: Uuid) -> FactsFuture<'a> {
        Box::pin(async move {
            let appointment = appointment(tx, AppointmentId::from_uuid(subject)).await?;
            if still_true(kind, appointment.status) { say(tx, clinic, kind, &appointment).await.map(Some) } else { Ok(None) }
        })
    }
}

const fn still_true(kind: Kind, status: Status) -> bool {
    match kind {
        Kind::Confirmation | Kind::Moved => matches!(status, Status::Booked | Status::Arrived),
        Kind::Cancelled => matches!(status, Status::Cancelled),
        Kind::Receipt | Kind::Offer | Kind::TurnNear => false,
    }
}

async fn say(tx: &TenantTx, clinic: &Clinic, kind: Kind, appointment: &Appointment) -> Result<Facts, Problem> {
    let there = at_place(tx, clinic, appointment.location).await?;
    let starts_at = appointment.starts_at.to_zoned(there.time_zone);
    if kind == Kind::Cancelled {
        return Ok(Facts::AppointmentCancelled { starts_at });
    }
    let (practitioner, link) =
        futures_util::future::try_join(practitioner(tx, appointment.practitioner), link_to(tx, appointment.id)).await?;
    Ok(Facts::Appointment { practitioner: practitioner.name, starts_at, link })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cancelled_is_not_confirmed_and_what_stands_is_not_called_off() {
        for kind in [Kind::Confirmation, Kind::Moved] {
            assert!(still_true(kind, Status::Booked));
            assert!(!still_true(kind, Status::Cancelled));
        }
        assert!(still_true(Kind::Cancelled, Status::Cancelled));
        assert!(!still_true(Kind::Cancelled, Status::Booked));
        assert!(!still_true(Kind::Receipt, Status::Booked), "receipts are another room's");
    }
}
