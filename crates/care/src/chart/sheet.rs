//! The chart as a page shows it: the facts sorted, worded and dated in the reader's language.

use jiff::{Timestamp, civil::Date};
use kernel::{http::Desk, language::Speech};

use super::{
    facts::{Allergy, Condition, Facts, Immunization, Known, Medicine},
    trend::{Trend, trends},
};
use crate::visits::{past::PastVisit, writes};

/// SNOMED CT: "No known allergy" and its children for medicines, food and the environment.
const NO_KNOWN_ALLERGY: [&str; 4] = ["716186003", "409137002", "429625007", "428607008"];
/// How many past visits stand open; the rest is one tap away.
const VISITS_SHOWN: usize = 8;

/// One line: what it is, and the small print.
pub struct Line {
    /// What.
    pub words: String,
    /// Since when, how, by whom.
    pub more: String,
    /// To be read first.
    pub alert: bool,
}

/// What is said about allergies: silence is not "none".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllergyStanding {
    /// There are some.
    Some,
    /// Somebody asked, and there are none.
    None,
    /// Nobody wrote anything down.
    Unknown,
}

/// The left side of the chart.
pub struct Sheet {
    /// Whether the reader may amend what is signed: a button that answers "not found" is worse than none.
    pub may_amend: bool,
    /// Name.
    pub name: String,
    /// Gender, age, birth date and phone, as far as known.
    pub who: Vec<String>,
    /// The phone number, shown left to right.
    pub phone: Option<String>,
    /// Whether there are allergies.
    pub allergy_standing: AllergyStanding,
    /// Allergies.
    pub allergies: Vec<Line>,
    /// Problems of today.
    pub problems: Vec<Line>,
    /// Problems of the past.
    pub past_problems: Vec<Line>,
    /// Medicines of today.
    pub medicines: Vec<Line>,
    /// Medicines of the past.
    pub past_medicines: Vec<Line>,
    /// Vital signs.
    pub trends: Vec<Trend>,
    /// Vaccinations.
    pub immunizations: Vec<Line>,
    /// The latest visits.
    pub visits: Vec<PastVisit>,
    /// The visits before them.
    pub earlier_visits: Vec<PastVisit>,
}

impl Sheet {
    /// Sorts and words the facts for the day of `now`.
    #[must_use]
    pub fn of(desk: &Desk, facts: Facts, now: Timestamp) -> Self {
        let v = &desk.view;
        let Facts { who, conditions, allergies, medicines, vitals, immunizations, mut visits } = facts;
        let today = v.bar().map_or_else(|| now.to_zoned(jiff::tz::TimeZone::UTC).date(), |bar| bar.clinic.day_of(now));
        let age = who.particulars.age_on(today);
        let (problems, past_problems) = split(conditions, |status| matches!(status, "active" | "recurrence" | "relapse" | "unknown"));
        let (medicines, past_medicines) = split(medicines, |status| matches!(status, "active" | "on-hold"));
        let allergies: Vec<Allergy> =
            split(allergies, |status| matches!(status, "active" | "unknown")).0.into_iter().map(|known| known.is).collect();
        let earlier_visits = visits.split_off(VISITS_SHOWN.min(visits.len()));
        Self {
            may_amend: writes(desk),
            name: who.name.reveal().clone(),
            who: about(v, &who.particulars, today),
            phone: who.phone.map(kernel::Private::into_inner),
            allergy_standing: standing(&allergies),
            allergies: worst_first(v, &allergies),
            problems: problems.iter().map(|known| problem(v, &known.is)).collect(),
            past_problems: past_problems.iter().map(|known| problem(v, &known.is)).collect(),
            medicines: medicines.iter().map(|known| medicine(v, &known.is)).collect(),
            past_medicines: past_medicines.iter().map(|known| medicine(v, &known.is)).collect(),
            trends: trends(&vitals, age.is_none_or(|years| years >= 18)),
            immunizations: immunizations.iter().map(|one| immunization(v, one)).collect(),
            visits,
            earlier_visits,
        }
    }
}

fn split<C>(all: Vec<Known<C>>, is_now: impl Fn(&str) -> bool) -> (Vec<Known<C>>, Vec<Known<C>>) {
    all.into_iter().partition(|known| is_now(&known.status))
}

