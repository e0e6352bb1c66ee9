//! What a person can show beside the password, and whether they must have one.

use jiff::{SignedDuration, Timestamp};
use kernel::{Db, Private, Problem, http::Elevated, id::PersonId, keys::Column, sql, tenancy::PlatformTx};

use super::session::{PROOF_MINUTES, Proof};

kernel::id!(
    /// A passkey.
    PasskeyId, "pky"
);

/// `person_passkey.name`.
pub const PASSKEY_NAME: Column<String> = Column::new("person_passkey", "name");

/// When something was added and last used.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    /// Added.
    pub added: Timestamp,
    /// Last used.
    pub last: Option<Timestamp>,
}

/// A passkey as its owner knows it.
#[derive(Debug)]
pub struct NamedPasskey {
    /// Which.
    pub id: PasskeyId,
    /// Its name.
    pub name: Private<String>,
    /// When.
    pub used: Used,
    /// Whether it opens nothing any more, because its counter went backwards.
    pub stopped: bool,
}

/// What a person can show.
#[derive(Debug)]
pub struct Factors {
    /// An app that shows codes.
    pub app: Option<Used>,
    /// Passkeys.
    pub passkeys: Vec<NamedPasskey>,
    /// Recovery codes that are left.
    pub codes_left: i64,
}

impl Factors {
    /// Whether there is a second factor at all; recovery codes alone are none.
    #[must_use]
    pub fn any(&self) -> bool {
        self.app.is_some() || self.passkeys.iter().any(|passkey| !passkey.stopped)
    }

    /// Whether there is a passkey that opens.
    #[must_use]
    pub fn passkey(&self) -> bool {
        self.passkeys.iter().any(|passkey| !passkey.stopped)
    }
}

/// What a person can show.
///
/// # Errors
/// [`Problem`].
pub async fn factors(db: &Db, person: PersonId) -> Result<Factors, Problem> {
    let tx = db.identity().await?;
    let found = factors_held(&tx, person).await?;
    tx.commit().await?;
    Ok(found)
}

/// As [`factors`], in a transaction.
///
/// # Errors
/// [`Problem`].
pub async fn factors_held(tx: &PlatformTx, person: PersonId) -> Result<Factors, Problem> {
    let app = tx
        .maybe(
            sql!(Identity: "select confirmed_at, last_used_at from person_totp where person_id = $1 and confirmed_at is not null"),
            &[&person],
        )
        .await?
        .map(|row| Ok::<_, Problem>(Used { added: row.read("confirmed_at")?, last: row.read("last_used_at")? }))
        .transpose()?;
    let passkeys = tx
        .rows(
            sql!(Identity:
                "select passkey_id, name, added_at, last_used_at, stopped_at is not null as stopped from person_passkey
                  where person_id = $1 order by added_at, passkey_id"
            ),
            &[&person],
        )
        .await?
        .iter()
        .map(|row| {
            let id: PasskeyId = row.read("passkey_id")?;
            let name = tx.keys().open(&PASSKEY_NAME, id, &row.read("name")?)?;
            Ok(NamedPasskey {
                id,
                name,
                used: Used { added: row.read("added_at")?, last: row.read("last_used_at")? },
                stopped: row.read("stopped")?,
            })
        })
        .collect::<Result<_, Problem>>()?;
    let codes = tx
        .one(sql!(Identity: "select count(*) as left_over from person_recovery_code where person_id = $1 and used_at is null"), &[&person])
        .await?;
    Ok(Factors { app, passkeys, codes_left: codes.read("left_over")? })
}

/// Whether this person's work somewhere needs a second factor: owners of real clinics, and everybody where the owner says so.
///
/// # Errors
/// [`Problem`].
pub async fn must_have_one(tx: &PlatformTx, person: PersonId) -> Result<bool, Problem> {
    let row = tx
        .one(
            sql!(Identity:
                "select exists (
                   select from membership m join clinic c on c.clinic_id = m.clinic_id
                    where m.person_id = $1 and m.state = 'active'
                      and (c.kind <> 'demo' and c.second_factor
                           or c.kind = 'real' and (m.role = 'owner' or exists (
                              select from membership_at a where a.clinic_id = m.clinic_id and a.person_id = $1 and a.role = 'owner')))) as must"
            ),
            &[&person],
        )
        .await?;
    row.read("must")
}

/// Holds a person's factors still until the end of the transaction: two removals at once must not take the last two.
///
/// # Errors
/// [`Problem`].
pub async fn hold(tx: &PlatformTx, person: PersonId) -> Result<(), Problem> {
    tx.one(sql!(Identity: "select person_id from person where person_id = $1 for update"), &[&person]).await.map(drop)
}

/// Whether one factor may go: never the last of somebody who must have one. Call [`hold`] before.
///
/// # Errors
/// [`Problem`].
pub async fn may_go(tx: &PlatformTx, person: PersonId, left: usize) -> Result<bool, Problem> {
    Ok(left > 0 || !must_have_one(tx, person).await?)
}

/// How many factors a person has.
#[must_use]
pub fn count(factors: &Factors) -> usize {
    usize::from(factors.app.is_some()) + factors.passkeys.iter().filter(|passkey| !passkey.stopped).count()
}

/// After a factor was added, this session counts as begun with it, and those that a password alone began are over.
///
/// # Errors
/// [`Problem`].
pub async fn raise(tx: &PlatformTx, elevated: &Elevated, proof: Proof) -> Result<(), Problem> {
    let now = tx.now();
    let until = now.checked_add(SignedDuration::from_mins(PROOF_MINUTES)).unwrap_or(now);
    tx.rows(
        sql!(Identity: "update session set proof = $3, proven_until = $4 where session_id = $1 and person_id = $2 and proof = 'password'"),
        &[&elevated.session(), &elevated.person(), &proof.word(), &until],
    )
    .await?;
    tx.rows(
        sql!(Identity:
            "update session set ended_at = $3 where person_id = $1 and session_id <> $2 and proof = 'password' and ended_at is null"
        ),
        &[&elevated.person(), &elevated.session(), &now],
    )
    .await?;
    Ok(())
}

/// What a label for a person's authenticator says: their sign-in address.
///
/// # Errors
/// [`Problem`].
pub async fn address_of(tx: &PlatformTx, person: PersonId) -> Result<Private<String>, Problem> {
    let row = tx.one(sql!(Identity: "select email from person where person_id = $1"), &[&person]).await?;
    tx.keys().open(&super::EMAIL, person, &row.read("email")?)
}
