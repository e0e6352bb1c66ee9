//! From FHIR's words to ours, record by record. What a chart cannot use stays behind with a reason, never silently.

use fhir::{
    AllergyClinicalStatus, AllergyVerification, Concept, ConditionClinicalStatus, ConditionVerification, Criticality, Deceased,
    EncounterStatus, ImmunizationStatus, MedicationRequestIntent, MedicationRequestStatus, When, WhyLeft,
};
use jiff::{Timestamp, tz::TimeZone};
use kernel::phone::PhoneNumber;
use trust::patients::{Gender, Particulars};

use crate::{
    chart::{
        facts::{Allergy, Condition, Immunization, Medicine, Named, RoughDay},
        vitals::{Measured, Vital, VitalSigns},
    },
    visits::Visit,
};

/// The word for a reason in reports; the sentence is `import-left-…`.
pub(super) const fn why_left(why: WhyLeft) -> &'static str {
    match why {
        WhyLeft::KindNotTaken => "kind",
        WhyLeft::NotAVitalSign => "not-vital",
        WhyLeft::NoSingleValue => "no-value",
        WhyLeft::Withdrawn => "withdrawn",
        WhyLeft::NotAboutAPatient => "no-patient",
        WhyLeft::Unnamed => "unnamed",
    }
}

fn named(concept: &Concept) -> Named {
    let coded = concept.codings.first();
    Named {
        words: concept.words().to_owned(),
        system: coded.and_then(|coded| coded.system.clone()),
        code: coded.map(|coded| coded.code.clone()),
    }
}

fn words(concepts: &[Concept]) -> Vec<String> {
    concepts.iter().map(|concept| concept.words().to_owned()).filter(|words| !words.is_empty()).collect()
}

fn name_of(party: Option<&fhir::Party>) -> Option<String> {
    party.and_then(|party| party.display.as_deref()).map(str::to_owned)
}

/// As precisely as it is known; an instant becomes the clinic's day.
fn rough(when: When, zone: &TimeZone) -> RoughDay {
    match when {
        When::Instant(at) => at.to_zoned(zone.clone()).date().to_string(),
        other => other.to_string(),
    }
}

pub(super) fn earliest(when: Option<When>, zone: &TimeZone) -> Option<Timestamp> {
    when.map(|when| when.earliest_in(zone))
}

/// What is kept beside name and number.
pub(super) fn particulars(patient: &fhir::Patient) -> Particulars {
    Particulars {
        birth_date: match patient.birth {
            Some(When::Date(day)) => Some(day),
            // A year alone is no birthday; an age reckoned from it would look exact.
            _ => None,
        },
        gender: patient.gender.map(|gender| match gender {
            fhir::Gender::Male => Gender::Male,
            fhir::Gender::Female => Gender::Female,
            fhir::Gender::Other => Gender::Other,
            fhir::Gender::Unknown => Gender::Unknown,
        }),
        email: patient.emails.first().cloned(),
        address: patient.address.clone(),
        died_on: match patient.deceased {
            Some(Deceased::On(when)) => Some(when.first_day()),
            _ => None,
        },
    }
}

/// The first number that can exist, read as people in the clinic's country write it.
pub(super) fn phone(patient: &fhir::Patient, country: &str) -> Option<PhoneNumber> {
    patient.phones.iter().find_map(|typed| PhoneNumber::parse(typed, country).ok())
}

/// A visit's status here. What was planned elsewhere did not happen as far as we know.
pub(super) const fn visit_status(status: EncounterStatus) -> &'static str {
    match status {
        EncounterStatus::Finished => "finished",
        EncounterStatus::Cancelled => "cancelled",
        _ => "unknown",
    }
}

pub(super) fn visit(from: &fhir::Encounter) -> Visit {
    Visit {
        class: from.class.code.clone(),
        kinds: words(&from.types),
        reasons: words(&from.reasons),
        seen_by: from.seen_by.iter().filter_map(|party| name_of(Some(party))).collect(),
    }
}

