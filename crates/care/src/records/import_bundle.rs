//! Takes one bundle into the clinic: everything or nothing, in a handful of statements. What was taken before is recognised
//! by a keyed tag of kind, patient and source id, so that the same bundle twice changes nothing.
//!
//! No consent comes with an import: nothing here writes consent, so an imported patient gets no message before saying yes.

use std::collections::HashMap;

use fhir::{Bundle, SourceId};
use kernel::{Clinic, Problem, Role, TenantTx, Verb, id::Id as _, permit::Who, sql};
use trust::{
    clinics::bring_practitioners::bring_practitioners,
    patients::{
        Patient, PatientId, patients,
        register::{CameBy, register_as},
    },
};
use uuid::Uuid;

use super::{
    ImportId,
    layout::{Layout, lay_out},
    mapping,
    report::Report,
};
use crate::{chart::keep as facts, visits::keep};

/// Takes the records of one patient.
#[derive(Clone, Copy, Debug)]
pub struct TakeRecords {
    /// The import.
    pub import: ImportId,
    /// The patient.
    pub patient: PatientId,
}

impl Verb for TakeRecords {
    const ACT: &'static str = "records.take";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    fn subject(&self) -> Option<Uuid> {
        Some(self.import.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Why a sound bundle is refused whole.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// Two systems may count their patients alike; mixing two people's records would be dangerous.
    #[error(
        "A different person is already here under the same record number. Ask the system it comes from for an export with unmistakable ids."
    )]
    AnotherPerson,
    /// No letter in it, or longer than any name.
    #[error("The name of a patient cannot be kept: it must have a letter and at most 120 characters.")]
    NotAName,
    /// Another import of the same records runs at this moment.
    #[error("The same records were being imported at the same moment. Import the file again.")]
    AtTheSameTime,
    /// The database refused what no check of ours foresaw.
    #[error("The records contradict each other in a way the database does not allow ({0}).")]
    Refused(String),
    /// Everything else.
    #[error(transparent)]
    Problem(Problem),
}

impl From<Problem> for ImportRefusal {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Constraint { constraint } if constraint == "imported_pkey" => Self::AtTheSameTime,
            Problem::Constraint { constraint } => Self::Refused(constraint),
            other => Self::Problem(other),
        }
    }
}

/// Recognises records: a keyed tag of what they are and where they came from.
pub(super) type SourceKey = Vec<u8>;

/// A key. The patient is part of it: `Condition/1` of two patients are two conditions.
pub(super) fn key(tx: &TenantTx, kind: &str, patient: Option<&SourceId>, source: &SourceId) -> Result<SourceKey, Problem> {
    tx.keys().tag("import", &format!("{kind}|{}|{source}", patient.map_or("", SourceId::as_str)))
}

/// Takes the bundle.
///
/// # Errors
/// [`ImportRefusal`]; then the caller drops the transaction, and nothing of the bundle is kept.
pub async fn import_bundle(tx: &mut TenantTx, bundle: &Bundle, import: ImportId, clinic: &Clinic) -> Result<Report, ImportRefusal> {
    let known = known(tx, &all_keys(tx, bundle)?).await?;
    let layout = lay_out(tx, bundle, clinic, known)?;
    if !same_people(&patients(tx, &layout.known_patients()).await?, bundle, &layout) {
        return Err(ImportRefusal::AnotherPerson);
    }
    for patient in layout.touched_patients() {
        // The permit is the line in each patient's trail.
        let _permit = tx.may(TakeRecords { import, patient }).await?;
    }
    remember(tx, &layout, import).await?;
    bring_practitioners(tx, &layout.practitioners).await?;
    for (id, new) in &layout.patients {
        register_as(tx, *id, new, CameBy::Import).await?;
    }
    keep::visits(tx, &layout.visits).await?;
    facts::conditions(tx, &layout.conditions).await?;
    facts::allergies(tx, &layout.allergies).await?;
    facts::medicines(tx, &layout.medicines).await?;
    keep::vitals(tx, &layout.vitals).await?;
    facts::immunizations(tx, &layout.immunizations).await?;
    let mut report = layout.report;
    report.bundles = 1;
    for (left, count) in &bundle.left {
        report.leave(&left.kind, mapping::why_left(left.why), *count);
    }
    Ok(report)
}

