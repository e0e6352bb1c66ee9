//! The data directory and its neighbours: what is in it, who may touch it, who is starting it.
//!
//! As root we work inside folders that belong to a lesser account, which could plant symbolic links there.
//! So files are made new and renamed into place, and owners are changed through open files or `lchown`.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown, lchown};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use nix::libc;

use crate::account::Account;
use crate::error::ClusterError;
use crate::settings::{OUR_SETTINGS, THROWAWAY_MARK};

/// What a data directory holds before we touch it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing, or the folder is not there.
    Nothing,
    /// A cluster we made, with the text of its `PG_VERSION`.
    Ours { version: String, throwaway: bool },
}

/// Makes the path absolute, creating the folders above it, and follows a link to the real place.
pub(crate) fn resolve(data_dir: &Path) -> Result<PathBuf, ClusterError> {
    let absolute = std::path::absolute(data_dir).map_err(ClusterError::io("find", data_dir))?;
    let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(ClusterError::NotEmpty { dir: absolute });
    };
    let mut missing: Vec<&Path> = parent.ancestors().take_while(|p| !p.exists()).collect();
    while let Some(dir) = missing.pop() {
        match fs::create_dir(dir) {
            // Another program starting at this moment was quicker; whose turn it is comes later.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
            made => made.map_err(ClusterError::io("create", dir))?,
        }
        // The server's account must pass through, whatever root's umask is; looking around is not needed.
        if nix::unistd::geteuid().is_root() {
            fs::set_permissions(dir, fs::Permissions::from_mode(0o711)).map_err(ClusterError::io("open", dir))?;
        }
    }
    if absolute.exists() {
        return absolute.canonicalize().map_err(ClusterError::io("find", &absolute));
    }
    Ok(parent.canonicalize().map_err(ClusterError::io("find", parent))?.join(name))
}

/// Looks into the data directory and refuses what we did not make.
pub(crate) fn look(data_dir: &Path) -> Result<Content, ClusterError> {
    let version = match fs::read_to_string(data_dir.join("PG_VERSION")) {
        Ok(text) => text.trim().to_owned(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return match fs::read_dir(data_dir).map(Iterator::count) {
                Ok(0) => Ok(Content::Nothing),
                Ok(_) => Err(ClusterError::NotEmpty { dir: data_dir.to_path_buf() }),
                Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Content::Nothing),
                Err(e) => Err(ClusterError::io("look into", data_dir)(e)),
            };
        }
        Err(e) => return Err(ClusterError::io("look into", data_dir)(e)),
    };
    // Starting rewrites the access rules, which must not happen to a cluster somebody else set up.
    if !data_dir.join(OUR_SETTINGS).is_file() {
        return Err(ClusterError::NotOurs { dir: data_dir.to_path_buf() });
    }
    Ok(Content::Ours { version, throwaway: data_dir.join(THROWAWAY_MARK).exists() })
}

/// Held while a program creates or starts the cluster, so that two programs never do it at once.
///
/// The kernel lets go of it when the program dies, so it is never stale.
#[derive(Debug)]
pub(crate) struct Turn {
    _lock: File,
}

/// Waits for our turn to start the cluster.
pub(crate) fn take_turn(data_dir: &Path, patience: Duration) -> Result<Turn, ClusterError> {
    let path = beside(data_dir, ".lock");
    let lock = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW)
        .open(&path)
        .map_err(ClusterError::io("open the lock file", &path))?;
    let started = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Turn { _lock: lock }),
            Err(TryLockError::Error(e)) => return Err(ClusterError::io("lock", &path)(e)),
            Err(TryLockError::WouldBlock) if started.elapsed() < patience => {
                thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(ClusterError::Busy { dir: data_dir.to_path_buf(), waited: patience });
            }
        }
    }
}

/// A hidden neighbour of the data directory: `/x/data/postgres` → `/x/data/.postgres<suffix>`.
pub(crate) fn beside(data_dir: &Path, suffix: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(data_dir.file_name().unwrap_or_default());
    name.push(suffix);
    data_dir.with_file_name(name)
}

