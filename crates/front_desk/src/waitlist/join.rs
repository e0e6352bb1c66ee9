//! Keeps: "Who finds no time waits for one". On the clinic's public page, without an account. An offer comes by message, so the
//! box has to be ticked here; nothing is shown that would tell whether a number is known.

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use jiff::{ToSpan as _, civil::Date};
use kernel::{
    Clinic, Permit, Problem, TenantTx, Verb,
    http::{Errors, Filled, Front, Reading, Typed, View, see_other},
    id::Id as _,
    permit::Who,
    phone::PhoneNumber,
    sql,
};
use serde::Deserialize;
use trust::{
    clinics::{Service, takes_bookings},
    consent::{
        Standing,
        give::{How, give},
        standing_held,
    },
    messaging::{Channel, LinkId, new_link},
    patients::{
        ContactKey, Particulars, PersonName,
        register::{CameBy, NewPatient, find_same, register_as},
    },
    privacy::NOTICE_VERSION,
};

use super::{
    entry::{Entry, EntryId, Part, State},
    offer::look_again,
};
use crate::booking::{
    book::hold_number,
    paused::paused,
    show_times::{ANYONE, Menu},
};

/// Entries that one number may have.
const MOST_OF_A_NUMBER: i64 = 3;
/// Entries that a clinic keeps.
const MOST_AT_ALL: i64 = 500;
/// Days that are asked for where nothing else is said.
const USUAL_DAYS: i32 = 14;
/// A link outlives the days that were asked for.
const LINK_LIVES: jiff::SignedDuration = jiff::SignedDuration::from_hours(30 * 24);

/// Joins the waitlist.
#[derive(Clone, Copy, Debug)]
pub struct Join;
impl Verb for Join {
    const ACT: &'static str = "waitlist.join";
    const WHO: &'static [Who] = &[Who::Visitor];
}

/// Why somebody is not put on the list.
#[derive(Debug, thiserror::Error)]
pub enum JoinRefusal {
    /// The number has as many entries as one may, or the list is full; said so that it tells nothing about a number.
    #[error("we cannot take this online; please call the clinic")]
    NotOnline,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// What the form asks for.
#[derive(Debug)]
pub struct Wish {
    entry: Entry,
    person: NewPatient,
    phone: PhoneNumber,
}

/// Puts somebody on the list, with their yes to messages; the link to their place.
///
/// # Errors
/// [`JoinRefusal`].
pub async fn join(tx: &mut TenantTx, wish: &Wish, _permit: &Permit<Join>) -> Result<LinkId, JoinRefusal> {
    let contact = ContactKey::of(tx, &wish.phone)?;
    hold_number(tx, &contact).await?;
    let (here, at_all) = waiting(tx, &contact).await?;
    if here >= MOST_OF_A_NUMBER || at_all >= MOST_AT_ALL {
        return Err(JoinRefusal::NotOnline);
    }
    let standing = standing_held(tx, &contact, Channel::WhatsApp).await?;
    let known = find_same(tx, &wish.person).await?;
    let patient = known.unwrap_or_else(|| tx.fresh());
    if known.is_none() {
        register_as(tx, patient, &wish.person, CameBy::Booking).await?;
    }
    let entry = Entry { patient, ..wish.entry };
    write(tx, &entry).await?;
    // A tick made by whoever typed the number does not undo a STOP that came from it; nor does the page tell of one. The desk sees
    // the entry and calls.
    if !matches!(standing, Standing::Withdrawn(_)) {
        give(tx, patient, &contact, Channel::WhatsApp, How::BookingForm, Some(entry.id.uuid())).await?;
    }
    let until = tx.now().checked_add(LINK_LIVES * 13).unwrap_or(tx.now());
    let link = new_link(tx, "waitlist", entry.id.uuid(), until).await?;
    look_again(tx, tx.now()).await?;
    tx.trail_is_about(Some(entry.id.uuid()), Some(patient.uuid()));
    Ok(link)
}

async fn waiting(tx: &TenantTx, contact: &ContactKey) -> Result<(i64, i64), Problem> {
    let row = tx
        .one(
            sql!(
                "select (select count(*) from patient join waitlist using (clinic_id, patient_id)
                          where phone_key = $1 and state in ('waiting', 'offered')) as here,
                        (select count(*) from waitlist where state in ('waiting', 'offered')) as at_all"
            ),
            &[&contact.bytes()],
        )
        .await?;
    Ok((row.read("here")?, row.read("at_all")?))
}

async fn write(tx: &TenantTx, entry: &Entry) -> Result<(), Problem> {
    tx.run(
        sql!(
            "insert into waitlist (clinic_id, entry_id, patient_id, service_id, practitioner_id, location_id, first_day, last_day, part, state,
                                   asked_at, notice_version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11)"
        ),
        &[
            &tx.actor().clinic(),
            &entry.id,
            &entry.patient,
            &entry.service,
            &entry.practitioner,
            &entry.location,
            &entry.first,
            &entry.last,
            &entry.part.word(),
            &tx.now(),
            &NOTICE_VERSION,
        ],
    )
    .await
    .map(drop)
}

