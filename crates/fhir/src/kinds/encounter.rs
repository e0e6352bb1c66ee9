//! A visit.

use serde::Deserialize;

use crate::concept::{Coded, Concept, Named};
use crate::left::{Stop, WhyLeft};
use crate::list::List;
use crate::masked::masked_debug;
use crate::party::Party;
use crate::refusal::Fault;
use crate::required_code::{RequiredCode, required_codes};
use crate::source_id::SourceId;
use crate::surroundings::Surroundings;
use crate::when::When;
use crate::wire::{WireCoding, WireConcept, WirePeriod, WireReference};

required_codes!(
    /// How far a visit has come.
    pub EncounterStatus {
        Planned = "planned", Arrived = "arrived", Triaged = "triaged", InProgress = "in-progress",
        OnLeave = "onleave", Finished = "finished", Cancelled = "cancelled",
        EnteredInError = "entered-in-error", Unknown = "unknown",
    }
);

/// A visit. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Encounter {
    /// How the export calls it.
    pub source: SourceId,
    /// Whose visit it was.
    pub patient: SourceId,
    /// How far it came.
    pub status: EncounterStatus,
    /// Where it took place in the widest sense: `AMB`, `EMER`, `IMP`, `HH`, `VR`.
    pub class: Coded,
    /// What kind of visit.
    pub types: Vec<Concept>,
    /// Why the patient came.
    pub reasons: Vec<Concept>,
    /// When it began.
    pub start: Option<When>,
    /// When it ended.
    pub end: Option<When>,
    /// Who saw the patient.
    pub seen_by: Vec<Party>,
}

masked_debug!(Encounter);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireEncounter {
    status: Option<String>,
    class: Option<WireCoding>,
    #[serde(rename = "type", default)]
    types: List<WireConcept>,
    subject: Option<WireReference>,
    #[serde(default)]
    participant: List<WireParticipant>,
    period: Option<WirePeriod>,
    #[serde(default)]
    reason_code: List<WireConcept>,
    #[serde(default)]
    reason_reference: List<WireReference>,
}

#[derive(Deserialize)]
struct WireParticipant {
    individual: Option<WireReference>,
}

pub(crate) fn read(wire: WireEncounter, source: SourceId, around: &Surroundings<'_, '_>) -> Result<Encounter, Stop> {
    let status = EncounterStatus::read_required("status", wire.status.as_deref())?;
    if status == EncounterStatus::EnteredInError {
        return Err(WhyLeft::Withdrawn.into());
    }
    let Some(subject) = wire.subject else {
        return Err(WhyLeft::NotAboutAPatient.into());
    };
    let Named::Coded(class) = Coded::read("class", wire.class.unwrap_or_default())? else {
        return Err(Fault::Missing { field: "class" }.into());
    };
    let (start, end) = When::read_period("period", wire.period)?;
    let mut seen_by = Vec::new();
    for participant in wire.participant {
        seen_by.extend(around.party("participant.individual", participant.individual)?);
    }
    Ok(Encounter {
        source,
        patient: around.subject("subject", Some(&subject))?,
        status,
        class,
        types: Concept::read_all("type", wire.types)?,
        reasons: around.reasons(wire.reason_code, wire.reason_reference)?,
        start,
        end,
        seen_by,
    })
}
