//! A passkey: made by the browser and the person's device, named, removed.

use askama::Template;
use axum::response::Response;
use kernel::{
    Private, Problem,
    http::{Desk, Elevated, Errors, Filled, Reading, Typed, Unsettled, View, see_other},
    id::Id as _,
    sql,
    tenancy::{By, Event},
};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    account,
    factors::{self, PASSKEY_NAME, PasskeyId},
    passkey::{Asked, CREDENTIAL, Shown, json, relying_party},
    recovery,
    session::Proof,
    ticket::{self, Purpose},
};

use crate::letters::{Factor, Letter};

/// Characters of a name.
const NAME: usize = 60;
/// Passkeys one person may have.
const MOST: usize = 20;

/// Asks the browser to make one; not on a device that has one for this person already.
///
/// # Errors
/// [`Problem`].
pub async fn ask_new(desk: &Desk, elevated: &Elevated) -> Result<Option<Asked>, Problem> {
    let Some(party) = relying_party(desk.house.base_url()) else { return Ok(None) };
    let (tx, person) = (desk.house.db().identity().await?, elevated.person());
    let email = factors::address_of(&tx, person).await?;
    let known = tx.rows(sql!(Identity: "select credential_id from person_passkey where person_id = $1"), &[&person]).await?;
    let known = known.iter().map(|row| row.read::<Vec<u8>>("credential_id")).collect::<Result<Vec<_>, _>>()?;
    tx.commit().await?;
    if known.len() >= MOST {
        return Ok(None);
    }
    let (challenge, state) = party
        .start_passkey_registration(person.uuid(), email.reveal(), email.reveal(), Some(known))
        .map_err(|_| Problem::broken("a passkey cannot be made"))?;
    let mut options = serde_json::to_value(&challenge.public_key).map_err(|_| Problem::broken("a passkey's JSON"))?;
    // One that is found without a name being typed first.
    if let Some(wanted) = options.get_mut("authenticatorSelection").and_then(serde_json::Value::as_object_mut) {
        wanted.insert("residentKey".to_owned(), "required".into());
        wanted.insert("requireResidentKey".to_owned(), true.into());
    }
    let ticket = ticket::issue(desk.house.db(), Purpose::PasskeyNew, Some(person.into()), Some(&json(&state)?)).await?;
    Ok(Some(Asked { ticket, options: options.to_string() }))
}

/// Keeps what the browser made, if it is what it was asked for. Recovery codes, where there were none.
///
/// # Errors
/// [`Problem`].
pub async fn add_passkey(desk: &Desk, elevated: &Elevated, shown: Shown<'_>, name: &str) -> Result<Option<Vec<Private<String>>>, Problem> {
    let (db, person) = (desk.house.db(), elevated.person());
    let held = ticket::redeem(db, Purpose::PasskeyNew, shown.ticket).await?.filter(|held| held.person == Some(person));
    let state = held.and_then(|held| held.said).and_then(|said| serde_json::from_str::<PasskeyRegistration>(said.reveal()).ok());
    let answer = serde_json::from_str::<RegisterPublicKeyCredential>(shown.answer).ok();
    let (Some(party), Some(state), Some(answer)) = (relying_party(desk.house.base_url()), state, answer) else { return Ok(None) };
    let Ok(passkey) = party.finish_passkey_registration(&answer, &state) else { return Ok(None) };
    let mut tx = db.identity().await?;
    factors::hold(&tx, person).await?;
    let id: PasskeyId = tx.fresh();
    let (credential, name) = (tx.keys().seal(&CREDENTIAL, id, &json(&passkey)?)?, tx.keys().seal(&PASSKEY_NAME, id, &name.to_owned())?);
    let made = tx
        .rows(
            sql!(Identity:
                "insert into person_passkey (passkey_id, person_id, credential_id, credential, name, added_at)
                  values ($1, $2, $3, $4, $5, $6) on conflict (credential_id) do nothing returning passkey_id"
            ),
            &[&id, &person, &passkey.cred_id().to_vec(), &credential, &name, &tx.now()],
        )
        .await?;
    if made.is_empty() {
        return Ok(None);
    }
    let codes = recovery::renew_if_none(&mut tx, elevated, db.chance()).await?;
    factors::raise(&tx, elevated, Proof::Passkey).await?;
    account::tell(&tx, desk, &Letter::FactorAdded(Factor::Passkey)).await?;
    tx.record(account::event(Event::done("identity.add_passkey", By::Person(person)), desk));
    tx.commit().await?;
    Ok(Some(codes))
}

