//! The operator of the platform: who they are, what the console shows of clinics, and the leave under which they may look
//! into one. An operator is nobody's member and has no password anywhere.

pub mod add;
pub mod ask_leave;
pub mod cases;
pub mod clinic;
pub mod clinics;
pub mod enrol;
pub mod enter;
pub mod give_leave;
pub mod leave;
mod passkey;
pub mod revoke_leave;
pub mod session;
pub mod sign_in;
pub mod suspend;
mod tell_owners;
pub mod under_leave;

use kernel::{Problem, actor::SupportScope, http::View, keys::Column, tenancy::Row};

/// Why an operator asks, sealed under the platform's key: the console has no clinic's.
pub(crate) const REASON: Column<String> = Column::new("support_grant", "reason");

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The clinic has not answered.
    Asked,
    /// An owner signed it.
    Granted,
    /// An owner said no.
    Refused,
    /// An owner ended it before its time.
    Revoked,
}

impl State {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Problem> {
        let word: &str = row.read("state")?;
        let all = [Self::Asked, Self::Granted, Self::Refused, Self::Revoked];
        all.into_iter().find(|state| state.word() == word).ok_or_else(|| Problem::broken("a leave has an unknown state"))
    }
}

/// The scopes of a row.
pub(crate) fn scopes(row: &Row) -> Result<Vec<SupportScope>, Problem> {
    Ok(row.read::<Vec<&str>>("scopes")?.into_iter().filter_map(SupportScope::from_word).collect())
}

/// "Schedule, Bills", in the reader's language.
pub(crate) fn in_words(v: &View, scopes: &[SupportScope]) -> String {
    scopes.iter().map(|scope| v.t1("leave-scope", "scope", scope.word())).collect::<Vec<_>>().join(", ")
}
