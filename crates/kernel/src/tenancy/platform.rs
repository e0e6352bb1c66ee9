//! Work that belongs to no clinic: logins and sessions, the operator's console, sweeping. Each is a login of its own that
//! reaches no clinic's rows (`tests/doors/walls.rs` tries), so a hole here shows no patient.

use futures_util::future::join;
use uuid::Uuid;

use super::{
    Db, Row,
    connect::Role,
    wire::{Values, Wire},
};
use crate::{
    ClinicId, Private, Problem,
    actor::GrantId,
    id::{Id, PersonId},
    keys::{Column, KeyRing, Sealed},
    sql,
    sql::Sql,
};

crate::id!(
    /// Something that happened to a login.
    EventId, "evt"
);

const DETAIL: Column<String> = Column::new("account_event", "detail");
const ADDRESS: Column<String> = Column::new("account_event_address", "address");

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Nobody who is known: a failed sign-in.
    Nobody,
    /// The person themselves.
    Person(PersonId),
    /// An operator.
    Operator(PersonId),
    /// The program: a command, or a rule whose time has come.
    Program,
}

/// A line about logins, written when the transaction commits.
#[derive(Debug)]
pub struct Event {
    act: &'static str,
    outcome: &'static str,
    by: By,
    person: Option<PersonId>,
    clinic: Option<ClinicId>,
    grant: Option<GrantId>,
    address: Option<String>,
    detail: Option<Private<String>>,
}

impl Event {
    /// Something that was done: `identity.sign_in`.
    #[must_use]
    pub const fn done(act: &'static str, by: By) -> Self {
        Self { act, outcome: "done", by, person: None, clinic: None, grant: None, address: None, detail: None }
    }

    /// Something that was tried and refused.
    #[must_use]
    pub fn refused(act: &'static str, by: By) -> Self {
        Self { outcome: "refused", ..Self::done(act, by) }
    }

    /// To whose login.
    #[must_use]
    pub fn about(self, person: Option<PersonId>) -> Self {
        Self { person, ..self }
    }

    /// In which clinic: its own trail gets a line too.
    #[must_use]
    pub fn in_clinic(self, clinic: ClinicId) -> Self {
        Self { clinic: Some(clinic), ..self }
    }

    /// Under which leave of the clinic's.
    #[must_use]
    pub fn under(self, grant: GrantId) -> Self {
        Self { grant: Some(grant), ..self }
    }

    /// From where.
    #[must_use]
    pub fn from(self, address: &str) -> Self {
        Self { address: Some(address.to_owned()).filter(|address| !address.is_empty()), ..self }
    }

    /// A few words.
    #[must_use]
    pub fn with(self, words: impl Into<String>) -> Self {
        Self { detail: Some(Private::new(words.into())), ..self }
    }
}

/// A transaction of one of the platform's own logins. [`PlatformTx::commit`] keeps its work; anything else undoes it.
#[must_use = "a transaction that is not committed is undone"]
pub struct PlatformTx {
    wire: Wire,
    role: Role,
    db: Db,
    events: Vec<Event>,
}

impl std::fmt::Debug for PlatformTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlatformTx({})", self.role.name())
    }
}

impl PlatformTx {
    pub(super) const fn new(wire: Wire, role: Role, db: Db) -> Self {
        Self { wire, role, db, events: Vec::new() }
    }

    /// The platform's keys.
    pub fn keys(&self) -> &KeyRing {
        self.db.platform_keys()
    }

    /// The building's clock.
    pub fn now(&self) -> jiff::Timestamp {
        self.db.clock().now()
    }

    /// A new id.
    pub fn fresh<I: Id>(&self) -> I {
        I::fresh(self.db.clock(), self.db.chance())
    }

