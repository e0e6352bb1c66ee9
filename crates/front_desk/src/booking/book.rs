//! Keeps: "No slot is ever given to two patients" (AMX-SCH-01). The database, not this page, decides who gets a time: of
//! two people who want it one is booked and the other sees the nearest free times, with every word kept. The box for
//! messages is un-ticked, and a tick is written with the booking it belongs to; a number alone is never permission.

use axum::{http::StatusCode, response::Response};
use futures_util::future::try_join;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Clinic, Permit, Problem, TenantTx, Verb,
    actor::LocationId,
    http::{Errors, Filled, Front, Reading, see_other},
    id::Id as _,
    language::Language,
    permit::Who,
    phone::PhoneNumber,
    sql,
};
use trust::{
    clinics::{PractitionerId, Service, takes_bookings},
    consent::{
        Standing,
        give::{How, give},
        standing_held,
    },
    messaging::{Channel, Kind, LinkId, new_link, tell::tell},
    patients::{
        ContactKey, Particulars, PersonName,
        register::{CameBy, NewPatient, find_same, register_as},
    },
};

use super::{
    appointment::AppointmentId,
    calendar::{Offer, Wanted, bookable_days, offers},
    paused::paused,
    show_times::{Asked, Menu, booking_page},
    take::{As, By, Taking, let_go, take},
};

/// Bookings still to come that one number may hold from the public page.
const MOST_OPEN: i64 = 3;
/// A link outlives its appointment, so that a person can still see what it was.
const LINK_LIVES: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Books a time for oneself.
#[derive(Clone, Copy, Debug)]
pub struct Book;
impl Verb for Book {
    const ACT: &'static str = "booking.book";
    const WHO: &'static [Who] = &[Who::Visitor];
}

/// What the form asks for.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// For what.
    pub service: Service,
    /// With whom: one, or everybody for "anyone".
    pub practitioners: Vec<PractitionerId>,
    /// Where, if the clinic works in several places.
    pub location: Option<LocationId>,
    /// When.
    pub starts_at: Timestamp,
    /// Who.
    pub name: PersonName,
    /// Their number.
    pub phone: PhoneNumber,
    /// Whether the box was ticked.
    pub consent: bool,
    /// The language they read.
    pub language: Language,
}

