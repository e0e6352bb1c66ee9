//! Keeps: "Recovery codes work once". Ten, shown once, for the day the phone is lost; kept as keyed tags. Whoever uses one is
//! told how many are left.

use askama::Template;
use axum::{http::header, response::Response};
use kernel::{
    Chance, Private, Problem,
    http::{Desk, Elevated, Filled, Unsettled, View, see_other},
    id::PersonId,
    sql,
    tenancy::{By, Event, PlatformTx},
};

use super::{
    account,
    factors::{self, factors_held},
    session::{Proof, renew_session},
};

use crate::letters::{Factor, Letter};

/// How many codes there are.
const CODES: usize = 10;
/// Letters and digits nobody takes for another: 31 of them, so that twelve are 59 bits.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a code, without its dashes.
pub const LENGTH: usize = 12;

/// A new code, in three groups of four.
fn new_code(chance: &Chance) -> String {
    let mut code = String::with_capacity(LENGTH + 2);
    for at in 0..LENGTH {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        code.push(LETTERS.get(chance.below(LETTERS.len())).copied().map_or('a', char::from));
    }
    code
}

/// What is kept of a code, typed plainly.
///
/// # Errors
/// [`Problem`].
pub fn hash(tx: &PlatformTx, person: PersonId, plain: &str) -> Result<Vec<u8>, Problem> {
    tx.keys().tag("recovery code", &format!("{person} {plain}"))
}

/// Makes ten new codes; those before open nothing any more. The only moment at which they can be read.
///
/// # Errors
/// [`Problem`].
pub async fn renew(tx: &mut PlatformTx, elevated: &Elevated, chance: &Chance) -> Result<Vec<Private<String>>, Problem> {
    let person = elevated.person();
    tx.rows(sql!(Identity: "delete from person_recovery_code where person_id = $1"), &[&person]).await?;
    let codes: Vec<String> = (0..CODES).map(|_| new_code(chance)).collect();
    let hashes = codes.iter().map(|code| hash(tx, person, &code.replace('-', ""))).collect::<Result<Vec<_>, _>>()?;
    tx.rows(
        sql!(Identity: "insert into person_recovery_code (person_id, code_hash, made_at) select $1, h, $3 from unnest($2::bytea[]) as h"),
        &[&person, &hashes, &tx.now()],
    )
    .await?;
    tx.record(Event::done("identity.make_codes", By::Person(person)).about(Some(person)));
    Ok(codes.into_iter().map(Private::new).collect())
}

/// With the first factor come codes; who has codes keeps them.
///
/// # Errors
/// [`Problem`].
pub async fn renew_if_none(tx: &mut PlatformTx, elevated: &Elevated, chance: &Chance) -> Result<Vec<Private<String>>, Problem> {
    let left = factors_held(tx, elevated.person()).await?.codes_left;
    if left > 0 { Ok(Vec::new()) } else { renew(tx, elevated, chance).await }
}

/// Codes without a factor open nothing and go with the last one.
///
/// # Errors
/// [`Problem`].
pub async fn forget(tx: &PlatformTx, person: PersonId) -> Result<(), Problem> {
    tx.rows(sql!(Identity: "delete from person_recovery_code where person_id = $1"), &[&person]).await.map(drop)
}

/// Uses a code up, if it is one; how many are left then.
///
/// # Errors
/// [`Problem`].
pub async fn spend(tx: &PlatformTx, person: PersonId, plain: &str) -> Result<Option<i64>, Problem> {
    let used = tx
        .rows(
            sql!(Identity:
                "update person_recovery_code set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null returning person_id"
            ),
            &[&person, &hash(tx, person, plain)?, &tx.now()],
        )
        .await?;
    if used.is_empty() { Ok(None) } else { factors_held(tx, person).await.map(|factors| Some(factors.codes_left)) }
}

#[derive(Template)]
#[template(path = "identity/codes.html")]
struct CodesPage<'a> {
    v: &'a View,
    codes: &'a [Private<String>],
    home: &'static str,
}

/// After a factor was added: the codes that came with it, for this once, and a new cookie, for more is open now.
///
/// # Errors
/// [`Problem`].
pub async fn after_adding(desk: &Desk, proof: Proof, codes: &[Private<String>]) -> Result<Response, Problem> {
    let cookie = renew_session(desk, proof).await?;
    let mut response = if codes.is_empty() { see_other("/me/security?done=added") } else { page(desk, codes)? };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

fn page(desk: &Desk, codes: &[Private<String>]) -> Result<Response, Problem> {
    desk.view.page(&CodesPage { v: &desk.view, codes, home: desk.role.home() })
}

/// POST /me/security/codes: ten new ones.
pub async fn make_codes(Unsettled(desk): Unsettled, _filled: Filled) -> Result<Response, Problem> {
    let elevated = desk.elevated()?;
    let mut tx = desk.house.db().identity().await?;
    factors::hold(&tx, desk.person).await?;
    if !factors_held(&tx, desk.person).await?.any() {
        return Ok(see_other("/me/security"));
    }
    let codes = renew(&mut tx, &elevated, desk.house.db().chance()).await?;
    account::tell(&tx, &desk, &Letter::FactorAdded(Factor::Recovery)).await?;
    tx.commit().await?;
    page(&desk, &codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_three_groups_without_letters_that_look_alike() {
        let code = new_code(&Chance::seeded(5));
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4], "{code}");
        assert!(code.chars().all(|c| c == '-' || !"il1o0".contains(c)), "{code}");
    }
}
