//! Rooms, and devices that only one visit can have at a time. One that is closed is given to no new booking.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::clinics::RoomId;
use uuid::Uuid;

use super::see_services::{Refused, Shelf, page};

/// The most characters of a name.
const MOST_CHARACTERS: usize = 120;

/// A room.
#[derive(Clone, Debug)]
pub struct Room {
    /// Id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Whether it is out of use.
    pub closed: bool,
}

/// The rooms by name, those in use first.
///
/// # Errors
/// [`Problem`].
pub async fn rooms(tx: &TenantTx) -> Result<Vec<Room>, Problem> {
    tx.rows(sql!("select room_id, name, closed_at is not null as closed from room order by closed, name, room_id"), &[])
        .await?
        .iter()
        .map(|row| Ok(Room { id: row.read("room_id")?, name: row.read("name")?, closed: row.read("closed")? }))
        .collect()
}

/// The act of adding one.
#[derive(Debug)]
pub struct AddRoom(RoomId);

impl Verb for AddRoom {
    const ACT: &'static str = "services.add_room";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of taking one out of use, or back into it.
#[derive(Debug)]
pub struct UseRoom(RoomId);

impl Verb for UseRoom {
    const ACT: &'static str = "services.use_room";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Adds a room.
///
/// # Errors
/// [`Problem`].
pub async fn add(tx: &TenantTx, permit: &Permit<AddRoom>, name: &str) -> Result<(), Problem> {
    tx.run(
        sql!("insert into room (clinic_id, room_id, name, created_at) values ($1, $2, $3, $4)"),
        &[&tx.actor().clinic(), &permit.verb().0, &name, &tx.now()],
    )
    .await
    .map(drop)
}

/// Takes it out of use, or back into it.
///
/// # Errors
/// [`Problem`].
pub async fn put_in_use(tx: &TenantTx, permit: &Permit<UseRoom>, in_use: bool) -> Result<(), Problem> {
    let closed = (!in_use).then(|| tx.now());
    tx.run(sql!("update room set closed_at = $2 where room_id = $1"), &[&permit.verb().0, &closed]).await.map(drop)
}

/// `POST /rooms`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let id = RoomId::from_uuid(filled.form());
    let mut tx = desk.enter().await?;
    let permit = tx.may(AddRoom(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let mut form = Reading::of(&filled);
    let name = form.line("room", MOST_CHARACTERS);
    let errors = form.errors();
    if errors.any() {
        let shelf = Shelf::read(&tx, &desk).await?;
        return page(&desk, shelf, &Refused::Room(&filled.typed(errors)));
    }
    add(&tx, &permit, &name).await?;
    tx.commit_form(filled.form(), "/services#rooms").await?;
    Ok(see_other("/services#rooms"))
}

async fn set(desk: &Desk, id: &str, filled: &Filled, in_use: bool) -> Result<Response, Problem> {
    let id: RoomId = id_in_path(id)?;
    let mut tx = desk.enter().await?;
    tx.one(sql!("select 1 as held from room where room_id = $1 for update"), &[&id]).await?;
    let permit = tx.may(UseRoom(id)).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        put_in_use(&tx, &permit, in_use).await?;
        tx.commit_form(filled.form(), "/services#rooms").await?;
    }
    Ok(see_other("/services#rooms"))
}

/// `POST /rooms/{id}/close`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn close(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    set(&desk, &id, &filled, false).await
}

/// `POST /rooms/{id}/reopen`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn reopen(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    set(&desk, &id, &filled, true).await
}
