//! Keeps: "A bundle is taken whole or refused whole."
//!
//! Memory is bounded before anything is believed: bytes, depth, entries and the length of every
//! list have a limit, and fields we do not use are skipped without being stored.

use std::borrow::Cow;
use std::io::Read;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::bundle::{Bundle, BundleKind};
use crate::depth::{MAX_DEPTH, line_too_deep};
use crate::index::{Head, Index, Indexed};
use crate::kinds::{allergy, condition, encounter, immunization, medication_request, observation, patient, practitioner};
use crate::left::{Stop, WhyLeft};
use crate::list::{List, too_long};
use crate::position::Page;
use crate::refusal::{BundleRefusal, Fault};
use crate::required_code::{RequiredCode, required_codes};
use crate::source_id::SourceId;
use crate::surroundings::Surroundings;

/// The most one bundle may weigh. The largest of 120 synthetic life histories has 3.7 MB.
pub const MAX_BUNDLE_BYTES: u64 = 64 * 1024 * 1024;
const MAX_ENTRIES: usize = 100_000;

#[derive(Deserialize)]
struct WireBundle<'a> {
    #[serde(rename = "resourceType", borrow)]
    resource_type: Option<Cow<'a, str>>,
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    entry: List<WireEntry<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct WireEntry<'a> {
    #[serde(rename = "fullUrl")]
    full_url: Option<String>,
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
}

/// Reads a bundle, and never more than one byte beyond the limit.
///
/// # Errors
/// Refuses the whole bundle when any part of it is not sound.
pub fn read_bundle(from: impl Read, limit_bytes: u64) -> Result<Bundle, BundleRefusal> {
    let mut bytes = Vec::new();
    from.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    read_bundle_bytes(&bytes, limit_bytes)
}

/// Reads a bundle that is already in memory, without copying it.
///
/// # Errors
/// Refuses the whole bundle when any part of it is not sound.
pub fn read_bundle_bytes(bytes: &[u8], limit_bytes: u64) -> Result<Bundle, BundleRefusal> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit_bytes) {
        return Err(BundleRefusal::TooLarge { limit_bytes });
    }
    let text = readable(bytes)?;
    let wire = parse(text)?;
    if wire.resource_type.as_deref() != Some("Bundle") {
        return Err(not_a_bundle(wire.resource_type.as_deref()));
    }
    let kind = wire.kind.as_deref().and_then(BundleKind::from_code).ok_or(BundleRefusal::WrongType)?;
    let page = Page(text);
    let index = index(page, wire.entry)?;
    let mut bundle = Bundle::empty(kind);
    for (at, entry) in index.entries().iter().enumerate() {
        match take(page, entry, &index, &mut bundle) {
            Ok(()) => {}
            Err(Stop::Left(why)) => bundle.leave(&entry.kind, why),
            Err(Stop::Fault(fault)) => {
                return Err(unsound(page, at, &entry.kind, entry.resource, fault));
            }
        }
    }
    Ok(bundle)
}

/// The bytes as text that is worth parsing.
fn readable(bytes: &[u8]) -> Result<&str, BundleRefusal> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| BundleRefusal::NotText { line: 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() })?;
    // Exports from Windows begin with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_ascii_start().bytes().next() {
        None => return Err(BundleRefusal::Empty),
        Some(b'<') => return Err(BundleRefusal::Markup),
        Some(_) => {}
    }
    if let Some(line) = line_too_deep(text.as_bytes()) {
        return Err(BundleRefusal::TooDeep { most: MAX_DEPTH, line });
    }
    Ok(text)
}

fn parse(text: &str) -> Result<WireBundle<'_>, BundleRefusal> {
    // serde would also read a struct from a list of its fields; FHIR has no such form.
    if text.trim_ascii_start().starts_with('[') {
        return Err(BundleRefusal::NotABundle { found: None });
    }
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        if error.is_eof() {
            return BundleRefusal::Truncated { line, column };
        }
        if !error.is_data() {
            return BundleRefusal::Malformed { line, column };
        }
        if too_long(&error) {
            return BundleRefusal::TooManyEntries { most: MAX_ENTRIES };
        }
        // Another kind of resource may use the same field names in another form.
        match serde_json::from_str::<Head<'_>>(text).ok().and_then(|head| head.resource_type) {
            Some(kind) if kind != "Bundle" => not_a_bundle(Some(&kind)),
            _ => BundleRefusal::WrongShape { line, column },
        }
    })
}

