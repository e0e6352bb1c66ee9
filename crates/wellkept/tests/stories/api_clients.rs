//! Keeps: "Our API answers only computers whose address the clinic has listed" (MDE-NET-02), registered by the owner and
//! confirmed. Addresses are said by a proxy of ours here; the listener with certificates has a story of its own.

use testkit::{Clinic, Must as _, Page, Program, Site};

use crate::api_document::documented;

const ME: &str = "/api/v1/me";

async fn clinic() -> Clinic {
    Site::open_behind_proxy(1_000_000).await.clinic().await
}

/// Nothing at all is said to who comes from elsewhere.
fn not_a_word(page: &Page) -> bool {
    page.status == 403 && page.bytes().is_empty() && page.header("content-type").is_empty() && page.header("www-authenticate").is_empty()
}

fn problem(page: &Page) -> (u16, String) {
    let told: serde_json::Value = serde_json::from_slice(page.bytes()).unwrap_or_default();
    let as_told =
        page.header("content-type") == "application/problem+json" && told["status"] == page.status && told["type"] == "about:blank";
    assert!(as_told, "a problem is told as JSON: {} {}", page.header("content-type"), page.text());
    (page.status, told["detail"].to_string())
}

async fn refused_in_trail(clinic: &Clinic, act: &str) -> i64 {
    let lines = "select count(*) from audit_leaf where clinic_id = $1 and act = $2 and outcome = 'refused'";
    clinic.sql(lines, &[&clinic.id, &act]).await[0].get(0)
}

