//! `POST /api/v1/appointments`: the clinic's own site or app books for a visitor, by the verb of the public page. The program says
//! what its form showed: the notice before anything was typed, and whether the un-ticked box for messages was ticked.

use std::net::IpAddr;

use axum::{http::StatusCode, response::Response};
use jiff::civil::Date;
use kernel::{
    Clinic, Problem, TenantTx,
    http::{Caller, Details, Posted, Refused, Wrong, line_of},
    language::Language,
    phone::PhoneNumber,
    sql,
};
use serde::Deserialize;
use trust::{
    api_clients::once::{Begun, begin},
    clinics::takes_bookings,
    messaging::{
        LinkId,
        code::{ask_for_code, try_code, use_up},
    },
    patients::{PersonName, relatives::Relationship},
};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, Type},
};

use super::{own, told};
use crate::booking::{
    appointment::{AppointmentId, appointment},
    book::{Book, BookRefusal, NewBooking, book},
    calendar::Wanted,
    caps::{self, Says},
    hold::{AskForCode, of_token},
    rules::{Rules, rules},
    show_times::{ANYONE, Menu},
};

/// Letters of a name.
const LONGEST_NAME: usize = 120;

/// What a program sends to book.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = NewAppointment)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// A service's id.
    service: String,
    /// A practitioner's id; left away, anyone who is free.
    practitioner: Option<String>,
    /// A location's id, where the clinic works in several places.
    location: Option<String>,
    /// What keeps the time, if it was held.
    hold: Option<String>,
    /// The beginning of a free time, as a search told it.
    #[schema(value_type = String, format = DateTime)]
    starts_at: String,
    /// Who is to be seen, in any script.
    #[schema(max_length = 120)]
    name: String,
    /// Their number, with its country code or as it is dialled in the clinic's country.
    #[schema(max_length = 60)]
    phone: String,
    /// Who books for them, if not they themselves; the number is this person's.
    booked_by: Option<Booker>,
    /// When the patient was born, such as 2020-03-02; kept where somebody books for them.
    #[schema(value_type = Option<String>, format = Date)]
    born: Option<String>,
    /// The address of the visitor's device, so that one network books no more in a day than on the public page.
    visitor_address: Option<String>,
    /// The code that was sent to the number, where the clinic wants it proven.
    code: Option<String>,
    /// The language of messages, as a BCP 47 tag; left away, the clinic's.
    language: Option<String>,
    /// Whether your form showed the clinic's privacy notice before anything was typed. Without, nothing is booked.
    notice_shown: bool,
    /// Whether a box for messages about the appointment, which your form showed un-ticked, was ticked.
    consent: bool,
}

/// Somebody who books for somebody else.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Booker {
    /// Their name.
    #[schema(max_length = 120)]
    name: String,
    /// What they are to the patient.
    #[schema(schema_with = relationship_words)]
    relationship: String,
}

fn relationship_words() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Relationship::ALL.map(Relationship::word))).build()
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Said(•••)")
    }
}

fn name_of(pointer: &str, text: &str, wrong: &mut Vec<Wrong>) -> Option<PersonName> {
    let line = line_of(text, LONGEST_NAME).map_err(|why| wrong.push(Wrong::member(pointer, why))).ok()?;
    PersonName::parse(&line).map_err(|why| wrong.push(Wrong::member(pointer, why))).ok()
}

/// Who books for the patient, and when that one was born.
fn relative(said: &Said, today: Date, wrong: &mut Vec<Wrong>) -> (Option<(PersonName, Relationship)>, Option<Date>) {
    let by = said.booked_by.as_ref().and_then(|by| {
        let relationship = Relationship::from_word(&by.relationship);
        if relationship.is_none() {
            wrong.push(Wrong::member("booked_by/relationship", "one of the words of the document"));
        }
        name_of("booked_by/name", &by.name, wrong).zip(relationship)
    });
    let born = said.born.as_deref().and_then(|text| {
        let day = text.parse::<Date>().ok().filter(|day| *day <= today && day.year() > 1900);
        if day.is_none() {
            wrong.push(Wrong::member("born", "a day such as 2020-03-02"));
        }
        day
    });
    (by, born)
}