/// Removes one; `false` where it is the last factor of somebody who must have one.
///
/// # Errors
/// [`Problem`].
pub async fn remove_passkey(desk: &Desk, elevated: &Elevated, id: PasskeyId) -> Result<bool, Problem> {
    let mut tx = desk.house.db().identity().await?;
    let person = elevated.person();
    factors::hold(&tx, person).await?;
    let gone = tx
        .rows(sql!(Identity: "delete from person_passkey where passkey_id = $1 and person_id = $2 returning passkey_id"), &[&id, &person])
        .await?;
    if gone.is_empty() {
        return Ok(true);
    }
    let left = factors::count(&factors::factors_held(&tx, person).await?);
    if !factors::may_go(&tx, person, left).await? {
        return Ok(false);
    }
    if left == 0 {
        recovery::forget(&tx, person).await?;
    }
    account::tell(&tx, desk, &Letter::FactorRemoved(Factor::Passkey)).await?;
    tx.record(account::event(Event::done("identity.remove_passkey", By::Person(person)), desk));
    tx.commit().await?;
    Ok(true)
}

/// Gives one another name.
///
/// # Errors
/// [`Problem`].
pub async fn name_passkey(desk: &Desk, elevated: &Elevated, id: PasskeyId, name: &str) -> Result<(), Problem> {
    let mut tx = desk.house.db().identity().await?;
    let sealed = tx.keys().seal(&PASSKEY_NAME, id, &name.to_owned())?;
    tx.rows(
        sql!(Identity: "update person_passkey set name = $3 where passkey_id = $1 and person_id = $2"),
        &[&id, &elevated.person(), &sealed],
    )
    .await?;
    tx.record(account::event(Event::done("identity.name_passkey", By::Person(desk.person)), desk));
    tx.commit().await
}

#[derive(Template)]
#[template(path = "identity/add_passkey.html")]
struct AddPasskeyPage<'a> {
    v: &'a View,
    f: &'a Typed,
    asked: Asked,
}

async fn page(desk: &Desk, elevated: &Elevated, f: &Typed) -> Result<Response, Problem> {
    let Some(asked) = ask_new(desk, elevated).await? else { return Ok(see_other("/me/security")) };
    let page = AddPasskeyPage { v: &desk.view, f, asked };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// POST /me/security/passkey: the page on which the browser makes one.
pub async fn begin(Unsettled(desk): Unsettled, _filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    let name = desk.view.t("add-passkey-usual-name");
    page(&desk, &elevated, &Typed::starting_with(&[("name", &name)])).await
}

/// GET of it: a page that was reloaded begins again.
pub async fn back_to_page(Unsettled(_desk): Unsettled) -> Response {
    see_other("/me/security")
}

/// POST /me/security/passkey/keep
pub async fn keep(Unsettled(desk): Unsettled, filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    let mut form = Reading::of(&filled);
    let name = form.line("name", NAME);
    let errors = form.errors();
    if errors.any() {
        return page(&desk, &elevated, &filled.typed(errors)).await;
    }
    let answer = filled.raw("answer");
    let shown = Shown { ticket: filled.text("ticket"), answer: &answer };
    match add_passkey(&desk, &elevated, shown, &name).await? {
        Some(codes) => recovery::after_adding(&desk, Proof::Passkey, &codes).await,
        None => page(&desk, &elevated, &filled.typed(Errors::one("name", "passkey-not-made"))).await,
    }
}

fn which(filled: &Filled) -> Result<PasskeyId, Problem> {
    filled.text("passkey").parse().map_err(|_| Problem::NotFound)
}

/// POST /me/security/passkey/remove
pub async fn remove(Unsettled(desk): Unsettled, filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    let gone = remove_passkey(&desk, &elevated, which(&filled)?).await?;
    Ok(see_other(if gone { "/me/security?done=removed" } else { "/me/security?done=last" }))
}

/// POST /me/security/passkey/name
pub async fn name(Unsettled(desk): Unsettled, filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    let id = which(&filled)?;
    let mut form = Reading::of(&filled);
    let name = form.line("name", NAME);
    if !form.errors().any() {
        name_passkey(&desk, &elevated, id, &name).await?;
    }
    Ok(see_other("/me/security?done=named"))
}
