//! A clinic brings its patients along: what is taken, what is recognised, what is refused whole.

use std::path::PathBuf;

use testkit::{Clinic, Page};
use wellkept::commands::import::{Imported, import_files};

/// A person with one of everything.
fn bundle(id: &str, name: &str, born: &str) -> String {
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[
{{"resource":{{"resourceType":"Patient","id":"{id}","name":[{{"text":"{name}"}}],"birthDate":"{born}","gender":"female","telecom":[{{"system":"phone","value":"0300 1234567"}}]}}}},
{{"resource":{{"resourceType":"Practitioner","id":"dr","name":[{{"family":"Rahman","prefix":["Dr"]}}]}}}},
{{"resource":{{"resourceType":"Encounter","id":"e1","status":"finished","class":{{"code":"AMB"}},"type":[{{"text":"Asthma review"}}],"subject":{{"reference":"Patient/{id}"}},"participant":[{{"individual":{{"reference":"Practitioner/dr"}}}}],"period":{{"start":"2024-05-17T09:30:00+05:00"}}}}}},
{{"resource":{{"resourceType":"Condition","id":"c1","subject":{{"reference":"Patient/{id}"}},"code":{{"text":"Asthma"}},"clinicalStatus":{{"coding":[{{"code":"active"}}]}},"onsetDateTime":"2011"}}}},
{{"resource":{{"resourceType":"AllergyIntolerance","id":"a1","patient":{{"reference":"Patient/{id}"}},"code":{{"text":"Penicillin"}},"criticality":"high","clinicalStatus":{{"coding":[{{"code":"active"}}]}}}}}},
{{"resource":{{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","subject":{{"reference":"Patient/{id}"}},"medicationCodeableConcept":{{"text":"Salbutamol inhaler"}},"dosageInstruction":[{{"text":"2 puffs when needed"}}]}}}},
{{"resource":{{"resourceType":"Observation","id":"o1","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"29463-7"}}]}},"subject":{{"reference":"Patient/{id}"}},"encounter":{{"reference":"Encounter/e1"}},"effectiveDateTime":"2024-05-17","valueQuantity":{{"value":61.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}}}}},
{{"resource":{{"resourceType":"Immunization","id":"i1","status":"completed","patient":{{"reference":"Patient/{id}"}},"vaccineCode":{{"text":"Tetanus"}},"occurrenceDateTime":"2023-02-01"}}}},
{{"resource":{{"resourceType":"Claim","id":"k1"}}}}
]}}"#
    )
}

type Files<'a> = &'a [(&'a str, String)];

async fn upload(clinic: &Clinic, files: Files<'_>) -> Page {
    let owner = clinic.owner();
    let page = owner.get("/import").await.with_status(200);
    let files: Vec<_> = files.iter().map(|(name, text)| ("files", *name, text.clone().into_bytes())).collect();
    owner.submit_files(&page, "main form", &[], &files).await
}

async fn count(clinic: &Clinic, question: &str) -> i64 {
    clinic.sql(question, &[&clinic.id]).await[0].get(0)
}

async fn patients(clinic: &Clinic) -> i64 {
    count(clinic, "select count(*) from patient where clinic_id = $1").await
}

#[tokio::test]
async fn a_bundle_comes_in_once_and_fills_the_chart() {
    let clinic = testkit::clinic().await;
    let files = [("ayesha.json", bundle("p1", "Ayesha Khan", "1980-01-02"))];
    let report = upload(&clinic, &files).await.with_status(200);
    assert!(report.shows("1 bundle came in. None was refused."), "{}", report.text());
    assert!(report.shows("Patient 1 0") && report.shows("Immunization 1 0"), "{}", report.text());
    assert!(report.shows("Claim 1 Wellkept does not import this kind of record"), "{}", report.text());

    let list = clinic.practitioner().get("/patients").await;
    let chart = clinic.practitioner().follow(&list, "Ayesha Khan").await.with_status(200);
    for words in [
        "Penicillin – high risk",
        "Asthma since 2011",
        "Salbutamol inhaler 2 puffs when needed",
        "61.5 kg",
        "Tetanus",
        "Asthma review",
        "Dr Rahman",
        "46 years old",
    ] {
        assert!(chart.shows(words), "{words}: {}", chart.text());
    }

    let again = upload(&clinic, &files).await.with_status(200);
    assert!(again.shows("Patient 0 1") && again.shows("Encounter 0 1"), "{}", again.text());
    assert_eq!(patients(&clinic).await, 1);
    let rows = "select (select count(*) from encounter where clinic_id = $1) + (select count(*) from condition where clinic_id = $1)
                     + (select count(*) from observation where clinic_id = $1) + (select count(*) from practitioner where clinic_id = $1 and not bookable)";
    assert_eq!(count(&clinic, rows).await, 4);
    assert_eq!(patients(&clinic.other().await).await, 0);
}

#[tokio::test]
async fn a_truncated_bundle_is_quarantined_whole_and_the_rest_go_on() {
    let clinic = testkit::clinic().await;
    let mut broken = bundle("p2", "Bilal Malik", "1990-01-02");
    broken.truncate(broken.len() / 2);
    let files = [
        ("a.json", bundle("p1", "Ayesha Khan", "1980-01-02")),
        ("broken.json", broken),
        ("c.json", bundle("p3", "Chand Bibi", "1970-01-02")),
    ];
    let report = upload(&clinic, &files).await.with_status(200);
    assert!(report.shows("2 bundles came in. 1 was refused whole."), "{}", report.text());
    assert!(report.shows("broken.json The file ends in the middle"), "{}", report.text());
    assert_eq!(patients(&clinic).await, 2);
}

#[tokio::test]
async fn what_is_no_bundle_is_refused_and_no_file_is_asked_for() {
    let clinic = testkit::clinic().await;
    let report = upload(&clinic, &[("notes.docx", "PK".to_owned()), ("page.json", "<html>".to_owned())]).await.with_status(200);
    assert!(report.shows("2 were refused whole"), "{}", report.text());
    assert!(report.shows("notes.docx is not something to import"), "{}", report.text());
    let none = upload(&clinic, &[]).await;
    assert_eq!((none.status, none.errors()), (422, vec!["Choose at least one file".to_owned()]));
    let foreign = clinic.owner().post_bytes("/import", "multipart/form-data; boundary=x", b"--x--\r\n".to_vec()).await;
    assert_eq!(foreign.status, 403);
}

#[tokio::test]
async fn the_same_number_of_another_person_is_refused_and_nobody_is_mixed_up() {
    let clinic = testkit::clinic().await;
    upload(&clinic, &[("a.json", bundle("1", "Ayesha Khan", "1980-01-02"))]).await.with_status(200);
    let report = upload(&clinic, &[("b.json", bundle("1", "Bilal Malik", "1990-05-05"))]).await.with_status(200);
    assert!(report.shows("A different person is already here under the same record number"), "{}", report.text());
    assert_eq!((patients(&clinic).await, count(&clinic, "select count(*) from condition where clinic_id = $1").await), (1, 1));
}

#[tokio::test]
async fn no_consent_comes_with_an_import_and_nothing_readable_stands_in_the_columns() {
    let clinic = testkit::clinic().await;
    upload(&clinic, &[("a.json", bundle("p1", "Ayesha Khan", "1980-01-02")), ("secret-name.json", "{".to_owned())]).await.with_status(200);
    assert_eq!(count(&clinic, "select count(*) from consent where clinic_id = $1").await, 0);
    for (table, words) in [
        ("patient", "Ayesha"),
        ("patient", "300123"),
        ("condition", "Asthma"),
        ("allergy", "Penicillin"),
        ("medication_request", "puffs"),
        ("encounter", "review"),
        ("quarantined_bundle", "secret-name"),
        ("import_run", "Patient"),
    ] {
        let rows = clinic
            .sql(&format!("select encode(convert_to(t::text, 'UTF8'), 'escape') from {table} t where clinic_id = $1"), &[&clinic.id])
            .await;
        assert!(!rows.is_empty(), "{table}");
        let hex: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
        for row in rows {
            let text: String = row.get(0);
            assert!(!text.contains(words) && !text.contains(&hex), "{table} shows {words}");
        }
    }
}

#[tokio::test]
async fn only_the_owner_imports() {
    let clinic = testkit::clinic().await;
    assert_eq!(clinic.reception().get("/import").await.status, 404);
    assert_eq!(clinic.practitioner().get("/import").await.status, 404);
}

#[expect(clippy::disallowed_methods, reason = "a test finds its data by the environment")]
fn archive() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var("WELLKEPT_SHARED").unwrap_or_else(|_| beside.to_owned());
    PathBuf::from(shared).join("data/synthea-r4/synthea_r4_120.tar.zst")
}

fn counts(done: &Imported, kind: &str) -> (usize, usize) {
    let counts = done.report.kinds[kind];
    (counts.taken, counts.already_here)
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "it says when it could not check, and how long it took")]
async fn a_hundred_and_twenty_patients_come_in_and_a_second_time_nothing_changes() {
    let archive = archive();
    if !archive.exists() {
        println!("not checked: {} is not here", archive.display());
        return;
    }
    let clinic = testkit::clinic().await;
    let files = [archive];
    let began = std::time::Instant::now();
    let first = import_files(&clinic.db, &clinic.slug, &files, true).await.unwrap();
    println!("120 patients imported in {:.1} s", began.elapsed().as_secs_f64());
    assert!(first.broken.is_empty(), "{:?}", first.broken);
    assert_eq!(counts(&first, "Patient"), (120, 0));
    assert_eq!(counts(&first, "Encounter"), (3_248, 0));
    assert_eq!(counts(&first, "Condition"), (837, 0));
    assert_eq!(counts(&first, "AllergyIntolerance"), (69, 0));
    assert_eq!(counts(&first, "MedicationRequest"), (616, 0));
    assert_eq!(counts(&first, "Observation"), (5_386, 0));
    assert_eq!(counts(&first, "Immunization"), (1_462, 0));
    assert_eq!(counts(&first, "Practitioner").0, 102);
    let second = import_files(&clinic.db, &clinic.slug, &files, true).await.unwrap();
    assert_eq!((second.report.taken(), second.report.already_here()), (0, first.report.taken() + first.report.already_here()));
    assert_eq!(patients(&clinic).await, 120);

    let largest = clinic
        .sql("select patient_id, count(*) from observation where clinic_id = $1 group by 1 order by 2 desc limit 1", &[&clinic.id])
        .await[0]
        .get::<_, uuid::Uuid>(0);
    let doctor = clinic.practitioner();
    doctor.get(&format!("/patients/pat_{}", largest.simple())).await.with_status(200);
    let began = std::time::Instant::now();
    let chart = doctor.get(&format!("/patients/pat_{}", largest.simple())).await.with_status(200);
    println!("the largest chart: {:.1} ms, {} KB", began.elapsed().as_secs_f64() * 1000.0, chart.bytes().len() / 1024);
    assert_eq!(clinic.other().await.practitioner().get(&format!("/patients/pat_{}", largest.simple())).await.status, 404);
}
