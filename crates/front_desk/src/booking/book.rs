//! Keeps: "No slot is ever given to two patients" (AMX-SCH-01). The database, not this page, decides who gets a time: of
//! two people who want it one is booked and the other sees the nearest free times, with every word kept. The box for
//! messages is un-ticked, and a tick is written with the booking it belongs to; a number alone is never permission.

use axum::{http::StatusCode, response::Response};
use futures_util::future::try_join;
use jiff::{SignedDuration, Timestamp, civil::Date};
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
    identity::challenge::Challenge,
    messaging::{Channel, Kind, LinkId, new_link, tell::tell},
    patients::{
        ContactKey, Particulars, PersonName,
        register::{CameBy, NewPatient, find_same, register_as},
        relatives::{Relationship, acts_for},
    },
};

use super::{
    appointment::AppointmentId,
    calendar::{Offer, Wanted, bookable_days, offers},
    caps::{self, Says, network, new_work, worked},
    hold::{Hold, HoldRefusal, Holder, Kept, becomes_visit, hold, kept, of_token},
    paused::paused,
    rules::{Rules, rules},
    show_times::{Asked, Menu, Showing, booking_page, framed},
    take::{As, By, Taken, Taking, let_go, take},
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
    /// Who is to be seen.
    pub name: PersonName,
    /// Who books for them, if not they themselves; the number is theirs.
    pub by: Option<(PersonName, Relationship)>,
    /// When the patient was born, if it was said.
    pub born: Option<Date>,
    /// Their number.
    pub phone: PhoneNumber,
    /// Whether the box was ticked.
    pub consent: bool,
    /// The language they read.
    pub language: Language,
    /// The time that is kept for this form.
    pub hold: Option<AppointmentId>,
    /// Keyed tag of the network a visitor comes from (`caps.rs`).
    pub network: Option<Vec<u8>>,
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

/// Books. The patient is found or registered, the time is taken or what was kept of it made theirs, the consent given, and the
/// confirmation queued: all or nothing.
///
/// # Errors
/// [`BookRefusal`]; the caller drops the transaction.
pub async fn book(tx: &mut TenantTx, clinic: &Clinic, new: &NewBooking, _permit: &Permit<Book>) -> Result<LinkId, BookRefusal> {
    let contact = ContactKey::of(tx, &new.phone)?;
    let person = NewPatient {
        name: new.name.clone(),
        phone: Some(new.phone.clone()),
        particulars: Particulars { birth_date: new.born, ..Particulars::default() },
        language: new.language,
    };
    let wanted = Wanted { service: &new.service, practitioners: &new.practitioners, location: new.location, besides: None };
    // What was kept for the form needs no look at the calendar.
    let on_offer = async { if new.hold.is_some() { Ok(Vec::new()) } else { on_offer(tx, clinic, &wanted, new).await } };
    // One flight, in this order. One number at a time: it neither passes the limit nor is registered twice by two forms at once.
    let ((), (), open, offers, known) = futures_util::try_join!(
        hold_number(tx, &contact),
        let_go(tx, None),
        open_bookings(tx, &contact),
        on_offer,
        find_same(tx, &person),
    )?;
    if open >= MOST_OPEN {
        return Err(BookRefusal::NotOnline);
    }
    let patient = known.unwrap_or_else(|| tx.fresh());
    let registered = async {
        match known {
            Some(_) => Ok(()),
            None => register_as(tx, patient, &person, CameBy::Booking).await,
        }
    };
    let what = if new.service.approval { As::Asked } else { As::Booked };
    let taking = Taking { wanted: &wanted, patient: Some(patient), what, by: By::Patient, series: None, came_from: new.network.as_deref() };
    let ((), taken, standing) =
        futures_util::try_join!(registered, taken(tx, clinic, new, (&taking, &offers)), standing_held(tx, &contact, Channel::WhatsApp),)?;
    let Taken { id: appointment, slot, .. } = taken.ok_or(BookRefusal::SlotTaken)?;
    // A STOP came from the number itself; a tick made by whoever typed the number does not undo it.
    let consented = async {
        if new.consent && !matches!(standing, Standing::Withdrawn(_)) {
            give(tx, patient, &contact, Channel::WhatsApp, How::BookingForm, Some(appointment.uuid())).await?;
        }
        Ok(())
    };
    let confirmed = async {
        // What is asked for is confirmed when the clinic says yes.
        if matches!(what, As::Booked) {
            tell(tx, patient, Channel::WhatsApp, Kind::Confirmation, appointment.uuid()).await.map(drop)
        } else {
            Ok(())
        }
    };
    let ((), link, ()) = futures_util::try_join!(consented, link_for(tx, appointment, slot.ends_at), confirmed)?;
    if let Some((name, relationship)) = &new.by {
        let related = acts_for(tx, patient, name, *relationship).await?;
        tx.run(sql!("update appointment set related_id = $2 where appointment_id = $1"), &[&appointment, &related]).await?;
    }
    tx.trail_is_about(Some(appointment.uuid()), Some(patient.uuid()));
    Ok(link)
}

/// The times of the wished day that are on offer; none where it cannot be booked.
async fn on_offer(tx: &TenantTx, clinic: &Clinic, wanted: &Wanted<'_>, new: &NewBooking) -> Result<Vec<Offer>, Problem> {
    let day = clinic.day_of(new.starts_at);
    if bookable_days(clinic, &new.service, tx.now()).contains(&day) { offers(tx, clinic, wanted, day..=day).await } else { Ok(Vec::new()) }
}

/// The time as it was kept for this form; else, as for everybody, if it is still on offer.
async fn taken(
    tx: &TenantTx,
    clinic: &Clinic,
    new: &NewBooking,
    (taking, offers): (&Taking<'_>, &[Offer]),
) -> Result<Option<Taken>, Problem> {
    let Some(hold) = new.hold else { return take_wished(tx, taking, offers, new.starts_at).await };
    if let Some(patient) = taking.patient
        && let Some(kept) = becomes_visit(tx, (hold, taking.wanted, new.starts_at), patient, taking.what).await?
    {
        return Ok(Some(kept));
    }
    // Kept too long ago, or another time was chosen since.
    let_go(tx, Some(hold)).await?;
    take_wished(tx, taking, &on_offer(tx, clinic, taking.wanted, new).await?, new.starts_at).await
}

/// It must be on offer now, whatever the form says.
async fn take_wished(tx: &TenantTx, taking: &Taking<'_>, offers: &[Offer], wished: Timestamp) -> Result<Option<Taken>, Problem> {
    match offers.iter().find(|offer| offer.slot.starts_at == wished) {
        Some(offer) => take(tx, taking, offer).await,
        None => Ok(None),
    }
}

/// A link that opens the appointment until well after its end.
pub(crate) async fn link_for(tx: &TenantTx, appointment: AppointmentId, ends_at: Timestamp) -> Result<LinkId, Problem> {
    let until = ends_at.checked_add(LINK_LIVES).unwrap_or(ends_at);
    new_link(tx, "appointment", appointment.uuid(), until).await
}

/// One act of a number at a time.
pub(crate) async fn hold_number(tx: &TenantTx, contact: &ContactKey) -> Result<(), Problem> {
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
fn read(filled: &Filled, menu: &Menu, front: &Front, tx: &TenantTx) -> Result<NewBooking, Errors> {
    let (clinic, language, now) = (&front.clinic, front.view.language(), tx.now());
    let hold = of_token(tx, filled.text("hold"));
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
    let patient = form.optional("patient_name", "booking-name-wrong", PersonName::parse);
    let relationship = Relationship::from_word(filled.text("relationship"));
    if patient.is_some() && relationship.is_none() {
        form.wrong("relationship", "field-choose");
    }
    let today = clinic.day_of(now);
    let born = form.optional("born", "booking-born-wrong", |text| {
        text.parse::<Date>().ok().filter(|day| *day <= today && day.year() > 1900).ok_or(())
    });
    let phone = form.parsed("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &clinic.country));
    let consent = form.ticked("consent");
    let errors = form.errors();
    match (service, practitioners.zip(location), starts_at, name, phone) {
        (Some(service), Some((practitioners, location)), Some(starts_at), Some(name), Some(phone)) if !errors.any() => {
            let (name, by) = match patient.zip(relationship) {
                Some((patient, relationship)) => (patient, Some((name, relationship))),
                None => (name, None),
            };
            let born = born.filter(|_| by.is_some());
            Ok(NewBooking { service, practitioners, location, starts_at, name, by, born, phone, consent, language, hold, network: None })
        }
        _ => Err(errors),
    }
}

/// `POST /c/{slug}/book`.
///
/// # Errors
/// [`Problem`].
pub async fn post(front: Front, filled: Filled) -> Result<Response, Problem> {
    match filled.text("show") {
        "" => {}
        "keep" => return keep(&front, &filled).await,
        _ => return show_other_times(&front, &filled).await,
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
    let network = network(&tx, &front.clinic, &front.address)?;
    let says = asks(&tx, &front, &network, &rules(&tx).await?).await?;
    let new = match read(&filled, &menu, &front, &tx) {
        Ok(new) => NewBooking { network: Some(network), ..new },
        Err(errors) => {
            drop(tx);
            return page_again(&front, &filled, (StatusCode::UNPROCESSABLE_ENTITY, errors), None).await;
        }
    };
    let wants = match says {
        Says::Book => None,
        Says::Full => Some("booking-not-online"),
        Says::Work(bits) => {
            let brought = (filled.text("challenge"), filled.text("worked"));
            (!worked(&tx, &front.clinic, brought, bits).await?).then_some("booking-work-first")
        }
    };
    if let Some(why) = wants {
        drop(tx);
        return page_again(&front, &filled, (StatusCode::TOO_MANY_REQUESTS, Errors::one("phone", why)), None).await;
    }
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

/// What is asked of a booking from this network now.
async fn asks(tx: &TenantTx, front: &Front, network: &[u8], rules: &Rules) -> Result<Says, Problem> {
    if front.house.brake().is_off() {
        return Ok(Says::Book);
    }
    caps::says(tx, &front.clinic, network, rules.online_a_day.map(i64::from)).await
}

/// Keeps the chosen time for this form, and shows the page again with every word. Where it cannot be kept the form is filled in
/// without.
async fn keep(front: &Front, filled: &Filled) -> Result<Response, Problem> {
    front.house.brake().count("booking.hold", &front.address)?;
    let mut tx = front.enter().await?;
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::CONFLICT);
    }
    let menu = Menu::read(&tx, &front.clinic).await?;
    let chosen = (menu.service(filled.text("service")), menu.meant(filled.text("practitioner")), menu.place(filled.text("location")));
    let ((Some(service), Some(meant), Some(location)), Ok(starts_at)) = (chosen, filled.text("slot").parse::<Timestamp>()) else {
        drop(tx);
        return page_again(front, filled, (StatusCode::UNPROCESSABLE_ENTITY, Errors::one("slot", "booking-choose-time")), None).await;
    };
    let wanted = Wanted { service, practitioners: &meant, location, besides: None };
    let network = network(&tx, &front.clinic, &front.address)?;
    let holder = Holder { instead_of: of_token(&tx, filled.text("hold")), form: filled.form(), network: &network };
    let permit = tx.may(Hold).await?;
    match hold(&tx, &front.clinic, &wanted, starts_at, holder, &permit).await {
        Ok(kept) => {
            tx.commit().await?;
            show_page(front, filled, (StatusCode::OK, Errors::none()), (None, Some(kept))).await
        }
        Err(HoldRefusal::SlotTaken) => {
            drop(tx);
            page_again(front, filled, (StatusCode::CONFLICT, Errors::one("slot", "booking-time-taken")), Some(starts_at)).await
        }
        Err(HoldRefusal::Enough) => {
            drop(tx);
            page_again(front, filled, (StatusCode::OK, Errors::none()), None).await
        }
        Err(HoldRefusal::Problem(problem)) => Err(problem),
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

async fn page_again(front: &Front, filled: &Filled, answer: (StatusCode, Errors), lost: Option<Timestamp>) -> Result<Response, Problem> {
    show_page(front, filled, answer, (lost, None)).await
}

/// The page with what was typed; the time that is kept for it stays kept.
async fn show_page(
    front: &Front,
    filled: &Filled,
    (status, errors): (StatusCode, Errors),
    (lost, just_kept): (Option<Timestamp>, Option<Kept>),
) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    let menu = Menu::read(&tx, &front.clinic).await?;
    let typed = filled.typed(errors);
    let mut asked = asked(filled);
    if lost.is_some() {
        asked.day.clear();
    }
    match filled.text("show") {
        "" | "keep" | "times" => {}
        day => day.clone_into(&mut asked.day),
    }
    let held = of_token(&tx, filled.text("hold"));
    let kept = match (just_kept, held) {
        (Some(kept), _) => Some(kept),
        (None, Some(held)) => kept(&tx, held).await?,
        (None, None) => None,
    };
    let rules = rules(&tx).await?;
    let work = work_for(&tx, front, &rules).await?;
    let page = booking_page(&tx, (&front.view, &typed, &front.clinic), &menu, &Showing { asked: &asked, lost, kept, work }).await?;
    Ok(framed(front.view.page_as(status, &page)?, rules))
}

/// The work a booking from here would want, to be done while the form is filled in.
pub(super) async fn work_for(tx: &TenantTx, front: &Front, rules: &Rules) -> Result<Option<Challenge>, Problem> {
    let network = network(tx, &front.clinic, &front.address)?;
    match asks(tx, front, &network, rules).await? {
        Says::Work(bits) => new_work(tx, &front.clinic, bits).map(Some),
        Says::Book | Says::Full => Ok(None),
    }
}

/// Another service, practitioner or day: names and numbers stay in the form and never come into an address.
async fn show_other_times(front: &Front, filled: &Filled) -> Result<Response, Problem> {
    page_again(front, filled, (StatusCode::OK, Errors::none()), None).await
}
