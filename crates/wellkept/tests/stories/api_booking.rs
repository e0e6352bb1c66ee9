//! Keeps: "The clinic's own site books as its page does, and twice is once". A program searches, holds, books, moves and calls off
//! over HTTP; every answer is held against the API's document.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Clinic, Must as _, Page, Program, Site};

use crate::api_document::documented;

pub(crate) const BOOK: &str = "/api/v1/appointments";
const SCOPES: [&str; 3] = ["slots:read", "appointments:write", "queue:read"];
/// Where the program calls from.
const SITE: &str = "84.23.99.7";

pub(crate) struct Website {
    pub(crate) clinic: Clinic,
    pub(crate) program: Program,
}

impl Website {
    pub(crate) async fn open() -> Self {
        Self::of(Site::open_behind_proxy(1_000_000).await.clinic().await, "Website").await
    }

    pub(crate) async fn of(clinic: Clinic, name: &str) -> Self {
        let (key, page) = clinic.key_for(name, &SCOPES).await;
        clinic.lets_in(&page, SITE).await;
        let program = clinic.program().with_key(&key).from(SITE);
        Self { clinic, program }
    }

    pub(crate) async fn ask(&self, pattern: &str, path: &str) -> Value {
        documented(pattern, &self.program.get(path).await.with_status(200))
    }

    pub(crate) async fn slots(&self, days: &str) -> Vec<Value> {
        let path = format!("/api/v1/slots?service={}&{days}", self.clinic.service);
        self.ask("GET /api/v1/slots", &path).await["slots"].as_array().must("slots").clone()
    }

    async fn first_slot(&self) -> String {
        self.slots("from=2026-03-03&to=2026-03-03").await[0]["starts_at"].as_str().must("a time").to_owned()
    }

    pub(crate) fn mia(&self, starts_at: &str) -> Value {
        json!({
            "service": self.clinic.service.to_string(), "starts_at": starts_at, "name": "Mia Rahman", "phone": "0300 1112223",
            "notice_shown": true, "consent": true,
        })
    }

    pub(crate) async fn books(&self, key: &str, said: &Value) -> Page {
        self.program.post(BOOK, &key.replace(' ', "-"), said).await
    }

    pub(crate) async fn count(&self, question: &str) -> i64 {
        self.clinic.sql(question, &[&self.clinic.id]).await[0].get(0)
    }

    pub(crate) async fn bookings(&self) -> i64 {
        self.count("select count(*) from appointment where clinic_id = $1 and status <> 'proposed'").await
    }
}

pub(crate) fn kind(page: &Page) -> (u16, String) {
    let told: Value = serde_json::from_slice(page.bytes()).unwrap_or_default();
    (page.status, told["type"].as_str().unwrap_or_default().trim_start_matches("/problems/").to_owned())
}

/// What of it is wrong, by member.
pub(crate) fn wrong(page: &Page) -> Vec<String> {
    let told = documented("POST /api/v1/appointments", page);
    let errors = told["errors"].as_array().must("errors").clone();
    errors.iter().map(|one| one["pointer"].as_str().unwrap_or_default().trim_start_matches("#/").to_owned()).collect()
}

