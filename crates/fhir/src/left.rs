//! What a bundle holds and we do not take, and why: the owner of the clinic is told, never surprised.

use crate::refusal::Fault;

/// A kind of resource that stayed behind, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Left {
    /// The FHIR name of the kind, such as `Claim`.
    pub kind: String,
    /// Why it was not taken.
    pub why: WhyLeft,
}

/// Why a sound resource was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum WhyLeft {
    /// A kind the import does not know.
    #[error("Wellkept does not import this kind of record")]
    KindNotTaken,
    /// An observation that is not one of the vital signs we chart.
    #[error("of observations only the vital signs are imported")]
    NotAVitalSign,
    /// A vital sign without a single number, or with a bound such as "less than 5".
    #[error("the measurement has no single number that can be charted")]
    NoSingleValue,
    /// Cancelled, or marked as entered in error.
    #[error("the record was cancelled or marked as entered in error")]
    Withdrawn,
    /// About a group, a device or nobody.
    #[error("the record is not about a patient")]
    NotAboutAPatient,
    /// FHIR allows a condition or an allergy without a code; a chart cannot use it.
    #[error("the record does not say what it is about")]
    Unnamed,
}

/// Why the reading of one resource stops: left behind, or the whole bundle is refused.
#[derive(Debug)]
pub(crate) enum Stop {
    Left(WhyLeft),
    Fault(Fault),
}

impl From<WhyLeft> for Stop {
    fn from(why: WhyLeft) -> Self {
        Self::Left(why)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