#[tokio::test]
async fn a_key_opens_only_from_a_range_that_the_owner_has_confirmed() {
    let clinic = clinic().await;
    let (key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    let lab = clinic.program().with_key(&key);
    let from = |address: &str| lab.clone().from(address);
    assert!(not_a_word(&from("8.8.4.9").get(ME).await), "nothing is registered");

    let owner = clinic.owner();
    let new = owner.get(&page).await;
    let waiting = owner.submit(&new, "#new-range", &[("network", "8.8.4.0/28")]).await.with_status(200);
    assert!(waiting.shows("waits for your confirmation"));
    assert!(not_a_word(&from("8.8.4.9").get(ME).await), "registered, not confirmed");
    owner.submit(&waiting, "form[action$='/confirm']", &[]).await.with_status(200);

    let me = from("8.8.4.9").get(ME).await.with_status(200);
    let told: serde_json::Value = serde_json::from_slice(me.bytes()).must("JSON");
    assert_eq!((&told["name"], &told["clinic"]), (&"Laboratory".into(), &clinic.slug.clone().into()));
    assert_eq!(told["scopes"], serde_json::json!(["appointments:read"]));
    assert_eq!(from("::ffff:8.8.4.9").get(ME).await.status, 200, "the same address in IPv6's clothes");
    assert_eq!(from("8.8.4.9:5123").get(ME).await.status, 200, "as some proxies write it");
    for elsewhere in ["8.8.4.16", "9.9.9.9", "::8.8.4.9", "64:ff9b::8.8.4.9", "::ffff:8.8.4.16", "", "unknown", "8.8.4.9/28", "8.8.4"] {
        assert!(not_a_word(&from(elsewhere).get(ME).await), "{elsewhere}");
        assert!(not_a_word(&from(elsewhere).get("/api/v1/nothing").await), "{elsewhere}, whatever it asks for");
    }

    let seen = owner.get("/settings/api").await;
    assert!(!seen.html().contains(&key) && !seen.has("#api-key"), "a key is shown once");
    assert!(!seen.shows("Never"), "the owner sees that it is used");
    owner.submit(&owner.get(&page).await, "form[action^='/api-ranges/'][action$='/revoke']", &[]).await.with_status(200);
    assert!(not_a_word(&from("8.8.4.9").get(ME).await), "closed, and at once");
}

#[tokio::test]
async fn a_header_of_the_callers_own_moves_nobody_to_another_address() {
    let clinic = clinic().await;
    let (key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    clinic.lets_in(&page, "8.8.4.9").await;
    let lab = || clinic.program().with_key(&key);
    for smuggled in ["8.8.4.9, 9.9.9.9", "8.8.4.9,8.8.4.9,9.9.9.9", "8.8.4.9, unknown", "8.8.4.9,", "9.9.9.9;8.8.4.9", "9.9.9.9 8.8.4.9"] {
        assert!(not_a_word(&lab().from(smuggled).get(ME).await), "{smuggled}");
    }
    assert!(not_a_word(&lab().from("8.8.4.9").from("9.9.9.9").get(ME).await), "the proxy's own header is the last");
    for other in ["x-real-ip", "forwarded", "x-client-ip", "true-client-ip", "cf-connecting-ip", "x-original-forwarded-for"] {
        assert!(not_a_word(&lab().from("9.9.9.9").with(other, "8.8.4.9").get(ME).await), "{other}");
    }
    assert_eq!(lab().from("9.9.9.9, 8.8.4.9").get(ME).await.status, 200, "what our proxy says counts, whatever came before");

    // No proxy of ours: the header is nobody's word.
    let alone = testkit::clinic().await;
    let (key, page) = alone.key_for("Laboratory", &["appointments:read"]).await;
    alone.lets_in(&page, "8.8.4.9").await;
    let program: Program = alone.program().with_key(&key);
    assert!(not_a_word(&program.clone().from("8.8.4.9").get(ME).await));
    alone.lets_in(&page, &alone.site.address()).await;
    assert_eq!(program.from("9.9.9.9").get(ME).await.status, 200);
}

#[tokio::test]
async fn keys_that_are_unknown_revoked_or_over_answer_alike_and_foreign_ones_not_at_all() {
    let clinic = clinic().await;
    let other = clinic.other().await;
    let (key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    let (second, second_page) = clinic.key_for("Website", &["appointments:read"]).await;
    let (foreign, foreign_page) = other.key_for("Report", &["patients:read"]).await;
    clinic.lets_in(&page, "8.8.4.9").await;
    clinic.lets_in(&second_page, "8.8.4.0/28").await;
    other.lets_in(&foreign_page, "1.1.1.1").await;
    let here = |key: &str| clinic.program().with_key(key).from("8.8.4.9");

    let unknown = problem(&here(&format!("wk_{}", "A".repeat(43))).get(ME).await);
    assert_eq!(unknown.0, 404);
    assert_eq!(problem(&here(&key).get("/api/v1/nothing").await), unknown, "what is not there");
    assert!(not_a_word(&here(&foreign).get(ME).await), "another clinic's key is not at home here");
    assert_eq!(refused_in_trail(&other, "api.call_from_elsewhere").await, 1, "its own clinic reads that it was tried");
    assert_eq!(refused_in_trail(&clinic, "api.call_from_elsewhere").await, 0);

    let none = clinic.program().from("8.8.4.9").get(ME).await;
    assert_eq!((problem(&none).0, none.header("www-authenticate")), (401, "Bearer"));
    let malformed = clinic.program().from("8.8.4.9").with("authorization", &format!("Basic {key}")).get(ME).await;
    assert_eq!(problem(&malformed).0, 401);

    let owner = clinic.owner();
    owner.submit(&owner.get(&page).await, "form[action^='/api-clients/'][action$='/revoke']", &[]).await.with_status(200);
    assert_eq!(problem(&here(&key).get(ME).await), unknown, "revoked");
    assert_eq!(here(&second).get(ME).await.status, 200, "the other key goes on");
    clinic.clock.advance(jiff::SignedDuration::from_hours(24 * 90));
    assert!(not_a_word(&here(&second).get(ME).await), "over, and with it its range");
    clinic.staff_sign_in().await;
    let (_third, third_page) = clinic.key_for("Mirror", &["appointments:read"]).await;
    clinic.lets_in(&third_page, "8.8.4.9").await;
    assert_eq!(problem(&here(&second).get(ME).await), unknown, "over");
}

#[tokio::test]
async fn over_wide_ranges_are_refused_by_the_page_and_by_the_database() {
    let clinic = clinic().await;
    let (_key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    let owner = clinic.owner();
    let new = owner.get(&page).await;
    for wide in ["0.0.0.0/0", "8.0.0.0/8", "8.8.0.0/15", "::/0", "2a00::/31", "::ffff:0:0/96", "::ffff:8.0.0.0/104", "::/32", "10.0.0.0/8"]
    {
        let answer = owner.submit_with(&new, "#new-range", &[("network", wide)], &[("anyway", "yes")]).await;
        assert_eq!((answer.status, answer.errors().len()), (422, 1), "{wide}");
    }
    let (asked, again) = (owner.submit(&new, "#new-range", &[("network", "192.168.1.0/24")]).await, "input[name='anyway']");
    assert!(
        asked.status == 422 && asked.has(again) && asked.shows("same network as this server"),
        "a private range is thought about first"
    );
    owner.submit(&asked, "#new-range", &[("anyway", "yes")]).await.with_status(200);
    let twice = owner.submit_with(&owner.get(&page).await, "#new-range", &[("network", "192.168.1.7/24")], &[("anyway", "yes")]).await;
    assert_eq!(twice.status, 422, "the same range twice");
    let kept: i64 = clinic.sql("select count(*) from api_range where clinic_id = $1", &[&clinic.id]).await[0].get(0);
    assert_eq!(kept, 1);

    // Past the program: the constraint is the administrator's too.
    let administrator = testkit::ground().administrator().await;
    for wide in ["0.0.0.0/0", "8.8.0.0/15", "::/0", "2a00::/31", "::ffff:0:0/96", "::/64"] {
        let insert = format!(
            "insert into api_range (clinic_id, range_id, client_id, network, registered_by, registered_at)
              select clinic_id, gen_random_uuid(), client_id, '{wide}', made_by, made_at from api_client where clinic_id = $1"
        );
        let refused = administrator.execute(&insert, &[&clinic.id]).await.unwrap_err();
        let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned)).must("a constraint");
        assert!(constraint.starts_with("api_range_not_"), "{wide}: {constraint}");
    }
}

#[tokio::test]
async fn keys_are_no_cookies_and_cookies_are_no_keys() {
    let clinic = clinic().await;
    let (key, page) = clinic.key_for("Laboratory", &["appointments:read", "patients:read"]).await;
    clinic.lets_in(&page, "8.8.4.9").await;
    for path in ["/today", "/patients", "/settings/api", "/team"] {
        let answer = clinic.program().with_key(&key).from("8.8.4.9").get(path).await;
        assert!(answer.status == 303 && answer.header("location").starts_with("/sign-in"), "{path}: {}", answer.status);
    }
    let cookie = clinic.owner().cookies();
    assert_eq!(clinic.program().from("8.8.4.9").with("cookie", &cookie).get(ME).await.status, 401);
    assert!(not_a_word(&clinic.program().from("9.9.9.9").with("cookie", &cookie).get(ME).await));
    let sent = clinic.program().from("8.8.4.9").get(&format!("{ME}?key={key}&access_token={key}")).await;
    assert_eq!(sent.status, 401, "a key in an address is none: addresses stand in logs");
}

#[tokio::test]
async fn keys_and_ranges_want_a_fresh_proof() {
    let clinic = clinic().await;
    let (_key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    let owner = clinic.owner().not_following();
    let (list, one) = (owner.get("/settings/api").await, owner.get(&page).await);
    clinic.clock.advance(jiff::SignedDuration::from_mins(11));
    owner.submit(&list, "main form[action='/settings/api']", &[("name", "Second"), ("days", "30"), ("patients:read", "yes")]).await;
    owner.submit(&one, "#new-range", &[("network", "8.8.4.9")]).await;
    owner.submit(&one, "form[action^='/api-clients/'][action$='/revoke']", &[]).await;
    let counts = "select (select count(*) from api_client where clinic_id = $1), (select count(*) from api_range where clinic_id = $1),
                         (select count(*) from api_client where clinic_id = $1 and revoked_at is not null)";
    let row = &clinic.sql(counts, &[&clinic.id]).await[0];
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1), row.get::<_, i64>(2)), (1, 0, 0), "an old proof does nothing");
}

