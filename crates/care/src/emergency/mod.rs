//! Emergency access ("break glass"): a clinician to whom a chart is shut opens it for an hour, says why, and is reviewed.

pub mod close;
pub mod open;
pub mod review;

use jiff::{SignedDuration, Timestamp};
use kernel::{Problem, Role, TenantTx, http::View, keys::Column, sql};
use trust::patients::PatientId;

kernel::id!(
    /// One emergency access.
    GlassId, "brk"
);

/// `break_glass.words`.
pub const WORDS: Column<String> = Column::new("break_glass", "words");
/// `break_glass.remark`.
pub const REMARK: Column<String> = Column::new("break_glass", "remark");

/// The clinicians to whom charts are shut and who may open one in an emergency. A role that is added here is added to
/// `Who::Emergency` of what it may then see.
pub const CLINICIANS: &[Role] = &[Role::Pharmacist];

/// How long it lasts.
const MINUTES: i64 = 60;
/// Hours in which an owner reviews it.
const REVIEW_HOURS: i64 = 72;

/// Why, as a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Life or health is in danger now.
    Emergency,
    /// Whoever treats the patient cannot be reached.
    Unreachable,
    /// A patient was handed over and the papers are missing.
    Handover,
    /// Something else, said in words.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Emergency, Self::Unreachable, Self::Handover, Self::Other];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Unreachable => "unreachable",
            Self::Handover => "handover",
            Self::Other => "other",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// What a page says while an emergency access is open on it.
#[derive(Debug)]
pub struct Banner {
    /// Which.
    pub id: GlassId,
    /// "23 minutes left".
    pub left: String,
}

/// The reader's open emergency access to this patient.
///
/// # Errors
/// [`Problem`].
pub async fn banner(tx: &TenantTx, v: &View, patient: PatientId) -> Result<Option<Banner>, Problem> {
    let (Some(person), Some(role)) = (tx.actor().person(), tx.actor().role()) else { return Ok(None) };
    if !CLINICIANS.contains(&role) {
        return Ok(None);
    }
    let open = tx
        .maybe(
            sql!(
                "select glass_id, ends_at from break_glass
                  where person_id = $1 and patient_id = $2 and ends_at > $3 order by ends_at desc limit 1"
            ),
            &[&person, &patient, &tx.now()],
        )
        .await?;
    open.map(|row| {
        let left = row.read::<Timestamp>("ends_at")?.duration_since(tx.now()).as_secs();
        Ok(Banner { id: row.read("glass_id")?, left: v.tn("emergency-left", (left + 59) / 60) })
    })
    .transpose()
}

/// How many wait for a review.
///
/// # Errors
/// [`Problem`].
pub async fn waiting(tx: &TenantTx) -> Result<i64, Problem> {
    tx.one(sql!("select count(*) as waiting from break_glass where reviewed_at is null"), &[]).await?.read("waiting")
}

/// Until when a review is due.
fn due(opened: Timestamp) -> Timestamp {
    opened.checked_add(SignedDuration::from_hours(REVIEW_HOURS)).unwrap_or(opened)
}
