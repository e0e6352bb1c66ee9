//! Registering a passkey: the link is made on the machine (`wellkept operator add`), good for thirty minutes and once.

use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::SignedDuration;
use kernel::{
    Db, Problem,
    http::{Filled, OPERATOR_NAME, Passer, View, see_other},
    id::PersonId,
    keys::Sealed,
    sql,
    tenancy::{By, Event},
};
use serde::Deserialize;
use trust::identity::passkey::{Asked, Shown};

use super::passkey::{add, ask_new, hash_of, token};

/// Minutes a link is good for.
pub const MINUTES: i64 = 30;

/// Makes a link; earlier ones of this operator open nothing any more.
///
/// # Errors
/// [`Problem`].
pub async fn new_link(db: &Db, operator: PersonId) -> Result<String, Problem> {
    let (token, tx) = (token(db), db.identity().await?);
    tx.rows(
        sql!(Identity: "update operator_enrolment set used_at = $2 where operator_id = $1 and used_at is null"),
        &[&operator, &tx.now()],
    )
    .await?;
    let expires = tx.now().checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    tx.rows(
        sql!(Identity: "insert into operator_enrolment (token_hash, operator_id, expires_at) values ($1, $2, $3)"),
        &[&hash_of(&token), &operator, &expires],
    )
    .await?;
    tx.commit().await?;
    Ok(format!("/operator/enrol?link={token}"))
}

/// Whom a link is for, while it is good.
async fn whose(db: &Db, link: &str) -> Result<Option<(PersonId, String)>, Problem> {
    let tx = db.identity().await?;
    let row = tx
        .maybe(
            sql!(Identity:
                "select o.operator_id, o.name from operator_enrolment e join operator o on o.operator_id = e.operator_id
                  where e.token_hash = $1 and e.used_at is null and e.expires_at > $2 and o.state = 'active'"
            ),
            &[&hash_of(link), &tx.now()],
        )
        .await?;
    let found = row
        .map(|row| {
            let (id, name): (PersonId, Sealed<String>) = (row.read("operator_id")?, row.read("name")?);
            Ok::<_, Problem>((id, tx.keys().open(&OPERATOR_NAME, id, &name)?.into_inner()))
        })
        .transpose()?;
    tx.commit().await?;
    Ok(found)
}

/// What stands in the link.
#[derive(Debug, Default, Deserialize)]
pub struct Link {
    #[serde(default)]
    link: String,
}

#[derive(Template)]
#[template(path = "operator/enrol.html")]
struct EnrolPage<'a> {
    v: &'a View,
    link: &'a str,
    name: String,
    asked: Option<Asked>,
    failed: bool,
}

async fn page(passer: &Passer, link: &str, failed: bool) -> Result<Response, Problem> {
    let found = whose(passer.house.db(), link).await?;
    let asked = match &found {
        Some((operator, name)) => ask_new(&passer.house, *operator, name).await?,
        None => None,
    };
    let shown = EnrolPage { v: &passer.view, link, name: found.map(|(_, name)| name).unwrap_or_default(), asked, failed };
    if failed { passer.view.page_again(&shown) } else { passer.view.page(&shown) }
}

/// GET /operator/enrol?link=
pub async fn show(passer: Passer, Query(asked): Query<Link>) -> Result<Response, Problem> {
    passer.house.brake().count("operator enrols from", &passer.address)?;
    page(&passer, &asked.link, false).await
}

/// POST /operator/enrol
pub async fn enrol(passer: Passer, filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("operator enrols from", &passer.address)?;
    let (link, answer) = (filled.text("link").to_owned(), filled.raw("answer"));
    let shown = Shown { ticket: filled.text("ticket"), answer: &answer };
    let mut tx = passer.house.db().identity().await?;
    // The link is used up with the passkey it made: both or neither.
    let used = tx
        .maybe(
            sql!(Identity:
                "update operator_enrolment e set used_at = $2 from operator o
                  where e.token_hash = $1 and e.used_at is null and e.expires_at > $2 and o.operator_id = e.operator_id and o.state = 'active'
                 returning e.operator_id"
            ),
            &[&hash_of(&link), &tx.now()],
        )
        .await?;
    let operator: Option<PersonId> = used.map(|row| row.read("operator_id")).transpose()?;
    let Some(operator) = operator else { return page(&passer, &link, true).await };
    if !add(&tx, &passer.house, operator, shown).await? {
        drop(tx);
        return page(&passer, &link, true).await;
    }
    tx.record(Event::done("operator.enrol", By::Operator(operator)).about(Some(operator)).from(&passer.address));
    tx.commit().await?;
    Ok(see_other("/operator/sign-in"))
}
