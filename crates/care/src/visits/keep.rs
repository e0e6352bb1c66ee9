//! Keeps visits and measurements that came from elsewhere, many in one statement.

use jiff::Timestamp;
use kernel::{Problem, TenantTx, sql};
use trust::{clinics::PractitionerId, patients::PatientId};

use super::{ENCOUNTER, EncounterId, Visit};
use crate::chart::vitals::{OBSERVATION, ObservationId, VitalSigns};

/// A visit to keep.
pub struct NewVisit {
    /// Row id.
    pub id: EncounterId,
    /// Whose.
    pub patient: PatientId,
    /// Who saw them, where we know the practitioner.
    pub practitioner: Option<PractitionerId>,
    /// FHIR's status.
    pub status: &'static str,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// What it was.
    pub is: Visit,
}

/// Measurements to keep.
pub struct NewVitals {
    /// Row id.
    pub id: ObservationId,
    /// Whose.
    pub patient: PatientId,
    /// At which visit.
    pub encounter: Option<EncounterId>,
    /// When.
    pub taken: Timestamp,
    /// What.
    pub signs: VitalSigns,
}

/// Keeps visits.
///
/// # Errors
/// [`Problem`].
pub async fn visits(tx: &TenantTx, visits: &[NewVisit]) -> Result<(), Problem> {
    if visits.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = visits.iter().map(|visit| visit.id).collect();
    let patients: Vec<_> = visits.iter().map(|visit| visit.patient).collect();
    let practitioners: Vec<_> = visits.iter().map(|visit| visit.practitioner).collect();
    let statuses: Vec<_> = visits.iter().map(|visit| visit.status).collect();
    let started: Vec<_> = visits.iter().map(|visit| visit.started).collect();
    let ended: Vec<_> = visits.iter().map(|visit| visit.ended).collect();
    let contents = visits.iter().map(|visit| tx.keys().seal(&ENCOUNTER, visit.id, &visit.is)).collect::<Result<Vec<_>, _>>()?;
    tx.run(
        sql!(
            "insert into encounter (clinic_id, encounter_id, patient_id, practitioner_id, status, started_at, ended_at, content)
              select $1, v.id, v.patient, v.practitioner, v.status, v.started, v.ended, v.content
                from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::bytea[])
                     as v (id, patient, practitioner, status, started, ended, content)"
        ),
        &[&tx.actor().clinic(), &ids, &patients, &practitioners, &statuses, &started, &ended, &contents],
    )
    .await
    .map(drop)
}

/// Keeps measurements.
///
/// # Errors
/// [`Problem`].
pub async fn vitals(tx: &TenantTx, taken: &[NewVitals]) -> Result<(), Problem> {
    if taken.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = taken.iter().map(|one| one.id).collect();
    let patients: Vec<_> = taken.iter().map(|one| one.patient).collect();
    let encounters: Vec<_> = taken.iter().map(|one| one.encounter).collect();
    let times: Vec<_> = taken.iter().map(|one| one.taken).collect();
    let contents = taken.iter().map(|one| tx.keys().seal(&OBSERVATION, one.id, &one.signs)).collect::<Result<Vec<_>, _>>()?;
    tx.run(
        sql!("insert into observation (clinic_id, observation_id, patient_id, encounter_id, taken_at, content)
              select $1, o.id, o.patient, o.encounter, o.taken, o.content
                from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::bytea[]) as o (id, patient, encounter, taken, content)"),
        &[&tx.actor().clinic(), &ids, &patients, &encounters, &times, &contents],
    )
    .await
    .map(drop)
}
