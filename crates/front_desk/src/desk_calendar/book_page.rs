//! The page on which the desk books: who, what, with whom, when, on one page. What says who somebody is is posted and stands
//! in no address; ids do.

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use kernel::{
    Clinic, Problem, TenantTx,
    http::{Desk, Errors, Filled, Typed, View},
};
use serde::Deserialize;
use trust::{
    clinics::{Practitioner, PractitionerId},
    consent::{Standing, contact_point, standing_held},
    messaging::Channel,
    patients::{
        Patient,
        find::{FindPatients, Found, Wanted as Sought, find},
        patient,
    },
};

use super::{asked::way_back, fits::at_desk, overbook::may_overbook, see_calendar::SeeCalendar, series::Repeat};
use crate::booking::{
    calendar::{Wanted, bookable_days},
    show_times::{ANYONE, Menu, Times, first_free, times},
};

/// What is asked for so far; anything unreadable is as if it were not said.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) service: String,
    #[serde(default)]
    pub(super) practitioner: String,
    #[serde(default)]
    pub(super) location: String,
    #[serde(default)]
    pub(super) day: String,
    /// A time of that day that is pointed at.
    #[serde(default)]
    pub(super) at: String,
    #[serde(default)]
    pub(super) patient: String,
    #[serde(default)]
    pub(super) back: String,
}

impl Asked {
    pub(super) fn of(filled: &Filled) -> Self {
        let field = |name| filled.text(name).to_owned();
        Self {
            service: field("service"),
            practitioner: field("practitioner"),
            location: field("location"),
            day: field("day"),
            at: field("at"),
            patient: field("patient"),
            back: field("back"),
        }
    }
}

/// Who is booked for.
pub(super) struct Somebody {
    pub(super) is: Patient,
    /// What their number says of messages; `None`: no number is known.
    pub(super) standing: Option<Standing>,
}

impl Somebody {
    pub(super) async fn read(tx: &TenantTx, id: &str) -> Result<Option<Self>, Problem> {
        let Ok(id) = id.parse() else { return Ok(None) };
        let is = patient(tx, id).await?;
        let standing = match contact_point(tx, &is, Channel::WhatsApp)? {
            Some(point) => Some(standing_held(tx, &point.key, Channel::WhatsApp).await?),
            None => None,
        };
        Ok(Some(Self { is, standing }))
    }

    /// Whether a yes to messages may be asked for.
    pub(super) const fn may_agree(&self) -> bool {
        matches!(self.standing, Some(Standing::Never | Standing::Withdrawn(_)))
    }
}

/// The menu as the desk books from it.
pub(super) async fn menu(tx: &TenantTx, clinic: &Clinic) -> Result<Menu, Problem> {
    let mut menu = Menu::read(tx, clinic).await?;
    menu.services = menu.services.into_iter().map(at_desk).collect();
    Ok(menu)
}

#[derive(Template)]
#[template(path = "desk_calendar/book.html")]
struct BookPage<'a> {
    v: &'a View,
    f: &'a Typed,
    menu: &'a Menu,
    service: String,
    practitioner: String,
    giving: Vec<&'a Practitioner>,
    location: String,
    times: Times,
    at: String,
    patient: String,
    back: String,
    who: Option<Somebody>,
    found: Option<Found>,
    sought: String,
    may_overbook: bool,
    repeats: [(Repeat, &'static str); 3],
}

impl BookPage<'_> {
    /// The same page about this patient.
    fn about(&self, patient: &Patient) -> String {
        let day = self.times.day.map(|day| day.to_string()).unwrap_or_default();
        let (service, with, at) = (&self.service, &self.practitioner, &self.at);
        format!(
            "/calendar/book?patient={}&service={service}&practitioner={with}&location={}&day={day}&at={at}&back={}",
            patient.id,
            self.location,
            self.back.replace('&', "%26")
        )
    }

    fn consents(&self) -> bool {
        self.who.as_ref().is_none_or(Somebody::may_agree)
    }
}

/// How the page comes about.
#[derive(Default)]
pub(super) struct Came {
    pub(super) status: StatusCode,
    pub(super) lost: Option<Timestamp>,
    /// Whether the next free time is looked for.
    pub(super) next: bool,
    pub(super) found: Option<(String, Found)>,
}

