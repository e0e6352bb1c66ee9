//! What one record can reach: the other entries of its bundle, and what it contains itself.

use std::sync::Arc;

use crate::concept::Concept;
use crate::index::{Contained, Index, Indexed, Words, kind_and_id};
use crate::left::{Stop, WhyLeft};
use crate::party::Party;
use crate::refusal::Fault;
use crate::source_id::{SourceId, without_version};
use crate::text::text;
use crate::wire::{WireConcept, WireReference};

/// The index as one record sees it, with what the record itself contains.
pub(crate) struct Surroundings<'i, 'a> {
    index: &'i Index<'a>,
    contained: &'i [Contained],
}

enum Found<'i> {
    Entry { kind: &'i str, source: Option<&'i SourceId>, words: &'i Words },
    Contained { kind: &'i str, words: &'i Words },
    Elsewhere { kind: Option<&'i str>, source: Option<SourceId> },
}

impl<'i, 'a> Surroundings<'i, 'a> {
    pub(crate) fn of(index: &'i Index<'a>, entry: &'i Indexed<'a>) -> Self {
        Self { index, contained: &entry.contained }
    }

    /// For a field in which FHIR allows patients only.
    pub(crate) fn patient(&self, field: &'static str, reference: Option<&WireReference>) -> Result<SourceId, Fault> {
        let reference = reference.ok_or(Fault::Missing { field })?;
        let reference = reference.reference.as_deref().ok_or(Fault::PatientNotHere { field })?;
        match self.find(reference) {
            Found::Entry { kind: "Patient", source: Some(source), .. } => Ok(source.clone()),
            Found::Contained { kind: "Patient", .. } => Err(Fault::PatientContained { field }),
            Found::Elsewhere { kind: None | Some("Patient"), .. } => Err(Fault::PatientNotHere { field }),
            _ => Err(Fault::NotAPatient { field }),
        }
    }

    /// For a field in which FHIR also allows groups and devices, which we leave.
    pub(crate) fn subject(&self, field: &'static str, reference: Option<&WireReference>) -> Result<SourceId, Stop> {
        self.patient(field, reference).map_err(|fault| match fault {
            Fault::NotAPatient { .. } => WhyLeft::NotAboutAPatient.into(),
            fault => fault.into(),
        })
    }

    /// The encounter's id; it may stand in another bundle.
    pub(crate) fn encounter(&self, reference: Option<&WireReference>) -> Option<SourceId> {
        match self.find(reference?.reference.as_deref()?) {
            Found::Entry { kind: "Encounter", source, .. } => source.cloned(),
            Found::Elsewhere { kind: None | Some("Encounter"), source } => source,
            _ => None,
        }
    }

    /// Who it was; nobody where the reference says nothing usable.
    pub(crate) fn party(&self, field: &'static str, reference: Option<WireReference>) -> Result<Option<Party>, Fault> {
        let Some(reference) = reference else {
            return Ok(None);
        };
        let display = text(field, reference.display)?;
        let (practitioner, name) = match reference.reference.as_deref().map(|to| self.find(to)) {
            Some(Found::Entry { kind: "Practitioner", source, words }) => (source.cloned(), words.name.clone()),
            Some(Found::Contained { words, .. }) => (None, words.name.clone()),
            Some(Found::Elsewhere { kind: None | Some("Practitioner"), source }) => (source, None),
            _ => (None, None),
        };
        let display = display.map(Arc::from).or(name);
        let known = practitioner.is_some() || display.is_some();
        Ok(known.then_some(Party { practitioner, display }))
    }

    /// What the resource is about to which a reference points, or the reference's own words.
    pub(crate) fn concept(&self, field: &'static str, reference: WireReference) -> Result<Option<Concept>, Fault> {
        let found = match reference.reference.as_deref().map(|to| self.find(to)) {
            Some(Found::Entry { words, .. } | Found::Contained { words, .. }) => words.concept.clone(),
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
        let text = text(field, reference.display)?;
        Ok(text.map(|text| Concept { codings: Arc::default(), text: Some(text.into()) }))
    }

    /// Reasons that stand in the record, and those it only points to.
    pub(crate) fn reasons(
        &self,
        codes: impl IntoIterator<Item = WireConcept>,
        references: impl IntoIterator<Item = WireReference>,
    ) -> Result<Vec<Concept>, Fault> {
        let mut reasons = Concept::read_all("reasonCode", codes)?;
        for reference in references {
            reasons.extend(self.concept("reasonReference", reference)?);
        }
        Ok(reasons)
    }

    fn find<'r>(&'r self, reference: &'r str) -> Found<'r> {
        if let Some(id) = reference.strip_prefix('#') {
            let contained = self.contained.iter().find(|inner| inner.id.trim_start_matches('#') == id);
            return match contained {
                Some(inner) => Found::Contained { kind: &inner.kind, words: &inner.words },
                None => Found::Elsewhere { kind: None, source: None },
            };
        }
        match self.index.find(reference) {
            Some(entry) => Found::Entry { kind: &entry.kind, source: entry.source.as_ref(), words: &entry.words },
            None => Found::Elsewhere {
                kind: kind_and_id(without_version(reference)).map(|(kind, _)| kind),
                source: SourceId::from_reference(reference),
            },
        }
    }
}
