//! Keeps: "Holidays, days off and extra hours are said once". Closed days take times off the public page at once; what is
//! booked in them stays and is listed, so that somebody calls those patients. Taken back, they are as if never said.

use axum::{extract::Path, response::Response};
use jiff::civil::{Date, Time};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    keys::Column,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::clinics::{Exception, ExceptionId, PractitionerId};
use uuid::Uuid;

use super::see_hours::{Refused, one_page, page};

pub(super) const NOTE: Column<String> = Column::new("hours_exception", "note");
/// The most days said at once (`hours_exception_days`).
const MOST_DAYS: i32 = 366;
/// The most characters of a note.
pub(crate) const MOST_CHARACTERS: usize = 200;

/// The act of saying that days are otherwise.
#[derive(Debug)]
pub struct Except(ExceptionId);

impl Except {
    /// Under this id.
    pub(crate) const fn of(id: ExceptionId) -> Self {
        Self(id)
    }
}

impl Verb for Except {
    const ACT: &'static str = "hours.except";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of taking that back.
#[derive(Debug)]
pub struct TakeBack(ExceptionId);

impl TakeBack {
    /// Of this id.
    pub(crate) const fn of(id: ExceptionId) -> Self {
        Self(id)
    }
}

impl Verb for TakeBack {
    const ACT: &'static str = "hours.take_back";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Days as typed.
#[derive(Debug)]
pub struct Days {
    is: Exception,
    note: Option<String>,
}

impl Days {
    /// These hours of one day, closed.
    pub(crate) const fn shut(day: Date, hours: (Time, Time), note: Option<String>) -> Self {
        Self { is: Exception { first: day, last: day, hours: Some(hours), closed: true }, note }
    }
}

fn read(filled: &Filled) -> Result<Days, Errors> {
    let mut form = Reading::of(filled);
    let day = |text: &str| text.parse::<Date>().map_err(drop);
    let first = form.parsed("first", "hours-day-wrong", day);
    let last = form.optional("last", "hours-day-wrong", day).or(first);
    let time = |text: &str| text.parse::<Time>().map_err(drop);
    let (opens, closes) = (form.optional("opens", "hours-time-wrong", time), form.optional("closes", "hours-time-wrong", time));
    let closed = filled.text("closed") != "0";
    let note = form.optional_line("note", MOST_CHARACTERS);
    if let (Some(first), Some(last)) = (first, last)
        && (last < first || last.since(first).is_ok_and(|span| span.get_days() > MOST_DAYS))
    {
        form.wrong("last", "hours-last-wrong");
    }
    let typed = (filled.text("opens").is_empty(), filled.text("closes").is_empty());
    if typed.0 != typed.1 || !closed && typed.0 || opens.zip(closes).is_some_and(|(opens, closes)| opens >= closes) {
        form.wrong("opens", "hours-row-wrong");
    }
    let errors = form.errors();
    match (first, last) {
        (Some(first), Some(last)) if !errors.any() => Ok(Days { is: Exception { first, last, hours: opens.zip(closes), closed }, note }),
        _ => Err(errors),
    }
}

/// Writes them: for one practitioner, or for everybody.
///
/// # Errors
/// [`Problem`].
pub async fn except(tx: &TenantTx, permit: &Permit<Except>, whose: Option<PractitionerId>, days: &Days) -> Result<(), Problem> {
    let (clinic, id, is) = (tx.actor().clinic(), permit.verb().0, days.is);
    let note = days.note.as_ref().map(|note| tx.keys().seal(&NOTE, id, note)).transpose()?;
    let (opens, closes) = (is.hours.map(|hours| hours.0), is.hours.map(|hours| hours.1));
    tx.run(
        sql!(
            "insert into hours_exception (clinic_id, exception_id, practitioner_id, first_day, last_day, opens, closes, closed, note, made_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[&clinic, &id, &whose, &is.first, &is.last, &opens, &closes, &is.closed, &note, &tx.now()],
    )
    .await
    .map(drop)
}

/// `POST /hours/except`: for everybody.
///
/// # Errors
/// [`Problem`].
pub async fn post_all(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    post(&desk, None, &filled).await
}

/// `POST /hours/{id}/except`: for one practitioner.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn post_one(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    post(&desk, Some(id_in_path(&id)?), &filled).await
}

async fn post(desk: &Desk, whose: Option<PractitionerId>, filled: &Filled) -> Result<Response, Problem> {
    let id = ExceptionId::from_uuid(filled.form());
    let mut tx = desk.enter().await?;
    if let Some(whose) = whose {
        tx.one(sql!("select 1 as there from practitioner where practitioner_id = $1"), &[&whose]).await?;
    }
    let permit = tx.may(Except(id)).await?;
    let to = whose.map_or_else(|| "/hours".to_owned(), |whose| format!("/hours/{whose}"));
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(&to));
    }
    match (read(filled), whose) {
        (Ok(days), _) => {
            except(&tx, &permit, whose, &days).await?;
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        (Err(errors), Some(whose)) => one_page(&tx, desk, whose, Refused::Days(&filled.typed(errors))).await,
        (Err(errors), None) => page(&tx, desk, Some(&filled.typed(errors))).await,
    }
}

/// Takes them back; said twice it is said once.
pub(crate) async fn remove(tx: &TenantTx, id: ExceptionId) -> Result<(), Problem> {
    tx.run(sql!("update hours_exception set removed_at = coalesce(removed_at, $2) where exception_id = $1"), &[&id, &tx.now()])
        .await
        .map(drop)
}

/// `POST /hours/exceptions/{id}/take-back`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn take_back(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: ExceptionId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let row = tx.one(sql!("select practitioner_id from hours_exception where exception_id = $1 for update"), &[&id]).await?;
    let whose: Option<PractitionerId> = row.read("practitioner_id")?;
    let to = whose.map_or_else(|| "/hours".to_owned(), |whose| format!("/hours/{whose}"));
    let _permit = tx.may(TakeBack(id)).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        remove(&tx, id).await?;
        tx.commit_form(filled.form(), &to).await?;
    }
    Ok(see_other(&to))
}