/// Puts the page together.
pub(super) async fn page(tx: &TenantTx, desk: &Desk, asked: &Asked, typed: Option<Typed>, came: Came) -> Result<Response, Problem> {
    let menu = menu(tx, &desk.clinic).await?;
    let named: Option<PractitionerId> = asked.practitioner.parse().ok();
    let gives = |service: &&trust::clinics::Service| named.is_none_or(|one| service.is_given_by(one));
    let service = menu.service(&asked.service).or_else(|| menu.services.iter().find(gives)).or_else(|| menu.services.first());
    let giving = service.map(|service| menu.giving(service)).unwrap_or_default();
    let meant = menu.meant(&asked.practitioner).filter(|meant| meant.iter().any(|one| giving.iter().any(|giver| giver.id == *one)));
    let (practitioner, meant) =
        meant.map_or_else(|| (ANYONE.to_owned(), giving.iter().map(|one| one.id).collect()), |meant| (asked.practitioner.clone(), meant));
    let location = menu.place(&asked.location).unwrap_or_else(|| menu.locations.first().map(|place| place.id));
    let wished = wished(&desk.clinic, asked);
    let mut chosen = None;
    let times = match service {
        Some(service) if !meant.is_empty() => {
            let wanted = Wanted { service, practitioners: &meant, location, besides: None };
            let after = typed.as_ref().and_then(|typed| typed.value("slot").parse::<Timestamp>().ok());
            let day = if came.next { next_free(tx, &desk.clinic, &wanted, (asked.day.parse().ok(), after)).await? } else { None };
            chosen = day;
            let day = day.map(|at| desk.clinic.day_of(at)).or_else(|| asked.day.parse().ok());
            times(tx, (&desk.view, &desk.clinic), &wanted, (day, came.lost)).await?
        }
        _ => Times::default(),
    };
    let chosen = chosen.or_else(|| wished.and_then(|wished| pointed_at(&times, wished)));
    let typed = match (typed, chosen) {
        (Some(typed), None) => typed,
        (Some(typed), Some(at)) => typed.with("slot", &at.to_string()),
        (None, at) => {
            let at = at.map(|at| at.to_string()).unwrap_or_default();
            Typed::starting_with(&[("slot", &at), ("over_at", &asked.at), ("tell", "1"), ("repeat", "no"), ("every", "1"), ("times", "6")])
        }
    };
    let typed = match &came.found {
        // Nobody is known by it: it is the beginning of somebody new.
        Some((sought, found)) if found.patients.is_empty() => {
            let number = matches!(Sought::read(sought, &desk.clinic.country), Sought::Phone(_));
            typed.with(if number { "phone" } else { "name" }, sought)
        }
        _ => typed,
    };
    let (sought, found) = came.found.map_or_else(|| (String::new(), None), |(sought, found)| (sought, Some(found)));
    let page = BookPage {
        v: &desk.view,
        f: &typed,
        menu: &menu,
        service: service.map(|service| service.id.to_string()).unwrap_or_default(),
        practitioner,
        giving,
        location: location.map(|place| place.to_string()).unwrap_or_default(),
        times,
        at: asked.at.clone(),
        patient: asked.patient.clone(),
        back: way_back(&asked.back, asked.day.parse().unwrap_or_else(|_| desk.clinic.day_of(tx.now()))),
        who: Somebody::read(tx, &asked.patient).await?,
        found,
        sought,
        may_overbook: may_overbook(desk),
        repeats: Repeat::CHOICES,
    };
    desk.view.page_as(came.status, &page)
}

/// The instant that is pointed at.
pub(super) fn wished(clinic: &Clinic, asked: &Asked) -> Option<Timestamp> {
    let (day, time): (Date, Time) = (asked.day.parse().ok()?, asked.at.parse().ok()?);
    clinic.time_zone.to_timestamp(day.to_datetime(time)).ok()
}

/// The free time nearest to where somebody pointed.
fn pointed_at(times: &Times, wished: Timestamp) -> Option<Timestamp> {
    let all = times.parts.iter().flat_map(|part| &part.times).map(|(at, _)| *at);
    all.min_by_key(|at| at.duration_since(wished).abs())
}

/// The next free time from a day on, after the one that was chosen before.
async fn next_free(
    tx: &TenantTx,
    clinic: &Clinic,
    wanted: &Wanted<'_>,
    (from, after): (Option<Date>, Option<Timestamp>),
) -> Result<Option<Timestamp>, Problem> {
    let days = bookable_days(clinic, wanted.service, tx.now());
    let from = from.unwrap_or(*days.start()).clamp(*days.start(), *days.end());
    let later = |offers: &[crate::booking::calendar::Offer]| {
        offers.iter().map(|offer| offer.slot.starts_at).find(|at| after.is_none_or(|after| *at > after))
    };
    let first = later(&first_free(tx, clinic, wanted, &(from..=*days.end())).await?);
    let Some(next) =
        after.map(|after| clinic.day_of(after)).and_then(|day| day.tomorrow().ok()).filter(|next| first.is_none() && days.contains(next))
    else {
        return Ok(first);
    };
    Ok(later(&first_free(tx, clinic, wanted, &(next..=*days.end())).await?))
}

/// `GET /calendar/book`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeCalendar).await?;
    let page = page(&tx, &desk, &asked, None, Came::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// `POST /calendar/book/find`: changes nothing, so that the same form may be sent again.
///
/// # Errors
/// [`Problem`].
pub async fn look_for(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(FindPatients).await?;
    let sought = filled.text("wanted").chars().take(120).collect::<String>();
    let found = find(&tx, &Sought::read(&sought, &desk.clinic.country), &permit).await?;
    tx.note_in_trail(found.patients.len().to_string());
    let came = Came { found: Some((sought, found)), ..Came::default() };
    let page = page(&tx, &desk, &Asked::of(&filled), None, came).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page once more, with what was typed.
pub(super) async fn again(
    desk: &Desk,
    filled: &Filled,
    (status, errors): (StatusCode, Errors),
    lost: Option<Timestamp>,
) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    let came = Came { status, lost, next: filled.text("show") == "next", ..Came::default() };
    let mut asked = Asked::of(filled);
    if let Ok(day) = filled.text("show").parse::<Date>() {
        asked.day = day.to_string();
    }
    asked.at.clear();
    page(&tx, desk, &asked, Some(filled.typed(errors)), came).await
}
