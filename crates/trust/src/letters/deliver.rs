//! Keeps: "A letter that is written leaves, once, or says why not". The worker takes due rows for a minute, looks the
//! address up, hands the letter to the post, and empties the row. A post that cannot take it is asked again, later and later.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Db, Problem,
    id::PersonId,
    jobs::{MOST_ATTEMPTS, pause_after},
    keys::Sealed,
    language::Language,
    sql,
    tenancy::PlatformTx,
};

use super::{
    ADDRESS, BODY, Letter, LetterId,
    say::{Office, Written, say},
};
use crate::identity::{self, EmailAddress, person_of, reset};

const LEASE: SignedDuration = SignedDuration::from_secs(60);
const BATCH: i64 = 10;
/// A post that does not answer is asked again later; less than a lease.
const LONGEST_CALL: Duration = Duration::from_secs(30);
/// Letters that an address gets in an hour because somebody typed it: more would be a way to flood a stranger.
const ASKED_FOR_AN_HOUR: i64 = 6;
/// How long a letter that cannot leave is kept on the machine.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long it stays known that a letter was sent, without its words.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Where a letter went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// To a mail server.
    Sent,
    /// Nowhere: this installation has none, and whoever runs it reads the letter with `wellkept letters`.
    LeftHere,
}

/// Why a letter was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Not now.
    #[error("the post could not take it now")]
    Retry,
    /// Not this one; words without personal data.
    #[error("the post refused it: {0}")]
    Never(&'static str),
}

/// What a post answers.
pub type Posting<'a> = Pin<Box<dyn Future<Output = Result<Posted, PostError>> + Send + 'a>>;

/// Port: whoever carries an e-mail. The same letter may be handed over twice, under the same id.
pub trait Post: Send + Sync {
    /// Its name, for logs and `wellkept doctor`.
    fn name(&self) -> &'static str;
    /// Takes one letter.
    fn carry<'a>(&'a self, letter: &'a Written) -> Posting<'a>;
}

/// Where no mail server is set: letters stay on the machine.
#[derive(Clone, Copy, Debug)]
pub struct Shelf;

impl Post for Shelf {
    fn name(&self) -> &'static str {
        "shelf"
    }
    fn carry<'a>(&'a self, _letter: &'a Written) -> Posting<'a> {
        Box::pin(std::future::ready(Ok(Posted::LeftHere)))
    }
}

/// Works due letters.
#[derive(Clone)]
pub struct PostRoom {
    db: Db,
    office: Office,
    post: Arc<dyn Post>,
    only: Option<Vec<u8>>,
}

impl std::fmt::Debug for PostRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostRoom({})", self.post.name())
    }
}

/// A leased row.
struct Due {
    id: LetterId,
    attempt: i32,
    person: Option<PersonId>,
    address: Option<Sealed<String>>,
    /// Of the person, where there is one.
    login: Option<Sealed<String>>,
    language: Language,
    body: Sealed<Letter>,
    good_until: Timestamp,
    asked_for: i64,
}

/// What became of it.
enum Outcome {
    Gone(Posted),
    Later,
    Never(&'static str),
}

impl PostRoom {
    /// One that hands letters to this post.
    #[must_use]
    pub fn new(db: Db, office: Office, post: Arc<dyn Post>) -> Self {
        Self { db, office, post, only: None }
    }

    /// Whether letters leave this machine.
    #[must_use]
    pub fn leaves(&self) -> bool {
        self.post.name() != Shelf.name()
    }

    /// The same, for one address only.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn only_for(self, email: &EmailAddress) -> Result<Self, Problem> {
        let only = Some(email.key(&self.db)?);
        Ok(Self { only, ..self })
    }

    /// Works one batch; how many letters it had.
    ///
    /// # Errors
    /// [`Problem`] when the database is away; what was leased comes back by itself.
    pub async fn work_once(&self) -> Result<usize, Problem> {
        let batch = self.claim().await?;
        for due in &batch {
            let outcome = match self.send(due).await {
                Ok(outcome) => outcome,
                Err(problem) => {
                    tracing::warn!(%problem, letter = %due.id, attempt = due.attempt, "a letter could not be written out");
                    Outcome::Later
                }
            };
            self.settle(due, outcome).await?;
        }
        Ok(batch.len())
    }

