//! Keeps the facts of a chart, many in one statement: the only place that writes its tables.

use jiff::Timestamp;
use kernel::{
    Problem, TenantTx,
    id::Id,
    keys::{Column, Sealable, Sealed},
    sql,
};
use trust::patients::PatientId;

use super::facts::{
    ALLERGY, Allergy, AllergyId, CONDITION, Condition, ConditionId, IMMUNIZATION, Immunization, ImmunizationId, MEDICINE,
    MedicationRequestId, Medicine,
};

/// One fact to keep: its sealed content, and the few columns that stand in the clear beside it.
pub struct Fact<I, C> {
    /// Row id.
    pub id: I,
    /// Whose.
    pub patient: PatientId,
    /// FHIR's status code.
    pub status: &'static str,
    /// Onset, prescription or vaccination.
    pub at: Option<Timestamp>,
    /// What it says.
    pub content: C,
}

/// The same facts column by column, as `unnest` takes them.
struct Columns<I, C> {
    ids: Vec<I>,
    patients: Vec<PatientId>,
    statuses: Vec<&'static str>,
    times: Vec<Option<Timestamp>>,
    contents: Vec<Sealed<C>>,
}

fn columns<I: Id, C: Sealable>(tx: &TenantTx, column: &Column<C>, facts: &[Fact<I, C>]) -> Result<Columns<I, C>, Problem> {
    Ok(Columns {
        ids: facts.iter().map(|fact| fact.id).collect(),
        patients: facts.iter().map(|fact| fact.patient).collect(),
        statuses: facts.iter().map(|fact| fact.status).collect(),
        times: facts.iter().map(|fact| fact.at).collect(),
        contents: facts.iter().map(|fact| tx.keys().seal(column, fact.id, &fact.content)).collect::<Result<_, _>>()?,
    })
}

/// Keeps problems.
///
/// # Errors
/// [`Problem`].
pub async fn conditions(tx: &TenantTx, facts: &[Fact<ConditionId, Condition>]) -> Result<(), Problem> {
    if facts.is_empty() {
        return Ok(());
    }
    let c = columns(tx, &CONDITION, facts)?;
    tx.run(
        sql!(
            "insert into condition (clinic_id, condition_id, patient_id, status, onset_at, content)
              select $1, f.id, f.patient, f.status, f.at, f.content
                from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bytea[]) as f (id, patient, status, at, content)"
        ),
        &[&tx.actor().clinic(), &c.ids, &c.patients, &c.statuses, &c.times, &c.contents],
    )
    .await
    .map(drop)
}

/// Keeps allergies.
///
/// # Errors
/// [`Problem`].
pub async fn allergies(tx: &TenantTx, facts: &[Fact<AllergyId, Allergy>]) -> Result<(), Problem> {
    if facts.is_empty() {
        return Ok(());
    }
    let c = columns(tx, &ALLERGY, facts)?;
    tx.run(
        sql!(
            "insert into allergy (clinic_id, allergy_id, patient_id, status, content)
              select $1, f.id, f.patient, f.status, f.content
                from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[]) as f (id, patient, status, content)"
        ),
        &[&tx.actor().clinic(), &c.ids, &c.patients, &c.statuses, &c.contents],
    )
    .await
    .map(drop)
}

/// Keeps prescriptions.
///
/// # Errors
/// [`Problem`].
pub async fn medicines(tx: &TenantTx, facts: &[Fact<MedicationRequestId, Medicine>]) -> Result<(), Problem> {
    if facts.is_empty() {
        return Ok(());
    }
    let c = columns(tx, &MEDICINE, facts)?;
    tx.run(
        sql!(
            "insert into medication_request (clinic_id, medication_request_id, patient_id, status, authored_at, content)
              select $1, f.id, f.patient, f.status, f.at, f.content
                from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bytea[]) as f (id, patient, status, at, content)"
        ),
        &[&tx.actor().clinic(), &c.ids, &c.patients, &c.statuses, &c.times, &c.contents],
    )
    .await
    .map(drop)
}

/// Keeps vaccinations.
///
/// # Errors
/// [`Problem`].
pub async fn immunizations(tx: &TenantTx, facts: &[Fact<ImmunizationId, Immunization>]) -> Result<(), Problem> {
    if facts.is_empty() {
        return Ok(());
    }
    let c = columns(tx, &IMMUNIZATION, facts)?;
    tx.run(
        sql!(
            "insert into immunization (clinic_id, immunization_id, patient_id, given_at, content)
              select $1, f.id, f.patient, f.at, f.content
                from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::bytea[]) as f (id, patient, at, content)"
        ),
        &[&tx.actor().clinic(), &c.ids, &c.patients, &c.times, &c.contents],
    )
    .await
    .map(drop)
}
