//! Consent: an append-only ledger and what it says now, per contact point, channel and purpose.

pub mod at_desk;
pub mod give;
pub mod stop;
pub mod understand;
mod words;

use kernel::{Private, Problem, TenantTx, sql};

use crate::{
    messaging::Channel,
    patients::{ContactKey, Patient},
};

kernel::id!(
    /// One entry of the ledger.
    ConsentId, "con"
);

/// The wording shown beside the un-ticked box; its text is the sentence `consent-appointments` of that version.
pub const WORDING: &str = "appointments-1";

/// Where a patient can be reached on a channel, and the key consent is kept under.
#[derive(Debug)]
pub struct ContactPoint {
    /// The number in E.164, or the e-mail address.
    pub address: Private<String>,
    /// Its key in this clinic.
    pub key: ContactKey,
}

/// A patient's contact point on a channel, if we know one.
///
/// # Errors
/// [`Problem`].
pub fn contact_point(tx: &TenantTx, patient: &Patient, channel: Channel) -> Result<Option<ContactPoint>, Problem> {
    match channel {
        Channel::WhatsApp | Channel::Sms => patient
            .phone
            .as_ref()
            .map(|number| Ok(ContactPoint { address: number.clone(), key: ContactKey::of_kept_number(tx, number)? }))
            .transpose(),
        Channel::Email => patient
            .particulars
            .email
            .as_ref()
            .map(|email| Ok(ContactPoint { address: Private::new(email.clone()), key: ContactKey::of_email(tx, email)? }))
            .transpose(),
    }
}

/// What the ledger says now about a contact point on a channel, for messages about appointments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Never asked, or never said yes.
    Never,
    /// Said yes; the entry is the evidence.
    Given(ConsentId),
    /// Said stop.
    Withdrawn(ConsentId),
}

/// Reads the standing and holds it against a STOP until the end of the transaction.
///
/// # Errors
/// [`Problem`].
pub async fn standing_held(tx: &TenantTx, contact: &ContactKey, channel: Channel) -> Result<Standing, Problem> {
    let row = tx
        .maybe(
            sql!(
                "select state, consent_id from contact_channel
                   where contact_key = $1 and channel = $2 and purpose = 'appointments' for share"
            ),
            &[&contact.bytes(), &channel.word()],
        )
        .await?;
    let Some(row) = row else { return Ok(Standing::Never) };
    let consent: ConsentId = row.read("consent_id")?;
    let state: String = row.read("state")?;
    Ok(if state == "given" { Standing::Given(consent) } else { Standing::Withdrawn(consent) })
}