/// Makes a folder that only the account may enter, or checks that an existing one is such.
pub(crate) fn private_dir(dir: &Path, account: &Account) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => own(dir, account),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            let meta = dir.symlink_metadata().map_err(ClusterError::io("look at", dir))?;
            let why = if !meta.is_dir() {
                "it is not a folder".to_owned()
            } else if meta.uid() != account.uid {
                format!("it belongs to user id {} instead of {}", meta.uid(), account.name)
            } else if meta.mode() & 0o077 != 0 {
                "others may enter it (it should have mode 0700)".to_owned()
            } else {
                return Ok(());
            };
            Err(ClusterError::SocketFolder { dir: dir.to_path_buf(), why })
        }
        Err(e) => Err(ClusterError::io("create", dir)(e)),
    }
}

/// Gives one new file or folder to the account.
pub(crate) fn own(path: &Path, account: &Account) -> Result<(), ClusterError> {
    if !account.is_another() {
        return Ok(());
    }
    lchown(path, Some(account.uid), Some(account.gid)).map_err(ClusterError::io("change the owner of", path))
}

/// Puts owner and mode of the data directory right, as after a restore by root from an archive.
pub(crate) fn tidy_owner(data_dir: &Path, account: &Account) -> Result<(), ClusterError> {
    let folder = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_DIRECTORY | libc::O_NOFOLLOW)
        .open(data_dir)
        .map_err(ClusterError::io("open", data_dir))?;
    let meta = folder.metadata().map_err(ClusterError::io("look at", data_dir))?;
    if account.is_another() && meta.uid() != account.uid {
        own_all(data_dir, account)?;
    }
    // PostgreSQL refuses to start when others can look in.
    if meta.mode() & 0o077 != 0 {
        folder.set_permissions(fs::Permissions::from_mode(0o700)).map_err(ClusterError::io("close", data_dir))?;
    }
    Ok(())
}

fn own_all(dir: &Path, account: &Account) -> Result<(), ClusterError> {
    for entry in fs::read_dir(dir).map_err(ClusterError::io("look into", dir))? {
        let entry = entry.map_err(ClusterError::io("look into", dir))?;
        let path = entry.path();
        // A symbolic link counts as a file here, so the walk never leaves the folder.
        if entry.file_type().map_err(ClusterError::io("look at", &path))?.is_dir() {
            own_all(&path, account)?;
        } else {
            own(&path, account)?;
        }
    }
    // The folder comes last: only then is it no longer root's and open to tricks.
    own(dir, account)
}

/// Reads a file whose text is going to be written back.
///
/// As root we must not be led to copy somebody else's file, by a link of either kind, to the account.
pub(crate) fn read(path: &Path, account: &Account) -> Result<String, ClusterError> {
    let read = || -> io::Result<String> {
        let mut file = OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)?;
        if file.metadata()?.uid() != account.uid {
            return Err(io::Error::other(format!("it does not belong to {}", account.name)));
        }
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        Ok(text)
    };
    read().map_err(ClusterError::io("read", path))
}

/// Writes a file of the account's so that a crash leaves either the old or the new text.
pub(crate) fn write(path: &Path, text: &str, account: &Account) -> Result<(), ClusterError> {
    let same = path.symlink_metadata().is_ok_and(|m| m.is_file()) && fs::read_to_string(path).is_ok_and(|old| old == text);
    if same {
        return Ok(());
    }
    let fresh = path.with_extension("new");
    match fs::remove_file(&fresh) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            return Err(ClusterError::io("replace", &fresh)(e));
        }
        _ => {}
    }
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(text.as_bytes())?;
        if account.is_another() {
            fchown(&file, Some(account.uid), Some(account.gid))?;
        }
        file.sync_all()?;
        fs::rename(&fresh, path)
    };
    write().map_err(ClusterError::io("write", path))
}
