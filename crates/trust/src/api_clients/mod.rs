//! Programs of a clinic's that ask for its data: their keys, where they may come from, and what they may ask for.

pub mod authority;
pub mod confirm_range;
pub mod issue_certificate;
pub mod make_client;
pub mod me;
pub mod network;
pub mod once;
pub mod register_range;
pub mod revoke_certificate;
pub mod revoke_client;
pub mod revoke_range;
pub mod see_clients;

use jiff::Timestamp;
use utoipa::openapi::{Array, ArrayBuilder, ObjectBuilder, Type};

use crate::letters::{
    Letter,
    news::{ApiNews, tell_owners},
};
use kernel::{Problem, TenantTx, actor::ApiClientId, sql};

kernel::id!(
    /// A range of addresses.
    RangeId, "apr"
);
kernel::id!(
    /// A certificate; its serial number too.
    CertificateId, "apc"
);

/// What a key may be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The appointments of a day, without names.
    Appointments,
    /// One patient's name and particulars.
    Patients,
    /// What can be booked and when, as on the public page.
    Slots,
    /// Booking for patients, and moving and calling off what it booked.
    Book,
    /// The numbers of the waiting room, as on the board.
    Queue,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [Self::Appointments, Self::Patients, Self::Slots, Self::Book, Self::Queue];

    /// The word in keys, routes and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Appointments => "appointments:read",
            Self::Patients => "patients:read",
            Self::Slots => "slots:read",
            Self::Book => "appointments:write",
            Self::Queue => "queue:read",
        }
    }

    /// The key of what it lets a program do.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Appointments => "api-scope-appointments",
            Self::Patients => "api-scope-patients",
            Self::Slots => "api-scope-slots",
            Self::Book => "api-scope-book",
            Self::Queue => "api-scope-queue",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }

    /// Some of the words, as the API's document describes them.
    pub(super) fn schema() -> Array {
        let word = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::ALL.map(Self::word)));
        ArrayBuilder::new().items(word).build()
    }
}

/// How a client stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its key opens.
    Live,
    /// Its time is over.
    Over,
    /// An owner took the key away.
    Revoked,
}

impl Standing {
    /// The key of its word.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Live => "api-live",
            Self::Over => "api-over",
            Self::Revoked => "api-revoked",
        }
    }

    /// The look of its badge.
    #[must_use]
    pub const fn badge(self) -> &'static str {
        match self {
            Self::Live => "done",
            Self::Over | Self::Revoked => "cancelled",
        }
    }

    const fn of(revoked: bool, over: bool) -> Self {
        match (revoked, over) {
            (true, _) => Self::Revoked,
            (false, true) => Self::Over,
            (false, false) => Self::Live,
        }
    }
}

/// A program, as its owner sees it.
#[derive(Debug)]
pub struct Client {
    /// Which.
    pub id: ApiClientId,
    /// What the clinic calls it.
    pub name: String,
    /// What its key is for.
    pub scopes: Vec<Scope>,
    /// How it stands now.
    pub standing: Standing,
    /// When its key's time is over.
    pub expires_at: Timestamp,
    /// When it last asked for something.
    pub last_used_at: Option<Timestamp>,
    /// How many ranges let it in.
    pub ranges: i64,
}

impl Client {
    fn read(row: &kernel::tenancy::Row, now: Timestamp) -> Result<Self, Problem> {
        let words: Vec<String> = row.read("scopes")?;
        let (revoked, expires_at): (Option<Timestamp>, Timestamp) = (row.read("revoked_at")?, row.read("expires_at")?);
        Ok(Self {
            id: row.read("client_id")?,
            name: row.read("name")?,
            scopes: words.iter().filter_map(|word| Scope::from_word(word)).collect(),
            standing: Standing::of(revoked.is_some(), expires_at <= now),
            expires_at,
            last_used_at: row.read("last_used_at")?,
            ranges: row.read("ranges")?,
        })
    }
}

/// The clinic's programs, the newest first.
///
/// # Errors
/// [`Problem`].
pub async fn clients(tx: &TenantTx) -> Result<Vec<Client>, Problem> {
    tx.rows(
        sql!(
            "select client_id, name, scopes, expires_at, last_used_at, revoked_at,
                    (select count(*) from api_range r where r.clinic_id = k.clinic_id and r.client_id = k.client_id
                        and r.confirmed_at is not null and r.revoked_at is null) as ranges
               from api_client k order by client_id desc"
        ),
        &[],
    )
    .await?
    .iter()
    .map(|row| Client::read(row, tx.now()))
    .collect()
}

/// One of them.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn client(tx: &TenantTx, id: ApiClientId) -> Result<Client, Problem> {
    let row = tx
        .one(
            sql!(
                "select client_id, name, scopes, expires_at, last_used_at, revoked_at,
                        (select count(*) from api_range r where r.clinic_id = k.clinic_id and r.client_id = k.client_id
                            and r.confirmed_at is not null and r.revoked_at is null) as ranges
                   from api_client k where client_id = $1"
            ),
            &[&id],
        )
        .await?;
    Client::read(&row, tx.now())
}

/// Where the owners look after their programs.
pub const PAGE: &str = "/settings/api";

/// Where they look after one.
#[must_use]
pub fn page_of(client: ApiClientId) -> String {
    format!("/api-clients/{client}")
}

/// Tells every owner, also the one who did it: a session of theirs that somebody else sits at does not keep it quiet.
pub(super) async fn tell(tx: &TenantTx, client: ApiClientId, news: ApiNews) -> Result<(), Problem> {
    let row = tx.one(sql!("select name from api_client where client_id = $1"), &[&client]).await?;
    let program: String = row.read("name")?;
    tell_owners(tx, &[], |clinic| Letter::ApiChanged { clinic, program, news }).await
}
