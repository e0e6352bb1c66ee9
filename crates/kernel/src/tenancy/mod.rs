//! Keeps: "Row-level security separates clinics" (MXS-TEN-01). The pools are private; the only way to a clinic's rows is
//! [`Db::enter`], which takes who acts and sets the clinic for one transaction.

mod connect;
mod pass;
mod platform;
mod row;
mod tx;
mod wire;

pub(crate) use connect::{Connection, Pool, lend};
pub use connect::{Places, Role as DbRole};
pub(crate) use pass::pads;
pub use pass::{Backend, Pass, Passes};
pub use platform::{By, Event, EventId, PlatformTx, network_of};
pub use row::Row;
pub use tx::TenantTx;
use wire::Wire;

use std::sync::Arc;

use futures_util::{Stream, StreamExt as _};
use uuid::Uuid;

use crate::{
    Actor, Chance, Clock, Problem,
    id::ClinicId,
    jobs::Due,
    keys::{KeyRing, RootKey, Seal, Vault},
    sql,
    sql::Sql,
};

/// What the public may know of a clinic; enough to show a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clinic {
    /// The tenant.
    pub id: ClinicId,
    /// Its address on this installation.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// IANA zone.
    pub time_zone: jiff::tz::TimeZone,
    /// ISO 4217.
    pub currency: iso_currency::Currency,
    /// The clinic's own language.
    pub language: crate::language::Language,
    /// "real", "demo" or "canary".
    pub kind: String,
}

impl Clinic {
    pub(crate) fn read(row: &Row, name: &str) -> Result<Self, Problem> {
        let zone: String = row.read("time_zone")?;
        let currency: String = row.read("currency")?;
        let language: String = row.read("language")?;
        Ok(Self {
            id: row.read("clinic_id")?,
            slug: row.read("slug")?,
            name: row.read(name)?,
            country: row.read("country")?,
            time_zone: jiff::tz::TimeZone::get(&zone).map_err(|_| Problem::broken("a clinic has an unknown time zone"))?,
            currency: iso_currency::Currency::from_code(&currency).ok_or_else(|| Problem::broken("a clinic has an unknown currency"))?,
            language: crate::language::Language::from_tag(&language).unwrap_or_default(),
            kind: row.read("kind")?,
        })
    }

    /// The same clinic by the clock of a place, an IANA zone: what a day is there, and how times read.
    ///
    /// # Errors
    /// [`Problem::Broken`] for a name of no zone.
    pub fn by_clock_of(mut self, zone: &str) -> Result<Self, Problem> {
        self.time_zone = jiff::tz::TimeZone::get(zone).map_err(|_| Problem::broken("a place has an unknown time zone"))?;
        Ok(self)
    }

    /// The clinic's civil date at an instant.
    #[must_use]
    pub fn day_of(&self, at: jiff::Timestamp) -> jiff::civil::Date {
        at.to_zoned(self.time_zone.clone()).date()
    }

    /// The first instant of a civil day here, and of the next: `[from, to)`. Right over daylight saving.
    #[must_use]
    pub fn span_of(&self, day: jiff::civil::Date) -> (jiff::Timestamp, jiff::Timestamp) {
        let start = |day: jiff::civil::Date| day.to_zoned(self.time_zone.clone()).map_or(jiff::Timestamp::MIN, |zoned| zoned.timestamp());
        (start(day), day.tomorrow().map_or(jiff::Timestamp::MAX, start))
    }
}

/// What is known of somebody who shows a key of the API.
#[derive(Clone, Debug)]
pub enum Asked {
    /// From here nobody may come; the key was not looked at.
    Unlisted,
    /// Nobody's key: unknown, over, revoked, or of a clinic that is suspended.
    Unknown,
    /// A good key, shown from an address that its own clinic did not list or with a certificate that is not its own.
    Elsewhere(Actor),
    /// The program, and its clinic.
    Known(Actor, Clinic),
}

/// The database as the building sees it. Clone freely.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    app: Pool,
    identity: Pool,
    operator: Pool,
    jobs: Pool,
    sweep: Pool,
    passes: Passes,
    vault: Vault,
    platform: KeyRing,
    links: Seal,
    clock: Clock,
    chance: Chance,
    listener: tokio_postgres::Config,
}

