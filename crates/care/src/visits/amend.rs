//! Keeps: "A corrected note keeps its earlier wording" (MBP-DAT-05). The only way a record may change: a signed note stands for ever, and an amendment is a new signed note that names the
//! one it amends. A note is amended once; the next amendment amends the amendment.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    Permit, Problem, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, Typed, View, see_other},
    id::Id as _,
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
    sql,
};
use trust::patients::{PatientId, patient};
use uuid::Uuid;

use super::{
    NOTE, Note, NoteId, WRITERS, may_write,
    past::{SignedNote, signed_note},
};

/// Amends a signed note, or opens the page to do so.
#[derive(Clone, Copy, Debug)]
pub struct AmendNote {
    /// The note.
    pub note: NoteId,
    /// The patient.
    pub patient: PatientId,
}

impl Verb for AmendNote {
    const ACT: &'static str = "visits.amend";
    const WHO: &'static [Who] = WRITERS;
    fn subject(&self) -> Option<Uuid> {
        Some(self.note.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Opens a note to read it before amending it.
#[derive(Clone, Copy, Debug)]
pub struct ReadNote(AmendNote);

impl Verb for ReadNote {
    const ACT: &'static str = "visits.read_note";
    const WHO: &'static [Who] = WRITERS;
    fn subject(&self) -> Option<Uuid> {
        self.0.subject()
    }
    fn about(&self) -> Option<Uuid> {
        self.0.about()
    }
}

/// Why a note was not amended.
#[derive(Debug, thiserror::Error)]
pub enum AmendRefusal {
    /// It says the same as before, or nothing.
    #[error("change something, or go back: the note stays as it is")]
    NothingNew,
    /// Somebody was faster.
    #[error("this note has been amended meanwhile: read the latest version and amend that one")]
    AmendedMeanwhile,
    /// Everything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Writes and signs the amendment.
///
/// # Errors
/// [`AmendRefusal`].
pub async fn amend(tx: &TenantTx, amended: &SignedNote, note: &Note, permit: &Permit<AmendNote>) -> Result<NoteId, AmendRefusal> {
    if note.is_empty() || note.says_the_same_as(&amended.is) {
        return Err(AmendRefusal::NothingNew);
    }
    let id: NoteId = tx.fresh();
    let content = tx.keys().seal(&NOTE, id, note)?;
    let (clinic, author, now) = (tx.actor().clinic(), tx.actor().person(), tx.now());
    tx.run(
        sql!("insert into note (clinic_id, note_id, encounter_id, patient_id, author_id, status, revision, amends_id, content, written_at, signed_at)
              values ($1, $2, $3, $4, $5, 'signed', 1, $6, $7, $8, $8)"),
        &[&clinic, &id, &amended.encounter, &permit.verb().patient, &author, &amended.id, &content, &now],
    )
    .await
    .on("note_amended_once", AmendRefusal::AmendedMeanwhile)?;
    Ok(id)
}

#[derive(Template)]
#[template(path = "visits/amend.html")]
struct AmendPage<'a> {
    v: &'a View,
    f: &'a Typed,
    name: String,
    note: &'a SignedNote,
    /// The version that took the place of this one.
    latest: Option<NoteId>,
}

/// `GET /notes/{id}/amend`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    page(&desk, id_in_path(&id)?, None, StatusCode::OK).await
}

async fn page(desk: &Desk, id: NoteId, typed: Option<Typed>, status: StatusCode) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let (note, about) = signed_note(&tx, id).await?;
    let _permit = may_write(&mut tx, desk, ReadNote(AmendNote { note: id, patient: about })).await?;
    let name = patient(&tx, about).await?.name.into_inner();
    let latest = latest_after(&tx, id).await?;
    tx.commit().await?;
    let f = typed.unwrap_or_else(|| Typed::starting_with(&note.is.fields()));
    desk.view.page_as(status, &AmendPage { v: &desk.view, f: &f, name, note: &note, latest })
}

/// The end of the chain of amendments, if this note is not the end.
async fn latest_after(tx: &TenantTx, id: NoteId) -> Result<Option<NoteId>, Problem> {
    let row = tx
        .maybe(
            sql!(
                "with recursive chain (note_id, step) as (
                     select n.note_id, 1 from note n where n.clinic_id = (select door.clinic()) and n.amends_id = $1
                     union all
                     select n.note_id, c.step + 1 from chain c
                       join note n on n.clinic_id = (select door.clinic()) and n.amends_id = c.note_id where c.step < 1000)
                  select note_id from chain order by step desc limit 1"
            ),
            &[&id],
        )
        .await?;
    row.map(|row| row.read("note_id")).transpose()
}

/// `POST /notes/{id}/amend`.
///
/// # Errors
/// [`Problem`].
pub async fn amend_note(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: NoteId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let (amended, about) = signed_note(&tx, id).await?;
    let permit = may_write(&mut tx, &desk, AmendNote { note: id, patient: about }).await?;
    let mut reading = Reading::of(&filled);
    let note = Note { form: None, ..Note::read(&mut reading, filled.form()) };
    let errors = reading.errors();
    if errors.any() {
        drop(tx);
        return page(&desk, id, Some(filled.typed(errors)), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match amend(&tx, &amended, &note, &permit).await {
        Ok(new) => {
            let location = format!("/encounters/{}#{new}", amended.encounter);
            tx.commit_form(filled.form(), &location).await?;
            Ok(see_other(&location))
        }
        Err(refusal) => {
            drop(tx);
            match refusal {
                AmendRefusal::NothingNew => {
                    let typed = filled.typed(Errors::one("subjective", "note-nothing-new"));
                    page(&desk, id, Some(typed), StatusCode::UNPROCESSABLE_ENTITY).await
                }
                AmendRefusal::AmendedMeanwhile => page(&desk, id, Some(filled.typed(Errors::none())), StatusCode::CONFLICT).await,
                AmendRefusal::Problem(problem) => Err(problem),
            }
        }
    }
}
