//! A vaccination, given or not given.

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
use crate::text::text;
use crate::when::When;
use crate::wire::{WireConcept, WireReference};

required_codes!(
    /// Whether a vaccination took place.
    pub ImmunizationStatus {
        Completed = "completed", NotDone = "not-done", EnteredInError = "entered-in-error",
    }
);

/// A vaccination. Mind the status: `NotDone` is a record too. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Immunization {
    /// How the export calls it.
    pub source: SourceId,
    /// Who was vaccinated.
    pub patient: SourceId,
    /// The visit; perhaps in another bundle.
    pub encounter: Option<SourceId>,
    /// Whether it took place.
    pub status: ImmunizationStatus,
    /// Which vaccine.
    pub vaccine: Concept,
    /// When. Nothing where the export only has words.
    pub occurred: Option<When>,
    /// When, in words.
    pub occurred_words: Option<String>,
    /// The lot number.
    pub lot: Option<String>,
    /// Who gave it.
    pub given_by: Option<Party>,
}

masked_debug!(Immunization);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireImmunization {
    status: Option<String>,
    vaccine_code: Option<WireConcept>,
    patient: Option<WireReference>,
    encounter: Option<WireReference>,
    occurrence_date_time: Option<String>,
    occurrence_string: Option<String>,
    lot_number: Option<String>,
    #[serde(default)]
    performer: List<WirePerformer>,
}

#[derive(Deserialize)]
struct WirePerformer {
    actor: Option<WireReference>,
}

pub(crate) fn read(wire: WireImmunization, source: SourceId, around: &Surroundings<'_, '_>) -> Result<Immunization, Stop> {
    let status = ImmunizationStatus::read_required("status", wire.status.as_deref())?;
    if status == ImmunizationStatus::EnteredInError {
        return Err(WhyLeft::Withdrawn.into());
    }
    let occurred = When::read("occurrenceDateTime", wire.occurrence_date_time)?;
    let occurred_words = text("occurrenceString", wire.occurrence_string)?;
    if occurred.is_none() && occurred_words.is_none() {
        return Err(Fault::Missing { field: "occurrenceDateTime" }.into());
    }
    let vaccine = Concept::read_optional("vaccineCode", wire.vaccine_code)?;
    let actor = wire.performer.into_iter().find_map(|performer| performer.actor);
    Ok(Immunization {
        source,
        patient: around.patient("patient", wire.patient.as_ref())?,
        encounter: around.encounter(wire.encounter.as_ref()),
        status,
        vaccine: vaccine.ok_or(Fault::Missing { field: "vaccineCode" })?,
        occurred,
        occurred_words,
        lot: text("lotNumber", wire.lot_number)?,
        given_by: around.party("performer.actor", actor)?,
    })
}