#[tokio::test]
async fn a_website_searches_books_moves_and_calls_off_as_the_page_does() {
    let site = Website::open().await;
    let services = site.ask("GET /api/v1/services", "/api/v1/services").await;
    assert_eq!((&services["services"][0]["name"], &services["services"][0]["minutes"]), (&json!("Consultation"), &json!(30)));
    let who = site.ask("GET /api/v1/practitioners", "/api/v1/practitioners").await;
    assert_eq!(who["practitioners"][0]["name"], "Dr Sana Malik");
    assert_eq!(site.ask("GET /api/v1/locations", "/api/v1/locations").await["locations"], json!([]));

    let slots = site.slots("from=2026-03-03&to=2026-03-31").await;
    assert_eq!(
        slots[0],
        json!({
            "starts_at": "2026-03-03T04:00:00Z", "ends_at": "2026-03-03T04:30:00Z", "wall": "2026-03-03T09:00:00", "zone": "Asia/Karachi",
            "practitioners": [site.clinic.practitioner.to_string()],
        })
    );
    assert!(!slots.iter().any(|slot| slot["wall"].as_str().must("a wall").starts_with("2026-03-08")), "closed on Sundays");
    assert_eq!(site.slots("from=2026-01-01&to=2026-01-31").await.len(), 0, "the past");

    let booked = site.books("first", &site.mia("2026-03-03T04:00:00Z")).await.with_status(201);
    let told = documented("POST /api/v1/appointments", &booked);
    let path = format!("{BOOK}/{}", told["id"].as_str().must("an id"));
    assert_eq!(
        (booked.header("location"), &told["status"], &told["wall"]),
        (path.as_str(), &json!("booked"), &json!("2026-03-03T09:00:00"))
    );
    assert!(!["Mia", "300"].iter().any(|word| booked.text().contains(word)), "nothing about the person comes back");
    assert_eq!(site.slots("from=2026-03-03&to=2026-03-03").await[0]["starts_at"], "2026-03-03T04:30:00Z");

    // The patient is told, and has a page.
    site.clinic.work_until_idle().await;
    let mia = site.clinic.patient_on("Mia Rahman", "+923001112223");
    assert_eq!(mia.got().await.len(), 1);
    assert_eq!(mia.browser().get(told["page"].as_str().must("a page")).await.status, 200);

    let moved =
        site.program.post(&format!("{path}/move"), "move", &json!({ "starts_at": "2026-03-03T05:00:00+00:00" })).await.with_status(200);
    assert_eq!(documented("POST /api/v1/appointments/{id}/move", &moved)["wall"], "2026-03-03T10:00:00");
    site.clinic.work_until_idle().await;
    let seen = site.ask("GET /api/v1/appointments/{id}", &path).await;
    assert_eq!((&seen["starts_at"], &seen["status"]), (&json!("2026-03-03T05:00:00Z"), &json!("booked")));
    for key in ["cancel", "cancel", "again"] {
        let off = site.program.post(&format!("{path}/cancel"), key, &json!({})).await.with_status(200);
        assert_eq!(documented("POST /api/v1/appointments/{id}/cancel", &off)["status"], "cancelled", "{key}");
    }
    let late = site.program.post(&format!("{path}/move"), "late", &json!({ "starts_at": "2026-03-03T06:00:00Z" })).await;
    assert_eq!(kind(&late), (409, "not-changed".to_owned()));
    documented("POST /api/v1/appointments/{id}/move", &late);
    site.clinic.work_until_idle().await;
    assert_eq!(mia.got().await.len(), 2, "moved, called off; each once");

    let owner = site.clinic.owner();
    let patient: uuid::Uuid =
        site.clinic.sql("select patient_id from appointment where clinic_id = $1", &[&site.clinic.id]).await[0].get(0);
    let trail = owner.get(&format!("/patients/pat_{}/audit", patient.simple())).await.with_status(200);
    assert!(trail.shows("Website, a program of the clinic’s") && trail.shows("cancelled a visit"), "{}", trail.text());
    assert_eq!(
        site.count("select count(*) from audit_leaf where clinic_id = $1 and act = 'booking.cancel'").await,
        2,
        "asked twice, done once"
    );
}

