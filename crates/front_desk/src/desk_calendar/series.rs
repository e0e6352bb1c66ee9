//! Keeps: "A series is looked at date by date before it is booked". Dates follow the wall clock, whatever the clocks do
//! meanwhile; each that is not free comes with the nearest free time instead; then all are booked, or none.

use std::collections::BTreeSet;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::{Span, Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use kernel::{
    Problem, TenantTx,
    http::{Desk, Errors, Filled, Reading, View, see_other},
    id::Id as _,
};
use trust::{
    clinics::locations::at_place,
    messaging::{Channel, Kind, tell::tell},
};
use uuid::Uuid;

use super::{
    book_for::{BookAtDesk, BookRefusal, NewVisit, When, after, agreed, person, read, take_free},
    book_page::{again, menu},
};
use crate::booking::{
    AppointmentId,
    book::link_for,
    calendar::{Offer, Wanted, nearest, offers},
    take::let_go,
};

/// The most visits of a series.
const MOST: i32 = 60;
/// Other times that are offered for one date.
const OTHERS: usize = 8;
/// Days around a date in which another time is looked for.
const AROUND: i32 = 3;

/// How it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    Days,
    Weeks,
    Months,
}

impl Repeat {
    pub(super) const CHOICES: [(Self, &'static str); 3] =
        [(Self::Days, "desk-repeat-days"), (Self::Weeks, "desk-repeat-weeks"), (Self::Months, "desk-repeat-months")];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
        }
    }

    fn span(self, n: i32) -> Span {
        match self {
            Self::Days => n.days(),
            Self::Weeks => n.weeks(),
            Self::Months => n.months(),
        }
    }
}

/// When it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// After so many visits.
    After(i32),
    /// With this day.
    On(Date),
}

/// Every so many days, weeks or months, until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) repeat: Repeat,
    pub(super) every: i32,
    pub(super) end: End,
}

/// The visits of a series: the first one's time on the wall clock, on every date. Each date is counted from the first, so
/// that what falls on a 31st comes back to it after a shorter month.
pub(super) fn instants(zone: &TimeZone, first: Timestamp, rule: &Rule) -> Vec<Timestamp> {
    let wall = zone.to_datetime(first);
    let most = if let End::After(times) = rule.end { times.clamp(1, MOST) } else { MOST };
    (0..most)
        .map_while(|n| wall.date().checked_add(rule.repeat.span(n.checked_mul(rule.every)?)).ok())
        .take_while(|day| !matches!(rule.end, End::On(last) if *day > last))
        .filter_map(|day| zone.to_timestamp(day.to_datetime(wall.time())).ok())
        .collect()
}

/// What the form says of a series; `None`: it is one visit.
pub(super) fn rule(form: &mut Reading<'_>, filled: &Filled) -> Option<Rule> {
    let (repeat, _) = Repeat::CHOICES.into_iter().find(|(repeat, _)| repeat.word() == filled.text("repeat"))?;
    let number = |most: i32| move |text: &str| text.parse::<i32>().ok().filter(|n| (1..=most).contains(n)).ok_or(());
    let every = form.parsed("every", "desk-every-wrong", number(99));
    let until = form.optional("until", "desk-date-wrong", str::parse::<Date>);
    let end = match until {
        Some(day) => Some(End::On(day)),
        None => form.parsed("times", "desk-times-wrong", number(MOST)).map(End::After),
    };
    Some(Rule { repeat, every: every?, end: end? })
}

/// One date of a series as it is proposed.
#[derive(Debug)]
pub(super) struct Proposed {
    pub(super) wished: Timestamp,
    pub(super) free: bool,
    /// What can be had: the wished time, or the nearest, the chosen one first.
    pub(super) choices: Vec<Timestamp>,
}

/// Which times can be had for these dates: each once.
fn proposed(wished: &[Timestamp], offers: &[Offer]) -> Vec<Proposed> {
    let near = |at: Timestamp| {
        let reach = jiff::SignedDuration::from_hours(24 * i64::from(AROUND));
        let close: Vec<Offer> = offers.iter().filter(|offer| offer.slot.starts_at.duration_since(at).abs() <= reach).cloned().collect();
        nearest(&close, at, OTHERS)
    };
    let is_free = |at: Timestamp| offers.iter().any(|offer| offer.slot.starts_at == at);
    let mut used: BTreeSet<Timestamp> = wished.iter().copied().filter(|at| is_free(*at)).collect();
    wished
        .iter()
        .map(|at| {
            let free = is_free(*at);
            let mut choices: Vec<Timestamp> =
                near(*at).iter().map(|offer| offer.slot.starts_at).filter(|other| free && other == at || !used.contains(other)).collect();
            choices.sort_by_key(|other| other.duration_since(*at).abs());
            used.extend(choices.first());
            Proposed { wished: *at, free, choices }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "desk_calendar/series.html")]
struct SeriesPage<'a> {
    v: &'a View,
    dates: Vec<(String, Proposed)>,
    free: usize,
    carried: Vec<(&'static str, String)>,
    lost: bool,
}

impl SeriesPage<'_> {
    /// Day and time of one choice.
    fn said(&self, at: &Timestamp) -> String {
        format!("{} · {}", self.v.day_of(*at), self.v.time(*at))
    }
}

