//! A problem or a diagnosis.

use serde::Deserialize;

use crate::concept::Concept;
use crate::left::{Stop, WhyLeft};
use crate::list::List;
use crate::masked::masked_debug;
use crate::party::Party;
use crate::required_code::{RequiredCode, required_codes};
use crate::source_id::SourceId;
use crate::surroundings::Surroundings;
use crate::text::text;
use crate::when::When;
use crate::wire::{WireConcept, WirePeriod, WireReference};

required_codes!(
    /// Whether a condition is present.
    pub ConditionClinicalStatus {
        Active = "active", Recurrence = "recurrence", Relapse = "relapse", Inactive = "inactive",
        Remission = "remission", Resolved = "resolved",
    }
);

required_codes!(
    /// How sure one is of a condition.
    pub ConditionVerification {
        Unconfirmed = "unconfirmed", Provisional = "provisional", Differential = "differential",
        Confirmed = "confirmed", Refuted = "refuted", EnteredInError = "entered-in-error",
    }
);

/// A problem or a diagnosis. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Condition {
    /// How the export calls it.
    pub source: SourceId,
    /// Who has it.
    pub patient: SourceId,
    /// The visit at which it was found; perhaps in another bundle.
    pub encounter: Option<SourceId>,
    /// Whether it is present.
    pub clinical: Option<ConditionClinicalStatus>,
    /// How sure one is.
    pub verification: Option<ConditionVerification>,
    /// Problem list or diagnosis of one visit.
    pub categories: Vec<Concept>,
    /// What it is.
    pub code: Concept,
    /// When it began.
    pub onset: Option<When>,
    /// When it began, where the export only has words.
    pub onset_words: Option<String>,
    /// When it ended.
    pub abatement: Option<When>,
    /// When it was written down.
    pub recorded: Option<When>,
    /// Who wrote it down, or else who said so.
    pub recorder: Option<Party>,
}

masked_debug!(Condition);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireCondition {
    clinical_status: Option<WireConcept>,
    verification_status: Option<WireConcept>,
    #[serde(default)]
    category: List<WireConcept>,
    code: Option<WireConcept>,
    subject: Option<WireReference>,
    encounter: Option<WireReference>,
    onset_date_time: Option<String>,
    onset_period: Option<WirePeriod>,
    onset_string: Option<String>,
    abatement_date_time: Option<String>,
    abatement_period: Option<WirePeriod>,
    recorded_date: Option<String>,
    recorder: Option<WireReference>,
    asserter: Option<WireReference>,
}

pub(crate) fn read(wire: WireCondition, source: SourceId, around: &Surroundings<'_, '_>) -> Result<Condition, Stop> {
    let verification = ConditionVerification::read_concept(
        "verificationStatus",
        "http://terminology.hl7.org/CodeSystem/condition-ver-status",
        wire.verification_status.as_ref(),
    )?;
    if verification == Some(ConditionVerification::EnteredInError) {
        return Err(WhyLeft::Withdrawn.into());
    }
    let clinical = ConditionClinicalStatus::read_concept(
        "clinicalStatus",
        "http://terminology.hl7.org/CodeSystem/condition-clinical",
        wire.clinical_status.as_ref(),
    )?;
    let (began, _) = When::read_period("onsetPeriod", wire.onset_period)?;
    let (_, ended) = When::read_period("abatementPeriod", wire.abatement_period)?;
    Ok(Condition {
        source,
        patient: around.subject("subject", wire.subject.as_ref())?,
        encounter: around.encounter(wire.encounter.as_ref()),
        clinical,
        verification,
        categories: Concept::read_all("category", wire.category)?,
        code: Concept::read_optional("code", wire.code)?.ok_or(WhyLeft::Unnamed)?,
        onset: When::read("onsetDateTime", wire.onset_date_time)?.or(began),
        onset_words: text("onsetString", wire.onset_string)?,
        abatement: When::read("abatementDateTime", wire.abatement_date_time)?.or(ended),
        recorded: When::read("recordedDate", wire.recorded_date)?,
        recorder: around.party("recorder", wire.recorder.or(wire.asserter))?,
    })
}