    async fn claim(&self) -> Result<Vec<Due>, Problem> {
        let tx = self.db.identity().await?;
        let now = tx.now();
        let (until, hour_ago) = (now.checked_add(LEASE).unwrap_or(now), now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now));
        let rows = tx
            .rows(
                sql!(Identity:
                    "with due as (
                       select l.letter_id from letter l left join person p on p.person_id = l.person_id
                        where l.done_at is null and l.due_at <= $1 and (l.leased_until is null or l.leased_until <= $1)
                          and ($3::bytea is null or coalesce(l.address_key, p.email_key) = $3)
                        order by l.due_at limit $4 for update of l skip locked)
                     update letter l set leased_until = $2, attempt = l.attempt + 1
                       from due where l.letter_id = due.letter_id
                     returning l.letter_id, l.attempt, l.person_id, l.address, l.language, l.body, l.good_until,
                               (select p.email from person p where p.person_id = l.person_id) as login,
                               (select count(*) from letter o where o.address_key = l.address_key and o.kind = l.kind
                                   and o.created_at > $5 and o.letter_id < l.letter_id) as asked_for"
                ),
                &[&now, &until, &self.only, &BATCH, &hour_ago],
            )
            .await?;
        tx.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(Due {
                    id: row.read("letter_id")?,
                    attempt: row.read("attempt")?,
                    person: row.read("person_id")?,
                    address: row.read("address")?,
                    login: row.read("login")?,
                    language: Language::from_tag(&row.read::<String>("language")?).unwrap_or_default(),
                    body: row.read("body")?,
                    good_until: row.read("good_until")?,
                    asked_for: row.read("asked_for")?,
                })
            })
            .collect()
    }

    async fn send(&self, due: &Due) -> Result<Outcome, Problem> {
        let keys = self.db.platform_keys();
        let letter = keys.open(&BODY, due.id, &due.body)?.into_inner();
        if due.good_until <= self.db.clock().now() {
            return Ok(Outcome::Never("too late"));
        }
        if letter.is_asked_for() && due.asked_for >= ASKED_FOR_AN_HOUR {
            return Ok(Outcome::Never("too many to one address"));
        }
        let address = match (&due.address, due.person, &due.login) {
            (Some(address), ..) => keys.open(&ADDRESS, due.id, address)?,
            (None, Some(person), Some(login)) => keys.open(&identity::EMAIL, person, login)?,
            _ => return Ok(Outcome::Never("nobody has this login any more")),
        };
        let to = EmailAddress::parse(address.reveal()).map_err(|_| Problem::broken("a kept address does not read"))?;
        // RFC 2606: such an address is nobody's. The clinics that `wellkept verify` acts in have them.
        if to.reveal().ends_with(".invalid") && self.leaves() {
            return Ok(Outcome::Never("an address that nobody has"));
        }
        let Some(settled) = self.settled(&letter, &to).await? else { return Ok(Outcome::Never("nobody signs in with this address")) };
        if settled != letter {
            self.keep_as(due.id, &settled).await?;
        }
        let written = say(&self.office, self.db.links(), (to, due.id), due.language, &settled)?;
        Ok(match tokio::time::timeout(LONGEST_CALL, self.post.carry(&written)).await {
            Ok(Ok(posted)) => Outcome::Gone(posted),
            Ok(Err(PostError::Never(why))) => Outcome::Never(why),
            Ok(Err(PostError::Retry)) | Err(_) => Outcome::Later,
        })
    }

    /// The pages answer alike whether an address is known or not; what differs is looked up here. `None`: nobody to write to.
    async fn settled(&self, letter: &Letter, to: &EmailAddress) -> Result<Option<Letter>, Problem> {
        let knows = async || person_of(&self.db, to).await;
        Ok(match letter {
            Letter::Opening { clinic, link, known: false } => {
                Some(Letter::Opening { clinic: clinic.clone(), link: *link, known: knows().await?.is_some() })
            }
            Letter::Reset { link: None } => match knows().await? {
                Some(person) => Some(Letter::Reset { link: Some(reset::link_for(&self.db, person).await?) }),
                None => None,
            },
            Letter::SignInCode { .. } => knows().await?.map(|_| letter.clone()),
            other => Some(other.clone()),
        })
    }

    /// What was looked up stays with the row: a second try sends the same link.
    async fn keep_as(&self, id: LetterId, letter: &Letter) -> Result<(), Problem> {
        let body = self.db.platform_keys().seal(&BODY, id, letter)?;
        let tx = self.db.identity().await?;
        tx.rows(sql!(Identity: "update letter set body = $2 where letter_id = $1"), &[&id, &body]).await?;
        tx.commit().await
    }

    /// The attempt fences: whose lease ran out settles nothing. What has left is emptied; what stays here is kept a day.
    async fn settle(&self, due: &Due, outcome: Outcome) -> Result<(), Problem> {
        let tx = self.db.identity().await?;
        let now = tx.now();
        let after = |span| now.checked_add(span).unwrap_or(now);
        match outcome {
            Outcome::Gone(Posted::LeftHere) => {
                tx.rows(
                    sql!(Identity: "update letter set done_at = $3, kept_until = $4, leased_until = null where letter_id = $1 and attempt = $2"),
                    &[&due.id, &due.attempt, &now, &after(KEPT)],
                )
                .await?;
            }
            Outcome::Later if due.attempt < MOST_ATTEMPTS => {
                tx.rows(
                    sql!(Identity: "update letter set due_at = $3, leased_until = null where letter_id = $1 and attempt = $2"),
                    &[&due.id, &due.attempt, &after(pause_after(due.attempt))],
                )
                .await?;
            }
            Outcome::Gone(Posted::Sent) => empty(&tx, due, None).await?,
            Outcome::Never(why) => {
                tracing::info!(letter = %due.id, why, "a letter was not sent");
                empty(&tx, due, Some(why)).await?;
            }
            Outcome::Later => {
                tracing::error!(letter = %due.id, "a letter was given up after many tries");
                empty(&tx, due, Some("too many tries")).await?;
            }
        }
        tx.commit().await
    }

    /// Empties what was kept for its day, and forgets letters of more than a month ago.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn clear(&self) -> Result<(), Problem> {
        let tx = self.db.identity().await?;
        let now = tx.now();
        tx.rows(sql!(Identity: "update letter set body = null, address = null, kept_until = null where kept_until <= $1"), &[&now]).await?;
        // What was asked for and never opened goes a day after its end.
        let day_ago = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now);
        tx.rows(sql!(Identity: "delete from account_link where expires_at <= $1"), &[&day_ago]).await?;
        let old = now.checked_sub(REMEMBERED).unwrap_or(now);
        tx.rows(sql!(Identity: "delete from letter where done_at <= $1"), &[&old]).await?;
        tx.commit().await
    }
}

async fn empty(tx: &PlatformTx, due: &Due, gave_up: Option<&'static str>) -> Result<(), Problem> {
    tx.rows(
        sql!(Identity:
            "update letter set done_at = $3, gave_up = $4, body = null, address = null, leased_until = null where letter_id = $1 and attempt = $2"
        ),
        &[&due.id, &due.attempt, &tx.now(), &gave_up],
    )
    .await
    .map(drop)
}
