//! Keeps: "The notice is shown before anything is given". The clinic's public page: one page and
//! one form, which works without JavaScript. It knows nobody, so it shows nobody's data.

use std::ops::RangeInclusive;

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Clinic, Problem, TenantTx,
    actor::LocationId,
    http::{FramedBy, Front, Typed, View, see_other},
};
use serde::Deserialize;
use trust::clinics::{
    Practitioner, PractitionerId, Service, bookable_practitioners,
    locations::{Location, at_place, open_locations},
    services, takes_bookings,
};
use trust::{identity::challenge::Challenge, patients::relatives::Relationship};

use super::{
    calendar::{Offer, Own, Wanted, bookable_days, nearest, offers},
    fill_in::work_for,
    hold::{Kept, token_of},
    paused::paused,
    rules::{Rules, rules},
};

/// The word for "anyone, the soonest".
pub const ANYONE: &str = "any";
const WEEK: i32 = 7;
const NEAREST: usize = 6;

/// What is asked for so far; anything unreadable is as if it were not said.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// A service id.
    #[serde(default)]
    pub service: String,
    /// A practitioner id, or "any".
    #[serde(default)]
    pub practitioner: String,
    /// A location id.
    #[serde(default)]
    pub location: String,
    /// A date.
    #[serde(default)]
    pub day: String,
}

/// What the clinic offers.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Services on offer.
    pub services: Vec<Service>,
    /// Practitioners who can be booked.
    pub practitioners: Vec<Practitioner>,
    /// Where, if the clinic works in several places.
    pub locations: Vec<Location>,
}

impl Menu {
    /// Reads the menu.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn read(tx: &TenantTx, clinic: &Clinic) -> Result<Self, Problem> {
        let (services, practitioners, locations) =
            futures_util::try_join!(services(tx, clinic.currency), bookable_practitioners(tx), open_locations(tx))?;
        Ok(Self { services, practitioners, locations })
    }

    /// The service of this id, if it is on offer.
    #[must_use]
    pub fn service(&self, id: &str) -> Option<&Service> {
        let id = id.parse().ok()?;
        self.services.iter().find(|service| service.id == id)
    }

    /// Who is meant: one practitioner, or for "any" all of them. `None`: nobody of this clinic's public page.
    #[must_use]
    pub fn meant(&self, practitioner: &str) -> Option<Vec<PractitionerId>> {
        if practitioner == ANYONE {
            return Some(self.practitioners.iter().map(|p| p.id).collect());
        }
        let id: PractitionerId = practitioner.parse().ok()?;
        self.practitioners.iter().any(|p| p.id == id).then(|| vec![id])
    }
}

impl Menu {
    /// The place of this id; without places nothing is asked. `None`: no place of this clinic.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<Option<LocationId>> {
        if self.locations.is_empty() {
            return Some(None);
        }
        if let ([only], true) = (self.locations.as_slice(), id.is_empty()) {
            return Some(Some(only.id));
        }
        let id: LocationId = id.parse().ok()?;
        self.locations.iter().any(|place| place.id == id).then_some(Some(id))
    }

    /// The practitioners who give a service.
    pub(crate) fn giving(&self, service: &Service) -> Vec<&Practitioner> {
        self.practitioners.iter().filter(|one| service.is_given_by(one.id)).collect()
    }
}

/// One day of the strip.
#[derive(Debug)]
pub struct StripDay {
    /// The date.
    pub day: Date,
    /// The weekday, 1 Monday … 7 Sunday.
    pub weekday: i8,
    /// How many times are free.
    pub free: usize,
    /// Whether its times are shown.
    pub current: bool,
}

/// Times under one heading.
#[derive(Debug)]
pub struct Part {
    /// The key of the heading.
    pub words: &'static str,
    /// Value of the radio and what it says.
    pub times: Vec<(Timestamp, String)>,
}

/// A week of the calendar as the page shows it.
#[derive(Debug, Default)]
pub struct Times {
    /// The day whose times are shown.
    pub day: Option<Date>,
    /// That day in words.
    pub heading: String,
    /// The days around it.
    pub strip: Vec<StripDay>,
    /// Its times.
    pub parts: Vec<Part>,
    /// The week before, if one can be booked.
    pub earlier: Option<Date>,
    /// The week after, if one can be booked.
    pub later: Option<Date>,
}

