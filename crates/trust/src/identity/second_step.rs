//! Keeps: "A password alone opens nothing where there is a second factor". Between the two steps the page holds a ticket; a session begins
//! only after both.

use askama::Template;
use axum::{http::HeaderMap, response::Response};
use kernel::{
    Problem,
    http::{Errors, Filled, Passer, Typed, View, own_path},
    id::PersonId,
};

use super::{
    choose_clinic::{Arrival, arrive},
    factors::factors,
    passkey::{Asked, Shown, ask_person, prove_passkey},
    prove_code::prove_code,
    session::{Proof, Proven},
    sign_in,
    ticket::{self, Purpose},
};

#[derive(Template)]
#[template(path = "identity/second_step.html")]
struct SecondStepPage<'a> {
    v: &'a View,
    f: &'a Typed,
    step: &'a str,
    then: &'a str,
    asked: Option<Asked>,
    code: bool,
}

/// After the right password: the second step for who has one, else in.
///
/// # Errors
/// [`Problem`].
pub async fn after_password(passer: &Passer, headers: &HeaderMap, proven: Proven, then: String) -> Result<Response, Problem> {
    let person = proven.person;
    if !factors(passer.house.db(), person).await?.any() {
        return arrive(passer, headers, Arrival { proven, proof: Proof::Password, then }).await;
    }
    let step = ticket::issue(passer.house.db(), Purpose::SecondStep, Some(proven), None).await?;
    page(passer, &Typed::blank(), &step, (person, &then)).await
}

async fn page(passer: &Passer, f: &Typed, step: &str, (person, then): (PersonId, &str)) -> Result<Response, Problem> {
    let factors = factors(passer.house.db(), person).await?;
    let asked = ask_person(&passer.house, person).await?;
    let code = factors.app.is_some() || factors.codes_left > 0 || asked.is_none();
    let page = SecondStepPage { v: &passer.view, f, step, then, asked, code };
    if f.wrong() { passer.view.page_again(&page) } else { passer.view.page(&page) }
}

/// POST /sign-in/second: a code of the app, a recovery code, or a passkey.
pub async fn show_second(passer: Passer, headers: HeaderMap, filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("second step from", &passer.address)?;
    let (db, step) = (passer.house.db(), filled.text("step"));
    let then = own_path(filled.text("then")).unwrap_or_default().to_owned();
    let held = ticket::look(db, Purpose::SecondStep, step).await?;
    let Some(proven) = held.and_then(|held| Some(Proven { person: held.person?, generation: held.generation })) else {
        return sign_in::again(&passer, &filled, "sign-in-step-over", then);
    };
    let person = proven.person;
    let answer = filled.raw("answer");
    let (proof, wrong) = if answer.is_empty() {
        (prove_code(&passer.house, person, filled.text("code"), &passer.address).await?, "factors-code-wrong")
    } else {
        let shown = Shown { ticket: filled.text("ticket"), answer: &answer };
        (prove_passkey(&passer.house, shown, Some(person), &passer.address).await?.map(|_| Proof::Passkey), "passkey-wrong")
    };
    let Some(proof) = proof else {
        return page(&passer, &filled.typed(Errors::one("code", wrong)), step, (person, &then)).await;
    };
    // Two right answers to one step at the same moment: one is let in.
    if ticket::redeem(db, Purpose::SecondStep, step).await?.is_none() {
        return sign_in::again(&passer, &filled, "sign-in-step-over", then);
    }
    arrive(&passer, &headers, Arrival { proven, proof, then }).await
}
