//! Check: an owner suspends a member; the member's open session is over at the next click, and stays over when they are let
//! in again.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use kernel::{Role, id::PersonId};
use tower::ServiceExt as _;
use trust::{
    identity::session::{Sitting, begin_session},
    promises::Verdict,
};

use super::{Canary, Seen, kept_unless, roles::member};

async fn signed_in(canary: &Canary<'_>, person: PersonId) -> anyhow::Result<String> {
    let cookie = begin_session(&canary.building.house, &Sitting::plain(person, canary.clinic)).await?;
    Ok(cookie.to_str()?.split(';').next().unwrap_or_default().to_owned())
}

async fn opens_today(canary: &Canary<'_>, cookie: &str) -> anyhow::Result<StatusCode> {
    let request = Request::get("/today").header(header::COOKIE, cookie).body(Body::empty())?;
    Ok(canary.building.router.clone().oneshot(request).await?.status())
}

/// The owner presses a button on the member's page.
async fn owner_does(canary: &Canary<'_>, cookie: &str, person: PersonId, act: &str) -> anyhow::Result<StatusCode> {
    let page = Request::get(format!("/team/{person}")).header(header::COOKIE, cookie).body(Body::empty())?;
    let page = canary.building.router.clone().oneshot(page).await?;
    let page = axum::body::to_bytes(page.into_body(), 1 << 20).await?;
    let page = String::from_utf8_lossy(&page);
    let token = page.split("name=\"_form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let request = Request::post(format!("/team/{person}/{act}"))
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("_form={token}")))?;
    Ok(canary.building.router.clone().oneshot(request).await?.status())
}

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let (owner, nurse) = (member(canary, Role::Owner).await?, member(canary, Role::Nurse).await?);
    let by = signed_in(canary, owner).await?;
    // Left suspended by a check that was cut short.
    let _already_in = owner_does(canary, &by, nurse, "resume").await?;
    let open = signed_in(canary, nurse).await?;
    if opens_today(canary, &open).await? != StatusCode::OK {
        return Ok((Verdict::CouldNotLook, "a new session does not open the day's list".to_owned()));
    }
    if owner_does(canary, &by, nurse, "suspend").await? != StatusCode::SEE_OTHER {
        return Ok((Verdict::CouldNotLook, "the canary's owner could not suspend its nurse".to_owned()));
    }
    let mut wrong = Vec::new();
    if opens_today(canary, &open).await? != StatusCode::SEE_OTHER {
        wrong.push("a suspended member's session still opens the day's list".to_owned());
    }
    owner_does(canary, &by, nurse, "resume").await?;
    if opens_today(canary, &open).await? != StatusCode::SEE_OTHER {
        wrong.push("a session of before the suspension came back to life".to_owned());
    }
    Ok(kept_unless(&wrong, "a suspended member's session is over at the next click and stays over"))
}
