//! Keeps: "The desk books for whoever calls or stands there". Found or new, with consent as they say it, on the same free
//! times and by the same row as a patient who books alone; told of it the same way.

use axum::{http::StatusCode, response::Response};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    actor::LocationId,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::Id as _,
    permit::Who as May,
    phone::PhoneNumber,
};
use trust::{
    clinics::{PractitionerId, Service},
    consent::at_desk::{AgreeAtDesk, agree},
    messaging::{Channel, Kind, tell::tell},
    patients::{
        ContactKey, Particulars, PatientId, PersonName, patient,
        register::{CameBy, NewPatient, find_same, register},
    },
};

use super::{
    asked::{saying, way_back},
    book_page::{again, menu},
    fits::{Fit, Spot, fits, slot},
    overbook::{Over, over, reason},
    series,
};
use crate::booking::{
    AppointmentId,
    book::{hold_number, link_for},
    calendar::{Wanted, bookable_days, offers},
    change::{Put, overbook},
    show_times::Menu,
    take::{As, By, Taken, Taking, let_go, take},
};

/// Books for a patient.
#[derive(Clone, Copy, Debug)]
pub struct BookAtDesk;
impl Verb for BookAtDesk {
    const ACT: &'static str = "booking.book_at_desk";
    const WHO: &'static [May] =
        &[May::Staff(Role::Receptionist), May::Staff(Role::Owner), May::Staff(Role::Doctor), May::Staff(Role::Nurse)];
}

/// For whom.
#[derive(Clone, Debug)]
pub(super) enum Who {
    Known(PatientId),
    New(NewPatient),
}

/// When.
#[derive(Clone, Debug)]
pub(super) enum When {
    /// At a free time.
    Free(Timestamp),
    /// Beside what is there, for this reason.
    Beside(Timestamp, String),
    /// On several dates, from this time on.
    Repeated(Timestamp, series::Rule),
}

/// What the form asks for.
#[derive(Clone, Debug)]
pub(super) struct NewVisit {
    pub(super) service: Service,
    pub(super) practitioners: Vec<PractitionerId>,
    pub(super) location: Option<LocationId>,
    pub(super) when: When,
    pub(super) who: Who,
    /// Whether they said yes to messages.
    pub(super) consent: bool,
    /// Whether they are told.
    pub(super) tell: bool,
}