#[tokio::test]
async fn a_program_in_a_loop_waits_and_others_do_not() {
    let clinic = Site::open_behind_proxy(2).await.clinic().await;
    let (key, page) = clinic.key_for("Laboratory", &["appointments:read"]).await;
    let (second, second_page) = clinic.key_for("Website", &["appointments:read"]).await;
    clinic.lets_in(&page, "8.8.4.9").await;
    clinic.lets_in(&second_page, "8.8.4.9").await;
    let program = clinic.program().with_key(&key).from("8.8.4.9");
    for _ in 0..40 {
        program.get(ME).await.with_status(200);
    }
    let slowed = program.get(ME).await;
    assert_eq!((problem(&slowed).0, slowed.header("retry-after")), (429, "60"));
    assert_eq!(clinic.program().with_key(&second).from("8.8.4.9").get(ME).await.status, 200);
    clinic.clock.advance(jiff::SignedDuration::from_secs(60));
    assert_eq!(program.get(ME).await.status, 200);
    for _ in 0..2 {
        assert!(not_a_word(&clinic.program().from("9.9.9.9").get(ME).await));
    }
    let guesses = clinic.program().with_key(&format!("wk_{}", "B".repeat(43))).from("8.8.4.9");
    let answers = [guesses.get(ME).await.status, guesses.get(ME).await.status, guesses.get(ME).await.status];
    assert_eq!(answers, [404, 404, 429], "guessing is slowed by address");
}

