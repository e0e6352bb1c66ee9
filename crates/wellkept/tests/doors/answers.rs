//! What holds of every answer, whoever asks and however: methods, origins, kinds, and that looking changes nothing.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, Response, StatusCode, header},
    routing,
};
use kernel::{
    Chance, Clock, Db, Problem, Role,
    http::{Access, dress},
};
use testkit::{Browser, Clinic, Must as _, Page, Site, ground};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::ServiceExt as _;
use wellkept::building::{Building, Plan, build};

use crate::day::{Ids, a_clinic_with_a_day};

fn building_at(base_url: &str) -> Building {
    building(base_url, 1_000_000, false)
}

fn building(base_url: &str, tries_a_minute: u32, behind_proxy: bool) -> Building {
    let (ground, root) = (ground(), ground().root());
    let clock = Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap());
    let db = Db::open(ground.places(), &root, clock, Chance::seeded(0x0a15)).must("opening the database");
    build(Plan { db, root: &root, base_url: base_url.to_owned(), tries_a_minute, behind_proxy, issuers: Vec::new(), mail: None })
        .must("building")
}

async fn ask(building: &Building, method: Method, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let request = headers.iter().fold(Request::builder().method(method).uri(path), |request, (name, value)| request.header(*name, *value));
    building.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// A path of every route, with something in its braces.
fn paths(building: &Building) -> Vec<String> {
    let nobody = "0".repeat(43);
    building
        .listed
        .iter()
        .map(|route| {
            let filled = route.path.replace("{tag}", "ur").replace("{mark}/{name}", "0/wellkept.css").replace("{token}", &nobody);
            filled.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/")
        })
        .collect()
}

#[tokio::test]
async fn no_route_answers_another_method_or_invites_another_origin() {
    let building = building_at("http://localhost");
    let elsewhere = [("origin", "https://elsewhere.example"), ("access-control-request-method", "POST")];
    let mut wrong = Vec::new();
    for path in paths(&building) {
        for method in [Method::TRACE, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::GET] {
            let answer = ask(&building, method.clone(), &path, &elsewhere).await;
            // Where nobody may come from, the API does not even say which methods it has.
            let shut = if path.starts_with("/api/") { StatusCode::FORBIDDEN } else { StatusCode::METHOD_NOT_ALLOWED };
            if method != Method::GET && answer.status() != shut {
                wrong.push(format!("{method} {path}: {}", answer.status()));
            }
            if answer.headers().keys().any(|name| name.as_str().starts_with("access-control-")) {
                wrong.push(format!("{method} {path} invites other origins"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn over_https_every_cookie_is_locked_to_the_host_and_plain_http_is_never_spoken_again() {
    let building = building_at("https://clinic.example");
    let locked = |cookie: &str, name: &str| {
        cookie.starts_with(&format!("__Host-{name}="))
            && ["; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"].iter().all(|part| cookie.contains(part))
            && !cookie.to_lowercase().contains("domain")
    };
    let (cookie, _) = kernel::http::session_cookie(&building.house).must("a cookie");
    assert!(locked(cookie.to_str().unwrap(), "session"), "{cookie:?}");
    let chosen = ask(&building, Method::GET, "/language/ur", &[]).await;
    let cookie = chosen.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(locked(cookie, "lang"), "{cookie}");
    let page = ask(&building, Method::GET, "/sign-in", &[("cookie", "__Host-lang=ur; lang=en")]).await;
    let page = axum::body::to_bytes(page.into_body(), 1 << 20).await.unwrap();
    assert!(String::from_utf8_lossy(&page).contains("<html lang=\"ur\""), "the locked cookie is the one that is read");
    for path in paths(&building) {
        let answer = ask(&building, Method::GET, &path, &[]).await;
        let promised = answer.headers().get(header::STRICT_TRANSPORT_SECURITY).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(promised.as_deref(), Some("max-age=63072000; includeSubDomains; preload"), "{path}");
        let said = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(said("content-security-policy").contains("base-uri 'none'"), "{path}");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin", "{path}");
    }
}

/// What came back for these bytes, until the server closed or a second answer began.
async fn raw(site: &Site, request: &str) -> String {
    let address = site.base_url().trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.must("connecting");
    stream.write_all(request.as_bytes()).await.must("sending");
    let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
    // Ends when the server closes; a server that waits for more bytes fails here instead of for ever.
    while let Ok(Ok(read @ 1..)) = tokio::time::timeout(std::time::Duration::from_secs(10), stream.read(&mut piece)).await {
        answer.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn where_a_request_ends_is_never_a_matter_of_opinion() {
    let site = Site::open().await;
    let head = "POST /sign-in HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let hidden = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for ends in [
        "content-length: 0\r\ncontent-length: 5\r\n\r\n",
        "content-length: 5,0\r\n\r\n",
        "content-length: -1\r\n\r\n",
        "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    ] {
        let answer = raw(&site, &format!("{head}{ends}{hidden}")).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{ends:?}: {answer:.80}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{ends:?}: what is hidden behind is not a request");
    }
    // Both: the length is not believed. Had it been, the server would wait for the rest, or take what follows for a form.
    let both = raw(&site, &format!("{head}content-length: 400\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")).await;
    assert!(both.starts_with("HTTP/1.1 4"), "{both:.80}");
}

/// Everybody who works in a clinic, in turn.
fn staff(clinic: &Clinic) -> Vec<(Role, Browser)> {
    Role::ALL.into_iter().map(|role| (role, clinic.member(role))).collect()
}

/// Every page somebody may look at: route, who looks, what came.
async fn every_page(clinic: &Clinic, ids: &Ids) -> Vec<(&'static str, bool, Page)> {
    let mut pages = Vec::new();
    // Looked at only: the board's events never end.
    for route in clinic.site.routes().iter().filter(|route| route.method == "GET" && !route.path.ends_with("/events")) {
        match route.access {
            Access::Staff(_) => {
                for (_, browser) in staff(clinic) {
                    pages.push((route.path, true, browser.not_following().get(&ids.fill(route.path)).await));
                }
            }
            Access::Anyone | Access::Visitor => {
                pages.push((route.path, false, clinic.visitor().not_following().get(&ids.fill(route.path)).await));
            }
            Access::Operator => {
                pages.push((route.path, true, ids.operator.browser().not_following().get(&ids.fill(route.path)).await));
            }
            Access::Link | Access::Letter => {
                for (_, token) in &ids.links {
                    let path = route.path.replace("{token}", token);
                    pages.push((route.path, false, clinic.visitor().not_following().get(&path).await));
                }
            }
            // Not pages; when a key was last used is kept.
            Access::Client(_) => {}
        }
    }
    pages
}

/// A mark of every row of a clinic, table by table.
pub(crate) async fn marks(clinic: &Clinic) -> BTreeMap<String, String> {
    let tables = "select relname::text from pg_class t where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                    and exists (select from pg_attribute a where a.attrelid = t.oid and attname = 'clinic_id')";
    let mut marks = BTreeMap::new();
    for row in clinic.sql(tables, &[]).await {
        let table: String = row.get(0);
        // When a session was last used is the one thing looking may move.
        let row = "(to_jsonb(t) - 'last_seen_at')::text";
        let mark = format!("select coalesce(md5(string_agg({row}, ' ' order by {row})), '') from {table} t where clinic_id = $1");
        let rows = clinic.sql(&mark, &[&clinic.id]).await;
        marks.insert(table, rows[0].get(0));
    }
    marks
}

#[tokio::test]
async fn looking_changes_nothing_and_every_page_says_what_it_is_and_lets_staff_out() {
    let (clinic, ids) = a_clinic_with_a_day(&Site::open().await).await;
    let before = marks(&clinic).await;
    let pages = every_page(&clinic, &ids).await;
    let after = marks(&clinic).await;
    let changed: Vec<&str> = before.iter().filter(|(table, mark)| after[*table] != **mark).map(|(table, _)| table.as_str()).collect();
    assert_eq!(changed, ["audit_leaf"], "looking at every page writes down that somebody looked, and nothing else");
    let mut wrong = Vec::new();
    for (path, inside, page) in &pages {
        let kind = page.header("content-type");
        let known = [
            "text/html; charset=utf-8",
            "text/css; charset=utf-8",
            "text/plain; charset=utf-8",
            "text/calendar; charset=utf-8",
            "application/pdf",
        ]
        .contains(&kind);
        if !page.bytes().is_empty() && (!known || (kind.starts_with("text/html") != page.html().starts_with("<!doctype html>"))) {
            wrong.push(format!("{path} calls itself {kind:?}"));
        }
        if *inside && page.status == 200 && kind.starts_with("text/html") && !page.has("form[method=post][action$='/sign-out'] button") {
            wrong.push(format!("{path} has no way out"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(pages.iter().filter(|(_, inside, page)| *inside && page.status == 200).count() > 20, "the day has left pages to look at");
}

/// A form's token for anybody.
async fn token(building: &Building) -> String {
    let page = ask(building, Method::GET, "/sign-in", &[]).await;
    let page = axum::body::to_bytes(page.into_body(), 1 << 20).await.unwrap();
    let page = String::from_utf8_lossy(&page).into_owned();
    page.split("name=\"_form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).must("a form").to_owned()
}

/// Which of these addresses, as the header has them, may still try to sign in when three tries a minute are allowed.
async fn still_may(behind_proxy: bool, forwarded: &[&str]) -> Vec<bool> {
    let building = building("http://localhost", 3, behind_proxy);
    let body = format!("_form={}&email=nobody&password=x", token(&building).await);
    let mut may = Vec::new();
    for address in forwarded {
        let request = Request::post("/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", *address)
            .header("x-real-ip", *address)
            .header("forwarded", format!("for={address}"))
            .body(Body::from(body.clone()))
            .unwrap();
        may.push(building.router.clone().oneshot(request).await.unwrap().status() != StatusCode::TOO_MANY_REQUESTS);
    }
    may
}

#[tokio::test]
async fn an_address_in_a_header_counts_only_from_a_proxy_of_ours_and_only_its_last_word() {
    let everywhere = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"];
    assert_eq!(still_may(false, &everywhere).await, [true, true, true, false, false], "a header of the caller's own changes nothing");
    assert_eq!(still_may(true, &everywhere).await, [true; 5], "our proxy says who calls");
    let invented = ["1.1.1.1, 10.0.0.9", "2.2.2.2, 10.0.0.9", "3.3.3.3, 10.0.0.9", "4.4.4.4, 10.0.0.9", "5.5.5.5,10.0.0.9"];
    assert_eq!(still_may(true, &invented).await, [true, true, true, false, false], "what stands before our proxy's word is the caller's");
}

/// What is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Hears this thread until the guard goes.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_stopped_at_the_door_is_logged_without_who_and_where() {
    let building = building_at("http://localhost");
    let router: Router = Router::new()
        .route("/foreign/{token}", routing::post(async || Err::<(), _>(Problem::ForeignForm)))
        .route("/flooded", routing::post(async || Err::<(), _>(Problem::TooMany)))
        .route("/missing", routing::post(async || Err::<(), _>(Problem::NotFound)))
        .layer(axum::middleware::from_fn_with_state(building.house.clone(), dress))
        .with_state(building.house.clone());
    let (log, _listening) = Log::listen();
    for (path, status) in
        [("/foreign/secret", StatusCode::FORBIDDEN), ("/flooded", StatusCode::TOO_MANY_REQUESTS), ("/missing", StatusCode::NOT_FOUND)]
    {
        let answer = router.clone().oneshot(Request::post(path).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let stopped: Vec<&str> = log.lines().filter(|line| line.contains("WARN") && line.contains("stopped at the door")).collect();
    assert_eq!(stopped.len(), 2, "{log}");
    assert!(!log.contains("secret"), "{log}");
}

#[tokio::test]
async fn what_breaks_is_logged_on_one_line_and_tells_the_caller_nothing() {
    let building = building_at("http://localhost");
    let told = "relation patient\n2026-03-02T08:00:00Z INFO all is well";
    let router: Router = Router::new()
        .route("/breaks", routing::get(async move || Err::<(), _>(Problem::broken(told))))
        .route("/panics", routing::get(async || -> () { panic!("relation patient") }))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state(building.house.clone(), dress))
        .with_state(building.house.clone());
    let (log, _listening) = Log::listen();
    for path in ["/breaks", "/panics"] {
        let answer = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        let page = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        assert!(!String::from_utf8_lossy(&page).contains("relation"), "{path}: {page:?}");
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("a request failed")).collect();
    assert_eq!(lines.len(), 1, "{log}");
    assert!(lines[0].contains("ERROR") && lines[0].contains("all is well"), "an invented line stays inside the line that it broke: {log}");
}
