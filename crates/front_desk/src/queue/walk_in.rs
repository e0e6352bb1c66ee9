//! Keeps: "Who comes without a time waits in the same queue". A walk-in is an appointment of now that keeps nobody out, so that
//! visit, chart and invoice know nothing of the difference, and a ticket for one practitioner or for whoever is free first.

use askama::Template;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    actor::{Kind, LocationId},
    http::{Desk, Errors, Filled, Reading, Typed, View, see_other},
    id::Id as _,
    permit::Who,
    phone::PhoneNumber,
    refusal::id_in_path,
    sql,
};
use trust::{
    clinics::{Practitioner, PractitionerId, Service, bookable_practitioners, services},
    consent::give::{How, give as consents},
    messaging::Channel,
    patients::{
        ContactKey, Particulars, Patient, PatientId, PersonName,
        find::{FindPatients, Wanted, find},
        patient,
        register::{CameBy, NewPatient, find_same, register},
    },
    privacy::NOTICE_VERSION,
};
use uuid::Uuid;

use super::{
    near::changed,
    prioritise::{Reason, give, reason},
    refusal::{DeskRefusal, refused},
    ticket::{Waits, hold, issue, ticket},
    turn::{Priority, place},
};
use crate::booking::{
    AppointmentId,
    appointment::{Act, held},
    book::link_for,
};

/// The most patients shown for what was typed.
const MOST_SHOWN: usize = 8;
const ANYONE: &str = "any";

/// Registers somebody who is here without a time.
#[derive(Clone, Copy, Debug)]
pub struct WalkIn(AppointmentId);
impl Verb for WalkIn {
    const ACT: &'static str = "queue.walk_in";
    const WHO: &'static [Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Takes that back, as if it had never been written.
#[derive(Clone, Copy, Debug)]
pub struct UndoWalkIn {
    appointment: AppointmentId,
    patient: PatientId,
}
impl Verb for UndoWalkIn {
    const ACT: &'static str = "queue.undo_walk_in";
    const WHO: &'static [Who] = &[Who::Staff(Role::Receptionist), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.appointment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Who walked in.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Somebody we know.
    Known(PatientId),
    /// Somebody to be registered, unless this name is known on this number.
    New(NewPatient),
}

/// What the form asks for.
#[derive(Clone, Debug)]
pub struct Came {
    /// Who.
    pub who: Whom,
    /// For what.
    pub service: Service,
    /// For whom; `None`: whoever is free first.
    pub practitioner: Option<PractitionerId>,
    /// Whether they said at the desk that we may write to them.
    pub consent: bool,
    /// Why they go first.
    pub reason: Option<Reason>,
    /// Where the desk is.
    pub location: Option<LocationId>,
}

/// Registers: the patient, a visit that begins now, the token.
///
/// # Errors
/// [`DeskRefusal::WaitsAlready`] and others; the caller drops the transaction.
pub async fn walk_in(tx: &mut TenantTx, clinic: &Clinic, came: &Came, permit: &Permit<WalkIn>) -> Result<(), DeskRefusal> {
    hold(tx).await?;
    let patient = match &came.who {
        Whom::Known(id) => patient(tx, *id).await?.id,
        Whom::New(new) => match find_same(tx, new).await? {
            Some(known) => known,
            None => register(tx, new, CameBy::Reception).await?,
        },
    };
    if waits_already(tx, patient, clinic).await? {
        return Err(DeskRefusal::WaitsAlready);
    }
    let id = permit.verb().0;
    let now = tx.now();
    let ends_at = now.checked_add(SignedDuration::from_mins(i64::from(came.service.minutes))).unwrap_or(now);
    let practitioner = match came.practitioner {
        Some(practitioner) => practitioner,
        None => somebody_who_gives(tx, &came.service).await?,
    };
    insert(tx, (id, patient, practitioner), came, (now, ends_at)).await?;
    let appointment = held(tx, id).await?;
    let waits = Waits { day: clinic.day_of(now), anyone: came.practitioner.is_none(), place_at: place(None, now, SignedDuration::ZERO) };
    issue(tx, &appointment, &waits).await?;
    if let Some(reason) = &came.reason {
        let row = tx.one(sql!("select ticket_id from queue_ticket where appointment_id = $1"), &[&id]).await?;
        give(tx, &ticket(tx, row.read("ticket_id")?).await?, Some(reason)).await?;
    }
    if let (true, Whom::New(NewPatient { phone: Some(phone), .. })) = (came.consent, &came.who) {
        consents(tx, patient, &ContactKey::of(tx, phone)?, Channel::WhatsApp, How::Desk, Some(id.uuid())).await?;
    }
    link_for(tx, id, ends_at).await?;
    tx.trail_is_about(None, Some(patient.uuid()));
    changed(tx, waits.day).await?;
    Ok(())
}

async fn insert(
    tx: &TenantTx,
    (id, patient, practitioner): (AppointmentId, PatientId, PractitionerId),
    came: &Came,
    (now, ends_at): (Timestamp, Timestamp),
) -> Result<(), Problem> {
    tx.run(
        sql!(
            "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status,
                                       booked_at, booked_by, notice_version, location_id, taken_as)
              values ($1, $2, $3, $4, $5, $6, $7, 'arrived', $6, 'staff', $8, $9, 'walk_in')"
        ),
        &[&tx.actor().clinic(), &id, &practitioner, &came.service.id, &patient, &now, &ends_at, &NOTICE_VERSION, &came.location],
    )
    .await
    .map(drop)
}

