//! Past visits with what was signed in them: the latest version of each note, and the versions it replaced.

use std::collections::{HashMap, HashSet};

use futures_util::try_join;
use jiff::Timestamp;
use kernel::{Private, Problem, TenantTx, http::MEMBER_NAME, id::PersonId, keys::Sealed, sql, tenancy::Row};
use trust::patients::PatientId;

use super::{ENCOUNTER, EncounterId, NOTE, Note, NoteId, Visit};

/// A visit of the patient.
pub struct PastVisit {
    /// Id.
    pub id: EncounterId,
    /// Whether it took place here, so that it has a page.
    pub here: bool,
    /// FHIR's status.
    pub status: String,
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub is: Visit,
    /// The signed notes, each the latest version of its chain.
    pub notes: Vec<SignedNote>,
}

/// A signed note.
pub struct SignedNote {
    /// Id.
    pub id: NoteId,
    /// The visit.
    pub encounter: EncounterId,
    /// Who signed it.
    pub author: String,
    /// When.
    pub signed: Timestamp,
    /// What it says.
    pub is: Note,
    /// The note it amends.
    pub amends: Option<NoteId>,
    /// What it replaced, the latest first.
    pub before: Vec<SignedNote>,
}

/// Every visit, the latest first.
///
/// # Errors
/// [`Problem`].
pub async fn past_visits(tx: &TenantTx, patient: PatientId) -> Result<Vec<PastVisit>, Problem> {
    let (encounters, notes) =
        try_join!(
            async {
                tx.rows(
            sql!("select e.encounter_id, e.appointment_id is not null as here, e.status, e.started_at, e.content, p.name as practitioner
                    from encounter e
                    left join practitioner p on p.clinic_id = e.clinic_id and p.practitioner_id = e.practitioner_id
                   where e.patient_id = $1 order by e.started_at desc limit 300"),
            &[&patient],
        ).await
            },
            async {
                tx.rows(
                    sql!(
                        "select n.note_id, n.encounter_id, n.author_id, n.amends_id, n.content, n.signed_at, m.name as author
                    from note n
                    left join membership m on m.clinic_id = n.clinic_id and m.person_id = n.author_id
                   where n.patient_id = $1 and n.status = 'signed' order by n.signed_at, n.note_id limit 1000"
                    ),
                    &[&patient],
                )
                .await
            },
        )?;
    let notes = notes.iter().map(|row| read_note(tx, row)).collect::<Result<Vec<_>, Problem>>()?;
    let mut of_visit: HashMap<EncounterId, Vec<SignedNote>> = HashMap::new();
    for note in chained(notes) {
        of_visit.entry(note.encounter).or_default().push(note);
    }
    encounters
        .iter()
        .map(|row| {
            let id: EncounterId = row.read("encounter_id")?;
            let sealed: Option<Sealed<Visit>> = row.read("content")?;
            let mut is =
                sealed.map(|sealed| tx.keys().open(&ENCOUNTER, id, &sealed).map(Private::into_inner)).transpose()?.unwrap_or_default();
            if is.seen_by.is_empty() {
                is.seen_by.extend(row.read::<Option<String>>("practitioner")?);
            }
            Ok(PastVisit {
                id,
                here: row.read("here")?,
                status: row.read("status")?,
                at: row.read("started_at")?,
                is,
                notes: of_visit.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// One signed note.
///
/// # Errors
/// [`Problem::NotFound`] for a draft, too: it is its author's own.
pub async fn signed_note(tx: &TenantTx, id: NoteId) -> Result<(SignedNote, PatientId), Problem> {
    let row = tx
        .one(
            sql!(
                "select n.note_id, n.encounter_id, n.patient_id, n.author_id, n.amends_id, n.content, n.signed_at, m.name as author
                    from note n
                    left join membership m on m.clinic_id = n.clinic_id and m.person_id = n.author_id
                   where n.note_id = $1 and n.status = 'signed'"
            ),
            &[&id],
        )
        .await?;
    Ok((read_note(tx, &row)?, row.read("patient_id")?))
}

fn read_note(tx: &TenantTx, row: &Row) -> Result<SignedNote, Problem> {
    let id: NoteId = row.read("note_id")?;
    let author: PersonId = row.read("author_id")?;
    let name: Option<Sealed<String>> = row.read("author")?;
    let content: Sealed<Note> = row.read("content")?;
    Ok(SignedNote {
        id,
        encounter: row.read("encounter_id")?,
        author: name.map(|sealed| tx.keys().open(&MEMBER_NAME, author, &sealed).map(Private::into_inner)).transpose()?.unwrap_or_default(),
        signed: row.read("signed_at")?,
        is: tx.keys().open(&NOTE, id, &content)?.into_inner(),
        amends: row.read("amends_id")?,
        before: Vec::new(),
    })
}

/// Hangs every amended note behind the latest one of its chain. A chain is a line, because the database lets a note be
/// amended once; the order in which they come does not matter, for two may be signed within one tick of the clock.
fn chained(notes: Vec<SignedNote>) -> Vec<SignedNote> {
    let amended: HashSet<NoteId> = notes.iter().filter_map(|note| note.amends).collect();
    let (mut replaced, latest): (HashMap<NoteId, SignedNote>, Vec<SignedNote>) = {
        let (replaced, latest): (Vec<_>, Vec<_>) = notes.into_iter().partition(|note| amended.contains(&note.id));
        (replaced.into_iter().map(|note| (note.id, note)).collect(), latest)
    };
    let behind = |mut note: SignedNote| {
        let mut next = note.amends;
        while let Some(earlier) = next.and_then(|id| replaced.remove(&id)) {
            next = earlier.amends;
            note.before.push(earlier);
        }
        note
    };
    latest.into_iter().map(behind).collect()
}

#[cfg(test)]
mod tests {
    use kernel::id::Id as _;
    use uuid::Uuid;

    use super::*;

    fn note(n: u128, amends: Option<u128>) -> SignedNote {
        let id = |n| NoteId::from_uuid(Uuid::from_u128(n));
        SignedNote {
            id: id(n),
            encounter: EncounterId::from_uuid(Uuid::from_u128(1)),
            author: String::new(),
            signed: Timestamp::UNIX_EPOCH,
            is: Note::default(),
            amends: amends.map(id),
            before: Vec::new(),
        }
    }

    #[test]
    fn an_amended_note_stands_behind_its_latest_version_and_nothing_is_lost() {
        let chained = chained(vec![note(4, Some(3)), note(1, None), note(2, None), note(3, Some(1))]);
        let shape: Vec<(u128, Vec<u128>)> =
            chained.iter().map(|n| (n.id.uuid().as_u128(), n.before.iter().map(|b| b.id.uuid().as_u128()).collect())).collect();
        assert_eq!(shape, [(4, vec![3, 1]), (2, vec![])]);
    }
}
