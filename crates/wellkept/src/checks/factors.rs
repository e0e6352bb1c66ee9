//! Check: every role can set up a second factor; who owes one opens nothing before; a password alone sits nobody down who has one.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use kernel::{Role, sql};
use tower::ServiceExt as _;
use trust::identity::session::{Sitting, begin_session};

use super::{Canary, Seen, kept_unless, roles::member};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut wrong = Vec::new();
    for role in Role::ALL {
        if open(canary, role, "/me/security").await? != StatusCode::OK {
            wrong.push(format!("{} cannot reach the page of their own login", role.word()));
        }
    }
    if open(canary, Role::Receptionist, "/today").await? != StatusCode::OK {
        wrong.push("reception is refused where nothing is asked of it".to_owned());
    }
    // Our own clinics need none; where it is asked for, the very next request is led away.
    ask_of_all(canary, true).await?;
    let led = open(canary, Role::Receptionist, "/today").await;
    ask_of_all(canary, false).await?;
    if led? != StatusCode::SEE_OTHER {
        wrong.push("who owes a second factor is let in without one".to_owned());
    }
    Ok(kept_unless(&wrong, "every role has a page to add a second factor on; where it is asked for, nothing opens before"))
}

async fn open(canary: &Canary<'_>, role: Role, path: &str) -> anyhow::Result<StatusCode> {
    let cookie = begin_session(&canary.building.house, &Sitting::plain(member(canary, role).await?, canary.clinic)).await?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty())?;
    Ok(canary.building.router.clone().oneshot(request).await?.status())
}

async fn ask_of_all(canary: &Canary<'_>, asked: bool) -> anyhow::Result<()> {
    let tx = canary.enter().await?;
    tx.run(sql!("update clinic set second_factor = $2 where clinic_id = $1"), &[&canary.clinic, &asked]).await?;
    Ok(tx.commit().await?)
}
