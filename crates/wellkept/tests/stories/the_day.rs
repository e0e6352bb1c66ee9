//! One clinic day from end to end, on a real (synthetic) patient's imported history: the ten steps of the building's first
//! capability, each through the page of the person who takes it.

use std::path::PathBuf;

use serde_json::Value;
use testkit::{Clinic, Page};

const PHONE: &str = "+923007654321";

/// A patient of the Synthea set with the clinic's own kind of number: the set's 555 numbers cannot exist. Where the set is
/// not beside the project, a small patient made here.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test finds its data by the environment, and says so when it is absent"
)]
fn history() -> String {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let archive = PathBuf::from(std::env::var("WELLKEPT_SHARED").unwrap_or_else(|_| beside.to_owned()))
        .join("data/synthea-r4/synthea_r4_120.tar.zst");
    let mut bundle: Value = if archive.exists() {
        fhir::open_sources(&[archive])
            .unwrap()
            .map(|source| serde_json::from_slice::<Value>(&source.content.unwrap()).unwrap())
            .find(|bundle| {
                let text = bundle.to_string();
                text.contains("\"AllergyIntolerance\"") && text.contains("\"MedicationRequest\"") && text.contains("\"Immunization\"")
            })
            .unwrap()
    } else {
        println!("the Synthea patients are not here: the day runs on a generated patient");
        serde_json::json!({"resourceType": "Bundle", "type": "collection", "entry": [
            {"fullUrl": "urn:uuid:p", "resource": {"resourceType": "Patient", "id": "p", "name": [{"use": "official", "family": "Khan", "given": ["Ayesha"]}], "gender": "female", "birthDate": "1980-01-02"}},
            {"fullUrl": "urn:uuid:a", "resource": {"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "urn:uuid:p"}, "code": {"text": "Penicillin"}}}]})
    };
    for entry in bundle["entry"].as_array_mut().unwrap() {
        if entry["resource"]["resourceType"] == "Patient" {
            entry["resource"]["telecom"] = serde_json::json!([{"system": "phone", "value": PHONE}]);
        }
    }
    bundle.to_string()
}

async fn press(clinic: &Clinic, act: &str) -> Page {
    let today = clinic.reception().get("/today").await.with_status(200);
    clinic.reception().submit(&today, &format!("form[action$='/{act}']"), &[]).await.with_status(200)
}

#[tokio::test]
async fn a_clinic_day_from_the_first_page_to_the_trail() {
    // 1. An owner has opened a clinic; it has a public page.
    let clinic = testkit::clinic().await;
    assert!(clinic.visitor().get(&clinic.front()).await.with_status(200).shows(&clinic.name));

    // 2. The owner brings in existing patients.
    let owner = clinic.owner();
    let page = owner.get("/import").await.with_status(200);
    let report = owner.submit_files(&page, "main form", &[], &[("files", "history.json", history().into_bytes())]).await.with_status(200);
    assert!(!report.has(".notice--warn .error"), "{}", report.text());
    let patients = owner.get("/patients").await.with_status(200);
    let name = patients.words("main a[href^='/patients/pat_']").first().cloned().expect("an imported patient");
    let chart_path = patients.attributes("main a[href^='/patients/pat_']", "href")[0].clone();

    // 3. The patient books with only a phone, without an account; 4. the confirmation reaches the phone, and its link confirms.
    let patient = clinic.patient_on(&name, PHONE);
    patient.books().await;
    clinic.work_until_idle().await;
    let got = patient.got().await;
    assert!(got.len() == 1 && got[0].contains(&clinic.name), "{got:?}");
    let own = patient.opens_last_link().await.with_status(200);
    let confirmed = patient.browser().submit(&own, "form[action$='/confirm']", &[]).await.with_status(200);
    assert!(!confirmed.has("form[action$='/confirm']"), "{}", confirmed.text());
    let count = clinic.sql("select count(*) from patient where clinic_id = $1", &[&clinic.id]).await[0].get::<_, i64>(0);
    assert_eq!(count, 1, "who booked is the patient whose history came in");

    // 5. Reception marks the patient arrived; the board shows a token and no name.
    let today = press(&clinic, "arrive").await;
    assert_eq!(today.words("td .token"), ["1"]);
    let board = clinic.visitor().get(&format!("{}/board", clinic.front())).await.with_status(200);
    assert!(board.words(".token").contains(&"1".to_owned()) && !board.shows(&name), "{}", board.text());

    // 6. The practitioner calls, opens the chart, records vitals, writes and signs a note, and amends it.
    let doctor = clinic.practitioner();
    let list = doctor.get("/today").await.with_status(200);
    let called = doctor.submit(&list, "form[action='/queue/call-next']", &[]).await.with_status(200);
    let chart = doctor.get(&chart_path).await.with_status(200);
    assert!(chart.has(".allergy"), "{}", chart.text());
    let visit = doctor.submit(&called, "form[action$='/visit']", &[]).await.with_status(200);
    let visit = doctor
        .submit(&visit, "form[action$='/vitals']", &[("systolic", "128"), ("diastolic", "82"), ("pulse", "74")])
        .await
        .with_status(200);
    assert!(visit.shows("128"), "{}", visit.text());
    let signed = doctor
        .submit(
            &visit,
            "form[data-draft]",
            &[("subjective", "Headache for two days"), ("assessment", "Tension headache"), ("plan", "Rest")],
        )
        .await
        .with_status(200);
    let signed = if signed.has("form[data-draft]") { sign(&doctor, &signed).await } else { signed };
    assert!(signed.shows("Tension headache"), "{}", signed.text());

    // 7. An invoice is raised, paid in cash, and receipted as PDF and as a message.
    let invoice = press(&clinic, "invoice").await;
    let paid = clinic.reception().submit(&invoice, "form[action$='/pay']", &[("received", "100000")]).await.with_status(200);
    let receipt = paid.attributes("a[href*='receipt.pdf']", "href")[0].clone();
    assert!(clinic.reception().get(&receipt).await.with_status(200).bytes().starts_with(b"%PDF"));
    clinic.work_until_idle().await;
    assert_eq!(patient.got().await.len(), 1, "the receipt");

    // 8. The patient says STOP; the next message is refused and staff see why.
    patient.texts("STOP").await;
    patient.books().await;
    clinic.work_until_idle().await;
    patient.got_nothing().await;
    let log = clinic.reception().get(&format!("{chart_path}/messages")).await.with_status(200);
    assert!(log.shows("STOP"), "{}", log.text());

    // 9. The owner reads who saw, who changed, and what left.
    let trail = owner.get(&format!("{chart_path}/audit")).await.with_status(200);
    let lines = trail.count(".audit > li");
    assert!(lines >= 10, "{lines} lines: {}", trail.text());
}

async fn sign(doctor: &testkit::Browser, page: &Page) -> Page {
    let signed = doctor.submit(page, "form[action$='/sign']", &[]).await;
    signed.with_status(200)
}