/// Every key the bundle speaks of, its own records and those it points to in other bundles.
fn all_keys(tx: &TenantTx, bundle: &Bundle) -> Result<Vec<SourceKey>, Problem> {
    let Bundle { kind: _, patients, practitioners, encounters, conditions, allergies, medication_requests, vitals, immunizations, left: _ } =
        bundle;
    let mut keys = Vec::new();
    for one in patients {
        keys.push(key(tx, "Patient", None, &one.source)?);
    }
    for one in practitioners {
        keys.push(key(tx, "Practitioner", None, &one.source)?);
    }
    for one in encounters {
        keys.push(key(tx, "Encounter", Some(&one.patient), &one.source)?);
        for source in one.seen_by.iter().filter_map(|party| party.practitioner.as_ref()) {
            keys.push(key(tx, "Practitioner", None, source)?);
        }
    }
    for one in vitals {
        keys.push(key(tx, "Observation", Some(&one.patient), &one.source)?);
        if let Some(encounter) = &one.encounter {
            keys.push(key(tx, "Encounter", Some(&one.patient), encounter)?);
        }
    }
    let conditions = conditions.iter().map(|one| ("Condition", &one.patient, &one.source));
    let allergies = allergies.iter().map(|one| ("AllergyIntolerance", &one.patient, &one.source));
    let medicines = medication_requests.iter().map(|one| ("MedicationRequest", &one.patient, &one.source));
    let immunizations = immunizations.iter().map(|one| ("Immunization", &one.patient, &one.source));
    for (kind, patient, source) in conditions.chain(allergies).chain(medicines).chain(immunizations) {
        keys.push(key(tx, kind, Some(patient), source)?);
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

async fn known(tx: &TenantTx, keys: &[SourceKey]) -> Result<HashMap<SourceKey, Uuid>, Problem> {
    tx.rows(sql!("select source_key, row_id from imported where source_key = any($1)"), &[&keys])
        .await?
        .iter()
        .map(|row| Ok((row.read("source_key")?, row.read("row_id")?)))
        .collect()
}

/// Marks what is new. Two imports of the same records meet here: the second waits, and is refused.
async fn remember(tx: &TenantTx, layout: &Layout, import: ImportId) -> Result<(), Problem> {
    if layout.fresh.is_empty() {
        return Ok(());
    }
    let mut fresh: Vec<(&SourceKey, Uuid)> = layout.fresh.iter().map(|(key, id)| (key, *id)).collect();
    // One order for everybody: two imports wait for each other in turn and never in a circle.
    fresh.sort_unstable();
    let (keys, ids): (Vec<&SourceKey>, Vec<Uuid>) = fresh.into_iter().unzip();
    tx.run(
        sql!(
            "insert into imported (clinic_id, source_key, row_id, import_id)
              select $1, f.key, f.id, $4 from unnest($2::bytea[], $3::uuid[]) as f (key, id)"
        ),
        &[&tx.actor().clinic(), &keys, &ids, &import],
    )
    .await
    .map(drop)
}

/// Whether everybody who is here under a source id is the person the bundle means.
fn same_people(here: &[Patient], bundle: &Bundle, layout: &Layout) -> bool {
    bundle.patients.iter().all(|said| {
        let Some(known) = layout.patient_of(&said.source).and_then(|id| here.iter().find(|patient| patient.id == id)) else { return true };
        is_same_person(known, &said.name.full(), mapping::particulars(said).birth_date)
    })
}

/// A birthday never changes; where one of the two is not known, the name must be the same.
fn is_same_person(here: &Patient, name: &str, born: Option<jiff::civil::Date>) -> bool {
    match (here.particulars.birth_date, born) {
        (Some(kept), Some(said)) => kept == said,
        _ => here.name.reveal().to_lowercase() == name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Private, language::Language};
    use trust::patients::Particulars;

    use super::*;

    fn here(name: &str, born: Option<&str>) -> Patient {
        Patient {
            id: PatientId::from_uuid(Uuid::from_u128(1)),
            name: Private::new(name.to_owned()),
            phone: None,
            particulars: Particulars { birth_date: born.map(|day| day.parse().unwrap()), ..Particulars::default() },
            language: Language::English,
        }
    }

    #[test]
    fn the_same_number_with_another_birthday_is_another_person() {
        let born = |day: &str| Some(day.parse().unwrap());
        assert!(is_same_person(&here("Ayesha Khan", Some("1980-01-02")), "Ayesha Malik", born("1980-01-02")), "she married");
        assert!(!is_same_person(&here("Ayesha Khan", Some("1980-01-02")), "Ayesha Khan", born("1990-01-02")));
        assert!(is_same_person(&here("Ayesha Khan", None), "ayesha  khan", born("1990-01-02")));
        assert!(!is_same_person(&here("Ayesha Khan", None), "Bilal", None));
    }
}
