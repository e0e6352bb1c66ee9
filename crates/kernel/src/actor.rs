//! Who acts. An [`Actor`] is made only from a session, a link, a public page, a job row or the program itself,
//! each in one function below, so whatever enters a clinic has said who it is.

use uuid::Uuid;

use crate::{
    Chance, Clock,
    id::{ClinicId, Id, PersonId, SessionId},
};

/// What a member of staff is in one clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs the clinic.
    Owner,
    /// Treats patients.
    Practitioner,
    /// Runs the desk.
    Reception,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Practitioner, Self::Reception];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Practitioner => "practitioner",
            Self::Reception => "reception",
        }
    }

    /// The key of the role's name in sentences.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Owner => "role-owner",
            Self::Practitioner => "role-practitioner",
            Self::Reception => "role-reception",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Who acts, and in which clinic. Private inside: see the constructors for the only ways in.
#[derive(Clone, Debug)]
pub struct Actor {
    clinic: ClinicId,
    kind: Kind,
}

/// The kinds of actor, as the audit trail names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A signed-in member of staff.
    Staff {
        /// Who.
        person: PersonId,
        /// As what.
        role: Role,
        /// In which browser.
        session: SessionId,
    },
    /// Somebody on the clinic's public page.
    Visitor,
    /// Whoever holds a link we sent: it opens one subject and nothing else.
    Bearer {
        /// The appointment, invitation or receipt the link opens.
        subject: Uuid,
    },
    /// A job row being worked.
    Job {
        /// The row.
        job: Uuid,
    },
    /// Somebody opening a new clinic, before the first member exists.
    Founder,
    /// A command of this program run on the machine (import, demo, verify).
    Program {
        /// The command's name.
        command: &'static str,
    },
}

impl Actor {
    pub(crate) const fn staff(clinic: ClinicId, person: PersonId, role: Role, session: SessionId) -> Self {
        Self { clinic, kind: Kind::Staff { person, role, session } }
    }

    pub(crate) const fn visitor(clinic: ClinicId) -> Self {
        Self { clinic, kind: Kind::Visitor }
    }

    pub(crate) const fn bearer(clinic: ClinicId, subject: Uuid) -> Self {
        Self { clinic, kind: Kind::Bearer { subject } }
    }

    pub(crate) const fn job(clinic: ClinicId, job: Uuid) -> Self {
        Self { clinic, kind: Kind::Job { job } }
    }

    /// Somebody opening a clinic that does not exist yet: its id is minted here, so no existing one can be entered this way.
    #[must_use]
    pub fn founder(clock: &Clock, chance: &Chance) -> Self {
        Self { clinic: ClinicId::fresh(clock, chance), kind: Kind::Founder }
    }

    /// A command run by whoever may run this program on the machine. `tidy` counts the places that call this.
    #[must_use]
    pub const fn program(clinic: ClinicId, command: &'static str) -> Self {
        Self { clinic, kind: Kind::Program { command } }
    }

    /// The clinic the actor is in.
    #[must_use]
    pub const fn clinic(&self) -> ClinicId {
        self.clinic
    }

    /// What kind of actor.
    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The signed-in person, if it is one.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match &self.kind {
            Kind::Staff { person, .. } => Some(*person),
            _ => None,
        }
    }

    /// The role, if it is staff.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match &self.kind {
            Kind::Staff { role, .. } => Some(*role),
            _ => None,
        }
    }

    pub(crate) const fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Staff { .. } => "staff",
            Kind::Visitor => "visitor",
            Kind::Bearer { .. } => "bearer",
            Kind::Job { .. } => "job",
            Kind::Founder => "founder",
            Kind::Program { .. } => "program",
        }
    }

    pub(crate) fn id_for_audit(&self) -> Option<Uuid> {
        match &self.kind {
            Kind::Staff { person, .. } => Some(person.uuid()),
            Kind::Bearer { subject } => Some(*subject),
            Kind::Job { job } => Some(*job),
            Kind::Visitor | Kind::Founder | Kind::Program { .. } => None,
        }
    }

    pub(crate) const fn role_for_audit(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Staff { role, .. } => Some(role.word()),
            Kind::Program { command } => Some(command),
            _ => None,
        }
    }
}
