//! Everything a bundle holds, by every address a reference may use. Built before any record is
//! read, so that the order of the entries does not matter, and so that each resource is looked
//! into once however many records point to it.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::concept::Concept;
use crate::list::List;
use crate::person::PersonName;
use crate::source_id::{SourceId, is_uuid_urn, without_version};
use crate::wire::{WireConcept, WireName};

/// The beginning of every resource; the parts others may ask for stay raw until it is known
/// what kind it is, since `code` and `name` mean different things in different kinds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Head<'a> {
    pub(crate) resource_type: Option<String>,
    pub(crate) id: Option<String>,
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    name: Option<&'a RawValue>,
    #[serde(borrow)]
    contained: Option<&'a RawValue>,
}

/// What others may ask about a resource.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) concept: Option<Concept>,
    pub(crate) name: Option<Arc<str>>,
}

impl Words {
    /// Mistakes are not reported here: those of kinds we take come up when the record is read.
    fn of(head: &Head<'_>) -> Self {
        match head.resource_type.as_deref() {
            Some("Condition" | "Medication" | "Procedure") => {
                let wire = serde_json::from_str::<WireConcept>(head.code.map_or("", RawValue::get)).ok();
                Self { concept: Concept::read_optional("code", wire).ok().flatten(), name: None }
            }
            Some("Practitioner") => {
                let wires = serde_json::from_str::<List<WireName>>(head.name.map_or("", RawValue::get)).ok();
                let name = wires.and_then(|wires| PersonName::choose(wires).ok().flatten());
                Self { concept: None, name: name.map(|name| name.full().into()) }
            }
            _ => Self::default(),
        }
    }
}

/// A resource within a resource.
pub(crate) struct Contained {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) words: Words,
}

/// One entry, not yet read.
pub(crate) struct Indexed<'a> {
    pub(crate) kind: String,
    pub(crate) source: Option<SourceId>,
    pub(crate) resource: &'a RawValue,
    has_url: bool,
    pub(crate) words: Words,
    pub(crate) contained: Vec<Contained>,
}

impl<'a> Indexed<'a> {
    pub(crate) fn new(kind: String, source: Option<SourceId>, has_url: bool, head: &Head<'a>, resource: &'a RawValue) -> Self {
        let inner = head.contained.and_then(|raw| serde_json::from_str::<List<Head<'_>>>(raw.get()).ok());
        let contained = inner.iter().flat_map(|heads| heads.iter()).filter_map(|head| {
            let (id, kind) = (head.id.clone()?, head.resource_type.clone()?);
            Some(Contained { id, kind, words: Words::of(head) })
        });
        let contained = contained.collect();
        Self { kind, source, resource, has_url, words: Words::of(head), contained }
    }
}

/// All entries of a bundle.
#[derive(Default)]
pub(crate) struct Index<'a> {
    entries: Vec<Indexed<'a>>,
    by_url: HashMap<String, usize>,
    by_kind_and_id: HashMap<String, usize>,
}

impl<'a> Index<'a> {
    pub(crate) fn entries(&self) -> &[Indexed<'a>] {
        &self.entries
    }

    /// Adds an entry's fullUrl; on a repetition the entry that had it first.
    pub(crate) fn add_url(&mut self, url: &str) -> Result<(), usize> {
        let next = self.entries.len();
        match self.by_url.insert(same_case(url), next) {
            Some(first) => Err(first),
            None => Ok(()),
        }
    }

    /// Adds an entry; on a repetition of kind and id the entry that had it first.
    pub(crate) fn add(&mut self, entry: Indexed<'a>) -> Result<(), usize> {
        let key = entry.source.as_ref().map(|source| format!("{}/{source}", entry.kind));
        let next = self.entries.len();
        self.entries.push(entry);
        match key.and_then(|key| self.by_kind_and_id.insert(key, next)) {
            Some(first) => Err(first),
            None => Ok(()),
        }
    }

    pub(crate) fn find(&self, reference: &str) -> Option<&Indexed<'a>> {
        let reference = without_version(reference);
        if let Some(at) = self.by_url.get(&same_case(reference)) {
            return self.entries.get(*at);
        }
        let (kind, id) = kind_and_id(reference)?;
        let found = self.entries.get(*self.by_kind_and_id.get(&format!("{kind}/{id}"))?)?;
        // A full address must not match a resource that says it lives at another one.
        let relative = !reference.contains(':');
        (relative || !found.has_url).then_some(found)
    }
}

/// `https://…/Patient/X` and `Patient/X` speak of a kind; a `urn:uuid:` does not.
pub(crate) fn kind_and_id(reference: &str) -> Option<(&str, &str)> {
    let (before, id) = reference.rsplit_once('/')?;
    Some((before.rsplit('/').next()?, id))
}

fn same_case(url: &str) -> String {
    if is_uuid_urn(url) { url.to_ascii_lowercase() } else { url.to_owned() }
}
