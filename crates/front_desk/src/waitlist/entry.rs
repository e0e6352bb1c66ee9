//! Somebody who waits for a time, and what they want.

use jiff::{Timestamp, civil::Date};
use kernel::{Clinic, Problem, TenantTx, actor::LocationId, sql, tenancy::Row};
use trust::{
    clinics::{PractitionerId, ServiceId},
    patients::PatientId,
};

use crate::booking::{AppointmentId, availability::Slot};

kernel::id!(
    /// An entry of the waitlist.
    EntryId, "wai"
);
kernel::id!(
    /// An offer to somebody who waits.
    OfferId, "ofr"
);

/// Which part of the day is wanted, on the clinic's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Any.
    Any,
    /// Before noon.
    Morning,
    /// From noon to five.
    Afternoon,
    /// From five on.
    Evening,
}

impl Part {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Any, Self::Morning, Self::Afternoon, Self::Evening];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }

    const fn hours(self) -> (i8, i8) {
        match self {
            Self::Any => (0, 24),
            Self::Morning => (0, 12),
            Self::Afternoon => (12, 17),
            Self::Evening => (17, 24),
        }
    }
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was free yet, or an offer passed.
    Waiting,
    /// A time is kept for them until they answer.
    Offered,
    /// They took one.
    Booked,
    /// They wait no more.
    Left,
    /// Their days have passed.
    Over,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Offered, Self::Booked, Self::Left, Self::Over];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Booked => "booked",
            Self::Left => "left",
            Self::Over => "over",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// An entry.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Id.
    pub id: EntryId,
    /// Who waits.
    pub patient: PatientId,
    /// For what.
    pub service: ServiceId,
    /// With whom; `None`: anyone.
    pub practitioner: Option<PractitionerId>,
    /// Where, if the clinic works in several places.
    pub location: Option<LocationId>,
    /// From which day.
    pub first: Date,
    /// To which day.
    pub last: Date,
    /// At which part of the day.
    pub part: Part,
    /// Where it stands.
    pub state: State,
}

impl Entry {
    pub(super) fn read(row: &Row) -> Result<Self, Problem> {
        let unknown = || Problem::broken("an unknown word in an entry of the waitlist");
        Ok(Self {
            id: row.read("entry_id")?,
            patient: row.read("patient_id")?,
            service: row.read("service_id")?,
            practitioner: row.read("practitioner_id")?,
            location: row.read("location_id")?,
            first: row.read("first_day")?,
            last: row.read("last_day")?,
            part: Part::from_word(row.read("part")?).ok_or_else(unknown)?,
            state: State::from_word(row.read("state")?).ok_or_else(unknown)?,
        })
    }

    /// Whether a time is one they asked for.
    #[must_use]
    pub fn wants(&self, clinic: &Clinic, slot: Slot) -> bool {
        let wall = slot.starts_at.to_zoned(clinic.time_zone.clone());
        let (from, to) = self.part.hours();
        self.first <= wall.date() && wall.date() <= self.last && (from..to).contains(&wall.hour())
    }
}

/// An offer that stands.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// Id.
    pub id: OfferId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// When.
    pub starts_at: Timestamp,
    /// Until when it is kept for them.
    pub until: Timestamp,
    /// The row that keeps it.
    pub hold: AppointmentId,
}

/// Reads an entry, held until the end of the transaction.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn entry_held(tx: &TenantTx, id: EntryId) -> Result<Entry, Problem> {
    let row = tx
        .one(
            sql!(
                "select entry_id, patient_id, service_id, practitioner_id, location_id, first_day, last_day, part, state
                   from waitlist where entry_id = $1 for update"
            ),
            &[&id],
        )
        .await?;
    Entry::read(&row)
}

/// The offer that stands for an entry now.
///
/// # Errors
/// [`Problem`].
pub async fn open_offer(tx: &TenantTx, entry: EntryId) -> Result<Option<Open>, Problem> {
    let row = tx
        .maybe(
            sql!(
                "select offer_id, practitioner_id, starts_at, until, appointment_id from waitlist_offer
                  where entry_id = $1 and state = 'open' and until > $2"
            ),
            &[&entry, &tx.now()],
        )
        .await?;
    row.map(|row| {
        Ok(Open {
            id: row.read("offer_id")?,
            practitioner: row.read("practitioner_id")?,
            starts_at: row.read("starts_at")?,
            until: row.read("until")?,
            hold: row.read("appointment_id")?,
        })
    })
    .transpose()
}

/// Writes where an entry stands.
pub(super) async fn becomes(tx: &TenantTx, entry: EntryId, state: State) -> Result<(), Problem> {
    tx.run(sql!("update waitlist set state = $2 where entry_id = $1"), &[&entry, &state.word()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_as_themselves() {
        assert!(Part::ALL.into_iter().all(|part| Part::from_word(part.word()) == Some(part)));
        assert!(State::ALL.into_iter().all(|state| State::from_word(state.word()) == Some(state)));
    }
}