/// Fields of the first page that the second carries on.
const CARRIED: [&str; 15] = [
    "patient",
    "name",
    "phone",
    "service",
    "practitioner",
    "location",
    "slot",
    "day",
    "repeat",
    "every",
    "times",
    "until",
    "consent",
    "tell",
    "back",
];

/// The dates, each with what can be had.
pub(super) async fn propose(desk: &Desk, filled: &Filled, new: &NewVisit, series: (Timestamp, Rule)) -> Result<Response, Problem> {
    show(desk, filled, new, (series, StatusCode::OK)).await
}

async fn show(
    desk: &Desk,
    filled: &Filled,
    new: &NewVisit,
    ((from, rule), status): ((Timestamp, Rule), StatusCode),
) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(super::see_calendar::SeeCalendar).await?;
    let clinic = &desk.clinic;
    // The wall clock is that of the place.
    let wished = instants(&at_place(&tx, clinic, new.location).await?.time_zone, from, &rule);
    let day = |at: Option<&Timestamp>, days: i32| at.map(|at| clinic.day_of(*at)).and_then(|day| day.checked_add(days.days()).ok());
    let offers = match (day(wished.first(), -AROUND), day(wished.last(), AROUND)) {
        (Some(first), Some(last)) => {
            let wanted = Wanted { service: &new.service, practitioners: &new.practitioners, location: new.location, besides: None };
            offers(&tx, clinic, &wanted, first..=last).await?
        }
        _ => Vec::new(),
    };
    tx.commit().await?;
    let dates: Vec<(String, Proposed)> =
        proposed(&wished, &offers).into_iter().enumerate().map(|(n, one)| (format!("d{n}"), one)).collect();
    let page = SeriesPage {
        v: &desk.view,
        free: dates.iter().filter(|(_, one)| one.free).count(),
        dates,
        carried: CARRIED.iter().map(|name| (*name, filled.text(name).to_owned())).collect(),
        lost: status == StatusCode::CONFLICT,
    };
    desk.view.page_as(status, &page)
}

/// The chosen times, in order, each once.
fn chosen(filled: &Filled) -> Vec<Timestamp> {
    let all: BTreeSet<Timestamp> = (0..MOST).filter_map(|n| filled.text(&format!("d{n}")).parse().ok()).collect();
    all.into_iter().collect()
}

/// Books all of them; the first is told of, for one message says one visit.
async fn book_all(tx: &mut TenantTx, desk: &Desk, new: &NewVisit, times: &[Timestamp]) -> Result<AppointmentId, BookRefusal> {
    let permit = tx.may(BookAtDesk).await?;
    let_go(tx, None).await?;
    let patient = person(tx, &new.who).await?;
    let series: Uuid = tx.fresh::<AppointmentId>().uuid();
    let mut first = None;
    for at in times {
        let taken = take_free(tx, &desk.clinic, new, (patient, *at), Some(series)).await?;
        link_for(tx, taken.id, taken.slot.ends_at).await?;
        first = first.or(Some(taken.id));
    }
    let first = first.ok_or(BookRefusal::SlotTaken)?;
    if new.tell {
        tell(tx, patient, Channel::WhatsApp, Kind::Confirmation, first.uuid()).await?;
    }
    tx.tell_boards().await?;
    tx.trail_is_about(Some(first.uuid()), Some(patient.uuid()));
    tx.note_in_trail(times.len().to_string());
    drop(permit);
    agreed(tx, new, patient).await?;
    Ok(first)
}

