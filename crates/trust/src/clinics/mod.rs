//! The clinic itself: its practitioners, services and opening hours.

pub mod add_location;
pub mod ask_to_open;
pub mod bring_practitioners;
pub mod close_location;
pub mod copy_hours;
pub mod hours;
pub mod locations;
pub mod open_by_letter;
pub mod open_clinic;
pub mod terms;

use jiff::civil::{Date, DateTime, Time};
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
    /// A room, or a device that stands for one.
    RoomId, "rom"
);
kernel::id!(
    /// Days that are otherwise than the week says.
    ExceptionId, "exc"
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
    /// Minutes to make ready before, and to clear up after.
    pub around: (i32, i32),
    /// Minutes from one offered time to the next; `None`: one follows the other.
    pub every: Option<i32>,
    /// A patient books no later than so many minutes before the time.
    pub notice: i32,
    /// How far ahead it is booked, in days.
    pub horizon: i32,
    /// A patient moves or calls off no later than so many minutes before.
    pub cancel: i32,
    /// How many patients one time is for; more than one: a group.
    pub places: i32,
    /// Whether what patients book waits for a yes of the clinic.
    pub approval: bool,
    /// Who gives it; empty: everybody.
    pub given_by: Vec<PractitionerId>,
    /// The rooms it needs one of; `None`: it needs none.
    pub rooms: Option<Vec<RoomId>>,
    /// Whether it is on offer.
    pub active: bool,
}

impl Service {
    /// Whether this practitioner gives it.
    #[must_use]
    pub fn is_given_by(&self, practitioner: PractitionerId) -> bool {
        self.given_by.is_empty() || self.given_by.contains(&practitioner)
    }
}

/// A stretch of local wall time on a weekday (1 Monday … 7 Sunday), and the dates it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// ISO weekday.
    pub weekday: i8,
    /// From.
    pub opens: Time,
    /// To, exclusive.
    pub closes: Time,
    /// The first day it holds; always held, where there is none.
    pub from: Option<Date>,
    /// The first day it does not hold any more.
    pub until: Option<Date>,
}

impl Opening {
    /// Every week, without an end.
    #[must_use]
    pub const fn weekly(weekday: i8, opens: Time, closes: Time) -> Self {
        Self { weekday, opens, closes, from: None, until: None }
    }

    /// Whether it holds on this day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        day.weekday().to_monday_one_offset() == self.weekday
            && self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day < until)
    }
}

/// Days that are otherwise than the week says: closed, or open besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// On each of them from and to, exclusive; without, the whole day.
    pub hours: Option<(Time, Time)>,
    /// Whether it is closed then; else it is open besides.
    pub closed: bool,
}

impl Exception {
    /// Whether this day is one of them.
    #[must_use]
    pub fn is_on(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// From and to on the wall clock of one of its days.
    #[must_use]
    pub fn wall(&self, day: Date) -> (DateTime, DateTime) {
        match self.hours {
            Some((opens, closes)) => (day.to_datetime(opens), day.to_datetime(closes)),
            None => (day.to_datetime(Time::midnight()), day.tomorrow().unwrap_or(Date::MAX).to_datetime(Time::midnight())),
        }
    }
}

/// The zones a clock can be of, by name.
#[must_use]
pub fn zones() -> Vec<String> {
    let mut zones: Vec<String> =
        jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).filter(|zone| zone.contains('/')).collect();
    zones.sort();
    zones
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
    let all = every_service(tx, currency).await?;
    Ok(all.into_iter().filter(|service| service.active).collect())
}

/// Every service, on offer or not any more, by name.
///
/// # Errors
/// [`Problem`].
pub async fn every_service(tx: &TenantTx, currency: iso_currency::Currency) -> Result<Vec<Service>, Problem> {
    read_services(tx, None, currency).await
}

/// The services, or the one that is meant.
async fn read_services(tx: &TenantTx, only: Option<ServiceId>, currency: iso_currency::Currency) -> Result<Vec<Service>, Problem> {
    tx.rows(
        sql!(
            "select service_id, name, minutes, price_minor, buffer_before, buffer_after, every_minutes, notice_minutes, horizon_days, cancel_minutes, places, approval, active,
                    array(select practitioner_id from service_practitioner g where g.clinic_id = s.clinic_id and g.service_id = s.service_id) as given_by,
                    exists (select from service_room n where n.clinic_id = s.clinic_id and n.service_id = s.service_id) as needs_room,
                    array(select r.room_id from service_room n join room r on r.clinic_id = n.clinic_id and r.room_id = n.room_id
                           where n.clinic_id = s.clinic_id and n.service_id = s.service_id and r.closed_at is null order by r.name, r.room_id) as rooms
               from service s where $1::uuid is null or service_id = $1 order by name, service_id"
        ),
        &[&only],
    )
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
    read_services(tx, Some(id), currency).await?.pop().ok_or(Problem::NotFound)
}

fn read_service(row: &kernel::tenancy::Row, currency: iso_currency::Currency) -> Result<Service, Problem> {
    let rooms: Vec<RoomId> = row.read("rooms")?;
    Ok(Service {
        id: row.read("service_id")?,
        name: row.read("name")?,
        minutes: row.read("minutes")?,
        price: Money::new(row.read("price_minor")?, currency),
        around: (row.read("buffer_before")?, row.read("buffer_after")?),
        every: row.read("every_minutes")?,
        notice: row.read("notice_minutes")?,
        horizon: row.read("horizon_days")?,
        cancel: row.read("cancel_minutes")?,
        places: row.read("places")?,
        approval: row.read("approval")?,
        given_by: row.read("given_by")?,
        rooms: row.read::<bool>("needs_room")?.then_some(rooms),
        active: row.read("active")?,
    })
}
