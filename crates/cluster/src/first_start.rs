//! Creates a new cluster, so that a crash half-way leaves nothing that looks like one.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::SUPERUSER;
use crate::account::{Account, WhenWeDie};
use crate::binaries::Binaries;
use crate::error::ClusterError;
use crate::folder;
use crate::place::Place;
use crate::settings::{self, THROWAWAY_MARK};

/// Runs initdb in a hidden neighbour of the data directory and renames it when it is complete.
pub(crate) fn create(data_dir: &Path, place: &Place, binaries: &Binaries, account: &Account) -> Result<(), ClusterError> {
    clear_leftovers(data_dir)?;
    let half_made = new_neighbour(data_dir)?;
    let made = fill(&half_made, data_dir, place, binaries, account);
    if made.is_err() {
        // The first error is the one to tell; a leftover is cleared at the next start.
        let _ = fs::remove_dir_all(&half_made);
    }
    // What a dying initdb still held before is free by now.
    made.and_then(|()| clear_leftovers(data_dir))
}

fn fill(half_made: &Path, data_dir: &Path, place: &Place, binaries: &Binaries, account: &Account) -> Result<(), ClusterError> {
    folder::own(half_made, account)?;
    let mut output = initdb(half_made, place, binaries, account, "C.UTF-8")?;
    if !output.status.success() && said(&output).contains("invalid locale") {
        // Old or bare systems lack C.UTF-8; C sorts the same way and UTF8 is set apart from it.
        output = initdb(half_made, place, binaries, account, "C")?;
    }
    if !output.status.success() {
        return Err(ClusterError::InitFailed { dir: data_dir.to_path_buf(), said: said(&output) });
    }
    if !place.durable {
        let why = "Made without waiting for the disk, for tests. Never put real data here.\n";
        folder::write(&half_made.join(THROWAWAY_MARK), why, account)?;
    }
    settings::write(half_made, &place.roles, place.small, account)?;
    // This replaces an empty folder too, but nothing else.
    fs::rename(half_made, data_dir).map_err(ClusterError::io("put the new database at", data_dir))?;
    if let Some(parent) = data_dir.parent().filter(|_| place.durable) {
        File::open(parent).and_then(|dir| dir.sync_all()).map_err(ClusterError::io("sync", parent))?;
    }
    Ok(())
}

fn initdb(dir: &Path, place: &Place, binaries: &Binaries, account: &Account, locale: &str) -> Result<Output, ClusterError> {
    let program = binaries.dir.join("initdb");
    let mut command = account.command(&program, WhenWeDie::Vanish);
    command.arg("--pgdata").arg(dir).args(["--username", SUPERUSER, "--encoding", "UTF8"]);
    command.args(["--locale", locale, "--lc-messages", "C", "--data-checksums"]);
    command.args(["--auth-local", "peer", "--auth-host", "reject", "--no-instructions"]);
    if !place.durable {
        command.arg("--no-sync");
    }
    tracing::info!(folder = %dir.display(), "creating the database");
    command.output().map_err(ClusterError::io("run", &program))
}

fn said(output: &Output) -> String {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n")
}

/// What an interrupted start left behind. We hold the lock, so nobody is working there.
fn clear_leftovers(data_dir: &Path) -> Result<(), ClusterError> {
    let Some(parent) = data_dir.parent() else {
        return Ok(());
    };
    let prefix = folder::beside(data_dir, HALF_MADE);
    let prefix = prefix.file_name().unwrap_or_default().as_encoded_bytes();
    for entry in fs::read_dir(parent).map_err(ClusterError::io("look into", parent))?.flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(prefix) {
            tracing::warn!(folder = %entry.path().display(), "removing a database whose creation was interrupted");
            // A dying initdb may still write for a moment; new work has a name of its own, so this may fail.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

const HALF_MADE: &str = ".half-made-";

fn new_neighbour(data_dir: &Path) -> Result<PathBuf, ClusterError> {
    let mut number = 0_u32;
    loop {
        let dir = folder::beside(data_dir, &format!("{HALF_MADE}{number}"));
        match DirBuilder::new().mode(0o700).create(&dir) {
            Ok(()) => return Ok(dir),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(e) => return Err(ClusterError::io("create", &dir)(e)),
        }
    }
}
