//! The trend of each vital sign: the latest value, and the way there.

use jiff::Timestamp;

use super::vitals::{Measured, Vital, VitalSigns};

/// The most points of a trend.
const MOST_POINTS: usize = 12;

/// One line of the chart: the latest value of a vital sign and the way there.
pub struct Trend {
    /// Which.
    pub vital: Vital,
    /// The latest value with its unit.
    pub latest: String,
    /// When that was.
    pub at: Timestamp,
    /// "high" or "low", for adults.
    pub flag: Option<&'static str>,
    /// How many values the line shows.
    pub count: usize,
    /// The line as SVG points in a box of 72 by 18, the oldest first; empty for a single value.
    pub points: String,
}

/// The latest of each kind with up to 12 values before it. Expects the latest measurements first.
#[must_use]
pub fn trends(taken: &[(Timestamp, VitalSigns)], adult: bool) -> Vec<Trend> {
    // The diastolic value is written behind its systolic one.
    Vital::ALL.into_iter().filter(|vital| *vital != Vital::Diastolic).filter_map(|vital| trend(vital, taken, adult)).collect()
}

fn trend(vital: Vital, taken: &[(Timestamp, VitalSigns)], adult: bool) -> Option<Trend> {
    let found: Vec<(Timestamp, &Measured, Option<&Measured>)> = taken
        .iter()
        .filter_map(|(at, signs)| {
            let of = |wanted| signs.readings.iter().find(|reading| reading.vital == wanted);
            Some((*at, of(vital)?, (vital == Vital::Systolic).then(|| of(Vital::Diastolic)).flatten()))
        })
        .take(MOST_POINTS)
        .collect();
    let (at, measured, below) = *found.first()?;
    // Imports keep their own unit where it is not ours: pounds must never read as kilograms.
    let unit = if measured.ucum == vital.ucum() { vital.kind().unit } else { measured.ucum.as_str() };
    let latest = below.map_or_else(
        || format!("{} {unit}", trimmed(measured, vital)),
        |below| format!("{}/{} {unit}", trimmed(measured, vital), trimmed(below, Vital::Diastolic)),
    );
    let flag = [Some(measured), below].into_iter().flatten().find_map(|one| flag(one)).filter(|_| adult);
    let same_unit = found.iter().filter(|(_, one, _)| one.ucum == measured.ucum);
    let numbers: Vec<f64> = same_unit.filter_map(|(_, one, _)| one.number()).collect();
    Some(Trend { vital, latest, at, flag, count: numbers.len(), points: line(&numbers) })
}

/// Exports write `63.69999999999999`; people read one decimal more than the instrument has at most.
fn trimmed(measured: &Measured, vital: Vital) -> String {
    let decimals = measured.value.split_once('.').map_or(0, |(_, part)| part.len());
    match measured.number() {
        Some(number) if decimals > vital.kind().decimals => format!("{number:.*}", vital.kind().decimals),
        _ => measured.value.clone(),
    }
}

fn flag(measured: &Measured) -> Option<&'static str> {
    let (low, high) = measured.vital.kind().usual.filter(|_| measured.ucum == measured.vital.ucum())?;
    let value = measured.number()?;
    if value > high {
        Some("high")
    } else if value < low {
        Some("low")
    } else {
        None
    }
}

/// Newest first in, oldest first out, scaled into the box.
fn line(numbers: &[f64]) -> String {
    use std::fmt::Write as _;
    let (low, high) = numbers.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let steps = numbers.len().saturating_sub(1);
    if steps == 0 {
        return String::new();
    }
    let spread = if high > low { high - low } else { 1.0 };
    let step = 70.0 / f64::from(u32::try_from(steps).unwrap_or(1));
    let mut points = String::new();
    for (value, x) in numbers.iter().rev().zip((0_u32..).map(|n| step.mul_add(f64::from(n), 1.0))) {
        let y = 17.0 - (value - low) / spread * 16.0;
        // Writing to a string cannot fail.
        let _written = write!(points, "{x:.1},{y:.1} ");
    }
    points.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(readings: &[(Vital, &str)]) -> VitalSigns {
        let readings =
            readings.iter().map(|(vital, value)| Measured { vital: *vital, value: (*value).to_owned(), ucum: vital.ucum().to_owned() });
        VitalSigns { readings: readings.collect(), by: None }
    }

    fn day(n: i64) -> Timestamp {
        Timestamp::from_second(n * 86_400).unwrap()
    }

    #[test]
    fn the_latest_value_stands_in_front_of_at_most_twelve() {
        let many: Vec<_> = (0..20).map(|n| (day(20 - n), signs(&[(Vital::Weight, &format!("{}", 60 + n))]))).collect();
        let trends = trends(&many, true);
        let weight = trends.first().unwrap();
        assert_eq!((weight.latest.as_str(), weight.count, weight.at), ("60 kg", 12, day(20)));
        assert_eq!(weight.points.split(' ').count(), 12);
        assert!(weight.points.ends_with("71.0,17.0"), "the latest stands at the end, here the lowest: {}", weight.points);
    }

    #[test]
    fn a_pressure_is_two_numbers_and_flagged_by_either_in_adults_only() {
        let taken = [(day(1), signs(&[(Vital::Systolic, "124"), (Vital::Diastolic, "96")]))];
        let adult = trends(&taken, true);
        assert_eq!((adult[0].latest.as_str(), adult[0].flag), ("124/96 mmHg", Some("high")));
        assert_eq!(trends(&taken, false)[0].flag, None);
    }

    #[test]
    fn an_export_s_long_fraction_is_shortened_and_its_unit_kept() {
        let mut taken = [(day(1), signs(&[(Vital::Weight, "63.69999999999999")]))];
        assert_eq!(trends(&taken, true)[0].latest, "63.70 kg");
        taken[0].1.readings[0].ucum = "[lb_av]".to_owned();
        assert_eq!(trends(&taken, true)[0].latest, "63.70 [lb_av]");
    }
}