/// What is asked for so far.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    service: String,
    #[serde(default)]
    practitioner: String,
    #[serde(default)]
    location: String,
}

#[derive(Template)]
#[template(path = "waitlist/join.html")]
struct JoinPage<'a> {
    v: &'a View,
    f: &'a Typed,
    clinic: &'a Clinic,
    menu: &'a Menu,
}

fn read(filled: &Filled, menu: &Menu, front: &Front, tx: &TenantTx) -> Result<Wish, Errors> {
    let mut form = Reading::of(filled);
    let service: Option<&Service> = form.parsed("service", "field-choose", |id| menu.service(id).ok_or(()));
    let practitioner = match filled.text("practitioner") {
        "" | ANYONE => None,
        id => match menu.meant(id).as_deref() {
            Some([one]) if service.is_some_and(|service| service.is_given_by(*one)) => Some(*one),
            _ => {
                form.wrong("practitioner", "field-choose");
                None
            }
        },
    };
    let location = menu.place(filled.text("location"));
    if location.is_none() {
        form.wrong("location", "field-choose");
    }
    let today = front.clinic.day_of(tx.now());
    let first = form.parsed("first", "waitlist-day-wrong", |text| text.parse::<Date>().ok().filter(|day| *day >= today).ok_or(()));
    let latest = today.checked_add(366.days()).unwrap_or(Date::MAX);
    let last = form.parsed("last", "waitlist-last-wrong", |text| {
        text.parse::<Date>().ok().filter(|day| *day <= latest && first.is_none_or(|first| first <= *day)).ok_or(())
    });
    let part = Part::from_word(filled.text("part")).unwrap_or(Part::Any);
    let line = form.line("name", 120);
    let name = PersonName::parse(&line).map_err(|_| form.wrong("name", "booking-name-wrong")).ok();
    let phone = form.parsed("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &front.clinic.country));
    if !form.ticked("consent") {
        form.wrong("consent", "waitlist-consent-needed");
    }
    let errors = form.errors();
    match (service, location, first.zip(last), name.zip(phone)) {
        (Some(service), Some(location), Some((first, last)), Some((name, phone))) if !errors.any() => {
            let person =
                NewPatient { name, phone: Some(phone.clone()), particulars: Particulars::default(), language: front.view.language() };
            let (id, patient): (EntryId, _) = (tx.fresh(), tx.fresh());
            let entry = Entry { id, patient, service: service.id, practitioner, location, first, last, part, state: State::Waiting };
            Ok(Wish { entry, person, phone })
        }
        _ => Err(errors),
    }
}

/// `GET /c/{slug}/wait`.
///
/// # Errors
/// [`Problem`].
pub async fn page(front: Front, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::OK);
    }
    let menu = Menu::read(&tx, &front.clinic).await?;
    let today = front.clinic.day_of(tx.now());
    let last = today.checked_add(USUAL_DAYS.days()).unwrap_or(today);
    tx.commit().await?;
    let f = Typed::starting_with(&[
        ("service", &asked.service),
        ("practitioner", &asked.practitioner),
        ("location", &asked.location),
        ("first", &today.to_string()),
        ("last", &last.to_string()),
        ("part", "any"),
    ]);
    front.view.page(&JoinPage { v: &front.view, f: &f, clinic: &front.clinic, menu: &menu })
}

/// `POST /c/{slug}/wait`.
///
/// # Errors
/// [`Problem`].
pub async fn post(front: Front, filled: Filled) -> Result<Response, Problem> {
    front.house.brake().count("waitlist.join", &front.address)?;
    let mut tx = front.enter().await?;
    let page_of = |tx: &TenantTx, link: LinkId| format!("/w/{}?did=join", tx.link_token(link.uuid()));
    if let Some(led_to) = tx.seen_before(filled.form()).await? {
        let link = led_to.parse().map_err(|_| Problem::NotFound)?;
        return Ok(see_other(&page_of(&tx, link)));
    }
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::CONFLICT);
    }
    let menu = Menu::read(&tx, &front.clinic).await?;
    let again = |status: StatusCode, errors: Errors| {
        let f = filled.typed(errors);
        front.view.page_as(status, &JoinPage { v: &front.view, f: &f, clinic: &front.clinic, menu: &menu })
    };
    let wish = match read(&filled, &menu, &front, &tx) {
        Ok(wish) => wish,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    let permit = tx.may(Join).await?;
    match join(&mut tx, &wish, &permit).await {
        Ok(link) => {
            let to = page_of(&tx, link);
            tx.commit_form(filled.form(), &link.to_string()).await?;
            Ok(see_other(&to))
        }
        Err(JoinRefusal::NotOnline) => again(StatusCode::TOO_MANY_REQUESTS, Errors::one("phone", "booking-not-online")),
        Err(JoinRefusal::Problem(problem)) => Err(problem),
    }
}
