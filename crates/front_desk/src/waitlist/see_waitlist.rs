//! The desk's page of those who wait for a time, in the order in which they are offered one.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, View, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::patients::patients;
use uuid::Uuid;

use super::{
    answer::give_back,
    entry::{Entry, EntryId, State, becomes, entry_held},
};

/// Looks at the list.
#[derive(Debug)]
pub struct SeeWaitlist;
impl Verb for SeeWaitlist {
    const ACT: &'static str = "waitlist.see";
    const WHO: &'static [Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
}

/// Takes somebody off it.
#[derive(Debug)]
pub struct TakeOff(EntryId, Uuid);
impl Verb for TakeOff {
    const ACT: &'static str = "waitlist.take_off";
    const WHO: &'static [Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

/// A line of the list.
struct Line {
    entry: Entry,
    name: String,
    service: String,
    practitioner: Option<String>,
    asked_at: Timestamp,
    /// The time that is kept for them, and until when.
    offered: Option<(Timestamp, Timestamp)>,
}

impl Line {
    const fn state(&self) -> &'static str {
        if self.offered.is_some() { "offered" } else { "waiting" }
    }
}

#[derive(Template)]
#[template(path = "waitlist/see_waitlist.html")]
struct WaitlistPage<'a> {
    v: &'a View,
    slug: &'a str,
    lines: Vec<Line>,
}

async fn lines(tx: &TenantTx, _permit: &Permit<SeeWaitlist>) -> Result<Vec<Line>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select w.entry_id, w.patient_id, w.service_id, w.practitioner_id, w.location_id, w.first_day, w.last_day, w.part, w.state, w.asked_at,
                        s.name as service, p.name as practitioner, o.starts_at, o.until
                   from waitlist w
                   join service s on s.clinic_id = w.clinic_id and s.service_id = w.service_id
                   left join practitioner p on p.clinic_id = w.clinic_id and p.practitioner_id = w.practitioner_id
                   left join waitlist_offer o on o.clinic_id = w.clinic_id and o.entry_id = w.entry_id and o.state = 'open' and o.until > $1
                  where w.state in ('waiting', 'offered') order by w.asked_at, w.entry_id limit 500"
            ),
            &[&tx.now()],
        )
        .await?;
    let entries: Vec<Entry> = rows.iter().map(Entry::read).collect::<Result<_, _>>()?;
    let known = patients(tx, &entries.iter().map(|entry| entry.patient).collect::<Vec<_>>()).await?;
    let name_of = |entry: &Entry| known.iter().find(|one| one.id == entry.patient).map(|one| one.name.reveal().clone()).unwrap_or_default();
    rows.iter()
        .zip(entries)
        .map(|(row, entry)| {
            let offered = row.read::<Option<Timestamp>>("starts_at")?.zip(row.read("until")?);
            let (service, practitioner, asked_at) = (row.read("service")?, row.read("practitioner")?, row.read("asked_at")?);
            Ok(Line { name: name_of(&entry), entry, service, practitioner, asked_at, offered })
        })
        .collect()
}

/// `GET /waitlist`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(SeeWaitlist).await?;
    let lines = lines(&tx, &permit).await?;
    tx.commit().await?;
    desk.view.page(&WaitlistPage { v: &desk.view, slug: &desk.clinic.slug, lines })
}

/// `POST /waitlist/{id}/take-off`.
///
/// # Errors
/// [`Problem`].
pub async fn take_off(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let entry = entry_held(&tx, id_in_path(&id)?).await?;
    let _permit = tx.may(TakeOff(entry.id, entry.patient.uuid())).await?;
    if matches!(entry.state, State::Waiting | State::Offered) {
        becomes(&tx, entry.id, State::Left).await?;
        give_back(&tx, entry.id).await?;
    }
    tx.commit_form(filled.form(), "/waitlist").await?;
    Ok(see_other("/waitlist"))
}
