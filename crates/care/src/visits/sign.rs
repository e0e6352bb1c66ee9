//! Keeps: "Notes are encrypted and keep their earlier wording" (AMX-DAT-10). A note counts once a clinician has signed it. Signing ends the draft and the visit; from then on the database itself
//! refuses to change the note.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, TenantTx,
    http::{Desk, Errors, Filled, Reading, see_other},
    refusal::id_in_path,
    sql,
};

use super::{
    EncounterId, Note, NoteId, about_a_visit,
    draft::{DraftRefusal, refused, save},
    encounter, may_write, revision_of,
};

about_a_visit!(
    /// Signs one's own note.
    SignNote, "visits.sign", super::WRITERS
);

/// Why a note was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignRefusal {
    /// There is nothing to sign.
    #[error("write something before you sign")]
    Empty,
    /// The draft is not the latest.
    #[error(transparent)]
    Draft(#[from] DraftRefusal),
    /// Everything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Signs the note as typed, and finishes the visit.
///
/// # Errors
/// [`SignRefusal`].
pub async fn sign(tx: &TenantTx, note: &Note, revision: i32, permit: &Permit<SignNote>) -> Result<NoteId, SignRefusal> {
    if note.is_empty() {
        return Err(SignRefusal::Empty);
    }
    let visit = permit.verb().encounter;
    let (id, _) = save(tx, visit, note, revision).await?;
    tx.run(sql!("update note set status = 'signed', signed_at = $2 where note_id = $1 and status = 'draft'"), &[&id, &tx.now()]).await?;
    tx.run(
        sql!("update encounter set status = 'finished', ended_at = $2 where encounter_id = $1 and status = 'in-progress'"),
        &[&visit, &tx.now()],
    )
    .await?;
    Ok(id)
}

/// `POST /encounters/{id}/sign`.
///
/// # Errors
/// [`Problem`].
pub async fn sign_note(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: EncounterId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let mut reading = Reading::of(&filled);
    let note = Note::read(&mut reading, filled.form());
    let errors = reading.errors();
    if errors.any() {
        drop(tx);
        return refused(&desk, id, &filled, errors, false).await;
    }
    let patient = encounter(&tx, id).await?.patient;
    let permit = may_write(&mut tx, &desk, SignNote { encounter: id, patient }).await?;
    match sign(&tx, &note, revision_of(&filled), &permit).await {
        Ok(_) => {
            let location = format!("/encounters/{id}");
            tx.commit_form(filled.form(), &location).await?;
            Ok(see_other(&location))
        }
        Err(refusal) => {
            drop(tx);
            match refusal {
                SignRefusal::Empty => refused(&desk, id, &filled, Errors::one("subjective", "note-empty"), false).await,
                SignRefusal::Draft(DraftRefusal::ChangedElsewhere) => refused(&desk, id, &filled, Errors::none(), true).await,
                SignRefusal::Draft(DraftRefusal::Problem(problem)) | SignRefusal::Problem(problem) => Err(problem),
            }
        }
    }
}
