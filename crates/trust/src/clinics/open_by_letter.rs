//! A clinic is opened by the link in the letter. Opening the link changes nothing, for programs open links in letters too;
//! the button opens the clinic, once. The password is asked for again: the form may have been filled in by a stranger, with a
//! password of their own, and whoever reads the letter must not make them a login. Who signs in with the address already
//! enters the password they have.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::Response,
};
use kernel::{
    Problem,
    http::{Errors, Filled, House, Passer, Typed, View, see_other},
    id::{Id as _, PersonId},
    keys::Sealed,
    sql,
};

use super::{
    ask_to_open::{AccountLinkId, BODY, Waiting},
    open_clinic::{NewClinic, OpenRefusal, Opened, open_for},
};
use crate::{
    identity::{
        EmailAddress, create_person,
        factors::factors,
        password::{self, HashedPassword, Match},
        person_of,
        session::{Sitting, begin_session},
        sign_in,
    },
    letters::say::ACCOUNT,
};

#[derive(Template)]
#[template(path = "clinics/open_by_letter.html")]
struct OpenPage<'a> {
    v: &'a View,
    f: &'a Typed,
    token: &'a str,
    name: &'a str,
    email: &'a str,
}

#[derive(Template)]
#[template(path = "clinics/link_over.html")]
struct OverPage<'a> {
    v: &'a View,
}

/// The link of a token, if it is one of ours.
fn link_of(house: &House, token: &str) -> Option<AccountLinkId> {
    house.db().links().check(token, ACCOUNT).map(AccountLinkId::from_uuid)
}

/// The clinic that waits behind a link.
async fn waiting(house: &House, link: AccountLinkId) -> Result<Option<Waiting>, Problem> {
    let tx = house.db().identity().await?;
    let row = tx
        .maybe(
            sql!(Identity: "select body from account_link where link_id = $1 and purpose = 'opening' and used_at is null and expires_at > $2"),
            &[&link, &tx.now()],
        )
        .await?;
    let body: Option<Sealed<Waiting>> = row.map(|row| row.read("body")).transpose()?;
    let waiting = body.map(|body| tx.keys().open(&BODY, link, &body)).transpose()?;
    tx.commit().await?;
    Ok(waiting.map(kernel::Private::into_inner))
}

/// Takes the link, so that of two who press one opens; [`give_back`] if nothing came of it.
async fn take(house: &House, link: AccountLinkId) -> Result<bool, Problem> {
    let tx = house.db().identity().await?;
    let taken = tx
        .rows(
            sql!(Identity: "update account_link set used_at = $2 where link_id = $1 and used_at is null and expires_at > $2 returning link_id"),
            &[&link, &tx.now()],
        )
        .await?;
    tx.commit().await?;
    Ok(!taken.is_empty())
}

async fn give_back(house: &House, link: AccountLinkId) -> Result<(), Problem> {
    let tx = house.db().identity().await?;
    tx.rows(sql!(Identity: "update account_link set used_at = null where link_id = $1"), &[&link]).await?;
    tx.commit().await
}

/// What was kept is not needed any more.
async fn empty(house: &House, link: AccountLinkId) -> Result<(), Problem> {
    let tx = house.db().identity().await?;
    tx.rows(sql!(Identity: "update account_link set body = null where link_id = $1"), &[&link]).await?;
    tx.commit().await
}

fn over(view: &View) -> Result<Response, Problem> {
    view.page_as(StatusCode::NOT_FOUND, &OverPage { v: view })
}

/// `GET /start/{token}`.
///
/// # Errors
/// [`Problem`].
pub async fn show(Passer { view, house, .. }: Passer, Path(token): Path<String>) -> Result<Response, Problem> {
    let Some(link) = link_of(&house, &token) else { return over(&view) };
    let Some(waiting) = waiting(&house, link).await? else { return over(&view) };
    let (new, email, _) = waiting.read()?;
    view.page(&OpenPage { v: &view, f: &Typed::blank(), token: &token, name: &new.name, email: email.reveal() })
}

/// Who is to own it, if the password is the right one: of the login that is there already, or the one that was chosen, and then
/// the login is made.
async fn owner(
    house: &House,
    address: &str,
    (email, chosen): (&EmailAddress, &HashedPassword),
    typed: &str,
) -> Result<Option<PersonId>, Problem> {
    let db = house.db();
    if person_of(db, email).await?.is_some() {
        return Ok(sign_in::prove(house, address, email.reveal(), typed).await?.map(|proven| proven.person));
    }
    if password::matches(db, typed, Some(chosen.text())).await? == Match::No {
        return Ok(None);
    }
    let person = PersonId::fresh(db.clock(), db.chance());
    // Somebody may have come in with this address in between; then they prove it, next time.
    Ok(create_person(db, person, email, chosen).await?.then_some(person))
}

/// A public address is made of the name and four letters; should one be taken, others are tried.
async fn opened(house: &House, new: &NewClinic, owner: PersonId) -> Result<Opened, OpenRefusal> {
    for _ in 0..4 {
        match open_for(house.db(), new, owner).await {
            Err(OpenRefusal::AddressTaken) => {}
            other => return other,
        }
    }
    open_for(house.db(), new, owner).await
}

/// `POST /start/{token}`.
///
/// # Errors
/// [`Problem`].
pub async fn open(Passer { view, house, address, device }: Passer, Path(token): Path<String>, filled: Filled) -> Result<Response, Problem> {
    house.brake().count("start", &address)?;
    let Some(link) = link_of(&house, &token) else { return over(&view) };
    let Some(kept) = waiting(&house, link).await? else { return over(&view) };
    let (new, email, chosen) = kept.read()?;
    let typed = kernel::Private::new(filled.raw("password"));
    let Some(person) = owner(&house, &address, (&email, &chosen), typed.reveal()).await? else {
        let f = filled.typed(Errors::one("password", "open-wrong"));
        return view.page_again(&OpenPage { v: &view, f: &f, token: &token, name: &new.name, email: email.reveal() });
    };
    if !take(&house, link).await? {
        return over(&view);
    }
    let opened = match opened(&house, &new, person).await {
        Ok(opened) => opened,
        Err(refusal) => {
            give_back(&house, link).await?;
            return Err(match refusal {
                OpenRefusal::Problem(problem) => problem,
                OpenRefusal::AddressTaken | OpenRefusal::EmailTaken => Problem::broken("no public address was free"),
            });
        }
    };
    empty(&house, link).await?;
    // A password alone does not sign in who has a second factor.
    if factors(house.db(), person).await?.any() {
        return Ok(see_other("/sign-in?then=/today"));
    }
    let cookie = begin_session(&house, &Sitting { address, device, ..Sitting::plain(person, opened.clinic) }).await?;
    let mut response = see_other("/today?welcome=1");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
