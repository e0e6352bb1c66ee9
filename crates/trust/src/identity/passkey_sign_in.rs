//! Signing in with a passkey alone: the device verified the person, so it is two factors in one. Nothing is typed; the key
//! says whose it is.

use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use kernel::{
    Problem,
    http::{Filled, Passer, own_path},
};

use super::{
    choose_clinic::{Arrival, arrive},
    passkey::{Shown, ask_anybody, prove_passkey},
    session::Proof,
    sign_in,
};

/// What the page's script asks for: the ticket, and what it tells the browser.
#[derive(Debug, serde::Serialize)]
struct Ask {
    ticket: String,
    options: String,
}

/// POST /sign-in/passkey/ask
pub async fn ask(passer: Passer, _filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("passkey asked from", &passer.address)?;
    let asked = ask_anybody(&passer.house).await?.ok_or(Problem::NotFound)?;
    Ok(Json(Ask { ticket: asked.ticket, options: asked.options }).into_response())
}

/// POST /sign-in/passkey
pub async fn sign_in(passer: Passer, headers: HeaderMap, filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("sign-in from", &passer.address)?;
    let then = own_path(filled.text("then")).unwrap_or_default().to_owned();
    let answer = filled.raw("answer");
    let shown = Shown { ticket: filled.text("ticket"), answer: &answer };
    match prove_passkey(&passer.house, shown, None, &passer.address).await? {
        Some(person) => arrive(&passer, &headers, Arrival { proven: person.into(), proof: Proof::Passkey, then }).await,
        None => sign_in::refused(&passer, "passkey-wrong", then),
    }
}
