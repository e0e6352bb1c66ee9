//! Keeps: "An hour is blocked where one sees that it is needed". It is a closed hour like any other: off the public page at
//! once, listed with the hours, taken back with one touch. Who is booked in it stays, and is counted.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use jiff::{
    SignedDuration,
    civil::{Date, Time},
};
use kernel::{
    Problem, TenantTx,
    http::{Desk, Errors, Filled, Reading, Typed, View, see_other},
    id::Id as _,
    refusal::id_in_path,
    sql,
};
use serde::Deserialize;
use trust::clinics::{ExceptionId, Practitioner, PractitionerId, bookable_practitioners, hours::read_exception, practitioner};

use super::{
    asked::{saying, way_back},
    did::{Did, Undo},
    see_calendar::SeeCalendar,
};
use crate::hours::except::{Days, Except, MOST_CHARACTERS, TakeBack, except, remove};

/// How long is offered.
const OFFERED: SignedDuration = SignedDuration::from_hours(1);

/// Where somebody pointed; anything unreadable is as if it were not said.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    practitioner: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    back: String,
}

#[derive(Template)]
#[template(path = "desk_calendar/block.html")]
struct BlockPage<'a> {
    v: &'a View,
    f: &'a Typed,
    practitioners: Vec<Practitioner>,
    back: String,
}

async fn page(tx: &TenantTx, desk: &Desk, typed: &Typed, status: StatusCode) -> Result<Response, Problem> {
    let practitioners = bookable_practitioners(tx).await?;
    let today = desk.clinic.day_of(tx.now());
    let back = way_back(typed.value("back"), typed.value("day").parse().unwrap_or(today));
    desk.view.page_as(status, &BlockPage { v: &desk.view, f: typed, practitioners, back })
}

/// `GET /calendar/block`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeCalendar).await?;
    let today = desk.clinic.day_of(tx.now());
    let day = asked.day.parse::<Date>().unwrap_or(today).to_string();
    let from = asked.at.parse::<Time>().ok();
    let word = |time: Option<Time>| time.map(|time| time.strftime("%H:%M").to_string()).unwrap_or_default();
    let to = word(from.and_then(|from| from.checked_add(OFFERED).ok()));
    let values = [("practitioner", asked.practitioner.as_str()), ("day", &day), ("from", &word(from)), ("to", &to), ("back", &asked.back)];
    let page = page(&tx, &desk, &Typed::starting_with(&values), StatusCode::OK).await?;
    tx.commit().await?;
    Ok(page)
}

fn read(filled: &Filled) -> Result<(Option<PractitionerId>, Days), Errors> {
    let mut form = Reading::of(filled);
    let whose = form.optional("practitioner", "field-choose", str::parse::<PractitionerId>);
    let day = form.parsed("day", "desk-date-wrong", str::parse::<Date>);
    let (from, to) = (form.parsed("from", "desk-time-wrong", str::parse::<Time>), form.parsed("to", "desk-time-wrong", str::parse::<Time>));
    let note = form.optional_line("note", MOST_CHARACTERS);
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        form.wrong("to", "desk-to-wrong");
    }
    let errors = form.errors();
    match (day, from.zip(to)) {
        (Some(day), Some(hours)) if !errors.any() => Ok((whose, Days::shut(day, hours, note))),
        _ => Err(errors),
    }
}

/// `POST /calendar/block`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let id = ExceptionId::from_uuid(filled.form());
    let mut tx = desk.enter().await?;
    let permit = tx.may(Except::of(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    match read(&filled) {
        Ok((whose, days)) => {
            if let Some(whose) = whose {
                practitioner(&tx, whose).await?;
            }
            except(&tx, &permit, whose, &days).await?;
            tx.tell_boards().await?;
            let back = way_back(filled.text("back"), filled.text("day").parse().unwrap_or_else(|_| desk.clinic.day_of(tx.now())));
            let to = saying(&back, &format!("block&to={id}"));
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(errors) => page(&tx, &desk, &filled.typed(errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// `POST /calendar/unblock/{id}`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn unblock(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: ExceptionId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    tx.one(sql!("select 1 as there from hours_exception where exception_id = $1 for update"), &[&id]).await?;
    let _permit = tx.may(TakeBack::of(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    remove(&tx, id).await?;
    tx.tell_boards().await?;
    let back = way_back(filled.text("back"), desk.clinic.day_of(tx.now()));
    let to = saying(&back, &format!("unblock&to={id}"));
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}

/// What was blocked or given free again, and who is booked in it all the same.
pub(super) async fn did(tx: &TenantTx, desk: &Desk, (did, id): (&str, ExceptionId)) -> Result<Option<Did>, Problem> {
    let v = &desk.view;
    let row = tx
        .maybe(
            sql!(
                "select x.practitioner_id, p.name, x.first_day, x.last_day, x.opens, x.closes, x.closed, x.removed_at is not null as removed
                   from hours_exception x left join practitioner p on p.clinic_id = x.clinic_id and p.practitioner_id = x.practitioner_id
                  where x.exception_id = $1"
            ),
            &[&id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (is, removed): (_, bool) = (read_exception(&row)?, row.read("removed")?);
    let Some((from, to)) = is.hours else { return Ok(None) };
    let whose: Option<PractitionerId> = row.read("practitioner_id")?;
    let name = row.read::<Option<String>>("name")?.unwrap_or_else(|| v.t("desk-everybody"));
    let when = format!("{}, {}–{}", v.day(is.first), v.wall_time(from), v.wall_time(to));
    let say = |key| v.t2(key, "name", &name, "when", &when);
    match (did, removed) {
        ("block", false) => {
            let zone = &desk.clinic.time_zone;
            let at = |time| zone.to_timestamp(is.first.to_datetime(time)).map_err(|_| Problem::broken("a time of no day"));
            let inside = tx
                .one(
                    sql!(
                        "select count(*) as inside from appointment where starts_at >= $1 and starts_at < $2 and status in ('pending', 'booked')
                            and ($3::uuid is null or practitioner_id = $3)"
                    ),
                    &[&at(from)?, &at(to)?, &whose],
                )
                .await?
                .read::<i64>("inside")?;
            let more = if inside > 0 { format!(" {}", v.tn("desk-inside", inside)) } else { String::new() };
            let undo = Undo { to: format!("/calendar/unblock/{id}"), fields: Vec::new() };
            Ok(Some(Did { words: say("desk-did-block") + &more, undo: Some(undo), look: None }))
        }
        ("unblock", true) => Ok(Some(Did { words: say("desk-did-unblock"), undo: None, look: None })),
        _ => Ok(None),
    }
}
