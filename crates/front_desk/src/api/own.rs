//! Keeps: "A program changes what it booked and nothing else". Which program booked an appointment; for every other program it is
//! not there, so that a key that was lost opens no calendar.

use kernel::{Problem, TenantTx, actor::ApiClientId, sql};

use crate::booking::appointment::{Appointment, AppointmentId, appointment, held};

/// Remembers that this program booked it.
pub(super) async fn remember(tx: &TenantTx, id: AppointmentId, client: ApiClientId) -> Result<(), Problem> {
    tx.run(
        sql!("insert into api_booking (clinic_id, appointment_id, client_id, booked_at) values ($1, $2, $3, $4)"),
        &[&tx.actor().clinic(), &id, &client, &tx.now()],
    )
    .await
    .map(drop)
}

async fn is_own(tx: &TenantTx, id: AppointmentId, client: ApiClientId) -> Result<(), Problem> {
    tx.one(sql!("select true as own from api_booking where appointment_id = $1 and client_id = $2"), &[&id, &client]).await.map(drop)
}

/// The program's own appointment.
///
/// # Errors
/// [`Problem::NotFound`].
pub(super) async fn own_appointment(tx: &TenantTx, id: AppointmentId, client: ApiClientId) -> Result<Appointment, Problem> {
    is_own(tx, id, client).await?;
    appointment(tx, id).await
}

/// The same, held for a change.
///
/// # Errors
/// [`Problem::NotFound`].
pub(super) async fn own_held(tx: &TenantTx, id: AppointmentId, client: ApiClientId) -> Result<Appointment, Problem> {
    is_own(tx, id, client).await?;
    held(tx, id).await
}