fn not_a_bundle(kind: Option<&str>) -> BundleRefusal {
    BundleRefusal::NotABundle { found: kind.filter(|kind| is_kind(kind)).map(str::to_owned) }
}

/// FHIR names its kinds in ASCII letters; anything else is not repeated in a sentence.
fn is_kind(kind: &str) -> bool {
    (1..=64).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_alphabetic())
}

required_codes!(
    /// The kinds we take. The list is not FHIR's but ours.
    Taken {
        Patient = "Patient", Practitioner = "Practitioner", Encounter = "Encounter",
        Condition = "Condition", Allergy = "AllergyIntolerance",
        MedicationRequest = "MedicationRequest", Observation = "Observation",
        Immunization = "Immunization",
    }
);

fn index<'a>(page: Page<'a>, entries: List<WireEntry<'a>, MAX_ENTRIES>) -> Result<Index<'a>, BundleRefusal> {
    let mut index = Index::default();
    for (at, wire) in entries.into_iter().enumerate() {
        let nothing = || BundleRefusal::NotAResource { entry: at };
        let resource = wire.resource.filter(|raw| raw.get().starts_with('{')).ok_or_else(nothing)?;
        let head: Head<'a> = serde_json::from_str(resource.get()).map_err(|_| nothing())?;
        let kind = head.resource_type.clone().filter(|kind| is_kind(kind)).ok_or_else(nothing)?;
        if let Some(url) = &wire.full_url {
            index.add_url(url).map_err(|first| BundleRefusal::DuplicateFullUrl { entry: at, first })?;
        }
        let taken = Taken::from_code(&kind).is_some();
        let source = match SourceId::read(head.id.clone(), wire.full_url.as_deref()) {
            Err(fault) if taken => return Err(unsound(page, at, &kind, resource, fault)),
            source => source.unwrap_or_default(),
        };
        let entry = Indexed::new(kind.clone(), source, wire.full_url.is_some(), &head, resource);
        if let Err(first) = index.add(entry)
            && taken
        {
            return Err(BundleRefusal::DuplicateResource { entry: at, first, kind });
        }
    }
    Ok(index)
}

fn unsound(page: Page<'_>, entry: usize, kind: &str, resource: &RawValue, fault: Fault) -> BundleRefusal {
    BundleRefusal::Unsound { entry, kind: kind.to_owned(), line: page.line(resource), fault }
}

fn take<'a>(page: Page<'a>, entry: &Indexed<'a>, index: &Index<'a>, bundle: &mut Bundle) -> Result<(), Stop> {
    let taken = Taken::from_code(&entry.kind).ok_or(WhyLeft::KindNotTaken)?;
    let source = entry.source.clone().ok_or(Fault::NoId)?;
    let around = Surroundings::of(index, entry);
    match taken {
        Taken::Patient => {
            let one = patient::read(wire(page, entry)?, source)?;
            bundle.patients.push(one);
        }
        Taken::Practitioner => {
            let one = practitioner::read(wire(page, entry)?, source)?;
            bundle.practitioners.push(one);
        }
        Taken::Encounter => {
            let one = encounter::read(wire(page, entry)?, source, &around)?;
            bundle.encounters.push(one);
        }
        Taken::Condition => {
            let one = condition::read(wire(page, entry)?, source, &around)?;
            bundle.conditions.push(one);
        }
        Taken::Allergy => {
            let one = allergy::read(wire(page, entry)?, source, &around)?;
            bundle.allergies.push(one);
        }
        Taken::MedicationRequest => {
            let one = medication_request::read(wire(page, entry)?, source, &around)?;
            bundle.medication_requests.push(one);
        }
        Taken::Observation => {
            let one = observation::read(wire(page, entry)?, source, &around)?;
            bundle.vitals.push(one);
        }
        Taken::Immunization => {
            let one = immunization::read(wire(page, entry)?, source, &around)?;
            bundle.immunizations.push(one);
        }
    }
    Ok(())
}

fn wire<'a, W: Deserialize<'a>>(page: Page<'a>, entry: &Indexed<'a>) -> Result<W, Fault> {
    serde_json::from_str(entry.resource.get()).map_err(|error| {
        let (line, column) = page.error(entry.resource, &error);
        Fault::Shape { line, column }
    })
}
