//! The database is away: nobody is told that something was kept, and the page tries again by itself.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use kernel::{Chance, Clock, Db, keys::RootKey, tenancy::Places};
use tower::ServiceExt as _;
use wellkept::building::{Plan, build};

fn nowhere() -> axum::Router {
    let root = RootKey::from_bytes([7; 32]);
    // Port 1 answers nobody.
    let mut config = tokio_postgres::Config::new();
    config.host("127.0.0.1").port(1).dbname("wellkept").user("nobody").connect_timeout(std::time::Duration::from_secs(1));
    let places = Places::new(config.clone(), config);
    let db = Db::open(&places, &root, Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap()), Chance::seeded(1)).unwrap();
    build(Plan {
        db,
        root: &root,
        base_url: "http://localhost".to_owned(),
        tries_a_minute: 1000,
        behind_proxy: false,
        issuers: Vec::new(),
        mail: None,
    })
    .unwrap()
    .router
}

async fn ask(request: Request<Body>) -> (StatusCode, Option<String>, String) {
    let response = nowhere().oneshot(request).await.unwrap();
    let retry = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, retry, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_page_says_so_plainly_and_tries_again_by_itself() {
    for path in ["/", "/c/rahma", "/c/rahma/board", "/healthz"] {
        let (status, retry, page) = ask(Request::get(path).header("accept-language", "en").body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(retry.as_deref(), Some("5"), "{path}");
        assert!(page.contains("We will be back in a moment") && page.contains("http-equiv=\"refresh\""), "{path}: {page}");
    }
}

#[tokio::test]
async fn a_form_sent_meanwhile_is_not_acknowledged() {
    let request = Request::post("/c/rahma/book")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("name=Mia&phone=03001234567"))
        .unwrap();
    let (status, _, page) = ask(request).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.contains("Nothing was saved"), "{page}");
}
