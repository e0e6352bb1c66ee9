//! Programs that race, guess, reach for the ends of the calendar and go on all day: one time stays one booking, and a refusal
//! leaves nothing behind.

use std::collections::BTreeMap;

use serde_json::json;
use testkit::{Must as _, Site};

use crate::{
    api_booking::{BOOK, Website, hold, kind, wrong},
    api_document::documented,
};

#[tokio::test]
async fn a_hundred_different_requests_for_one_time_are_one_booking() {
    let site = Website::open().await;
    let app = Website::of(site.clinic.clone(), "App").await;
    let sent = (0..100).map(|n| {
        let program = if n % 2 == 0 { site.program.clone() } else { app.program.clone() };
        let mut said = site.mia("2026-03-03T04:00:00Z");
        (said["name"], said["phone"]) = (format!("Visitor {n}").into(), format!("0300 99{n:05}").into());
        // Both programs use the same keys: they are not the same.
        tokio::spawn(async move {
            // Away for a moment, where a hundred stand before one door: it is asked again, as the paper says.
            loop {
                let page = program.post(BOOK, &format!("key-{}", n / 2), &said).await;
                if page.status != 503 {
                    return page;
                }
            }
        })
    });
    let mut answers: BTreeMap<(u16, String), u32> = BTreeMap::new();
    for one in sent.collect::<Vec<_>>() {
        let page = one.await.must("an answer");
        let told = documented("POST /api/v1/appointments", &page);
        assert!(page.status == 201 || told["slots"].as_array().is_some_and(|slots| slots.len() == 6), "{told}");
        *answers.entry(kind(&page)).or_default() += 1;
    }
    assert_eq!(answers, BTreeMap::from([((201, String::new()), 1), ((409, "slot-taken".to_owned()), 99)]));
    assert_eq!(site.bookings().await, 1);
    let kept = site.count("select count(*) from api_answer where clinic_id = $1").await;
    let registered = site.count("select count(*) from patient where clinic_id = $1").await;
    assert_eq!((kept, registered), (1, 1), "who was refused has left nothing");
}

#[tokio::test]
async fn moving_and_calling_off_at_once_end_in_one_state_that_both_answers_know() {
    let site = Website::open().await;
    let booked = documented("POST /api/v1/appointments", &site.books("first", &site.mia("2026-03-03T04:00:00Z")).await);
    let path = format!("{BOOK}/{}", booked["id"].as_str().must("an id"));
    let sent = (0..20).map(|n| {
        let (program, path) = (site.program.clone(), path.clone());
        tokio::spawn(async move {
            if n % 2 == 0 {
                program.post(&format!("{path}/cancel"), &format!("off-{n}"), &json!({})).await
            } else {
                program.post(&format!("{path}/move"), &format!("move-{n}"), &json!({ "starts_at": "2026-03-03T05:00:00Z" })).await
            }
        })
    });
    for one in sent.collect::<Vec<_>>() {
        let answer = kind(&one.await.must("an answer"));
        assert!([(200, String::new()), (409, "not-changed".to_owned())].contains(&answer), "{answer:?}");
    }
    assert_eq!(site.ask("GET /api/v1/appointments/{id}", &path).await["status"], "cancelled");
    site.clinic.work_until_idle().await;
    assert_eq!(site.bookings().await, 1);
}

#[tokio::test]
async fn times_at_the_ends_of_the_calendar_are_only_not_free() {
    let site = Website::open().await;
    for at in [
        "-009999-01-02T01:59:59Z",
        "9999-12-30T22:00:00.999999999Z",
        "1970-01-01T00:00:00Z",
        "2026-03-03T04:00:00.5Z",
        "2026-03-03T04:00:01Z",
    ] {
        let answer = site.books(at, &site.mia(at)).await;
        documented("POST /api/v1/appointments", &answer);
        assert_eq!(kind(&answer), (409, "slot-taken".to_owned()), "{at}");
        assert_eq!(
            kind(&site.program.post("/api/v1/holds", &format!("hold-{at}"), &hold(&site, at)).await),
            (409, "slot-taken".to_owned()),
            "{at}"
        );
    }
    // Another zone's word for the same moment is the same moment.
    site.books("offset", &site.mia("2026-03-03T09:00:00+05:00")).await.with_status(201);
}

#[tokio::test]
async fn a_program_books_online_no_more_than_the_clinic_allows_in_a_day() {
    let site = Website::of(Site::open_behind_proxy(1_000).await.clinic().await, "Website").await;
    site.clinic
        .sql("insert into booking_rules (clinic_id, online_a_day, offer_minutes, embed_on) values ($1, 5, 30, '{}')", &[&site.clinic.id])
        .await;
    let slots = site.slots("from=2026-03-03&to=2026-03-03").await;
    let mut answers = Vec::new();
    for (n, slot) in slots.iter().take(7).enumerate() {
        let mut said = site.mia(slot["starts_at"].as_str().must("a time"));
        (said["name"], said["phone"]) = (format!("Visitor {n}").into(), format!("0300 88{n:05}").into());
        if n % 2 == 0 {
            said["visitor_address"] = format!("203.0.113.{n}").into();
        }
        answers.push(kind(&site.books(&format!("n{n}"), &said).await));
    }
    assert_eq!(answers[..5], vec![(201, String::new()); 5]);
    assert_eq!(answers[5..], vec![(409, "not-online".to_owned()); 2]);
}

#[tokio::test]
async fn where_the_clinic_wants_it_a_number_is_proven_to_the_program_too() {
    let site = Website::open().await;
    let owner = site.clinic.owner();
    let rules = owner.get("/settings/booking").await.with_status(200);
    owner.submit(&rules, "form[action='/settings/booking']", &[("prove_number", "1")]).await.with_status(200);
    let mut said = site.mia("2026-03-03T04:00:00Z");
    let asked = site.books("code", &said).await;
    documented("POST /api/v1/appointments", &asked);
    assert_eq!((kind(&asked), site.bookings().await), ((409, "number-unproven".to_owned()), 0));
    site.clinic.work_until_idle().await;
    let text = site.clinic.patient_on("Mia Rahman", "+923001112223").got().await.pop().must("a text with a code");
    let code: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    said["code"] = format!("{:06}", (code.parse::<u32>().must("six digits") + 1) % 1_000_000).into();
    assert_eq!(wrong(&site.books("code", &said).await), ["code"]);
    said["code"] = code.into();
    site.books("code", &said).await.with_status(201);
    assert_eq!(site.bookings().await, 1);
}
