//! Keeps: "A session is a random cookie, kept as a hash". A session is begun, ended and
//! looked at by the login of identities only; pages see no more than whether it is over.

use axum::http::HeaderValue;
use jiff::SignedDuration;
use kernel::{
    ClinicId, Db, Problem,
    actor::LocationId,
    http::{Desk, House, session_cookie},
    id::{PersonId, SessionId},
    keys::Column,
    leave::Leave,
    sql,
    tenancy::{By, Event, PlatformTx, network_of},
};

use super::{new_device::tell_of_device, sharing::watch};

/// Hours after which a session ends even when it is used.
const SESSION_HOURS: i64 = 12;
/// Minutes for which a proof counts as fresh.
pub const PROOF_MINUTES: i64 = 10;

/// `session.address`.
pub const ADDRESS: Column<String> = Column::new("session", "address");
/// `session.device`.
pub const DEVICE: Column<String> = Column::new("session", "device");

/// How a person proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A password.
    Password,
    /// A password and a code.
    SecondFactor,
    /// A passkey.
    Passkey,
    /// The clinic's own directory.
    Directory,
    /// A password and a recovery code.
    Recovery,
}

impl Proof {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SecondFactor => "second_factor",
            Self::Passkey => "passkey",
            Self::Directory => "directory",
            Self::Recovery => "recovery",
        }
    }

    /// Whether it was shown to us. A clinic's directory is its owner's: its word opens the clinic and changes no login,
    /// with which the person may work elsewhere; for that they prove themselves here.
    #[must_use]
    pub const fn is_ours(self) -> bool {
        !matches!(self, Self::Directory)
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Password, Self::SecondFactor, Self::Passkey, Self::Directory, Self::Recovery].into_iter().find(|proof| proof.word() == word)
    }
}

/// Somebody who proved who they are; by a password, then the one of which generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Who.
    pub person: PersonId,
    /// `person.generation` when the password was looked at; none for every other proof.
    pub generation: Option<i32>,
}

impl From<PersonId> for Proven {
    fn from(person: PersonId) -> Self {
        Self { person, generation: None }
    }
}

/// Who sits down, where, and with what proof.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Who.
    pub person: PersonId,
    /// In which clinic.
    pub clinic: ClinicId,
    /// At which of its locations, where the person works at some only.
    pub location: Option<LocationId>,
    /// How they proved it.
    pub proof: Proof,
    /// The generation of the password they proved it with, if they did: it must still be the one that holds.
    pub generation: Option<i32>,
    /// From which address.
    pub address: String,
    /// On what.
    pub device: String,
}

impl Sitting {
    /// Somebody who has just given their password, from an unknown place.
    #[must_use]
    pub const fn plain(person: PersonId, clinic: ClinicId) -> Self {
        Self { person, clinic, location: None, proof: Proof::Password, generation: None, address: String::new(), device: String::new() }
    }
}

/// Begins a session in one clinic; the cookie to set. The line in the trail is written with it.
///
/// # Errors
/// [`Problem::Forbidden`] where the clinic's members sign in through its directory only; [`Problem::SignedOut`] where the
/// password that was proven is not the one any more; others.
pub async fn begin_session(house: &House, sitting: &Sitting) -> Result<HeaderValue, Problem> {
    let (cookie, hash) = session_cookie(house)?;
    let mut tx = house.db().identity().await?;
    let session: SessionId = tx.fresh();
    let now = tx.now();
    let after = |span| now.checked_add(span).unwrap_or(now);
    let address = tx.keys().seal(&ADDRESS, session, &sitting.address)?;
    let device = tx.keys().seal(&DEVICE, session, &sitting.device)?;
    let network = tx.keys().tag("network", &network_of(&sitting.address))?;
    still_holds(&tx, sitting).await?;
    let begun = tx
        .rows(
            sql!(Identity:
                "insert into session (clinic_id, session_id, token_hash, person_id, started_at, last_seen_at, ends_at,
                                  location_id, proof, proven_until, address, network, device)
             select $1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12
              where $8 = 'directory' or not exists (
                    select from clinic_directory d join membership m on m.clinic_id = d.clinic_id and m.person_id = $4
                     where d.clinic_id = $1 and d.only_way and m.role <> 'owner')
             returning session_id"
            ),
            &[
                &sitting.clinic,
                &session,
                &hash,
                &sitting.person,
                &now,
                &after(SignedDuration::from_hours(SESSION_HOURS)),
                &sitting.location,
                &sitting.proof.word(),
                &sitting.proof.is_ours().then(|| after(SignedDuration::from_mins(PROOF_MINUTES))),
                &address,
                &network,
                &device,
            ],
        )
        .await?;
    if begun.is_empty() {
        return Err(Problem::Forbidden("identity.sign_in"));
    }
    watch(&mut tx, house.db(), sitting).await?;
    tell_of_device(&tx, house.db(), sitting, session).await?;
    tx.record(
        Event::done("identity.sign_in", By::Person(sitting.person))
            .about(Some(sitting.person))
            .in_clinic(sitting.clinic)
            .from(&sitting.address)
            .with(sitting.proof.word()),
    );
    tx.commit().await?;
    Ok(cookie)
}

