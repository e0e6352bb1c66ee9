//! `GET /api/v1/me`: a program asks who it is. Needs a key and nothing else.

use axum::Json;
use jiff::Timestamp;
use kernel::{
    Problem, Verb,
    actor::ApiClientId,
    http::{Caller, ME},
    id::Id as _,
    permit::Who,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Scope, client};

/// The act of asking who one is.
#[derive(Debug)]
struct SeeMe(ApiClientId);

impl Verb for SeeMe {
    const ACT: &'static str = "api.see_me";
    const WHO: &'static [Who] = &[Who::Client(ME)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Who a program is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Its id.
    pub client: String,
    /// What the clinic calls it.
    pub name: String,
    /// The clinic's public address.
    pub clinic: String,
    /// What its key is for.
    #[schema(schema_with = Scope::schema)]
    pub scopes: Vec<String>,
    /// Until when.
    pub expires_at: Timestamp,
}

/// GET /api/v1/me
///
/// # Errors
/// [`Problem`].
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "me",
    summary = "Who this key is.",
    description = "Needs a key and nothing else.",
    responses((status = 200, description = "Here it is.", body = Me))
)]
pub async fn get(caller: Caller) -> Result<Json<Me>, Problem> {
    let mut tx = caller.enter().await?;
    let _permit = tx.may(SeeMe(caller.client)).await?;
    let known = client(&tx, caller.client).await?;
    tx.commit().await?;
    Ok(Json(Me {
        client: caller.client.to_string(),
        name: known.name,
        clinic: caller.clinic.slug,
        scopes: caller.scopes,
        expires_at: known.expires_at,
    }))
}

/// Any other address below `/api/`: there is nothing, for whoever may know that.
///
/// # Errors
/// [`Problem::NotFound`], always.
pub async fn nothing(_caller: Caller) -> Result<Json<Me>, Problem> {
    Err(Problem::NotFound)
}
