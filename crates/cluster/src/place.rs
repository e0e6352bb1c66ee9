//! Where the cluster lives and how it is to be run.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where the private PostgreSQL lives and how it is to be run.
///
/// `Place::default()` is `./data/postgres`, which is what a clinic gets.
#[derive(Debug, Clone)]
pub struct Place {
    pub(crate) data_dir: PathBuf,
    pub(crate) roles: Vec<String>,
    pub(crate) small: bool,
    pub(crate) bin_dir: Option<PathBuf>,
    pub(crate) patience: Duration,
    /// Private and only cleared by [`Place::throwaway`], so that real data is never run unsynced.
    pub(crate) durable: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self::at("./data/postgres")
    }
}

impl Place {
    /// A cluster for real data in this folder.
    pub fn at(data_dir: impl AsRef<Path>) -> Self {
        Self {
            data_dir: data_dir.as_ref().to_path_buf(),
            roles: Vec::new(),
            small: false,
            bin_dir: None,
            // Recovery after a power cut can take minutes on a slow disk; giving up would only repeat it.
            patience: Duration::from_mins(5),
            durable: true,
        }
    }

    /// A small cluster for tests that does not wait for the disk: a power cut may ruin it.
    ///
    /// The folder is marked, and neither kind of place opens a folder made by the other.
    pub fn throwaway(data_dir: impl AsRef<Path>) -> Self {
        Self { durable: false, small: true, ..Self::at(data_dir) }
    }

    /// The database roles this program logs in as, besides [`crate::SUPERUSER`].
    ///
    /// They are listed one by one because `pg_ident.conf` knows no `all` before version 16. The roles
    /// need not exist yet.
    #[must_use]
    pub fn roles<R: Into<String>>(mut self, roles: impl IntoIterator<Item = R>) -> Self {
        self.roles.extend(roles.into_iter().map(Into::into));
        self
    }

    /// Uses little memory (64 MB of shared buffers), for tests and tiny machines.
    #[must_use]
    pub fn small(mut self, small: bool) -> Self {
        self.small = small;
        self
    }

    /// Uses the PostgreSQL programs in this folder and looks nowhere else.
    #[must_use]
    pub fn programs_in(mut self, bin_dir: impl AsRef<Path>) -> Self {
        self.bin_dir = Some(bin_dir.as_ref().to_path_buf());
        self
    }

    /// How long to wait for the server to be ready, or for an old one to go away (5 minutes).
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}