impl Db {
    /// Opens the pools; nothing is asked of the database yet.
    ///
    /// # Errors
    /// [`Problem::Broken`] when a place cannot be understood.
    pub fn open(places: &Places, root: &RootKey, clock: Clock, chance: Chance) -> Result<Self, Problem> {
        let keys = places.pool(DbRole::Keys, root, 4)?;
        Ok(Self(Arc::new(Inside {
            app: places.pool(DbRole::App, root, 12)?,
            identity: places.pool(DbRole::Identity, root, 6)?,
            operator: places.pool(DbRole::Operator, root, 2)?,
            jobs: places.pool(DbRole::Jobs, root, 2)?,
            sweep: places.pool(DbRole::Sweep, root, 1)?,
            passes: Passes::new(root)?,
            vault: Vault::new(root, keys, clock.clone(), chance.clone())?,
            platform: KeyRing::of_platform(root)?,
            links: Seal::new(root, "links in messages")?,
            clock,
            chance,
            listener: places.login(DbRole::App, root)?,
        })))
    }

    /// The clock everything here reads.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The chance everything here draws on.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.0.chance
    }

    /// The platform's own keys, for what belongs to no clinic.
    #[must_use]
    pub fn platform_keys(&self) -> &KeyRing {
        &self.0.platform
    }

    /// Signs links that go out in messages.
    #[must_use]
    pub fn links(&self) -> &Seal {
        &self.0.links
    }

    /// Enters the actor's clinic. Nothing is sent until the first statement; dropping rolls back.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn enter(&self, actor: &Actor) -> Result<TenantTx, Problem> {
        let keys = self.0.vault.ring(actor.clinic()).await?;
        let connection = lend(&self.0.app).await?;
        let pass = self.0.passes.write(actor, self.0.clock.now(), connection.backend());
        Ok(TenantTx::new(Wire::new(connection, DbRole::App, Some(pass)), actor.clone(), keys, self.clone()))
    }

    /// Logins and sessions.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn identity(&self) -> Result<PlatformTx, Problem> {
        self.platform(&self.0.identity, DbRole::Identity).await
    }

    /// The operator's console.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn operator(&self) -> Result<PlatformTx, Problem> {
        self.platform(&self.0.operator, DbRole::Operator).await
    }

    /// What is over and goes.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn sweep(&self) -> Result<PlatformTx, Problem> {
        self.platform(&self.0.sweep, DbRole::Sweep).await
    }

    async fn platform(&self, pool: &Pool, role: DbRole) -> Result<PlatformTx, Problem> {
        Ok(PlatformTx::new(Wire::new(lend(pool).await?, role, None), role, self.clone()))
    }

    /// A clinic's keys, for the few values that are shown before a clinic is entered (a member's own name in the bar).
    pub(crate) async fn ring(&self, clinic: ClinicId) -> Result<Arc<KeyRing>, Problem> {
        self.0.vault.ring(clinic).await
    }

    /// Whether the key store answers, so that names and notes can be opened.
    pub async fn key_store_answers(&self) -> bool {
        self.0.vault.answers().await
    }

    /// Asks one of the doors a question with no clinic entered; row-level security shows nothing else.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn ask(&self, question: &'static Sql, values: &[&(dyn tokio_postgres::types::ToSql + Sync)]) -> Result<Vec<Row>, Problem> {
        let connection = lend(&self.0.app).await?;
        let statement = connection.prepare_cached(question.text()).await?;
        Ok(connection.query(&statement, values).await?.into_iter().map(Row::from).collect())
    }

    /// Asks a door and leaves no trace: what the door writes on the way is undone.
    ///
    /// # Errors
    /// [`Problem`].
    pub(crate) async fn ask_quietly(
        &self,
        question: &'static Sql,
        values: &[&(dyn tokio_postgres::types::ToSql + Sync)],
    ) -> Result<Vec<Row>, Problem> {
        let wire = Wire::new(lend(&self.0.app).await?, DbRole::App, None);
        let rows = wire.flight(question, values).await?;
        wire.undo().await?;
        Ok(rows.into_iter().map(Row::from).collect())
    }

    /// The clinic at a public address.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn clinic(&self, slug: &str) -> Result<Clinic, Problem> {
        if !slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            return Err(Problem::NotFound);
        }
        let rows = self
            .ask(sql!("select clinic_id, slug, name, country, time_zone, currency, language, kind from door.clinic_by_slug($1)"), &[&slug])
            .await?;
        Clinic::read(rows.first().ok_or(Problem::NotFound)?, "name")
    }

    /// The clinic of an actor.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn clinic_by_id(&self, id: ClinicId) -> Result<Clinic, Problem> {
        let rows = self
            .ask(sql!("select clinic_id, slug, name, country, time_zone, currency, language, kind from door.clinic_by_id($1)"), &[&id])
            .await?;
        Clinic::read(rows.first().ok_or(Problem::NotFound)?, "name")
    }

    /// Visits a clinic's public page.
    #[must_use]
    pub fn visitor(&self, clinic: &Clinic) -> Actor {
        Actor::visitor(clinic.id)
    }

    /// Who shows this key from this address, perhaps with the certificate of this SHA-256. Where nobody may come from, the key
    /// is not looked at.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn caller(&self, key: &str, from: std::net::IpAddr, certificate: Option<&[u8]>) -> Result<Asked, Problem> {
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, key.as_bytes()).as_ref().to_vec();
        let rows = self
            .ask(
                sql!("select listed, clinic_id, client_id, scopes, reached from door.api_caller($1, $2, $3, $4)"),
                &[&hash, &from.to_canonical(), &certificate, &self.0.clock.now()],
            )
            .await?;
        let row = rows.first().ok_or_else(|| Problem::broken("a door without an answer"))?;
        if !row.read::<bool>("listed")? {
            return Ok(Asked::Unlisted);
        }
        let Some(clinic) = row.read::<Option<ClinicId>>("clinic_id")? else { return Ok(Asked::Unknown) };
        let mut scopes: Vec<String> = row.read("scopes")?;
        scopes.push(crate::http::ME.to_owned());
        let actor = Actor::client(clinic, row.read("client_id")?, scopes);
        if row.read("reached")? { Ok(Asked::Known(actor, self.clinic_by_id(clinic).await?)) } else { Ok(Asked::Elsewhere(actor)) }
    }

    /// Opens a link from a message: who the bearer is, what the link is for, and the clinic.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a forged, expired or unknown link.
    pub async fn bearer(&self, token: &str) -> Result<(Actor, String, Clinic), Problem> {
        let link = self.0.links.check(token, b"").ok_or(Problem::NotFound)?;
        let rows = self.ask(sql!("select clinic_id, purpose, subject_id from door.link($1, $2)"), &[&link, &self.0.clock.now()]).await?;
        let row = rows.first().ok_or(Problem::NotFound)?;
        let (clinic, subject): (ClinicId, Uuid) = (row.read("clinic_id")?, row.read("subject_id")?);
        Ok((Actor::bearer(clinic, subject), row.read("purpose")?, self.clinic_by_id(clinic).await?))
    }

    /// Opens the secret address of a calendar: who reads, which feed, whose booked times, and the clinic; nothing for an address
    /// that is wrong, taken back, or of somebody who left or is suspended.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn subscriber(&self, secret: &str) -> Result<Option<(Actor, Uuid, Uuid, Clinic)>, Problem> {
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, secret.as_bytes()).as_ref().to_vec();
        let rows = self.ask(sql!("select clinic_id, feed_id, practitioner_id from door.calendar_feed($1)"), &[&hash]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (clinic, feed): (ClinicId, Uuid) = (row.read("clinic_id")?, row.read("feed_id")?);
        Ok(Some((Actor::bearer(clinic, feed), feed, row.read("practitioner_id")?, self.clinic_by_id(clinic).await?)))
    }

    /// Due job rows of every clinic, leased for a minute, fair between clinics. Ids only; the role sees no other table.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn claim_due(&self, limit: i64, only: Option<ClinicId>) -> Result<Vec<Due>, Problem> {
        let connection = lend(&self.0.jobs).await?;
        crate::jobs::claim(&connection, self.0.clock.now(), limit, only).await
    }

    /// Writes what became of a job.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn settle(&self, due: &Due, outcome: &crate::jobs::Outcome) -> Result<(), Problem> {
        let connection = lend(&self.0.jobs).await?;
        crate::jobs::settle(&connection, due, outcome, self.0.clock.now()).await
    }

    /// Clinics whose board changed, as they change. Ends when the database goes away; the caller listens anew.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn listen(&self) -> Result<impl Stream<Item = ClinicId> + Send + use<>, Problem> {
        let notices = connect::listen(&self.0.listener, "clinic_changed").await?;
        Ok(notices.filter_map(|payload| std::future::ready(payload.parse::<ClinicId>().ok())))
    }
}
