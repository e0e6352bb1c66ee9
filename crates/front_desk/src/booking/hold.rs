//! Keeps: "A time is kept while its form is filled in". A hold is a row of the calendar that is nobody's visit: the same
//! constraint that tells two bookings apart tells holds and bookings apart. After a few minutes it keeps nobody out. One form
//! keeps one time; one network keeps a few, so that nobody shuts a clinic by looking at it.

use jiff::{SignedDuration, Timestamp};
use kernel::{Clinic, Permit, Problem, TenantTx, Verb, permit::Who, sql, tenancy::Row};
use trust::{api_clients::Scope, patients::PatientId};
use uuid::Uuid;

use super::{
    appointment::AppointmentId,
    availability::Slot,
    calendar::{Own, Wanted, bookable_days, offers},
    take::{As, By, Taken, Taking, let_go, take},
};

/// How long a time is kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_mins(8);
/// Times that one network keeps at once.
const MOST_HERE: i64 = 4;
/// Times that are kept at once on a clinic's public page; beyond, forms are filled in without.
const MOST_AT_ONCE: i64 = 30;
/// What a hold's token is bound to.
const PURPOSE: &[u8] = b"hold";

/// Keeps a time while a form is filled in.
#[derive(Clone, Copy, Debug)]
pub struct Hold;
impl Verb for Hold {
    const ACT: &'static str = "booking.hold";
    const WHO: &'static [Who] = &[Who::Visitor, Who::Client(Scope::Book.word())];
}

/// Asks for a code on the number that was typed; the time is kept meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct AskForCode;
impl Verb for AskForCode {
    const ACT: &'static str = "booking.ask_for_code";
    const WHO: &'static [Who] = &[Who::Visitor, Who::Client(Scope::Book.word())];
}

/// A time that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The row that keeps it.
    pub id: AppointmentId,
    /// The time.
    pub slot: Slot,
    /// Until when.
    pub until: Timestamp,
}

/// Why a time is not kept. The form can still be filled in.
#[derive(Debug, thiserror::Error)]
pub enum HoldRefusal {
    /// Somebody was quicker.
    #[error("this time is not free any more")]
    SlotTaken,
    /// Too many are kept from here, or at all.
    #[error("this time cannot be kept; it is booked when the form is sent")]
    Enough,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// For whom a time is kept: one form, and the network it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The hold the form has, which is let go.
    pub instead_of: Option<AppointmentId>,
    /// The form.
    pub form: Uuid,
    /// Keyed tag of the network.
    pub network: &'a [u8],
}

/// Keeps a time that is on offer, and lets go of the one that the form kept before.
///
/// # Errors
/// [`HoldRefusal`]; the former hold is gone only if the caller commits.
pub async fn hold(
    tx: &TenantTx,
    clinic: &Clinic,
    wanted: &Wanted<'_>,
    starts_at: Timestamp,
    holder: Holder<'_>,
    _permit: &Permit<Hold>,
) -> Result<Kept, HoldRefusal> {
    keep(tx, clinic, (wanted, starts_at), holder).await
}

