//! Keeps: "A login is one person's" (MDE-IDN-01). When somebody signs in, their other sessions of the day are looked at: in use in another
//! network a moment ago, or on more devices than a person carries, raises one case for the owner. It blocks nobody: a phone and a desk
//! look the same, and only people know.

use jiff::SignedDuration;
use kernel::{
    Db, Problem,
    id::SessionId,
    keys::Sealed,
    sql,
    tenancy::{By, Event, PlatformTx, network_of},
};

use super::session::{DEVICE, Sitting};
use crate::letters::{Letter, news::tell_owners_of};

/// Minutes in which two places are at once.
const AT_ONCE: i64 = 15;
/// Devices that one person may use in a day.
const DEVICES: usize = 4;

/// Names of desks and roles, as people write them when they mean everybody who sits there.
const DESKS: [&str; 33] = [
    "front desk",
    "frontdesk",
    "front office",
    "desk",
    "reception",
    "receptionist",
    "admin",
    "administrator",
    "staff",
    "office",
    "clinic",
    "nurse",
    "nurses",
    "doctor",
    "doctors",
    "pharmacy",
    "pharmacist",
    "billing",
    "accounts",
    "accountant",
    "team",
    "user",
    "owner",
    "manager",
    "everyone",
    "استقبالیہ",
    "ایڈمن",
    "عملہ",
    "دفتر",
    "کلینک",
    "نرس",
    "ڈاکٹر",
    "فارمیسی",
];

/// Whether a name is a desk's and nobody's: "Front Desk", "Reception 2".
#[must_use]
pub fn is_a_desk(name: &str) -> bool {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    DESKS.contains(&plain.as_str())
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    TwoPlaces,
    ManyDevices,
}

impl Seen {
    const fn word(self) -> &'static str {
        match self {
            Self::TwoPlaces => "two_places",
            Self::ManyDevices => "many_devices",
        }
    }
}

fn judge(in_two_places: bool, devices: usize) -> Option<Seen> {
    match () {
        () if in_two_places => Some(Seen::TwoPlaces),
        () if devices > DEVICES => Some(Seen::ManyDevices),
        () => None,
    }
}

/// Looks at the other sessions of who just sat down, and raises a case if one is due and none is open.
pub(super) async fn watch(tx: &mut PlatformTx, db: &Db, sitting: &Sitting) -> Result<(), Problem> {
    if sitting.address.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let before = |span| now.checked_sub(span).unwrap_or(now);
    let here = tx.keys().tag("network", &network_of(&sitting.address))?;
    let nowhere = tx.keys().tag("network", "")?;
    let rows = tx
        .rows(
            sql!(Identity:
                "select s.session_id, s.device,
                        s.ended_at is null and s.ends_at > $3 and s.last_seen_at > $4 and s.network <> $6 and s.network <> $7 as elsewhere
                   from session s join membership m on m.clinic_id = s.clinic_id and m.person_id = s.person_id
                  where s.person_id = $1 and s.clinic_id = $2 and s.kind = 'staff' and s.started_at > $5
                    and (m.places_fine_until is null or m.places_fine_until <= $3)
                  order by s.started_at desc limit 50"
            ),
            &[
                &sitting.person,
                &sitting.clinic,
                &now,
                &before(SignedDuration::from_mins(AT_ONCE)),
                &before(SignedDuration::from_hours(24)),
                &here,
                &nowhere,
            ],
        )
        .await?;
    let mut devices = Vec::new();
    let mut in_two_places = false;
    for row in &rows {
        in_two_places |= row.read::<Option<bool>>("elsewhere")?.unwrap_or_default();
        let id: SessionId = row.read("session_id")?;
        let device: Option<Sealed<String>> = row.read("device")?;
        let device = device.map(|sealed| tx.keys().open(&DEVICE, id, &sealed)).transpose()?.map(kernel::Private::into_inner);
        devices.extend(device.filter(|device| !device.is_empty()));
    }
    devices.sort_unstable();
    devices.dedup();
    let Some(seen) = judge(in_two_places, devices.len()) else { return Ok(()) };
    if raise(tx, sitting, seen, i32::try_from(devices.len().max(1)).unwrap_or(i32::MAX)).await? {
        tell_owners_of(tx, db, sitting.clinic, |clinic| Letter::AccountShared { clinic }).await?;
    }
    Ok(())
}

kernel::id!(
    /// A login that seems to be shared.
    CaseId, "cas"
);

/// One open case a person: the index says so. Whether this is a new one.
async fn raise(tx: &mut PlatformTx, sitting: &Sitting, seen: Seen, devices: i32) -> Result<bool, Problem> {
    let case: CaseId = tx.fresh();
    // No column is named in what comes back: the login that writes cases may not read them.
    let raised = tx
        .rows(
            sql!(Identity:
                "insert into access_case (clinic_id, case_id, person_id, kind, devices, raised_at) values ($1, $2, $3, $4, $5, $6)
                  on conflict do nothing returning true as raised"
            ),
            &[&sitting.clinic, &case, &sitting.person, &seen.word(), &devices, &tx.now()],
        )
        .await?;
    let is_new = !raised.is_empty();
    if is_new {
        let raised = Event::done("identity.raise_case", By::Program).about(Some(sitting.person));
        tx.record(raised.in_clinic(sitting.clinic).with(seen.word()));
    }
    Ok(is_new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_is_told_from_a_person() {
        for desk in ["Front Desk", "reception", "Reception 2", " ADMIN ", "front-desk", "استقبالیہ", "Nurse 1"] {
            assert!(is_a_desk(desk), "{desk}");
        }
        for person in ["Sana Malik", "Dr Desk", "Nurse Joy", "Admin Khan", "ڈاکٹر ثنا ملک", "Officer"] {
            assert!(!is_a_desk(person), "{person}");
        }
    }

    #[test]
    fn two_places_or_five_devices_are_worth_a_look() {
        assert_eq!(judge(false, 4), None);
        assert_eq!(judge(false, 5), Some(Seen::ManyDevices));
        assert_eq!(judge(true, 1), Some(Seen::TwoPlaces));
    }
}
