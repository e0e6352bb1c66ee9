//! Keeps: "Who is away says until when". A practitioner, or the desk for them, pauses their queue; everybody who waits sees it, on
//! the desk's page, on the board and on their own page, but not why. It ends when it is taken back, when they call, with the day.

use askama::Template;
use axum::response::Response;
use jiff::{Timestamp, civil::Time};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading, Typed, View, see_other},
    id::Id as _,
    keys::{Column, Sealed},
    permit::Who,
    private::Private,
    sql,
};
use trust::clinics::{Practitioner, PractitionerId, bookable_practitioners, practitioner};
use uuid::Uuid;

use super::know::{Away, away};

/// `queue_pause.reason`.
const REASON: Column<String> = Column::new("queue_pause", "reason");
const PAGE: &str = "/pauses";
/// The most characters of a reason.
const MOST_CHARACTERS: usize = 120;

const STAFF: &[Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];

/// Pauses a practitioner's queue.
#[derive(Clone, Copy, Debug)]
pub struct Pause(PractitionerId);
impl Verb for Pause {
    const ACT: &'static str = "queue.pause";
    const WHO: &'static [Who] = STAFF;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Ends a pause.
#[derive(Clone, Copy, Debug)]
pub struct Resume(PractitionerId);
impl Verb for Resume {
    const ACT: &'static str = "queue.resume";
    const WHO: &'static [Who] = STAFF;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Pauses, or says anew until when.
///
/// # Errors
/// [`Problem`].
pub async fn pause(tx: &TenantTx, until: Option<Timestamp>, reason: Option<&String>, permit: &Permit<Pause>) -> Result<(), Problem> {
    let who = permit.verb().0;
    let reason = reason.map(|reason| tx.keys().seal(&REASON, who, reason)).transpose()?;
    tx.run(
        sql!(
            "insert into queue_pause (clinic_id, practitioner_id, paused_at, until_at, reason, paused_by) values ($1, $2, $3, $4, $5, $6)
              on conflict (clinic_id, practitioner_id) do update
              set paused_at = excluded.paused_at, until_at = excluded.until_at, reason = excluded.reason, paused_by = excluded.paused_by,
                  resumed_at = null"
        ),
        &[&tx.actor().clinic(), &who, &tx.now(), &until, &reason, &tx.actor().person()],
    )
    .await?;
    tx.tell_boards().await
}

/// Ends it; twice is once.
///
/// # Errors
/// [`Problem`].
pub async fn resume(tx: &TenantTx, permit: &Permit<Resume>) -> Result<(), Problem> {
    tx.run(
        sql!("update queue_pause set resumed_at = $2 where practitioner_id = $1 and resumed_at is null"),
        &[&permit.verb().0, &tx.now()],
    )
    .await?;
    tx.tell_boards().await
}

/// A practitioner on the page.
struct Line {
    who: Practitioner,
    away: Option<Away>,
    reason: Option<Private<String>>,
}

#[derive(Template)]
#[template(path = "queue/pauses.html")]
struct PausesPage<'a> {
    v: &'a View,
    f: &'a Typed,
    lines: Vec<Line>,
}

impl PausesPage<'_> {
    fn chosen(&self, id: PractitionerId) -> bool {
        self.lines.len() == 1 || self.f.is("practitioner", &id.to_string())
    }
}

fn may_pause(desk: &Desk, who: PractitionerId) -> bool {
    desk.role != Role::Doctor || desk.practitioner == Some(who.uuid())
}

async fn page(desk: &Desk, f: &Typed) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    let (day_began, _) = desk.clinic.span_of(desk.clinic.day_of(tx.now()));
    let (all, away) = futures_util::try_join!(bookable_practitioners(&tx), away(&tx, day_began))?;
    let mut lines = Vec::new();
    for who in all.into_iter().filter(|one| may_pause(desk, one.id)) {
        let away = away.iter().find(|away| away.practitioner == who.id).copied();
        let reason = if away.is_some() { reason_of(&tx, who.id).await? } else { None };
        lines.push(Line { who, away, reason });
    }
    tx.commit().await?;
    let page = PausesPage { v: &desk.view, f, lines };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

async fn reason_of(tx: &TenantTx, who: PractitionerId) -> Result<Option<Private<String>>, Problem> {
    let sealed: Option<Sealed<String>> =
        tx.one(sql!("select reason from queue_pause where practitioner_id = $1"), &[&who]).await?.read("reason")?;
    sealed.map(|sealed| tx.keys().open(&REASON, who, &sealed)).transpose()
}

/// `GET /pauses`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    page(&desk, &Typed::blank()).await
}

/// When a time of today's wall clock is.
fn at(clinic: &Clinic, now: Timestamp, time: Time) -> Option<Timestamp> {
    clinic.day_of(now).to_datetime(time).to_zoned(clinic.time_zone.clone()).map(|at| at.timestamp()).ok()
}

/// `POST /pauses`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let mut form = Reading::of(&filled);
    let who = form.parsed("practitioner", "field-choose", str::parse::<PractitionerId>);
    let until = form.optional("until", "hours-time-wrong", |text| text.parse::<Time>().map_err(drop));
    let until = until.and_then(|time| at(&desk.clinic, tx.now(), time));
    if until.is_some_and(|until| until <= tx.now()) {
        form.wrong("until", "pause-until-past");
    }
    let reason = form.optional_line("reason", MOST_CHARACTERS);
    let errors = form.errors();
    let (Some(who), false) = (who, errors.any()) else {
        drop(tx);
        return page(&desk, &filled.typed(errors)).await;
    };
    if !may_pause(&desk, who) {
        return Err(Problem::NotFound);
    }
    let who = practitioner(&tx, who).await?;
    let permit = tx.may(Pause(who.id)).await?;
    pause(&tx, until, reason.as_ref(), &permit).await?;
    tx.note_in_trail(who.name);
    tx.commit_form(filled.form(), PAGE).await?;
    Ok(see_other(PAGE))
}

/// `POST /pauses/end`.
///
/// # Errors
/// [`Problem`].
pub async fn post_end(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let who: PractitionerId = filled.text("practitioner").parse().map_err(|_| Problem::NotFound)?;
    if !may_pause(&desk, who) {
        return Err(Problem::NotFound);
    }
    let who = practitioner(&tx, who).await?;
    let permit = tx.may(Resume(who.id)).await?;
    resume(&tx, &permit).await?;
    tx.note_in_trail(who.name);
    tx.commit_form(filled.form(), PAGE).await?;
    Ok(see_other(PAGE))
}
