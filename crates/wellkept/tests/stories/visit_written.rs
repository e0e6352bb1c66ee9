//! A visit: what is measured, and a note that is drafted, signed, and amended but never overwritten.

use kernel::{language::Language, phone::PhoneNumber};
use testkit::{Browser, Clinic, Page};
use trust::patients::{
    Particulars, PatientId, PersonName,
    register::{CameBy, NewPatient, register},
};
use uuid::Uuid;

const NOTE: &str = "form[data-draft]";
const VITALS: &str = "form[action$='/vitals']";

async fn patient(clinic: &Clinic, name: &str, phone: &str) -> PatientId {
    let tx = clinic.tx().await;
    let new = NewPatient {
        name: PersonName::parse(name).unwrap(),
        phone: Some(PhoneNumber::parse(phone, "PK").unwrap()),
        particulars: Particulars::default(),
        language: Language::English,
    };
    let id = register(&tx, &new, CameBy::Reception).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn appointment(clinic: &Clinic, patient: PatientId, status: &str) -> Uuid {
    let id = kernel::id::fresh(clinic.db.clock(), clinic.db.chance());
    clinic
        .sql(
            "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version)
             select $1, $2, $3, $4, $5, day, day + interval '30 minutes', $6, day, 'staff', 'test' from (select timestamptz '2026-03-02 04:00Z' as day) d",
            &[&clinic.id, &id, &clinic.practitioner, &clinic.service, &patient, &status],
        )
        .await;
    id
}

async fn token(browser: &Browser) -> String {
    browser.get("/patients").await.form("form[action='/patients/search']").value("_form").unwrap_or_default().to_owned()
}

async fn begin(browser: &Browser, appointment: Uuid) -> Page {
    let token = token(browser).await;
    browser.post_raw(&format!("/appointments/apt_{}/visit", appointment.simple()), &[("_form", &token)]).await
}

/// A clinic with Ayesha's visit open in the practitioner's browser.
async fn visit() -> (Clinic, Browser, Page, PatientId) {
    let clinic = testkit::clinic().await;
    let ayesha = patient(&clinic, "Ayesha Khan", "0300 1234567").await;
    let appointment = appointment(&clinic, ayesha, "arrived").await;
    let doctor = clinic.practitioner();
    let page = begin(&doctor, appointment).await.with_status(200);
    (clinic, doctor, page, ayesha)
}

/// Sends the note's form as the script does: every field, no button.
async fn autosave(browser: &Browser, page: &Page, values: &[(&str, &str)]) -> Page {
    let form = page.form(NOTE);
    let mut pairs: Vec<(&str, String)> = ["_form", "revision", "subjective", "objective", "assessment", "plan"]
        .iter()
        .map(|name| (*name, form.value(name).unwrap_or_default().to_owned()))
        .collect();
    for (name, value) in values {
        if let Some(pair) = pairs.iter_mut().find(|(field, _)| field == name) {
            (*value).clone_into(&mut pair.1);
        }
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post_raw(&page.attributes(NOTE, "data-draft")[0], &pairs).await
}

#[tokio::test]
async fn a_note_is_autosaved_signed_and_then_only_amended() {
    let (clinic, doctor, page, ayesha) = visit().await;
    let saved = autosave(&doctor, &page, &[("subjective", "Cough for 5 days")]).await.with_status(204);
    assert_eq!(saved.header("etag"), "\"1\"");
    let saved = autosave(&doctor, &page, &[("subjective", "Cough for 5 days, worse at night"), ("revision", "1")]).await.with_status(204);
    assert_eq!(saved.header("etag"), "\"2\"");
    let again = doctor.get(&page.url).await;
    assert_eq!(again.field_value("subjective").as_deref().map(str::trim), Some("Cough for 5 days, worse at night"));
    assert!(!doctor.get(&format!("/patients/{ayesha}")).await.shows("worse at night"), "a draft is nobody's history yet");

    let empty = doctor.submit(&again, NOTE, &[("subjective", "  ")]).await;
    assert_eq!((empty.status, empty.errors()), (422, vec!["Write something before you sign".to_owned()]));
    let signed = doctor.submit(&again, NOTE, &[("assessment", "Acute bronchitis")]).await.with_status(200);
    assert!(signed.shows("Signed by Dr Sana Malik") && signed.shows("Acute bronchitis") && !signed.has(NOTE), "{}", signed.text());
    let late = autosave(&doctor, &again, &[("subjective", "written over")]).await;
    assert_eq!(late.status, 409, "a signed note is not drafted again");

    let nurses = clinic.member(kernel::Role::Nurse).get(&format!("/patients/{ayesha}")).await.with_status(200);
    assert!(nurses.shows("Acute bronchitis") && !nurses.shows("Amend this note"), "who may not amend is not offered it");
    assert!(!clinic.owner().get(&format!("/patients/{ayesha}")).await.shows("Amend this note"), "nor is an owner who treats nobody");
    let amend = doctor.follow(&signed, "Amend this note").await.with_status(200);
    let form = "form[data-unsaved]";
    let same = doctor.submit(&amend, form, &[]).await;
    assert_eq!((same.status, same.errors()), (422, vec!["Change something, or go back: the note stays as it is".to_owned()]));
    let amended = doctor.submit(&amend, form, &[("assessment", "Pneumonia")]).await.with_status(200);
    assert!(
        amended.shows("Amended and signed by Dr Sana Malik") && amended.shows("Pneumonia") && amended.shows("Acute bronchitis"),
        "{}",
        amended.text()
    );
    let late = doctor.submit(&amend, form, &[("assessment", "Asthma")]).await;
    let fresh_form = doctor.get(&amend.url).await;
    assert!(fresh_form.shows("This note has been amended meanwhile"), "{}", fresh_form.text());
    assert_eq!(late.url.split('#').next(), amended.url.split('#').next(), "the same form twice leads where it led");
    let notes = clinic.sql("select count(*) from note where clinic_id = $1 and status = 'signed'", &[&clinic.id]).await[0].get::<_, i64>(0);
    assert_eq!(notes, 2);
    let chart = doctor.get(&format!("/patients/{ayesha}")).await;
    assert!(chart.shows("Pneumonia") && chart.shows("What it replaced"), "{}", chart.text());
}

#[tokio::test]
async fn two_people_who_amend_the_same_note_do_not_both_succeed() {
    let (_clinic, doctor, page, _) = visit().await;
    let signed = doctor.submit(&page, NOTE, &[("plan", "Rest")]).await.with_status(200);
    let first = doctor.follow(&signed, "Amend this note").await;
    let second = doctor.follow(&signed, "Amend this note").await;
    doctor.submit(&first, "form[data-unsaved]", &[("plan", "Rest and fluids")]).await.with_status(200);
    let late = doctor.submit(&second, "form[data-unsaved]", &[("plan", "Antibiotics")]).await;
    assert_eq!(late.status, 409);
    assert!(late.shows("This note has been amended meanwhile") && late.html().contains("Antibiotics"), "{}", late.text());
    let latest = doctor.follow(&late, "Amend the latest version").await.with_status(200);
    assert!(latest.html().contains("Rest and fluids"));
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_a_signed_note() {
    let (clinic, doctor, page, _) = visit().await;
    doctor.submit(&page, NOTE, &[("plan", "Rest")]).await.with_status(200);
    let tx = clinic.tx().await;
    let problem = tx.run(kernel::sql!("update note set revision = revision + 1 where status = 'signed'"), &[]).await.unwrap_err();
    assert!(problem.is_constraint("note_signed_never_changes"), "{problem}");
}

#[tokio::test]
async fn two_tabs_do_not_overwrite_each_other() {
    let (_clinic, doctor, page, _) = visit().await;
    let other = doctor.get(&page.url).await;
    autosave(&doctor, &page, &[("plan", "from the first tab")]).await.with_status(204);
    assert_eq!(autosave(&doctor, &other, &[("plan", "from the second tab")]).await.status, 409);
    let refused = doctor.submit(&other, NOTE, &[("plan", "from the second tab")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.shows("changed in another window") && refused.html().contains("from the second tab"), "{}", refused.text());
    // The answer to a saving got lost: the same tab comes with its old revision, and is right.
    autosave(&doctor, &page, &[("plan", "from the first tab, more")]).await.with_status(204);
    let kept =
        doctor.submit(&doctor.get(&page.url).await, NOTE, &[("press", "Save draft"), ("plan", "by the button")]).await.with_status(200);
    assert_eq!(kept.field_value("plan").as_deref().map(str::trim), Some("by the button"));
}

#[tokio::test]
async fn a_slip_of_the_finger_is_refused_beside_its_field_and_the_rest_stays_typed() {
    let (clinic, doctor, page, _) = visit().await;
    let typed = [("temperature", "381"), ("pulse", "96"), ("systolic", "124"), ("diastolic", "80")];
    let refused = doctor.submit(&page, VITALS, &typed).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.errors(), ["Check this number: it must lie within 20–46 °C"]);
    let kept: Vec<_> = typed.iter().map(|(name, _)| refused.field_value(name).unwrap()).collect();
    assert_eq!(kept, ["381", "96", "124", "80"]);
    let recorded = doctor.submit(&refused, VITALS, &[("temperature", "38,1")]).await.with_status(200);
    assert!(recorded.shows("124/80 mmHg") && recorded.shows("38.1 °C") && recorded.shows("96 /min"), "{}", recorded.text());
    let rows = clinic.sql("select count(*) from observation where clinic_id = $1", &[&clinic.id]).await[0].get::<_, i64>(0);
    assert_eq!(rows, 3, "a pressure is one observation of two numbers");
}

#[tokio::test]
async fn one_appointment_has_one_visit_and_a_cancelled_one_has_none() {
    let clinic = testkit::clinic().await;
    let ayesha = patient(&clinic, "Ayesha Khan", "0300 1234567").await;
    let (doctor, kept) = (clinic.practitioner(), appointment(&clinic, ayesha, "arrived").await);
    let first = begin(&doctor, kept).await.with_status(200);
    assert_eq!(begin(&doctor, kept).await.url, first.url);
    let cancelled = appointment(&clinic, ayesha, "cancelled").await;
    let refused = begin(&doctor, cancelled).await;
    assert_eq!(refused.status, 409);
    assert!(refused.shows("No visit can begin for this appointment"));
}

#[tokio::test]
async fn reception_sees_no_chart_and_the_attempt_stands_in_the_trail() {
    let (clinic, _, page, ayesha) = visit().await;
    let chart = format!("/patients/{ayesha}");
    assert_eq!(clinic.reception().get(&chart).await.status, 404);
    assert_eq!(clinic.reception().get(&page.url).await.status, 404);
    assert_eq!(clinic.practitioner().get(&chart).await.status, 200);
    assert_eq!(clinic.owner().get(&chart).await.status, 200);
    assert_eq!(clinic.owner().get(&page.url).await.status, 404, "this owner does not treat");
    let trail = clinic
        .sql("select role || ' ' || act || ' ' || outcome from audit_leaf where clinic_id = $1 and about = $2 and act in ('chart.open', 'visits.treat') order by 1", &[&clinic.id, &ayesha])
        .await;
    let trail: Vec<String> = trail.iter().map(|row| row.get(0)).collect();
    assert_eq!(trail, ["doctor chart.open done", "owner chart.open done", "owner visits.treat refused", "receptionist chart.open refused"]);
}

#[tokio::test]
async fn what_was_written_stands_sealed_in_its_columns() {
    let (clinic, doctor, page, _) = visit().await;
    autosave(&doctor, &page, &[("plan", "amoxicillin")]).await.with_status(204);
    let content: Vec<u8> = clinic.sql("select content from note where clinic_id = $1", &[&clinic.id]).await[0].get(0);
    assert!(!content.windows(11).any(|bytes| bytes == b"amoxicillin"));
}
