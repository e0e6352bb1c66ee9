//! Patients are found by name or number, without either in an address.

use kernel::{language::Language, phone::PhoneNumber};
use testkit::{Browser, Clinic, Page};
use trust::patients::{
    Particulars, PersonName,
    register::{CameBy, NewPatient, register},
};

async fn register_all(clinic: &Clinic, people: &[(&str, Option<&str>)]) {
    let tx = clinic.tx().await;
    for (name, phone) in people {
        let new = NewPatient {
            name: PersonName::parse(name).unwrap(),
            phone: phone.map(|phone| PhoneNumber::parse(phone, "PK").unwrap()),
            particulars: Particulars::default(),
            language: Language::English,
        };
        register(&tx, &new, CameBy::Reception).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn search(browser: &Browser, wanted: &str) -> Page {
    let page = browser.get("/patients").await.with_status(200);
    browser.submit(&page, "form[action='/patients/search']", &[("wanted", wanted)]).await
}

#[tokio::test]
async fn a_patient_is_found_by_the_beginning_of_any_word_or_by_number() {
    let clinic = testkit::clinic().await;
    let reception = clinic.reception();
    assert!(reception.get("/patients").await.shows("No patients yet"));
    register_all(&clinic, &[("Ayesha Khan", Some("0300 1234567")), ("Bilal Khan", None), ("عائشہ ملک", None)]).await;
    let names = |page: &Page| page.words("table .c-main");
    assert_eq!(names(&search(&reception, "kha ay").await), ["Ayesha Khan"]);
    assert_eq!(names(&search(&reception, "KHAN").await).len(), 2);
    assert_eq!(names(&search(&reception, "عائ").await), ["عائشہ ملک"]);
    let by_number = search(&reception, "+92 300 1234567").await;
    assert_eq!(names(&by_number), ["Ayesha Khan"]);
    assert_eq!(by_number.url, "/patients/search", "what was looked for stands in no address");
    assert!(search(&reception, "esha").await.shows("Nobody found"));
    assert!(search(&reception, "'; drop table patient; --").await.shows("Nobody found"));
    assert_eq!(search(&reception, &"x".repeat(500)).await.status, 422);
    assert!(!search(&clinic.other().await.reception(), "khan").await.shows("Khan"));
}

#[tokio::test]
async fn reception_sees_names_and_numbers_and_no_way_to_the_chart() {
    let clinic = testkit::clinic().await;
    register_all(&clinic, &[("Ayesha Khan", Some("0300 1234567"))]).await;
    let list = clinic.reception().get("/patients").await;
    assert!(list.shows("Ayesha Khan") && list.shows("+923001234567"));
    assert!(!list.has("main a[href^='/patients/pat_']"));
    assert!(clinic.practitioner().get("/patients").await.has("main a[href^='/patients/pat_']"));
}

#[tokio::test]
async fn more_than_fifty_are_not_shown_at_once() {
    let clinic = testkit::clinic().await;
    let people: Vec<String> = (0..52_u8).map(|n| format!("Noor {}", char::from(b'a' + n % 26))).collect();
    let people: Vec<(&str, Option<&str>)> = people.iter().map(|name| (name.as_str(), None)).collect();
    register_all(&clinic, &people).await;
    let found = search(&clinic.reception(), "noor").await;
    assert_eq!(found.count("tbody tr"), 50);
    assert!(found.shows("Only the first 50 are shown: type more of the name."));
}
