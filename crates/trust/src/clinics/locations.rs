//! Where a clinic works: the owner's page of its locations. A clinic without locations works in one place.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use kernel::{
    Clinic, Problem, Role, TenantTx, Verb,
    actor::LocationId,
    http::{Desk, Typed, View},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use serde::Deserialize;

/// A location that is open.
#[derive(Clone, Debug)]
pub struct Location {
    /// Id.
    pub id: LocationId,
    /// Its name.
    pub name: String,
}

/// The open locations by name.
///
/// # Errors
/// [`Problem`].
pub async fn open_locations(tx: &TenantTx) -> Result<Vec<Location>, Problem> {
    tx.rows(sql!("select location_id, name from location where closed_at is null order by name, location_id"), &[])
        .await?
        .iter()
        .map(|row| Ok(Location { id: row.read("location_id")?, name: row.read("name")? }))
        .collect()
}

/// The clinic by the clock of one of its places, if that has one of its own: the one answer to what a day is there.
///
/// # Errors
/// [`Problem`].
pub async fn at_place(tx: &TenantTx, clinic: &Clinic, place: Option<LocationId>) -> Result<Clinic, Problem> {
    let Some(place) = place else { return Ok(clinic.clone()) };
    let row = tx.one(sql!("select time_zone from location where location_id = $1"), &[&place]).await?;
    match row.read::<Option<String>>("time_zone")? {
        Some(zone) => clinic.clone().by_clock_of(&zone),
        None => Ok(clinic.clone()),
    }
}

/// Holds a location until the end of the transaction; another clinic's is not there.
///
/// # Errors
/// [`Problem::NotFound`].
pub(super) async fn held(tx: &TenantTx, id: LocationId) -> Result<(), Problem> {
    tx.one(sql!("select 1 as held from location where location_id = $1 for update"), &[&id]).await.map(drop)
}

/// The act of looking at them.
#[derive(Debug)]
pub struct SeeLocations;

impl Verb for SeeLocations {
    const ACT: &'static str = "clinics.see_locations";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// What was just done; believed only as far as the rows agree.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    did: String,
    #[serde(default)]
    which: String,
}

/// The address of the page after an act.
pub(super) fn after(did: &'static str, id: LocationId) -> String {
    format!("/locations?did={did}&which={id}")
}

struct Line {
    id: LocationId,
    name: String,
    /// Its own clock, where it has one.
    zone: String,
    closed: bool,
    /// How many people work here with a role of this place.
    people: i64,
}

#[derive(Template)]
#[template(path = "clinics/locations.html")]
struct LocationsPage<'a> {
    v: &'a View,
    /// The form of a new one.
    f: &'a Typed,
    /// Whose name was refused, and as what.
    renamed: Option<(LocationId, &'a Typed)>,
    lines: Vec<Line>,
    did: Option<(String, Option<LocationId>)>,
    zones: Vec<String>,
}

/// Which form was refused.
pub(super) enum Refused<'a> {
    /// None.
    Nothing,
    /// The new one.
    New(&'a Typed),
    /// A name.
    Name(LocationId, &'a Typed),
}

/// The page.
pub(super) async fn page(tx: &TenantTx, desk: &Desk, refused: Refused<'_>, asked: &Asked) -> Result<Response, Problem> {
    let lines = tx
        .rows(
            sql!(
                "select l.location_id, l.name, coalesce(l.time_zone, '') as zone, l.closed_at is not null as closed,
                        (select count(*) from membership_at a where a.clinic_id = l.clinic_id and a.location_id = l.location_id) as people
                   from location l order by l.closed_at is not null, l.name, l.location_id"
            ),
            &[],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(Line {
                id: row.read("location_id")?,
                name: row.read("name")?,
                zone: row.read("zone")?,
                closed: row.read("closed")?,
                people: row.read("people")?,
            })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let blank = Typed::blank();
    let (status, f, renamed) = match refused {
        Refused::Nothing => (StatusCode::OK, &blank, None),
        Refused::New(f) => (StatusCode::UNPROCESSABLE_ENTITY, f, None),
        Refused::Name(id, f) => (StatusCode::UNPROCESSABLE_ENTITY, &blank, Some((id, f))),
    };
    let did = done(&desk.view, asked, &lines);
    desk.view.page_as(status, &LocationsPage { v: &desk.view, f, renamed, lines, did, zones: super::zones() })
}

/// What was done, in words; after closing, what opens again.
fn done(v: &View, asked: &Asked, lines: &[Line]) -> Option<(String, Option<LocationId>)> {
    let line = lines.iter().find(|line| line.id.to_string() == asked.which)?;
    match (asked.did.as_str(), line.closed) {
        ("add", false) => Some((v.t1("locations-did-add", "name", &line.name), None)),
        ("rename", _) => Some((v.t1("locations-did-rename", "name", &line.name), None)),
        ("close", true) => Some((v.t1("locations-did-close", "name", &line.name), Some(line.id))),
        ("reopen", false) => Some((v.t1("locations-did-reopen", "name", &line.name), None)),
        _ => None,
    }
}

/// `GET /locations`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeLocations).await?;
    let page = page(&tx, &desk, Refused::Nothing, &asked).await?;
    tx.commit().await?;
    Ok(page)
}

/// `GET` of a form's address: a changed language leads back to the page.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn back_to_page(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    held(&tx, id_in_path(&id)?).await?;
    Ok(kernel::http::see_other("/locations"))
}
