//! Keeps: "You can refuse WhatsApp messages at any hour: by a word in reply, by a link or by telling your clinic"
//! (AMX-CON-01). This is the link: the page that every message about an appointment leads to has the button, whatever
//! became of the appointment. A word is `trust::messaging::receive`, the clinic's desk is `trust::consent::at_desk`.

use axum::response::Response;
use kernel::{
    Permit, Problem, TenantTx, Verb,
    http::{Bearer, Filled},
    id::Id as _,
    permit::Who,
};
use trust::{
    consent::{Standing, contact_point, give::How, standing_held, stop::stop},
    messaging::Channel,
    patients::{ContactKey, PatientId, patient},
};
use uuid::Uuid;

use super::{
    appointment::AppointmentId,
    own::{back_after, enter, own_held},
};

/// Ends the messages to one's own number.
#[derive(Clone, Copy, Debug)]
pub struct StopMessages {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for StopMessages {
    const ACT: &'static str = "booking.stop_messages";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Where messages go to this patient now, and on which channels.
pub(super) async fn open_channels(tx: &TenantTx, id: PatientId) -> Result<Vec<(Channel, ContactKey)>, Problem> {
    let who = patient(tx, id).await?;
    let mut open = Vec::new();
    for channel in Channel::ALL {
        if let Some(point) = contact_point(tx, &who, channel)?
            && matches!(standing_held(tx, &point.key, channel).await?, Standing::Given(_))
        {
            open.push((channel, point.key));
        }
    }
    Ok(open)
}

/// Ends the messages on every channel that was open.
///
/// # Errors
/// [`Problem`].
pub async fn stop_messages(tx: &TenantTx, permit: &Permit<StopMessages>) -> Result<(), Problem> {
    let verb = permit.verb();
    for (channel, contact) in open_channels(tx, verb.patient).await? {
        stop(tx, &contact, channel, How::Link, Some(verb.appointment.uuid())).await?;
    }
    Ok(())
}

/// `POST /a/{token}/stop`.
///
/// # Errors
/// [`Problem`].
pub async fn post(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let mut tx = enter(&bearer).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(back_after(&bearer, "stop"));
    }
    let appointment = own_held(&tx, &bearer).await?;
    let permit = tx.may(StopMessages { appointment: appointment.id, patient: appointment.patient }).await?;
    stop_messages(&tx, &permit).await?;
    tx.commit_form(filled.form(), "").await?;
    Ok(back_after(&bearer, "stop"))
}
