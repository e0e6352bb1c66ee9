//! Keeps: "One named human per login". The invited person opens the link and chooses a password; the link works once.

use askama::Template;
use axum::{http::header, response::Response};
use kernel::{
    Private, Problem, Role, TenantTx, Verb,
    http::{Bearer, Errors, Filled, Reading, Typed, View, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{
    EmailAddress, InvitationId, create_person,
    factors::factors,
    invite,
    membership::join,
    password::Password,
    session::{Sitting, begin_session},
    sign_in,
    weak::Beside,
};
use crate::{clinics::PractitionerId, patients::PersonName};

/// The act.
#[derive(Debug)]
pub struct Accept(InvitationId);

impl Verb for Accept {
    const ACT: &'static str = "identity.accept";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The act of looking at it first.
#[derive(Debug)]
pub struct SeeInvitation(InvitationId);

impl Verb for SeeInvitation {
    const ACT: &'static str = "identity.see_invitation";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

pub(super) struct Open {
    pub(super) name: Private<String>,
    pub(super) email: Private<String>,
    pub(super) role: Role,
    pub(super) practitioner: Option<PractitionerId>,
}

/// The invitation, if it can still be accepted; held until the end of the transaction.
pub(super) async fn still_open(tx: &TenantTx, id: InvitationId) -> Result<Open, Problem> {
    let row = tx
        .one(
            sql!(
                "select role, name, email, practitioner_id from invitation
                   where invitation_id = $1 and accepted_at is null and revoked_at is null and expires_at > $2 for update"
            ),
            &[&id, &tx.now()],
        )
        .await?;
    Ok(Open {
        name: tx.keys().open(&invite::NAME, id, &row.read("name")?)?,
        email: tx.keys().open(&invite::EMAIL, id, &row.read("email")?)?,
        role: Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?,
        practitioner: row.read("practitioner_id")?,
    })
}

#[derive(Template)]
#[template(path = "identity/accept.html")]
struct AcceptPage<'a> {
    v: &'a View,
    f: &'a Typed,
    token: &'a str,
    name: &'a str,
    email: &'a str,
    role: Role,
}

fn invitation_of(bearer: &Bearer) -> Result<InvitationId, Problem> {
    if bearer.purpose == "invitation" { Ok(InvitationId::from_uuid(bearer.subject)) } else { Err(Problem::NotFound) }
}

/// GET /i/{token}
pub async fn show(bearer: Bearer) -> Result<Response, Problem> {
    let id = invitation_of(&bearer)?;
    let mut tx = bearer.enter().await?;
    let _permit = tx.may(SeeInvitation(id)).await?;
    let open = still_open(&tx, id).await?;
    tx.commit().await?;
    page(&bearer, &Typed::blank(), &open)
}

fn page(bearer: &Bearer, f: &Typed, open: &Open) -> Result<Response, Problem> {
    let page =
        AcceptPage { v: &bearer.view, f, token: &bearer.token, name: open.name.reveal(), email: open.email.reveal(), role: open.role };
    if f.wrong() { bearer.view.page_again(&page) } else { bearer.view.page(&page) }
}

/// POST /i/{token}: makes the login (or proves the one they have) and signs in.
pub async fn accept(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    bearer.house.brake().count("accept", &bearer.address)?;
    let id = invitation_of(&bearer)?;
    let mut tx = bearer.enter().await?;
    let _permit = tx.may(Accept(id)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let open = still_open(&tx, id).await?;
    let typed = filled.raw("password");
    let email = EmailAddress::parse(open.email.reveal()).map_err(|_| Problem::NotFound)?;
    let mut form = Reading::of(&filled);
    let password = Password::read(&mut form, &filled, &[open.name.reveal(), open.email.reveal(), &bearer.clinic.name], Beside::Nothing);
    let person = match password {
        None => return page(&bearer, &filled.typed(form.errors()), &open),
        Some(password) => person_for(&bearer, &email, &password, &typed).await?,
    };
    let Some(person) = person else {
        return page(&bearer, &filled.typed(Errors::one("password", "accept-other-password")), &open);
    };
    let name = PersonName::parse(open.name.reveal()).map_err(|_| Problem::NotFound)?;
    if !join(&tx, person, open.role, &name, open.practitioner).await? {
        return page(&bearer, &filled.typed(Errors::one("password", "accept-already-member")), &open);
    }
    tx.run(sql!("update invitation set accepted_at = $2 where invitation_id = $1"), &[&id, &tx.now()]).await?;
    tx.commit_form(filled.form(), "/today").await?;
    // A password alone does not sign in who has a second factor.
    if factors(bearer.house.db(), person).await?.any() {
        return Ok(see_other("/sign-in"));
    }
    let sitting = Sitting { address: bearer.address.clone(), ..Sitting::plain(person, bearer.clinic.id) };
    let cookie = match begin_session(&bearer.house, &sitting).await {
        // They are a member now, and come in as this clinic's members do.
        Err(Problem::Forbidden(_)) => return Ok(see_other(&sign_in::clinic_sign_in(&bearer.clinic.slug))),
        begun => begun?,
    };
    let mut response = see_other("/today");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// A new login, or the one this address has already if the password is the right one for it.
async fn person_for(bearer: &Bearer, email: &EmailAddress, password: &Password, typed: &str) -> Result<Option<PersonId>, Problem> {
    let db = bearer.house.db();
    let person = PersonId::fresh(db.clock(), db.chance());
    if create_person(db, person, email, &password.hashed(db).await?).await? {
        return Ok(Some(person));
    }
    Ok(sign_in::prove(&bearer.house, &bearer.address, email.reveal(), typed).await?.map(|proven| proven.person))
}