/// Holds the person's row until the end: a reset that comes now waits, and then ends this session with the others; one that
/// came before has changed the generation.
async fn still_holds(tx: &PlatformTx, sitting: &Sitting) -> Result<(), Problem> {
    let row = tx.one(sql!(Identity: "select generation from person where person_id = $1 for share"), &[&sitting.person]).await?;
    let holds: i32 = row.read("generation")?;
    if sitting.generation.is_none_or(|proven| proven == holds) { Ok(()) } else { Err(Problem::SignedOut) }
}

/// Renews the session after a proof: fresh for ten minutes, under a new cookie, so that a copy of the old one gains nothing. To be called at
/// every rise of privilege; forms of the session stay good.
///
/// # Errors
/// [`Problem::SignedOut`] when it ended meanwhile; others.
pub async fn renew_session(desk: &Desk, proof: Proof) -> Result<HeaderValue, Problem> {
    let (cookie, hash) = session_cookie(&desk.house)?;
    let mut tx = desk.house.db().identity().await?;
    let now = tx.now();
    let until = now.checked_add(SignedDuration::from_mins(PROOF_MINUTES)).unwrap_or(now);
    let renewed = tx
        .maybe(
            sql!(Identity:
                "update session set token_hash = $4, proven_until = $5
                  where clinic_id = $1 and session_id = $2 and person_id = $3 and ended_at is null and ends_at > $6 returning session_id"
            ),
            &[&desk.clinic.id, &desk.session, &desk.person, &hash, &until, &now],
        )
        .await?;
    renewed.ok_or(Problem::SignedOut)?;
    let proven = Event::done("identity.prove", By::Person(desk.person)).about(Some(desk.person));
    tx.record(proven.in_clinic(desk.clinic.id).from(&desk.address).with(proof.word()));
    tx.commit().await?;
    Ok(cookie)
}

/// An operator who goes into a clinic under an owner's leave.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    /// Under which leave.
    pub leave: &'a Leave,
    /// From which address.
    pub address: &'a str,
    /// On what.
    pub device: &'a str,
}

/// Begins a look into a clinic, which ends with the leave if nothing ends it before. It proves nothing afresh: whoever
/// looks in does nothing that would want it.
///
/// # Errors
/// [`Problem`].
pub async fn begin_looking(tx: &PlatformTx, hash: &[u8], looking: &Looking<'_>) -> Result<(), Problem> {
    let session: SessionId = tx.fresh();
    let (now, leave) = (tx.now(), looking.leave);
    let longest = now.checked_add(SignedDuration::from_hours(SESSION_HOURS)).unwrap_or(now);
    let address = tx.keys().seal(&ADDRESS, session, &looking.address.to_owned())?;
    let device = tx.keys().seal(&DEVICE, session, &looking.device.to_owned())?;
    let network = tx.keys().tag("network", &network_of(looking.address))?;
    tx.rows(
        sql!(Identity:
            "insert into session (clinic_id, session_id, token_hash, kind, operator_id, grant_id, started_at, last_seen_at, ends_at,
                                  proof, address, network, device)
              values ($1, $2, $3, 'support', $4, $5, $6, $6, $7, 'passkey', $8, $9, $10)"
        ),
        &[&leave.clinic, &session, &hash, &leave.operator, &leave.grant, &now, &longest.min(leave.ends_at()), &address, &network, &device],
    )
    .await
    .map(drop)
}

/// Ends the session with this cookie's hash, if it is still live.
///
/// # Errors
/// [`Problem`].
pub async fn end_session(db: &Db, hash: &[u8]) -> Result<(), Problem> {
    let tx = db.identity().await?;
    tx.rows(sql!(Identity: "update session set ended_at = $2 where token_hash = $1 and ended_at is null"), &[&hash, &tx.now()]).await?;
    tx.commit().await
}
