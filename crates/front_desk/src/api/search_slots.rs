//! `GET /api/v1/slots`: the free times of some days, by the function that the public page asks.

use std::ops::RangeInclusive;

use axum::{
    Json,
    extract::{Query, RawQuery},
    http::Uri,
};
use jiff::civil::Date;
use kernel::http::{Caller, Details, Refused, Wrong};
use serde::{Deserialize, Serialize};
use trust::clinics::{locations::at_place, takes_bookings};
use utoipa::{IntoParams, ToSchema};

use super::told::{Time, paused};
use crate::booking::{
    calendar::{Wanted, bookable_days, offers},
    show_times::{ANYONE, Menu},
};

/// Days in one question.
const MOST_DAYS: i32 = 31;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A service's id.
    service: String,
    /// A practitioner's id; left away, anyone.
    practitioner: Option<String>,
    /// A location's id, where the clinic works in several places.
    location: Option<String>,
    /// The first day, by the clock of the place, such as 2026-03-02.
    #[param(value_type = String, format = Date)]
    from: String,
    /// The last day; at most 31 days in one question.
    #[param(value_type = String, format = Date)]
    to: String,
}

/// Free times.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Slots)]
pub struct Slots {
    /// In order.
    slots: Vec<Time>,
}

/// The question and its days.
///
/// # Errors
/// [`Details`] that name each part that is wrong.
pub fn read(query: &str) -> Result<(Asked, RangeInclusive<Date>), Details> {
    let unreadable = |why: &dyn std::fmt::Display| Details::wrong(&[Wrong::parameter("service", why)]);
    let uri: Uri = format!("/?{query}").parse().map_err(|error| unreadable(&error))?;
    let Query(asked) = Query::<Asked>::try_from_uri(&uri).map_err(|error| unreadable(&error.body_text()))?;
    let mut wrong = Vec::new();
    let mut day = |name: &'static str, text: &str| {
        let day: Option<Date> = text.parse().ok().filter(|_| text.len() == 10);
        if day.is_none() {
            wrong.push(Wrong::parameter(name, "a day such as 2026-03-02"));
        }
        day
    };
    match (day("from", &asked.from), day("to", &asked.to)) {
        (Some(from), Some(to)) if from > to => wrong.push(Wrong::parameter("to", "not before from")),
        (Some(from), Some(to)) if to.since(from).map_or(i32::MAX, |span| span.get_days()) >= MOST_DAYS => {
            wrong.push(Wrong::parameter("to", "at most 31 days in one question"));
        }
        (Some(from), Some(to)) => return Ok((asked, from..=to)),
        _ => {}
    }
    Err(Details::wrong(&wrong))
}

/// GET /api/v1/slots
///
/// # Errors
/// [`Refused`].
#[utoipa::path(
    get,
    path = "/api/v1/slots",
    operation_id = "slots",
    summary = "Free times of some days.",
    description = "As the public page offers them: none outside hours, none nearer than the service's notice.",
    params(Asked),
    responses(
        (status = 200, description = "Here it is.", body = Slots),
        (status = 409, description = "The clinic takes no bookings now."),
        (status = 422, description = "Part of the question is wrong.")
    )
)]
pub async fn get(caller: Caller, RawQuery(query): RawQuery) -> Result<Json<Slots>, Refused> {
    let (asked, days) = read(&query.unwrap_or_default())?;
    let tx = caller.enter().await?;
    if !takes_bookings(&tx).await? {
        return Err(paused().into());
    }
    let menu = Menu::read(&tx, &caller.clinic).await?;
    let chosen = (
        menu.service(&asked.service).ok_or_else(|| Wrong::parameter("service", "no service that can be booked")),
        menu.meant(asked.practitioner.as_deref().unwrap_or(ANYONE))
            .ok_or_else(|| Wrong::parameter("practitioner", "nobody who can be booked")),
        menu.place(asked.location.as_deref().unwrap_or_default())
            .ok_or_else(|| Wrong::parameter("location", "one of the clinic's locations, see /api/v1/locations")),
    );
    let (service, practitioners, location) = match chosen {
        (Ok(service), Ok(practitioners), Ok(location)) => (service, practitioners, location),
        (service, practitioners, location) => {
            let wrong: Vec<Wrong> = [service.err(), practitioners.err(), location.err()].into_iter().flatten().collect();
            return Err(Details::wrong(&wrong).into());
        }
    };
    let clinic = &at_place(&tx, &caller.clinic, location).await?;
    let bookable = bookable_days(clinic, service, tx.now());
    let (first, last) = ((*days.start()).max(*bookable.start()), (*days.end()).min(*bookable.end()));
    let wanted = Wanted { service, practitioners: &practitioners, location, besides: None };
    let free = if first <= last { offers(&tx, clinic, &wanted, first..=last).await? } else { Vec::new() };
    tx.commit().await?;
    Ok(Json(Slots { slots: free.iter().map(|offer| Time::of(offer, clinic)).collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_names_its_days_and_at_most_a_month_of_them() {
        let days = |from: &str, to: &str| read(&format!("service=svc_1&from={from}&to={to}")).map(|(_, days)| days).ok();
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(days("2026-03-02", "2026-03-02"), Some(day("2026-03-02")..=day("2026-03-02")));
        assert_eq!(days("2026-03-01", "2026-03-31"), Some(day("2026-03-01")..=day("2026-03-31")));
        for (from, to) in [
            ("2026-03-01", "2026-04-01"),
            ("2026-03-02", "2026-03-01"),
            ("2026-02-30", "2026-03-01"),
            ("-009999-01-01", "9999-12-31"),
            ("0000-01-01", "9999-12-31"),
            ("20260302", "20260302"),
            ("2026-03-02T00:00", "2026-03-02"),
            ("", ""),
        ] {
            assert_eq!(days(from, to), None, "{from} to {to}");
        }
        for bad in
            ["", "service=svc_1", "service=a&from=2026-03-02&to=2026-03-02&name=Mia", "service=a&service=b&from=2026-03-02&to=2026-03-02"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
