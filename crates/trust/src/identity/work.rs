//! Keeps: "Who mistypes often goes on, with a little work or a letter". After wrong passwords the page carries work that the
//! browser does by itself while the person types; without a script a code by letter does the same. Work counts for one try, a code
//! for one sign-in. A stranger spoils no code: neither by asking for another nor by typing wrong ones. The page answers alike for addresses that nobody signs in with.

use kernel::{
    Db, Problem,
    language::Language,
    sql,
    tenancy::{By, Event, PlatformTx},
};

use super::{
    EmailAddress,
    challenge::{self, Challenge, Worked},
};
use crate::letters::{self, Addressee, Letter};

/// Digits of a code.
const DIGITS: usize = 8;
/// Minutes for which a code is taken, as long as its letter is worth sending (OWASP ASVS 5.0, 6.5.5).
const MINUTES: i64 = 10;
/// Passwords that are tried with one code.
const MOST_TRIES: i32 = 5;

/// What a form brings beside the password.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brought<'a> {
    /// The challenge, and the number that was found for it.
    pub work: (&'a str, &'a str),
    /// The code of a letter.
    pub code: &'a str,
}

fn about(key: &[u8]) -> String {
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sign in: {hex}")
}

/// New work for one more try at this account.
///
/// # Errors
/// [`Problem`].
pub fn new_work(db: &Db, key: &[u8], bits: u32) -> Result<Challenge, Problem> {
    challenge::issue(db.platform_keys(), db.clock(), db.chance(), &about(key), bits)
}

/// Whether the work was done, or the code is right; used up by it.
///
/// # Errors
/// [`Problem`].
pub async fn counts(db: &Db, key: &[u8], brought: Brought<'_>, bits: u32) -> Result<bool, Problem> {
    if !brought.code.is_empty() && take_code(db, key, brought.code).await? {
        return Ok(true);
    }
    match challenge::check(db.platform_keys(), db.clock().now(), brought.work, &about(key), bits) {
        Ok(worked) => once(db, worked).await,
        Err(_) => Ok(false),
    }
}

/// Of the same answer at the same moment one counts.
async fn once(db: &Db, worked: Worked) -> Result<bool, Problem> {
    let tx = db.identity().await?;
    let first = tx
        .rows(
            sql!(Identity: "insert into worked (challenge_id, good_until) values ($1, $2) on conflict do nothing returning challenge_id"),
            &[&worked.id, &worked.until],
        )
        .await?;
    tx.commit().await?;
    Ok(!first.is_empty())
}

fn tag(tx: &PlatformTx, key: &[u8], code: &str) -> Result<Vec<u8>, Problem> {
    tx.keys().tag("sign-in code", &format!("{} {code}", about(key)))
}

/// Whether it is the code of this account; a wrong one uses nothing up, for anybody can type it.
async fn take_code(db: &Db, key: &[u8], typed: &str) -> Result<bool, Problem> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let tx = db.identity().await?;
    let right = tx
        .maybe(
            sql!(Identity:
                "update sign_in_code set tries = tries + 1
                  where account_key = $1 and code_tag = $2 and good_until > $3 and tries < $4 returning account_key"
            ),
            &[&key, &tag(&tx, key, &typed)?, &tx.now(), &MOST_TRIES],
        )
        .await?;
    tx.commit().await?;
    Ok(right.is_some())
}

/// The password was right: the code is over.
///
/// # Errors
/// [`Problem`].
pub async fn use_up_code(tx: &PlatformTx, key: &[u8]) -> Result<(), Problem> {
    tx.rows(sql!(Identity: "delete from sign_in_code where account_key = $1"), &[&key]).await.map(drop)
}

/// Sends a code to an address, unless one is on its way that still works; whether somebody signs in with it is looked up when the letter leaves.
///
/// # Errors
/// [`Problem`].
pub async fn send_code(db: &Db, email: &EmailAddress, language: Language, address: &str) -> Result<(), Problem> {
    let key = email.key(db)?;
    let code: String = (0..DIGITS).filter_map(|_| char::from_digit(u32::try_from(db.chance().below(10)).unwrap_or(0), 10)).collect();
    let mut tx = db.identity().await?;
    let until = tx.now().checked_add(jiff::SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    let new = tx
        .rows(
            sql!(Identity:
                "insert into sign_in_code as kept (account_key, code_tag, good_until) values ($1, $2, $3)
                  on conflict (account_key) do update set code_tag = excluded.code_tag, good_until = excluded.good_until, tries = 0
                   where kept.good_until <= $4 or kept.tries >= $5 returning account_key"
            ),
            &[&key, &tag(&tx, &key, &code)?, &until, &tx.now(), &MOST_TRIES],
        )
        .await?;
    if !new.is_empty() {
        letters::write(&tx, db, &Addressee::Address(email.clone()), language, &Letter::SignInCode { code }).await?;
    }
    tx.record(Event::done("identity.ask_sign_in_code", By::Nobody).from(address));
    tx.commit().await
}
