//! Vital signs: which there are, how each is coded and measured, and what can be true of a living person.

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
pub(super) struct Kind {
    words: &'static str,
    loinc: &'static str,
    ucum: &'static str,
    pub(super) unit: &'static str,
    pub(super) decimals: usize,
    /// Beyond these it is a slip of the finger, not a patient.
    plausible: (f64, f64),
    /// Outside these an adult's value is flagged.
    pub(super) usual: Option<(f64, f64)>,
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

    pub(super) const fn kind(self) -> Kind {
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
        let plain: String =
            typed.trim().chars().map(kernel::money::western_digit).map(|c| if matches!(c, ',' | '٫') { '.' } else { c }).collect();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let shaped =
            !whole.is_empty() && whole.len() <= 4 && digits(whole) && digits(part) && plain.ends_with(|c: char| c.is_ascii_digit());
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
    pub(super) fn number(&self) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
