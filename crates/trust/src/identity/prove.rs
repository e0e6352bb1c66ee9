//! Keeps: "What matters most wants a fresh proof". Whoever sits down at an open session cannot hand out roles, keys or data with it: such acts
//! want a proof of the last ten minutes: a passkey, or the password and, for who has one, the second factor. With the proof the session gets a new cookie, and the old one is dead at once.

use askama::Template;
use axum::{extract::Query, http::header, response::Response};
use kernel::{
    Problem,
    http::{Desk, Errors, Filled, Typed, Unsettled, View, own_path, unsent},
    sql,
    tenancy::{By, Event},
};

use super::{
    EMAIL,
    factors::factors,
    passkey::{Asked, Shown, ask_person, prove_passkey},
    prove_code::prove_code,
    session::{Proof, Proven, renew_session},
    sign_in::{self, Then},
    ticket::{self, Purpose},
};

#[derive(Template)]
#[template(path = "identity/prove.html")]
struct ProvePage<'a> {
    v: &'a View,
    f: &'a Typed,
    then: &'a str,
    /// Names the right password, where the second factor is asked for now.
    step: Option<String>,
    asked: Option<Asked>,
}

/// The page: the password or a passkey first; after the right password of who has a second factor, that.
async fn page(desk: &Desk, f: &Typed, then: &str, step: Option<String>) -> Result<Response, Problem> {
    let asked = ask_person(&desk.house, desk.person).await?;
    let page = ProvePage { v: &desk.view, f, then, step, asked };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// GET /prove?then=
pub async fn show(Unsettled(desk): Unsettled, query: Query<Then>) -> Result<Response, Problem> {
    let then = query.0.then.as_deref().and_then(own_path).unwrap_or_default();
    page(&desk, &Typed::blank(), then, None).await
}

/// The password of whoever sits here, if this is it.
async fn theirs(desk: &Desk, typed: &str) -> Result<Option<Proven>, Problem> {
    let tx = desk.house.db().identity().await?;
    let row = tx.one(sql!(Identity: "select email from person where person_id = $1"), &[&desk.person]).await?;
    let email = tx.keys().open(&EMAIL, desk.person, &row.read("email")?)?;
    tx.commit().await?;
    let proven = sign_in::prove_in_session(&desk.house, &desk.address, email.reveal(), typed).await?;
    Ok(proven.filter(|proven| proven.person == desk.person))
}

/// Whether a step names the right password of whoever sits here.
async fn stands(desk: &Desk, step: &str) -> Result<bool, Problem> {
    let held = ticket::look(desk.house.db(), Purpose::SecondStep, step).await?;
    Ok(held.is_some_and(|held| held.person == Some(desk.person) && held.generation.is_some()))
}

/// What a try came to.
enum Try {
    Proven(Proof),
    /// The password was right; now the second factor.
    Next(String),
    /// The field and the sentence.
    Wrong(&'static str, &'static str),
}

async fn tried(desk: &Desk, filled: &Filled) -> Result<Try, Problem> {
    let db = desk.house.db();
    let (step, answer) = (filled.text("step"), filled.raw("answer"));
    if !answer.is_empty() {
        let shown = Shown { ticket: filled.text("ticket"), answer: &answer };
        let right = prove_passkey(&desk.house, shown, Some(desk.person), &desk.address).await?.is_some();
        return Ok(if right { Try::Proven(Proof::Passkey) } else { Try::Wrong("password", "passkey-wrong") });
    }
    if step.is_empty() {
        let Some(proven) = theirs(desk, &filled.raw("password")).await? else { return Ok(Try::Wrong("password", "prove-wrong")) };
        return Ok(if factors(db, desk.person).await?.any() {
            Try::Next(ticket::issue(db, Purpose::SecondStep, Some(proven), None).await?)
        } else {
            Try::Proven(Proof::Password)
        });
    }
    if !stands(desk, step).await? {
        return Ok(Try::Wrong("password", "prove-step-over"));
    }
    let Some(proof) = prove_code(&desk.house, desk.person, filled.text("code"), &desk.address).await? else {
        return Ok(Try::Wrong("code", "factors-code-wrong"));
    };
    // Two right answers to one step at the same moment: one counts.
    let redeemed = ticket::redeem(db, Purpose::SecondStep, step).await?.is_some();
    Ok(if redeemed { Try::Proven(proof) } else { Try::Wrong("password", "prove-step-over") })
}

/// POST /prove
pub async fn prove(Unsettled(desk): Unsettled, filled: Filled) -> Result<Response, Problem> {
    desk.house.brake().count("prove from", &desk.address)?;
    let then = own_path(filled.text("then")).unwrap_or_default();
    let proof = match tried(&desk, &filled).await? {
        Try::Proven(proof) => proof,
        Try::Next(step) => return page(&desk, &Typed::blank(), then, Some(step)).await,
        Try::Wrong(field, why) => {
            let mut tx = desk.house.db().identity().await?;
            let wrong = Event::refused("identity.prove", By::Person(desk.person)).about(Some(desk.person));
            tx.record(wrong.in_clinic(desk.clinic.id).from(&desk.address));
            tx.commit().await?;
            let step = Some(filled.text("step").to_owned()).filter(|_| field == "code");
            return page(&desk, &filled.typed(Errors::one(field, why)), then, step).await;
        }
    };
    let cookie = renew_session(&desk, proof).await?;
    let mut response = unsent::follow(&desk.house, &desk.view, (desk.person, desk.clinic.id), then, desk.role.home())?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
