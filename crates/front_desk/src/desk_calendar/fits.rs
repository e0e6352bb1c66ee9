//! Whether a visit fits somewhere: the practitioner is open for the service, and nobody is there. The desk is not held to
//! the grid, the notice and the horizon that the public page offers; hours and other people's time hold for it too.

use jiff::{SignedDuration, Timestamp};
use kernel::{Clinic, Problem, TenantTx, actor::LocationId};
use trust::clinics::{
    PractitionerId, RoomId, Service,
    hours::{For, hours_of},
    locations::at_place,
};

use crate::booking::{
    AppointmentId,
    availability::{Slot, open_stretches},
    calendar::{Own, Wanted, offers, pace},
    change::is_free,
};

/// How far ahead the desk books, in days.
pub(super) const HORIZON: i32 = 730;

/// The service as the desk books it.
pub(super) fn at_desk(service: Service) -> Service {
    Service { notice: 0, horizon: HORIZON, ..service }
}

/// A place asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) practitioner: PractitionerId,
    /// A room that is wished; else the first that is free of those the service needs one of.
    pub(super) room: Option<RoomId>,
    pub(super) location: Option<LocationId>,
    pub(super) at: Timestamp,
    /// The visit that is about to move.
    pub(super) besides: Option<AppointmentId>,
}

/// What is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Nothing: it fits, in this room if the service needs one.
    Free(Option<RoomId>),
    /// The practitioner is not open then for this.
    Closed,
    /// Somebody else, with the practitioner or in every room.
    Busy,
}

/// From when to when a visit is.
pub(super) fn slot(service: &Service, at: Timestamp) -> Slot {
    let length = SignedDuration::from_mins(i64::from(service.minutes));
    Slot { starts_at: at, ends_at: at.checked_add(length).unwrap_or(at) }
}

/// Looks.
pub(super) async fn fits(tx: &TenantTx, clinic: &Clinic, service: &Service, spot: &Spot) -> Result<Fit, Problem> {
    let day = clinic.day_of(spot.at);
    if service.places > 1 {
        let own = spot.besides.map(|id| Own { id, leaves: None });
        let wanted = Wanted { service, practitioners: &[spot.practitioner], location: spot.location, besides: own };
        let offers = offers(tx, clinic, &wanted, day..=day).await?;
        let found = offers.iter().find(|offer| offer.slot.starts_at == spot.at);
        return Ok(found.map_or(Fit::Busy, |offer| Fit::Free(offer.rooms.first().copied())));
    }
    if !service.is_given_by(spot.practitioner) {
        return Ok(Fit::Closed);
    }
    let block = pace(service).blocks(slot(service, spot.at));
    // Hours at a place are by its own clock, whichever clock the desk reads.
    let there = at_place(tx, clinic, spot.location).await?;
    let day = there.day_of(spot.at);
    let of = For { service: Some(service.id), location: spot.location, days: (day, day) };
    let hours = hours_of(tx, &[spot.practitioner], of).await?.remove(&spot.practitioner).unwrap_or_default();
    let open = open_stretches(&hours.openings, &hours.exceptions, &there.time_zone, &(day..=day));
    if !open.iter().any(|stretch| stretch.from <= block.from && block.to <= stretch.to) {
        return Ok(Fit::Closed);
    }
    let rooms: Vec<Option<RoomId>> = match (spot.room, &service.rooms) {
        (Some(room), _) => vec![Some(room)],
        (None, Some(rooms)) => rooms.iter().copied().map(Some).collect(),
        (None, None) => vec![None],
    };
    for room in rooms {
        if is_free(tx, (spot.practitioner, room), block, spot.besides).await? {
            return Ok(Fit::Free(room));
        }
    }
    Ok(Fit::Busy)
}