    /// The words written beside an event.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn words_of(&self, event: EventId, sealed: &Sealed<String>) -> Result<Private<String>, Problem> {
        self.keys().open(&DETAIL, event, sealed)
    }

    /// The rows of an answer.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn rows(&self, sql: &'static Sql, values: Values<'_>) -> Result<Vec<Row>, Problem> {
        Ok(self.wire.flight(sql, values).await?.into_iter().map(Row::from).collect())
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn maybe(&self, sql: &'static Sql, values: Values<'_>) -> Result<Option<Row>, Problem> {
        Ok(self.wire.flight(sql, values).await?.into_iter().next().map(Row::from))
    }

    /// The row that must be there.
    ///
    /// # Errors
    /// [`Problem::NotFound`] and others.
    pub async fn one(&self, sql: &'static Sql, values: Values<'_>) -> Result<Row, Problem> {
        self.maybe(sql, values).await?.ok_or(Problem::NotFound)
    }

    /// Remembers what happened, to be written at commit.
    pub fn record(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Keeps the work, with its events.
    ///
    /// # Errors
    /// [`Problem`]: nothing was kept.
    pub async fn commit(mut self) -> Result<(), Problem> {
        let events = std::mem::take(&mut self.events);
        let write = async {
            for event in &events {
                self.write(event).await?;
            }
            Ok(())
        };
        let written: Result<(), Problem> = write.await;
        written?;
        self.wire.commit().await
    }

    async fn write(&self, event: &Event) -> Result<(), Problem> {
        let id: EventId = self.fresh();
        let detail = event.detail.as_ref().map(|words| self.keys().seal(&DETAIL, id, words.reveal())).transpose()?;
        let (kind, by) = match event.by {
            By::Nobody => ("nobody", None),
            By::Person(person) => ("person", Some(person)),
            By::Operator(person) => ("operator", Some(person)),
            By::Program => ("program", None),
        };
        let line: Values<'_> = &[&id, &self.now(), &event.act, &event.outcome, &event.person, &event.clinic, &kind, &by, &detail];
        if self.role == Role::Operator {
            self.rows(
                sql!(Operator: "insert into account_event (event_id, at, act, outcome, person_id, in_clinic, by_kind, by_id, detail)
                                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
                line,
            )
            .await?;
            return match event.clinic {
                Some(clinic) => self.write_operators_leaf(clinic, by, event).await,
                None => Ok(()),
            };
        }
        let kept = self.rows(
            sql!(Identity: "insert into account_event (event_id, at, act, outcome, person_id, in_clinic, by_kind, by_id, detail)
                            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
            line,
        );
        let (kept, placed) = join(kept, self.write_address(id, event)).await;
        kept.and(placed)?;
        match (event.clinic, event.person) {
            (Some(clinic), Some(person)) => self.write_leaf(clinic, person, event).await,
            _ => Ok(()),
        }
    }

    async fn write_address(&self, id: EventId, event: &Event) -> Result<(), Problem> {
        let Some(address) = &event.address else { return Ok(()) };
        let sealed: Sealed<String> = self.keys().seal(&ADDRESS, id, address)?;
        let network = self.keys().tag("network", &network_of(address))?;
        self.rows(
            sql!(Identity: "insert into account_event_address (event_id, at, address, network) values ($1, $2, $3, $4)"),
            &[&id, &self.now(), &sealed, &network],
        )
        .await
        .map(drop)
    }

    /// What an operator did to a clinic stands in its trail too. Without words: the console has no clinic's key to seal them.
    async fn write_operators_leaf(&self, clinic: ClinicId, by: Option<PersonId>, event: &Event) -> Result<(), Problem> {
        let leaf: Uuid = crate::id::fresh(self.db.clock(), self.db.chance());
        self.rows(
            sql!(Operator: "insert into audit_leaf (clinic_id, leaf_id, at, actor_kind, actor_id, role, act, outcome, grant_id)
                            values ($1, $2, $3, 'support', $4, 'support', $5, $6, $7)"),
            &[&clinic, &leaf, &self.now(), &by, &event.act, &event.outcome, &event.grant],
        )
        .await
        .map(drop)
    }

    /// The same line for the clinic's own trail, which its owner reads.
    async fn write_leaf(&self, clinic: ClinicId, person: PersonId, event: &Event) -> Result<(), Problem> {
        let leaf: Uuid = crate::id::fresh(self.db.clock(), self.db.chance());
        self.rows(
            sql!(Identity: "insert into audit_leaf (clinic_id, leaf_id, at, actor_kind, actor_id, act, outcome, subject_id)
                            values ($1, $2, $3, 'staff', $4, $5, $6, $4)"),
            &[&clinic, &leaf, &self.now(), &person, &event.act, &event.outcome],
        )
        .await
        .map(drop)
    }
}

/// The network an address is in, coarse enough that a phone that changes masts stays in it: IPv4 /16, IPv6 /32.
#[must_use]
pub fn network_of(address: &str) -> String {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(four)) => {
            let [a, b, ..] = four.octets();
            format!("{a}.{b}")
        }
        Ok(std::net::IpAddr::V6(six)) => {
            let [a, b, ..] = six.segments();
            format!("{a:x}:{b:x}")
        }
        Err(_) => String::new(),
    }
}
