//! Begins the visit of an appointment, or goes back to it: one appointment has one visit, whoever presses the button twice.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    Permit, Problem, TenantTx, Verb,
    http::{Desk, Filled, View, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::{clinics::PractitionerId, patients::PatientId};
use uuid::Uuid;

use super::{ATTENDANTS, EncounterId, may_write};

kernel::id!(
    /// An appointment, as the front desk booked it.
    AppointmentId, "apt"
);

/// Begins or goes back to the visit of an appointment.
#[derive(Clone, Copy, Debug)]
pub struct StartVisit {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The patient.
    pub patient: PatientId,
    /// Who sees them.
    pub practitioner: PractitionerId,
}

impl Verb for StartVisit {
    const ACT: &'static str = "visits.start";
    const WHO: &'static [Who] = ATTENDANTS;
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Why no visit begins.
#[derive(Debug, thiserror::Error)]
pub enum StartRefusal {
    /// The appointment does not take place.
    #[error("this appointment was cancelled or missed, so no visit can begin")]
    NotTakingPlace,
    /// Everything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// The visit of the appointment.
///
/// # Errors
/// [`Problem`].
pub async fn start(tx: &TenantTx, permit: &Permit<StartVisit>) -> Result<EncounterId, Problem> {
    let StartVisit { appointment, patient, practitioner } = *permit.verb();
    let fresh: EncounterId = tx.fresh();
    let made = tx
        .run(
            sql!(
                "insert into encounter (clinic_id, encounter_id, patient_id, appointment_id, practitioner_id, status, started_at)
                  values ($1, $2, $3, $4, $5, 'in-progress', $6)
                  on conflict (clinic_id, appointment_id) do nothing returning encounter_id"
            ),
            &[&tx.actor().clinic(), &fresh, &patient, &appointment, &practitioner, &tx.now()],
        )
        .await?;
    match made.first() {
        Some(row) => row.read("encounter_id"),
        None => tx.one(sql!("select encounter_id from encounter where appointment_id = $1"), &[&appointment]).await?.read("encounter_id"),
    }
}

/// The front desk's row is read here and written there.
async fn planned(tx: &TenantTx, appointment: AppointmentId, own: Option<PractitionerId>) -> Result<StartVisit, StartRefusal> {
    let row =
        tx.one(sql!("select patient_id, practitioner_id, status from appointment where appointment_id = $1"), &[&appointment]).await?;
    let status: String = row.read("status")?;
    if !takes_place(&status) {
        return Err(StartRefusal::NotTakingPlace);
    }
    let practitioner = own.map_or_else(|| row.read("practitioner_id"), Ok)?;
    Ok(StartVisit { appointment, patient: row.read("patient_id")?, practitioner })
}

fn takes_place(status: &str) -> bool {
    matches!(status, "booked" | "arrived" | "fulfilled")
}

#[derive(Template)]
#[template(path = "visits/not_started.html")]
struct NotStarted<'a> {
    v: &'a View,
}

/// `POST /appointments/{id}/visit`.
///
/// # Errors
/// [`Problem`].
pub async fn begin(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let appointment: AppointmentId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let own = desk.practitioner.map(PractitionerId::from_uuid);
    let verb = match planned(&tx, appointment, own).await {
        Ok(verb) => verb,
        Err(StartRefusal::NotTakingPlace) => return desk.view.page_as(StatusCode::CONFLICT, &NotStarted { v: &desk.view }),
        Err(StartRefusal::Problem(problem)) => return Err(problem),
    };
    let permit = may_write(&mut tx, &desk, verb).await?;
    let encounter = start(&tx, &permit).await?;
    let location = format!("/encounters/{encounter}");
    tx.commit_form(filled.form(), &location).await?;
    Ok(see_other(&location))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cancelled_or_did_not_come_has_no_visit() {
        assert!(["booked", "arrived", "fulfilled"].iter().all(|status| takes_place(status)));
        assert!(!["cancelled", "noshow", "entered-in-error"].iter().any(|status| takes_place(status)));
    }
}