/// Status and content, or why it stays behind.
pub(super) fn condition(from: &fhir::Condition, zone: &TimeZone) -> Result<(&'static str, Condition), &'static str> {
    if from.verification == Some(ConditionVerification::Refuted) {
        return Err("refuted");
    }
    let status = match from.clinical {
        Some(ConditionClinicalStatus::Active) => "active",
        Some(ConditionClinicalStatus::Recurrence) => "recurrence",
        Some(ConditionClinicalStatus::Relapse) => "relapse",
        Some(ConditionClinicalStatus::Inactive) => "inactive",
        Some(ConditionClinicalStatus::Remission) => "remission",
        Some(ConditionClinicalStatus::Resolved) => "resolved",
        None if from.abatement.is_some() => "resolved",
        None => "unknown",
    };
    let doubt = from.verification.filter(|how| *how != ConditionVerification::Confirmed);
    Ok((
        status,
        Condition {
            code: named(&from.code),
            onset: from.onset.map(|when| rough(when, zone)),
            onset_words: from.onset_words.clone(),
            abated: from.abatement.map(|when| rough(when, zone)),
            doubt: doubt.map(|how| how.code().to_owned()),
            by: name_of(from.recorder.as_ref()),
        },
    ))
}

pub(super) fn allergy(from: &fhir::Allergy, zone: &TimeZone) -> Result<(&'static str, Allergy), &'static str> {
    if from.verification == Some(AllergyVerification::Refuted) {
        return Err("refuted");
    }
    let status = match from.clinical {
        Some(AllergyClinicalStatus::Active) => "active",
        Some(AllergyClinicalStatus::Inactive) => "inactive",
        Some(AllergyClinicalStatus::Resolved) => "resolved",
        // Shown with the active ones: an allergy nobody took back is one to ask about.
        None => "unknown",
    };
    let doubt = from.verification.filter(|how| *how != AllergyVerification::Confirmed);
    Ok((
        status,
        Allergy {
            code: named(&from.code),
            high_risk: from.criticality == Some(Criticality::High),
            reactions: from.reactions.iter().flat_map(|reaction| words(&reaction.manifestations)).collect(),
            onset: from.onset.map(|when| rough(when, zone)),
            doubt: doubt.map(|how| how.code().to_owned()),
        },
    ))
}

pub(super) fn medicine(from: &fhir::MedicationRequest, zone: &TimeZone) -> Result<(&'static str, Medicine), &'static str> {
    if matches!(from.intent, MedicationRequestIntent::Proposal | MedicationRequestIntent::Plan | MedicationRequestIntent::Option) {
        return Err("not-prescribed");
    }
    if from.status == MedicationRequestStatus::EnteredInError {
        return Err("withdrawn");
    }
    let medicine = Medicine {
        code: named(&from.medication),
        dosage: from.dosage.clone(),
        reasons: words(&from.reasons),
        by: name_of(from.requester.as_ref()),
        authored: from.authored.map(|when| rough(when, zone)),
    };
    Ok((from.status.code(), medicine))
}

pub(super) fn immunization(from: &fhir::Immunization, zone: &TimeZone) -> Result<Immunization, &'static str> {
    if from.status != ImmunizationStatus::Completed {
        return Err("not-given");
    }
    Ok(Immunization {
        code: named(&from.vaccine),
        given: from.occurred.map(|when| rough(when, zone)).or_else(|| from.occurred_words.clone()),
        lot: from.lot.clone(),
        by: name_of(from.given_by.as_ref()),
    })
}

pub(super) fn vitals(from: &fhir::Vitals) -> VitalSigns {
    let readings = from.readings.iter().map(|reading| Measured {
        vital: vital(reading.vital),
        value: reading.measure.written.clone(),
        ucum: reading.measure.ucum.clone().or_else(|| reading.measure.unit.clone()).unwrap_or_default(),
    });
    VitalSigns { readings: readings.collect(), by: name_of(from.taken_by.as_ref()) }
}

const fn vital(from: fhir::Vital) -> Vital {
    match from {
        fhir::Vital::Height => Vital::Height,
        fhir::Vital::Weight => Vital::Weight,
        fhir::Vital::BodyMassIndex => Vital::BodyMassIndex,
        fhir::Vital::Temperature => Vital::Temperature,
        fhir::Vital::HeartRate => Vital::HeartRate,
        fhir::Vital::RespiratoryRate => Vital::RespiratoryRate,
        fhir::Vital::OxygenSaturation => Vital::OxygenSaturation,
        fhir::Vital::Systolic => Vital::Systolic,
        fhir::Vital::Diastolic => Vital::Diastolic,
        fhir::Vital::Pain => Vital::Pain,
    }
}

#[cfg(test)]
mod tests {
    use fhir::{Bundle, read_bundle_bytes};

    use super::*;

    fn bundle(resource: &str) -> Bundle {
        let text = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[
                {{"resource":{{"resourceType":"Patient","id":"p","name":[{{"text":"A Person"}}],"birthDate":"1980"}}}},
                {{"resource":{resource}}}]}}"#
        );
        read_bundle_bytes(text.as_bytes(), 10_000).unwrap()
    }

    #[test]
    fn a_birth_year_is_no_birthday() {
        assert_eq!(particulars(&bundle(r#"{"resourceType":"Basic"}"#).patients[0]).birth_date, None);
    }

    #[test]
    fn a_refuted_problem_stays_behind_and_a_doubtful_one_says_so() {
        let with = |verification: &str| {
            let text = format!(
                r#"{{"resourceType":"Condition","id":"c","subject":{{"reference":"Patient/p"}},"code":{{"text":"Asthma"}},
                    "verificationStatus":{{"coding":[{{"code":"{verification}"}}]}},"onsetDateTime":"2011"}}"#
            );
            condition(&bundle(&text).conditions[0], &TimeZone::UTC)
        };
        assert_eq!(with("refuted").err(), Some("refuted"));
        let (status, asthma) = with("provisional").ok().unwrap();
        assert_eq!(
            (status, asthma.code.words.as_str(), asthma.onset.as_deref(), asthma.doubt.as_deref()),
            ("unknown", "Asthma", Some("2011"), Some("provisional"))
        );
    }

    #[test]
    fn a_vaccination_that_did_not_take_place_stays_behind() {
        let text = r#"{"resourceType":"Immunization","id":"i","status":"not-done","patient":{"reference":"Patient/p"},"vaccineCode":{"text":"MMR"},"occurrenceDateTime":"2020-01-01"}"#;
        assert_eq!(immunization(&bundle(text).immunizations[0], &TimeZone::UTC).err(), Some("not-given"));
    }
}
