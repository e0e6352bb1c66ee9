//! A bundle in our own words.

use std::collections::BTreeMap;
use std::fmt;

use crate::kinds::allergy::Allergy;
use crate::kinds::condition::Condition;
use crate::kinds::encounter::Encounter;
use crate::kinds::immunization::Immunization;
use crate::kinds::medication_request::MedicationRequest;
use crate::kinds::observation::Vitals;
use crate::kinds::patient::Patient;
use crate::kinds::practitioner::Practitioner;
use crate::left::{Left, WhyLeft};
use crate::required_code::required_codes;

required_codes!(
    /// The types of bundle that are a set of records. Histories, messages and responses are not.
    pub BundleKind {
        Transaction = "transaction", Batch = "batch", Collection = "collection",
        Document = "document", Searchset = "searchset",
    }
);

/// Everything we take from one bundle, each kind in the order of its entries.
#[derive(Clone, PartialEq)]
pub struct Bundle {
    /// What kind of bundle it was.
    pub kind: BundleKind,
    /// Patients.
    pub patients: Vec<Patient>,
    /// Practitioners.
    pub practitioners: Vec<Practitioner>,
    /// Visits.
    pub encounters: Vec<Encounter>,
    /// Problems and diagnoses.
    pub conditions: Vec<Condition>,
    /// Allergies and intolerances.
    pub allergies: Vec<Allergy>,
    /// Prescriptions.
    pub medication_requests: Vec<MedicationRequest>,
    /// Vital signs.
    pub vitals: Vec<Vitals>,
    /// Vaccinations.
    pub immunizations: Vec<Immunization>,
    /// How many records stayed behind, of which kind and why.
    pub left: BTreeMap<Left, usize>,
}

impl Bundle {
    pub(crate) fn empty(kind: BundleKind) -> Self {
        Self {
            kind,
            patients: Vec::new(),
            practitioners: Vec::new(),
            encounters: Vec::new(),
            conditions: Vec::new(),
            allergies: Vec::new(),
            medication_requests: Vec::new(),
            vitals: Vec::new(),
            immunizations: Vec::new(),
            left: BTreeMap::new(),
        }
    }

    /// How many records were taken, by their FHIR names.
    #[must_use]
    pub fn taken(&self) -> [(&'static str, usize); 8] {
        [
            ("Patient", self.patients.len()),
            ("Practitioner", self.practitioners.len()),
            ("Encounter", self.encounters.len()),
            ("Condition", self.conditions.len()),
            ("AllergyIntolerance", self.allergies.len()),
            ("MedicationRequest", self.medication_requests.len()),
            ("Observation", self.vitals.len()),
            ("Immunization", self.immunizations.len()),
        ]
    }

    pub(crate) fn leave(&mut self, kind: &str, why: WhyLeft) {
        *self.left.entry(Left { kind: kind.to_owned(), why }).or_default() += 1;
    }
}

impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bundle").field("taken", &self.taken()).field("left", &self.left).finish()
    }
}
