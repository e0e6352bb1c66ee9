//! Vital signs. Of all observations only these are taken: laboratory results, surveys and social
//! history have rooms of their own and would need their own words.

use serde::Deserialize;

use crate::concept::{Coded, Concept};
use crate::left::{Stop, WhyLeft};
use crate::list::List;
use crate::masked::masked_debug;
use crate::measure::Measure;
use crate::party::Party;
use crate::refusal::Fault;
use crate::required_code::{RequiredCode, required_codes};
use crate::source_id::SourceId;
use crate::surroundings::Surroundings;
use crate::when::When;
use crate::wire::{WireConcept, WirePeriod, WireQuantity, WireReference};

const LOINC: &str = "http://loinc.org";

required_codes!(
    /// How final an observation is.
    pub ObservationStatus {
        Registered = "registered", Preliminary = "preliminary", Final = "final", Amended = "amended",
        Corrected = "corrected", Cancelled = "cancelled", EnteredInError = "entered-in-error",
        Unknown = "unknown",
    }
);

/// The vital signs we chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vital {
    /// Body height or length.
    Height,
    /// Body weight.
    Weight,
    /// Body mass index.
    BodyMassIndex,
    /// Body temperature, wherever it was taken.
    Temperature,
    /// Heart rate.
    HeartRate,
    /// Respiratory rate.
    RespiratoryRate,
    /// Oxygen saturation.
    OxygenSaturation,
    /// Systolic blood pressure.
    Systolic,
    /// Diastolic blood pressure.
    Diastolic,
    /// Pain from 0 to 10, as the patient says.
    Pain,
}

impl Vital {
    fn of_loinc(code: &str) -> Option<Self> {
        Some(match code {
            "8302-2" => Self::Height,
            "29463-7" => Self::Weight,
            "39156-5" => Self::BodyMassIndex,
            // The second is oral temperature, the only one Synthea writes.
            "8310-5" | "8331-1" => Self::Temperature,
            "8867-4" => Self::HeartRate,
            "9279-1" => Self::RespiratoryRate,
            "2708-6" | "59408-5" => Self::OxygenSaturation,
            "8480-6" => Self::Systolic,
            "8462-4" => Self::Diastolic,
            "72514-3" => Self::Pain,
            _ => return None,
        })
    }

    fn of(concept: &Concept) -> Option<(Self, &Coded)> {
        loinc(concept).find_map(|coded| Some((Self::of_loinc(&coded.code)?, coded)))
    }
}

/// One number of one vital sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Which vital sign.
    pub vital: Vital,
    /// The LOINC code it came with.
    pub code: Coded,
    /// The number and its unit.
    pub measure: Measure,
}

/// Vital signs taken together: one, or the two of a blood pressure. `Debug` shows the source id only.
#[derive(Clone, PartialEq)]
pub struct Vitals {
    /// How the export calls them.
    pub source: SourceId,
    /// Whose they are.
    pub patient: SourceId,
    /// The visit; perhaps in another bundle.
    pub encounter: Option<SourceId>,
    /// How final they are.
    pub status: ObservationStatus,
    /// When they were taken.
    pub effective: Option<When>,
    /// The numbers; at least one.
    pub readings: Vec<Reading>,
    /// Who took them.
    pub taken_by: Option<Party>,
}

masked_debug!(Vitals);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireObservation<'a> {
    status: Option<String>,
    code: Option<WireConcept>,
    subject: Option<WireReference>,
    encounter: Option<WireReference>,
    effective_date_time: Option<String>,
    effective_instant: Option<String>,
    effective_period: Option<WirePeriod>,
    #[serde(default)]
    performer: List<WireReference>,
    #[serde(borrow)]
    value_quantity: Option<WireQuantity<'a>>,
    #[serde(borrow, default)]
    component: List<WireComponent<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireComponent<'a> {
    code: Option<WireConcept>,
    #[serde(borrow)]
    value_quantity: Option<WireQuantity<'a>>,
}

pub(crate) fn read(wire: WireObservation<'_>, source: SourceId, around: &Surroundings<'_, '_>) -> Result<Vitals, Stop> {
    let code = Concept::read_optional("code", wire.code)?.ok_or(Fault::Missing { field: "code" })?;
    let components = components(wire.component)?;
    let own = Vital::of(&code);
    if own.is_none() && !(is_blood_pressure(&code) || components.iter().any(|(vital, _)| vital.is_some())) {
        return Err(WhyLeft::NotAVitalSign.into());
    }
    let status = ObservationStatus::read_required("status", wire.status.as_deref())?;
    if matches!(status, ObservationStatus::Cancelled | ObservationStatus::EnteredInError) {
        return Err(WhyLeft::Withdrawn.into());
    }
    let mut readings = Vec::new();
    if let (Some((vital, coded)), Some(quantity)) = (own, wire.value_quantity) {
        let measure = Measure::read("valueQuantity", quantity)?;
        readings.extend(measure.map(|measure| Reading { vital, code: coded.clone(), measure }));
    }
    for (vital, measure) in components {
        if let (Some((vital, code)), Some(measure)) = (vital, measure) {
            readings.push(Reading { vital, code, measure });
        }
    }
    if readings.is_empty() {
        return Err(WhyLeft::NoSingleValue.into());
    }
    let (start, _) = When::read_period("effectivePeriod", wire.effective_period)?;
    let effective =
        When::read("effectiveDateTime", wire.effective_date_time)?.or(When::read("effectiveInstant", wire.effective_instant)?).or(start);
    let Some(subject) = wire.subject else {
        return Err(WhyLeft::NotAboutAPatient.into());
    };
    Ok(Vitals {
        source,
        patient: around.subject("subject", Some(&subject))?,
        encounter: around.encounter(wire.encounter.as_ref()),
        status,
        effective,
        readings,
        taken_by: around.party("performer", wire.performer.into_iter().next())?,
    })
}

type Component = (Option<(Vital, Coded)>, Option<Measure>);

fn components(wires: List<WireComponent<'_>>) -> Result<Vec<Component>, Fault> {
    let mut components = Vec::new();
    for wire in wires {
        let code = Concept::read_optional("component.code", wire.code)?;
        let vital = code.as_ref().and_then(Vital::of).map(|(vital, code)| (vital, code.clone()));
        // A component of no interest may hold any number it likes.
        let quantity = wire.value_quantity.filter(|_| vital.is_some());
        let measure = quantity.map(|quantity| Measure::read("component.valueQuantity", quantity));
        components.push((vital, measure.transpose()?.flatten()));
    }
    Ok(components)
}

/// A blood pressure without its two numbers is a vital sign without a value, not another thing.
fn is_blood_pressure(concept: &Concept) -> bool {
    loinc(concept).any(|coded| matches!(coded.code.as_str(), "85354-9" | "55284-4"))
}

fn loinc(concept: &Concept) -> impl Iterator<Item = &Coded> {
    concept.codings.iter().filter(|coded| coded.system.as_deref() == Some(LOINC))
}
