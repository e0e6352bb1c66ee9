//! The clinic itself: its practitioners, services and opening hours.

pub mod add_location;
pub mod bring_practitioners;
pub mod close_location;
pub mod copy_hours;
pub mod locations;
pub mod open_clinic;

use jiff::civil::Time;
use kernel::{Problem, TenantTx, money::Money, sql};

kernel::id!(
    /// Somebody who treats patients here, or did where imported records come from.
    PractitionerId, "pra"
);
kernel::id!(
    /// What can be booked.
    ServiceId, "svc"
);
kernel::id!(
    /// One stretch of opening hours on a weekday.
    OpeningId, "opn"
);

/// A practitioner; the name is public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practitioner {
    /// Id.
    pub id: PractitionerId,
    /// Name as shown.
    pub name: String,
}

/// A service; all of it is public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Id.
    pub id: ServiceId,
    /// Name as shown.
    pub name: String,
    /// Length.
    pub minutes: i32,
    /// Price in the clinic's currency.
    pub price: Money,
}

/// A stretch of local wall time on a weekday (1 Monday … 7 Sunday).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// ISO weekday.
    pub weekday: i8,
    /// From.
    pub opens: Time,
    /// To, exclusive.
    pub closes: Time,
}

/// Whether the clinic takes bookings: one that the operator has suspended takes none.
///
/// # Errors
/// [`Problem`].
pub async fn takes_bookings(tx: &TenantTx) -> Result<bool, Problem> {
    tx.one(sql!("select state = 'active' as takes from clinic where clinic_id = $1"), &[&tx.actor().clinic()]).await?.read("takes")
}

/// Practitioners that can be booked, by name.
///
/// # Errors
/// [`Problem`].
pub async fn bookable_practitioners(tx: &TenantTx) -> Result<Vec<Practitioner>, Problem> {
    tx.rows(sql!("select practitioner_id, name from practitioner where bookable order by name, practitioner_id"), &[])
        .await?
        .iter()
        .map(|row| Ok(Practitioner { id: row.read("practitioner_id")?, name: row.read("name")? }))
        .collect()
}

/// The name of one practitioner.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn practitioner(tx: &TenantTx, id: PractitionerId) -> Result<Practitioner, Problem> {
    let row = tx.one(sql!("select practitioner_id, name from practitioner where practitioner_id = $1"), &[&id]).await?;
    Ok(Practitioner { id: row.read("practitioner_id")?, name: row.read("name")? })
}

/// Services on offer, by name.
///
/// # Errors
/// [`Problem`].
pub async fn services(tx: &TenantTx, currency: iso_currency::Currency) -> Result<Vec<Service>, Problem> {
    tx.rows(sql!("select service_id, name, minutes, price_minor from service where active order by name, service_id"), &[])
        .await?
        .iter()
        .map(|row| read_service(row, currency))
        .collect()
}

/// Puts a service on offer.
///
/// # Errors
/// [`Problem`].
pub async fn add_service(tx: &TenantTx, name: &str, minutes: i32, price: Money) -> Result<ServiceId, Problem> {
    let id: ServiceId = tx.fresh();
    tx.run(
        sql!("insert into service (clinic_id, service_id, name, minutes, price_minor, active) values ($1, $2, $3, $4, $5, true)"),
        &[&tx.actor().clinic(), &id, &name, &minutes, &price.minor],
    )
    .await?;
    Ok(id)
}

/// Adds a stretch to a practitioner's weekly hours.
///
/// # Errors
/// [`Problem`].
pub async fn add_opening(tx: &TenantTx, practitioner: PractitionerId, stretch: Opening) -> Result<(), Problem> {
    let id: OpeningId = tx.fresh();
    tx.run(
        sql!("insert into opening_hours (clinic_id, opening_id, practitioner_id, weekday, opens, closes) values ($1, $2, $3, $4, $5, $6)"),
        &[&tx.actor().clinic(), &id, &practitioner, &i16::from(stretch.weekday), &stretch.opens, &stretch.closes],
    )
    .await
    .map(drop)
}

/// One service, on offer or not any more.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn service(tx: &TenantTx, id: ServiceId, currency: iso_currency::Currency) -> Result<Service, Problem> {
    let row = tx.one(sql!("select service_id, name, minutes, price_minor from service where service_id = $1"), &[&id]).await?;
    read_service(&row, currency)
}

fn read_service(row: &kernel::tenancy::Row, currency: iso_currency::Currency) -> Result<Service, Problem> {
    Ok(Service {
        id: row.read("service_id")?,
        name: row.read("name")?,
        minutes: row.read("minutes")?,
        price: Money::new(row.read("price_minor")?, currency),
    })
}

/// A practitioner's weekly hours, in the order of the week.
///
/// # Errors
/// [`Problem`].
pub async fn opening_hours(tx: &TenantTx, practitioner: PractitionerId) -> Result<Vec<Opening>, Problem> {
    tx.rows(sql!("select weekday, opens, closes from opening_hours where practitioner_id = $1 order by weekday, opens"), &[&practitioner])
        .await?
        .iter()
        .map(read_opening)
        .collect()
}

fn read_opening(row: &kernel::tenancy::Row) -> Result<Opening, Problem> {
    let weekday: i16 = row.read("weekday")?;
    Ok(Opening { weekday: i8::try_from(weekday).unwrap_or(1), opens: row.read("opens")?, closes: row.read("closes")? })
}