/// The page.
#[derive(Template)]
#[template(path = "booking/show_times.html")]
pub struct BookingPage<'a> {
    /// The view, by the clock of the place.
    pub v: View,
    /// What was typed.
    pub f: &'a Typed,
    /// The clinic, by the clock of the place.
    pub clinic: Clinic,
    /// What it offers.
    pub menu: &'a Menu,
    /// The chosen service, a valid id or empty.
    pub service: String,
    /// The chosen practitioner, a valid id or "any".
    pub practitioner: String,
    /// Who gives the chosen service.
    pub giving: Vec<&'a Practitioner>,
    /// The chosen place, a valid id or empty.
    pub location: String,
    /// The times.
    pub times: Times,
    /// The time that is kept for this page: its token and until when.
    pub kept: Option<(String, Kept)>,
    /// What the browser works on while the form is filled in.
    pub work: Option<Challenge>,
    /// Whether a code that went to the number is asked for.
    pub asks_code: bool,
    /// Whether the form carries typed words that a link would lose.
    pub typed: bool,
}

/// What the page is to show.
#[derive(Debug)]
pub struct Showing<'a> {
    /// What is asked for.
    pub asked: &'a Asked,
    /// A wished time that somebody else has.
    pub lost: Option<Timestamp>,
    /// The time that is kept for it.
    pub kept: Option<Kept>,
    /// Work for the browser.
    pub work: Option<Challenge>,
    /// Whether a code that went to the number is asked for.
    pub asks_code: bool,
}

impl BookingPage<'_> {
    fn for_another(&self) -> bool {
        ["patient_name", "relationship", "born"].iter().any(|field| !self.f.value(field).is_empty())
    }

    /// The zone of the clock the times are read from.
    fn zone(&self) -> &str {
        self.clinic.time_zone.iana_name().unwrap_or("UTC")
    }

    fn href(&self, day: &Date) -> String {
        let place = if self.location.is_empty() { String::new() } else { format!("&location={}", self.location) };
        format!("/c/{}?service={}&practitioner={}{place}&day={day}#times", self.clinic.slug, self.service, self.practitioner)
    }
}

/// Puts the page together: what is asked for, and where a wished time was lost, the nearest ones first.
///
/// # Errors
/// [`Problem`].
pub async fn booking_page<'a>(
    tx: &TenantTx,
    (v, f, clinic): (&'a View, &'a Typed, &'a Clinic),
    menu: &'a Menu,
    showing: &Showing<'_>,
) -> Result<BookingPage<'a>, Problem> {
    let Showing { asked, lost, kept, work, asks_code } = showing;
    let service = menu.service(&asked.service).or_else(|| menu.services.first());
    let giving = service.map(|service| menu.giving(service)).unwrap_or_default();
    // Who does not give the chosen service is as if nobody had been named.
    let named = menu.meant(&asked.practitioner).filter(|meant| meant.iter().any(|one| giving.iter().any(|giver| giver.id == *one)));
    let (practitioner, meant) =
        named.map_or_else(|| (ANYONE.to_owned(), giving.iter().map(|p| p.id).collect()), |meant| (asked.practitioner.clone(), meant));
    let location = menu.place(&asked.location).unwrap_or_else(|| menu.locations.first().map(|place| place.id));
    let there = at_place(tx, clinic, location).await?;
    let v = v.by_clock_of(&there);
    let times = match service {
        Some(service) if !meant.is_empty() => {
            let wanted = Wanted { service, practitioners: &meant, location, besides: kept.map(|kept| Own { id: kept.id, leaves: None }) };
            times(tx, (&v, &there), &wanted, (asked.day.parse().ok(), *lost)).await?
        }
        _ => Times::default(),
    };
    let typed = ["name", "phone", "consent", "patient_name", "born"].iter().any(|field| !f.value(field).is_empty()) || kept.is_some();
    let kept = kept.map(|kept| (token_of(tx, kept.id), kept));
    let service = service.map(|s| s.id.to_string()).unwrap_or_default();
    let location = location.map(|place| place.to_string()).unwrap_or_default();
    Ok(BookingPage {
        v,
        f,
        clinic: there,
        menu,
        service,
        practitioner,
        giving,
        location,
        times,
        kept,
        work: work.clone(),
        asks_code: *asks_code,
        typed,
    })
}

