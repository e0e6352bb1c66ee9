//! Keeps: "Operators use passkeys only". Who runs this installation adds an operator on the machine itself; no page can.
//! There is nothing to type a password into: an operator has no row in `person`.

use kernel::{
    Db, Private, Problem,
    http::OPERATOR_NAME,
    id::{Id as _, PersonId},
    keys::{Column, Sealed},
    sql,
    tenancy::{By, Event},
};
use trust::{identity::EmailAddress, patients::PersonName};

const EMAIL: Column<String> = Column::new("operator", "email");

/// Why nobody was added or suspended.
#[derive(Debug, thiserror::Error)]
pub enum OperatorRefusal {
    /// One address, one operator.
    #[error("somebody with this e-mail is an operator already; see: wellkept operator list")]
    AddressTaken,
    /// A typing mistake.
    #[error("no operator has this e-mail; see: wellkept operator list")]
    Unknown,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// An operator as the list shows them.
#[derive(Debug)]
pub struct Operator {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: Private<String>,
    /// Their address.
    pub email: Private<String>,
    /// Whether they may sign in.
    pub active: bool,
}

/// Adds an operator, who can do nothing before registering a passkey.
///
/// # Errors
/// [`OperatorRefusal`].
pub async fn add(db: &Db, email: &EmailAddress, name: &PersonName) -> Result<PersonId, OperatorRefusal> {
    let mut tx = db.identity().await?;
    let id: PersonId = tx.fresh();
    let sealed_email = tx.keys().seal(&EMAIL, id, &email.reveal().to_owned())?;
    let sealed_name = tx.keys().seal(&OPERATOR_NAME, id, &name.reveal().to_owned())?;
    let made = tx
        .rows(
            sql!(Identity:
                "insert into operator (operator_id, email_key, email, name, state, since) values ($1, $2, $3, $4, 'active', $5)
                  on conflict (email_key) do nothing returning operator_id"
            ),
            &[&id, &email.key(db)?, &sealed_email, &sealed_name, &tx.now()],
        )
        .await?;
    if made.is_empty() {
        return Err(OperatorRefusal::AddressTaken);
    }
    tx.record(Event::done("operator.add", By::Program).about(Some(id)));
    tx.commit().await?;
    Ok(id)
}

/// Everybody who is or was one, oldest first.
///
/// # Errors
/// [`Problem`].
pub async fn list(db: &Db) -> Result<Vec<Operator>, Problem> {
    let tx = db.identity().await?;
    let rows = tx.rows(sql!(Identity: "select operator_id, name, email, state from operator order by since, operator_id"), &[]).await?;
    let read = |row: &kernel::tenancy::Row| {
        let id: PersonId = row.read("operator_id")?;
        let (name, email): (Sealed<String>, Sealed<String>) = (row.read("name")?, row.read("email")?);
        Ok(Operator {
            id,
            name: tx.keys().open(&OPERATOR_NAME, id, &name)?,
            email: tx.keys().open(&EMAIL, id, &email)?,
            active: row.read::<&str>("state")? == "active",
        })
    };
    let all = rows.iter().map(read).collect();
    tx.commit().await?;
    all
}

/// Ends everything an operator has, at once: the console and every look into a clinic.
///
/// # Errors
/// [`OperatorRefusal`].
pub async fn suspend(db: &Db, email: &EmailAddress) -> Result<(), OperatorRefusal> {
    let mut tx = db.identity().await?;
    let row = tx
        .maybe(sql!(Identity: "update operator set state = 'suspended' where email_key = $1 returning operator_id"), &[&email.key(db)?])
        .await?
        .ok_or(OperatorRefusal::Unknown)?;
    let id: PersonId = row.read("operator_id")?;
    tx.rows(
        sql!(Identity: "update operator_session set ended_at = $2 where operator_id = $1 and ended_at is null"),
        &[&id.uuid(), &tx.now()],
    )
    .await?;
    tx.rows(sql!(Identity: "update session set ended_at = $2 where operator_id = $1 and ended_at is null"), &[&id.uuid(), &tx.now()])
        .await?;
    tx.record(Event::done("operator.suspend", By::Program).about(Some(id)));
    tx.commit().await?;
    Ok(())
}
