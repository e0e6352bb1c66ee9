//! Keeps: "What matters most wants a fresh proof". Whoever sits down at an open session cannot hand out roles, keys or data with it: such acts
//! want a proof of the last ten minutes. With the proof the session gets a new cookie, and the old one is dead at once.

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
    session::{Proof, renew_session},
    sign_in::{self, Then},
};

#[derive(Template)]
#[template(path = "identity/prove.html")]
struct ProvePage<'a> {
    v: &'a View,
    f: &'a Typed,
    then: &'a str,
}

/// GET /prove?then=
pub async fn show(Unsettled(desk): Unsettled, query: Query<Then>) -> Result<Response, Problem> {
    let then = query.0.then.as_deref().and_then(own_path).unwrap_or_default();
    desk.view.page(&ProvePage { v: &desk.view, f: &Typed::blank(), then })
}

/// Whether this is the password of whoever sits here.
async fn is_theirs(desk: &Desk, typed: &str) -> Result<bool, Problem> {
    let tx = desk.house.db().identity().await?;
    let row = tx.one(sql!(Identity: "select email from person where person_id = $1"), &[&desk.person]).await?;
    let email = tx.keys().open(&EMAIL, desk.person, &row.read("email")?)?;
    tx.commit().await?;
    Ok(sign_in::prove(&desk.house, &desk.address, email.reveal(), typed).await? == Some(desk.person))
}

/// POST /prove: by the password.
pub async fn prove(Unsettled(desk): Unsettled, filled: Filled) -> Result<Response, Problem> {
    desk.house.brake().count("prove from", &desk.address)?;
    let then = own_path(filled.text("then")).unwrap_or_default();
    if !is_theirs(&desk, &filled.raw("password")).await? {
        let mut tx = desk.house.db().identity().await?;
        let wrong = Event::refused("identity.prove", By::Person(desk.person)).about(Some(desk.person));
        tx.record(wrong.in_clinic(desk.clinic.id).from(&desk.address));
        tx.commit().await?;
        let f = filled.typed(Errors::one("password", "prove-wrong"));
        return desk.view.page_again(&ProvePage { v: &desk.view, f: &f, then });
    }
    let cookie = renew_session(&desk, Proof::Password).await?;
    let mut response = unsent::follow(&desk.house, &desk.view, (desk.person, desk.clinic.id), then, desk.role.home())?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