/// The week of the asked day, or of the first free one; also what moving an appointment shows.
///
/// # Errors
/// [`Problem`].
pub async fn times(
    tx: &TenantTx,
    (v, clinic): (&View, &Clinic),
    wanted: &Wanted<'_>,
    (asked, lost): (Option<Date>, Option<Timestamp>),
) -> Result<Times, Problem> {
    let bookable = bookable_days(clinic, wanted.service, tx.now());
    let (today, last) = (*bookable.start(), *bookable.end());
    let after = |day: Date, days: i32| day.checked_add(jiff::ToSpan::days(days)).unwrap_or(day);
    let first_of_week = |day: Date| after(today, day.since(today).map_or(0, |span| span.get_days()) / WEEK * WEEK);
    let wished = asked.or_else(|| lost.map(|at| clinic.day_of(at))).filter(|day| bookable.contains(day));
    let (free, day) = if let Some(day) = wished {
        let week = first_of_week(day);
        (offers(tx, clinic, wanted, week..=after(week, WEEK - 1).min(last)).await?, day)
    } else {
        let free = first_free(tx, clinic, wanted, &bookable).await?;
        let day = free.first().map_or(today, |offer| clinic.day_of(offer.slot.starts_at));
        (free, day)
    };
    let week = first_of_week(day);
    let on = |day: Date| free.iter().filter(move |offer| clinic.day_of(offer.slot.starts_at) == day);
    let strip = (0..WEEK)
        .map(|n| after(week, n))
        .filter(|day| *day <= last)
        .map(|of| StripDay { day: of, weekday: of.weekday().to_monday_one_offset(), free: on(of).count(), current: of == day })
        .collect();
    let near = lost.map(|at| nearest(&free, at, NEAREST)).unwrap_or_default();
    let rest: Vec<Offer> = on(day).filter(|offer| !near.contains(offer)).cloned().collect();
    Ok(Times {
        day: Some(day),
        heading: v.day(day),
        strip,
        parts: parts((v, clinic), &near, &rest, day),
        earlier: (week > today).then(|| after(week, -WEEK)),
        later: Some(after(week, WEEK)).filter(|day| *day <= last),
    })
}

/// The offers of the first weeks that have any: two weeks are looked at, then four, then eight, so that a clinic that is
/// booked out for long costs a few questions and others one.
pub(crate) async fn first_free(
    tx: &TenantTx,
    clinic: &Clinic,
    wanted: &Wanted<'_>,
    days: &RangeInclusive<Date>,
) -> Result<Vec<Offer>, Problem> {
    let (mut from, mut weeks) = (*days.start(), 2);
    while from <= *days.end() {
        let next = from.checked_add(jiff::ToSpan::days(weeks * WEEK)).unwrap_or(Date::MAX);
        let to = next.yesterday().unwrap_or(next).min(*days.end());
        let free = offers(tx, clinic, wanted, from..=to).await?;
        if !free.is_empty() {
            return Ok(free);
        }
        (from, weeks) = (next, weeks * 2);
    }
    Ok(Vec::new())
}

fn parts((v, clinic): (&View, &Clinic), near: &[Offer], rest: &[Offer], shown: Date) -> Vec<Part> {
    let hour = |offer: &Offer| offer.slot.starts_at.to_zoned(clinic.time_zone.clone()).hour();
    let say = |offer: &Offer| {
        let at = offer.slot.starts_at;
        let day = clinic.day_of(at);
        (at, if day == shown { v.time(at) } else { format!("{}, {}", v.day(day), v.time(at)) })
    };
    let between = |from: i8, to: i8| rest.iter().filter(|offer| (from..to).contains(&hour(offer))).map(say).collect();
    let parts = [
        ("booking-nearest", near.iter().map(say).collect()),
        ("booking-morning", between(0, 12)),
        ("booking-afternoon", between(12, 17)),
        ("booking-evening", between(17, 24)),
    ];
    parts.into_iter().filter(|(_, times): &(_, Vec<_>)| !times.is_empty()).map(|(words, times)| Part { words, times }).collect()
}

/// `GET /c/{slug}`.
///
/// # Errors
/// [`Problem`].
pub async fn page(front: Front, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let tx = front.enter().await?;
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::OK);
    }
    let menu = Menu::read(&tx, &front.clinic).await?;
    let blank = Typed::blank();
    let rules = rules(&tx).await?;
    let showing = Showing { asked: &asked, lost: None, kept: None, work: work_for(&tx, &front, &rules).await?, asks_code: false };
    let page = booking_page(&tx, (&front.view, &blank, &front.clinic), &menu, &showing).await?;
    tx.commit().await?;
    Ok(framed(front.view.page(&page)?, rules))
}

/// The clinic's own sites may show this page; what its form leads to takes the whole window.
pub(super) fn framed(mut response: Response, rules: Rules) -> Response {
    response.extensions_mut().insert(FramedBy(rules.embed_on));
    response
}

/// `GET /c/{slug}/book`: where a reload or a change of language after a refused form leads.
pub async fn back_to_page(front: Front) -> Response {
    see_other(&format!("/c/{}", front.clinic.slug))
}
