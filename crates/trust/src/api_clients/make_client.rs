//! Keeps: "A key is shown once and kept as a hash". An owner makes a key for a program: for what, until when. Fresh
//! proof, since a key is a standing way in.

use aws_lc_rs::digest;
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::ApiClientId,
    http::{Desk, Filled, KEY_PREFIX, Reading, Typed, see_other},
    id::Id as _,
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{PAGE, Scope, see_clients, tell};
use crate::letters::news::ApiNews;

/// The longest life of a key, in days.
const MOST_DAYS: i64 = 365;

/// The act of letting a program in.
#[derive(Debug)]
pub struct MakeClient(ApiClientId);

impl MakeClient {
    /// With this id.
    #[must_use]
    pub const fn new(id: ApiClientId) -> Self {
        Self(id)
    }
}

impl Verb for MakeClient {
    const ACT: &'static str = "api.make_client";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// What is asked for.
#[derive(Debug)]
pub struct NewClient {
    /// What the clinic calls the program.
    pub name: String,
    /// What its key is for.
    pub scopes: Vec<Scope>,
    /// Days until the key's time is over.
    pub days: i64,
    /// Who makes it.
    pub made_by: kernel::id::PersonId,
}

/// Makes a client; its key, which is kept nowhere.
///
/// # Errors
/// [`Problem`].
pub async fn make_client(tx: &TenantTx, permit: &Permit<MakeClient>, new: &NewClient, secret: [u8; 32]) -> Result<String, Problem> {
    let key = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(secret));
    let hash = digest::digest(&digest::SHA256, key.as_bytes()).as_ref().to_vec();
    let expires = tx.now().checked_add(SignedDuration::from_hours(24 * new.days)).unwrap_or(tx.now());
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.word()).collect();
    tx.run(
        sql!(
            "insert into api_client (clinic_id, client_id, name, key_hash, scopes, made_by, made_at, expires_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&tx.actor().clinic(), &permit.verb().0, &new.name, &hash, &scopes, &new.made_by, &tx.now(), &expires],
    )
    .await?;
    tell(tx, permit.verb().0, ApiNews::KeyMade).await?;
    Ok(key)
}

/// POST /settings/api: shows the key once.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let name = form.line("name", 120);
    let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(|scope| form.ticked(scope.word())).collect();
    if scopes.is_empty() {
        form.wrong(Scope::ALL[0].word(), "api-scope-missing");
    }
    let days = form.parsed("days", "field-choose", |text| text.parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days)).ok_or(()));
    let errors = form.errors();
    let mut tx = desk.enter().await?;
    let (false, Some(days)) = (errors.any(), days) else {
        let _permit = tx.may(see_clients::SeeClients).await?;
        return see_clients::list(&tx, &desk.view, &filled.typed(errors), None).await;
    };
    let permit = tx.may(MakeClient(ApiClientId::from_uuid(filled.form()))).await?;
    if let Some(there) = tx.seen_before(filled.form()).await? {
        // The key was shown, once.
        return Ok(see_other(&there));
    }
    let new = NewClient { name, scopes, days, made_by: desk.person };
    let key = make_client(&tx, &permit, &new, desk.house.db().chance().bytes()).await?;
    let page = see_clients::list(&tx, &desk.view, &Typed::blank(), Some(&key)).await?;
    tx.commit_form(filled.form(), PAGE).await?;
    Ok(page)
}
