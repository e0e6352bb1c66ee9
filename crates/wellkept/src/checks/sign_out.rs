//! Check: signing out ends the session on the server, so that the same cookie opens nothing afterwards.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use kernel::Role;
use tower::ServiceExt as _;
use trust::{
    identity::session::{Sitting, begin_session},
    promises::Verdict,
};

use super::{Canary, Seen, roles::member};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let cookie = begin_session(&canary.building.house, &Sitting::plain(member(canary, Role::Receptionist).await?, canary.clinic)).await?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let today = today(canary, &cookie).await?;
    if today.status() != StatusCode::OK {
        return Ok((Verdict::CouldNotLook, "a new session does not open the day's list".to_owned()));
    }
    let page = axum::body::to_bytes(today.into_body(), 1 << 20).await?;
    let page = String::from_utf8_lossy(&page);
    let token = page.split("name=\"_form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let request = Request::post("/sign-out")
        .header(header::COOKIE, &cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("_form={token}")))?;
    canary.building.router.clone().oneshot(request).await?;
    let after = self::today(canary, &cookie).await?.status();
    Ok(if after == StatusCode::SEE_OTHER {
        (Verdict::Kept, "the cookie of a session that was signed out opens nothing".to_owned())
    } else {
        (Verdict::Broken, format!("after signing out the old cookie gets {}", after.as_u16()))
    })
}

async fn today(canary: &Canary<'_>, cookie: &str) -> anyhow::Result<Response> {
    Ok(canary.building.router.clone().oneshot(Request::get("/today").header(header::COOKIE, cookie).body(Body::empty())?).await?)
}
