//! Check: a link for a new password opens for half an hour at most and once; then the same link is not there any more, and no
//! session of before is left.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use kernel::{Role, id::Id as _};
use tower::ServiceExt as _;
use trust::{
    identity::{
        reset::link_for,
        session::{Sitting, begin_session},
    },
    letters::say::ACCOUNT,
    promises::Verdict,
};

use super::{Canary, Seen, kept_unless, roles::member};

async fn opened(canary: &Canary<'_>, path: &str) -> anyhow::Result<Response> {
    Ok(canary.building.router.clone().oneshot(Request::get(path).body(Body::empty())?).await?)
}

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let (db, person) = (canary.db(), member(canary, Role::Auditor).await?);
    let _cookie = begin_session(&canary.building.house, &Sitting::plain(person, canary.clinic)).await?;
    let path = format!("/reset/{}", db.links().issue(link_for(db, person).await?, ACCOUNT));
    let page = opened(canary, &path).await?;
    if page.status() != StatusCode::OK {
        return Ok((Verdict::CouldNotLook, "a new link does not open".to_owned()));
    }
    let cookies: Vec<String> = page
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next().map(str::to_owned))
        .collect();
    let page = axum::body::to_bytes(page.into_body(), 1 << 20).await?;
    let page = String::from_utf8_lossy(&page);
    let token = page.split("name=\"_form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let request = Request::post(&path)
        .header(header::COOKIE, cookies.join("; "))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("_form={token}&password={}", db.chance().letters(24))))?;
    let changed = canary.building.router.clone().oneshot(request).await?.status();
    let mut wrong = Vec::new();
    if changed != StatusCode::SEE_OTHER {
        wrong.push(format!("a new password gets {}", changed.as_u16()));
    }
    let again = opened(canary, &path).await?.status();
    if again != StatusCode::NOT_FOUND {
        wrong.push(format!("the link that was used gets {}", again.as_u16()));
    }
    let row = canary
        .administrator()
        .await?
        .query_one(
            "select (select count(*) from session where person_id = $1 and ended_at is null),
                    (select count(*) from account_link where purpose = 'reset' and expires_at > created_at + interval '30 minutes')",
            &[&person.uuid()],
        )
        .await?;
    let (sessions, long): (i64, i64) = (row.get(0), row.get(1));
    if sessions > 0 {
        wrong.push("sessions of before go on".to_owned());
    }
    if long > 0 {
        wrong.push(format!("{long} links live longer than half an hour"));
    }
    Ok(kept_unless(&wrong, "a link for a new password worked once and ended every session"))
}
