//! Keeps: "A calendar learns when, and not why". A patient takes their appointment into a calendar of their own: the clinic's
//! name, the time, the link; neither their name nor the service, which could name an illness to whoever shares the calendar.

use axum::response::Response;
use kernel::{Problem, http::Bearer, id::Id as _, language::Speech, sql};

use super::{
    appointment::Status,
    own::{enter, own_seen},
};
use crate::calendars::write::{Calendar, Entry, Own, answer};

/// How long before the time the calendar calls it to mind.
const ALARM_HOURS: u8 = 2;

/// `GET /a/{token}/appointment.ics`. Taken again after a move, the entry moves: same UID, higher SEQUENCE.
///
/// # Errors
/// [`Problem`].
pub async fn file(bearer: Bearer) -> Result<Response, Problem> {
    let mut tx = enter(&bearer).await?;
    let appointment = own_seen(&mut tx, &bearer).await?.appointment;
    let row = tx
        .one(
            sql!(
                "select a.revision, l.name as location
                   from appointment a left join location l on l.clinic_id = a.clinic_id and l.location_id = a.location_id
                  where a.appointment_id = $1"
            ),
            &[&appointment.id],
        )
        .await?;
    let sequence: i32 = row.read("revision")?;
    let location: Option<String> = row.read("location")?;
    let stamp = tx.now();
    tx.commit().await?;

    let (v, clinic) = (&bearer.view, bearer.clinic.name.as_str());
    let url = format!("{}/a/{}", bearer.house.base_url(), bearer.token);
    let summary = v.t1("calendar-appointment-at", "clinic", clinic);
    let words = v.t1("calendar-appointment-link", "url", &url);
    let place = location.map_or_else(|| clinic.to_owned(), |location| format!("{location}, {clinic}"));
    let mut calendar = Calendar::begin();
    calendar.add(&Entry {
        uid: &format!("{}@wellkept", appointment.id.uuid()),
        stamp,
        starts_at: appointment.starts_at,
        ends_at: appointment.ends_at,
        sequence,
        cancelled: matches!(appointment.status, Status::Cancelled | Status::EnteredInError),
        summary: &Speech::without_marks(&summary),
        own: Some(Own { place: &place, words: &Speech::without_marks(&words), url: &url, alarm_hours: ALARM_HOURS }),
    });
    Ok(answer(calendar.end(), "inline; filename=\"appointment.ics\""))
}