/// What was sent, as a booking or as all that is wrong with it.
///
/// # Errors
/// Each member that is wrong.
pub fn read(said: &Said, menu: &Menu, clinic: &Clinic, today: Date) -> Result<NewBooking, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let service = menu.service(&said.service).cloned();
    if service.is_none() {
        wrong.push(Wrong::member("service", "no service that can be booked, see /api/v1/services"));
    }
    let practitioners = menu.meant(said.practitioner.as_deref().unwrap_or(ANYONE));
    if practitioners.is_none() {
        wrong.push(Wrong::member("practitioner", "nobody who can be booked, see /api/v1/practitioners"));
    }
    let location = menu.place(said.location.as_deref().unwrap_or_default());
    if location.is_none() {
        wrong.push(Wrong::member("location", "one of the clinic's locations, see /api/v1/locations"));
    }
    let starts_at =
        said.starts_at.parse().map_err(|_| wrong.push(Wrong::member("starts_at", "a moment such as 2026-03-02T04:00:00Z"))).ok();
    let name = name_of("name", &said.name, &mut wrong);
    let (by, born) = relative(said, today, &mut wrong);
    let phone = PhoneNumber::parse(&said.phone, &clinic.country).map_err(|why| wrong.push(Wrong::member("phone", why))).ok();
    let language = said.language.as_deref().map_or(Some(clinic.language), Language::from_tag);
    if language.is_none() {
        wrong.push(Wrong::member("language", "a language that the clinic writes in: en or ur"));
    }
    if !said.notice_shown {
        wrong.push(Wrong::member("notice_shown", "show the privacy notice first"));
    }
    match (service, practitioners.zip(location), starts_at, name, phone.zip(language)) {
        (Some(service), Some((practitioners, location)), Some(starts_at), Some(name), Some((phone, language))) if wrong.is_empty() => {
            let (consent, born) = (said.consent, born.filter(|_| by.is_some()));
            Ok(NewBooking {
                service,
                practitioners,
                location,
                starts_at,
                name,
                by,
                born,
                phone,
                consent,
                language,
                hold: None,
                network: None,
            })
        }
        _ => Err(wrong),
    }
}

/// POST /api/v1/appointments
///
/// # Errors
/// [`Refused`].
#[utoipa::path(
    post,
    path = "/api/v1/appointments",
    operation_id = "book",
    summary = "Books a free time for a visitor.",
    description = "The patient is found by name and number or becomes known; the answer does not tell which. Where the service wants the \
                   clinic's yes, the status is pending.",
    request_body = Said,
    responses(
        (status = 201, description = "Booked.", body = told::Own, headers(("Location" = String, description = "Where it is read."))),
        (status = 409, description = "The time is not free any more, and the nearest free ones; or not online; or a copy of this request is \
                                      being answered.")
    )
)]
pub async fn post(caller: Caller, posted: Posted<Said>) -> Result<Response, Refused> {
    let mut tx = caller.enter().await?;
    let once = match begin(&tx, caller.client, &posted).await? {
        Begun::First(once) => once,
        Begun::Again(told) => {
            let response = told::answer(&tx, &caller.house, StatusCode::CREATED, told)?;
            tx.commit().await?;
            return Ok(response);
        }
    };
    if !takes_bookings(&tx).await? {
        return Err(told::paused().into());
    }
    let menu = Menu::read(&tx, &caller.clinic).await?;
    let today = caller.clinic.day_of(tx.now());
    let new = read(&posted.said, &menu, &caller.clinic, today).map_err(|wrong| Details::wrong(&wrong))?;
    let rules = rules(&tx).await?;
    let network = asks(&tx, &caller, &rules, posted.said.visitor_address.as_deref()).await?;
    let hold = posted.said.hold.as_deref().and_then(|token| of_token(&tx, token));
    let new = NewBooking { hold, network, ..new };
    if rules.prove_number {
        prove(&tx, &caller, &new, &posted.said).await?;
    }
    let permit = tx.may(Book).await?;
    let link = match book(&mut tx, &caller.clinic, &new, &permit).await {
        Ok(link) => link,
        Err(refusal) => {
            // Nothing is half-written, and the calendar is read as it is now.
            drop(tx);
            return Err(refused(&caller, &new, refusal).await?);
        }
    };
    let id = booked_under(&tx, link).await?;
    own::remember(&tx, id, caller.client).await?;
    let told = told::own(&tx, &appointment(&tx, id).await?, &caller.clinic, link).await?;
    once.keep(&tx, &told).await?;
    let response = told::answer(&tx, &caller.house, StatusCode::CREATED, told)?;
    tx.commit().await?;
    Ok(response)
}