#[tokio::test]
async fn fifty_copies_of_one_booking_book_once_and_another_body_is_refused() {
    let site = Website::open().await;
    let second = Website::of(site.clinic.clone(), "App").await;
    let said = site.mia("2026-03-03T04:00:00Z");
    let sent = (0..50).map(|_| {
        let (program, said) = (site.program.clone(), said.clone());
        tokio::spawn(async move { program.post(BOOK, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", &said).await })
    });
    let mut answers: BTreeMap<(u16, String), u32> = BTreeMap::new();
    let mut bodies = std::collections::BTreeSet::new();
    for one in sent.collect::<Vec<_>>() {
        let page = one.await.must("an answer");
        documented("POST /api/v1/appointments", &page);
        if page.status == 201 {
            bodies.insert(page.text());
        } else {
            assert_eq!(page.header("retry-after"), "1");
        }
        *answers.entry(kind(&page)).or_default() += 1;
    }
    let others: Vec<_> = answers.keys().filter(|(status, kind)| *status != 201 && kind != "idempotency-in-progress").collect();
    assert!(others.is_empty() && bodies.len() == 1, "{answers:?}");
    assert_eq!((site.bookings().await, site.count("select count(*) from api_booking where clinic_id = $1").await), (1, 1));

    // Quoted or not, it is the same name; an answer is the same even after the time has gone on.
    site.clinic.clock.advance(SignedDuration::from_hours(23));
    let again = site.books("8e03978e-40d5-43dd-bc93-6894a57f9324", &said).await.with_status(201);
    assert!(bodies.contains(&again.text()));
    let mut other = said.clone();
    other["name"] = "Sara Noor".into();
    let reused = site.books("8e03978e-40d5-43dd-bc93-6894a57f9324", &other).await;
    assert_eq!(kind(&reused), (422, "idempotency-key-reused".to_owned()));
    let elsewhere = site.program.post("/api/v1/holds", "8e03978e-40d5-43dd-bc93-6894a57f9324", &hold(&site, "2026-03-04T04:00:00Z")).await;
    assert_eq!(kind(&elsewhere), (422, "idempotency-key-reused".to_owned()), "the same key at another address");
    assert_eq!(site.bookings().await, 1);

    // Kept sealed, for a day; nobody else's key is ours.
    let rows = site.clinic.sql("select answer, key_tag from api_answer where clinic_id = $1", &[&site.clinic.id]).await;
    let sealed: Vec<u8> = rows[0].get(0);
    assert!(!String::from_utf8_lossy(&sealed).contains("apt_"));
    let theirs = second.books("8e03978e-40d5-43dd-bc93-6894a57f9324", &said).await;
    assert_eq!(kind(&theirs), (409, "slot-taken".to_owned()), "another program's key is another key");
    site.clinic.clock.advance(SignedDuration::from_hours(2));
    let anew = site.books("8e03978e-40d5-43dd-bc93-6894a57f9324", &said).await;
    assert_eq!(kind(&anew).0, 409, "after a day it is a new request, and the time is gone");
    trust::api_clients::once::sweep(site.clinic.site.db()).await.must("sweeping");
    assert_eq!(site.count("select count(*) from api_answer where clinic_id = $1").await, 0);
}

pub(crate) fn hold(site: &Website, starts_at: &str) -> Value {
    json!({ "service": site.clinic.service.to_string(), "starts_at": starts_at, "visitor_address": "203.0.113.7" })
}

#[tokio::test]
async fn a_time_that_is_held_is_booked_with_its_hold_and_by_nobody_else() {
    let site = Website::open().await;
    let at = site.first_slot().await;
    let held = site.program.post("/api/v1/holds", "hold", &hold(&site, &at)).await.with_status(201);
    let told = documented("POST /api/v1/holds", &held);
    assert_eq!((&told["starts_at"], &told["until"]), (&json!(at), &json!("2026-03-02T08:08:00Z")));
    let again = site.program.post("/api/v1/holds", "hold", &hold(&site, &at)).await.with_status(201);
    assert_eq!(again.text(), held.text());
    assert!(!site.slots("from=2026-03-03&to=2026-03-03").await.iter().any(|slot| slot["starts_at"] == at.as_str()));
    let mut other = site.mia(&at);
    other["name"] = "Sara Noor".into();
    let taken = site.books("other", &other).await;
    let near = documented("POST /api/v1/appointments", &taken);
    assert_eq!((kind(&taken), near["slots"].as_array().map(Vec::len)), ((409, "slot-taken".to_owned()), Some(6)));
    assert_ne!(near["slots"][0]["starts_at"], at.as_str(), "others are offered");
    other["hold"] = "made up".into();
    assert_eq!(kind(&site.books("made up", &other).await).0, 409);

    let mut mia = site.mia(&at);
    mia["hold"] = told["hold"].clone();
    mia["visitor_address"] = "203.0.113.7".into();
    site.books("mia", &mia).await.with_status(201);
    assert_eq!(site.bookings().await, 1);
    // One network keeps a few times at once.
    let mut answers = Vec::new();
    for n in 5..11 {
        let at = format!("2026-03-03T0{}:{}0:00Z", n / 2 + 2, if n % 2 == 0 { 0 } else { 3 });
        answers.push(kind(&site.program.post("/api/v1/holds", &format!("hold {n}").replace(' ', "-"), &hold(&site, &at)).await));
    }
    assert_eq!(answers.iter().filter(|(status, _)| *status == 201).count(), 4, "{answers:?}");
    assert_eq!(answers.last(), Some(&(409, "not-kept".to_owned())));
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once_and_nothing_is_booked() {
    let site = Website::open().await;
    let good = site.mia("2026-03-03T04:00:00Z");
    let with = |changes: &[(&str, Value)]| {
        let mut said = good.clone();
        for (member, value) in changes {
            said[*member] = value.clone();
        }
        said
    };
    let all = with(&[
        ("service", json!("svc_00000000000000000000000000000001")),
        ("practitioner", json!("somebody")),
        ("starts_at", json!("tomorrow at nine")),
        ("name", json!("   ")),
        ("phone", json!("12")),
        ("language", json!("tlh")),
        ("notice_shown", json!(false)),
        ("born", json!("2030-01-01")),
        ("booked_by", json!({ "name": "Omar", "relationship": "owner" })),
    ]);
    let answer = site.books("all", &all).await.with_status(422);
    let mut said = wrong(&answer);
    said.sort();
    assert_eq!(
        said,
        ["booked_by/relationship", "born", "language", "name", "notice_shown", "phone", "practitioner", "service", "starts_at"]
    );
    // What is not asked for is not taken: no member sets a status, a price, a clinic, a patient.
    for (member, value) in [
        ("status", json!("fulfilled")),
        ("clinic_id", json!(site.clinic.id.to_string())),
        ("patient_id", json!("pat_00000000000000000000000000000001")),
        ("booked_by_staff", json!(true)),
        ("price_minor", json!(0)),
        ("__proto__", json!({})),
    ] {
        let answer = site.books(member, &with(&[(member, value)])).await;
        assert_eq!((answer.status, wrong(&answer)), (422, vec!["#".to_owned()]), "{member}");
    }
    for (name, why) in [
        ("Mia\u{202e}namhaR", "turned"),
        ("Mia\nRahman", "lines"),
        ("Mia\u{0}", "nothing"),
        ("1234", "no letter"),
        (&"م".repeat(121), "long"),
    ] {
        assert_eq!(wrong(&site.books(why, &with(&[("name", json!(name))])).await), ["name"], "{why}");
    }
    let key = || site.program.clone().with("idempotency-key", "raw");
    let as_json = || key().with("content-type", "application/json; charset=utf-8");
    let huge = format!("{{\"name\":\"{}\"}}", "a".repeat(20_000));
    let deep = format!("{}{}", "[".repeat(8_000), "]".repeat(8_000));
    let twice = good.to_string().replacen("\"name\"", "\"name\":\"Eve\",\"name\"", 1);
    for (program, body, status, problem) in [
        (as_json(), "not json", 400, "not-json"),
        (as_json(), "", 400, "not-json"),
        (as_json(), "\u{feff}{}", 400, "not-json"),
        (as_json(), deep.as_str(), 422, "wrong"),
        (as_json(), twice.as_str(), 422, "wrong"),
        (as_json(), huge.as_str(), 413, "too-large"),
        (key(), good.to_string().as_str(), 415, "not-json"),
        (key().with("content-type", "application/x-www-form-urlencoded"), "name=Mia", 415, "not-json"),
        (site.program.clone().with("content-type", "application/json"), "{}", 400, "idempotency-key"),
        (as_json().with("idempotency-key", "another"), "{}", 400, "idempotency-key"),
    ] {
        let answer = program.post_raw(BOOK, body).await;
        documented("POST /api/v1/appointments", &answer);
        assert_eq!(kind(&answer), (status, problem.to_owned()), "{}", body.chars().take(40).collect::<String>());
    }
    for bad in ["", "?service=x", "from=2026-03-03&to=2026-03-03&limit=9"] {
        documented("GET /api/v1/slots", &site.program.get(&format!("/api/v1/slots?{bad}")).await.with_status(422));
    }
    let (service, month) = (site.clinic.service, "from=2026-03-01&to=2026-04-01");
    for bad in [format!("service={service}&{month}"), format!("service={service}&from=2026-03-03&to=2026-03-03&practitioner=x")] {
        documented("GET /api/v1/slots", &site.program.get(&format!("/api/v1/slots?{bad}")).await.with_status(422));
    }
    assert_eq!((site.bookings().await, site.count("select count(*) from api_answer where clinic_id = $1").await), (0, 0));
}

#[tokio::test]
async fn what_another_program_or_a_person_booked_is_not_there() {
    let site = Website::open().await;
    let app = Website::of(site.clinic.clone(), "App").await;
    let next_door = Website::of(site.clinic.other().await, "Website").await;
    site.clinic.patient("Adil Khan").books().await;
    let desks: uuid::Uuid =
        site.clinic.sql("select appointment_id from appointment where clinic_id = $1", &[&site.clinic.id]).await[0].get(0);
    let booked = site.books("mine", &site.mia("2026-03-03T04:00:00Z")).await.with_status(201);
    let own = documented("POST /api/v1/appointments", &booked)["id"].as_str().must("an id").to_owned();
    let nothing = site.program.get(&format!("{BOOK}/apt_00000000000000000000000000000001")).await.with_status(404);
    for (who, id) in [(&app, own.clone()), (&next_door, own.clone()), (&site, format!("apt_{}", desks.simple())), (&site, "..".to_owned())]
    {
        for (n, act) in ["", "/move", "/cancel"].into_iter().enumerate() {
            let path = format!("{BOOK}/{id}{act}");
            let said = if act == "/move" { json!({ "starts_at": "2026-03-03T05:00:00Z" }) } else { json!({}) };
            let answer = if n == 0 { who.program.get(&path).await } else { who.program.post(&path, &format!("x{n}"), &said).await };
            assert_eq!((answer.status, answer.text()), (404, nothing.text()), "{path}");
        }
    }
    // Another clinic's service, practitioner or time opens nothing here either.
    let mut foreign = site.mia("2026-03-03T05:00:00Z");
    foreign["practitioner"] = next_door.clinic.practitioner.to_string().into();
    assert_eq!(wrong(&site.books("theirs", &foreign).await), ["practitioner"]);
    let states = site.clinic.sql("select status from appointment where clinic_id = $1", &[&site.clinic.id]).await;
    assert!(states.iter().all(|row| row.get::<_, String>(0) == "booked"));

    let (reader, page) = site.clinic.key_for("Report", &["slots:read"]).await;
    site.clinic.lets_in(&page, SITE).await;
    let reader = site.clinic.program().with_key(&reader).from(SITE);
    let refused = reader.post(BOOK, "x", &site.mia("2026-03-03T06:00:00Z")).await;
    assert_eq!((refused.status, refused.text()), (404, nothing.text()), "a scope that the key has not");
    assert_eq!(reader.get("/api/v1/queue").await.status, 404);
}

#[tokio::test]
async fn the_queue_is_told_in_numbers() {
    let site = Website::open().await;
    assert_eq!(site.ask("GET /api/v1/queue", "/api/v1/queue").await, json!({ "day": "2026-03-02", "numbers": [] }));
    let desk = site.clinic.reception();
    site.clinic.patient("Adil Khan").books().await;
    let today = desk.get("/today").await.with_status(200);
    desk.submit(&today, "form[action$='/arrive']", &[]).await.with_status(200);
    let queue = site.program.get("/api/v1/queue").await.with_status(200);
    let told = documented("GET /api/v1/queue", &queue);
    assert_eq!((&told["numbers"][0]["number"], &told["numbers"][0]["state"]), (&json!(1), &json!("waiting")));
    assert!(!["Adil", "pat_", "apt_", "tkt_"].iter().any(|word| queue.text().contains(word)), "{}", queue.text());
}

#[tokio::test]
async fn how_much_may_be_asked_yet_stands_beside_each_answer() {
    let clinic = Site::open_behind_proxy(2).await.clinic().await;
    let site = Website::of(clinic.clone(), "Website").await;
    let first = site.program.get("/api/v1/queue").await.with_status(200);
    assert_eq!(first.header("ratelimit-policy"), "\"client\";q=40;w=60, \"address\";q=80;w=60");
    assert_eq!(first.header("ratelimit"), "\"client\";r=39;t=60, \"address\";r=79;t=60");
    for _ in 0..39 {
        site.program.get("/api/v1/queue").await.with_status(200);
    }
    clinic.clock.advance(SignedDuration::from_secs(20));
    let slowed = site.books("too fast", &site.mia("2026-03-03T04:00:00Z")).await;
    documented("POST /api/v1/appointments", &slowed);
    assert_eq!(
        (slowed.status, slowed.header("retry-after"), slowed.header("ratelimit")),
        (429, "40", "\"client\";r=0;t=40, \"address\";r=39;t=40")
    );
    // More keys at one address are no more questions than two programs have.
    let mut answers = Vec::new();
    for name in ["App", "Report"] {
        let other = Website::of(clinic.clone(), name).await;
        for _ in 0..30 {
            answers.push(other.program.get("/api/v1/queue").await.status);
        }
    }
    assert_eq!((answers.iter().filter(|status| **status == 200).count(), answers.last()), (39, Some(&429)));
    clinic.clock.advance(SignedDuration::from_secs(40));
    site.books("in time", &site.mia("2026-03-03T04:00:00Z")).await.with_status(201);
}
