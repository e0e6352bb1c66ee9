//! Keeps: "Registration, login, session". One human, one clinic, one session; an unknown
//! address and a wrong password answer alike and take as long.

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use jiff::SignedDuration;
use kernel::{
    Actor, ClinicId, Db, Problem, Verb,
    http::{Errors, Filled, House, Passer, Typed, View, own_path, see_other, session_cookie},
    id::{Id as _, PersonId, SessionId},
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{
    EmailAddress,
    password::{self, Match},
    sign_out::end_presented,
};

/// The act.
#[derive(Debug)]
pub struct SignIn {
    session: SessionId,
}

impl Verb for SignIn {
    const ACT: &'static str = "identity.sign_in";
    const WHO: &'static [Who] = &[Who::Program];
    fn subject(&self) -> Option<Uuid> {
        Some(self.session.uuid())
    }
}

/// Hours after which a session ends even when it is used.
const SESSION_HOURS: i64 = 12;

/// A clinic a person may work in.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Which.
    pub clinic: ClinicId,
    /// Its name.
    pub name: String,
}

/// The person behind an e-mail and a password, if they match: the one place where a password is tried, so the one place
/// where wrong ones are counted. They are counted for the account and the address together, so that nobody locks somebody
/// else out, with a far higher ceiling for the account from everywhere.
///
/// # Errors
/// [`Problem::TooMany`] and others.
pub async fn prove(house: &House, address: &str, email: &str, typed: &str) -> Result<Option<PersonId>, Problem> {
    let (db, brake) = (house.db(), house.brake());
    let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
    let key = email.key(db)?;
    let account: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let here = format!("{account} {address}");
    if brake.spent("wrong password here", &here, (brake.a_minute() / 3).max(1))
        || brake.spent("wrong password anywhere", &account, brake.a_minute().saturating_mul(20))
    {
        return Err(Problem::TooMany);
    }
    let rows = db.ask(sql!("select person_id, password_hash from door.person_by_email($1)"), &[&key]).await?;
    let found: Option<(PersonId, String)> =
        rows.first().map(|row| Ok::<_, Problem>((row.read("person_id")?, row.read("password_hash")?))).transpose()?;
    let kept = found.as_ref().map(|(_, hash)| hash.as_str());
    let person = match password::matches(db, typed, kept).await? {
        Match::No => None,
        Match::Yes | Match::YesButOld => found.map(|(person, _)| person),
    };
    if person.is_none() {
        brake.add("wrong password here", &here);
        brake.add("wrong password anywhere", &account);
    }
    Ok(person)
}

/// The clinics a person may work in, by name.
///
/// # Errors
/// [`Problem`].
pub async fn memberships(db: &Db, person: PersonId) -> Result<Vec<Membership>, Problem> {
    db.ask(sql!("select clinic_id, clinic_name from door.memberships($1)"), &[&person])
        .await?
        .iter()
        .map(|row| Ok(Membership { clinic: row.read("clinic_id")?, name: row.read("clinic_name")? }))
        .collect()
}

/// Begins a session in one clinic; the cookie to set.
///
/// # Errors
/// [`Problem`].
pub async fn begin_session(house: &House, person: PersonId, clinic: ClinicId) -> Result<HeaderValue, Problem> {
    let db = house.db();
    let (cookie, hash) = session_cookie(house)?;
    let session = SessionId::fresh(db.clock(), db.chance());
    let mut tx = db.enter(&Actor::program(clinic, "sign-in")).await?;
    let permit = tx.may(SignIn { session }).await?;
    tx.trail_is_about(Some(person.uuid()), None);
    let now = tx.now();
    let ends = now.checked_add(SignedDuration::from_hours(SESSION_HOURS)).unwrap_or(now);
    tx.run(
        sql!(
            "insert into session (clinic_id, session_id, token_hash, person_id, started_at, last_seen_at, ends_at)
              values ($1, $2, $3, $4, $5, $5, $6)"
        ),
        &[&clinic, &permit.verb().session, &hash, &person, &now, &ends],
    )
    .await?;
    tx.commit().await?;
    Ok(cookie)
}

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
struct SignInPage<'a> {
    v: &'a View,
    f: &'a Typed,
    then: String,
    clinics: Vec<Membership>,
}

/// Only a path of ours may follow a sign-in.
fn safe(then: &str) -> &str {
    own_path(then).unwrap_or("/today")
}

/// GET /sign-in?then=
pub async fn show(Passer { view, .. }: Passer, query: axum::extract::Query<Then>) -> Result<Response, Problem> {
    let then = safe(query.0.then.as_deref().unwrap_or_default()).to_owned();
    view.page(&SignInPage { v: &view, f: &Typed::blank(), then, clinics: Vec::new() })
}

/// Where to go afterwards.
#[derive(Debug, serde::Deserialize)]
pub struct Then {
    then: Option<String>,
}

/// POST /sign-in: with one clinic straight in, with several a choice of one.
pub async fn sign_in(Passer { view, house, address }: Passer, headers: HeaderMap, filled: Filled) -> Result<Response, Problem> {
    house.brake().count("sign-in from", &address)?;
    let then = safe(filled.text("then")).to_owned();
    let Some(person) = prove(&house, &address, filled.text("email"), &filled.raw("password")).await? else {
        let f = filled.typed(Errors::one("email", "sign-in-wrong"));
        return view.page_again(&SignInPage { v: &view, f: &f, then, clinics: Vec::new() });
    };
    let clinics = memberships(house.db(), person).await?;
    let chosen = match filled.text("clinic").parse::<ClinicId>() {
        Ok(wanted) => clinics.iter().find(|clinic| clinic.clinic == wanted),
        Err(_) if clinics.len() > 1 => {
            let f = filled.typed(Errors::none());
            return view.page(&SignInPage { v: &view, f: &f, then, clinics });
        }
        Err(_) => clinics.first(),
    };
    let Some(clinic) = chosen else {
        let f = filled.typed(Errors::one("email", "sign-in-no-clinic"));
        return view.page_again(&SignInPage { v: &view, f: &f, then, clinics: Vec::new() });
    };
    // Who signs in again leaves no older session behind in this browser.
    end_presented(&house, &headers).await?;
    let cookie = begin_session(&house, person, clinic.clinic).await?;
    let mut response = see_other(&then);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
