//! Small bundles to test with.

use fhir::{Bundle, BundleRefusal, Fault, MAX_BUNDLE_BYTES, read_bundle};
use serde_json::{Value, json};

pub(crate) fn read(bundle: &Value) -> Result<Bundle, BundleRefusal> {
    read_text(&bundle.to_string())
}

pub(crate) fn read_text(text: &str) -> Result<Bundle, BundleRefusal> {
    read_bundle(text.as_bytes(), MAX_BUNDLE_BYTES)
}

/// The fault for which a bundle of Mia and this resource is refused.
pub(crate) fn fault(resource: Value) -> Fault {
    match read(&bundle([mia(), resource])) {
        Err(BundleRefusal::Unsound { fault, .. }) => fault,
        other => panic!("not refused for a fault: {other:?}"),
    }
}

/// Each resource at `urn:uuid:<id>`.
pub(crate) fn bundle(resources: impl IntoIterator<Item = Value>) -> Value {
    let entry = |resource: Value| {
        let url = format!("urn:uuid:{}", resource["id"].as_str().unwrap());
        json!({ "fullUrl": url, "resource": resource })
    };
    let entries: Vec<_> = resources.into_iter().map(entry).collect();
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}

pub(crate) fn with(mut resource: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (field, value) in changes {
        resource[field] = value;
    }
    resource
}

pub(crate) fn mia() -> Value {
    json!({
        "resourceType": "Patient", "id": "mia", "gender": "female", "birthDate": "1984-02",
        "name": [{ "use": "official", "given": ["Mia", "Ann"], "family": "Khan", "prefix": ["Ms."] }],
        "telecom": [{ "system": "phone", "value": "+92 300 1234567", "use": "mobile" }],
        "address": [{ "line": ["House 4", "Street 9"], "city": "Lahore", "country": "PK" }],
    })
}

pub(crate) fn doctor() -> Value {
    json!({
        "resourceType": "Practitioner", "id": "doc",
        "name": [{ "given": ["Sana"], "family": "Mir", "prefix": ["Dr."] }],
    })
}

pub(crate) fn weight() -> Value {
    json!({
        "resourceType": "Observation", "id": "weight", "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7", "display": "Body Weight" }] },
        "subject": { "reference": "urn:uuid:mia" },
        "effectiveDateTime": "2024-05-17T09:30:00+05:00",
        "valueQuantity": { "value": 61.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" },
    })
}

pub(crate) fn visit() -> Value {
    json!({
        "resourceType": "Encounter", "id": "visit", "status": "finished", "class": { "code": "AMB" },
        "type": [{ "text": "Check-up" }], "subject": { "reference": "urn:uuid:mia" },
        "participant": [{ "individual": { "reference": "urn:uuid:doc" } }],
        "period": { "start": "2024-05-17T09:30:00+05:00", "end": "2024-05-17T09:45:00+05:00" },
        "reasonCode": [{ "text": "Cough" }],
    })
}

pub(crate) fn asthma() -> Value {
    json!({
        "resourceType": "Condition", "id": "asthma", "subject": { "reference": "urn:uuid:mia" },
        "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active" }] },
        "code": { "coding": [{ "system": "urn:example", "code": "A1", "display": "Asthma" }] },
        "encounter": { "reference": "urn:uuid:visit" }, "onsetDateTime": "1999",
    })
}

pub(crate) fn inhaler() -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": "inhaler", "status": "active", "intent": "order",
        "subject": { "reference": "urn:uuid:mia" }, "authoredOn": "2024-05-17",
        "medicationCodeableConcept": { "text": "Salbutamol inhaler" },
        "requester": { "reference": "urn:uuid:doc" },
        "reasonReference": [{ "reference": "urn:uuid:asthma" }],
        "dosageInstruction": [{ "text": "Two puffs when breathless" }],
    })
}

pub(crate) fn nuts() -> Value {
    json!({
        "resourceType": "AllergyIntolerance", "id": "nuts", "patient": { "reference": "urn:uuid:mia" },
        "type": "allergy", "category": ["food"], "criticality": "high", "code": { "text": "Nuts" },
        "reaction": [{ "manifestation": [{ "text": "Hives" }], "severity": "moderate" }],
    })
}

pub(crate) fn vaccine() -> Value {
    json!({
        "resourceType": "Immunization", "id": "vaccine", "status": "completed",
        "vaccineCode": { "coding": [{ "system": "http://hl7.org/fhir/sid/cvx", "code": "140" }] },
        "patient": { "reference": "urn:uuid:mia" }, "occurrenceDateTime": "2023-11", "lotNumber": "L7",
    })
}

pub(crate) fn everything() -> Value {
    bundle([doctor(), mia(), visit(), asthma(), inhaler(), nuts(), vaccine(), weight()])
}