/// Why nothing is booked.
#[derive(Debug, thiserror::Error)]
pub(super) enum BookRefusal {
    #[error("this time is not free any more; here are the nearest free times")]
    SlotTaken,
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Who it is: found, or registered now.
pub(super) async fn person(tx: &TenantTx, who: &Who) -> Result<PatientId, Problem> {
    match who {
        Who::Known(id) => Ok(patient(tx, *id).await?.id),
        Who::New(new) => {
            if let Some(phone) = &new.phone {
                hold_number(tx, &ContactKey::of(tx, phone)?).await?;
            }
            match find_same(tx, new).await? {
                Some(known) => Ok(known),
                None => register(tx, new, CameBy::Reception).await,
            }
        }
    }
}

/// Takes a time on offer for somebody.
pub(super) async fn take_free(
    tx: &TenantTx,
    clinic: &Clinic,
    new: &NewVisit,
    (patient, at): (PatientId, Timestamp),
    series: Option<uuid::Uuid>,
) -> Result<Taken, BookRefusal> {
    let day = clinic.day_of(at);
    if !bookable_days(clinic, &new.service, tx.now()).contains(&day) {
        return Err(BookRefusal::SlotTaken);
    }
    let wanted = Wanted { service: &new.service, practitioners: &new.practitioners, location: new.location, besides: None };
    let offers = offers(tx, clinic, &wanted, day..=day).await?;
    let offer = offers.iter().find(|offer| offer.slot.starts_at == at).ok_or(BookRefusal::SlotTaken)?;
    let taking = Taking { wanted: &wanted, patient: Some(patient), what: As::Booked, by: By::Staff, series, came_from: None };
    take(tx, &taking, offer).await?.ok_or(BookRefusal::SlotTaken)
}

/// Books one visit: the patient found or registered, the time taken, the message queued; all or nothing.
async fn book_one(tx: &mut TenantTx, desk: &Desk, new: &NewVisit, _permit: &Permit<BookAtDesk>) -> Result<AppointmentId, BookRefusal> {
    let_go(tx, None).await?;
    let patient = person(tx, &new.who).await?;
    let (id, slot) = match &new.when {
        When::Free(at) | When::Repeated(at, _) => {
            let taken = take_free(tx, &desk.clinic, new, (patient, *at), None).await?;
            (taken.id, taken.slot)
        }
        When::Beside(at, why) => {
            tx.trail_is_about(None, Some(patient.uuid()));
            let practitioner = *new.practitioners.first().ok_or(BookRefusal::SlotTaken)?;
            // What is over is nobody's time any more; earlier today somebody may have come all the same.
            if desk.clinic.day_of(*at) < desk.clinic.day_of(tx.now()) {
                return Err(BookRefusal::SlotTaken);
            }
            let over = over(tx, desk, practitioner).await?;
            beside(tx, &desk.clinic, new, (patient, practitioner, *at, why), &over).await?
        }
    };
    link_for(tx, id, slot.ends_at).await?;
    if new.tell {
        tell(tx, patient, Channel::WhatsApp, Kind::Confirmation, id.uuid()).await?;
    }
    tx.tell_boards().await?;
    tx.trail_is_about(Some(id.uuid()), Some(patient.uuid()));
    agreed(tx, new, patient).await?;
    Ok(id)
}

/// A second visit at one time; where the time turns out to be free it is booked as any other.
async fn beside(
    tx: &TenantTx,
    clinic: &Clinic,
    new: &NewVisit,
    (patient, practitioner, at, why): (PatientId, PractitionerId, Timestamp, &str),
    _over: &Over,
) -> Result<(AppointmentId, crate::booking::availability::Slot), Problem> {
    let spot = Spot { practitioner, room: None, location: new.location, at, besides: None };
    let room = match fits(tx, clinic, &new.service, &spot).await? {
        Fit::Free(room) => room,
        Fit::Closed | Fit::Busy => None,
    };
    let put = Put { practitioner, room, location: new.location, slot: slot(&new.service, at), because: Some(why) };
    let id = overbook(tx, patient, &new.service, (&put, why)).await?;
    Ok((id, put.slot))
}

/// Writes the yes to messages, if it was said.
pub(super) async fn agreed(tx: &mut TenantTx, new: &NewVisit, patient: PatientId) -> Result<(), Problem> {
    if !new.consent {
        return Ok(());
    }
    let permit = tx.may(AgreeAtDesk::by(patient)).await?;
    match agree(tx, &permit, Channel::WhatsApp).await {
        // No number is known: there is nothing to agree to.
        Err(Problem::NotFound) => Ok(()),
        other => other,
    }
}

fn who(form: &mut Reading<'_>, filled: &Filled, clinic: &Clinic) -> Option<Who> {
    if !filled.text("patient").is_empty() {
        return form.parsed("patient", "field-choose", str::parse).map(Who::Known);
    }
    let line = form.line("name", 120);
    let name = PersonName::parse(&line).map_err(|_| form.wrong("name", "booking-name-wrong")).ok();
    let phone = form.optional("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &clinic.country));
    let language = clinic.language;
    name.map(|name| Who::New(NewPatient { name, phone, particulars: Particulars::default(), language }))
}

fn when(form: &mut Reading<'_>, filled: &Filled, clinic: &Clinic) -> Option<When> {
    if filled.text("how") == "overbook" {
        let day = form.parsed("day", "desk-date-wrong", str::parse::<Date>);
        let time = form.parsed("over_at", "desk-time-wrong", str::parse::<Time>);
        let why = reason(form);
        let at = clinic.time_zone.to_timestamp(day?.to_datetime(time?));
        return at.map_err(|_| form.wrong("over_at", "desk-time-wrong")).ok().map(|at| When::Beside(at, why));
    }
    if filled.text("slot").is_empty() {
        form.wrong("slot", "booking-choose-time");
    }
    let at: Option<Timestamp> = form.optional("slot", "booking-choose-time", str::parse);
    match series::rule(form, filled) {
        Some(rule) => at.map(|at| When::Repeated(at, rule)),
        None => at.map(When::Free),
    }
}

/// What was sent, as a visit or as what is wrong with it.
pub(super) fn read(filled: &Filled, menu: &Menu, clinic: &Clinic) -> Result<NewVisit, Errors> {
    let mut form = Reading::of(filled);
    let service = form.parsed("service", "field-choose", |id| menu.service(id).cloned().ok_or(()));
    let practitioners = form.parsed("practitioner", "field-choose", |id| menu.meant(id).ok_or(()));
    let location = menu.place(filled.text("location"));
    if location.is_none() {
        form.wrong("location", "field-choose");
    }
    let who = who(&mut form, filled, clinic);
    let when = when(&mut form, filled, clinic);
    if matches!(&when, Some(When::Beside(..))) && practitioners.as_ref().is_none_or(|meant| meant.len() != 1) {
        form.wrong("practitioner", "desk-choose-one");
    }
    let (consent, tell) = (form.ticked("consent"), form.ticked("tell"));
    let errors = form.errors();
    match (service, practitioners.zip(location), when, who) {
        (Some(service), Some((practitioners, location)), Some(when), Some(who)) if !errors.any() => {
            Ok(NewVisit { service, practitioners, location, when, who, consent, tell })
        }
        _ => Err(errors),
    }
}

/// The page somebody came from, saying what was booked.
pub(super) fn after(filled: &Filled, clinic: &Clinic, now: Timestamp, (did, id): (&str, AppointmentId)) -> String {
    let back = way_back(filled.text("back"), clinic.day_of(now));
    saying(&back, &format!("{did}&to={id}"))
}

/// `POST /calendar/book`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    if !filled.text("show").is_empty() {
        return again(&desk, &filled, (StatusCode::OK, Errors::none()), None).await;
    }
    let mut tx = desk.enter().await?;
    let (seen, menu) = futures_util::future::try_join(tx.seen_before(filled.form()), menu(&tx, &desk.clinic)).await?;
    if let Some(to) = seen {
        return Ok(see_other(&to));
    }
    let new = match read(&filled, &menu, &desk.clinic) {
        Ok(new) => new,
        Err(errors) => {
            drop(tx);
            return again(&desk, &filled, (StatusCode::UNPROCESSABLE_ENTITY, errors), None).await;
        }
    };
    if let When::Repeated(from, rule) = &new.when {
        drop(tx);
        return series::propose(&desk, &filled, &new, (*from, *rule)).await;
    }
    let permit = tx.may(BookAtDesk).await?;
    match book_one(&mut tx, &desk, &new, &permit).await {
        Ok(id) => {
            let to = after(&filled, &desk.clinic, tx.now(), ("book", id));
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(BookRefusal::SlotTaken) => {
            // Nothing is half-written, and the page reads the calendar as it is now.
            drop(tx);
            let lost = match new.when {
                When::Free(at) | When::Beside(at, _) | When::Repeated(at, _) => Some(at),
            };
            again(&desk, &filled, (StatusCode::CONFLICT, Errors::one("slot", "booking-time-taken")), lost).await
        }
        Err(BookRefusal::Problem(problem)) => Err(problem),
    }
}