/// Whether the patient waits or is being seen already.
async fn waits_already(tx: &TenantTx, patient: PatientId, clinic: &Clinic) -> Result<bool, Problem> {
    tx.one(
        sql!("select exists (select from queue_ticket where patient_id = $1 and day = $2 and state in ('waiting', 'called')) as waits"),
        &[&patient, &clinic.day_of(tx.now())],
    )
    .await?
    .read("waits")
}

/// Whose visit it is on paper until somebody calls.
async fn somebody_who_gives(tx: &TenantTx, service: &Service) -> Result<PractitionerId, DeskRefusal> {
    let all = bookable_practitioners(tx).await?;
    all.into_iter().map(|one| one.id).find(|one| service.is_given_by(*one)).ok_or(DeskRefusal::NobodyGives)
}

/// Undoes a registration that should not have been: while the patient waits, and only of somebody who walked in.
///
/// # Errors
/// [`DeskRefusal`].
pub async fn undo_walk_in(tx: &TenantTx, clinic: &Clinic, permit: &Permit<UndoWalkIn>) -> Result<(), DeskRefusal> {
    let id = permit.verb().appointment;
    let left = tx
        .run(
            sql!(
                "update queue_ticket t set state = 'left' from appointment a
                   where t.appointment_id = $1 and t.state = 'waiting' and a.clinic_id = t.clinic_id and a.appointment_id = t.appointment_id
                     and a.taken_as = 'walk_in' and a.starts_at = a.booked_at returning t.ticket_id"
            ),
            &[&id],
        )
        .await?;
    if left.is_empty() {
        return Err(DeskRefusal::AlreadyCalled);
    }
    tx.run(sql!("update appointment set status = 'entered-in-error' where appointment_id = $1"), &[&id]).await?;
    changed(tx, clinic.day_of(tx.now())).await?;
    Ok(())
}

/// What can be chosen.
struct Choices {
    services: Vec<Service>,
    practitioners: Vec<Practitioner>,
}

impl Choices {
    async fn read(tx: &TenantTx, clinic: &Clinic) -> Result<Self, Problem> {
        let (services, practitioners) = futures_util::try_join!(services(tx, clinic.currency), bookable_practitioners(tx))?;
        Ok(Self { services, practitioners })
    }

    /// `Some(None)`: whoever is free first.
    fn who(&self, typed: &str) -> Option<Option<PractitionerId>> {
        if typed == ANYONE {
            return Some(None);
        }
        let id: PractitionerId = typed.parse().ok()?;
        self.practitioners.iter().any(|one| one.id == id).then_some(Some(id))
    }
}

#[derive(Template)]
#[template(path = "queue/walk_in.html")]
struct WalkInPage<'a> {
    v: &'a View,
    f: &'a Typed,
    choices: Choices,
    /// Who was found for what was typed; `None`: nobody was looked for.
    found: Option<Vec<Patient>>,
    more: bool,
}

impl WalkInPage<'_> {
    fn sure(&self, name: &str, value: impl std::fmt::Display, only: bool) -> bool {
        only || self.f.is(name, &value.to_string())
    }
}

