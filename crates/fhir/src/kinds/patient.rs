//! A patient as a clinic brings them along.

use serde::Deserialize;

use crate::list::List;
use crate::masked::masked_debug;
use crate::person::{Contacts, Gender, Identifier, PersonName, address_line};
use crate::refusal::Fault;
use crate::required_code::RequiredCode;
use crate::source_id::SourceId;
use crate::when::When;
use crate::wire::{WireAddress, WireContact, WireIdentifier, WireName};

/// A patient. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Patient {
    /// How the export calls them.
    pub source: SourceId,
    /// Whether the record is in use.
    pub active: bool,
    /// The official name, or the best there is.
    pub name: PersonName,
    /// Phone numbers as written, the best first.
    pub phones: Vec<String>,
    /// E-mail addresses, the best first.
    pub emails: Vec<String>,
    /// Administrative gender.
    pub gender: Option<Gender>,
    /// Date of birth, perhaps only its year; never with a time.
    pub birth: Option<When>,
    /// Whether they have died; nothing where the export does not say.
    pub deceased: Option<Deceased>,
    /// The home address on a single line.
    pub address: Option<String>,
    /// Record numbers, national ids and the like.
    pub identifiers: Vec<Identifier>,
}

masked_debug!(Patient);

/// What is known about a death.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deceased {
    /// Known to live.
    No,
    /// Died, no date given.
    Yes,
    /// Died then.
    On(When),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WirePatient {
    active: Option<bool>,
    #[serde(default)]
    name: List<WireName>,
    #[serde(default)]
    telecom: List<WireContact>,
    gender: Option<String>,
    birth_date: Option<String>,
    deceased_boolean: Option<bool>,
    deceased_date_time: Option<String>,
    #[serde(default)]
    address: List<WireAddress>,
    #[serde(default)]
    identifier: List<WireIdentifier>,
}

pub(crate) fn read(wire: WirePatient, source: SourceId) -> Result<Patient, Fault> {
    let contacts = Contacts::read(wire.telecom)?;
    let died = When::read("deceasedDateTime", wire.deceased_date_time)?;
    let said = wire.deceased_boolean.map(|died| if died { Deceased::Yes } else { Deceased::No });
    Ok(Patient {
        source,
        active: wire.active.unwrap_or(true),
        name: PersonName::choose(wire.name)?.ok_or(Fault::NoName)?,
        phones: contacts.phones,
        emails: contacts.emails,
        gender: Gender::read_optional("gender", wire.gender.as_deref())?,
        birth: When::read_day("birthDate", wire.birth_date)?,
        deceased: died.map(Deceased::On).or(said),
        address: address_line(wire.address)?,
        identifiers: Identifier::read_all(wire.identifier)?,
    })
}
