//! An app that shows codes: begun with a secret, kept once a code of it was typed, replaced in the same way, removed.

use askama::Template;
use axum::response::Response;
use jiff::SignedDuration;
use kernel::{
    Private, Problem,
    http::{Desk, Elevated, Errors, Filled, Typed, Unsettled, View, see_other},
    sql,
    tenancy::{By, Event, PlatformTx},
};

use super::{
    account,
    app_code::{self, SECRET, Square, TotpId, plain, step_of},
    factors, recovery,
    session::Proof,
};

use crate::letters::{Factor, Letter};

/// Minutes in which a begun app must be confirmed.
const MINUTES: i64 = 30;

/// Begins: a secret that counts for nothing yet. One that was begun before is forgotten.
///
/// # Errors
/// [`Problem`].
pub async fn begin_app(desk: &Desk, elevated: &Elevated) -> Result<(), Problem> {
    let tx = desk.house.db().identity().await?;
    factors::hold(&tx, elevated.person()).await?;
    tx.rows(sql!(Identity: "delete from person_totp where person_id = $1 and confirmed_at is null"), &[&elevated.person()]).await?;
    let id: TotpId = tx.fresh();
    let secret = tx.keys().seal(&SECRET, id, app_code::new_secret(desk.house.db().chance()).reveal())?;
    tx.rows(
        sql!(Identity: "insert into person_totp (totp_id, person_id, secret, added_at) values ($1, $2, $3, $4)"),
        &[&id, &elevated.person(), &secret, &tx.now()],
    )
    .await?;
    tx.commit().await
}

/// The app that was begun, if its time is not over.
async fn begun(tx: &PlatformTx, elevated: &Elevated) -> Result<Option<(TotpId, Private<String>)>, Problem> {
    let since = tx.now().checked_sub(SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    let row = tx
        .maybe(
            sql!(Identity: "select totp_id, secret from person_totp where person_id = $1 and confirmed_at is null and added_at > $2"),
            &[&elevated.person(), &since],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let id: TotpId = row.read("totp_id")?;
    Ok(Some((id, tx.keys().open(&SECRET, id, &row.read("secret")?)?)))
}

/// Keeps the app that was begun if the code is one of its; the one before goes. Recovery codes, where there were none.
///
/// # Errors
/// [`Problem`].
pub async fn confirm_app(desk: &Desk, elevated: &Elevated, typed: &str) -> Result<Option<Vec<Private<String>>>, Problem> {
    let mut tx = desk.house.db().identity().await?;
    factors::hold(&tx, elevated.person()).await?;
    let Some((id, secret)) = begun(&tx, elevated).await? else { return Ok(None) };
    let Some(step) = step_of(secret.reveal(), &plain(typed), tx.now(), 0)? else { return Ok(None) };
    tx.rows(sql!(Identity: "delete from person_totp where person_id = $1 and totp_id <> $2"), &[&elevated.person(), &id]).await?;
    tx.rows(sql!(Identity: "update person_totp set confirmed_at = $2, last_step = $3 where totp_id = $1"), &[&id, &tx.now(), &step])
        .await?;
    let codes = recovery::renew_if_none(&mut tx, elevated, desk.house.db().chance()).await?;
    factors::raise(&tx, elevated, Proof::SecondFactor).await?;
    account::tell(&tx, desk, &Letter::FactorAdded(Factor::Codes)).await?;
    tx.record(account::event(Event::done("identity.add_app", By::Person(desk.person)), desk));
    tx.commit().await?;
    Ok(Some(codes))
}

/// Removes the app; `false` where it is the last factor of somebody who must have one.
///
/// # Errors
/// [`Problem`].
pub async fn remove_app(desk: &Desk, elevated: &Elevated) -> Result<bool, Problem> {
    let mut tx = desk.house.db().identity().await?;
    let person = elevated.person();
    factors::hold(&tx, person).await?;
    let had = factors::factors_held(&tx, person).await?;
    if had.app.is_none() {
        return Ok(true);
    }
    let left = factors::count(&had).saturating_sub(1);
    if !factors::may_go(&tx, person, left).await? {
        return Ok(false);
    }
    tx.rows(sql!(Identity: "delete from person_totp where person_id = $1"), &[&person]).await?;
    if left == 0 {
        recovery::forget(&tx, person).await?;
    }
    account::tell(&tx, desk, &Letter::FactorRemoved(Factor::Codes)).await?;
    tx.record(account::event(Event::done("identity.remove_app", By::Person(person)), desk));
    tx.commit().await?;
    Ok(true)
}

#[derive(Template)]
#[template(path = "identity/add_app.html")]
struct AddAppPage<'a> {
    v: &'a View,
    f: &'a Typed,
    square: Square,
    secret: String,
}

async fn page(desk: &Desk, elevated: &Elevated, f: &Typed) -> Result<Option<Response>, Problem> {
    let tx = desk.house.db().identity().await?;
    let begun = begun(&tx, elevated).await?;
    let email = factors::address_of(&tx, elevated.person()).await?;
    tx.commit().await?;
    let Some((_, secret)) = begun else { return Ok(None) };
    let square = Square::of(app_code::address(secret.reveal(), email.reveal())?.reveal())?;
    let groups: Vec<String> = secret.reveal().as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let page = AddAppPage { v: &desk.view, f, square, secret: groups.join(" ") };
    let page = if f.wrong() { desk.view.page_again(&page)? } else { desk.view.page(&page)? };
    Ok(Some(page))
}

/// POST /me/security/app: begins.
pub async fn begin(Unsettled(desk): Unsettled, _filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    begin_app(&desk, &elevated).await?;
    Ok(see_other("/me/security/app"))
}

/// GET /me/security/app: the square to photograph.
pub async fn show(Unsettled(desk): Unsettled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    Ok(page(&desk, &elevated, &Typed::blank()).await?.unwrap_or_else(|| see_other("/me/security")))
}

/// POST /me/security/app/confirm
pub async fn confirm(Unsettled(desk): Unsettled, filled: Filled) -> Result<Response, Problem> {
    desk.house.brake().count("confirm app", &desk.person.to_string())?;
    let elevated = desk.elevated()?;
    match confirm_app(&desk, &elevated, filled.text("code")).await? {
        Some(codes) => recovery::after_adding(&desk, Proof::SecondFactor, &codes).await,
        None => {
            let f = filled.typed(Errors::one("code", "factors-code-wrong"));
            Ok(page(&desk, &elevated, &f).await?.unwrap_or_else(|| see_other("/me/security")))
        }
    }
}

/// POST /me/security/app/remove
pub async fn remove(Unsettled(desk): Unsettled, _filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    Ok(see_other(if remove_app(&desk, &elevated).await? { "/me/security?done=removed" } else { "/me/security?done=last" }))
}