fn json(page: &Page) -> serde_json::Value {
    serde_json::from_slice(page.bytes()).must("JSON")
}

#[tokio::test]
async fn a_program_sees_what_its_key_is_for_and_the_patients_trail_says_so() {
    let clinic = clinic().await;
    let (lab, lab_page) = clinic.key_for("Laboratory", &["patients:read"]).await;
    let (site, site_page) = clinic.key_for("Website", &["appointments:read"]).await;
    for page in [&lab_page, &site_page] {
        clinic.lets_in(page, "8.8.4.9").await;
    }
    let (lab, site) = (clinic.program().with_key(&lab).from("8.8.4.9"), clinic.program().with_key(&site).from("8.8.4.9"));
    for name in ["Mia Rahman", "Adil Khan", "Sara Noor"] {
        clinic.patient(name).books().await;
    }
    let days: Vec<jiff::civil::Date> = clinic
        .sql(
            "select distinct to_char(starts_at at time zone 'Asia/Karachi', 'YYYY-MM-DD') from appointment where clinic_id = $1",
            &[&clinic.id],
        )
        .await
        .iter()
        .map(|row| row.get::<_, String>(0).parse().must("a date"))
        .collect();
    let path = format!("/api/v1/appointments?day={}", days[0]);
    let all = site.get(&path).await.with_status(200);
    let told = documented("GET /api/v1/appointments", &all);
    let appointments = told["appointments"].as_array().must("a list").clone();
    assert_eq!((days.len(), appointments.len(), &told["next"]), (1, 3, &serde_json::Value::Null));
    assert!(!["Mia", "Adil", "Sara", "+92"].iter().any(|name| all.text().contains(name)), "no names");
    let (first, second) = (json(&site.get(&format!("{path}&limit=2")).await), appointments[1]["id"].as_str().must("an id"));
    assert_eq!((first["appointments"].as_array().must("a list").len(), first["next"].as_str()), (2, Some(second)));
    let rest = json(&site.get(&format!("{path}&limit=2&after={second}")).await);
    assert_eq!((&rest["appointments"][0], &rest["next"]), (&appointments[2], &serde_json::Value::Null));
    for bad in ["", "?day=", "?day=2026-02-30", "&limit=201", "&limit=0", "&limit=-1", "&after=1", "&name=Mia"] {
        let asked = if bad.starts_with('&') { format!("{path}{bad}") } else { format!("/api/v1/appointments{bad}") };
        assert_eq!(problem(&site.get(&asked).await).0, 400, "{bad}");
    }

    let patient = appointments[0]["patient_id"].as_str().must("an id").to_owned();
    let one = format!("/api/v1/patients/{patient}");
    let who = documented("GET /api/v1/patients/{id}", &lab.get(&one).await.with_status(200));
    assert_eq!(who["id"], patient.as_str());
    assert!(["Mia Rahman", "Adil Khan", "Sara Noor"].contains(&who["name"].as_str().must("a name")));
    let trail = clinic.owner().get(&format!("/patients/{patient}/audit")).await;
    assert!(trail.shows("Laboratory, a program of the clinic’s") && trail.shows("read who the patient is"), "{}", trail.text());

    let nothing = problem(&lab.get("/api/v1/nothing").await);
    assert_eq!(problem(&site.get(&one).await), nothing, "not this key's answers as not there");
    assert_eq!(problem(&lab.get(&path).await), nothing);
    assert_eq!(refused_in_trail(&clinic, "api.call_beyond_scope").await, 2);
    assert_eq!(problem(&lab.get("/api/v1/patients/pat_00000000000000000000000000000001").await), nothing);
    let other = clinic.other().await;
    let (foreign, foreign_page) = other.key_for("Report", &["patients:read", "appointments:read"]).await;
    other.lets_in(&foreign_page, "8.8.4.9").await;
    let foreign = other.program().with_key(&foreign).from("8.8.4.9");
    assert_eq!(problem(&foreign.get(&one).await), nothing, "another clinic's patient");
    assert_eq!(json(&foreign.get(&path).await)["appointments"], serde_json::json!([]));
    assert_eq!(json(&foreign.get(&format!("{path}&after={second}")).await)["appointments"], serde_json::json!([]));
    documented("GET /api/v1/me", &lab.get(ME).await);
    documented("GET /api/v1/me", &lab.get("/api/v1/nothing").await);
    documented("GET /api/v1/appointments", &site.get("/api/v1/appointments").await);
    assert_eq!(json(&lab.get("/api/v1/openapi.json").await)["openapi"], "3.1.0");
}
