//! What arrives of each kind, in our words.

use fhir::{AllergyCategory, BundleKind, Deceased, Gender, Left, Severity, Vital, When, WhyLeft};
use serde_json::{Value, json};

use crate::bundles::*;

#[test]
fn one_of_everything_comes_in() {
    let bundle = read(&everything()).unwrap();
    assert_eq!(bundle.kind, BundleKind::Transaction);
    assert!(bundle.taken().iter().all(|(_, count)| *count == 1), "{bundle:?}");
    assert!(bundle.left.is_empty());
    let visit = &bundle.encounters[0];
    assert_eq!((visit.class.code.as_str(), visit.types[0].words(), visit.reasons[0].words()), ("AMB", "Check-up", "Cough"));
    assert_eq!(visit.start.unwrap().earliest().to_string(), "2024-05-17T04:30:00Z");
    assert_eq!(visit.seen_by[0].practitioner.as_ref().unwrap().as_str(), "doc");
    let asthma = &bundle.conditions[0];
    assert_eq!((asthma.onset, asthma.encounter.as_ref().unwrap().as_str()), (Some(When::Year(1999)), "visit"));
    let nuts = &bundle.allergies[0];
    assert_eq!((nuts.categories[0], nuts.reactions[0].severity), (AllergyCategory::Food, Some(Severity::Moderate)));
    assert_eq!(bundle.immunizations[0].lot.as_deref(), Some("L7"));
    assert_eq!(bundle.medication_requests[0].dosage, ["Two puffs when breathless"]);
}

#[test]
fn a_patient_keeps_name_contact_and_partial_birth_date() {
    let bundle = read(&bundle([with(mia(), json!({ "deceasedDateTime": "2024" }))])).unwrap();
    let mia = &bundle.patients[0];
    assert_eq!(mia.name.full(), "Ms. Mia Ann Khan");
    assert_eq!((mia.gender, mia.birth), (Some(Gender::Female), Some(When::Month { year: 1984, month: 2 })));
    assert_eq!(mia.phones, ["+92 300 1234567"]);
    assert_eq!(mia.address.as_deref(), Some("House 4, Street 9, Lahore, PK"));
    assert_eq!(mia.deceased, Some(Deceased::On(When::Year(2024))));
}

fn named(names: Value) -> String {
    let mut patient = mia();
    patient["name"] = names;
    read(&bundle([patient])).unwrap().patients[0].name.full()
}

#[test]
fn names_in_any_script_arrive_unchanged() {
    for name in ["محمد علی جناح", "שרה כהן", "प्रिया शर्मा", "മീര നായർ", "李小龍", "Zoë 👩🏽‍⚕️", "می‌خواهم"]
    {
        assert_eq!(named(json!([{ "text": name }])), name);
        assert_eq!(named(json!([{ "given": [null, name] }])), name);
    }
}

#[test]
fn the_official_name_is_preferred_and_an_old_one_is_the_last_resort() {
    let old = json!({ "use": "maiden", "text": "Old" });
    let official = json!({ "use": "official", "text": "Official" });
    assert_eq!(named(json!([old, { "text": "Plain" }, official])), "Official");
    assert_eq!(named(json!([old, { "text": "Plain" }])), "Plain");
    assert_eq!(named(json!([old])), "Old");
}

#[test]
fn the_best_phone_comes_first_and_old_ones_stay_behind() {
    let phone = |value: &str, usage: &str| json!({ "system": "phone", "value": value, "use": usage });
    let telecom = json!([phone("1", "work"), phone("2", "old"), phone("3", "mobile"),
        { "system": "email", "value": "m@example.org" }, { "system": "fax", "value": "9" },
        { "system": "phone", "value": "4", "use": "work", "rank": 1 }]);
    let bundle = read(&bundle([with(mia(), json!({ "telecom": telecom }))])).unwrap();
    assert_eq!(bundle.patients[0].phones, ["4", "3", "1"]);
    assert_eq!(bundle.patients[0].emails, ["m@example.org"]);
}

#[test]
fn debug_output_shows_neither_names_nor_findings() {
    let bundle = read(&everything()).unwrap();
    let shown = format!("{bundle:?} {:?} {:?} {:?}", bundle.patients, bundle.conditions, bundle.patients[0].name);
    assert!(!shown.contains("Khan") && !shown.contains("Asthma") && !shown.contains("1984"), "{shown}");
}

