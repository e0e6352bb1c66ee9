//! A prescription.

use serde::Deserialize;

use crate::concept::Concept;
use crate::kinds::dosage::{WireDosage, dosage_words};
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
    /// Whether a prescription is in force.
    pub MedicationRequestStatus {
        Active = "active", OnHold = "on-hold", Cancelled = "cancelled", Completed = "completed",
        EnteredInError = "entered-in-error", Stopped = "stopped", Draft = "draft", Unknown = "unknown",
    }
);

required_codes!(
    /// How firm a prescription is. A proposal or a plan is not a prescription yet.
    pub MedicationRequestIntent {
        Proposal = "proposal", Plan = "plan", Order = "order", OriginalOrder = "original-order",
        ReflexOrder = "reflex-order", FillerOrder = "filler-order",
        InstanceOrder = "instance-order", Option = "option",
    }
);

/// A prescription. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct MedicationRequest {
    /// How the export calls it.
    pub source: SourceId,
    /// For whom.
    pub patient: SourceId,
    /// The visit; perhaps in another bundle.
    pub encounter: Option<SourceId>,
    /// Whether it is in force.
    pub status: MedicationRequestStatus,
    /// How firm it is.
    pub intent: MedicationRequestIntent,
    /// Which medicine.
    pub medication: Concept,
    /// When it was written.
    pub authored: Option<When>,
    /// Who wrote it.
    pub requester: Option<Party>,
    /// What for.
    pub reasons: Vec<Concept>,
    /// How to take it, one line for each instruction, in the prescriber's words where there are
    /// any and else summed up in English.
    pub dosage: Vec<String>,
}

masked_debug!(MedicationRequest);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireMedicationRequest<'a> {
    status: Option<String>,
    intent: Option<String>,
    medication_codeable_concept: Option<WireConcept>,
    medication_reference: Option<WireReference>,
    subject: Option<WireReference>,
    encounter: Option<WireReference>,
    authored_on: Option<String>,
    requester: Option<WireReference>,
    #[serde(default)]
    reason_code: List<WireConcept>,
    #[serde(default)]
    reason_reference: List<WireReference>,
    #[serde(borrow, default)]
    dosage_instruction: List<WireDosage<'a>>,
}

pub(crate) fn read(wire: WireMedicationRequest<'_>, source: SourceId, around: &Surroundings<'_, '_>) -> Result<MedicationRequest, Stop> {
    let status = MedicationRequestStatus::read_required("status", wire.status.as_deref())?;
    if status == MedicationRequestStatus::EnteredInError {
        return Err(WhyLeft::Withdrawn.into());
    }
    let mut medication = Concept::read_optional("medicationCodeableConcept", wire.medication_codeable_concept)?;
    if let (None, Some(reference)) = (&medication, wire.medication_reference) {
        medication = around.concept("medicationReference", reference)?;
    }
    let dosage = wire.dosage_instruction.into_iter().filter_map(|dosage| dosage_words(dosage).transpose());
    Ok(MedicationRequest {
        source,
        patient: around.subject("subject", wire.subject.as_ref())?,
        encounter: around.encounter(wire.encounter.as_ref()),
        status,
        intent: MedicationRequestIntent::read_required("intent", wire.intent.as_deref())?,
        medication: medication.ok_or(Fault::Missing { field: "medication" })?,
        authored: When::read("authoredOn", wire.authored_on)?,
        requester: around.party("requester", wire.requester)?,
        reasons: around.reasons(wire.reason_code, wire.reason_reference)?,
        dosage: dosage.collect::<Result<_, _>>()?,
    })
}
