//! Who acts. An [`Actor`] is made only from a session, a link, a public page, a job row or the program itself,
//! each in one function below, so whatever enters a clinic has said who it is.

use jiff::Timestamp;
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
    Doctor,
    /// Measures, gives medicines, stands beside the doctor.
    Nurse,
    /// Runs the desk.
    Receptionist,
    /// Gives out what was prescribed.
    Pharmacist,
    /// Keeps the clinic's money.
    Billing,
    /// Looks at what was done, and changes nothing.
    Auditor,
    /// The platform's operator under a grant of the owner: looks, within the grant. Nobody is a member with this role.
    Support,
}

impl Role {
    /// Every role a member can have, for tables and tests.
    pub const ALL: [Self; 7] = [Self::Owner, Self::Doctor, Self::Nurse, Self::Receptionist, Self::Pharmacist, Self::Billing, Self::Auditor];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Doctor => "doctor",
            Self::Nurse => "nurse",
            Self::Receptionist => "receptionist",
            Self::Pharmacist => "pharmacist",
            Self::Billing => "billing",
            Self::Auditor => "auditor",
            Self::Support => "support",
        }
    }

    /// The key of the role's name in sentences.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Owner => "role-owner",
            Self::Doctor => "role-doctor",
            Self::Nurse => "role-nurse",
            Self::Receptionist => "role-receptionist",
            Self::Pharmacist => "role-pharmacist",
            Self::Billing => "role-billing",
            Self::Auditor => "role-auditor",
            Self::Support => "role-support",
        }
    }

    /// The page on which the role's day begins.
    #[must_use]
    pub const fn home(self) -> &'static str {
        match self {
            Self::Auditor => "/patients",
            Self::Billing => "/invoices",
            _ => "/today",
        }
    }

    /// Reads the word of a member's role back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// What a grant of support lets an operator look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SupportScope {
    /// The day's list, the queue, the calendar.
    Schedule,
    /// Charts and visits.
    Records,
    /// Invoices and payments.
    Billing,
    /// Team, hours, services, the trail.
    Settings,
}

impl SupportScope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Schedule, Self::Records, Self::Billing, Self::Settings];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Records => "records",
            Self::Billing => "billing",
            Self::Settings => "settings",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

crate::id!(
    /// A place where a clinic works.
    LocationId, "loc"
);
crate::id!(
    /// Leave for an operator to look into a clinic.
    GrantId, "sgr"
);
crate::id!(
    /// Another program of the clinic's.
    ApiClientId, "api"
);

/// How a signed-in member stands: what the session's row and the membership's said a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// As what, at this session's location.
    pub role: Role,
    /// In which browser.
    pub session: SessionId,
    /// At one location, or everywhere.
    pub location: Option<LocationId>,
    /// Until when the last proof counts as fresh.
    pub proven_until: Option<Timestamp>,
    /// Patients for whom emergency access is open.
    pub glass: Vec<Uuid>,
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
    Staff(Standing),
    /// An operator under a grant.
    Support {
        /// Who.
        operator: PersonId,
        /// In which browser.
        session: SessionId,
        /// Under which grant.
        grant: GrantId,
        /// What the grant lets them look at.
        scopes: Vec<SupportScope>,
    },
    /// Another program of the clinic's, with a key of its own.
    Client {
        /// Which.
        client: ApiClientId,
        /// What its key is for, as words such as "appointments:read".
        scopes: Vec<String>,
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
    /// The leave under which an operator looks in.
    pub(crate) const fn grant(&self) -> Option<GrantId> {
        if let Kind::Support { grant, .. } = &self.kind { Some(*grant) } else { None }
    }

    pub(crate) const fn staff(clinic: ClinicId, standing: Standing) -> Self {
        Self { clinic, kind: Kind::Staff(standing) }
    }

    pub(crate) const fn support(
        clinic: ClinicId,
        operator: PersonId,
        session: SessionId,
        grant: GrantId,
        scopes: Vec<SupportScope>,
    ) -> Self {
        Self { clinic, kind: Kind::Support { operator, session, grant, scopes } }
    }

    pub(crate) const fn client(clinic: ClinicId, client: ApiClientId, scopes: Vec<String>) -> Self {
        Self { clinic, kind: Kind::Client { client, scopes } }
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

    /// The signed-in member, if it is one.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match &self.kind {
            Kind::Staff(standing) => Some(standing.person),
            _ => None,
        }
    }

    /// The role, if it is a member.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match &self.kind {
            Kind::Staff(standing) => Some(standing.role),
            _ => None,
        }
    }

    /// The browser session, if somebody is signed in.
    #[must_use]
    pub const fn session(&self) -> Option<SessionId> {
        match &self.kind {
            Kind::Staff(standing) => Some(standing.session),
            Kind::Support { session, .. } => Some(*session),
            _ => None,
        }
    }

    pub(crate) const fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Staff(_) => "staff",
            Kind::Support { .. } => "support",
            Kind::Client { .. } => "client",
            Kind::Visitor => "visitor",
            Kind::Bearer { .. } => "bearer",
            Kind::Job { .. } => "job",
            Kind::Founder => "founder",
            Kind::Program { .. } => "program",
        }
    }

    pub(crate) fn id_for_audit(&self) -> Option<Uuid> {
        match &self.kind {
            Kind::Staff(standing) => Some(standing.person.uuid()),
            Kind::Support { operator, .. } => Some(operator.uuid()),
            Kind::Client { client, .. } => Some(client.uuid()),
            Kind::Bearer { subject } => Some(*subject),
            Kind::Job { job } => Some(*job),
            Kind::Visitor | Kind::Founder | Kind::Program { .. } => None,
        }
    }

    pub(crate) const fn role_for_audit(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Staff(standing) => Some(standing.role.word()),
            Kind::Support { .. } => Some(Role::Support.word()),
            Kind::Program { command } => Some(command),
            _ => None,
        }
    }
}
