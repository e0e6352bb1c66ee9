//! Somebody who treats.

use serde::Deserialize;

use crate::list::List;
use crate::masked::masked_debug;
use crate::person::{Contacts, Gender, Identifier, PersonName};
use crate::refusal::Fault;
use crate::required_code::RequiredCode;
use crate::source_id::SourceId;
use crate::wire::{WireContact, WireIdentifier, WireName};

/// A practitioner. FHIR does not require a name of them. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Practitioner {
    /// How the export calls them.
    pub source: SourceId,
    /// Whether they still work there.
    pub active: bool,
    /// The official name, or the best there is.
    pub name: Option<PersonName>,
    /// Phone numbers as written, the best first.
    pub phones: Vec<String>,
    /// E-mail addresses, the best first.
    pub emails: Vec<String>,
    /// Administrative gender.
    pub gender: Option<Gender>,
    /// Registration numbers and the like.
    pub identifiers: Vec<Identifier>,
}

masked_debug!(Practitioner);

#[derive(Deserialize)]
pub(crate) struct WirePractitioner {
    active: Option<bool>,
    #[serde(default)]
    name: List<WireName>,
    #[serde(default)]
    telecom: List<WireContact>,
    gender: Option<String>,
    #[serde(default)]
    identifier: List<WireIdentifier>,
}

pub(crate) fn read(wire: WirePractitioner, source: SourceId) -> Result<Practitioner, Fault> {
    let contacts = Contacts::read(wire.telecom)?;
    Ok(Practitioner {
        source,
        active: wire.active.unwrap_or(true),
        name: PersonName::choose(wire.name)?,
        phones: contacts.phones,
        emails: contacts.emails,
        gender: Gender::read_optional("gender", wire.gender.as_deref())?,
        identifiers: Identifier::read_all(wire.identifier)?,
    })
}
