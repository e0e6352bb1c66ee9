//! Looks at a cluster without touching it: for `wellkept doctor`, which must not start, repair or tidy anything.

use std::path::{Path, PathBuf};

use crate::binaries::{self, Version};
use crate::error::ClusterError;
use crate::folder::{self, Content};
use crate::running::{self, State};

/// What stands at a data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glance {
    /// No cluster was ever made here.
    Nothing,
    /// A cluster of ours whose server does not run.
    Stopped {
        /// The major version of its data.
        version: String,
    },
    /// A cluster of ours whose server starts, repairs itself or stops at this moment.
    Busy {
        /// The major version of its data.
        version: String,
    },
    /// A cluster of ours that accepts connections.
    Ready {
        /// The major version of its data.
        version: String,
        /// The folder of the socket.
        socket_dir: PathBuf,
        /// The number in the socket's name.
        port: u16,
    },
}

/// Looks at a data directory.
///
/// # Errors
///
/// [`ClusterError`] when the folder holds something that is not ours or cannot be looked into.
pub fn glance(data_dir: &Path) -> Result<Glance, ClusterError> {
    if !data_dir.exists() {
        return Ok(Glance::Nothing);
    }
    let data_dir = data_dir.canonicalize().map_err(ClusterError::io("find", data_dir))?;
    let Content::Ours { version, .. } = folder::look(&data_dir)? else {
        return Ok(Glance::Nothing);
    };
    let server = running::read(&data_dir).filter(|file| running::lives(file, &data_dir));
    Ok(match server {
        None => Glance::Stopped { version },
        Some(file) if file.state == State::Ready => Glance::Ready { version, socket_dir: file.socket_dir, port: file.port },
        Some(_) => Glance::Busy { version },
    })
}

/// The folder and version of the PostgreSQL programs that [`crate::Cluster`] would use for data of this major version.
///
/// # Errors
///
/// [`ClusterError::NoBinaries`] or [`ClusterError::BadBinaries`].
pub fn programs(wanted: Option<u32>) -> Result<(PathBuf, Version), ClusterError> {
    let found = binaries::find(None, crate::environment, wanted)?;
    Ok((found.dir, found.version))
}

/// The bytes an ordinary account may still write on the disk that holds this path or the nearest folder above it.
///
/// # Errors
///
/// [`ClusterError::Io`].
pub fn free_space(path: &Path) -> Result<u64, ClusterError> {
    let absolute = std::path::absolute(path).map_err(ClusterError::io("find", path))?;
    let there = absolute.ancestors().find(|p| p.exists()).unwrap_or(Path::new("/"));
    let disk = nix::sys::statvfs::statvfs(there).map_err(|e| ClusterError::io("measure the disk of", there)(e.into()))?;
    Ok(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_holds_nothing_and_is_not_made() {
        let path = std::env::temp_dir().join(format!("wk-glance-{}", std::process::id()));
        assert_eq!(glance(&path).unwrap(), Glance::Nothing);
        assert!(!path.exists());
    }

    #[test]
    fn a_cluster_whose_process_is_gone_is_stopped_and_its_pid_file_stays() {
        let path = std::env::temp_dir().join(format!("wk-glance-gone-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("PG_VERSION"), "15\n").unwrap();
        std::fs::write(path.join(crate::settings::OUR_SETTINGS), "").unwrap();
        // Our own process lives but is no PostgreSQL of this folder.
        let pid = std::process::id();
        std::fs::write(path.join("postmaster.pid"), format!("{pid}\n")).unwrap();
        assert_eq!(glance(&path).unwrap(), Glance::Stopped { version: "15".into() });
        assert!(path.join("postmaster.pid").exists());
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn the_disk_below_a_folder_that_is_not_there_yet_is_measured() {
        assert!(free_space(Path::new("/tmp/not/there/yet")).unwrap() > 0);
    }
}
