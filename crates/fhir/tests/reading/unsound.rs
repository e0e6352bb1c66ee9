//! One unsound record refuses its bundle: what is wrong with it, and where.

use fhir::{BundleRefusal, Fault};
use serde_json::json;

use crate::bundles::*;

#[test]
fn one_unsound_record_refuses_the_whole_bundle_and_is_pointed_at() {
    let text = serde_json::to_string_pretty(&bundle([mia(), with(weight(), json!({ "effectiveDateTime": "17/05/2024" }))])).unwrap();
    let refused = read_text(&text).unwrap_err();
    let BundleRefusal::Unsound { entry: 1, kind, line, fault } = &refused else { panic!("{refused}") };
    assert_eq!((kind.as_str(), fault), ("Observation", &Fault::BadDate { field: "effectiveDateTime" }));
    let entries_line = text.lines().nth(line - 1).unwrap();
    assert!(entries_line.contains("\"resource\": {"), "{entries_line}");
    assert!(!refused.to_string().contains("17/05"), "a refusal repeats nothing from the record");
}

#[test]
fn a_field_of_the_wrong_form_is_pointed_at_in_the_whole_file() {
    let text = serde_json::to_string_pretty(&bundle([mia(), with(weight(), json!({ "status": 5 }))])).unwrap();
    let BundleRefusal::Unsound { fault: Fault::Shape { line, .. }, .. } = read_text(&text).unwrap_err() else { panic!() };
    assert!(text.lines().nth(line - 1).unwrap().contains("\"status\": 5"));
}

#[test]
fn a_patient_needs_a_name_and_an_id() {
    for name in [json!([]), json!([{ "use": "official" }]), json!([{ "given": ["  "], "prefix": ["Ms."] }])] {
        assert_eq!(fault(with(mia(), json!({ "id": "other", "name": name }))), Fault::NoName, "{name}");
    }
    let mut nobody = json!({ "resourceType": "Bundle", "type": "batch", "entry": [{ "resource": mia() }] });
    nobody["entry"][0]["resource"]["id"].take();
    assert!(matches!(read(&nobody), Err(BundleRefusal::Unsound { fault: Fault::NoId, .. })));
}

#[test]
fn texts_beyond_their_cap_are_refused() {
    let long = |name: &str| with(mia(), json!({ "id": "other", "name": [{ "given": [name] }] }));
    assert!(read(&bundle([long(&"ن".repeat(200))])).is_ok());
    assert_eq!(fault(long(&"ن".repeat(201))), Fault::TooLong { field: "name.given", most: 200 });
    let display = with(asthma(), json!({ "code": { "text": "x".repeat(1_001) } }));
    assert_eq!(fault(display), Fault::TooLong { field: "code", most: 1_000 });
    let many = with(mia(), json!({ "id": "other", "name": vec![json!({}); 1_001] }));
    assert!(matches!(fault(many), Fault::Shape { .. }));
}

#[test]
fn codes_that_fhir_requires_are_checked() {
    let wrong = |resource, field: &str, value| match fault(with(resource, json!({ field: value }))) {
        Fault::UnknownCode { field, .. } => field,
        other => panic!("{other}"),
    };
    assert_eq!(wrong(with(mia(), json!({ "id": "x" })), "gender", json!("F")), "gender");
    assert_eq!(wrong(visit(), "status", json!("done")), "status");
    assert_eq!(wrong(inhaler(), "intent", json!("wish")), "intent");
    assert_eq!(wrong(nuts(), "criticality", json!("very")), "criticality");
    assert_eq!(wrong(asthma(), "clinicalStatus", json!({ "coding": [{ "code": "maybe" }] })), "clinicalStatus");
    assert_eq!(wrong(vaccine(), "status", json!("")), "status");
}

#[test]
fn a_number_that_cannot_be_charted_is_refused() {
    let text = bundle([mia(), weight()]).to_string().replace("61.5", "1e999");
    assert!(matches!(read_text(&text).unwrap_err(), BundleRefusal::Unsound { fault: Fault::BadNumber { .. }, .. }));
    let quoted = with(weight(), json!({ "valueQuantity": { "value": "61.5" } }));
    assert_eq!(fault(quoted), Fault::BadNumber { field: "valueQuantity" });
}
