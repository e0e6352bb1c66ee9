//! Keeps: "All owners are told of every change". What changed in a clinic, told to its owners and to whoever it is about,
//! in the transaction that changes it: no change without its letter, no letter without its change.

use kernel::{
    Db, Problem, Role, TenantTx,
    id::PersonId,
    language::{Language, Speech},
    sql,
    tenancy::PlatformTx,
};
use serde::{Deserialize, Serialize};

use super::{Addressee, Letter, write, write_from};

/// What happened to a program of the clinic's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiNews {
    /// It has a key.
    KeyMade,
    /// Its key was taken away.
    KeyRevoked,
    /// A range of addresses waits to be confirmed.
    RangeRegistered(String),
    /// It may call from there.
    RangeConfirmed(String),
    /// It may not call from there any more.
    RangeRevoked(String),
    /// It has a certificate: it may call from anywhere.
    CertificateIssued,
    /// Its certificate was taken back.
    CertificateRevoked,
}

impl ApiNews {
    /// The word sentences choose by.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::KeyMade => "key-made",
            Self::KeyRevoked => "key-revoked",
            Self::RangeRegistered(_) => "range-registered",
            Self::RangeConfirmed(_) => "range-confirmed",
            Self::RangeRevoked(_) => "range-revoked",
            Self::CertificateIssued => "certificate-issued",
            Self::CertificateRevoked => "certificate-revoked",
        }
    }

    /// The range it is about.
    #[must_use]
    pub fn network(&self) -> Option<&str> {
        match self {
            Self::RangeRegistered(network) | Self::RangeConfirmed(network) | Self::RangeRevoked(network) => Some(network),
            _ => None,
        }
    }
}

/// How a member stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Works there, as this: the role's word.
    Joined(String),
    /// Works as this now, or at other places: the role's word.
    Role(String),
    /// Is out for a while.
    Suspended,
    /// Is in again.
    Resumed,
    /// Has left.
    Left,
    /// The departure was taken back.
    TakenBack,
}

impl Standing {
    /// The word sentences choose by.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Joined(_) => "joined",
            Self::Role(_) => "role",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Left => "left",
            Self::TakenBack => "taken-back",
        }
    }

    /// The role, as the reader calls it.
    #[must_use]
    pub fn role(&self, speech: &Speech) -> String {
        match self {
            Self::Joined(role) | Self::Role(role) => Role::from_word(role).map(|role| speech.t(role.words())).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// What happened to the clinic's directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectoryNews {
    /// Members may sign in through it: its host.
    Set(String),
    /// They sign in through it and no other way: its host.
    OnlyWay(String),
    /// There is none any more.
    Removed,
}

impl DirectoryNews {
    /// The word sentences choose by.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Set(_) => "set",
            Self::OnlyWay(_) => "only-way",
            Self::Removed => "removed",
        }
    }

    /// The directory's host.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Set(host) | Self::OnlyWay(host) => Some(host),
            Self::Removed => None,
        }
    }
}

/// Name and language of the clinic that was entered.
async fn clinic(tx: &TenantTx) -> Result<(String, Language), Problem> {
    let row = tx.one(sql!("select name, language from clinic where clinic_id = $1"), &[&tx.actor().clinic()]).await?;
    Ok((row.read("name")?, Language::from_tag(&row.read::<String>("language")?).unwrap_or_default()))
}

/// Writes to every owner of the clinic who works there now, but for the one left out: who did it, or whom it is about and
/// who is told in other words.
///
/// # Errors
/// [`Problem`].
pub async fn tell_owners(tx: &TenantTx, but: &[PersonId], letter: impl FnOnce(String) -> Letter) -> Result<(), Problem> {
    let (name, language) = clinic(tx).await?;
    let letter = letter(name);
    for row in tx.rows(sql!("select person_id from membership where role = 'owner' and state = 'active'"), &[]).await? {
        let owner: PersonId = row.read("person_id")?;
        if !but.contains(&owner) {
            write_from(tx, tx.db(), &Addressee::Person(owner), language, &letter).await?;
        }
    }
    Ok(())
}

/// Writes to one person about what happened in the clinic.
///
/// # Errors
/// [`Problem`].
pub async fn tell_person(tx: &TenantTx, person: PersonId, letter: impl FnOnce(String) -> Letter) -> Result<(), Problem> {
    let (name, language) = clinic(tx).await?;
    write_from(tx, tx.db(), &Addressee::Person(person), language, &letter(name)).await.map(drop)
}

/// Tells the team's news: the member, and every owner but the one who did it.
///
/// # Errors
/// [`Problem`].
pub async fn tell_of_member(tx: &TenantTx, person: PersonId, who: &str, now: &Standing) -> Result<(), Problem> {
    let but: Vec<PersonId> = tx.actor().person().into_iter().chain([person]).collect();
    tell_owners(tx, &but, |clinic| Letter::MemberChanged { clinic, who: who.to_owned(), now: now.clone() }).await?;
    // Whoever did it themselves knows.
    if tx.actor().person() == Some(person) {
        return Ok(());
    }
    tell_person(tx, person, |clinic| Letter::YouChanged { clinic, now: now.clone() }).await
}

/// The language of a person where nobody asks: that of the clinic in which they have worked longest.
async fn language_of(tx: &PlatformTx, person: PersonId) -> Result<Language, Problem> {
    let row = tx
        .maybe(
            sql!(Identity:
                "select c.language from membership m join clinic c on c.clinic_id = m.clinic_id
                  where m.person_id = $1 order by m.state <> 'active', m.since, m.clinic_id limit 1"
            ),
            &[&person],
        )
        .await?;
    let tag = row.map(|row| row.read::<String>("language")).transpose()?;
    Ok(tag.as_deref().and_then(Language::from_tag).unwrap_or_default())
}

/// Writes to somebody about their login.
///
/// # Errors
/// [`Problem`].
pub async fn tell_login(tx: &PlatformTx, db: &Db, person: PersonId, letter: &Letter) -> Result<(), Problem> {
    write(tx, db, &Addressee::Person(person), language_of(tx, person).await?, letter).await.map(drop)
}

/// Writes to every owner of a clinic about what was seen from outside it.
///
/// # Errors
/// [`Problem`].
pub async fn tell_owners_of(
    tx: &PlatformTx,
    db: &Db,
    clinic: kernel::ClinicId,
    letter: impl FnOnce(String) -> Letter,
) -> Result<(), Problem> {
    let row = tx.one(sql!(Identity: "select name, language from clinic where clinic_id = $1"), &[&clinic]).await?;
    let language = Language::from_tag(&row.read::<String>("language")?).unwrap_or_default();
    let letter = letter(row.read("name")?);
    let owners = tx
        .rows(sql!(Identity: "select person_id from membership where clinic_id = $1 and role = 'owner' and state = 'active'"), &[&clinic])
        .await?;
    for owner in &owners {
        write(tx, db, &Addressee::Person(owner.read("person_id")?), language, &letter).await?;
    }
    Ok(())
}
