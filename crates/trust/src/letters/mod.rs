//! Letters: e-mail to the people who work here (AMX-SUB-02 has its counterpart in the types: a letter goes to a login or
//! to an address somebody typed to get one, never to a patient). A row holds ids and a sealed body, is written in the
//! transaction that causes it, and is emptied once it has left.

pub mod deliver;
pub mod kept;
pub mod news;
pub mod say;

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Db, Problem, TenantTx,
    id::{Id as _, PersonId},
    keys::{Column, Sealed},
    language::Language,
    tenancy::PlatformTx,
};
use news::{ApiNews, DirectoryNews, Standing};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::identity::EmailAddress;

kernel::id!(
    /// A letter.
    LetterId, "ltr"
);

pub(crate) const BODY: Column<Letter> = Column::new("letter", "body");
pub(crate) const ADDRESS: Column<String> = Column::new("letter", "address");
kernel::sealed_as_json!(Letter);

/// The closed list of what we write to staff and owners about, each with its declared facts. Addresses of pages are ids;
/// they become links when the letter is written out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Letter {
    /// Somebody opens a clinic with this address: prove that it is yours. Who has a login already is told so.
    Opening {
        /// The clinic's name as typed.
        clinic: String,
        /// `account_link`.
        link: Uuid,
        /// Whether the address has a login: looked up when the letter leaves, so that the page cannot tell.
        known: bool,
    },
    /// Somebody asked for a new password.
    Reset {
        /// `account_link`; none where it is made when the letter leaves.
        link: Option<Uuid>,
    },
    /// The password is another one now.
    PasswordChanged,
    /// A second factor was added.
    FactorAdded(Factor),
    /// A second factor was taken away.
    FactorRemoved(Factor),
    /// A sign-in from a device that was not seen before.
    NewDevice {
        /// The browser, as it names itself, shortened.
        device: String,
        /// Its address.
        address: String,
        /// When.
        at: Timestamp,
    },
    /// The operator asks to be let in.
    SupportRequested {
        /// The clinic.
        clinic: String,
        /// For so long.
        hours: u32,
    },
    /// The operator is in.
    SupportRunning {
        /// The clinic.
        clinic: String,
        /// Until.
        until: Timestamp,
    },
    /// A clinician opened emergency access.
    EmergencyOpened {
        /// The clinic.
        clinic: String,
        /// Who.
        who: String,
        /// When.
        at: Timestamp,
    },
    /// One login in two places, or on many devices. Whose, the clinic's page says: names are under the clinic's key.
    AccountShared {
        /// The clinic.
        clinic: String,
    },
    /// What opens the clinic's data to a program is another thing now.
    ApiChanged {
        /// The clinic.
        clinic: String,
        /// What the clinic calls the program.
        program: String,
        /// What happened.
        news: ApiNews,
    },
    /// Somebody of the team stands differently now; to the owners.
    MemberChanged {
        /// The clinic.
        clinic: String,
        /// Who.
        who: String,
        /// How.
        now: Standing,
    },
    /// The same, to the one it is about.
    YouChanged {
        /// The clinic.
        clinic: String,
        /// How.
        now: Standing,
    },
    /// The directory that opens the clinic to its members was set or removed.
    DirectoryChanged {
        /// The clinic.
        clinic: String,
        /// What happened.
        news: DirectoryNews,
    },
    /// An account of a directory opens a clinic to this login.
    DirectoryLinked {
        /// The clinic.
        clinic: String,
        /// The directory's host.
        host: String,
    },
    /// A passkey came with a counter of before: somebody may hold a copy.
    PasskeyStopped,
    /// A recovery code was used.
    RecoveryUsed {
        /// How many are left.
        left: i64,
    },
    /// Somebody is invited to a clinic.
    Invitation {
        /// The clinic.
        clinic: String,
        /// Who invites.
        by: String,
        /// `link` of the clinic.
        link: Uuid,
    },
    /// The way round the work at sign-in.
    SignInCode {
        /// The code.
        code: String,
    },
}

/// A second factor, as letters name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Factor {
    /// A passkey.
    Passkey,
    /// A code generator.
    Codes,
    /// Codes for the day on which everything else is lost.
    Recovery,
}

impl Factor {
    /// The word sentences choose by.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Codes => "codes",
            Self::Recovery => "recovery",
        }
    }
}

