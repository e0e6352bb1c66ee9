//! Keeps: "The clinic opens and closes its own doors". A tablet at the entrance, or a poster with a code, where patients say that
//! they are here. A door's address is on a screen or a wall, so it is no secret and gives no more than that: it is closed, and a
//! new one opened, when the poster has travelled.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading, Typed, View, see_other},
    id::Id as _,
    keys::Column,
    permit::Who,
    private::Private,
    refusal::id_in_path,
    sql,
};
use trust::{
    identity::app_code::Square,
    messaging::{LinkId, new_link},
};
use uuid::Uuid;

kernel::id!(
    /// A place where patients check themselves in.
    DoorId, "kio"
);

/// `checkin_door.name`.
const NAME: Column<String> = Column::new("checkin_door", "name");
/// What its link is for.
pub(super) const PURPOSE: &str = "checkin";
const PAGE: &str = "/check-in";
/// A door stays open until it is closed.
const FOR_EVER: SignedDuration = SignedDuration::from_hours(100 * 365 * 24);
/// Doors of one clinic at once.
const MOST: usize = 20;

/// Opens a door.
#[derive(Clone, Copy, Debug)]
pub struct OpenDoor(DoorId);
impl Verb for OpenDoor {
    const ACT: &'static str = "queue.open_door";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Closes it for good.
#[derive(Clone, Copy, Debug)]
pub struct CloseDoor(DoorId);
impl Verb for CloseDoor {
    const ACT: &'static str = "queue.close_door";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// What a door is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorKind {
    /// A tablet of the clinic's, that many use.
    Tablet,
    /// A poster that opens the page on the patient's own phone.
    Poster,
}

impl DoorKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Tablet => "tablet",
            Self::Poster => "poster",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Tablet, Self::Poster].into_iter().find(|kind| kind.word() == word)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Tablet => "door-tablet",
            Self::Poster => "door-poster",
        }
    }
}

/// An open door.
#[derive(Debug)]
pub struct Door {
    /// Id.
    pub id: DoorId,
    /// What it is.
    pub kind: DoorKind,
    name: Private<String>,
    made_at: Timestamp,
    link: LinkId,
}

/// The doors that are open.
///
/// # Errors
/// [`Problem`].
pub async fn open_doors(tx: &TenantTx) -> Result<Vec<Door>, Problem> {
    tx.rows(
        sql!(
            "select d.door_id, d.kind, d.name, d.made_at, l.link_id
               from checkin_door d join link l on l.clinic_id = d.clinic_id and l.subject_id = d.door_id and l.purpose = 'checkin'
              where d.closed_at is null order by d.made_at, d.door_id"
        ),
        &[],
    )
    .await?
    .iter()
    .map(|row| {
        let id: DoorId = row.read("door_id")?;
        let kind = DoorKind::from_word(row.read("kind")?).ok_or_else(|| Problem::broken("an unknown kind of door"))?;
        let name = tx.keys().open(&NAME, id, &row.read("name")?)?;
        Ok(Door { id, kind, name, made_at: row.read("made_at")?, link: row.read("link_id")? })
    })
    .collect()
}

/// One of them.
///
/// # Errors
/// [`Problem::NotFound`] for one that is closed.
pub async fn open_door(tx: &TenantTx, id: DoorId) -> Result<Door, Problem> {
    open_doors(tx).await?.into_iter().find(|door| door.id == id).ok_or(Problem::NotFound)
}

/// The six digits on a poster: who types them on the page of their own visit stands before it. They follow from the door.
///
/// # Errors
/// [`Problem`].
pub(super) fn digits(tx: &TenantTx, door: DoorId) -> Result<String, Problem> {
    let tag = tx.keys().tag("checkin_digits", &door.to_string())?;
    let number = tag.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes)) % 1_000_000;
    Ok(format!("{number:06}"))
}

/// Opens a door, with the link that leads to it.
///
/// # Errors
/// [`Problem`].
pub async fn make_door(tx: &TenantTx, name: &str, kind: DoorKind, permit: &Permit<OpenDoor>) -> Result<(), Problem> {
    let id = permit.verb().0;
    let sealed = tx.keys().seal(&NAME, id, &name.to_owned())?;
    tx.run(
        sql!("insert into checkin_door (clinic_id, door_id, kind, name, made_by, made_at) values ($1, $2, $3, $4, $5, $6)"),
        &[&tx.actor().clinic(), &id, &kind.word(), &sealed, &tx.actor().person(), &tx.now()],
    )
    .await?;
    new_link(tx, PURPOSE, id.uuid(), tx.now().checked_add(FOR_EVER).unwrap_or(Timestamp::MAX)).await.map(drop)
}

#[derive(Template)]
#[template(path = "queue/doors.html")]
struct DoorsPage<'a> {
    v: &'a View,
    f: &'a Typed,
    doors: Vec<Door>,
}

#[derive(Template)]
#[template(path = "queue/door.html")]
struct DoorPage<'a> {
    v: &'a View,
    desk: &'a Desk,
    door: Door,
    address: String,
    square: Square,
    digits: String,
}

async fn page(desk: &Desk, f: &Typed) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    let doors = open_doors(&tx).await?;
    tx.commit().await?;
    let page = DoorsPage { v: &desk.view, f, doors };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// `GET /check-in`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    page(&desk, &Typed::blank()).await
}

/// `POST /check-in`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let name = form.line("name", 60);
    let kind = form.parsed("kind", "field-choose", |word| DoorKind::from_word(word).ok_or(()));
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    if open_doors(&tx).await?.len() >= MOST {
        form.wrong("name", "door-too-many");
    }
    let errors = form.errors();
    let (Some(kind), false) = (kind, errors.any()) else {
        drop(tx);
        return page(&desk, &filled.typed(errors)).await;
    };
    let id = DoorId::from_uuid(filled.form());
    let permit = tx.may(OpenDoor(id)).await?;
    make_door(&tx, &name, kind, &permit).await?;
    tx.note_in_trail(name);
    let to = format!("{PAGE}/{id}");
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

/// `GET /check-in/{id}`: the address, the code to scan, the poster to print.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn show_one(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    let door = open_door(&tx, id_in_path(&id)?).await?;
    let address = format!("{}/k/{}", desk.view.base_url(), tx.link_token(door.link.uuid()));
    let digits = digits(&tx, door.id)?;
    tx.commit().await?;
    let square = Square::of(&address)?;
    desk.view.page(&DoorPage { v: &desk.view, desk: &desk, door, address, square, digits })
}

/// `POST /check-in/{id}/close`.
///
/// # Errors
/// [`Problem`].
pub async fn post_close(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(PAGE));
    }
    let door = open_door(&tx, id_in_path(&id)?).await?;
    let _permit = tx.may(CloseDoor(door.id)).await?;
    tx.run(
        sql!("update checkin_door set closed_at = $2, closed_by = $3 where door_id = $1 and closed_at is null"),
        &[&door.id, &tx.now(), &desk.person],
    )
    .await?;
    tx.note_in_trail(door.name.reveal().clone());
    tx.commit_form(filled.form(), PAGE).await?;
    Ok(see_other(PAGE))
}
