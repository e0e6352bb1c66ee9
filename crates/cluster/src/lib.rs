//! A private PostgreSQL that Wellkept sets up, starts, shares and stops by itself.
//!
//! A clinic has no database administrator. So the program makes a cluster in a folder of its own, reachable
//! only through a Unix socket in a folder closed to everybody else, with peer authentication: there is no
//! password to lose and no port to find. The server lives exactly as long as the program that started it;
//! a second program attaches to it.
//!
//! ```no_run
//! use cluster::{Cluster, Place};
//!
//! let cluster = Cluster::start_or_attach(&Place::default().roles(["app_web", "job_dispatch"]))?;
//! println!("{} {}", cluster.socket_dir().display(), cluster.port());
//! cluster.stop()?;
//! # Ok::<(), cluster::ClusterError>(())
//! ```
//!
//! Everything here blocks; from async code call it through `spawn_blocking`. The server does not hang on
//! the calling thread: it has a thread of its own.

mod account;
mod binaries;
mod error;
mod first_start;
mod folder;
mod glance;
mod place;
mod running;
mod server;
mod settings;
mod socket;
mod start;

use std::ffi::OsString;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use account::Account;
use binaries::Binaries;
pub use binaries::{OLDEST, Version};
pub use error::ClusterError;
pub use glance::{Glance, free_space, glance, programs};
pub use place::Place;
use server::Server;

/// The bootstrap superuser's role name.
pub const SUPERUSER: &str = "wellkept_super";

/// A PostgreSQL that answers. The handle that started the server stops it when dropped.
#[derive(Debug)]
pub struct Cluster {
    data_dir: PathBuf,
    socket_dir: PathBuf,
    port: u16,
    binaries: Binaries,
    account: Account,
    /// None when another program runs the server.
    server: Option<Server>,
}

impl Cluster {
    /// Attaches to the server of this place if one runs; else starts it, creating the cluster if need be.
    ///
    /// Safe against a crash at any point: a half-made cluster is made anew, a server left by a program that
    /// was killed is waited for, and two programs starting at once share one server.
    ///
    /// # Errors
    ///
    /// See [`ClusterError`]; each says what to do next. Data that are not ours are never touched.
    pub fn start_or_attach(place: &Place) -> Result<Self, ClusterError> {
        start::start_or_attach(place, environment)
    }

    /// The folder that holds the socket: the `host` of a connection.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The number in the socket's name: the `port` of a connection. Nothing listens on the network.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The role that may do everything; use it to create the others and for nothing else.
    #[must_use]
    pub fn superuser(&self) -> &'static str {
        SUPERUSER
    }

    /// The version of the PostgreSQL programs.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.binaries.version
    }

    /// The folder with `pg_dump` and the other PostgreSQL programs.
    #[must_use]
    pub fn bin_dir(&self) -> &Path {
        &self.binaries.dir
    }

    /// The data directory, absolute.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The OS account that runs the server.
    #[must_use]
    pub fn os_user(&self) -> &str {
        &self.account.name
    }

    /// Whether this handle started the server, and therefore stops it.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.server.is_some()
    }

    /// Whether the server accepts connections at its socket now.
    #[must_use]
    pub fn answers(&self) -> bool {
        UnixStream::connect(socket::file(&self.socket_dir, self.port)).is_ok()
    }

    /// Stops the server in order if this handle started it; otherwise only lets go of it.
    ///
    /// Open connections are cut and their transactions rolled back; what was committed is kept.
    ///
    /// # Errors
    ///
    /// [`ClusterError::WillNotStop`] when the server survives the fast and the immediate shutdown.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        match self.server.take() {
            Some(mut server) => server.stop(),
            None => Ok(()),
        }
    }
}

/// The only place where this crate reads the environment (`PG_BIN_DIR`, `PATH`, `SUDO_UID`).
fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
