//! Keeps: "A clinic with its own directory signs in through it". Which member of this clinic somebody in its directory is.
//!
//! The directory's own name for a person decides; it is never given to another. An address makes the first link only,
//! and only one that the directory has verified: addresses are handed on when people leave.

use kernel::{
    Problem, Role, TenantTx, Verb,
    http::Front,
    id::{Id as _, PersonId},
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{
    EmailAddress,
    accept_by_directory::{accept, invitation_to},
    directory::{DirectoryRefusal, Issuer, Known},
};
use crate::letters::{Letter, news::tell_person};

/// Why somebody who came back is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotIn {
    /// The directory, or what it answered.
    #[error(transparent)]
    Directory(DirectoryRefusal),
    /// They, or the directory, said no there.
    #[error("the directory did not sign them in")]
    Declined,
    /// The directory does not vouch for an address, and they were never linked.
    #[error("the directory has not verified an e-mail address of theirs")]
    NotVerified,
    /// No active member.
    #[error("nobody who works here now")]
    Stranger,
    /// Invited, and has a login already.
    #[error("invited, with a login of their own that must open the invitation first")]
    Invited,
    /// The member is somebody else in the directory.
    #[error("this member is linked to another account of the directory")]
    OtherAccount,
    /// An owner without a second factor.
    #[error("an owner whose second factor the directory did not ask for")]
    OwnFactor,
    /// A member without one, where the clinic asks everybody for one.
    #[error("a member whose second factor the directory did not ask for, where everybody needs one")]
    ClinicsFactor,
    /// The clinic is closed to its people for now.
    #[error("the operator has suspended the clinic")]
    Suspended,
}

impl NotIn {
    /// The key of the sentence for the person.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Directory(refusal) => refusal.words(),
            Self::Declined => "directory-declined",
            Self::NotVerified => "directory-not-verified",
            Self::Stranger => "directory-stranger",
            Self::Invited => "directory-invited",
            Self::OtherAccount => "directory-other-account",
            Self::OwnFactor => "directory-own-factor",
            Self::ClinicsFactor => "directory-clinics-factor",
            Self::Suspended => "sign-in-suspended",
        }
    }
}

/// Somebody who may sign in here.
#[derive(Clone, Copy, Debug)]
pub struct Recognised {
    /// Who.
    pub person: PersonId,
    /// As what; an owner is one everywhere.
    pub role: Role,
}

/// The act of linking a member to their account in the directory.
#[derive(Debug)]
pub struct LinkToDirectory(PersonId);

impl Verb for LinkToDirectory {
    const ACT: &'static str = "identity.link_to_directory";
    const WHO: &'static [Who] = &[Who::Visitor];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

async fn linked(tx: &TenantTx, issuer: &Issuer, tag: &[u8]) -> Result<Option<PersonId>, Problem> {
    let link =
        tx.maybe(sql!("select person_id from directory_link where issuer = $1 and subject_tag = $2"), &[&issuer.text(), &tag]).await?;
    link.map(|row| row.read("person_id")).transpose()
}

async fn with_address(front: &Front, email: &EmailAddress) -> Result<Option<PersonId>, Problem> {
    let logins = front.house.db().identity().await?;
    let login = logins.maybe(sql!(Identity: "select person_id from person where email_key = $1"), &[&email.key(front.house.db())?]).await?;
    logins.commit().await?;
    login.map(|row| row.read("person_id")).transpose()
}

/// The person as a member who may work here now.
async fn active(tx: &TenantTx, person: PersonId) -> Result<Option<Recognised>, Problem> {
    let member = tx
        .maybe(
            sql!(
                "select coalesce(a.role, m.role) as role from membership m
                   left join (membership_at a join location l on l.clinic_id = a.clinic_id and l.location_id = a.location_id and l.closed_at is null)
                     on a.clinic_id = m.clinic_id and a.person_id = m.person_id
                  where m.person_id = $1 and m.state = 'active' order by l.name limit 1"
            ),
            &[&person],
        )
        .await?;
    let Some(row) = member else { return Ok(None) };
    let role = Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?;
    Ok(Some(Recognised { person, role }))
}

/// The active member with this address, or who was invited under it.
async fn by_address(front: &Front, tx: &mut TenantTx, email: &EmailAddress, known: &Known) -> Result<Result<Recognised, NotIn>, Problem> {
    let login = with_address(front, email).await?;
    if let Some(person) = login
        && let Some(member) = active(tx, person).await?
    {
        return Ok(Ok(member));
    }
    match (login, invitation_to(tx, email).await?) {
        (_, None) => Ok(Err(NotIn::Stranger)),
        (Some(_), Some(_)) => Ok(Err(NotIn::Invited)),
        (None, Some(invitation)) => accept(front, tx, invitation, email, known).await,
    }
}

/// Owners show a second factor wherever they sign in, and everybody does where the clinic says so. Only the directory's own word
/// counts for it (`amr`, `acr`): a passkey or a code kept here would be shown here, and who has one signs in with that.
pub(super) async fn owes_factor(tx: &TenantTx, role: Role, known: &Known) -> Result<Option<NotIn>, Problem> {
    if known.showed_second_factor() {
        return Ok(None);
    }
    if role == Role::Owner {
        return Ok(Some(NotIn::OwnFactor));
    }
    let row =
        tx.one(sql!("select second_factor and kind <> 'demo' as of_all from clinic where clinic_id = $1"), &[&tx.actor().clinic()]).await?;
    Ok(row.read::<bool>("of_all")?.then_some(NotIn::ClinicsFactor))
}

/// Which member this is, if one; links them at the first time.
///
/// # Errors
/// [`Problem`].
pub async fn recognise(front: &Front, issuer: &Issuer, known: &Known) -> Result<Result<Recognised, NotIn>, Problem> {
    let mut tx = front.enter().await?;
    let tag = tx.keys().tag("directory subject", &format!("{} {}", issuer.text(), known.subject.reveal()))?;
    let (found, new) = match linked(&tx, issuer, &tag).await? {
        Some(person) => (active(&tx, person).await?.ok_or(NotIn::Stranger), false),
        None => match known.email.as_ref().filter(|_| known.email_verified) {
            None => return Ok(Err(NotIn::NotVerified)),
            Some(email) => (by_address(front, &mut tx, email, known).await?, true),
        },
    };
    let member = match found {
        Ok(member) => member,
        Err(why) => return Ok(Err(why)),
    };
    if let Some(why) = owes_factor(&tx, member.role, known).await? {
        return Ok(Err(why));
    }
    if new {
        let permit = tx.may(LinkToDirectory(member.person)).await?;
        let linking = tx
            .run(
                sql!("insert into directory_link (clinic_id, person_id, issuer, subject_tag, linked_at) values ($1, $2, $3, $4, $5)"),
                &[&tx.actor().clinic(), &permit.verb().0, &issuer.text(), &tag, &tx.now()],
            )
            .await;
        match linking {
            Err(problem) if problem.is_constraint("directory_link_pkey") => return Ok(Err(NotIn::OtherAccount)),
            linking => linking.map(drop)?,
        }
        tell_person(&tx, member.person, |clinic| Letter::DirectoryLinked { clinic, host: issuer.host() }).await?;
    }
    tx.commit().await?;
    Ok(Ok(member))
}
