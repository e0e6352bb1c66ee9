//! FHIR's data types as they stand in JSON, only the fields we use; unknown fields are ignored.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::list::List;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct WireCoding {
    pub(crate) system: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) display: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct WireConcept {
    #[serde(default)]
    pub(crate) coding: List<WireCoding>,
    pub(crate) text: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WireReference {
    pub(crate) reference: Option<String>,
    pub(crate) display: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct WirePeriod {
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
}

/// The number stays raw so that `37.0` keeps the precision it was written with.
#[derive(Debug, Deserialize)]
pub(crate) struct WireQuantity<'a> {
    #[serde(borrow)]
    pub(crate) value: Option<&'a RawValue>,
    pub(crate) comparator: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) code: Option<String>,
}

/// `given` may hold nulls where FHIR puts an extension beside a name.
#[derive(Debug, Deserialize)]
pub(crate) struct WireName {
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) family: Option<String>,
    #[serde(default)]
    pub(crate) given: List<Option<String>>,
    #[serde(default)]
    pub(crate) prefix: List<Option<String>>,
    #[serde(default)]
    pub(crate) suffix: List<Option<String>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WireContact {
    pub(crate) system: Option<String>,
    pub(crate) value: Option<String>,
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) rank: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireAddress {
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) line: List<Option<String>>,
    pub(crate) city: Option<String>,
    pub(crate) district: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) country: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WireIdentifier {
    #[serde(rename = "type")]
    pub(crate) kind: Option<WireConcept>,
    pub(crate) system: Option<String>,
    pub(crate) value: Option<String>,
}
