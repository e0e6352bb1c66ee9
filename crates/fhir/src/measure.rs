//! A measured number with its unit.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::refusal::Fault;
use crate::text::text;
use crate::wire::WireQuantity;

/// The longest number we believe; `f64` needs 17 digits.
const MOST_DIGITS: usize = 40;

/// A number as it was measured. No judgement on whether it is plausible.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// For reckoning.
    pub value: f64,
    /// As the export wrote it, with its precision: `37.0` is not `37`.
    pub written: String,
    /// The unit in words, such as `kg`.
    pub unit: Option<String>,
    /// The unit's code in UCUM, where the export uses UCUM.
    pub ucum: Option<String>,
}

impl Measure {
    /// The measure, or nothing where there is no number or only a bound ("less than 5").
    pub(crate) fn read(field: &'static str, wire: WireQuantity<'_>) -> Result<Option<Self>, Fault> {
        let unit = text(field, wire.unit)?;
        let code = text(field, wire.code)?;
        let ucum = code.filter(|_| wire.system.as_deref() == Some("http://unitsofmeasure.org"));
        let (Some(raw), None) = (wire.value, wire.comparator) else {
            return Ok(None);
        };
        let (value, written) = number(raw).ok_or(Fault::BadNumber { field })?;
        Ok(Some(Self { value, written, unit, ucum }))
    }
}

/// A finite JSON number and how it was written.
pub(crate) fn number(raw: &RawValue) -> Option<(f64, String)> {
    let written = raw.get();
    if written.len() > MOST_DIGITS {
        return None;
    }
    // serde_json, not `parse`: a quoted number is not a number.
    let value = f64::deserialize(&mut serde_json::Deserializer::from_str(written)).ok()?;
    value.is_finite().then(|| (value, written.to_owned()))
}
