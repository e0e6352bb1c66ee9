//! Vital signs: which there are, how each is coded and measured, what can be true of a living person, and their trend.

use jiff::Timestamp;
use kernel::keys::Column;
use serde::{Deserialize, Serialize};

kernel::id!(
    /// Measurements taken together.
    ObservationId, "obs"
);

/// `observation.content`.
pub const OBSERVATION: Column<VitalSigns> = Column::new("observation", "content");

/// A vital sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vital {
    /// Body height.
    Height,
    /// Body weight.
    Weight,
    /// Body mass index.
    BodyMassIndex,
    /// Body temperature.
    Temperature,
    /// Heart rate.
    HeartRate,
    /// Breaths a minute.
    RespiratoryRate,
    /// Oxygen saturation.
    OxygenSaturation,
    /// Systolic blood pressure.
    Systolic,
    /// Diastolic blood pressure.
    Diastolic,
    /// Pain from 0 to 10, as the patient says.
    Pain,
}

/// What is fixed about a vital sign.
struct Kind {
    words: &'static str,
    loinc: &'static str,
    ucum: &'static str,
    unit: &'static str,
    decimals: usize,
    /// Beyond these it is a slip of the finger, not a patient.
    plausible: (f64, f64),
    /// Outside these an adult's value is flagged.
    usual: Option<(f64, f64)>,
}

impl Vital {
    /// In the order of the chart.
    pub const ALL: [Self; 10] = [
        Self::Systolic,
        Self::Diastolic,
        Self::HeartRate,
        Self::RespiratoryRate,
        Self::OxygenSaturation,
        Self::Temperature,
        Self::Weight,
        Self::Height,
        Self::BodyMassIndex,
        Self::Pain,
    ];

    const fn kind(self) -> Kind {
        let (words, loinc, ucum, unit, decimals, plausible, usual) = match self {
            Self::Height => ("vital-height", "8302-2", "cm", "cm", 1, (20.0, 280.0), None),
            Self::Weight => ("vital-weight", "29463-7", "kg", "kg", 2, (0.2, 650.0), None),
            Self::BodyMassIndex => ("vital-bmi", "39156-5", "kg/m2", "kg/m²", 1, (5.0, 200.0), None),
            Self::Temperature => ("vital-temperature", "8310-5", "Cel", "°C", 1, (20.0, 46.0), Some((35.0, 37.9))),
            Self::HeartRate => ("vital-pulse", "8867-4", "/min", "/min", 0, (10.0, 350.0), Some((50.0, 110.0))),
            Self::RespiratoryRate => ("vital-breathing", "9279-1", "/min", "/min", 0, (1.0, 120.0), Some((10.0, 20.0))),
            Self::OxygenSaturation => ("vital-oxygen", "2708-6", "%", "%", 0, (30.0, 100.0), Some((94.0, 100.0))),
            Self::Systolic => ("vital-pressure", "8480-6", "mm[Hg]", "mmHg", 0, (30.0, 320.0), Some((90.0, 139.0))),
            Self::Diastolic => ("vital-diastolic", "8462-4", "mm[Hg]", "mmHg", 0, (10.0, 220.0), Some((50.0, 89.0))),
            Self::Pain => ("vital-pain", "72514-3", "{score}", "/10", 0, (0.0, 10.0), None),
        };
        Kind { words, loinc, ucum, unit, decimals, plausible, usual }
    }

    /// The key of its name.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.kind().words
    }

    /// Its LOINC code.
    #[must_use]
    pub const fn loinc(self) -> &'static str {
        self.kind().loinc
    }

    /// Its unit in UCUM.
    #[must_use]
    pub const fn ucum(self) -> &'static str {
        self.kind().ucum
    }

    /// The range a typed value must lie in, as people read it.
    #[must_use]
    pub fn range(self) -> String {
        let kind = self.kind();
        format!("{}–{} {}", kind.plausible.0, kind.plausible.1, kind.unit)
    }

    /// Reads a typed number: any digits, a point or a comma, no more precise than the instrument.
    ///
    /// # Errors
    /// [`NotThisVital`].
    pub fn parse(self, typed: &str) -> Result<Measured, NotThisVital> {
        let kind = self.kind();
        let plain: String = typed.trim().chars().map(kernel::money::western_digit).map(|c| if matches!(c, ',' | '٫') { '.' } else { c }).collect();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let shaped = !whole.is_empty() && whole.len() <= 4 && digits(whole) && digits(part) && plain.ends_with(|c: char| c.is_ascii_digit());
        let value: f64 = plain.parse().ok().filter(|_| shaped).ok_or(NotThisVital::NotANumber)?;
        if part.len() > kind.decimals {
            return Err(NotThisVital::TooPrecise);
        }
        if value < kind.plausible.0 || value > kind.plausible.1 {
            return Err(NotThisVital::Implausible);
        }
        Ok(Measured { vital: self, value: plain, ucum: kind.ucum.to_owned() })
    }
}

/// A typed value that is not this vital sign of a living person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotThisVital {
    /// Not a number.
    #[error("not a number")]
    NotANumber,
    /// More decimals than anyone can measure.
    #[error("more decimals than can be measured")]
    TooPrecise,
    /// Beyond what is possible.
    #[error("beyond what is possible")]
    Implausible,
}

/// One number of one vital sign.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// Which.
    pub vital: Vital,
    /// As written, with its precision.
    pub value: String,
    /// The unit in UCUM.
    pub ucum: String,
}

impl Measured {
    fn number(&self) -> Option<f64> {
        self.value.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

/// Measurements taken together: one number, or the two of a blood pressure.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VitalSigns {
    /// The numbers.
    pub readings: Vec<Measured>,
    /// Who took them, where the source says.
    pub by: Option<String>,
}
kernel::sealed_as_json!(VitalSigns);

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
        let readings = readings.iter().map(|(vital, value)| Measured { vital: *vital, value: (*value).to_owned(), ucum: vital.ucum().to_owned() });
        VitalSigns { readings: readings.collect(), by: None }
    }

    fn day(n: i64) -> Timestamp {
        Timestamp::from_second(n * 86_400).unwrap()
    }

    #[test]
    fn a_typed_value_is_read_in_any_digits_and_refused_beyond_life() {
        assert_eq!(Vital::Temperature.parse("38,1").unwrap().value, "38.1");
        assert_eq!(Vital::Temperature.parse(" ۳۸٫۱ ").unwrap().value, "38.1");
        assert_eq!(Vital::Height.parse("172").unwrap().ucum, "cm");
        for (vital, typed, why) in [
            (Vital::Temperature, "381", NotThisVital::Implausible),
            (Vital::Temperature, "100.4", NotThisVital::Implausible),
            (Vital::HeartRate, "72.5", NotThisVital::TooPrecise),
            (Vital::OxygenSaturation, "101", NotThisVital::Implausible),
            (Vital::Weight, "60 kg", NotThisVital::NotANumber),
            (Vital::Weight, "1e2", NotThisVital::NotANumber),
            (Vital::Weight, "-60", NotThisVital::NotANumber),
            (Vital::Weight, "60.", NotThisVital::NotANumber),
            (Vital::Weight, "NaN", NotThisVital::NotANumber),
            (Vital::Pain, "11", NotThisVital::Implausible),
        ] {
            assert_eq!(vital.parse(typed).err(), Some(why), "{vital:?} {typed}");
        }
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
