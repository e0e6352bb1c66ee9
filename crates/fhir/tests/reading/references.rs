//! How one record finds another.

use fhir::{Fault, WhyLeft};
use serde_json::{Value, json};

use crate::bundles::*;

fn about(reference: Value) -> Value {
    let mut record = weight();
    record["subject"] = reference;
    record
}

#[test]
fn a_patient_is_found_by_full_url_by_kind_and_id_and_with_a_version() {
    let found = |reference: &str, url: &str| {
        let mut both = bundle([about(json!({ "reference": reference })), mia()]);
        both["entry"][1]["fullUrl"] = json!(url);
        read(&both).unwrap().vitals[0].patient.as_str().to_owned()
    };
    assert_eq!(found("urn:uuid:AB-12", "urn:uuid:ab-12"), "mia");
    assert_eq!(found("Patient/mia", "urn:uuid:x"), "mia");
    assert_eq!(found("Patient/mia/_history/2", "https://a.example/fhir/Patient/mia"), "mia");
    assert_eq!(found("https://a.example/fhir/Patient/mia", "https://a.example/fhir/Patient/mia"), "mia");
}

#[test]
fn without_an_id_the_uuid_of_the_full_url_is_the_source_id() {
    let mut both = bundle([mia(), weight()]);
    both["entry"][0]["fullUrl"] = json!("urn:uuid:AB-12");
    both["entry"][0]["resource"]["id"].take();
    both["entry"][1]["resource"]["subject"] = json!({ "reference": "urn:uuid:ab-12" });
    let bundle = read(&both).unwrap();
    assert_eq!(bundle.patients[0].source.as_str(), "ab-12");
    assert_eq!(bundle.vitals[0].patient.as_str(), "ab-12");
}

#[test]
fn a_record_about_somebody_who_is_not_here_refuses_the_bundle() {
    let missing = Fault::PatientNotHere { field: "subject" };
    for reference in ["urn:uuid:nobody", "Patient/nobody", "https://b.example/fhir/Patient/mia", "#nobody", ""] {
        assert_eq!(fault(about(json!({ "reference": reference }))), missing, "{reference}");
    }
    assert_eq!(fault(about(json!({ "identifier": { "value": "7" } }))), missing);
    let without = with(asthma(), json!({ "subject": null }));
    assert_eq!(fault(without), Fault::Missing { field: "subject" });
}

#[test]
fn a_patient_sketched_within_a_record_is_refused() {
    let sketched = with(about(json!({ "reference": "#p" })), json!({ "contained": [{ "resourceType": "Patient", "id": "p" }] }));
    assert_eq!(fault(sketched), Fault::PatientContained { field: "subject" });
}

#[test]
fn a_record_about_a_group_is_left_but_an_allergy_of_a_group_is_unsound() {
    let group = json!({ "resourceType": "Group", "id": "group" });
    let read = read(&bundle([mia(), about(json!({ "reference": "urn:uuid:group" })), group])).unwrap();
    assert!(read.vitals.is_empty());
    assert!(read.left.keys().any(|left| left.kind == "Observation" && left.why == WhyLeft::NotAboutAPatient));
    let allergy = with(nuts(), json!({ "patient": { "reference": "Group/group" } }));
    assert_eq!(fault(allergy), Fault::NotAPatient { field: "patient" });
}

#[test]
fn the_order_of_entries_does_not_matter() {
    let forwards = everything();
    let mut backwards = forwards.clone();
    backwards["entry"].as_array_mut().unwrap().reverse();
    assert!(read(&forwards).unwrap() == read(&backwards).unwrap());
}

#[test]
fn a_practitioner_is_named_by_the_reference_or_else_by_their_entry() {
    let requester = |reference: Value| {
        let bundle = bundle([
            mia(),
            doctor(),
            with(
                inhaler(),
                json!({
                    "requester": reference,
                    "contained": [{ "resourceType": "Practitioner", "id": "in", "name": [{ "text": "Dr. Inner" }] }],
                }),
            ),
        ]);
        let party = read(&bundle).unwrap().medication_requests[0].requester.clone()?;
        Some((party.practitioner.map(|id| id.to_string()), party.display.map(|name| name.to_string())))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(requester(json!({ "reference": "urn:uuid:doc" })), Some((some("doc"), some("Dr. Sana Mir"))));
    assert_eq!(requester(json!({ "reference": "Practitioner/doc", "display": "Dr. S." })), Some((some("doc"), some("Dr. S."))));
    assert_eq!(requester(json!({ "reference": "Practitioner/else" })), Some((some("else"), None)));
    assert_eq!(requester(json!({ "reference": "Organization/else" })), None);
    assert_eq!(requester(json!({ "reference": "#in" })), Some((None, some("Dr. Inner"))));
    assert_eq!(requester(json!({ "display": "Dr. Paper" })), Some((None, some("Dr. Paper"))));
    assert_eq!(requester(json!({})), None);
}

#[test]
fn a_medicine_may_stand_in_the_bundle_or_within_the_prescription() {
    let medicine = |reference: &str| {
        let drug = |id: &str, text: &str| json!({ "resourceType": "Medication", "id": id, "code": { "text": text } });
        let mut request = with(
            inhaler(),
            json!({
                "medicationReference": { "reference": reference }, "contained": [drug("m", "Contained")],
            }),
        );
        request.as_object_mut().unwrap().remove("medicationCodeableConcept");
        read(&bundle([mia(), request, drug("drug", "Entry")])).map(|read| read.medication_requests[0].medication.words().to_owned())
    };
    assert_eq!(medicine("urn:uuid:drug").unwrap(), "Entry");
    assert_eq!(medicine("Medication/drug").unwrap(), "Entry");
    assert_eq!(medicine("#m").unwrap(), "Contained");
    let refused = medicine("Medication/nowhere").unwrap_err();
    assert!(refused.to_string().contains("medication is missing"), "{refused}");
}

#[test]
fn a_reason_that_is_only_pointed_to_is_spelt_out() {
    let bundle = read(&everything()).unwrap();
    assert_eq!(bundle.medication_requests[0].reasons[0].words(), "Asthma");
}
