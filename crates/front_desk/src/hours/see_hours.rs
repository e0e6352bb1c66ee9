//! The pages of hours: everybody at a glance, and one practitioner with the form for another week. Visits that are booked
//! outside the hours are listed: hours change nobody's appointment behind their back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use kernel::{
    Problem, Role, TenantTx, Verb,
    actor::LocationId,
    http::{Desk, Typed, View},
    keys::Sealed,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::clinics::{
    Exception, ExceptionId, Opening, Practitioner, PractitionerId, Service, ServiceId, bookable_practitioners,
    hours::{For, hours_of, read_exception, read_opening},
    locations::{Location, at_place, open_locations},
    practitioner, services,
};

use super::{except::NOTE, set_week::ROWS};
use crate::booking::availability::{Stretch, open_stretches};

/// The act of looking at them.
#[derive(Debug)]
pub struct SeeHours;

impl Verb for SeeHours {
    const ACT: &'static str = "hours.see";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist)];
}

/// Where and for what a week is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) location: Option<LocationId>,
    pub(super) service: Option<ServiceId>,
}

/// A week that holds, or is to hold from a day on.
pub(super) struct Plan {
    key: Key,
    from: Option<Date>,
    until: Option<Date>,
    days: Vec<(i8, Vec<(Time, Time)>)>,
}

/// A line of the days that are otherwise.
pub(super) struct Otherwise {
    id: ExceptionId,
    is: Exception,
    whose: Option<String>,
    note: Option<String>,
}

/// A visit outside the hours.
pub(super) struct Outside {
    at: Timestamp,
    day: Date,
}

/// What the pages show.
pub(super) struct Book {
    pub(super) practitioners: Vec<Practitioner>,
    pub(super) services: Vec<Service>,
    pub(super) locations: Vec<Location>,
}

impl Book {
    pub(super) async fn read(tx: &TenantTx, desk: &Desk) -> Result<Self, Problem> {
        let (practitioners, services, locations) =
            futures_util::try_join!(bookable_practitioners(tx), services(tx, desk.clinic.currency), open_locations(tx))?;
        Ok(Self { practitioners, services, locations })
    }

    fn place(&self, key: &Key) -> Option<&str> {
        let id = key.location?;
        self.locations.iter().find(|place| place.id == id).map(|place| place.name.as_str())
    }

    fn service(&self, key: &Key) -> Option<&str> {
        let id = key.service?;
        self.services.iter().find(|service| service.id == id).map(|service| service.name.as_str())
    }
}

#[derive(Template)]
#[template(path = "hours/hours.html")]
struct HoursPage<'a> {
    v: &'a View,
    f: &'a Typed,
    owner: bool,
    book: &'a Book,
    plans: Vec<(&'a Practitioner, Vec<Plan>)>,
    otherwise: Vec<Otherwise>,
}

#[derive(Template)]
#[template(path = "hours/one.html")]
struct OnePage<'a> {
    v: &'a View,
    /// The form of the week.
    f: &'a Typed,
    /// The form of days that are otherwise.
    x: &'a Typed,
    owner: bool,
    book: &'a Book,
    who: Practitioner,
    plans: Vec<Plan>,
    otherwise: Vec<Otherwise>,
    outside: Vec<Outside>,
}

/// The weeks of one practitioner that hold today or later, those of one place and service together.
async fn plans(tx: &TenantTx, of: PractitionerId, today: Date) -> Result<Vec<Plan>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select weekday, opens, closes, valid_from, valid_until, location_id, service_id from opening_hours
                  where practitioner_id = $1 and (valid_until is null or valid_until > $2)
                  order by location_id nulls first, service_id nulls first, valid_from nulls first, valid_until, weekday, opens"
            ),
            &[&of, &today],
        )
        .await?;
    let mut plans: Vec<Plan> = Vec::new();
    for row in &rows {
        let key = Key { location: row.read("location_id")?, service: row.read("service_id")? };
        let opening: Opening = read_opening(row)?;
        let same = plans.last_mut().filter(|plan| plan.key == key && plan.from == opening.from && plan.until == opening.until);
        let plan = if let Some(plan) = same {
            plan
        } else {
            plans.push(Plan { key, from: opening.from, until: opening.until, days: Vec::new() });
            let Some(plan) = plans.last_mut() else { continue };
            plan
        };
        match plan.days.last_mut().filter(|(weekday, _)| *weekday == opening.weekday) {
            Some((_, stretches)) => stretches.push((opening.opens, opening.closes)),
            None => plan.days.push((opening.weekday, vec![(opening.opens, opening.closes)])),
        }
    }
    Ok(plans)
}

/// The days to come that are otherwise: everybody's, and where one is meant, theirs too.
async fn otherwise(tx: &TenantTx, of: Option<PractitionerId>, today: Date) -> Result<Vec<Otherwise>, Problem> {
    tx.rows(
        sql!(
            "select x.exception_id, x.first_day, x.last_day, x.opens, x.closes, x.closed, x.note, p.name
               from hours_exception x left join practitioner p on p.clinic_id = x.clinic_id and p.practitioner_id = x.practitioner_id
              where x.removed_at is null and x.last_day >= $2 and ($1::uuid is null or x.practitioner_id is null or x.practitioner_id = $1)
              order by x.first_day, x.opens nulls first, x.exception_id limit 200"
        ),
        &[&of, &today],
    )
    .await?
    .iter()
    .map(|row| {
        let id: ExceptionId = row.read("exception_id")?;
        let note: Option<Sealed<String>> = row.read("note")?;
        let note = note.map(|sealed| tx.keys().open(&NOTE, id, &sealed)).transpose()?.map(|note| note.reveal().clone());
        Ok(Otherwise { id, is: read_exception(row)?, whose: row.read("name")?, note })
    })
    .collect()
}

