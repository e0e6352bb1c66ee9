//! Keeps: "Only essential cookies, no third-party request" (AMX-COK-01, AMX-COK-04, AMX-COK-05, AMX-COK-06, MBP-COK-02,
//! MBP-COK-03, MDE-SOC-01, MDR-COK-01, MDR-COK-02). The last hand on every answer: security headers, the cookie
//! allow-list, and for a problem a plain page that says what to do next.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    House, View,
    caller::ForPrograms,
    details::problem_details,
    see_other,
    unsent::{Held, ask_again},
};
use crate::Problem;

/// The only cookies that may leave. Promise MDR-COK-01.
pub const ALLOWED_COOKIES: [&str; 6] = ["session", "__Host-session", "csrf", "__Host-csrf", "lang", "__Host-lang"];

/// Where somebody is led who owes a second factor; the pages from there take an [`super::Unsettled`].
const SET_UP_A_FACTOR: &str = "/me/security";

/// Where operators sign in.
const OPERATOR_SIGN_IN: &str = "/operator/sign-in";

/// Beside an answer that its reader keeps, and asks each time whether it still holds: nothing in it is about a patient.
#[derive(Clone, Copy, Debug)]
pub struct Kept;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    NotFound,
    SignedOut,
    ProofNeeded,
    FactorOwed,
    Expired,
    Unreadable,
    TooMany,
    Away,
    Broken,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, shown) = match &self {
            Self::NotFound | Self::Forbidden(_) => (StatusCode::NOT_FOUND, Shown::NotFound),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, Shown::SignedOut),
            Self::ProofNeeded(_) => (StatusCode::FORBIDDEN, Shown::ProofNeeded),
            Self::FactorOwed => (StatusCode::FORBIDDEN, Shown::FactorOwed),
            Self::ForeignForm => (StatusCode::FORBIDDEN, Shown::Expired),
            Self::Unreadable(_) => (StatusCode::BAD_REQUEST, Shown::Unreadable),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, Shown::TooMany),
            Self::Away(_) => (StatusCode::SERVICE_UNAVAILABLE, Shown::Away),
            Self::Constraint { .. } | Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, Shown::Broken),
        };
        if status.is_server_error() {
            tracing::error!(problem = %self, "a request failed");
        }
        // What somebody may have tried; without the address, which can hold a secret, and without who asked.
        if matches!(self, Self::ForeignForm | Self::Unreadable(_) | Self::TooMany) {
            tracing::warn!(problem = %self, "a request was stopped at the door");
        }
        let mut response = status.into_response();
        response.extensions_mut().insert(shown);
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    v: &'a View,
    key: &'static str,
    retry: bool,
    /// Where it is asked who they are.
    ask: Option<&'static str>,
    upload: bool,
}

/// Put on a page that these origins may show in a frame, and nobody else. For pages that show nobody's data and let nothing be done
/// with one touch.
#[derive(Clone, Debug)]
pub struct FramedBy(pub Vec<String>);

impl FramedBy {
    /// The policy of pages, with these origins; `None` where there are none.
    fn policy(&self) -> Option<HeaderValue> {
        // What else a policy could read into an origin ends it or begins another.
        let plain = |origin: &&String| {
            origin
                .strip_prefix("https://")
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':')))
        };
        let origins: Vec<&str> = self.0.iter().filter(plain).map(String::as_str).collect();
        let policy = SECURITY.first()?.1.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", origins.join(" ")));
        if origins.is_empty() { None } else { HeaderValue::from_str(&policy).ok() }
    }
}

