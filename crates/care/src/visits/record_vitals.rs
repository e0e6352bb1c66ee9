//! Records what was measured at a visit. A number beyond life is a slip of the finger: it is refused beside its field, and
//! the others stay as typed.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, TenantTx,
    http::{Desk, Errors, Filled, see_other},
    refusal::id_in_path,
};

use super::{
    EncounterId, about_a_visit, encounter,
    encounter_page::{Said, page},
    keep::{self, NewVitals},
    may_write,
};
use crate::chart::vitals::{Measured, NotThisVital, Vital, VitalSigns};

about_a_visit!(
    /// Records measurements.
    RecordVitals, "visits.record_vitals", super::ATTENDANTS
);

/// One field of the form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The key of its label, which says the unit.
    pub label: &'static str,
    /// What it measures.
    pub vital: Vital,
}

/// The fields in the order in which one measures.
pub const FIELDS: &[Field] = &[
    Field { name: "systolic", label: "vitals-systolic", vital: Vital::Systolic },
    Field { name: "diastolic", label: "vitals-diastolic", vital: Vital::Diastolic },
    Field { name: "pulse", label: "vitals-pulse", vital: Vital::HeartRate },
    Field { name: "breathing", label: "vitals-breathing", vital: Vital::RespiratoryRate },
    Field { name: "oxygen", label: "vitals-oxygen", vital: Vital::OxygenSaturation },
    Field { name: "temperature", label: "vitals-temperature", vital: Vital::Temperature },
    Field { name: "weight", label: "vitals-weight", vital: Vital::Weight },
    Field { name: "height", label: "vitals-height", vital: Vital::Height },
    Field { name: "pain", label: "vitals-pain", vital: Vital::Pain },
];

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum VitalsRefusal {
    /// The visit is over; a new measurement belongs to a new visit.
    #[error("this visit is finished: start a new visit to record measurements")]
    Finished,
    /// Everything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Reads the form. `typed` answers with what stands in a field.
fn read<'a>(typed: impl Fn(&str) -> &'a str) -> Result<Vec<Measured>, Errors> {
    let mut errors = Errors::none();
    let mut found = Vec::new();
    for field in FIELDS {
        let text = typed(field.name);
        if text.is_empty() {
            continue;
        }
        match field.vital.parse(text) {
            Ok(measured) => found.push(measured),
            Err(NotThisVital::NotANumber) => errors.add(field.name, "vitals-not-a-number"),
            Err(NotThisVital::TooPrecise) => errors.add(field.name, "vitals-too-precise"),
            Err(NotThisVital::Implausible) => errors.add_with(field.name, "vitals-implausible", field.vital.range()),
        }
    }
    let of = |vital| found.iter().find(|one| one.vital == vital).and_then(|one| one.value.parse::<f64>().ok());
    match (of(Vital::Systolic), of(Vital::Diastolic)) {
        (Some(upper), Some(lower)) if lower >= upper => errors.add("diastolic", "vitals-diastolic-above"),
        (Some(_), None) if typed("diastolic").is_empty() => errors.add("diastolic", "vitals-both-pressures"),
        (None, Some(_)) if typed("systolic").is_empty() => errors.add("systolic", "vitals-both-pressures"),
        _ => {}
    }
    if found.is_empty() && !errors.any() {
        errors.add("systolic", "vitals-nothing");
    }
    if errors.any() { Err(errors) } else { Ok(found) }
}

/// Records. A blood pressure is one observation of two numbers, everything else one each, as FHIR has it.
///
/// # Errors
/// [`VitalsRefusal`].
pub async fn record_vitals(tx: &TenantTx, found: Vec<Measured>, permit: &Permit<RecordVitals>) -> Result<(), VitalsRefusal> {
    let RecordVitals { encounter: id, patient } = *permit.verb();
    if !encounter(tx, id).await?.is_open() {
        return Err(VitalsRefusal::Finished);
    }
    let new =
        |readings| NewVitals { id: tx.fresh(), patient, encounter: Some(id), taken: tx.now(), signs: VitalSigns { readings, by: None } };
    let (pressure, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| matches!(one.vital, Vital::Systolic | Vital::Diastolic));
    let mut rows: Vec<NewVitals> = others.into_iter().map(|one| new(vec![one])).collect();
    if !pressure.is_empty() {
        rows.push(new(pressure));
    }
    Ok(keep::vitals(tx, &rows).await?)
}

/// `POST /encounters/{id}/vitals`.
///
/// # Errors
/// [`Problem`].
pub async fn record(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: EncounterId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let patient = encounter(&tx, id).await?.patient;
    let permit = may_write(&mut tx, &desk, RecordVitals { encounter: id, patient }).await?;
    let outcome = match read(|name| filled.text(name)) {
        Ok(found) => record_vitals(&tx, found, &permit).await,
        Err(errors) => return refused(&desk, tx, id, &filled, errors).await,
    };
    match outcome {
        Ok(()) => {
            let location = format!("/encounters/{id}");
            tx.commit_form(filled.form(), &location).await?;
            Ok(see_other(&location))
        }
        Err(VitalsRefusal::Finished) => refused(&desk, tx, id, &filled, Errors::one("systolic", "vitals-finished")).await,
        Err(VitalsRefusal::Problem(problem)) => Err(problem),
    }
}

async fn refused(desk: &Desk, tx: TenantTx, id: EncounterId, filled: &Filled, errors: Errors) -> Result<Response, Problem> {
    drop(tx);
    let said = Said { vitals: Some(filled.typed(errors)), ..Said::default() };
    page(desk, desk.enter().await?, id, said).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(fields: &[(&'static str, &'static str)]) -> bool {
        read(|name| fields.iter().find(|(of, _)| *of == name).map_or("", |(_, text)| text)).is_err()
    }

    #[test]
    fn a_pressure_needs_both_numbers_the_upper_one_above() {
        assert!(!wrong(&[("systolic", "124"), ("diastolic", "80")]));
        assert!(wrong(&[("systolic", "80"), ("diastolic", "124")]));
        assert!(wrong(&[("systolic", "124")]));
        assert!(wrong(&[("diastolic", "80")]));
    }

    #[test]
    fn an_empty_form_says_so_and_one_number_is_enough() {
        assert!(wrong(&[]));
        assert!(!wrong(&[("temperature", "38.1")]));
        assert!(wrong(&[("temperature", "381")]));
    }
}