/// Why a time is not booked.
#[derive(Debug, thiserror::Error)]
pub enum BookRefusal {
    /// Somebody was quicker, or it is no time of ours.
    #[error("this time is not free any more; here are the nearest free times")]
    SlotTaken,
    /// The number holds as many bookings as one may; said so that it does not tell whether a number is known.
    #[error("we cannot take this booking online; please call the clinic")]
    NotOnline,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Who may be given the time: it must be on offer now, whatever the form says.
fn decide(offers: &[Offer], starts_at: Timestamp, open_already: i64) -> Result<&Offer, BookRefusal> {
    let offer = offers.iter().find(|offer| offer.slot.starts_at == starts_at).ok_or(BookRefusal::SlotTaken)?;
    if open_already >= MOST_OPEN { Err(BookRefusal::NotOnline) } else { Ok(offer) }
}

/// Books. The patient is found or registered, the time is held, the consent given, and the confirmation queued: all or
/// nothing.
///
/// # Errors
/// [`BookRefusal`]; the caller drops the transaction.
pub async fn book(tx: &mut TenantTx, clinic: &Clinic, new: &NewBooking, _permit: &Permit<Book>) -> Result<LinkId, BookRefusal> {
    let contact = ContactKey::of(tx, &new.phone)?;
    let day = clinic.day_of(new.starts_at);
    if !bookable_days(clinic, &new.service, tx.now()).contains(&day) {
        return Err(BookRefusal::SlotTaken);
    }
    let person =
        NewPatient { name: new.name.clone(), phone: Some(new.phone.clone()), particulars: Particulars::default(), language: new.language };
    let wanted = Wanted { service: &new.service, practitioners: &new.practitioners, location: new.location, besides: None };
    // One flight, in this order. One number at a time: it neither passes the limit nor is registered twice by two forms at once.
    let ((), (), open, offers, known) = futures_util::try_join!(
        hold_number(tx, &contact),
        let_go(tx, None),
        open_bookings(tx, &contact),
        offers(tx, clinic, &wanted, day..=day),
        find_same(tx, &person),
    )?;
    let offer = decide(&offers, new.starts_at, open)?;
    let patient = known.unwrap_or_else(|| tx.fresh());
    let registered = async {
        match known {
            Some(_) => Ok(()),
            None => register_as(tx, patient, &person, CameBy::Booking).await,
        }
    };
    let what = if new.service.approval { As::Asked } else { As::Booked };
    let taking = Taking { wanted: &wanted, patient: Some(patient), what, by: By::Patient, series: None, came_from: None };
    let ((), taken, standing) =
        futures_util::try_join!(registered, take(tx, &taking, offer), standing_held(tx, &contact, Channel::WhatsApp),)?;
    let appointment = taken.ok_or(BookRefusal::SlotTaken)?.id;
    // A STOP came from the number itself; a tick made by whoever typed the number does not undo it.
    let consented = async {
        if new.consent && !matches!(standing, Standing::Withdrawn(_)) {
            give(tx, patient, &contact, Channel::WhatsApp, How::BookingForm, Some(appointment.uuid())).await?;
        }
        Ok(())
    };
    let ((), link, _) = futures_util::try_join!(
        consented,
        link_for(tx, appointment, offer.slot.ends_at),
        tell(tx, patient, Channel::WhatsApp, Kind::Confirmation, appointment.uuid()),
    )?;
    tx.trail_is_about(Some(appointment.uuid()), Some(patient.uuid()));
    Ok(link)
}

/// A link that opens the appointment until well after its end.
pub(crate) async fn link_for(tx: &TenantTx, appointment: AppointmentId, ends_at: Timestamp) -> Result<LinkId, Problem> {
    let until = ends_at.checked_add(LINK_LIVES).unwrap_or(ends_at);
    new_link(tx, "appointment", appointment.uuid(), until).await
}

async fn hold_number(tx: &TenantTx, contact: &ContactKey) -> Result<(), Problem> {
    let lock = contact.bytes().first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    tx.run(sql!("select pg_advisory_xact_lock($1)"), &[&lock]).await.map(drop)
}

async fn open_bookings(tx: &TenantTx, contact: &ContactKey) -> Result<i64, Problem> {
    tx.one(
        sql!(
            "select count(*) as open
                from patient join appointment using (clinic_id, patient_id)
               where patient.phone_key = $1 and starts_at > $2 and status in ('pending', 'booked') and booked_by = 'patient'"
        ),
        &[&contact.bytes(), &tx.now()],
    )
    .await?
    .read("open")
}

/// What was sent, as a booking or as what is wrong with it.
fn read(filled: &Filled, menu: &Menu, clinic: &Clinic, language: Language) -> Result<NewBooking, Errors> {
    let mut form = Reading::of(filled);
    let service = form.parsed("service", "field-choose", |id| menu.service(id).cloned().ok_or(()));
    let practitioners = form.parsed("practitioner", "field-choose", |id| menu.meant(id).ok_or(()));
    let location = menu.place(filled.text("location"));
    if location.is_none() {
        form.wrong("location", "field-choose");
    }
    if filled.text("slot").is_empty() {
        form.wrong("slot", "booking-choose-time");
    }
    let starts_at = form.optional("slot", "booking-choose-time", str::parse);
    let line = form.line("name", 120);
    let name = PersonName::parse(&line).map_err(|_| form.wrong("name", "booking-name-wrong")).ok();
    let phone = form.parsed("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &clinic.country));
    let consent = form.ticked("consent");
    let errors = form.errors();
    match (service, practitioners.zip(location), starts_at, name, phone) {
        (Some(service), Some((practitioners, location)), Some(starts_at), Some(name), Some(phone)) if !errors.any() => {
            Ok(NewBooking { service, practitioners, location, starts_at, name, phone, consent, language })
        }
        _ => Err(errors),
    }
}

/// `POST /c/{slug}/book`.
///
/// # Errors
/// [`Problem`].
pub async fn post(front: Front, filled: Filled) -> Result<Response, Problem> {
    if !filled.text("show").is_empty() {
        return show_other_times(&front, &filled).await;
    }
    front.house.brake().count("booking.book", &front.address)?;
    let mut tx = front.enter().await?;
    let (seen, menu) = try_join(tx.seen_before(filled.form()), Menu::read(&tx, &front.clinic)).await?;
    if let Some(led_to) = seen {
        return Ok(see_other(&page_of(&tx, &led_to)?));
    }
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::CONFLICT);
    }
    let new = match read(&filled, &menu, &front.clinic, front.view.language()) {
        Ok(new) => new,
        Err(errors) => {
            drop(tx);
            return page_again(&front, &filled, (StatusCode::UNPROCESSABLE_ENTITY, errors), None).await;
        }
    };
    let permit = tx.may(Book).await?;
    match book(&mut tx, &front.clinic, &new, &permit).await {
        Ok(link) => {
            // The receipt of the form keeps the link's id; the secret of the link stands in no table.
            let to = page_of(&tx, &link.to_string())?;
            tx.commit_form(filled.form(), &link.to_string()).await?;
            Ok(see_other(&to))
        }
        Err(refusal) => {
            // Nothing is half-written, and the page reads the calendar as it is now.
            drop(tx);
            let lost = Some(new.starts_at);
            match refusal {
                BookRefusal::SlotTaken => {
                    page_again(&front, &filled, (StatusCode::CONFLICT, Errors::one("slot", "booking-time-taken")), lost).await
                }
                BookRefusal::NotOnline => {
                    page_again(&front, &filled, (StatusCode::TOO_MANY_REQUESTS, Errors::one("phone", "booking-not-online")), None).await
                }
                BookRefusal::Problem(problem) => Err(problem),
            }
        }
    }
}