fn read(filled: &Filled, choices: &Choices, desk: &Desk) -> Result<Came, Errors> {
    let mut form = Reading::of(filled);
    let known = form.optional("patient", "field-choose", str::parse::<PatientId>);
    let (mut name, mut phone) = (None, None);
    if known.is_none() {
        let line = form.line("name", 120);
        name = PersonName::parse(&line).map_err(|_| form.wrong("name", "booking-name-wrong")).ok();
        phone = form.optional("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &desk.clinic.country));
    }
    let service = form.parsed("service", "field-choose", |id| {
        let id = id.parse().map_err(drop)?;
        choices.services.iter().find(|service| service.id == id).cloned().ok_or(())
    });
    let practitioner = form.parsed("practitioner", "field-choose", |typed| choices.who(typed).ok_or(()));
    if let (Some(service), Some(Some(practitioner))) = (&service, practitioner)
        && !service.is_given_by(practitioner)
    {
        form.wrong("practitioner", "walk-in-does-not-give");
    }
    let reason = reason(&mut form);
    let consent = form.ticked("consent");
    let errors = form.errors();
    let language = desk.clinic.language;
    let who = match (known, name) {
        (Some(id), _) => Some(Whom::Known(id)),
        (None, Some(name)) => Some(Whom::New(NewPatient { name, phone, particulars: Particulars::default(), language })),
        (None, None) => None,
    };
    let location = if let Kind::Staff(standing) = desk.actor.kind() { standing.location } else { None };
    match (who, service, practitioner) {
        (Some(who), Some(service), Some(practitioner)) if !errors.any() => {
            Ok(Came { who, service, practitioner, consent, reason, location })
        }
        _ => Err(errors),
    }
}

async fn page(desk: &Desk, f: &Typed, wanted: Option<&Wanted>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let choices = Choices::read(&tx, &desk.clinic).await?;
    let (mut found, mut more) = (None, false);
    if let Some(wanted) = wanted {
        let permit = tx.may(FindPatients).await?;
        let mut patients = find(&tx, wanted, &permit).await?.patients;
        more = patients.len() > MOST_SHOWN;
        patients.truncate(MOST_SHOWN);
        tx.note_in_trail(patients.len().to_string());
        found = Some(patients);
    }
    tx.commit().await?;
    let page = WalkInPage { v: &desk.view, f, choices, found, more };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// What was looked for, if anything was typed.
fn looked_for(filled: &Filled, clinic: &Clinic) -> Option<Wanted> {
    let wanted = Wanted::read(filled.text("wanted"), &clinic.country);
    (wanted != Wanted::Newest).then_some(wanted)
}

/// `GET /walk-in`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    page(&desk, &Typed::starting_with(&[("practitioner", ANYONE)]), None).await
}

/// `POST /walk-in`: registers, or looks for who it might be.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let wanted = looked_for(&filled, &desk.clinic);
    // Enter in the field of the search means the search, as long as nobody is named otherwise.
    let only_looks = wanted.is_some() && filled.text("name").is_empty() && filled.text("patient").is_empty();
    if only_looks || !filled.text("find").is_empty() {
        return page(&desk, &filled.typed(Errors::none()), wanted.as_ref()).await;
    }
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let choices = Choices::read(&tx, &desk.clinic).await?;
    let came = match read(&filled, &choices, &desk) {
        Ok(came) => came,
        Err(errors) => {
            drop(tx);
            return page(&desk, &filled.typed(errors), wanted.as_ref()).await;
        }
    };
    let id: AppointmentId = tx.fresh();
    let permit = tx.may(WalkIn(id)).await?;
    match walk_in(&mut tx, &desk.clinic, &came, &permit).await {
        Ok(()) => {
            tx.note_in_trail(came.reason.as_ref().map_or("", |reason| reason.priority.word()));
            let to = format!("/today?did=walk-in&to={id}");
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(DeskRefusal::Problem(problem)) => Err(problem),
        Err(refusal) => {
            drop(tx);
            let field = if matches!(refusal, DeskRefusal::WaitsAlready) { "name" } else { "practitioner" };
            page(&desk, &filled.typed(Errors::one(field, refusal.words()?)), wanted.as_ref()).await
        }
    }
}

/// `POST /appointments/{id}/undo-walk-in`.
///
/// # Errors
/// [`Problem`].
pub async fn post_undo(desk: Desk, axum::extract::Path(id): axum::extract::Path<String>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    hold(&tx).await?;
    let appointment = held(&tx, id_in_path(&id)?).await?;
    let permit = tx.may(UndoWalkIn { appointment: appointment.id, patient: appointment.patient }).await?;
    let undone = match appointment.decide(Act::UndoArrive, tx.now()) {
        Ok(_) => undo_walk_in(&tx, &desk.clinic, &permit).await,
        Err(refusal) => Err(refusal.into()),
    };
    if let Err(refusal) = undone {
        return refused(&desk, &filled, refusal);
    }
    tx.commit_form(filled.form(), "/today").await?;
    Ok(see_other("/today"))
}
