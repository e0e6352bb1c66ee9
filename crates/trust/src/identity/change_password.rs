//! A new password for one's own login: the old one is asked for, and every other session of it ends.

use askama::Template;
use axum::response::Response;
use kernel::{
    Problem,
    http::{Desk, Elevated, Errors, Filled, Reading, Typed, View, see_other},
    sql,
    tenancy::{By, Event},
};

use super::{
    account,
    factors::address_of,
    password::{HashedPassword, Password},
    sign_in,
    weak::Beside,
};

use crate::letters::Letter;

/// Keeps the new one; the other sessions of this login are over.
///
/// # Errors
/// [`Problem`].
pub async fn change_password(desk: &Desk, elevated: &Elevated, new: &HashedPassword) -> Result<(), Problem> {
    let mut tx = desk.house.db().identity().await?;
    let person = elevated.person();
    tx.rows(
        sql!(Identity: "update person set password_hash = $2, generation = generation + 1 where person_id = $1"),
        &[&person, &new.text()],
    )
    .await?;
    tx.rows(
        sql!(Identity: "update session set ended_at = $3 where person_id = $1 and session_id <> $2 and ended_at is null"),
        &[&person, &elevated.session(), &tx.now()],
    )
    .await?;
    account::tell(&tx, desk, &Letter::PasswordChanged).await?;
    tx.record(account::event(Event::done("identity.change_password", By::Person(person)), desk));
    tx.commit().await
}

#[derive(Template)]
#[template(path = "identity/change_password.html")]
struct ChangePage<'a> {
    v: &'a View,
    f: &'a Typed,
}

/// GET /me/security/password
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let _elevated = desk.elevated()?;
    desk.view.page(&ChangePage { v: &desk.view, f: &Typed::blank() })
}

/// POST /me/security/password
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    let again = |errors| {
        let f = filled.typed(errors);
        desk.view.page_again(&ChangePage { v: &desk.view, f: &f })
    };
    let tx = desk.house.db().identity().await?;
    let email = address_of(&tx, desk.person).await?;
    tx.commit().await?;
    let mut form = Reading::of(&filled);
    let old = filled.raw("old");
    if old.is_empty() {
        form.wrong("old", "field-missing");
    }
    let new = Password::read(&mut form, &filled, &[email.reveal(), &desk.clinic.name, &old], Beside::Nothing);
    let errors = form.errors();
    let Some(new) = new.filter(|_| !errors.any()) else { return again(errors) };
    if sign_in::prove_in_session(&desk.house, &desk.address, email.reveal(), &old).await?.map(|proven| proven.person) != Some(desk.person) {
        return again(Errors::one("old", "factors-old-password-wrong"));
    }
    change_password(&desk, &elevated, &new.hashed(desk.house.db()).await?).await?;
    Ok(see_other("/me/security?done=password"))
}
