//! Consent: an append-only ledger and what it says now, per contact point, channel and purpose.

pub mod give;
pub mod stop;

use kernel::{Problem, TenantTx, sql};

use crate::{messaging::Channel, patients::ContactKey};

kernel::id!(
    /// One entry of the ledger.
    ConsentId, "con"
);

/// The wording shown beside the un-ticked box; its text is the sentence `consent-appointments` of that version.
pub const WORDING: &str = "appointments-1";

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
            sql!("select state, consent_id from contact_channel
                   where contact_key = $1 and channel = $2 and purpose = 'appointments' for share"),
            &[&contact.bytes(), &channel.word()],
        )
        .await?;
    let Some(row) = row else { return Ok(Standing::Never) };
    let consent: ConsentId = row.read("consent_id")?;
    let state: String = row.read("state")?;
    Ok(if state == "given" { Standing::Given(consent) } else { Standing::Withdrawn(consent) })
}
