//! How to take a medicine, as one line of text.
//!
//! The prescriber's own text is taken as it is. Only where an export has none are its structured
//! fields summed up, since a prescription without any instruction helps nobody.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::concept::Concept;
use crate::list::List;
use crate::measure::{Measure, number};
use crate::refusal::Fault;
use crate::text::text;
use crate::wire::{WireConcept, WireQuantity};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireDosage<'a> {
    text: Option<String>,
    patient_instruction: Option<String>,
    #[serde(default)]
    additional_instruction: List<WireConcept>,
    #[serde(borrow)]
    timing: Option<WireTiming<'a>>,
    as_needed_boolean: Option<bool>,
    as_needed_codeable_concept: Option<WireConcept>,
    route: Option<WireConcept>,
    #[serde(borrow, default)]
    dose_and_rate: List<WireDose<'a>>,
}

#[derive(Deserialize)]
struct WireTiming<'a> {
    #[serde(borrow)]
    repeat: Option<WireRepeat<'a>>,
    code: Option<WireConcept>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRepeat<'a> {
    frequency: Option<u32>,
    #[serde(borrow)]
    period: Option<&'a RawValue>,
    period_unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireDose<'a> {
    #[serde(borrow)]
    dose_quantity: Option<WireQuantity<'a>>,
}

/// The instruction on one line, or nothing where it instructs nothing.
pub(crate) fn dosage_words(wire: WireDosage<'_>) -> Result<Option<String>, Fault> {
    let written = text("dosageInstruction.text", wire.text)?;
    let for_patient = text("dosageInstruction.patientInstruction", wire.patient_instruction)?;
    if let Some(written) = written.or(for_patient) {
        return Ok(Some(written));
    }
    let mut words = Vec::new();
    let dose = wire.dose_and_rate.into_iter().find_map(|dose| dose.dose_quantity);
    words.extend(dose.map(dose_words).transpose()?.flatten());
    words.extend(concept_words("dosageInstruction.route", wire.route)?);
    if let Some(timing) = wire.timing {
        words.extend(match concept_words("dosageInstruction.timing", timing.code)? {
            Some(code) => Some(code),
            None => timing.repeat.map(repeat_words).transpose()?.flatten(),
        });
    }
    match concept_words("dosageInstruction.asNeeded", wire.as_needed_codeable_concept)? {
        Some(reason) => words.push(format!("as needed for {reason}")),
        None if wire.as_needed_boolean == Some(true) => words.push("as needed".to_owned()),
        None => {}
    }
    let line = words.join(" ");
    let more = Concept::read_all("dosageInstruction.additionalInstruction", wire.additional_instruction)?;
    let parts = std::iter::once(line.as_str()).chain(more.iter().map(Concept::words));
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    text("dosageInstruction", Some(parts.join(". ")))
}

fn concept_words(field: &'static str, wire: Option<WireConcept>) -> Result<Option<String>, Fault> {
    Ok(Concept::read_optional(field, wire)?.map(|concept| concept.words().to_owned()))
}

fn dose_words(wire: WireQuantity<'_>) -> Result<Option<String>, Fault> {
    let dose = Measure::read("dosageInstruction.doseQuantity", wire)?;
    Ok(dose.map(|dose| match dose.unit.or(dose.ucum) {
        Some(unit) => format!("{} {unit}", dose.written),
        // Exports often leave the unit out where they mean tablets; inventing one would be dangerous.
        None => format!("dose {}", dose.written),
    }))
}

fn repeat_words(wire: WireRepeat<'_>) -> Result<Option<String>, Fault> {
    let field = "dosageInstruction.timing.repeat";
    let (Some(period), Some(unit)) = (wire.period, wire.period_unit) else {
        return Ok(None);
    };
    let (length, written) = number(period).ok_or(Fault::BadNumber { field })?;
    let unit = match unit.as_str() {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        _ => {
            return Err(Fault::UnknownCode { field, allowed: "s, min, h, d, wk, mo, a" });
        }
    };
    let times = match wire.frequency.unwrap_or(1) {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    };
    Ok(Some(if (length - 1.0).abs() < f64::EPSILON { format!("{times} every {unit}") } else { format!("{times} every {written} {unit}s") }))
}