/// Whether one more is taken online today, and from where it comes. A browser would work for it; a program is known, and waits
/// where it asks too often.
async fn asks(tx: &TenantTx, caller: &Caller, rules: &Rules, visitor: Option<&str>) -> Result<Option<Vec<u8>>, Refused> {
    let from = visitor.map(|address| address.parse::<IpAddr>()).transpose();
    let from = from.map_err(|_| Details::wrong(&[Wrong::member("visitor_address", "an address such as 203.0.113.9")]))?;
    // Of nobody's network, nothing is counted but the clinic's day.
    let network = caps::network(tx, &caller.clinic, &from.map_or_else(|| caller.client.to_string(), |address| address.to_string()))?;
    if !caller.house.brake().is_off() {
        let most = rules.online_a_day.map(i64::from);
        if matches!(caps::says(tx, &caller.clinic, &network, most).await?, Says::Full) {
            return Err(told::not_online(BookRefusal::NotOnline).into());
        }
    }
    Ok(from.map(|_| network))
}

/// The number is proven by a code, which is sent where none is brought. In transactions of their own: a wrong try counts, and a code
/// is on its way, whatever becomes of the booking.
async fn prove(tx: &TenantTx, caller: &Caller, new: &NewBooking, said: &Said) -> Result<(), Refused> {
    let Some(code) = said.code.as_deref() else {
        caller.house.brake().count("booking.code", said.visitor_address.as_deref().unwrap_or(&caller.client.to_string()))?;
        let mut asking = caller.enter().await?;
        let _permit = asking.may(AskForCode).await?;
        ask_for_code(&asking, &new.phone, new.language).await?;
        asking.commit().await?;
        let why = "the clinic wants the number proven: a code is on its way to it; send the booking again with the code";
        return Err(Details::new(StatusCode::CONFLICT, "/problems/number-unproven", "The number is not proven", why).into());
    };
    let trying = caller.enter().await?;
    let right = try_code(&trying, &new.phone, code).await?;
    trying.commit().await?;
    if !right {
        return Err(Details::wrong(&[Wrong::member("code", "this is not the code, or its time is over")]).into());
    }
    Ok(use_up(tx, &new.phone).await?)
}

/// What a link that was just made opens.
async fn booked_under(tx: &TenantTx, link: LinkId) -> Result<AppointmentId, Problem> {
    tx.one(sql!("select subject_id from link where link_id = $1 and purpose = 'appointment'"), &[&link]).await?.read("subject_id")
}

async fn refused(caller: &Caller, new: &NewBooking, refusal: BookRefusal) -> Result<Refused, Problem> {
    match refusal {
        BookRefusal::SlotTaken => {
            let wanted = Wanted { service: &new.service, practitioners: &new.practitioners, location: new.location, besides: None };
            let details = told::slot_taken(caller, &wanted, new.starts_at, BookRefusal::SlotTaken.to_string()).await?;
            Ok(details.into())
        }
        BookRefusal::NotOnline => Ok(told::not_online(refusal).into()),
        BookRefusal::Problem(problem) => Ok(problem.into()),
    }
}
