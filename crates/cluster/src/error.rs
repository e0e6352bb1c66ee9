//! What can go wrong with the private database, each as a sentence that says what to do next.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why the private PostgreSQL could not be started, attached to or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// No installation of PostgreSQL 15 or newer.
    #[error(
        "no PostgreSQL 15 or newer was found (looked in {looked}). Install it with `apt-get install postgresql`, or set PG_BIN_DIR to the folder that holds initdb and postgres"
    )]
    NoBinaries {
        /// The places that were searched.
        looked: String,
    },
    /// The folder somebody named does not hold a usable PostgreSQL.
    #[error(
        "{} cannot be used as the PostgreSQL program folder: {why}. Point PG_BIN_DIR at a folder with initdb and postgres of version 15 or newer, or unset it", .dir.display()
    )]
    BadBinaries {
        /// The folder that was named.
        dir: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// `setpriv` is how the server learns that this program died.
    #[error("the program `setpriv` is missing. Install it with `apt-get install util-linux`")]
    NoSetpriv,
    /// initdb refuses to run for a uid without a name.
    #[error(
        "the user id {uid} has no entry in the passwd database, and PostgreSQL refuses to run without one. Create the account (`useradd --system wellkept`) or run as a named user"
    )]
    NoAccount {
        /// The nameless user id.
        uid: u32,
    },
    /// We are root and found nobody to run the server.
    #[error(
        "PostgreSQL must not run as root, and none of the accounts postgres, the caller of sudo, or nobody exists. Create one with `useradd --system postgres`"
    )]
    NobodyToRunIt,
    /// An account name that cannot be written in `pg_ident.conf`.
    #[error("the account name {name:?} cannot be used with PostgreSQL. Run as another user")]
    BadAccountName {
        /// The name.
        name: String,
    },
    /// A role name that cannot be written in `pg_ident.conf`.
    #[error("{role:?} cannot be a database role: use at most 63 lower-case letters, digits and underscores, starting with a letter")]
    BadRole {
        /// The name.
        role: String,
    },
    /// The data belongs to another user and we are not root.
    #[error(
        "{} belongs to user id {owner}, not to {me}. Run as that user or as root, or choose another data folder", .dir.display()
    )]
    OtherOwner {
        /// The data directory.
        dir: PathBuf,
        /// Its owner.
        owner: u32,
        /// Who runs this program.
        me: String,
    },
    /// The account that runs the server cannot reach a path.
    #[error(
        "the account {account}, which runs the database, may not enter {}. Choose a data folder it can reach, such as /var/lib/wellkept/postgres, or open the way with `chmod o+x`", .blocked.display()
    )]
    Unreachable {
        /// Who runs the server.
        account: String,
        /// The first folder it cannot enter.
        blocked: PathBuf,
    },
    /// A folder with something else in it.
    #[error(
        "{} is not empty and is not a database. Nothing was changed; name a folder that is empty or does not exist yet", .dir.display()
    )]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// A cluster somebody else set up.
    #[error(
        "{} holds a PostgreSQL database that Wellkept did not create. Nothing was changed; name another folder, or use that server through DATABASE_URL", .dir.display()
    )]
    NotOurs {
        /// The folder.
        dir: PathBuf,
    },
    /// The data were written by another major version.
    #[error(
        "the database in {} was written by PostgreSQL {data}, but the programs in {} are version {programs}. Install version {data} again (`apt-get install postgresql-{data}`), or upgrade the data with pg_upgrade", .dir.display(), .bin_dir.display()
    )]
    WrongVersion {
        /// The data directory.
        dir: PathBuf,
        /// The version in `PG_VERSION`.
        data: String,
        /// Where the programs are.
        bin_dir: PathBuf,
        /// Their major version.
        programs: u32,
    },
    /// A throw-away cluster opened as real data, or the reverse.
    #[error(
        "{} was created {made} and must not be opened {opened}: a throw-away database does not survive a power cut. Use another folder", .dir.display()
    )]
    ThrowawayMixUp {
        /// The data directory.
        dir: PathBuf,
        /// How it was created.
        made: &'static str,
        /// How it was to be opened.
        opened: &'static str,
    },
    /// The folder for the socket is not safe.
    #[error(
        "{} cannot hold the database socket: {why}. Remove it, or choose a data folder with a shorter path", .dir.display()
    )]
    SocketFolder {
        /// The folder.
        dir: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Another program is still starting the same cluster.
    #[error(
        "another program has been starting the database in {} for more than {waited:?}. Wait for it, or end it, and try again", .dir.display()
    )]
    Busy {
        /// The data directory.
        dir: PathBuf,
        /// How long we waited.
        waited: Duration,
    },
    /// `initdb` failed.
    #[error(
        "the new database could not be created in {}. initdb said:\n{said}\nPut right what it names and start again; the half-made folder was removed", .dir.display()
    )]
    InitFailed {
        /// The data directory that was wanted.
        dir: PathBuf,
        /// The output of initdb.
        said: String,
    },
    /// The server ended while starting.
    #[error("the database server stopped while starting ({status}). Its last words:\n{log}\nPut right what they name and start again")]
    Died {
        /// Exit status.
        status: String,
        /// The last lines of its log.
        log: String,
    },
    /// The server did not become ready in time.
    #[error(
        "the database server was not ready after {waited:?}. Its last words:\n{log}\nIf it was still recovering, start again with more patience"
    )]
    NotReady {
        /// How long we waited.
        waited: Duration,
        /// The last lines of its log.
        log: String,
    },
    /// A server of this data directory runs, but cannot be used or does not go away.
    #[error(
        "a database server (process {pid}) holds {} but {state}. Stop it with `kill -INT {pid}` and start again", .dir.display()
    )]
    InTheWay {
        /// The data directory.
        dir: PathBuf,
        /// The postmaster.
        pid: i32,
        /// What it does instead of serving.
        state: &'static str,
    },
    /// The server ignores fast and immediate shutdown.
    #[error("the database server (process {pid}) did not stop. Look at its log, then `kill -QUIT {pid}`")]
    WillNotStop {
        /// The postmaster.
        pid: i32,
    },
    /// A file operation failed.
    #[error(
        "could not {doing} {}: {source}. Check that the folder exists, is writable and has space left", .path.display()
    )]
    Io {
        /// The attempt, as in "could not … `path`".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl ClusterError {
    /// Names the attempt and the path that go with an I/O error.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { doing, path, source }
    }
}
