//! An allergy or an intolerance.

use serde::Deserialize;

use crate::concept::Concept;
use crate::left::{Stop, WhyLeft};
use crate::list::List;
use crate::masked::masked_debug;
use crate::party::Party;
use crate::refusal::Fault;
use crate::required_code::{RequiredCode, required_codes};
use crate::source_id::SourceId;
use crate::surroundings::Surroundings;
use crate::when::When;
use crate::wire::{WireConcept, WireReference};

required_codes!(
    /// Whether an allergy is present.
    pub AllergyClinicalStatus { Active = "active", Inactive = "inactive", Resolved = "resolved" }
);

required_codes!(
    /// How sure one is of an allergy.
    pub AllergyVerification {
        Unconfirmed = "unconfirmed", Confirmed = "confirmed", Refuted = "refuted",
        EnteredInError = "entered-in-error",
    }
);

required_codes!(
    /// The mechanism behind it.
    pub AllergyKind { Allergy = "allergy", Intolerance = "intolerance" }
);

required_codes!(
    /// What kind of thing is not tolerated.
    pub AllergyCategory {
        Food = "food", Medication = "medication", Environment = "environment", Biologic = "biologic",
    }
);

required_codes!(
    /// How much harm a next exposure may do.
    pub Criticality { Low = "low", High = "high", UnableToAssess = "unable-to-assess" }
);

required_codes!(
    /// How bad one reaction was.
    pub Severity { Mild = "mild", Moderate = "moderate", Severe = "severe" }
);

/// An allergy or an intolerance. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Allergy {
    /// How the export calls it.
    pub source: SourceId,
    /// Who has it.
    pub patient: SourceId,
    /// Whether it is present.
    pub clinical: Option<AllergyClinicalStatus>,
    /// How sure one is.
    pub verification: Option<AllergyVerification>,
    /// Allergy or intolerance, where known.
    pub kind: Option<AllergyKind>,
    /// What kind of thing is not tolerated.
    pub categories: Vec<AllergyCategory>,
    /// How much harm a next exposure may do.
    pub criticality: Option<Criticality>,
    /// What is not tolerated.
    pub code: Concept,
    /// What happened.
    pub reactions: Vec<Reaction>,
    /// When it began.
    pub onset: Option<When>,
    /// When it was written down.
    pub recorded: Option<When>,
    /// Who wrote it down, or else who said so.
    pub recorder: Option<Party>,
}

masked_debug!(Allergy);

/// What happened at an exposure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The signs of it.
    pub manifestations: Vec<Concept>,
    /// How bad it was.
    pub severity: Option<Severity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireAllergy {
    clinical_status: Option<WireConcept>,
    verification_status: Option<WireConcept>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    category: List<String>,
    criticality: Option<String>,
    code: Option<WireConcept>,
    patient: Option<WireReference>,
    onset_date_time: Option<String>,
    recorded_date: Option<String>,
    recorder: Option<WireReference>,
    asserter: Option<WireReference>,
    #[serde(default)]
    reaction: List<WireReaction>,
}

#[derive(Deserialize)]
struct WireReaction {
    #[serde(default)]
    manifestation: List<WireConcept>,
    severity: Option<String>,
}

impl Reaction {
    fn read(wire: WireReaction) -> Result<Self, Fault> {
        Ok(Self {
            manifestations: Concept::read_all("reaction.manifestation", wire.manifestation)?,
            severity: Severity::read_optional("reaction.severity", wire.severity.as_deref())?,
        })
    }
}

pub(crate) fn read(wire: WireAllergy, source: SourceId, around: &Surroundings<'_, '_>) -> Result<Allergy, Stop> {
    let verification = AllergyVerification::read_concept(
        "verificationStatus",
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
        wire.verification_status.as_ref(),
    )?;
    if verification == Some(AllergyVerification::EnteredInError) {
        return Err(WhyLeft::Withdrawn.into());
    }
    let clinical = AllergyClinicalStatus::read_concept(
        "clinicalStatus",
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
        wire.clinical_status.as_ref(),
    )?;
    let categories = wire.category.iter().map(|code| AllergyCategory::read("category", code));
    Ok(Allergy {
        source,
        patient: around.patient("patient", wire.patient.as_ref())?,
        clinical,
        verification,
        kind: AllergyKind::read_optional("type", wire.kind.as_deref())?,
        categories: categories.collect::<Result<_, _>>()?,
        criticality: Criticality::read_optional("criticality", wire.criticality.as_deref())?,
        code: Concept::read_optional("code", wire.code)?.ok_or(WhyLeft::Unnamed)?,
        reactions: wire.reaction.into_iter().map(Reaction::read).collect::<Result<_, _>>()?,
        onset: When::read("onsetDateTime", wire.onset_date_time)?,
        recorded: When::read("recordedDate", wire.recorded_date)?,
        recorder: around.party("recorder", wire.recorder.or(wire.asserter))?,
    })
}