/// Layer for the whole router.
pub async fn dress(State(house): State<House>, request: Request, next: Next) -> Response {
    let view = View::of_headers(&house, request.headers(), request.uri());
    let is_get = request.method() == axum::http::Method::GET;
    let sent = (!is_get).then(|| request.headers().clone());
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let shown = response.extensions_mut().remove::<Shown>().or_else(|| {
        let bare = response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind == "text/plain; charset=utf-8");
        match response.status() {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if bare => Some(Shown::NotFound),
            StatusCode::INTERNAL_SERVER_ERROR if bare => Some(Shown::Broken),
            StatusCode::SERVICE_UNAVAILABLE if bare => Some(Shown::Away),
            _ => None,
        }
    });
    if let Some(for_programs) = response.extensions().get::<ForPrograms>().copied() {
        if let Some(shown) = shown {
            response = problem_details(&view, response.status(), shown);
        }
        for_programs.tell(response.headers_mut());
    } else if let Some(shown) = shown {
        let held = response.extensions_mut().remove::<Held>();
        let upload = matches!(held, Some(Held::Upload));
        let asked = match (sent, held, asks(shown)) {
            (Some(sent), Some(held), Some(_)) => ask_again(&house, &view, &sent, shown == Shown::ProofNeeded, held).await,
            _ => None,
        };
        response = asked.unwrap_or_else(|| problem_page(&view, response.status(), shown, (is_get, upload)));
    }
    let is_kept = response.extensions().get::<Kept>().is_some();
    let framed_by = response.extensions_mut().remove::<FramedBy>().and_then(|by| by.policy());
    let headers = response.headers_mut();
    let kept: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().filter(|cookie| is_allowed(cookie)).cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in kept {
        headers.append(header::SET_COOKIE, cookie);
    }
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = framed_by {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.remove(header::X_FRAME_OPTIONS);
    }
    if house.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains; preload"));
    }
    if !is_asset {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(if is_kept { "private, no-cache" } else { "no-store" }));
    }
    response
}

const SECURITY: [(header::HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types pages work booking",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Nothing to other sites. Not `no-referrer`: with it browsers send `Origin: null` with our own forms, and over plain
    // http, where there is no `Sec-Fetch-Site`, the origin is what tells our forms from foreign ones.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::HeaderName::from_static("origin-agent-cluster"), "?1"),
    (header::HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    (
        header::HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), \
         hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), serial=(), usb=(), \
         xr-spatial-tracking=(), clipboard-write=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), \
         screen-wake-lock=()",
    ),
];

fn is_allowed(cookie: &HeaderValue) -> bool {
    cookie.to_str().ok().and_then(|text| text.split('=').next()).is_some_and(|name| ALLOWED_COOKIES.contains(&name))
}

/// Whether the console was asked for: operators have a door of their own.
fn at_the_console(view: &View) -> bool {
    let path = view.path().split('?').next().unwrap_or_default();
    path == "/operator" || path.starts_with("/operator/")
}

/// The page that asks for what is missing.
const fn asks(shown: Shown) -> Option<&'static str> {
    match shown {
        Shown::SignedOut => Some("/sign-in"),
        Shown::ProofNeeded => Some("/prove"),
        _ => None,
    }
}

fn problem_page(view: &View, status: StatusCode, shown: Shown, (is_get, upload): (bool, bool)) -> Response {
    let console = shown == Shown::SignedOut && at_the_console(view);
    if console && is_get {
        // Nothing is carried along: an operator begins at the console.
        return see_other(OPERATOR_SIGN_IN);
    }
    let ask = if console { Some(OPERATOR_SIGN_IN) } else { asks(shown) };
    if let (true, Some(ask)) = (is_get, ask) {
        let then: String = form_urlencoded::byte_serialize(view.path().as_bytes()).collect();
        return see_other(&format!("{ask}?then={then}"));
    }
    if shown == Shown::FactorOwed {
        return see_other(SET_UP_A_FACTOR);
    }
    let key = match shown {
        Shown::NotFound => "problem-not-found",
        Shown::SignedOut => "problem-signed-out",
        Shown::ProofNeeded | Shown::FactorOwed => "problem-proof-needed",
        Shown::Expired => "problem-form-expired",
        Shown::Unreadable => "problem-unreadable",
        Shown::TooMany => "problem-too-many",
        Shown::Away => "problem-away",
        Shown::Broken => "problem-broken",
    };
    let page = ProblemPage { v: view, key, retry: shown == Shown::Away, ask, upload };
    let mut response = view.page_as(status, &page).unwrap_or_else(|_| status.into_response());
    if matches!(shown, Shown::Away | Shown::TooMany) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}
