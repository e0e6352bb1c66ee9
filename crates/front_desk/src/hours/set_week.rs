//! Keeps: "Hours change on a day, and not before". A new week holds from a day on; the week before it ends there. A break is
//! the time between two stretches of one day.

use axum::{extract::Path, response::Response};
use jiff::civil::{Date, Time};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::clinics::{OpeningId, PractitionerId};
use uuid::Uuid;

use super::see_hours::{Book, Key, Refused, one_page};

/// Days ahead and back from which a week may hold.
const MOST_DAYS: i32 = 730;

/// The act of setting a practitioner's week from a day on.
#[derive(Debug)]
pub struct SetWeek(PractitionerId);

impl Verb for SetWeek {
    const ACT: &'static str = "hours.set_week";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// A week: where, for what, from when, and its stretches.
#[derive(Debug)]
pub struct Week {
    key: Key,
    from: Date,
    stretches: Vec<(i8, Time, Time)>,
}

/// The error of each weekday's row stands under this name.
pub(super) const ROWS: [&str; 7] = ["week_1", "week_2", "week_3", "week_4", "week_5", "week_6", "week_7"];

/// The stretches of one weekday as typed: two at most, the second after the first.
fn of_a_day(filled: &Filled, weekday: i8) -> Result<Vec<(i8, Time, Time)>, ()> {
    let mut stretches: Vec<(i8, Time, Time)> = Vec::new();
    for part in ["a", "b"] {
        let (opens, closes) = (filled.text(&format!("{part}{weekday}_opens")), filled.text(&format!("{part}{weekday}_closes")));
        if opens.is_empty() && closes.is_empty() {
            continue;
        }
        let (opens, closes): (Time, Time) = (opens.parse().map_err(drop)?, closes.parse().map_err(drop)?);
        let after_the_first = stretches.last().is_none_or(|(_, _, before)| *before <= opens);
        if opens >= closes || !after_the_first {
            return Err(());
        }
        stretches.push((weekday, opens, closes));
    }
    Ok(stretches)
}

fn read(filled: &Filled, book: &Book, today: Date) -> Result<Week, Errors> {
    let mut form = Reading::of(filled);
    let near = |day: &Date| day.since(today).is_ok_and(|span| span.get_days().abs() <= MOST_DAYS);
    let from = form.parsed("from", "hours-from-wrong", |text| text.parse::<Date>().ok().filter(near).ok_or(()));
    let place = |text: &str| book.locations.iter().map(|place| place.id).find(|id| id.to_string() == text).ok_or(());
    let location = form.optional("location", "field-choose", place);
    let service = |text: &str| book.services.iter().map(|service| service.id).find(|id| id.to_string() == text).ok_or(());
    let service = form.optional("service", "field-choose", service);
    let mut stretches = Vec::new();
    for (weekday, row) in (1_i8..).zip(ROWS) {
        match of_a_day(filled, weekday) {
            Ok(day) => stretches.extend(day),
            Err(()) => form.wrong(row, "hours-row-wrong"),
        }
    }
    let errors = form.errors();
    match from {
        Some(from) if !errors.any() => Ok(Week { key: Key { location, service }, from, stretches }),
        _ => Err(errors),
    }
}

/// Ends the week that holds then, takes out those that were to begin later, and writes the new one.
///
/// # Errors
/// [`Problem`].
pub async fn set_week(tx: &TenantTx, permit: &Permit<SetWeek>, week: &Week) -> Result<(), Problem> {
    let (clinic, whose, Key { location, service }) = (tx.actor().clinic(), permit.verb().0, week.key);
    tx.run(
        sql!(
            "delete from opening_hours where practitioner_id = $1 and location_id is not distinct from $2::uuid
                and service_id is not distinct from $3::uuid and valid_from >= $4"
        ),
        &[&whose, &location, &service, &week.from],
    )
    .await?;
    tx.run(
        sql!(
            "update opening_hours set valid_until = $4 where practitioner_id = $1 and location_id is not distinct from $2::uuid
                and service_id is not distinct from $3::uuid and (valid_until is null or valid_until > $4)"
        ),
        &[&whose, &location, &service, &week.from],
    )
    .await?;
    let ids: Vec<OpeningId> = week.stretches.iter().map(|_| tx.fresh()).collect();
    let weekdays: Vec<i16> = week.stretches.iter().map(|(weekday, _, _)| i16::from(*weekday)).collect();
    let (opens, closes): (Vec<Time>, Vec<Time>) = week.stretches.iter().map(|(_, opens, closes)| (*opens, *closes)).unzip();
    tx.run(
        sql!(
            "insert into opening_hours (clinic_id, opening_id, practitioner_id, weekday, opens, closes, location_id, service_id, valid_from)
              select $1, s.id, $2, s.weekday, s.opens, s.closes, $3, $4, $5
                from unnest($6::uuid[], $7::smallint[], $8::time[], $9::time[]) as s (id, weekday, opens, closes)"
        ),
        &[&clinic, &whose, &location, &service, &week.from, &ids, &weekdays, &opens, &closes],
    )
    .await
    .map(drop)
}

/// `POST /hours/{id}`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: PractitionerId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    // Two owners who set one week wait for each other.
    tx.one(sql!("select 1 as held from practitioner where practitioner_id = $1 for update"), &[&id]).await?;
    let permit = tx.may(SetWeek(id)).await?;
    let to = format!("/hours/{id}");
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(&to));
    }
    let book = Book::read(&tx, &desk).await?;
    match read(&filled, &book, desk.clinic.day_of(tx.now())) {
        Ok(week) => {
            set_week(&tx, &permit, &week).await?;
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(errors) => one_page(&tx, &desk, id, Refused::Week(&filled.typed(errors))).await,
    }
}
