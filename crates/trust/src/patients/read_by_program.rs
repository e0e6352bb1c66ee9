//! Keeps: "Every reading of health data is recorded". `GET /api/v1/patients/{id}`: a program reads who a patient is; that stands in
//! the patient's own trail, as when a person reads it.

use axum::{Json, extract::Path};
use jiff::civil::Date;
use kernel::{Private, Problem, Verb, http::Caller, id::Id as _, permit::Who, refusal::id_in_path};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{PatientId, patient};
use crate::api_clients::Scope;

/// The act of reading who a patient is.
#[derive(Debug)]
struct ReadByProgram(PatientId);

impl Verb for ReadByProgram {
    const ACT: &'static str = "patients.read_by_program";
    const WHO: &'static [Who] = &[Who::Client(Scope::Patients.word())];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// A patient, as a program is told; nothing clinical.
#[derive(Serialize, ToSchema)]
#[schema(as = Patient)]
pub struct Told {
    id: String,
    name: String,
    /// In E.164.
    #[schema(required)]
    phone: Option<String>,
    #[schema(required)]
    birth_date: Option<Date>,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Told({})", self.id)
    }
}

/// GET /api/v1/patients/{id}
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/patients/{id}",
    operation_id = "patient",
    summary = "Who a patient is.",
    description = "Each reading stands in the patient's trail.",
    params(("id" = String, Path, description = "As an appointment says.")),
    responses((status = 200, description = "Here it is.", body = Told))
)]
pub async fn get(caller: Caller, Path(id): Path<String>) -> Result<Json<Told>, Problem> {
    let id: PatientId = id_in_path(&id)?;
    let mut tx = caller.enter().await?;
    let _permit = tx.may(ReadByProgram(id)).await?;
    let known = patient(&tx, id).await?;
    tx.commit().await?;
    Ok(Json(Told {
        id: id.to_string(),
        name: known.name.into_inner(),
        phone: known.phone.map(Private::into_inner),
        birth_date: known.particulars.birth_date,
    }))
}