/// As [`hold`], while a code is on its way.
///
/// # Errors
/// [`HoldRefusal`].
pub async fn hold_asked(
    tx: &TenantTx,
    clinic: &Clinic,
    what: (&Wanted<'_>, Timestamp),
    holder: Holder<'_>,
    _permit: &Permit<AskForCode>,
) -> Result<Kept, HoldRefusal> {
    keep(tx, clinic, what, holder).await
}

async fn keep(
    tx: &TenantTx,
    clinic: &Clinic,
    (wanted, starts_at): (&Wanted<'_>, Timestamp),
    holder: Holder<'_>,
) -> Result<Kept, HoldRefusal> {
    let day = clinic.day_of(starts_at);
    if !bookable_days(clinic, wanted.service, tx.now()).contains(&day) {
        return Err(HoldRefusal::SlotTaken);
    }
    let besides = holder.instead_of.map(|id| Own { id, leaves: None });
    let wanted = Wanted { besides, ..*wanted };
    let ((), kept, offers) =
        futures_util::try_join!(let_go(tx, holder.instead_of), kept_now(tx, holder.network), offers(tx, clinic, &wanted, day..=day))?;
    if kept.0 >= MOST_HERE || kept.1 >= MOST_AT_ONCE {
        return Err(HoldRefusal::Enough);
    }
    let offer = offers.iter().find(|offer| offer.slot.starts_at == starts_at).ok_or(HoldRefusal::SlotTaken)?;
    let until = tx.now().checked_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
    let what = As::Held { until, of: holder.form };
    let taking = Taking { wanted: &wanted, patient: None, what, by: By::Patient, series: None, came_from: Some(holder.network) };
    let taken = take(tx, &taking, offer).await?.ok_or(HoldRefusal::SlotTaken)?;
    Ok(Kept { id: taken.id, slot: taken.slot, until })
}

/// Times kept now, from this network and at all.
async fn kept_now(tx: &TenantTx, network: &[u8]) -> Result<(i64, i64), Problem> {
    let row = tx
        .one(
            sql!(
                "select count(*) filter (where came_from = $2) as here, count(*) as at_all
                   from appointment where status = 'proposed' and held_until > $1 and came_from is not null"
            ),
            &[&tx.now(), &network],
        )
        .await?;
    Ok((row.read("here")?, row.read("at_all")?))
}

/// What a page carries to say which time is kept for it.
#[must_use]
pub fn token_of(tx: &TenantTx, hold: AppointmentId) -> String {
    tx.db().links().issue(kernel::id::Id::uuid(hold), PURPOSE)
}

/// The hold that a page says is its own.
#[must_use]
pub fn of_token(tx: &TenantTx, token: &str) -> Option<AppointmentId> {
    tx.db().links().check(token, PURPOSE).map(kernel::id::Id::from_uuid)
}

/// The time that is kept, while it is.
///
/// # Errors
/// [`Problem`].
pub async fn kept(tx: &TenantTx, hold: AppointmentId) -> Result<Option<Kept>, Problem> {
    let row = tx
        .maybe(
            sql!("select starts_at, ends_at, held_until from appointment where appointment_id = $1 and status = 'proposed' and held_until > $2"),
            &[&hold, &tx.now()],
        )
        .await?;
    row.map(|row| Ok(Kept { id: hold, slot: slot_of(&row)?, until: row.read("held_until")? })).transpose()
}

fn slot_of(row: &Row) -> Result<Slot, Problem> {
    Ok(Slot { starts_at: row.read("starts_at")?, ends_at: row.read("ends_at")? })
}

/// Makes the time that is kept this patient's visit, in one statement, if it is what is wanted; `None`: it is kept no longer.
///
/// # Errors
/// [`Problem`].
pub async fn becomes_visit(
    tx: &TenantTx,
    (hold, wanted, starts_at): (AppointmentId, &Wanted<'_>, Timestamp),
    patient: PatientId,
    what: As,
) -> Result<Option<Taken>, Problem> {
    let asked = matches!(what, As::Asked);
    let row = tx
        .maybe(
            sql!(
                "update appointment set status = case when $3 then 'pending' else 'booked' end, asked_at = case when $3 then $4::timestamptz end,
                                        patient_id = $2, booked_at = $4, held_until = null, held_for = null
                  where appointment_id = $1 and status = 'proposed' and held_until > $4 and service_id = $5 and starts_at = $6
                    and practitioner_id = any($7) and location_id is not distinct from $8
                returning practitioner_id, starts_at, ends_at"
            ),
            &[&hold, &patient, &asked, &tx.now(), &wanted.service.id, &starts_at, &wanted.practitioners, &wanted.location],
        )
        .await?;
    row.map(|row| Ok(Taken { id: hold, practitioner: row.read("practitioner_id")?, slot: slot_of(&row)? })).transpose()
}
