//! What can go wrong that nobody at the desk can mend. Expected noes are each verb's own `…Refusal`.

/// A failure that ends the request. The person sees a plain page; the log gets the cause, never personal data.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It is not there, or it is not theirs: the two answer alike (404).
    #[error("there is no such page")]
    NotFound,
    /// Nobody is signed in, or the session has ended (redirect to sign in).
    #[error("sign in to go on")]
    SignedOut,
    /// The actor may not do this. Answers as [`Problem::NotFound`]; recorded in the trail.
    #[error("not permitted: {0}")]
    Forbidden(&'static str),
    /// The act wants a proof of the last ten minutes that it is really them: a password, a code, a passkey.
    #[error("prove again that it is you: {0}")]
    ProofNeeded(&'static str),
    /// Signed in with a password alone where that is not enough: a second factor is set up first (redirect to where).
    #[error("set up a second factor to go on")]
    FactorOwed,
    /// The form did not come from our own page, or from one of another session.
    #[error("this form has expired")]
    ForeignForm,
    /// The body is larger or stranger than any form of ours.
    #[error("this request cannot be read: {0}")]
    Unreadable(&'static str),
    /// Too many tries.
    #[error("too many tries")]
    TooMany,
    /// The database cannot be reached or gave up; trying again is right.
    #[error("the database is away")]
    Away(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A constraint said no and no verb gave it a sentence.
    #[error("the database refused: constraint {constraint}")]
    Constraint {
        /// The constraint's name.
        constraint: String,
    },
    /// A bug or a broken installation.
    #[error("{}", one_line(.0))]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What is said in a log stays on its line, so that nothing said can look like a line of its own.
fn one_line(cause: &impl std::fmt::Display) -> String {
    cause.to_string().replace(char::is_control, " ")
}

impl Problem {
    /// A broken expectation, in a few words without personal data.
    #[must_use]
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into().into())
    }

    /// Whether this is the named constraint's refusal.
    #[must_use]
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Self::Constraint { constraint } if constraint == name)
    }
}

impl From<tokio_postgres::Error> for Problem {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            return if error.is_closed() || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>()) {
                Self::Away(error.into())
            } else {
                Self::Broken(error.into())
            };
        };
        if let Some(constraint) = db.constraint() {
            return Self::Constraint { constraint: constraint.to_owned() };
        }
        match db.code().code() {
            // door.enter: the session, membership, grant or lease ended between the look at the door and the act.
            "WKS01" => return Self::SignedOut,
            "WKP01" => return Self::Away("a pass was too old when it arrived".into()),
            _ => {}
        }
        let away = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::QUERY_CANCELED,
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::DISK_FULL,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ];
        // The server's message can quote a value ("invalid input syntax … : x"), so only its code goes further.
        let told = format!("the database answered {}", db.code().code());
        if away.contains(db.code()) { Self::Away(told.into()) } else { Self::Broken(told.into()) }
    }
}

impl From<deadpool::managed::PoolError<tokio_postgres::Error>> for Problem {
    fn from(error: deadpool::managed::PoolError<tokio_postgres::Error>) -> Self {
        match error {
            deadpool::managed::PoolError::Backend(error) => match Self::from(error) {
                Self::Broken(cause) => Self::Away(cause),
                other => other,
            },
            other => Self::Away(other.to_string().into()),
        }
    }
}

/// Gives a named constraint its sentence: `.on("appointment_no_overlap", BookRefusal::SlotTaken)?`
pub trait OnConstraint<T> {
    /// The refusal instead of the named constraint's problem; every other problem passes on.
    ///
    /// # Errors
    /// The refusal, or the problem turned into the verb's own error.
    fn on<R: From<Problem>>(self, constraint: &str, refusal: R) -> Result<T, R>;

    /// The same for several constraints that say the same to people.
    ///
    /// # Errors
    /// The refusal, or the problem turned into the verb's own error.
    fn on_any<R: From<Problem>>(self, constraints: &[&str], refusal: R) -> Result<T, R>;
}

impl<T> OnConstraint<T> for Result<T, Problem> {
    fn on<R: From<Problem>>(self, constraint: &str, refusal: R) -> Result<T, R> {
        self.on_any(&[constraint], refusal)
    }

    fn on_any<R: From<Problem>>(self, constraints: &[&str], refusal: R) -> Result<T, R> {
        self.map_err(|problem| if constraints.iter().any(|one| problem.is_constraint(one)) { refusal } else { problem.into() })
    }
}

/// Reads an id from a path; anything else is a page that does not exist.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn id_in_path<I: crate::id::Id>(text: &str) -> Result<I, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}
