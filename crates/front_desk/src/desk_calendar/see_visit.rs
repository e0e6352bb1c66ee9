//! Keeps: "A visit has one page for the desk". Who, when, with whom, how it came about, what the patient was told, and what
//! can be done about it now.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx, Verb,
    actor::SupportScope,
    http::{Desk, View},
    id::Id as _,
    keys::Sealed,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use serde::Deserialize;
use trust::{
    clinics::RoomId,
    patients::{Patient, PatientId, patient},
};
use uuid::Uuid;

use super::{asked::way_back, columns::state_of, visits::TakenAs};
use crate::booking::{
    AppointmentId,
    appointment::{Act, Appointment, Next, Status, appointment},
    change::OVERBOOK_REASON,
    own::Shown,
};

/// Looks at one visit.
#[derive(Clone, Copy, Debug)]
pub struct SeeVisit {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for SeeVisit {
    const ACT: &'static str = "booking.see_visit";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Receptionist),
        Who::Staff(Role::Owner),
        Who::Staff(Role::Doctor),
        Who::Staff(Role::Nurse),
        Who::Staff(Role::Pharmacist),
        Who::Staff(Role::Billing),
        Who::Support(SupportScope::Schedule),
    ];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Where the reader came from.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    back: String,
}

/// What else the row says.
pub(super) struct Details {
    pub(super) room: Option<RoomId>,
    pub(super) room_name: Option<String>,
    location: Option<String>,
    pub(super) taken_as: TakenAs,
    reason: Option<String>,
    booked_at: Timestamp,
    by_patient: bool,
    approved_at: Option<Timestamp>,
    /// How many of its series stand after it; `None`: it is of no series.
    pub(super) following: Option<i64>,
}

impl Details {
    pub(super) async fn read(tx: &TenantTx, id: AppointmentId) -> Result<Self, Problem> {
        let row = tx
            .one(
                sql!(
                    "select a.room_id, r.name as room_name, l.name as location_name, a.taken_as, a.overbook_reason, a.booked_at,
                            a.booked_by = 'patient' as by_patient, a.approved_at,
                            case when a.series_id is not null then (select count(*) from appointment f where f.clinic_id = a.clinic_id
                              and f.series_id = a.series_id and f.starts_at > a.starts_at and f.status in ('pending', 'booked')) end as following
                       from appointment a
                       left join room r on r.clinic_id = a.clinic_id and r.room_id = a.room_id
                       left join location l on l.clinic_id = a.clinic_id and l.location_id = a.location_id
                      where a.appointment_id = $1"
                ),
                &[&id],
            )
            .await?;
        let reason: Option<Sealed<String>> = row.read("overbook_reason")?;
        Ok(Self {
            room: row.read("room_id")?,
            room_name: row.read("room_name")?,
            location: row.read("location_name")?,
            taken_as: TakenAs::from_word(row.read("taken_as")?),
            reason: reason.map(|sealed| tx.keys().open(&OVERBOOK_REASON, id, &sealed)).transpose()?.map(kernel::Private::into_inner),
            booked_at: row.read("booked_at")?,
            by_patient: row.read("by_patient")?,
            approved_at: row.read("approved_at")?,
            following: row.read("following")?,
        })
    }
}

/// A message about the visit.
struct Told {
    at: Timestamp,
    kind: String,
    state: String,
    reason: Option<String>,
}

async fn told(tx: &TenantTx, id: AppointmentId) -> Result<Vec<Told>, Problem> {
    tx.rows(
        sql!("select queued_at, kind, state, reason from message where subject_id = $1 order by queued_at, message_id limit 30"),
        &[&id.uuid()],
    )
    .await?
    .iter()
    .map(|row| Ok(Told { at: row.read("queued_at")?, kind: row.read("kind")?, state: row.read("state")?, reason: row.read("reason")? }))
    .collect()
}

/// What can be done now.
#[expect(clippy::struct_excessive_bools, reason = "one per button")]
struct Can {
    change: bool,
    cancel: bool,
    restore: bool,
    approve: bool,
    decline: bool,
}

impl Can {
    fn of(visit: &Appointment, works: bool) -> Self {
        let can = |act| works && matches!(visit.decide_at_desk(act), Ok(Next::Becomes(_)));
        let asked = visit.status == Status::Pending;
        Self {
            change: can(Act::Move),
            cancel: can(Act::Cancel) && !asked,
            restore: can(Act::Restore),
            approve: can(Act::Approve),
            decline: can(Act::Decline),
        }
    }
}

#[derive(Template)]
#[template(path = "desk_calendar/visit.html")]
struct VisitPage<'a> {
    v: &'a View,
    shown: Shown,
    who: Patient,
    details: Details,
    state: (&'static str, &'static str),
    told: Vec<Told>,
    can: Can,
    no: Option<&'static str>,
    back: String,
    chart: bool,
    messages: bool,
    now: Timestamp,
}

impl VisitPage<'_> {
    fn said(&self, told: &Told) -> String {
        let what = format!("{}: {}", self.v.t1("today-told-kind", "kind", &told.kind), self.v.t1("today-told-state", "state", &told.state));
        let Some(reason) = &told.reason else { return what };
        format!("{what}, {}", self.v.t1("today-told-why", "reason", reason))
    }

    /// Whether its time has come: only then is it worth saying that nobody answered it.
    fn begun(&self) -> bool {
        self.shown.appointment.starts_at <= self.now
    }
}

/// The page, with the reason why nothing was changed.
pub(super) async fn page(
    desk: &Desk,
    id: AppointmentId,
    back: &str,
    (status, no): (StatusCode, Option<&'static str>),
) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let visit = appointment(&tx, id).await?;
    let _permit = tx.may(SeeVisit { appointment: id, patient: visit.patient }).await?;
    let details = Details::read(&tx, id).await?;
    let works = matches!(desk.role, Role::Owner | Role::Receptionist | Role::Doctor | Role::Nurse);
    let who = patient(&tx, visit.patient).await?;
    let told = told(&tx, id).await?;
    let shown = Shown::read(&tx, &desk.clinic, visit).await?;
    let now = tx.now();
    tx.commit().await?;
    desk.view.page_as(
        status,
        &VisitPage {
            v: &desk.view,
            state: state_of(Some(visit.status), visit.confirmed_at.is_some()),
            can: Can::of(&visit, works),
            shown,
            who,
            details,
            told,
            no,
            back: way_back(back, desk.clinic.day_of(visit.starts_at)),
            chart: matches!(desk.role, Role::Owner | Role::Doctor | Role::Nurse),
            messages: works,
            now,
        },
    )
}

/// `GET /appointments/{id}`.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn show(desk: Desk, Path(id): Path<String>, Query(came): Query<Came>) -> Result<Response, Problem> {
    page(&desk, id_in_path(&id)?, &came.back, (StatusCode::OK, None)).await
}
