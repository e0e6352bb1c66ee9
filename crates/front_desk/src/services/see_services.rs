//! The owner's page of services: how long each takes, who gives it, what it needs, how early it is booked.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    Problem, Role, TenantTx, Verb,
    http::{Desk, Typed, View},
    permit::Who,
    refusal::id_in_path,
};
use trust::clinics::{Practitioner, Service, ServiceId, bookable_practitioners, every_service};

use super::rooms::{Room, rooms};

/// The act of looking at them.
#[derive(Debug)]
pub struct SeeServices;

impl Verb for SeeServices {
    const ACT: &'static str = "services.see";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// Spans of time that a select offers: minutes.
pub(super) const NOTICES: [i32; 8] = [0, 60, 120, 240, 720, 1_440, 2_880, 10_080];

/// What the two pages show.
pub(super) struct Shelf {
    pub(super) services: Vec<Service>,
    pub(super) practitioners: Vec<Practitioner>,
    pub(super) rooms: Vec<Room>,
}

impl Shelf {
    pub(super) async fn read(tx: &TenantTx, desk: &Desk) -> Result<Self, Problem> {
        let (services, practitioners, rooms) =
            futures_util::try_join!(every_service(tx, desk.clinic.currency), bookable_practitioners(tx), rooms(tx))?;
        Ok(Self { services, practitioners, rooms })
    }

    pub(super) fn service(&self, id: ServiceId) -> Result<&Service, Problem> {
        self.services.iter().find(|service| service.id == id).ok_or(Problem::NotFound)
    }

    fn names(&self, service: &Service) -> Vec<&str> {
        self.practitioners.iter().filter(|one| service.given_by.contains(&one.id)).map(|one| one.name.as_str()).collect()
    }

    fn needs(&self, service: &Service) -> Vec<&str> {
        let needed = service.rooms.as_deref().unwrap_or_default();
        self.rooms.iter().filter(|room| needed.contains(&room.id)).map(|room| room.name.as_str()).collect()
    }

    fn open_rooms(&self) -> Vec<&Room> {
        self.rooms.iter().filter(|room| !room.closed).collect()
    }
}

#[derive(Template)]
#[template(path = "services/services.html")]
struct ServicesPage<'a> {
    v: &'a View,
    /// The form of a new service.
    f: &'a Typed,
    /// The form of a new room.
    room: &'a Typed,
    shelf: Shelf,
}

#[derive(Template)]
#[template(path = "services/service.html")]
struct ServicePage<'a> {
    v: &'a View,
    f: &'a Typed,
    id: ServiceId,
    name: &'a str,
    shelf: &'a Shelf,
}

/// Which form of the list was refused.
pub(super) enum Refused<'a> {
    Nothing,
    Service(&'a Typed),
    Room(&'a Typed),
}

/// The list.
pub(super) fn page(desk: &Desk, shelf: Shelf, refused: &Refused<'_>) -> Result<Response, Problem> {
    let new =
        Typed::starting_with(&[("minutes", "20"), ("before", "0"), ("after", "0"), ("horizon", "60"), ("places", "1"), ("active", "1")]);
    let blank = Typed::blank();
    let (status, f, room) = match refused {
        Refused::Nothing => (StatusCode::OK, &new, &blank),
        Refused::Service(f) => (StatusCode::UNPROCESSABLE_ENTITY, *f, &blank),
        Refused::Room(room) => (StatusCode::UNPROCESSABLE_ENTITY, &new, *room),
    };
    desk.view.page_as(status, &ServicesPage { v: &desk.view, f, room, shelf })
}

/// One service, to be changed.
pub(super) fn one_page(desk: &Desk, shelf: &Shelf, id: ServiceId, refused: Option<&Typed>) -> Result<Response, Problem> {
    let service = shelf.service(id)?;
    let now = typed(service);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    desk.view.page_as(status, &ServicePage { v: &desk.view, f: refused.unwrap_or(&now), id, name: &service.name, shelf })
}

/// A service as its form shows it.
fn typed(service: &Service) -> Typed {
    let number = |n: i32| n.to_string();
    let mut values = vec![
        ("name".to_owned(), service.name.clone()),
        ("minutes".to_owned(), number(service.minutes)),
        ("price".to_owned(), service.price.plain()),
        ("before".to_owned(), number(service.around.0)),
        ("after".to_owned(), number(service.around.1)),
        ("every".to_owned(), service.every.map(number).unwrap_or_default()),
        ("notice".to_owned(), number(service.notice)),
        ("horizon".to_owned(), number(service.horizon)),
        ("cancel".to_owned(), number(service.cancel)),
    ];
    values.push(("places".to_owned(), number(service.places)));
    values.extend(service.approval.then(|| ("approval".to_owned(), "1".to_owned())));
    values.extend(service.active.then(|| ("active".to_owned(), "1".to_owned())));
    values.extend(service.given_by.iter().map(|one| (one.to_string(), "1".to_owned())));
    values.extend(service.rooms.iter().flatten().map(|room| (room.to_string(), "1".to_owned())));
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Typed::starting_with(&values)
}

/// `GET /services`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeServices).await?;
    let shelf = Shelf::read(&tx, &desk).await?;
    tx.commit().await?;
    page(&desk, shelf, &Refused::Nothing)
}

/// `GET /services/{id}`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn show_one(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeServices).await?;
    let shelf = Shelf::read(&tx, &desk).await?;
    tx.commit().await?;
    one_page(&desk, &shelf, id, None)
}
