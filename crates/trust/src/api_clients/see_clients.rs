//! The owner's pages about programs: which there are, what each may ask for, where it may come from, when it last came.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx, Verb,
    actor::ApiClientId,
    http::{Desk, Typed, View, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{CertificateId, Client, PAGE, RangeId, Scope, Standing, client, clients, issue_certificate::HandedOver, page_of};

/// The act of looking at the clinic's programs.
#[derive(Debug)]
pub struct SeeClients;

impl Verb for SeeClients {
    const ACT: &'static str = "api.see_clients";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// The act of looking at one.
#[derive(Debug)]
pub struct SeeClient(ApiClientId);

impl Verb for SeeClient {
    const ACT: &'static str = "api.see_client";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

#[derive(Template)]
#[template(path = "api_clients/clients.html")]
struct ClientsPage<'a> {
    v: &'a View,
    f: &'a Typed,
    clients: Vec<Client>,
    /// A key that was just made: shown now and never again.
    key: Option<&'a str>,
}

/// The list, with the form for one more.
///
/// # Errors
/// [`Problem`].
pub(super) async fn list(tx: &TenantTx, v: &View, f: &Typed, key: Option<&str>) -> Result<Response, Problem> {
    let shown = ClientsPage { v, f, clients: clients(tx).await?, key };
    if f.wrong() { v.page_again(&shown) } else { v.page(&shown) }
}

/// A range, as its owner sees it.
struct Range {
    id: RangeId,
    network: String,
    registered_at: Timestamp,
    confirmed_at: Option<Timestamp>,
}

/// A certificate, as its owner sees it.
struct Shown {
    id: CertificateId,
    issued_at: Timestamp,
    expires_at: Timestamp,
    standing: Standing,
}

#[derive(Template)]
#[template(path = "api_clients/client.html")]
struct ClientPage<'a> {
    v: &'a View,
    f: &'a Typed,
    client: Client,
    ranges: Vec<Range>,
    certificates: Vec<Shown>,
    /// What was just issued: shown now and never again.
    handed_over: Option<&'a HandedOver>,
    /// Whether the range that was typed is one to think about first.
    ask_anyway: bool,
}

impl ClientPage<'_> {
    fn is_live(&self) -> bool {
        self.client.standing == Standing::Live
    }
}

/// One program's page.
///
/// # Errors
/// [`Problem`].
pub(super) async fn one(
    tx: &TenantTx,
    v: &View,
    f: &Typed,
    id: ApiClientId,
    handed_over: Option<&HandedOver>,
) -> Result<Response, Problem> {
    let (client, ranges, certificates) = (client(tx, id).await?, ranges(tx, id).await?, certificates(tx, id).await?);
    let ask_anyway = f.error(v, "anyway").is_some();
    let shown = ClientPage { v, f, client, ranges, certificates, handed_over, ask_anyway };
    if f.wrong() { v.page_again(&shown) } else { v.page(&shown) }
}

async fn certificates(tx: &TenantTx, id: ApiClientId) -> Result<Vec<Shown>, Problem> {
    tx.rows(
        sql!(
            "select certificate_id, issued_at, expires_at, revoked_at is not null as revoked
               from api_certificate where client_id = $1 order by certificate_id"
        ),
        &[&id],
    )
    .await?
    .iter()
    .map(|row| {
        let expires_at: Timestamp = row.read("expires_at")?;
        let standing = Standing::of(row.read("revoked")?, expires_at <= tx.now());
        Ok(Shown { id: row.read("certificate_id")?, issued_at: row.read("issued_at")?, expires_at, standing })
    })
    .collect()
}

async fn ranges(tx: &TenantTx, id: ApiClientId) -> Result<Vec<Range>, Problem> {
    tx.rows(
        sql!(
            "select range_id, network::text as network, registered_at, confirmed_at
                   from api_range where client_id = $1 and revoked_at is null order by range_id"
        ),
        &[&id],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Range {
            id: row.read("range_id")?,
            network: row.read("network")?,
            registered_at: row.read("registered_at")?,
            confirmed_at: row.read("confirmed_at")?,
        })
    })
    .collect()
}

/// GET /settings/api
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeClients).await?;
    let page = list(&tx, &desk.view, &Typed::blank(), None).await?;
    tx.commit().await?;
    Ok(page)
}

/// GET /api-clients/{id}
///
/// # Errors
/// [`Problem`].
pub async fn show_one(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: ApiClientId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeClient(id)).await?;
    let page = one(&tx, &desk.view, &Typed::blank(), id, None).await?;
    tx.commit().await?;
    Ok(page)
}

/// GET of an address that a refused form of the page leaves in the browser.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn back_to_client(_desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: ApiClientId = id_in_path(&id)?;
    Ok(see_other(&page_of(id)))
}
