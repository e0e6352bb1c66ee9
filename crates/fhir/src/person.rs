//! What patients and practitioners have in common: names, contacts, addresses, identifiers.

use std::fmt;

use crate::concept::Concept;
use crate::refusal::Fault;
use crate::required_code::{RequiredCode, required_codes};
use crate::text::{name_part, text, texts};
use crate::wire::{WireAddress, WireContact, WireIdentifier, WireName};

required_codes!(
    /// Administrative gender.
    pub Gender { Male = "male", Female = "female", Other = "other", Unknown = "unknown" }
);

/// A name in any script. At least one part is there.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// First and middle names, in order.
    pub given: Vec<String>,
    /// Family name.
    pub family: Option<String>,
    /// `Dr.`, `Mrs.`
    pub prefix: Vec<String>,
    /// `Jr.`, `MBBS`
    pub suffix: Vec<String>,
    /// The whole name as it is written, where the export gives it.
    pub text: Option<String>,
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonName").finish_non_exhaustive()
    }
}

impl PersonName {
    /// The whole name: as written, or else its parts in order.
    #[must_use]
    pub fn full(&self) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let parts = self.prefix.iter().chain(&self.given).chain(&self.family).chain(&self.suffix);
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The name to use: official before usual before unmarked, old names last.
    pub(crate) fn choose(wires: impl IntoIterator<Item = WireName>) -> Result<Option<Self>, Fault> {
        let mut best: Option<(u8, Self)> = None;
        for wire in wires {
            let usage = NameUse::read_optional("name.use", wire.usage.as_deref())?;
            let Some(name) = Self::read(wire)? else {
                continue;
            };
            let rank = name_rank(usage);
            if best.as_ref().is_none_or(|(found, _)| rank < *found) {
                best = Some((rank, name));
            }
        }
        Ok(best.map(|(_, name)| name))
    }

    fn read(wire: WireName) -> Result<Option<Self>, Fault> {
        let name = Self {
            given: texts(wire.given, |part| name_part("name.given", part))?,
            family: name_part("name.family", wire.family)?,
            prefix: texts(wire.prefix, |part| name_part("name.prefix", part))?,
            suffix: texts(wire.suffix, |part| name_part("name.suffix", part))?,
            text: text("name.text", wire.text)?,
        };
        // A title alone is not a name.
        let named = name.text.is_some() || name.family.is_some() || !name.given.is_empty();
        Ok(named.then_some(name))
    }
}

required_codes!(
    /// What a name is for.
    NameUse {
        Official = "official", Usual = "usual", Nickname = "nickname", Temp = "temp",
        Anonymous = "anonymous", Maiden = "maiden", Old = "old",
    }
);

fn name_rank(usage: Option<NameUse>) -> u8 {
    match usage {
        Some(NameUse::Official) => 0,
        Some(NameUse::Usual) => 1,
        None => 2,
        Some(NameUse::Nickname | NameUse::Temp | NameUse::Anonymous) => 3,
        Some(NameUse::Maiden | NameUse::Old) => 4,
    }
}

required_codes!(
    /// What a contact is.
    ContactSystem {
        Phone = "phone", Sms = "sms", Email = "email", Fax = "fax", Pager = "pager", Url = "url",
        Other = "other",
    }
);

required_codes!(
    /// What a contact is for.
    ContactUse { Mobile = "mobile", Home = "home", Work = "work", Temp = "temp", Old = "old" }
);

/// The order in which a clinic would try them.
fn contact_rank(usage: Option<ContactUse>) -> u8 {
    match usage {
        Some(ContactUse::Mobile) => 0,
        Some(ContactUse::Home) => 1,
        None => 2,
        Some(ContactUse::Work) => 3,
        Some(ContactUse::Temp) => 4,
        Some(ContactUse::Old) => 5,
    }
}

/// Phones and e-mail addresses, the best first, old ones left out.
#[derive(Default)]
pub(crate) struct Contacts {
    pub(crate) phones: Vec<String>,
    pub(crate) emails: Vec<String>,
}

impl Contacts {
    pub(crate) fn read(wires: impl IntoIterator<Item = WireContact>) -> Result<Self, Fault> {
        let mut found = Vec::new();
        for wire in wires {
            let system = ContactSystem::read_optional("telecom.system", wire.system.as_deref())?;
            let usage = ContactUse::read_optional("telecom.use", wire.usage.as_deref())?;
            let (Some(system), Some(value)) = (system, text("telecom.value", wire.value)?) else {
                continue;
            };
            if usage != Some(ContactUse::Old) {
                found.push((wire.rank.unwrap_or(u32::MAX), contact_rank(usage), system, value));
            }
        }
        found.sort_by_key(|(wanted, usual, ..)| (*wanted, *usual));
        let mut contacts = Self::default();
        for (_, _, system, value) in found {
            match system {
                ContactSystem::Phone | ContactSystem::Sms => contacts.phones.push(value),
                ContactSystem::Email => contacts.emails.push(value),
                _ => {}
            }
        }
        contacts.phones.dedup();
        Ok(contacts)
    }
}

required_codes!(
    /// What an address is for.
    AddressUse { Home = "home", Temp = "temp", Work = "work", Billing = "billing", Old = "old" }
);

fn address_rank(usage: Option<AddressUse>) -> u8 {
    match usage {
        Some(AddressUse::Home) => 0,
        None => 1,
        Some(AddressUse::Temp) => 2,
        Some(AddressUse::Work) => 3,
        Some(AddressUse::Billing) => 4,
        Some(AddressUse::Old) => 5,
    }
}

/// The best address on a single line.
pub(crate) fn address_line(wires: impl IntoIterator<Item = WireAddress>) -> Result<Option<String>, Fault> {
    let mut best: Option<(u8, String)> = None;
    for wire in wires {
        let usage = AddressUse::read_optional("address.use", wire.usage.as_deref())?;
        let Some(line) = one_line(wire)? else {
            continue;
        };
        let rank = address_rank(usage);
        if best.as_ref().is_none_or(|(found, _)| rank < *found) {
            best = Some((rank, line));
        }
    }
    Ok(best.map(|(_, line)| line))
}

fn one_line(wire: WireAddress) -> Result<Option<String>, Fault> {
    let parts = [wire.city, wire.district, wire.state, wire.postal_code, wire.country];
    let parts = texts(wire.line.into_iter().chain(parts), |part| text("address", part))?;
    let line = if parts.is_empty() { text("address.text", wire.text)? } else { Some(parts.join(", ")) };
    // Line breaks within a part would break the promise of a single line.
    text("address", line.map(|line| line.lines().map(str::trim).collect::<Vec<_>>().join(", ")))
}

/// A number somebody else gave to a person: a record number, a national id, a licence.
#[derive(Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Whose numbering it is.
    pub system: Option<String>,
    /// The number itself.
    pub value: String,
    /// What kind of number, such as "Medical Record Number".
    pub kind: Option<Concept>,
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier").field("system", &self.system).finish_non_exhaustive()
    }
}

impl Identifier {
    /// Those that have a value; FHIR allows an identifier without one.
    pub(crate) fn read_all(wires: impl IntoIterator<Item = WireIdentifier>) -> Result<Vec<Self>, Fault> {
        let mut identifiers = Vec::new();
        for wire in wires {
            let system = text("identifier.system", wire.system)?;
            let kind = Concept::read_optional("identifier.type", wire.kind)?;
            if let Some(value) = text("identifier.value", wire.value)? {
                identifiers.push(Self { system, value, kind });
            }
        }
        Ok(identifiers)
    }
}
