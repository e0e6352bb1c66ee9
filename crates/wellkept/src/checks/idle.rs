//! Check: a session that was left alone for as long as its clinic allows opens nothing, and one that was used does.

use kernel::{Role, id::Id as _};
use trust::{
    identity::session::{Sitting, begin_session},
    promises::Verdict,
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;

use super::{Canary, Seen, kept_unless, roles::member};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let person = member(canary, Role::Receptionist).await?;
    let cookie = begin_session(&canary.building.house, &Sitting::plain(person, canary.clinic)).await?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let administrator = canary.administrator().await?;
    // Nobody waits a quarter of an hour for a check: the moment of the last use is moved back instead of the clock on.
    let left_alone = async |seconds: f64| {
        administrator
            .execute(
                "update session s set last_seen_at = last_seen_at - make_interval(mins => c.idle_minutes, secs => $3) from clinic c
                  where c.clinic_id = s.clinic_id and s.clinic_id = $1 and s.person_id = $2 and s.ended_at is null",
                &[&canary.clinic.uuid(), &person.uuid(), &seconds],
            )
            .await
    };
    let today = async || -> anyhow::Result<StatusCode> {
        let request = Request::get("/today").header(header::COOKIE, &cookie).body(Body::empty())?;
        Ok(canary.building.router.clone().oneshot(request).await?.status())
    };
    left_alone(-60.0).await?;
    if today().await? != StatusCode::OK {
        return Ok((Verdict::CouldNotLook, "a session that is not idle yet does not open the day's list".to_owned()));
    }
    left_alone(0.0).await?;
    let after = today().await?;
    let wrong: Vec<String> =
        (after != StatusCode::SEE_OTHER).then(|| format!("an idle session gets {}", after.as_u16())).into_iter().collect();
    Ok(kept_unless(&wrong, "a session left alone as long as its clinic allows opens nothing"))
}