impl Letter {
    /// The word in the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opening { .. } => "opening",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged => "password_changed",
            Self::FactorAdded(_) => "factor_added",
            Self::FactorRemoved(_) => "factor_removed",
            Self::NewDevice { .. } => "new_device",
            Self::SupportRequested { .. } => "support_requested",
            Self::SupportRunning { .. } => "support_running",
            Self::EmergencyOpened { .. } => "emergency_opened",
            Self::AccountShared { .. } => "account_shared",
            Self::ApiChanged { .. } => "api_changed",
            Self::MemberChanged { .. } => "member_changed",
            Self::YouChanged { .. } => "you_changed",
            Self::DirectoryChanged { .. } => "directory_changed",
            Self::DirectoryLinked { .. } => "directory_linked",
            Self::PasskeyStopped => "passkey_stopped",
            Self::RecoveryUsed { .. } => "recovery_used",
            Self::Invitation { .. } => "invitation",
            Self::SignInCode { .. } => "sign_in_code",
        }
    }

    /// How long it is worth sending.
    const fn good_for(&self) -> SignedDuration {
        match self {
            Self::SignInCode { .. } => SignedDuration::from_mins(10),
            Self::Reset { .. } => SignedDuration::from_mins(30),
            Self::Opening { .. } => SignedDuration::from_hours(24),
            _ => SignedDuration::from_hours(72),
        }
    }

    /// Whether anybody can cause it by typing an address: then one address gets only so many in an hour.
    pub(crate) const fn is_asked_for(&self) -> bool {
        matches!(self, Self::Opening { .. } | Self::Reset { .. } | Self::SignInCode { .. })
    }
}

/// Who gets it: the address is looked up when it leaves.
#[derive(Clone, Debug)]
pub enum Addressee {
    /// Somebody with a login.
    Person(PersonId),
    /// An address somebody typed; for what proves an address, and for what must answer alike whether it is known or not.
    Address(EmailAddress),
}

/// A row to be written.
struct Row {
    id: LetterId,
    kind: &'static str,
    language: &'static str,
    person: Option<PersonId>,
    key: Option<Vec<u8>>,
    address: Option<Sealed<String>>,
    body: Sealed<Letter>,
    good_until: Timestamp,
}

impl Row {
    fn of(db: &Db, to: &Addressee, language: Language, letter: &Letter) -> Result<Self, Problem> {
        let keys = db.platform_keys();
        let now = db.clock().now();
        let id = LetterId::fresh(db.clock(), db.chance());
        let (person, key, address) = match to {
            Addressee::Person(person) => (Some(*person), None, None),
            Addressee::Address(email) => (None, Some(email.key(db)?), Some(keys.seal(&ADDRESS, id, &email.reveal().to_owned())?)),
        };
        let good_until = now.checked_add(letter.good_for()).unwrap_or(now);
        let body = keys.seal(&BODY, id, letter)?;
        Ok(Self { id, kind: letter.kind(), language: language.tag(), person, key, address, body, good_until })
    }
}

/// Writes a letter with what is written about logins.
///
/// # Errors
/// [`Problem`].
pub async fn write(tx: &PlatformTx, db: &Db, to: &Addressee, language: Language, letter: &Letter) -> Result<LetterId, Problem> {
    let row = Row::of(db, to, language, letter)?;
    tx.rows(
        kernel::sql!(Identity:
            "insert into letter (letter_id, kind, language, person_id, address_key, address, body, created_at, due_at, good_until)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)"
        ),
        &[&row.id, &row.kind, &row.language, &row.person, &row.key, &row.address, &row.body, &tx.now(), &row.good_until],
    )
    .await?;
    Ok(row.id)
}

/// Writes a letter with what happens in a clinic. The pages' login may put letters in, and read none.
///
/// # Errors
/// [`Problem`].
pub async fn write_from(tx: &TenantTx, db: &Db, to: &Addressee, language: Language, letter: &Letter) -> Result<LetterId, Problem> {
    let row = Row::of(db, to, language, letter)?;
    tx.run(
        kernel::sql!(
            "insert into letter (letter_id, kind, language, person_id, address_key, address, body, created_at, due_at, good_until)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)"
        ),
        &[&row.id, &row.kind, &row.language, &row.person, &row.key, &row.address, &row.body, &tx.now(), &row.good_until],
    )
    .await?;
    Ok(row.id)
}
