//! `GET /api/v1/appointments?day=`: the appointments of a day for a program. When, with whom, for what; no names of patients.

use axum::{
    Json,
    extract::{Query, rejection::QueryRejection},
};
use jiff::{Timestamp, civil::Date};
use kernel::{Clinic, Problem, TenantTx, Verb, http::Caller, permit::Who, sql};
use serde::{Deserialize, Serialize};
use trust::{
    api_clients::Scope,
    clinics::{PractitionerId, ServiceId},
    patients::PatientId,
};
use utoipa::{IntoParams, ToSchema};

use super::appointment::AppointmentId;
use crate::api::told::status_words;

/// Appointments in an answer, where the program does not say; and at most.
const USUAL: i64 = 100;
const MOST: i64 = 200;

/// The act of listing a day.
#[derive(Debug)]
struct ListForProgram;

impl Verb for ListForProgram {
    const ACT: &'static str = "booking.list_for_program";
    const WHO: &'static [Who] = &[Who::Client(Scope::Appointments.word())];
}

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A day of the clinic's, such as 2026-03-02.
    day: Date,
    /// The next of the answer before.
    after: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 100)]
    limit: Option<i64>,
}

/// An appointment, as a program is told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appointment)]
pub struct Told {
    id: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    #[schema(schema_with = status_words)]
    status: String,
    practitioner_id: String,
    practitioner: String,
    service_id: String,
    service: String,
    patient_id: String,
}

/// Some of a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appointments)]
pub struct Part {
    #[schema(max_items = 200)]
    appointments: Vec<Told>,
    /// To be sent as `after` for those that follow; nothing where none do.
    #[schema(required)]
    next: Option<String>,
}

async fn part(tx: &TenantTx, clinic: &Clinic, day: Date, after: Option<AppointmentId>, limit: i64) -> Result<Part, Problem> {
    let (from, to) = clinic.span_of(day);
    let rows = tx
        .rows(
            sql!(
                "select a.appointment_id, a.starts_at, a.ends_at, a.status, a.practitioner_id, p.name as practitioner,
                        a.service_id, s.name as service, a.patient_id
                   from appointment a
                   join service s on s.clinic_id = a.clinic_id and s.service_id = a.service_id
                   join practitioner p on p.clinic_id = a.clinic_id and p.practitioner_id = a.practitioner_id
                  where a.starts_at >= $1 and a.starts_at < $2 and a.status not in ('proposed', 'entered-in-error')
                    and ($3::uuid is null or (a.starts_at, a.appointment_id) >
                         (select b.starts_at, b.appointment_id from appointment b where b.appointment_id = $3))
                  order by a.starts_at, a.appointment_id limit $4"
            ),
            &[&from, &to, &after, &(limit + 1)],
        )
        .await?;
    let shown = usize::try_from(limit).unwrap_or(0);
    let appointments = rows
        .iter()
        .take(shown)
        .map(|row| {
            Ok(Told {
                id: row.read::<AppointmentId>("appointment_id")?.to_string(),
                starts_at: row.read("starts_at")?,
                ends_at: row.read("ends_at")?,
                status: row.read("status")?,
                practitioner_id: row.read::<PractitionerId>("practitioner_id")?.to_string(),
                practitioner: row.read("practitioner")?,
                service_id: row.read::<ServiceId>("service_id")?.to_string(),
                service: row.read("service")?,
                patient_id: row.read::<PatientId>("patient_id")?.to_string(),
            })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let next = appointments.last().filter(|_| rows.len() > shown).map(|last| last.id.clone());
    Ok(Part { appointments, next })
}

/// GET /api/v1/appointments
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/appointments",
    operation_id = "appointments",
    summary = "The appointments of a day, in the order of their times; no names of patients.",
    description = "",
    params(Asked),
    responses((status = 200, description = "Here it is.", body = Part))
)]
pub async fn get(caller: Caller, asked: Result<Query<Asked>, QueryRejection>) -> Result<Json<Part>, Problem> {
    let unreadable = || Problem::Unreadable("day, after or limit");
    let Query(Asked { day, after, limit }) = asked.map_err(|_| unreadable())?;
    let after = after.map(|id| id.parse::<AppointmentId>()).transpose().map_err(|_| unreadable())?;
    let limit = Some(limit.unwrap_or(USUAL)).filter(|limit| (1..=MOST).contains(limit)).ok_or_else(unreadable)?;
    let mut tx = caller.enter().await?;
    let _permit = tx.may(ListForProgram).await?;
    let part = part(&tx, &caller.clinic, day, after, limit).await?;
    tx.commit().await?;
    Ok(Json(part))
}