fn about(v: &Speech, particulars: &trust::patients::Particulars, today: Date) -> Vec<String> {
    let gender = particulars.gender.map(|gender| v.t(gender.words()));
    let age = particulars.age_on(particulars.died_on.unwrap_or(today)).map(|years| v.tn("chart-age", years));
    let born = particulars.birth_date.map(|day| v.t1("chart-born", "day", v.date(day)));
    let died = particulars.died_on.map(|day| v.t1("chart-died", "day", v.date(day)));
    [gender, age, born, died].into_iter().flatten().collect()
}

fn is_none_known(allergy: &Allergy) -> bool {
    allergy.code.code.as_deref().is_some_and(|code| NO_KNOWN_ALLERGY.contains(&code))
}

fn standing(allergies: &[Allergy]) -> AllergyStanding {
    if allergies.is_empty() {
        AllergyStanding::Unknown
    } else if allergies.iter().all(is_none_known) {
        AllergyStanding::None
    } else {
        AllergyStanding::Some
    }
}

fn worst_first(v: &Speech, allergies: &[Allergy]) -> Vec<Line> {
    let mut lines: Vec<Line> = allergies
        .iter()
        .filter(|allergy| !is_none_known(allergy))
        .map(|allergy| {
            let mut more = allergy.reactions.clone();
            more.extend(doubt(v, allergy.doubt.as_deref()));
            more.extend(allergy.onset.as_deref().map(|day| v.t1("chart-since", "day", said(v, day))));
            Line { words: allergy.code.words.clone(), more: more.join(", "), alert: allergy.high_risk }
        })
        .collect();
    lines.sort_by_key(|line| !line.alert);
    lines
}

fn problem(v: &Speech, condition: &Condition) -> Line {
    let since = condition.onset.as_deref().map(|day| said(v, day)).or_else(|| condition.onset_words.clone());
    let until = condition.abated.as_deref().map(|day| said(v, day));
    let span = match (since, until) {
        (Some(since), Some(until)) => Some(format!("{since} – {until}")),
        (Some(since), None) => Some(v.t1("chart-since", "day", since)),
        (None, Some(until)) => Some(v.t1("chart-until", "day", until)),
        (None, None) => None,
    };
    let more: Vec<String> = span.into_iter().chain(doubt(v, condition.doubt.as_deref())).collect();
    Line { words: condition.code.words.clone(), more: more.join(", "), alert: false }
}

fn medicine(v: &Speech, medicine: &Medicine) -> Line {
    let day = medicine.authored.as_deref().map(|day| said(v, day));
    let more: Vec<String> = medicine.dosage.iter().chain(&medicine.reasons).cloned().chain(day).collect();
    Line { words: medicine.code.words.clone(), more: more.join(" · "), alert: false }
}

fn immunization(v: &Speech, one: &Immunization) -> Line {
    Line { words: one.code.words.clone(), more: one.given.as_deref().map(|day| said(v, day)).unwrap_or_default(), alert: false }
}

fn doubt(v: &Speech, code: Option<&str>) -> Option<String> {
    let key = match code? {
        "unconfirmed" => "chart-doubt-unconfirmed",
        "provisional" => "chart-doubt-provisional",
        "differential" => "chart-doubt-differential",
        _ => return None,
    };
    Some(v.t(key))
}

/// A rough day as exactly as it is known: "2011", "2011-05" or "17 May 2011".
fn said(v: &Speech, day: &str) -> String {
    day.parse::<Date>().map_or_else(|_| day.to_owned(), |date| v.date(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::facts::Named;

    fn allergy(code: &str) -> Allergy {
        Allergy { code: Named { code: Some(code.to_owned()), ..Named::default() }, ..Allergy::default() }
    }

    #[test]
    fn nobody_wrote_it_down_is_not_the_same_as_none() {
        assert_eq!(standing(&[]), AllergyStanding::Unknown);
        assert_eq!(standing(&[allergy("716186003")]), AllergyStanding::None);
        assert_eq!(standing(&[allergy("716186003"), allergy("91936005")]), AllergyStanding::Some);
    }
}
