//! Keeps: "A calendar learns when, and not why". A calendar program reads a practitioner's booked times at a secret address:
//! each says "Booked", and neither with whom nor for what. Nobody is signed in, so the address is all the right there is:
//! wrong ones answer as what is not there, and are counted.

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use kernel::{
    Clinic, Problem, TenantTx, Verb,
    http::{Kept, Passer},
    id::Id as _,
    language::Speech,
    permit::Who,
    sql,
};
use trust::clinics::PractitionerId;
use uuid::Uuid;

use super::{
    FeedId,
    write::{Calendar, Entry, answer},
};
use crate::booking::AppointmentId;

/// What is counted for whoever tries addresses.
const WRONG: &str = "calendar.wrong";
/// Letters of the secret: 256 bits.
const LETTERS: usize = 43;
const DAYS_BACK: i32 = 30;
const DAYS_AHEAD: i32 = 365;
/// How often a program is asked to come back.
const EVERY_HOURS: u8 = 1;

/// The act of reading a feed; written down on its first fetch of a day.
#[derive(Debug)]
pub struct ReadFeed(FeedId);

impl Verb for ReadFeed {
    const ACT: &'static str = "calendar.read_feed";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Notes the day; whether it is the first fetch of it. One line of the trail a day says that an address is in use: a line
/// for each of the hundred fetches of a day would hide what else happened.
async fn is_first_today(tx: &TenantTx, feed: FeedId, day_began: Timestamp) -> Result<bool, Problem> {
    let noted = tx
        .maybe(
            sql!(
                "update calendar_feed set last_seen_at = $2
                  where feed_id = $1 and (last_seen_at is null or last_seen_at < $3) returning feed_id"
            ),
            &[&feed, &tx.now(), &day_began],
        )
        .await?;
    Ok(noted.is_some())
}

/// The name of an entry for calendars: its appointment's own id is of no use to whoever compares two feeds.
fn uid(feed: FeedId, appointment: AppointmentId) -> String {
    let mut both = feed.uuid().as_bytes().to_vec();
    both.extend(appointment.uuid().as_bytes());
    let mark = digest(&SHA256, &both);
    format!("{}@wellkept", URL_SAFE_NO_PAD.encode(mark.as_ref().get(..16).unwrap_or_default()))
}

async fn booked(
    tx: &TenantTx,
    (feed, practitioner): (FeedId, PractitionerId),
    clinic: &Clinic,
    speech: &Speech,
) -> Result<String, Problem> {
    let today = clinic.day_of(tx.now());
    let from = today.checked_sub(DAYS_BACK.days()).unwrap_or(Date::MIN);
    let until = today.checked_add(DAYS_AHEAD.days()).unwrap_or(Date::MAX);
    let (from, until) = (clinic.span_of(from).0, clinic.span_of(until).1);
    let rows = tx
        .rows(
            sql!(
                "select appointment_id, starts_at, ends_at, booked_at, revision from appointment
                  where practitioner_id = $1 and status in ('pending', 'booked', 'arrived', 'fulfilled') and starts_at >= $2 and starts_at < $3
                  order by starts_at, appointment_id"
            ),
            &[&practitioner, &from, &until],
        )
        .await?;
    let (summary, name) = (speech.t("calendar-booked"), speech.t1("calendar-feed-name", "clinic", &clinic.name));
    let mut calendar = Calendar::begin();
    calendar.is_subscribed(&Speech::without_marks(&name), EVERY_HOURS);
    for row in &rows {
        calendar.add(&Entry {
            uid: &uid(feed, row.read("appointment_id")?),
            // Not the present: nothing changed must read alike, or no program could be told so.
            stamp: row.read("booked_at")?,
            starts_at: row.read("starts_at")?,
            ends_at: row.read("ends_at")?,
            sequence: row.read("revision")?,
            cancelled: false,
            summary: &summary,
            own: None,
        });
    }
    Ok(calendar.end())
}

/// Whether the program has this already. The mark is of the content itself: a date of the last change would miss what
/// commits late or in the same second, and the window moves by itself.
fn has_it(headers: &HeaderMap, mark: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|one| one.trim().trim_start_matches("W/") == mark)
}

/// GET /calendar/{token}, where the token ends with `.ics`.
///
/// # Errors
/// [`Problem::NotFound`] for an address that is wrong, taken back, or of somebody who left or is suspended.
pub async fn get(passer: Passer, Path(token): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let (db, brake) = (passer.house.db(), passer.house.brake());
    if brake.spent(WRONG, &passer.address, brake.a_minute()) {
        return Err(Problem::TooMany);
    }
    let secret = token.strip_suffix(".ics").filter(|secret| secret.len() == LETTERS);
    let found = match secret {
        Some(secret) => db.subscriber(secret).await?,
        None => None,
    };
    let Some((actor, feed, practitioner, clinic)) = found else {
        brake.add(WRONG, &passer.address);
        return Err(Problem::NotFound);
    };
    brake.count("calendar", &feed.to_string())?;
    let feed = FeedId::from_uuid(feed);
    let mut tx = db.enter(&actor).await?;
    let day_began = clinic.span_of(clinic.day_of(tx.now())).0;
    if is_first_today(&tx, feed, day_began).await? {
        let _permit = tx.may(ReadFeed(feed)).await?;
    }
    let speech = Speech::new(passer.house.languages().clone(), clinic.language, clinic.time_zone.clone());
    let calendar = booked(&tx, (feed, PractitionerId::from_uuid(practitioner)), &clinic, &speech).await?;
    tx.commit().await?;
    let mark = format!("\"{}\"", URL_SAFE_NO_PAD.encode(digest(&SHA256, calendar.as_bytes()).as_ref()));
    let mut response = if has_it(&headers, &mark) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer(calendar, "inline; filename=\"booked.ics\"")
    };
    // Weak, since it may be compressed on the way.
    let mark = HeaderValue::from_str(&format!("W/{mark}")).map_err(|_| Problem::broken("a mark of a calendar"))?;
    response.headers_mut().insert(header::ETAG, mark);
    response.extensions_mut().insert(Kept);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_has_it_is_told_so_however_it_writes_the_mark() {
        for (said, has) in [("\"a\"", true), ("W/\"a\"", true), ("\"b\", W/\"a\"", true), ("\"b\"", false), ("a", false), ("*", false)] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(said));
            assert_eq!(has_it(&headers, "\"a\""), has, "{said}");
        }
        assert!(!has_it(&HeaderMap::new(), "\"a\""));
    }
}
