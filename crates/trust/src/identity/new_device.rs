//! Keeps: "A person hears of a sign-in they did not make". By letter, when somebody sits down with their login at a kind of
//! browser and machine that it was not used on in the last month. Browsers are told apart by what they say they are, so it
//! misses a thief with the same kind, and never stays silent for a new one.

use jiff::SignedDuration;
use kernel::{Db, Private, Problem, id::SessionId, keys::Sealed, sql, tenancy::PlatformTx};

use super::{
    device::named,
    session::{DEVICE, Sitting},
};
use crate::letters::{Letter, news::tell_login};

/// Hours after which a login is no longer new: the first device of a new login is news to nobody.
const NEW_HOURS: i64 = 24;

/// What it is called in the letter, in words of ours only: what a browser says of itself may be a sentence of a thief's.
fn spoken(device: &str) -> String {
    let (browser, system) = named(device);
    browser.into_iter().chain(system).collect::<Vec<_>>().join(", ")
}

/// Whether nobody was seen on such a device before.
fn is_new(device: &str, before: &[String], login_is_new: bool) -> bool {
    if before.is_empty() { !login_is_new } else { before.iter().all(|one| named(one) != named(device)) }
}

/// Writes to the person who just sat down if their login was not seen on such a device.
///
/// # Errors
/// [`Problem`].
pub(super) async fn tell_of_device(tx: &PlatformTx, db: &Db, sitting: &Sitting, session: SessionId) -> Result<(), Problem> {
    let young = tx.now().checked_sub(SignedDuration::from_hours(NEW_HOURS)).unwrap_or(tx.now());
    let rows = tx
        .rows(
            sql!(Identity:
                "select s.session_id, s.device, p.created_at > $3 as young from person p
                   left join session s on s.person_id = p.person_id and s.kind = 'staff' and s.session_id <> $2
                  where p.person_id = $1 order by s.started_at desc nulls last limit 200"
            ),
            &[&sitting.person, &session, &young],
        )
        .await?;
    let mut before = Vec::new();
    let mut login_is_new = false;
    for row in &rows {
        login_is_new = row.read("young")?;
        if let Some(id) = row.read::<Option<SessionId>>("session_id")? {
            let device: Option<Sealed<String>> = row.read("device")?;
            before
                .push(device.map(|sealed| tx.keys().open(&DEVICE, id, &sealed)).transpose()?.map(Private::into_inner).unwrap_or_default());
        }
    }
    if !is_new(&sitting.device, &before, login_is_new) {
        return Ok(());
    }
    let letter = Letter::NewDevice { device: spoken(&sitting.device), address: sitting.address.clone(), at: tx.now() };
    tell_login(tx, db, sitting.person, &letter).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36";
    const NEWER: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/133.0.0.0 Safari/537.36";
    const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1";

    #[test]
    fn another_kind_of_device_is_new_and_a_newer_version_of_the_same_is_not() {
        let seen = [CHROME.to_owned()];
        assert!(is_new(PHONE, &seen, true) && is_new(PHONE, &seen, false) && is_new("", &seen, false));
        assert!(!is_new(NEWER, &seen, false));
        assert!(!is_new(PHONE, &[], true), "the first device of a new login");
        assert!(is_new(PHONE, &[], false), "a login that slept for a month");
    }

    #[test]
    fn a_letter_repeats_no_sentence_that_a_browser_says() {
        assert_eq!(spoken(PHONE), "Safari, iPhone");
        assert_eq!(spoken("Call +1 555 0100 to keep your account"), "");
    }
}