/// `POST /calendar/series`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let (seen, menu) = futures_util::future::try_join(tx.seen_before(filled.form()), menu(&tx, &desk.clinic)).await?;
    if let Some(to) = seen {
        return Ok(see_other(&to));
    }
    let new = match read(&filled, &menu, &desk.clinic) {
        Ok(new) => new,
        Err(errors) => {
            drop(tx);
            return again(&desk, &filled, (StatusCode::UNPROCESSABLE_ENTITY, errors), None).await;
        }
    };
    let When::Repeated(from, rule) = new.when else {
        drop(tx);
        return again(&desk, &filled, (StatusCode::UNPROCESSABLE_ENTITY, Errors::one("repeat", "field-choose")), None).await;
    };
    if filled.text("how") == "back" {
        drop(tx);
        return again(&desk, &filled, (StatusCode::OK, Errors::none()), None).await;
    }
    match book_all(&mut tx, &desk, &new, &chosen(&filled)).await {
        Ok(first) => {
            let to = after(&filled, &desk.clinic, tx.now(), ("series", first));
            tx.commit_form(filled.form(), &to).await?;
            Ok(see_other(&to))
        }
        Err(BookRefusal::SlotTaken) => {
            // None of them is booked, and the dates are looked at anew.
            drop(tx);
            show(&desk, &filled, &new, ((from, rule), StatusCode::CONFLICT)).await
        }
        Err(BookRefusal::Problem(problem)) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::Time};
    use proptest::prelude::*;

    use super::*;
    use crate::booking::availability::Slot;

    const ZONES: [&str; 5] = ["Europe/London", "America/New_York", "Asia/Karachi", "Australia/Lord_Howe", "Africa/Casablanca"];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_series_keeps_the_wall_clock_over_every_change_of_the_clocks(
            zone in 0..ZONES.len(), day in 0..1500_i32, minute in 0..1440_i32, repeat in 0..3_usize, every in 1..15_i32, times in 1..MOST,
        ) {
            let zone = TimeZone::get(ZONES[zone]).unwrap();
            let day = "2025-01-01".parse::<Date>().unwrap() + day.days();
            let time = Time::midnight() + SignedDuration::from_mins(minute.into());
            let first = zone.to_timestamp(day.to_datetime(time)).unwrap();
            // Where the clocks leave the wished time out, the first visit itself says what time it is.
            let time = zone.to_datetime(first).time();
            let rule = Rule { repeat: Repeat::CHOICES[repeat].0, every, end: End::After(times) };
            let series = instants(&zone, first, &rule);
            prop_assert_eq!(series.len(), usize::try_from(times).unwrap());
            prop_assert!(series.is_sorted() && series[0] == first);
            for (n, at) in series.iter().enumerate() {
                let wall = zone.to_datetime(*at);
                let date = zone.to_datetime(first).date() + rule.repeat.span(i32::try_from(n).unwrap() * every);
                let shows = |at: Timestamp| zone.to_datetime(at) == date.to_datetime(time);
                // Only a time that the clocks leave out on that date is another one: later by as much as they jump.
                let left_out = !(-120..=120).any(|m| shows(*at + SignedDuration::from_mins(m)));
                prop_assert!(wall == date.to_datetime(time) || left_out, "{} for {} {}", wall, date, time);
                prop_assert!(!left_out || wall.date() == date && wall.time() > time, "{} for {} {}", wall, date, time);
            }
        }
    }

    #[test]
    fn a_series_ends_after_so_many_or_with_a_day_and_keeps_to_the_end_of_months() {
        let zone = TimeZone::get("Asia/Karachi").unwrap();
        let first = "2026-01-31T05:00:00Z".parse().unwrap();
        let days = |rule: &Rule| instants(&zone, first, rule).iter().map(|at| zone.to_datetime(*at).date().to_string()).collect::<Vec<_>>();
        let monthly = Rule { repeat: Repeat::Months, every: 1, end: End::After(3) };
        assert_eq!(days(&monthly), ["2026-01-31", "2026-02-28", "2026-03-31"]);
        let weekly = Rule { repeat: Repeat::Weeks, every: 2, end: End::On("2026-02-28".parse().unwrap()) };
        assert_eq!(days(&weekly), ["2026-01-31", "2026-02-14", "2026-02-28"]);
        assert!(days(&Rule { end: End::On("2026-01-01".parse().unwrap()), ..weekly }).is_empty());
    }

    #[test]
    fn a_date_that_is_taken_gets_the_nearest_free_time_and_no_time_is_proposed_twice() {
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        let offer = |minute| Offer { slot: Slot { starts_at: at(minute), ends_at: at(minute + 20) }, practitioners: vec![], rooms: vec![] };
        let offers: Vec<Offer> = [0, 40, 60, 100].map(offer).into();
        let got = proposed(&[at(0), at(20), at(45)], &offers);
        assert!(got[0].free && got[0].choices[0] == at(0));
        assert!(!got[1].free && got[1].choices[0] == at(40), "{got:?}");
        assert!(!got[2].free && got[2].choices[0] == at(60), "40 is promised to the date before");
        assert!(proposed(&[at(60 * 24 * 10)], &offers)[0].choices.is_empty(), "too far away");
    }
}
