//! Keeps: "A service has its own rules": its length and what is made ready around it, who gives it, which room it needs,
//! how early it is booked and how late it is called off. What is booked already stays as it was booked.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    money::Money,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::clinics::{PractitionerId, RoomId, ServiceId};
use uuid::Uuid;

use super::see_services::{NOTICES, Refused, Shelf, one_page, page};

/// The most characters of a name.
const MOST_CHARACTERS: usize = 120;

/// The act of putting a service on offer, or changing it.
#[derive(Debug)]
pub struct KeepService(ServiceId);

impl Verb for KeepService {
    const ACT: &'static str = "services.keep";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// A filled form. All times in minutes but the horizon, in days.
#[derive(Debug)]
pub struct Kept {
    name: String,
    minutes: i32,
    price: Money,
    before: i32,
    after: i32,
    every: Option<i32>,
    notice: i32,
    horizon: i32,
    cancel: i32,
    places: i32,
    approval: bool,
    active: bool,
    given_by: Vec<PractitionerId>,
    rooms: Vec<RoomId>,
}

fn number(range: std::ops::RangeInclusive<i32>) -> impl FnOnce(&str) -> Result<i32, ()> {
    move |text| text.parse().ok().filter(|n| range.contains(n)).ok_or(())
}

fn one_of(text: &str) -> Result<i32, ()> {
    text.parse().ok().filter(|minutes| NOTICES.contains(minutes)).ok_or(())
}

fn read(filled: &Filled, shelf: &Shelf, desk: &Desk) -> Result<Kept, Errors> {
    let mut form = Reading::of(filled);
    let name = form.line("name", MOST_CHARACTERS);
    let minutes = form.parsed("minutes", "services-minutes-wrong", number(5..=480));
    let price = form.parsed("price", "start-price-wrong", |text| Money::parse(text, desk.clinic.currency));
    let before = form.optional("before", "services-around-wrong", number(0..=240));
    let after = form.optional("after", "services-around-wrong", number(0..=240));
    let every = form.optional("every", "services-minutes-wrong", number(5..=480));
    let notice = form.optional("notice", "field-choose", one_of);
    let horizon = form.parsed("horizon", "services-horizon-wrong", number(1..=730));
    let cancel = form.optional("cancel", "field-choose", one_of);
    let places = form.optional("places", "services-places-wrong", number(1..=200));
    let approval = form.ticked("approval");
    let given_by = shelf.practitioners.iter().map(|one| one.id).filter(|id| form.ticked(&id.to_string())).collect();
    let rooms = shelf.rooms.iter().map(|room| room.id).filter(|id| form.ticked(&id.to_string())).collect();
    let active = form.ticked("active");
    let errors = form.errors();
    match (minutes, price, horizon) {
        (Some(minutes), Some(price), Some(horizon)) if !errors.any() => Ok(Kept {
            name,
            minutes,
            price,
            before: before.unwrap_or(0),
            after: after.unwrap_or(0),
            every,
            notice: notice.unwrap_or(0),
            horizon,
            cancel: cancel.unwrap_or(0),
            places: places.unwrap_or(1),
            approval,
            active,
            given_by,
            rooms,
        }),
        _ => Err(errors),
    }
}

/// Writes a service as it is to be from now on.
///
/// # Errors
/// [`Problem`].
pub async fn keep(tx: &TenantTx, permit: &Permit<KeepService>, kept: &Kept) -> Result<(), Problem> {
    let (clinic, id) = (tx.actor().clinic(), permit.verb().0);
    tx.run(
        sql!(
            "insert into service (clinic_id, service_id, name, minutes, price_minor, buffer_before, buffer_after, every_minutes, notice_minutes, horizon_days, cancel_minutes,
                                   places, approval, active)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
              on conflict (clinic_id, service_id) do update
                 set name = excluded.name, minutes = excluded.minutes, price_minor = excluded.price_minor, buffer_before = excluded.buffer_before,
                     buffer_after = excluded.buffer_after, every_minutes = excluded.every_minutes, notice_minutes = excluded.notice_minutes,
                     horizon_days = excluded.horizon_days, cancel_minutes = excluded.cancel_minutes,
                     places = excluded.places, approval = excluded.approval, active = excluded.active"
        ),
        &[
            &clinic,
            &id,
            &kept.name,
            &kept.minutes,
            &kept.price.minor,
            &kept.before,
            &kept.after,
            &kept.every,
            &kept.notice,
            &kept.horizon,
            &kept.cancel,
            &kept.places,
            &kept.approval,
            &kept.active,
        ],
    )
    .await?;
    tx.run(sql!("delete from service_practitioner where service_id = $1"), &[&id]).await?;
    tx.run(
        sql!("insert into service_practitioner (clinic_id, service_id, practitioner_id) select $1, $2, p from unnest($3::uuid[]) as p"),
        &[&clinic, &id, &kept.given_by],
    )
    .await?;
    tx.run(sql!("delete from service_room where service_id = $1"), &[&id]).await?;
    tx.run(
        sql!("insert into service_room (clinic_id, service_id, room_id) select $1, $2, r from unnest($3::uuid[]) as r"),
        &[&clinic, &id, &kept.rooms],
    )
    .await
    .map(drop)
}

/// Keeps a new service, or one that is there.
async fn save(desk: &Desk, id: ServiceId, filled: &Filled, is_new: bool) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let shelf = Shelf::read(&tx, desk).await?;
    if !is_new {
        shelf.service(id)?;
    }
    let permit = tx.may(KeepService(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    match read(filled, &shelf, desk) {
        Ok(kept) => {
            keep(&tx, &permit, &kept).await?;
            tx.commit_form(filled.form(), "/services").await?;
            Ok(see_other("/services"))
        }
        Err(errors) if is_new => page(desk, shelf, &Refused::Service(&filled.typed(errors))),
        Err(errors) => one_page(desk, &shelf, id, Some(&filled.typed(errors))),
    }
}

/// `POST /services`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    // The form's id is the service's: the same form sent twice is the same service.
    save(&desk, ServiceId::from_uuid(filled.form()), &filled, true).await
}

/// `POST /services/{id}`.
///
/// # Errors
/// [`Problem`].
pub async fn post_one(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    save(&desk, id_in_path(&id)?, &filled, false).await
}
