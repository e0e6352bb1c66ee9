//! Check: a name, a number and a message planted in the canary clinic cannot be found in the files of the database,
//! its log of changes included, while a word planted in the clear on purpose is found: so the search does see.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use care::visits::EncounterId;
use kernel::{keys::Column, sql};
use trust::promises::Verdict;

use super::{Canary, Seen, canary::Plant};

const WINDOW: usize = 1 << 20;

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let word = canary.db().chance().letters(16).to_uppercase();
    let (name, note, clear) = (format!("Name{word}"), format!("note{word} chest pain"), format!("clear{word}"));
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    tx.note_in_trail(format!("detail{word}"));
    let (patient, contact) = canary.patient(&tx, &name, true).await?;
    trust::messaging::receive::receive(&mut tx, &contact, trust::messaging::Channel::WhatsApp, &note).await?;
    let encounter: EncounterId = tx.fresh();
    let content: Column<String> = Column::new("encounter", "content");
    let sealed = tx.keys().seal(&content, encounter, &note)?;
    tx.run(
        sql!("insert into encounter (clinic_id, encounter_id, patient_id, status, started_at, content) values ($1, $2, $3, 'unknown', $4, $5)"),
        &[&canary.clinic, &encounter, &patient, &tx.now(), &sealed],
    )
    .await?;
    tx.run(sql!("insert into counter (clinic_id, name, value) values ($1, $2, 1)"), &[&canary.clinic, &clear]).await?;
    tx.commit().await?;
    let admin = canary.administrator().await?;
    admin.batch_execute("checkpoint").await.context("asking for a checkpoint")?;
    let folder: String =
        admin.query_one("select current_setting('data_directory')", &[]).await.context("asking where the files are")?.get(0);
    let (secret, shown) = (word.clone().into_bytes(), clear.into_bytes());
    let found = tokio::task::spawn_blocking(move || search(Path::new(&folder), &secret, &shown)).await??;
    Ok(if !found.clear {
        (Verdict::CouldNotLook, "even the word planted in the clear was not found: the files are elsewhere or cannot be read".to_owned())
    } else if found.places.is_empty() {
        (
            Verdict::Kept,
            format!("{} files, {} MB: name, number, note and trail detail not found; the clear word was", found.files, found.bytes >> 20),
        )
    } else {
        (Verdict::Broken, format!("readable in {}", found.places.join(", ")))
    })
}

struct Found {
    files: usize,
    bytes: u64,
    clear: bool,
    places: Vec<String>,
}

/// Looks for `secret` that is not part of `clear`, in every file below a folder.
fn search(folder: &Path, secret: &[u8], clear: &[u8]) -> anyhow::Result<Found> {
    let mut found = Found { files: 0, bytes: 0, clear: false, places: Vec::new() };
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.context("reading the database's folder")?;
        if entry.file_type().is_file() {
            search_file(&entry.into_path(), secret, clear, &mut found)?;
        }
    }
    Ok(found)
}

fn search_file(path: &PathBuf, secret: &[u8], clear: &[u8], found: &mut Found) -> anyhow::Result<()> {
    // A file that vanishes while we look was a temporary one.
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(()) };
    found.files += 1;
    let mut buffer = vec![0; WINDOW + clear.len()];
    let mut kept = 0;
    loop {
        let read = file.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(());
        }
        found.bytes += u64::try_from(read)?;
        let filled = kept + read;
        let window = &buffer[..filled];
        for at in positions(window, secret) {
            let prefix = clear.len() - secret.len();
            if at >= prefix && window[at - prefix..].starts_with(clear) {
                found.clear = true;
            } else if at >= prefix || kept == 0 {
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                if !found.places.contains(&name) {
                    found.places.push(name);
                }
            }
        }
        // Keep a tail, so that a word across two windows is found whole.
        let tail = filled.min(clear.len() + secret.len());
        buffer.copy_within(filled - tail..filled, 0);
        kept = tail;
    }
}

fn positions(window: &[u8], word: &[u8]) -> Vec<usize> {
    let first = word.first().copied().unwrap_or_default();
    window.iter().enumerate().filter(|(at, byte)| **byte == first && window[*at..].starts_with(word)).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_word_is_found_even_across_windows_and_the_clear_one_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = vec![b'x'; WINDOW - 5];
        bytes.extend_from_slice(b"clearSECRETWORD");
        bytes.extend(vec![b'y'; 100]);
        std::fs::write(folder.path().join("clear"), &bytes).unwrap();
        let found = search(folder.path(), b"SECRETWORD", b"clearSECRETWORD").unwrap();
        assert!(found.clear && found.places.is_empty(), "{:?}", found.places);
        std::fs::write(folder.path().join("leak"), b"name SECRETWORD").unwrap();
        let found = search(folder.path(), b"SECRETWORD", b"clearSECRETWORD").unwrap();
        assert_eq!(found.places, ["leak"]);
    }
}
