//! The first page of the installation, the choice of a language, and the sign of life.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Problem,
    http::{House, Passer, View, language_cookie, own_path, see_other},
    language::Language,
    sql,
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desks/front.html")]
struct FrontPage<'a> {
    v: &'a View,
    demos: Vec<(String, String)>,
}

/// GET /
pub async fn show(Passer { view, house, .. }: Passer) -> Result<Response, Problem> {
    let demos = house
        .db()
        .ask(sql!("select slug, name from door.clinics_of_kind('demo')"), &[])
        .await?
        .iter()
        .map(|row| Ok((row.read("slug")?, row.read("name")?)))
        .collect::<Result<_, Problem>>()?;
    view.page(&FrontPage { v: &view, demos })
}

/// GET /healthz: whether pages can be served now.
pub async fn health(State(house): State<House>) -> Result<Response, Problem> {
    house.db().ask(sql!("select 1 as alive"), &[]).await?;
    Ok("ok\n".into_response())
}

/// Where to go back to after choosing a language.
#[derive(Debug, Deserialize)]
pub struct Back {
    back: Option<String>,
}

/// GET /language/{tag}: the one cookie that outlives the browser session, and only after this choice (MDR-COK-01).
pub async fn choose_language(State(house): State<House>, Path(tag): Path<String>, Query(back): Query<Back>) -> Result<Response, Problem> {
    let language = Language::from_tag(&tag).ok_or(Problem::NotFound)?;
    let to = back.back.as_deref().and_then(own_path).unwrap_or("/").to_owned();
    let secure = if house.is_https() { "; Secure" } else { "" };
    let name = language_cookie(house.is_https());
    let cookie = format!("{name}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}", language.tag());
    let mut response = see_other(&to);
    response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).map_err(|_| Problem::NotFound)?);
    Ok(response)
}
