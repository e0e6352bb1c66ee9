//! The only way for an operator to sign in: a passkey, verified by its device. There is no field for a password here, and no
//! password anywhere that could be tried.

use askama::Template;
use axum::{
    Json,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Problem,
    http::{Filled, Passer, View, see_other},
};
use trust::identity::{
    passkey::{Shown, relying_party},
    sign_out::end_presented,
};

use super::{
    passkey::{ask_anybody, prove},
    session,
};

#[derive(Template)]
#[template(path = "operator/sign_in.html")]
struct SignInPage<'a> {
    v: &'a View,
    possible: bool,
    failed: bool,
}

fn page(passer: &Passer, failed: bool) -> Result<Response, Problem> {
    let shown = SignInPage { v: &passer.view, possible: relying_party(passer.house.base_url()).is_some(), failed };
    if failed { passer.view.page_again(&shown) } else { passer.view.page(&shown) }
}

/// GET /operator/sign-in
pub async fn show(passer: Passer) -> Result<Response, Problem> {
    page(&passer, false)
}

/// POST /operator/sign-in/ask: what the page's script tells the browser.
pub async fn ask(passer: Passer, _filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("operator asks from", &passer.address)?;
    let asked = ask_anybody(&passer.house).await?.ok_or(Problem::NotFound)?;
    Ok(Json(serde_json::json!({ "ticket": asked.ticket, "options": asked.options })).into_response())
}

/// POST /operator/sign-in
pub async fn sign_in(passer: Passer, headers: HeaderMap, filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("operator signs in from", &passer.address)?;
    let answer = filled.raw("answer");
    let shown = Shown { ticket: filled.text("ticket"), answer: &answer };
    let Some(operator) = prove(&passer.house, shown, &passer.address).await? else { return page(&passer, true) };
    // Whoever was signed in to a clinic in this browser is not any more.
    end_presented(&passer.house, &headers).await?;
    let cookie = session::begin(&passer.house, operator, &passer.address, &passer.device).await?;
    let mut response = see_other("/operator");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
