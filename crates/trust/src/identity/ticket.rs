//! Keeps: "What is half done while signing in is no session". Between a password and the second step, and while a passkey is asked for, the
//! page holds a ticket: 32 random bytes that name a row here, for five minutes, once. No cookie of any kind.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use kernel::{
    Db, Private, Problem,
    id::PersonId,
    keys::Column,
    sql,
    tenancy::{PlatformTx, Row},
};

use super::session::Proven;

/// Minutes a ticket is good for.
const MINUTES: i64 = 5;
const SAID: Column<String> = Column::new("ticket", "said");

kernel::id!(
    /// Something half done.
    TicketId, "tik"
);

/// What a ticket is for; one of another kind opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The password was right; a second thing is to be shown.
    SecondStep,
    /// Everything was shown; a clinic is to be chosen.
    ChoiceOfClinic,
    /// A passkey is being made.
    PasskeyNew,
    /// A passkey is asked for, whoever's.
    PasskeySignIn,
    /// A passkey of somebody known is asked for.
    PasskeyProof,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::SecondStep => "second_step",
            Self::ChoiceOfClinic => "choice_of_clinic",
            Self::PasskeyNew => "passkey_new",
            Self::PasskeySignIn => "passkey_sign_in",
            Self::PasskeyProof => "passkey_proof",
        }
    }
}

/// What was kept with a ticket.
#[derive(Debug)]
pub struct Held {
    /// Whose it is, where that is known.
    pub person: Option<PersonId>,
    /// The generation of the password they proved it with, if they did.
    pub generation: Option<i32>,
    /// What was kept.
    pub said: Option<Private<String>>,
}

fn hash_of(token: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec()
}

/// Issues a ticket; the text for the page.
///
/// # Errors
/// [`Problem`].
pub async fn issue(db: &Db, purpose: Purpose, whose: Option<Proven>, said: Option<&str>) -> Result<String, Problem> {
    let token = URL_SAFE_NO_PAD.encode(db.chance().bytes::<32>());
    let tx = db.identity().await?;
    let id: TicketId = tx.fresh();
    let said = said.map(|said| tx.keys().seal(&SAID, id, &said.to_owned())).transpose()?;
    let expires = tx.now().checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    tx.rows(
        sql!(Identity: "insert into ticket (ticket_id, token_hash, purpose, person_id, said, expires_at, generation) values ($1, $2, $3, $4, $5, $6, $7)"),
        &[&id, &hash_of(&token), &purpose.word(), &whose.map(|whose| whose.person), &said, &expires, &whose.and_then(|whose| whose.generation)],
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// What a ticket says, without using it up.
///
/// # Errors
/// [`Problem`].
pub async fn look(db: &Db, purpose: Purpose, token: &str) -> Result<Option<Held>, Problem> {
    let tx = db.identity().await?;
    let row = tx
        .maybe(
            sql!(Identity: "select ticket_id, person_id, said, generation from ticket where token_hash = $1 and purpose = $2 and expires_at > $3"),
            &[&hash_of(token), &purpose.word(), &tx.now()],
        )
        .await?;
    let held = row.map(|row| read(&tx, &row)).transpose()?;
    tx.commit().await?;
    Ok(held)
}

/// Uses a ticket up: of two at the same moment one gets it.
///
/// # Errors
/// [`Problem`].
pub async fn redeem(db: &Db, purpose: Purpose, token: &str) -> Result<Option<Held>, Problem> {
    let tx = db.identity().await?;
    let row = tx
        .maybe(
            sql!(Identity: "delete from ticket where token_hash = $1 and purpose = $2 and expires_at > $3 returning ticket_id, person_id, said, generation"),
            &[&hash_of(token), &purpose.word(), &tx.now()],
        )
        .await?;
    let held = row.map(|row| read(&tx, &row)).transpose()?;
    tx.commit().await?;
    Ok(held)
}

fn read(tx: &PlatformTx, row: &Row) -> Result<Held, Problem> {
    let id: TicketId = row.read("ticket_id")?;
    let said: Option<kernel::keys::Sealed<String>> = row.read("said")?;
    Ok(Held {
        person: row.read("person_id")?,
        generation: row.read("generation")?,
        said: said.map(|sealed| tx.keys().open(&SAID, id, &sealed)).transpose()?,
    })
}
