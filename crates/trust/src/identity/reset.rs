//! Keeps: "A lost password is replaced by whoever reads the e-mail, and by nobody else" (MXS-IDN-01). The page answers alike whether the
//! address is known; the link works once, for half an hour; it ends every session and changes nothing but the password:
//! a second factor is still asked for.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::SignedDuration;
use kernel::{
    Db, Private, Problem,
    http::{Errors, Filled, Passer, Reading, Typed, View, see_other},
    id::PersonId,
    keys::Sealed,
    sql,
    tenancy::{By, Event, PlatformTx},
};
use uuid::Uuid;

use super::{EMAIL, EmailAddress, password::Password, weak::Beside};
use crate::letters::{self, Addressee, Letter, say::ACCOUNT};

/// How long a link opens.
const MINUTES: i64 = 30;

/// The link a letter to this person carries.
///
/// # Errors
/// [`Problem`].
pub async fn link_for(db: &Db, person: PersonId) -> Result<Uuid, Problem> {
    let tx = db.identity().await?;
    let link = kernel::id::fresh(db.clock(), db.chance());
    let until = tx.now().checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    tx.rows(
        sql!(Identity:
            "insert into account_link (link_id, purpose, person_id, created_at, expires_at) values ($1, 'reset', $2, $3, $4)"
        ),
        &[&link, &person, &tx.now(), &until],
    )
    .await?;
    tx.commit().await?;
    Ok(link)
}

#[derive(Template)]
#[template(path = "identity/forgot.html")]
struct ForgotPage<'a> {
    v: &'a View,
    f: &'a Typed,
    sent: bool,
}

/// GET /forgot
pub async fn show(Passer { view, .. }: Passer) -> Result<Response, Problem> {
    view.page(&ForgotPage { v: &view, f: &Typed::blank(), sent: false })
}

/// POST /forgot: the same statements and the same page for every address.
pub async fn ask(Passer { view, house, address, .. }: Passer, filled: Filled) -> Result<Response, Problem> {
    house.brake().count("forgot", &address)?;
    let Ok(email) = EmailAddress::parse(filled.text("email")) else {
        let f = filled.typed(Errors::one("email", "field-not-an-email"));
        return view.page_again(&ForgotPage { v: &view, f: &f, sent: false });
    };
    let mut tx = house.db().identity().await?;
    let to = Addressee::Address(email);
    letters::write(&tx, house.db(), &to, view.speech().language(), &Letter::Reset { link: None }).await?;
    tx.record(Event::done("identity.ask_reset", By::Nobody).from(&address));
    tx.commit().await?;
    view.page(&ForgotPage { v: &view, f: &filled.typed(Errors::none()), sent: true })
}

#[derive(Template)]
#[template(path = "identity/reset.html")]
struct ResetPage<'a> {
    v: &'a View,
    f: &'a Typed,
    token: &'a str,
    email: &'a str,
}

/// Whose password a link may replace, held until the end of the transaction.
async fn whose(tx: &PlatformTx, db: &Db, token: &str) -> Result<(Uuid, PersonId, Private<String>), Problem> {
    let link = db.links().check(token, ACCOUNT).ok_or(Problem::NotFound)?;
    let row = tx
        .one(
            sql!(Identity:
                "select l.person_id, p.email from account_link l join person p using (person_id)
                  where l.link_id = $1 and l.purpose = 'reset' and l.used_at is null and l.expires_at > $2 for update of l"
            ),
            &[&link, &tx.now()],
        )
        .await?;
    let person: PersonId = row.read("person_id")?;
    let email: Sealed<String> = row.read("email")?;
    Ok((link, person, tx.keys().open(&EMAIL, person, &email)?))
}

/// GET /reset/{token}
pub async fn open(Passer { view, house, .. }: Passer, Path(token): Path<String>) -> Result<Response, Problem> {
    let tx = house.db().identity().await?;
    let (_, _, email) = whose(&tx, house.db(), &token).await?;
    tx.commit().await?;
    view.page(&ResetPage { v: &view, f: &Typed::blank(), token: &token, email: email.reveal() })
}

/// POST /reset/{token}
pub async fn reset(Passer { view, house, address, .. }: Passer, Path(token): Path<String>, filled: Filled) -> Result<Response, Problem> {
    house.brake().count("reset", &address)?;
    let db = house.db();
    let tx = db.identity().await?;
    let (_, _, email) = whose(&tx, db, &token).await?;
    // Not held while hashing: the link is taken below.
    tx.commit().await?;
    let mut form = Reading::of(&filled);
    let Some(password) = Password::read(&mut form, &filled, &[email.reveal()], Beside::Nothing) else {
        let f = filled.typed(form.errors());
        return view.page_again(&ResetPage { v: &view, f: &f, token: &token, email: email.reveal() });
    };
    let hash = password.hashed(db).await?;
    let mut tx = db.identity().await?;
    let (_, person, _) = whose(&tx, db, &token).await?;
    let now = tx.now();
    // Every link that waits for this person is spent with this one.
    tx.rows(
        sql!(Identity: "update account_link set used_at = $2 where person_id = $1 and purpose = 'reset' and used_at is null"),
        &[&person, &now],
    )
    .await?;
    tx.rows(
        sql!(Identity: "update person set password_hash = $2, generation = generation + 1 where person_id = $1"),
        &[&person, &hash.text()],
    )
    .await?;
    tx.rows(sql!(Identity: "update session set ended_at = $2 where person_id = $1 and ended_at is null"), &[&person, &now]).await?;
    // Whoever reads the mailbox is the owner: guessing that went before is over for this account.
    tx.rows(
        sql!(Identity: "delete from sign_in_failure where scope = 'account' and tag = (select email_key from person where person_id = $1)"),
        &[&person],
    )
    .await?;
    tx.record(Event::done("identity.reset", By::Person(person)).about(Some(person)).from(&address));
    letters::write(&tx, db, &Addressee::Person(person), view.speech().language(), &Letter::PasswordChanged).await?;
    tx.commit().await?;
    Ok(see_other("/sign-in"))
}