fn pressure(panel: &str) -> Value {
    let part = |code: &str, value: u32| {
        json!({
            "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
            "valueQuantity": { "value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" },
        })
    };
    let mut pressure = with(
        weight(),
        json!({
            "code": { "coding": [{ "system": "http://loinc.org", "code": panel }] },
            "component": [part("8462-4", 80), part("8480-6", 120), part("9999-9", 1)],
        }),
    );
    pressure.as_object_mut().unwrap().remove("valueQuantity");
    pressure
}

#[test]
fn a_blood_pressure_arrives_as_its_two_numbers() {
    for panel in ["85354-9", "55284-4"] {
        let bundle = read(&bundle([mia(), pressure(panel)])).unwrap();
        let readings = bundle.vitals[0].readings.iter().map(|r| (r.vital, r.measure.written.as_str()));
        assert_eq!(readings.collect::<Vec<_>>(), [(Vital::Diastolic, "80"), (Vital::Systolic, "120")]);
        assert_eq!(bundle.vitals[0].readings[0].measure.ucum.as_deref(), Some("mm[Hg]"));
    }
}

#[test]
fn a_measured_number_keeps_the_precision_it_was_written_with() {
    let text = bundle([mia(), weight()]).to_string().replace("61.5", "61.50");
    let measure = read_text(&text).unwrap().vitals[0].readings[0].measure.clone();
    assert_eq!((measure.written.as_str(), measure.value), ("61.50", 61.5));
}

#[test]
fn what_stays_behind_is_counted_with_its_reason() {
    let observation = |id: &str, changes: Value| with(with(weight(), json!({ "id": id })), changes);
    let bundle = read(&bundle([
        mia(),
        observation("a", json!({ "code": { "coding": [{ "system": "http://loinc.org", "code": "2345-7" }] }, "effectiveDateTime": "bad" })),
        observation("b", json!({ "valueQuantity": null })),
        observation("c", json!({ "valueQuantity": { "value": 5, "comparator": "<" } })),
        observation("d", json!({ "status": "entered-in-error" })),
        with(pressure("85354-9"), json!({ "id": "e", "component": [] })),
        with(asthma(), json!({ "code": null })),
        json!({ "resourceType": "Claim", "id": "x" }),
        json!({ "resourceType": "Claim", "id": "y" }),
    ]))
    .unwrap();
    let left = |kind: &str, why| bundle.left.get(&Left { kind: kind.to_owned(), why }).copied();
    assert_eq!(left("Observation", WhyLeft::NotAVitalSign), Some(1));
    assert_eq!(left("Observation", WhyLeft::NoSingleValue), Some(3));
    assert_eq!(left("Observation", WhyLeft::Withdrawn), Some(1));
    assert_eq!(left("Condition", WhyLeft::Unnamed), Some(1));
    assert_eq!(left("Claim", WhyLeft::KindNotTaken), Some(2));
    assert_eq!(bundle.left.len(), 5);
}

#[test]
fn a_dosage_without_words_is_summed_up() {
    let dosage = |dosage: Value| {
        read(&bundle([mia(), with(inhaler(), json!({ "dosageInstruction": [dosage] }))])).unwrap().medication_requests[0].dosage.clone()
    };
    let every =
        |frequency: u32, period: Value, unit: &str| json!({ "repeat": { "frequency": frequency, "period": period, "periodUnit": unit } });
    assert_eq!(
        dosage(json!({ "timing": every(1, json!(6), "h"), "asNeededBoolean": false, "doseAndRate": [{ "doseQuantity": { "value": 1 } }] })),
        ["dose 1 once every 6 hours"]
    );
    assert_eq!(
        dosage(json!({ "timing": every(2, json!(1.0), "d"), "doseAndRate": [{ "doseQuantity": { "value": 5, "unit": "mL" } }],
            "route": { "text": "by mouth" }, "asNeededCodeableConcept": { "text": "pain" }, "additionalInstruction": [{ "text": "With food" }] })),
        ["5 mL by mouth twice every day as needed for pain. With food"]
    );
    assert_eq!(dosage(json!({ "asNeededBoolean": true })), ["as needed"]);
    assert!(dosage(json!({ "sequence": 1 })).is_empty());
}
