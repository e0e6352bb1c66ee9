//! Visits: one meeting of a patient and a practitioner, what was measured, and what was written and signed.

pub mod amend;
pub mod draft;
pub mod encounter_page;
pub mod keep;
pub mod past;
pub mod record_vitals;
pub mod sign;
pub mod start;

use jiff::Timestamp;
use kernel::{
    Permit, Private, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading},
    keys::{Column, Sealed},
    permit::Who,
    sql,
};
use serde::{Deserialize, Serialize};
use trust::patients::PatientId;
use uuid::Uuid;

kernel::id!(
    /// A visit.
    EncounterId, "enc"
);
kernel::id!(
    /// A note of a visit.
    NoteId, "not"
);

/// `encounter.content`.
pub const ENCOUNTER: Column<Visit> = Column::new("encounter", "content");
/// `note.content`.
pub const NOTE: Column<Note> = Column::new("note", "content");

/// Who may treat, and so write: practitioners, and an owner who is one ([`may_write`] sees to that).
pub const WRITERS: &[Who] = &[Who::Staff(Role::Doctor), Who::Staff(Role::Owner)];
/// Who stands beside the patient in a visit: begins it, measures, reads along.
pub const ATTENDANTS: &[Who] = &[Who::Staff(Role::Doctor), Who::Staff(Role::Owner), Who::Staff(Role::Nurse)];
/// Who reads a visit: they, and a clinician who opened the patient's chart in an emergency.
pub const READERS: &[Who] = &[Who::Staff(Role::Doctor), Who::Staff(Role::Owner), Who::Staff(Role::Nurse), Who::Emergency(Role::Pharmacist)];

/// What a visit was, where another system told us.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// FHIR's class: `AMB`, `EMER`, `IMP`, `HH`, `VR`.
    pub class: String,
    /// What kind of visit, in words.
    pub kinds: Vec<String>,
    /// Why the patient came, in words.
    pub reasons: Vec<String>,
    /// Who saw the patient, in words.
    pub seen_by: Vec<String>,
}

/// A note in its four parts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What the patient says.
    pub subjective: String,
    /// What was found.
    pub objective: String,
    /// What it is thought to be.
    pub assessment: String,
    /// What will be done.
    pub plan: String,
    /// The form that wrote a draft last: one page never conflicts with itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Uuid>,
}
kernel::sealed_as_json!(Visit, Note);

/// The most characters of one part of a note.
const MOST_CHARACTERS: usize = 8_000;

impl Note {
    /// Reads the four parts of the form.
    pub fn read(reading: &mut Reading<'_>, form: Uuid) -> Self {
        Self {
            subjective: reading.lines("subjective", MOST_CHARACTERS),
            objective: reading.lines("objective", MOST_CHARACTERS),
            assessment: reading.lines("assessment", MOST_CHARACTERS),
            plan: reading.lines("plan", MOST_CHARACTERS),
            form: Some(form),
        }
    }

    /// The parts with the keys of their headings, as a page shows them.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, &str); 4] {
        [
            ("note-subjective", &self.subjective),
            ("note-objective", &self.objective),
            ("note-assessment", &self.assessment),
            ("note-plan", &self.plan),
        ]
    }

    /// Whether nothing is written in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|(_, text)| text.trim().is_empty())
    }

    /// Whether two notes say the same.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.parts().iter().zip(other.parts()).all(|((_, mine), (_, theirs))| mine.trim() == theirs.trim())
    }

    /// The parts as values of form fields.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &str); 4] {
        [("subjective", &self.subjective), ("objective", &self.objective), ("assessment", &self.assessment), ("plan", &self.plan)]
    }
}

/// The revision a form was made from; anything unreadable counts as the first.
fn revision_of(filled: &Filled) -> i32 {
    filled.text("revision").parse().unwrap_or(0)
}

/// A visit as its own page needs it.
pub struct Encounter {
    /// Id.
    pub id: EncounterId,
    /// Whose.
    pub patient: PatientId,
    /// FHIR's status.
    pub status: String,
    /// When it began.
    pub started: Timestamp,
}

impl Encounter {
    /// Whether it is still being written.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == "in-progress"
    }
}

/// Reads one visit; an imported one has no page of its own and is not found.
///
/// # Errors
/// [`Problem::NotFound`] and others.
pub async fn encounter(tx: &TenantTx, id: EncounterId) -> Result<Encounter, Problem> {
    let row = tx
        .one(sql!("select patient_id, status, started_at from encounter where encounter_id = $1 and appointment_id is not null"), &[&id])
        .await?;
    Ok(Encounter { id, patient: row.read("patient_id")?, status: row.read("status")?, started: row.read("started_at")? })
}

/// A draft as it stands.
pub struct Draft {
    /// Id.
    pub id: NoteId,
    /// Counts its savings.
    pub revision: i32,
    /// What it says.
    pub note: Private<Note>,
}

/// The author's own draft in a visit, held until the end of the transaction: nobody sees another's draft.
///
/// # Errors
/// [`Problem`].
pub async fn own_draft(tx: &TenantTx, encounter: EncounterId) -> Result<Option<Draft>, Problem> {
    let author = tx.actor().person();
    let row = tx
        .maybe(
            sql!(
                "select note_id, revision, content from note
                   where encounter_id = $1 and author_id = $2 and status = 'draft' for update"
            ),
            &[&encounter, &author],
        )
        .await?;
    row.map(|row| {
        let id: NoteId = row.read("note_id")?;
        let sealed: Sealed<Note> = row.read("content")?;
        Ok(Draft { id, revision: row.read("revision")?, note: tx.keys().open(&NOTE, id, &sealed)? })
    })
    .transpose()
}

/// Who is not a practitioner does not write, even as owner of the clinic.
struct Treat {
    subject: Uuid,
    about: Uuid,
}

impl Verb for Treat {
    const ACT: &'static str = "visits.treat";
    const WHO: &'static [Who] = &[Who::Staff(Role::Doctor)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.subject)
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.about)
    }
}

/// Whether a page offers this person to write: what [`may_write`] will say, as far as it can be known before it is asked.
#[must_use]
pub fn writes(desk: &Desk) -> bool {
    WRITERS.contains(&Who::Staff(desk.role)) && (desk.role != Role::Owner || desk.practitioner.is_some())
}

/// Asks for a right of writers. An owner who is no practitioner is refused, and the refusal stands in the trail.
///
/// # Errors
/// [`Problem::Forbidden`].
pub async fn may_write<V: Verb>(tx: &mut TenantTx, desk: &Desk, verb: V) -> Result<Permit<V>, Problem> {
    if desk.role == Role::Owner && desk.practitioner.is_none() {
        let (subject, about) = (verb.subject().unwrap_or_default(), verb.about().unwrap_or_default());
        tx.may(Treat { subject, about }).await.map(drop)?;
    }
    tx.may(verb).await
}

/// Declares a verb of this room about one visit of one patient.
macro_rules! about_a_visit {
    ($(#[$doc:meta])* $name:ident, $act:literal, $who:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            /// The visit.
            pub encounter: $crate::visits::EncounterId,
            /// The patient.
            pub patient: trust::patients::PatientId,
        }
        impl kernel::Verb for $name {
            const ACT: &'static str = $act;
            const WHO: &'static [kernel::permit::Who] = $who;
            fn subject(&self) -> Option<uuid::Uuid> {
                Some(kernel::id::Id::uuid(self.encounter))
            }
            fn about(&self) -> Option<uuid::Uuid> {
                Some(kernel::id::Id::uuid(self.patient))
            }
        }
    };
}
use about_a_visit;
