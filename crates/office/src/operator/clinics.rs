//! Keeps: "The console shows clinics and no patient". Counts, days and states of every clinic, from one door of the database that
//! gives nothing else.

use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::{Timestamp, civil::Date};
use kernel::{
    ClinicId, Problem,
    http::{Console, View},
    sql,
    tenancy::{PlatformTx, Row},
};
use serde::Deserialize;

/// A clinic as the platform sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Which.
    pub id: ClinicId,
    /// Its public address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// "real" or "demo".
    pub kind: String,
    /// Whether its staff may come in.
    pub active: bool,
    /// Since when.
    pub opened_on: Date,
    /// How many work there.
    pub members: i64,
    /// When somebody last signed in.
    pub last_sign_in: Option<Date>,
    /// Questions for leave it has not answered.
    pub asked: i64,
    /// Until when some operator may look in.
    pub support_until: Option<Timestamp>,
}

impl Seen {
    /// Its public page.
    #[must_use]
    pub fn page(&self) -> String {
        format!("/c/{}", self.slug)
    }

    fn read(row: &Row) -> Result<Self, Problem> {
        Ok(Self {
            id: row.read("clinic_id")?,
            slug: row.read("slug")?,
            name: row.read("name")?,
            country: row.read("country")?,
            kind: row.read("kind")?,
            active: row.read::<&str>("state")? == "active",
            opened_on: row.read("opened_on")?,
            members: row.read("members")?,
            last_sign_in: row.read("last_sign_in")?,
            asked: row.read("asked")?,
            support_until: row.read("support_until")?,
        })
    }
}

/// The newest clinics whose name or address has these letters, two hundred at most; or one.
///
/// # Errors
/// [`Problem`].
pub async fn clinics(tx: &PlatformTx, wanted: &str, only: Option<ClinicId>) -> Result<Vec<Seen>, Problem> {
    tx.rows(
        sql!(Operator:
            "select clinic_id, slug, name, country, kind, state, opened_on, members, last_sign_in, asked, support_until
               from door.console_clinics($1, $2, $3)"
        ),
        &[&wanted, &only, &tx.now()],
    )
    .await?
    .iter()
    .map(Seen::read)
    .collect()
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "operator/clinics.html")]
struct ClinicsPage<'a> {
    v: &'a View,
    c: &'a Console,
    q: &'a str,
    clinics: Vec<Seen>,
}

/// GET /operator
pub async fn show(console: Console, Query(wanted): Query<Wanted>) -> Result<Response, Problem> {
    let tx = console.house.db().operator().await?;
    let clinics = clinics(&tx, wanted.q.trim(), None).await?;
    tx.commit().await?;
    console.view.page(&ClinicsPage { v: &console.view, c: &console, q: wanted.q.trim(), clinics })
}
