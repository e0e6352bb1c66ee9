//! Saves the draft of a note while it is typed. A draft belongs to its author. Two pages never overwrite each other: who
//! comes with an older revision than another page wrote is told so (409), and keeps what they typed.

use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Permit, Problem, TenantTx,
    http::{Desk, Errors, Filled, Reading, see_other},
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{
    Draft, EncounterId, NOTE, Note, NoteId, about_a_visit, encounter,
    encounter_page::{Said, page},
    may_write, own_draft, revision_of,
};

about_a_visit!(
    /// Writes the draft of a note.
    WriteDraft, "visits.write_draft", super::WRITERS
);

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum DraftRefusal {
    /// Another page of the same author wrote a newer draft, or signed it.
    #[error("this note was changed in another window: open it again to go on from there")]
    ChangedElsewhere,
    /// Everything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// What becomes of a draft that arrives.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    New,
    Follows,
    Conflict,
}

/// A page conflicts only with another page. The answer to a saving may get lost; the page that wrote the latest draft then
/// comes again with an old revision and is right.
fn decide(kept: Option<(i32, Option<Uuid>)>, revision: i32, form: Option<Uuid>, open: bool) -> Fate {
    match kept {
        None if revision == 0 && open => Fate::New,
        None => Fate::Conflict,
        Some((kept, by)) if kept == revision || by == form => Fate::Follows,
        Some(_) => Fate::Conflict,
    }
}

/// Saves, and tells note and new revision.
///
/// # Errors
/// [`DraftRefusal`].
pub(super) async fn save(tx: &TenantTx, visit: EncounterId, note: &Note, revision: i32) -> Result<(NoteId, i32), DraftRefusal> {
    let visit = encounter(tx, visit).await?;
    let kept = own_draft(tx, visit.id).await?;
    let of = |draft: &Draft| (draft.revision, draft.note.reveal().form);
    match (decide(kept.as_ref().map(of), revision, note.form, visit.is_open()), kept) {
        (Fate::New, _) => {
            let id: NoteId = tx.fresh();
            let content = tx.keys().seal(&NOTE, id, note)?;
            let made = tx
                .run(
                    sql!(
                        "insert into note (clinic_id, note_id, encounter_id, patient_id, author_id, status, revision, content, written_at)
                          values ($1, $2, $3, $4, $5, 'draft', 1, $6, $7)
                          on conflict (clinic_id, encounter_id, author_id) where status = 'draft' do nothing returning note_id"
                    ),
                    &[&tx.actor().clinic(), &id, &visit.id, &visit.patient, &tx.actor().person(), &content, &tx.now()],
                )
                .await?;
            if made.is_empty() { Err(DraftRefusal::ChangedElsewhere) } else { Ok((id, 1)) }
        }
        (Fate::Follows, Some(draft)) => {
            let content = tx.keys().seal(&NOTE, draft.id, note)?;
            let row = tx
                .one(
                    sql!(
                        "update note set content = $2, revision = revision + 1, written_at = $3
                           where note_id = $1 and status = 'draft' returning revision"
                    ),
                    &[&draft.id, &content, &tx.now()],
                )
                .await?;
            Ok((draft.id, row.read("revision")?))
        }
        (Fate::Conflict | Fate::Follows, _) => Err(DraftRefusal::ChangedElsewhere),
    }
}

/// Saves a draft.
///
/// # Errors
/// [`DraftRefusal`].
pub async fn write_draft(tx: &TenantTx, note: &Note, revision: i32, permit: &Permit<WriteDraft>) -> Result<i32, DraftRefusal> {
    Ok(save(tx, permit.verb().encounter, note, revision).await?.1)
}

/// `POST /encounters/{id}/draft`: from the script 204 with the revision as `ETag`, from the button a redirect.
///
/// # Errors
/// [`Problem`].
pub async fn write(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: EncounterId = id_in_path(&id)?;
    let by_button = filled.ticked("save");
    let mut tx = desk.enter().await?;
    if by_button && let Some(to) = tx.seen_before(filled.form()).await? {
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
    let permit = may_write(&mut tx, &desk, WriteDraft { encounter: id, patient }).await?;
    match write_draft(&tx, &note, revision_of(&filled), &permit).await {
        Ok(_) if by_button => {
            let location = format!("/encounters/{id}");
            tx.commit_form(filled.form(), &location).await?;
            Ok(see_other(&location))
        }
        Ok(revision) => {
            tx.commit().await?;
            let tag = HeaderValue::from_str(&format!("\"{revision}\"")).map_err(|_| Problem::broken("a revision"))?;
            Ok((StatusCode::NO_CONTENT, [(header::ETAG, tag)]).into_response())
        }
        Err(DraftRefusal::ChangedElsewhere) if by_button => {
            drop(tx);
            refused(&desk, id, &filled, Errors::none(), true).await
        }
        Err(DraftRefusal::ChangedElsewhere) => Ok((StatusCode::CONFLICT, [(header::CONTENT_TYPE, "text/plain")], "").into_response()),
        Err(DraftRefusal::Problem(problem)) => Err(problem),
    }
}

/// The page again with what was typed. Called after the refused transaction was dropped.
pub(super) async fn refused(desk: &Desk, id: EncounterId, filled: &Filled, errors: Errors, conflict: bool) -> Result<Response, Problem> {
    let said = Said { note: Some(filled.typed(errors)), conflict, ..Said::default() };
    page(desk, desk.enter().await?, id, said).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_conflicts_with_another_page_and_never_with_itself() {
        let (mine, other) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
        assert_eq!(decide(None, 0, mine, true), Fate::New);
        assert_eq!(decide(Some((3, other)), 3, mine, true), Fate::Follows, "the other page is older");
        assert_eq!(decide(Some((4, mine)), 3, mine, true), Fate::Follows, "an answer was lost");
        assert_eq!(decide(Some((4, other)), 3, mine, true), Fate::Conflict);
        assert_eq!(decide(Some((1, other)), 0, mine, true), Fate::Conflict, "two tabs began at once");
    }

    #[test]
    fn a_draft_that_was_signed_elsewhere_is_not_begun_again() {
        let form = Some(Uuid::from_u128(1));
        assert_eq!(decide(None, 2, form, true), Fate::Conflict);
        assert_eq!(decide(None, 0, form, false), Fate::Conflict);
    }
}
