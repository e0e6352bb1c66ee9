//! Keeps: "A code is taken once, and is not guessed". The one place where codes are tried, so the one place where they are
//! counted: five in each half minute and thirty an hour for each person, in the database, whichever server they come to.

use kernel::{
    Problem,
    http::House,
    id::PersonId,
    sql,
    tenancy::{By, Event, PlatformTx},
};

use super::{
    app_code::{SECRET, STEP, TotpId, plain, step_of},
    recovery,
    session::Proof,
};
use crate::letters::{Letter, news::tell_login};

/// Tries in one half minute. With three codes right at a time, a guess is right once in 67,000 half minutes.
const MOST_A_STEP: i32 = 5;
/// Tries in one hour since the last right one: a guesser who knows the password needs years.
const MOST_AN_HOUR: i32 = 30;

/// Counts a try; the row stays held, so that tries at the same moment stand in line.
async fn count(tx: &PlatformTx, person: PersonId) -> Result<bool, Problem> {
    let (step, hour) = (tx.now().as_second().div_euclid(STEP), tx.now().as_second().div_euclid(3600));
    let row = tx
        .one(
            sql!(Identity:
                "insert into person_code_tries as t (person_id, step, in_step, hour, in_hour) values ($1, $2, 1, $3, 1)
                  on conflict (person_id) do update set
                    in_step = case when t.step = excluded.step then t.in_step + 1 else 1 end, step = excluded.step,
                    in_hour = case when t.hour = excluded.hour then t.in_hour + 1 else 1 end, hour = excluded.hour
                  returning in_step, in_hour"
            ),
            &[&person, &step, &hour],
        )
        .await?;
    let (in_step, in_hour): (i32, i32) = (row.read("in_step")?, row.read("in_hour")?);
    Ok(in_step <= MOST_A_STEP && in_hour <= MOST_AN_HOUR)
}

async fn app(tx: &PlatformTx, person: PersonId, typed: &str) -> Result<bool, Problem> {
    let found = tx
        .maybe(
            sql!(Identity: "select totp_id, secret, last_step from person_totp where person_id = $1 and confirmed_at is not null for update"),
            &[&person],
        )
        .await?;
    let Some(row) = found else { return Ok(false) };
    let id: TotpId = row.read("totp_id")?;
    let secret = tx.keys().open(&SECRET, id, &row.read("secret")?)?;
    let Some(step) = step_of(secret.reveal(), typed, tx.now(), row.read("last_step")?)? else { return Ok(false) };
    tx.rows(sql!(Identity: "update person_totp set last_step = $2, last_used_at = $3 where totp_id = $1"), &[&id, &step, &tx.now()])
        .await?;
    Ok(true)
}

/// Tries a code of the person's app, or one of their recovery codes, which is used up by it. `None`: it is not right, or was
/// taken before.
///
/// # Errors
/// [`Problem::TooMany`] and others.
pub async fn prove_code(house: &House, person: PersonId, typed: &str, address: &str) -> Result<Option<Proof>, Problem> {
    let typed = plain(typed);
    let mut tx = house.db().identity().await?;
    // A recovery code is too long to be guessed: it stays a way in while somebody else uses up the tries at the other.
    let recovering = typed.len() == recovery::LENGTH;
    if !recovering && !count(&tx, person).await? {
        tx.commit().await?;
        return Err(Problem::TooMany);
    }
    let proof = if recovering {
        recovery::spend(&tx, person, &typed).await?.map(|left| (Proof::Recovery, left))
    } else {
        app(&tx, person, &typed).await?.then_some((Proof::SecondFactor, 0))
    };
    match proof {
        None => tx.record(Event::refused("identity.prove_code", By::Nobody).about(Some(person)).from(address)),
        Some((Proof::Recovery, left)) => {
            let used = Event::done("identity.use_recovery_code", By::Person(person));
            tx.record(used.about(Some(person)).from(address).with(format!("{left} left")));
            tell_login(&tx, house.db(), person, &Letter::RecoveryUsed { left }).await?;
        }
        Some(_) => {}
    }
    if proof.is_some() {
        tx.rows(sql!(Identity: "update person_code_tries set in_hour = 0 where person_id = $1"), &[&person]).await?;
    }
    tx.commit().await?;
    Ok(proof.map(|(proof, _)| proof))
}
