//! What the desk is told when a visit cannot be changed as wished.

use jiff::Timestamp;
use kernel::Problem;

use crate::booking::appointment::ActRefusal;

/// Why a visit stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum VisitRefusal {
    /// The visit does not allow it.
    #[error(transparent)]
    No(#[from] ActRefusal),
    /// The practitioner is not open then.
    #[error("the practitioner is not here then; give a reason to book all the same")]
    Closed,
    /// Somebody else has the time.
    #[error("somebody else has this time; give a reason to book all the same")]
    Busy,
    /// Some visits of a series do not fit; none is moved.
    #[error("these do not fit, and none was moved")]
    DoNotFit(Vec<Timestamp>),
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl VisitRefusal {
    /// The key of its sentence; a problem is nobody's answer.
    pub(super) fn words(self) -> Result<&'static str, Problem> {
        match self {
            // Said of the clock to patients; at the desk only what has happened stands in the way.
            Self::No(ActRefusal::TooLate | ActRefusal::TooNear) => Ok("desk-too-late"),
            Self::No(refusal) => Ok(refusal.words()),
            Self::Closed => Ok("desk-closed-then"),
            Self::Busy => Ok("desk-busy-then"),
            Self::DoNotFit(_) => Ok("desk-do-not-fit"),
            Self::Problem(problem) => Err(problem),
        }
    }
}