/// Booked visits to come that no hours hold any more, each looked at by the clock and the hours of its place.
async fn outside(tx: &TenantTx, desk: &Desk, of: PractitionerId, today: Date) -> Result<Vec<Outside>, Problem> {
    let booked = tx
        .rows(
            sql!(
                "select starts_at, ends_at, location_id from appointment
                  where practitioner_id = $1 and starts_at > $2 and status in ('pending', 'booked') and taken_as = 'slot'
                  order by starts_at limit 2000"
            ),
            &[&of, &tx.now()],
        )
        .await?;
    let mut by_place: BTreeMap<Option<LocationId>, Vec<Stretch>> = BTreeMap::new();
    for row in &booked {
        by_place.entry(row.read("location_id")?).or_default().push(Stretch { from: row.read("starts_at")?, to: row.read("ends_at")? });
    }
    let mut outside = Vec::new();
    for (location, visits) in by_place {
        let there = at_place(tx, &desk.clinic, location).await?;
        let Some(last) = visits.last().map(|visit| there.day_of(visit.from)) else { continue };
        let days = today.min(there.day_of(tx.now()))..=last;
        let asked = For { service: None, location, days: (*days.start(), *days.end()) };
        let hours = hours_of(tx, &[of], asked).await?.remove(&of).unwrap_or_default();
        let open = open_stretches(&hours.openings, &hours.exceptions, &there.time_zone, &days);
        let holds = |visit: &Stretch| open.iter().any(|stretch| stretch.from <= visit.from && visit.to <= stretch.to);
        outside.extend(visits.iter().filter(|visit| !holds(visit)).map(|visit| visit.from));
    }
    outside.sort_unstable();
    Ok(outside.into_iter().map(|at| Outside { at, day: desk.clinic.day_of(at) }).collect())
}

/// Everybody at a glance.
pub(super) async fn page(tx: &TenantTx, desk: &Desk, refused: Option<&Typed>) -> Result<Response, Problem> {
    let book = Book::read(tx, desk).await?;
    let today = desk.clinic.day_of(tx.now());
    let mut all = Vec::with_capacity(book.practitioners.len());
    for one in &book.practitioners {
        all.push((one, plans(tx, one.id, today).await?));
    }
    let otherwise = otherwise(tx, None, today).await?;
    let blank = Typed::starting_with(&[("closed", "1")]);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let owner = desk.role == Role::Owner;
    let page = HoursPage { v: &desk.view, f: refused.unwrap_or(&blank), owner, book: &book, plans: all, otherwise };
    desk.view.page_as(status, &page)
}

/// Which form of one practitioner's page was refused.
pub(super) enum Refused<'a> {
    Nothing,
    Week(&'a Typed),
    Days(&'a Typed),
}

/// One practitioner.
pub(super) async fn one_page(tx: &TenantTx, desk: &Desk, of: PractitionerId, refused: Refused<'_>) -> Result<Response, Problem> {
    let who = practitioner(tx, of).await?;
    let book = Book::read(tx, desk).await?;
    let today = desk.clinic.day_of(tx.now());
    let plans = plans(tx, of, today).await?;
    let (otherwise, outside) = (otherwise(tx, Some(of), today).await?, outside(tx, desk, of, today).await?);
    let (week, days) = (as_typed(plans.first(), today), Typed::starting_with(&[("closed", "1")]));
    let (status, f, x) = match refused {
        Refused::Nothing => (StatusCode::OK, &week, &days),
        Refused::Week(f) => (StatusCode::UNPROCESSABLE_ENTITY, f, &days),
        Refused::Days(x) => (StatusCode::UNPROCESSABLE_ENTITY, &week, x),
    };
    let owner = desk.role == Role::Owner;
    desk.view.page_as(status, &OnePage { v: &desk.view, f, x, owner, book: &book, who, plans, otherwise, outside })
}

/// The week that holds now, for the form to start from.
fn as_typed(plan: Option<&Plan>, today: Date) -> Typed {
    let mut values = vec![("from".to_owned(), today.to_string())];
    let time = |time: Time| time.strftime("%H:%M").to_string();
    for (weekday, stretches) in plan.map(|plan| plan.days.as_slice()).unwrap_or_default() {
        for (part, (opens, closes)) in ["a", "b"].iter().zip(stretches) {
            values.push((format!("{part}{weekday}_opens"), time(*opens)));
            values.push((format!("{part}{weekday}_closes"), time(*closes)));
        }
    }
    if let Some(plan) = plan {
        values.extend(plan.key.location.map(|place| ("location".to_owned(), place.to_string())));
        values.extend(plan.key.service.map(|service| ("service".to_owned(), service.to_string())));
    }
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Typed::starting_with(&values)
}

/// `GET /hours`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeHours).await?;
    let page = page(&tx, &desk, None).await?;
    tx.commit().await?;
    Ok(page)
}

/// `GET /hours/{id}`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn show_one(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeHours).await?;
    let page = one_page(&tx, &desk, id, Refused::Nothing).await?;
    tx.commit().await?;
    Ok(page)
}
