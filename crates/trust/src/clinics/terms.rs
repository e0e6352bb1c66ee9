//! Keeps: "What a clinic agreed to is known to the word". The terms stand on one page; who opens a clinic accepts a version
//! of them in a language, and the text they saw is named by its SHA-256. After a new version owners see a line and nobody is
//! shut out.

use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use axum::response::Response;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Passer, View, see_other},
    id::PersonId,
    language::Speech,
    permit::Who,
    sql,
};
use serde::{Deserialize, Serialize};

/// The day of the text. A changed sentence is another version.
pub const VERSION: &str = "2026-11-25";
/// The keys of its parts, in order: each has a heading and a text.
pub const PARTS: [&str; 11] = [
    "terms-who",
    "terms-what",
    "terms-yours",
    "terms-people",
    "terms-patients",
    "terms-ours",
    "terms-support",
    "terms-limits",
    "terms-pause",
    "terms-end",
    "terms-changes",
];

/// What was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The version.
    pub version: String,
    /// The language it was read in.
    pub language: String,
    /// SHA-256 of the text as shown.
    pub text: Vec<u8>,
}

/// A part as it is said: heading and text.
fn said(speech: &Speech, key: &'static str) -> (String, String) {
    let part = |part| speech.t1(key, "part", part);
    (part("title"), part("text"))
}

/// The text of this version in this language, as it is shown: headings and texts, a line each.
#[must_use]
pub fn text(speech: &Speech) -> String {
    PARTS.iter().map(|key| said(speech, key)).map(|(title, text)| format!("{title}\n{text}\n")).collect()
}

impl Accepted {
    /// This version, in the language of the page.
    #[must_use]
    pub fn now(speech: &Speech) -> Self {
        let text = digest(&SHA256, text(speech).as_bytes()).as_ref().to_vec();
        Self { version: VERSION.to_owned(), language: speech.language().tag().to_owned(), text }
    }
}

/// Writes down who accepted what.
///
/// # Errors
/// [`Problem`].
pub async fn record(tx: &TenantTx, person: PersonId, accepted: &Accepted) -> Result<(), Problem> {
    tx.run(
        sql!(
            "insert into terms_accepted (clinic_id, person_id, version, language, text_hash, accepted_at) values ($1, $2, $3, $4, $5, $6)
              on conflict do nothing"
        ),
        &[&tx.actor().clinic(), &person, &accepted.version, &accepted.language, &accepted.text, &tx.now()],
    )
    .await
    .map(drop)
}

/// Whether nobody has accepted this version for the clinic yet. Clinics of the program's own accept nothing.
///
/// # Errors
/// [`Problem`].
pub async fn wait_for_an_owner(tx: &TenantTx) -> Result<bool, Problem> {
    tx.one(sql!("select kind = 'real' and not exists (select from terms_accepted where version = $1) as waits from clinic"), &[&VERSION])
        .await?
        .read("waits")
}

/// The act of accepting a new version.
#[derive(Debug)]
pub struct AcceptTerms;

impl Verb for AcceptTerms {
    const ACT: &'static str = "clinics.accept_terms";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// Accepts this version for the clinic.
///
/// # Errors
/// [`Problem`].
pub async fn accept(tx: &TenantTx, _permit: &Permit<AcceptTerms>, owner: PersonId, accepted: &Accepted) -> Result<(), Problem> {
    record(tx, owner, accepted).await
}

#[derive(Template)]
#[template(path = "clinics/terms.html")]
struct TermsPage<'a> {
    v: &'a View,
    version: jiff::civil::Date,
    parts: Vec<(String, String)>,
}

/// `GET /terms`.
///
/// # Errors
/// [`Problem`].
pub async fn show(Passer { view, .. }: Passer) -> Result<Response, Problem> {
    let version = VERSION.parse().map_err(|_| Problem::broken("the version of the terms is not a date"))?;
    let parts = PARTS.iter().map(|key| said(view.speech(), key)).collect();
    view.page(&TermsPage { v: &view, version, parts })
}

/// `POST /clinic/terms`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(AcceptTerms).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        accept(&tx, &permit, desk.person, &Accepted::now(desk.view.speech())).await?;
        tx.note_in_trail(VERSION.to_owned());
        tx.commit_form(filled.form(), "/clinic").await?;
    }
    Ok(see_other("/clinic"))
}
