//! Keeps: "A clinic with its own directory signs in through it". The clinic's own page for signing in, and the way to its directory.
//!
//! What must come back is kept here, sealed, for ten minutes and one use, and bound to this browser by a cookie of chance.

use std::sync::Arc;

use askama::Template;
use aws_lc_rs::digest;
use axum::{
    Extension,
    http::{HeaderMap, header},
    response::Response,
};
use jiff::SignedDuration;
use kernel::{
    Permit, Private, Problem, TenantTx, Verb,
    http::{Errors, Filled, Front, Typed, View, mark, marked, see_other},
    id::Id as _,
    keys::Column,
    permit::Who,
    sql,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    directory::{Directory, Issuer, Started},
    set_directory::{Kept, come_back, kept},
    sign_in::clinic_sign_in,
};

kernel::id!(
    /// A sign-in on its way through a directory.
    StartId, "dst"
);

/// Minutes in which somebody must come back.
pub(super) const MINUTES: i64 = 10;

/// What only the server knows of a sign-in on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Secrets {
    pub(super) nonce: String,
    pub(super) verifier: String,
}

kernel::sealed_as_json!(Secrets);

/// `directory_start.secrets`.
pub(super) const SECRETS: Column<Secrets> = Column::new("directory_start", "secrets");

/// The act.
#[derive(Debug)]
pub struct GoToDirectory(StartId);

impl Verb for GoToDirectory {
    const ACT: &'static str = "identity.go_to_directory";
    const WHO: &'static [Who] = &[Who::Visitor];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

pub(super) fn hash_of(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

#[derive(Template)]
#[template(path = "identity/clinic_sign_in.html")]
struct ClinicSignInPage<'a> {
    v: &'a View,
    f: &'a Typed,
    clinic: &'a str,
    slug: &'a str,
    host: Option<String>,
    only_way: bool,
}

/// The clinic's own page for signing in; with a sentence when somebody came back and was not let in.
pub(super) fn page(front: &Front, kept: Option<&Kept>, wrong: Option<&'static str>) -> Result<Response, Problem> {
    let f = wrong.map_or_else(Typed::blank, |key| Typed::wrong_with(Errors::one("directory", key)));
    let shown = ClinicSignInPage {
        v: &front.view,
        f: &f,
        clinic: &front.clinic.name,
        slug: &front.clinic.slug,
        host: kept.map(|kept| kept.client.issuer.host()),
        only_way: kept.is_some_and(|kept| kept.only_way),
    };
    if f.wrong() { front.view.page_again(&shown) } else { front.view.page(&shown) }
}

/// GET /c/{slug}/sign-in
pub async fn show(front: Front) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    let kept = kept(&tx).await?;
    tx.commit().await?;
    page(&front, kept.as_ref(), None)
}

/// Keeps what must come back.
///
/// # Errors
/// [`Problem`].
pub async fn keep_start(
    tx: &TenantTx,
    permit: &Permit<GoToDirectory>,
    issuer: &Issuer,
    started: &Started,
    browser: &[u8],
) -> Result<(), Problem> {
    let id = permit.verb().0;
    let secrets = Secrets { nonce: started.nonce.clone(), verifier: started.verifier.reveal().clone() };
    let secrets = tx.keys().seal(&SECRETS, id, &secrets)?;
    let expires = tx.now().checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    // Those who never came back leave nothing behind.
    tx.run(sql!("delete from directory_start where expires_at < $1"), &[&tx.now()]).await?;
    tx.run(
        sql!(
            "insert into directory_start (clinic_id, start_id, state_hash, browser_hash, issuer, secrets, expires_at)
              values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&tx.actor().clinic(), &id, &hash_of(&started.state), &browser, &issuer.text(), &secrets, &expires],
    )
    .await
    .map(drop)
}

#[derive(Template)]
#[template(path = "identity/on_the_way.html")]
struct OnTheWayPage<'a> {
    v: &'a View,
    host: String,
    to: &'a str,
}

/// POST /c/{slug}/sign-in: a page that goes on by itself, because a form of ours may not lead to anybody else (the
/// content security policy holds redirects of forms too).
pub async fn go(
    front: Front,
    Extension(directory): Extension<Arc<dyn Directory>>,
    headers: HeaderMap,
    _filled: Filled,
) -> Result<Response, Problem> {
    front.house.brake().count("to the directory", &front.address)?;
    let tx = front.enter().await?;
    let kept = kept(&tx).await?;
    tx.commit().await?;
    let Some(kept) = kept else { return Ok(see_other(&clinic_sign_in(&front.clinic.slug))) };
    let started = match directory.start(&kept.client, &come_back(&front.view, &front.clinic.slug)).await {
        Ok(started) => started,
        Err(refusal) => return page(&front, Some(&kept), Some(refusal.words())),
    };
    // Two tabs of one browser have one mark.
    let (cookie, browser) = match marked(&front.house, &headers) {
        Some(browser) => (None, browser),
        None => mark(&front.house).map(|(cookie, browser)| (Some(cookie), browser))?,
    };
    let mut tx = front.enter().await?;
    let start = tx.fresh();
    let permit = tx.may(GoToDirectory(start)).await?;
    keep_start(&tx, &permit, &kept.client.issuer, &started, &browser).await?;
    tx.commit().await?;
    let mut response = front.view.page(&OnTheWayPage { v: &front.view, host: kept.client.issuer.host(), to: &started.to })?;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A sign-in that was on its way: it is taken out here, whoever asks, so it works once.
pub(super) async fn take_start(tx: &TenantTx, state: &str, browser: Option<&[u8]>) -> Result<Option<(String, Private<Secrets>)>, Problem> {
    let taken = tx
        .run(
            sql!("delete from directory_start where state_hash = $1 returning start_id, browser_hash, issuer, secrets, expires_at"),
            &[&hash_of(state)],
        )
        .await?;
    let Some(row) = taken.first() else { return Ok(None) };
    let (id, began, expires): (StartId, Vec<u8>, jiff::Timestamp) =
        (row.read("start_id")?, row.read("browser_hash")?, row.read("expires_at")?);
    if browser != Some(&began) || expires <= tx.now() {
        return Ok(None);
    }
    Ok(Some((row.read("issuer")?, tx.keys().open(&SECRETS, id, &row.read("secrets")?)?)))
}