fn page_of(tx: &TenantTx, link: &str) -> Result<String, Problem> {
    let link: LinkId = link.parse().map_err(|_| Problem::NotFound)?;
    Ok(format!("/a/{}", tx.link_token(link.uuid())))
}

fn asked(filled: &Filled) -> Asked {
    let field = |name| filled.text(name).to_owned();
    Asked { service: field("service"), practitioner: field("practitioner"), location: field("location"), day: field("day") }
}

async fn page_again(
    front: &Front,
    filled: &Filled,
    (status, errors): (StatusCode, Errors),
    lost: Option<Timestamp>,
) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    let menu = Menu::read(&tx, &front.clinic).await?;
    let typed = filled.typed(errors);
    let mut asked = asked(filled);
    if lost.is_some() {
        asked.day.clear();
    }
    let page = booking_page(&tx, (&front.view, &typed, &front.clinic), &menu, &asked, lost).await?;
    front.view.page_as(status, &page)
}

/// Another service, practitioner or day: names and numbers stay in the form and never come into an address.
async fn show_other_times(front: &Front, filled: &Filled) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    let menu = Menu::read(&tx, &front.clinic).await?;
    let typed = filled.typed(Errors::none());
    let mut asked = asked(filled);
    filled.text("show").clone_into(&mut asked.day);
    let page = booking_page(&tx, (&front.view, &typed, &front.clinic), &menu, &asked, None).await?;
    front.view.page(&page)
}

#[cfg(test)]
mod tests {
    use kernel::{Chance, Clock};

    use super::{super::availability::Slot, *};

    #[test]
    fn only_a_time_that_is_on_offer_now_is_booked() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let slot = Slot { starts_at: at(600), ends_at: at(1200) };
        let who = vec![PractitionerId::fresh(&Clock::system(), &Chance::seeded(1))];
        let offers = [Offer { slot, practitioners: who.clone(), rooms: vec![] }];
        assert!(matches!(decide(&offers, at(600), 0), Ok(given) if given.practitioners == who));
        assert!(matches!(decide(&offers, at(601), 0), Err(BookRefusal::SlotTaken)), "beside the grid");
        assert!(matches!(decide(&[], at(600), 0), Err(BookRefusal::SlotTaken)), "taken, outside hours or past");
        assert!(matches!(decide(&offers, at(600), MOST_OPEN), Err(BookRefusal::NotOnline)));
    }
}
