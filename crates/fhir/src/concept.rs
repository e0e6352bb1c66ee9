//! A thing named by codes, by words, or by both. Codes are opaque: we never look inside them.

use std::sync::Arc;

use crate::refusal::Fault;
use crate::text::text;
use crate::wire::{WireCoding, WireConcept};

/// One code of one code system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// The code system's address, such as `http://loinc.org`.
    pub system: Option<String>,
    /// The code within it.
    pub code: String,
    /// The system's words for it.
    pub display: Option<String>,
}

/// What FHIR calls a `CodeableConcept`. Shared, not copied: thousands of records may point to one
/// resource, and copies would let a small bundle fill the memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// The codes; several where the export translates between systems.
    pub codings: Arc<[Coded]>,
    /// The words the clinician chose.
    pub text: Option<Arc<str>>,
}

impl Concept {
    /// The best words for a person: the clinician's, else a code's display, else the bare code.
    #[must_use]
    pub fn words(&self) -> &str {
        self.text
            .as_deref()
            .or_else(|| self.codings.iter().find_map(|coded| coded.display.as_deref()))
            .or_else(|| self.codings.first().map(|coded| coded.code.as_str()))
            .unwrap_or_default()
    }

    /// The concept, or nothing where it names nothing.
    pub(crate) fn read(field: &'static str, wire: WireConcept) -> Result<Option<Self>, Fault> {
        let text = text(field, wire.text)?;
        let mut codings = Vec::with_capacity(wire.coding.len());
        let mut bare_display = None;
        for coding in wire.coding {
            match Coded::read(field, coding)? {
                Named::Coded(coded) => codings.push(coded),
                Named::OnlyWords(words) => bare_display = bare_display.or(Some(words)),
                Named::Nothing => {}
            }
        }
        let text = text.or(bare_display).map(Arc::from);
        Ok((text.is_some() || !codings.is_empty()).then(|| Self { codings: codings.into(), text }))
    }

    /// As [`Concept::read`], for a field that may be absent.
    pub(crate) fn read_optional(field: &'static str, wire: Option<WireConcept>) -> Result<Option<Self>, Fault> {
        wire.map_or(Ok(None), |wire| Self::read(field, wire))
    }

    /// As [`Concept::read`], for a list.
    pub(crate) fn read_all(field: &'static str, wires: impl IntoIterator<Item = WireConcept>) -> Result<Vec<Self>, Fault> {
        wires.into_iter().filter_map(|wire| Self::read(field, wire).transpose()).collect()
    }
}

/// What a coding amounts to. Some exports leave out the code and keep the words.
pub(crate) enum Named {
    Coded(Coded),
    OnlyWords(String),
    Nothing,
}

impl Coded {
    pub(crate) fn read(field: &'static str, wire: WireCoding) -> Result<Named, Fault> {
        let system = text(field, wire.system)?;
        let display = text(field, wire.display)?;
        Ok(match (text(field, wire.code)?, display) {
            (Some(code), display) => Named::Coded(Self { system, code, display }),
            (None, Some(words)) => Named::OnlyWords(words),
            (None, None) => Named::Nothing,
        })
    }
}
