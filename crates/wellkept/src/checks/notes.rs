//! Check: a signed note can be neither changed nor removed, by the program or by the administrator; an unsigned one can.

use care::visits::{EncounterId, NoteId};
use kernel::{id::PersonId, keys::Column, sql};
use trust::promises::Verdict;

use super::{Canary, Seen, canary::Plant};

const CONTENT: Column<String> = Column::new("note", "content");

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let (patient, _) = canary.patient(&tx, "Canary Noted", false).await?;
    let (encounter, note, author): (EncounterId, NoteId, PersonId) = (tx.fresh(), tx.fresh(), tx.fresh());
    tx.run(
        sql!("insert into encounter (clinic_id, encounter_id, patient_id, status, started_at) values ($1, $2, $3, 'finished', $4)"),
        &[&canary.clinic, &encounter, &patient, &tx.now()],
    )
    .await?;
    let sealed = tx.keys().seal(&CONTENT, note, &"what was seen".to_owned())?;
    tx.run(
        sql!(
            "insert into note (clinic_id, note_id, encounter_id, patient_id, author_id, status, revision, content, written_at)
              values ($1, $2, $3, $4, $5, 'draft', 1, $6, $7)"
        ),
        &[&canary.clinic, &note, &encounter, &patient, &author, &sealed, &tx.now()],
    )
    .await?;
    // The draft may change: so the refusal below is the signature's doing.
    tx.run(sql!("update note set status = 'signed', signed_at = $2 where note_id = $1"), &[&note, &tx.now()]).await?;
    let changed = tx.run(sql!("update note set revision = revision + 1 where note_id = $1 returning note_id"), &[&note]).await;
    // Dropped: the note was never committed.
    drop(tx);
    let admin = canary.administrator().await?;
    let guarded: bool = admin
        .query_one("select exists (select 1 from pg_trigger where tgname = 'note_signed_never_changes' and tgenabled in ('O', 'A'))", &[])
        .await?
        .get(0);
    Ok(match changed {
        Err(_) if guarded => (Verdict::Kept, "a change to a signed note was refused by the database".to_owned()),
        Err(_) => (Verdict::Broken, "the guard of signed notes is switched off".to_owned()),
        Ok(_) => (Verdict::Broken, "a signed note could be changed".to_owned()),
    })
}
