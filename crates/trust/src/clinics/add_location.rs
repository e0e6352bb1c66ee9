//! A clinic opens another place, or gives one another name.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::LocationId,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::locations::{Asked, Refused, after, held, page};

/// The most characters of a name.
const MOST_CHARACTERS: usize = 120;

/// The act.
#[derive(Debug)]
pub struct AddLocation(LocationId);

impl Verb for AddLocation {
    const ACT: &'static str = "clinics.add_location";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of giving another name.
#[derive(Debug)]
pub struct RenameLocation(LocationId);

impl Verb for RenameLocation {
    const ACT: &'static str = "clinics.rename_location";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Opens a place.
///
/// # Errors
/// [`Problem`].
pub async fn add(tx: &TenantTx, permit: &Permit<AddLocation>, (name, zone): (&str, Option<&str>)) -> Result<(), Problem> {
    tx.run(
        sql!("insert into location (clinic_id, location_id, name, created_at, time_zone) values ($1, $2, $3, $4, $5)"),
        &[&tx.actor().clinic(), &permit.verb().0, &name, &tx.now(), &zone],
    )
    .await
    .map(drop)
}

/// Gives it another name.
///
/// # Errors
/// [`Problem`].
pub async fn rename(tx: &TenantTx, permit: &Permit<RenameLocation>, (name, zone): (&str, Option<&str>)) -> Result<(), Problem> {
    tx.run(sql!("update location set name = $2, time_zone = $3 where location_id = $1"), &[&permit.verb().0, &name, &zone]).await.map(drop)
}

fn read(filled: &Filled) -> Result<(String, Option<String>), Errors> {
    let mut form = Reading::of(filled);
    let name = form.line("name", MOST_CHARACTERS);
    let zone = form.optional("zone", "locations-zone-wrong", |text| jiff::tz::TimeZone::get(text).map(|_| text.to_owned()));
    let errors = form.errors();
    if errors.any() { Err(errors) } else { Ok((name, zone)) }
}

/// `POST /locations`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    // The form's id is the location's: the same form sent twice is the same place.
    let id = LocationId::from_uuid(filled.form());
    let mut tx = desk.enter().await?;
    let permit = tx.may(AddLocation(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let (name, zone) = match read(&filled) {
        Ok(read) => read,
        Err(errors) => return page(&tx, &desk, Refused::New(&filled.typed(errors)), &Asked::default()).await,
    };
    add(&tx, &permit, (&name, zone.as_deref())).await?;
    let to = after("add", id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

/// `POST /locations/{id}/rename`.
///
/// # Errors
/// [`Problem`].
pub async fn post_rename(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    held(&tx, id).await?;
    let permit = tx.may(RenameLocation(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let (name, zone) = match read(&filled) {
        Ok(read) => read,
        Err(errors) => return page(&tx, &desk, Refused::Name(id, &filled.typed(errors)), &Asked::default()).await,
    };
    rename(&tx, &permit, (&name, zone.as_deref())).await?;
    let to = after("rename", id);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
