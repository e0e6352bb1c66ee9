//! What a program is told when something is wrong: problem details (RFC 9457), never a page.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{View, dress::Shown};

pub(super) fn problem_details(view: &View, status: StatusCode, shown: Shown) -> Response {
    let words = match shown {
        Shown::SignedOut => "api-problem-no-key",
        Shown::NotFound | Shown::ProofNeeded | Shown::FactorOwed | Shown::Expired => "api-problem-not-found",
        Shown::Unreadable => "api-problem-unreadable",
        Shown::TooMany => "api-problem-too-many",
        Shown::Away => "api-problem-away",
        Shown::Broken => "api-problem-broken",
    };
    let told = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": view.t(words),
    });
    let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], told.to_string()).into_response();
    let headers = response.headers_mut();
    if shown == Shown::SignedOut {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if matches!(shown, Shown::Away | Shown::TooMany) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}
