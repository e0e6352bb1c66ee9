//! Check: pages set no cookie but the session's and the chosen language's, with the attributes promised, and anonymous
//! pages set none at all.

use axum::{
    body::Body,
    http::{Request, header},
};
use kernel::http::ALLOWED_COOKIES;
use tower::ServiceExt as _;

use super::{Canary, Seen, kept_unless};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut wrong = Vec::new();
    let mut pages = 0;
    for route in canary.building.listed.iter().filter(|route| route.method == "GET" && !route.path.ends_with("/events")) {
        let path = route
            .path
            .replace("{slug}", "wellkept-canary-one")
            .replace("{tag}", "en")
            .replace("{mark}", "0")
            .replace("{name}", "wellkept.css");
        let path = if path.contains('{') { continue } else { path };
        let request = Request::get(&path).body(Body::empty())?;
        let response = canary.building.router.clone().oneshot(request).await?;
        pages += 1;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap_or_default();
            let name = text.split('=').next().unwrap_or_default();
            if !ALLOWED_COOKIES.contains(&name) {
                wrong.push(format!("{path} sets the cookie {name}"));
            } else if route.path != "/language/{tag}" {
                wrong.push(format!("{path} sets {name} without sign-in"));
            } else if !text.contains("HttpOnly") || !text.contains("SameSite=Lax") {
                wrong.push(format!("{path} sets {name} without HttpOnly and SameSite"));
            }
        }
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !policy.contains("default-src 'none'") || policy.contains("http") {
            wrong.push(format!("{path} would let a page load from elsewhere"));
        }
    }
    wrong.extend(session_cookie_is_plain(canary)?);
    Ok(kept_unless(&wrong, &format!("{pages} pages: no cookie but the chosen language, nothing loaded from elsewhere")))
}

/// The session's cookie: random, for this browser session only, out of reach of scripts.
fn session_cookie_is_plain(canary: &Canary<'_>) -> anyhow::Result<Option<String>> {
    let (cookie, _) = kernel::http::session_cookie(&canary.building.house)?;
    let (again, _) = kernel::http::session_cookie(&canary.building.house)?;
    let text = cookie.to_str()?;
    let lasting = text.contains("Max-Age") || text.contains("Expires");
    let guarded =
        text.contains("HttpOnly") && text.contains("SameSite=Lax") && (text.contains("Secure") || !canary.building.house.is_https());
    Ok((lasting || !guarded || cookie == again).then(|| "the session's cookie is not as promised".to_owned()))
}
