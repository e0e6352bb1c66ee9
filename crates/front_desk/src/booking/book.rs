//! Keeps: "No slot is ever given to two patients" (AMX-SCH-01). The database, not this page, decides who gets a time: of
//! two people who want it one is booked and the other sees the nearest free times, with every word kept. The box for
//! messages is un-ticked, and a tick is written with the booking it belongs to; a number alone is never permission.

use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{
    Clinic, Permit, Problem, TenantTx, Verb, actor::LocationId, id::Id as _, language::Language, permit::Who, phone::PhoneNumber, sql,
};
use trust::{
    api_clients::Scope,
    clinics::{PractitionerId, Service},
    consent::{
        Standing,
        give::{How, give},
        standing_held,
    },
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
    hold::becomes_visit,
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
    const WHO: &'static [Who] = &[Who::Visitor, Who::Client(Scope::Book.word())];
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
