//! Attaches to a running server or starts one, and waits until it answers.

use std::ffi::OsString;
use std::fs;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::account::{self, Account, WhenWeDie};
use crate::binaries::{self, Binaries};
use crate::error::ClusterError;
use crate::folder::{self, Content};
use crate::place::Place;
use crate::running::{self, Found, PidFile, State};
use crate::server::Server;
use crate::{Cluster, first_start, settings, socket};

const GLANCE: Duration = Duration::from_millis(10);

/// A server that calls itself ready but has lost its socket will not get it back.
const SILENCE: Duration = Duration::from_secs(10);

/// The whole way from a place to a cluster that answers.
pub(crate) fn start_or_attach(place: &Place, lookup: impl Fn(&str) -> Option<OsString>) -> Result<Cluster, ClusterError> {
    settings::check_roles(&place.roles)?;
    let data_dir = folder::resolve(&place.data_dir)?;
    let account = account::choose(&data_dir, &lookup)?;
    // Held to the end: a second program waits here and then finds the server ready.
    let _turn = folder::take_turn(&data_dir, place.patience)?;
    let content = folder::look(&data_dir)?;
    let wanted = match &content {
        Content::Ours { version, .. } => version.parse().ok(),
        Content::Nothing => None,
    };
    let binaries = binaries::find(place.bin_dir.as_deref(), &lookup, wanted)?;
    account.must_reach(&binaries.dir)?;
    account.must_reach(data_dir.parent().unwrap_or(&data_dir))?;
    match content {
        Content::Nothing => first_start::create(&data_dir, place, &binaries, &account)?,
        Content::Ours { version, throwaway } => {
            must_fit(&data_dir, place, &binaries, version, throwaway)?;
            if let Some(found) = wait_for_other(&data_dir, place.patience)? {
                return attach(data_dir, place, binaries, &account, found);
            }
            folder::tidy_owner(&data_dir, &account)?;
            settings::write(&data_dir, &place.roles, place.small, &account)?;
        }
    }
    let socket_dir = socket::folder(&data_dir, &account)?;
    let server = serve(&data_dir, &socket_dir, place, &binaries, &account)?;
    tracing::info!(folder = %data_dir.display(), version = %binaries.version, "the database is ready");
    Ok(Cluster { data_dir, socket_dir, port: socket::PORT, binaries, account, server: Some(server) })
}

fn must_fit(dir: &Path, place: &Place, binaries: &Binaries, version: String, throwaway: bool) -> Result<(), ClusterError> {
    let dir = dir.to_path_buf();
    if version != binaries.version.major.to_string() {
        let (bin_dir, programs) = (binaries.dir.clone(), binaries.version.major);
        return Err(ClusterError::WrongVersion { dir, data: version, bin_dir, programs });
    }
    if throwaway == place.durable {
        let name = |throwaway| {
            if throwaway { "for tests" } else { "for real data" }
        };
        return Err(ClusterError::ThrowawayMixUp { dir, made: name(throwaway), opened: name(!place.durable) });
    }
    Ok(())
}

/// Gives the running server once it is ready, or nothing once there is none.
fn wait_for_other(data_dir: &Path, patience: Duration) -> Result<Option<PidFile>, ClusterError> {
    let started = Instant::now();
    let mut reminded = None;
    loop {
        let (file, why) = match running::look(data_dir)? {
            Found::Nothing => return Ok(None),
            Found::Server(file) if file.state == State::Ready => {
                if UnixStream::connect(socket::file(&file.socket_dir, file.port)).is_ok() {
                    return Ok(Some(file));
                }
                (file, "does not answer at its socket")
            }
            Found::Server(file) if file.state == State::Starting => (file, "is still starting"),
            Found::Server(file) => (file, "is still stopping"),
            Found::Orphan(file) => {
                // Its program died. The death signal is on its way, unless the program died in the instant
                // before that was arranged; asking once more does no harm.
                if reminded.replace(file.pid) != Some(file.pid) {
                    tracing::warn!(pid = file.pid, "waiting for the database server of a program that died");
                    let _ = kill(Pid::from_raw(file.pid), Signal::SIGINT);
                }
                (file, "is still stopping")
            }
        };
        let limit = if file.state == State::Ready { patience.min(SILENCE) } else { patience };
        if started.elapsed() > limit {
            return Err(ClusterError::InTheWay { dir: data_dir.to_path_buf(), pid: file.pid, state: why });
        }
        thread::sleep(GLANCE);
    }
}

fn attach(data_dir: PathBuf, place: &Place, binaries: Binaries, account: &Account, found: PidFile) -> Result<Cluster, ClusterError> {
    if settings::add_access(&data_dir, &place.roles, account)? {
        let _ = kill(Pid::from_raw(found.pid), Signal::SIGHUP);
    }
    tracing::info!(folder = %data_dir.display(), pid = found.pid, "using the database that runs already");
    let account = account.clone();
    Ok(Cluster { data_dir, socket_dir: found.socket_dir, port: found.port, binaries, account, server: None })
}

/// Starts the server, again if processes of one that was killed are still going away.
fn serve(data_dir: &Path, socket_dir: &Path, place: &Place, binaries: &Binaries, account: &Account) -> Result<Server, ClusterError> {
    let started = Instant::now();
    remove_stale_lock(socket_dir, account)?;
    loop {
        let program = binaries.dir.join("postgres");
        let mut command = account.command(&program, WhenWeDie::StopCleanly);
        command.arg("-D").arg(data_dir);
        // On the command line, because there ALTER SYSTEM cannot change them.
        let fixed = [
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories={}", socket_dir.display()),
            "unix_socket_permissions=0700".to_owned(),
            format!("port={}", socket::PORT),
            format!("fsync={}", if place.durable { "on" } else { "off" }),
            format!("{}={}", running::OWNER_SETTING, std::process::id()),
        ];
        for setting in fixed {
            command.arg("-c").arg(setting);
        }
        let mut server = Server::spawn(command, &program)?;
        let Some(status) = wait_ready(&server, data_dir, socket_dir, place.patience) else {
            return Ok(server);
        };
        let said = server.said();
        let leftovers = said.contains("pre-existing shared memory block");
        if leftovers && started.elapsed() < place.patience {
            thread::sleep(GLANCE);
            continue;
        }
        let log = last_words(&said, data_dir, account);
        return Err(match status {
            Unready::Ended(status) => ClusterError::Died { status, log },
            Unready::Late => {
                server.stop()?;
                ClusterError::NotReady { waited: place.patience, log }
            }
        });
    }
}

/// Removes the lock beside the socket that a killed server left.
///
/// It names a process id, and PostgreSQL stops at it when that id lives again or is a zombie nobody collects (as in
/// containers). No server works on our data here, and nobody else puts a socket into this folder.
fn remove_stale_lock(socket_dir: &Path, account: &Account) -> Result<(), ClusterError> {
    let mut lock = socket::file(socket_dir, socket::PORT).into_os_string();
    lock.push(".lock");
    let lock = PathBuf::from(lock);
    if lock.symlink_metadata().is_err() {
        return Ok(());
    }
    tracing::info!("removing the socket's lock, which a server that was killed left behind");
    // As the account: its folder could lead root elsewhere.
    account
        .command(Path::new("/usr/bin/rm"), WhenWeDie::Vanish)
        .args(["-f", "--"])
        .arg(&lock)
        .output()
        .map_err(ClusterError::io("remove", &lock))?;
    Ok(())
}

/// Why a server cannot be used.
enum Unready {
    Ended(String),
    Late,
}

fn wait_ready(server: &Server, data_dir: &Path, socket_dir: &Path, patience: Duration) -> Option<Unready> {
    let started = Instant::now();
    let mut told = 0;
    loop {
        // The server writes "ready" only after recovery; the socket accepts connections long before.
        let ready = running::read(data_dir).is_some_and(|f| f.pid == server.pid() && f.state == State::Ready);
        if ready && UnixStream::connect(socket::file(socket_dir, socket::PORT)).is_ok() {
            return None;
        }
        if let Some(status) = server.ended() {
            return Some(Unready::Ended(status));
        }
        let seconds = started.elapsed().as_secs();
        if started.elapsed() > patience {
            return Some(Unready::Late);
        }
        if seconds >= told + 10 {
            told = seconds;
            tracing::info!(seconds, "the database is still starting; after a crash it repairs itself first");
        }
        thread::sleep(GLANCE);
    }
}

/// What the server said before it had a log file, and the end of that file.
fn last_words(said: &str, data_dir: &Path, account: &Account) -> String {
    let newest = fs::read_dir(data_dir.join("log"))
        .into_iter()
        .flatten()
        .flatten()
        .max_by_key(|entry| entry.metadata().and_then(|m| m.modified()).ok())
        .map(|entry| entry.path());
    // Read as the account: as root we might follow a planted link to somebody's secrets.
    let tail = newest.and_then(|path| {
        let mut command = account.command(Path::new("/usr/bin/tail"), WhenWeDie::Vanish);
        command.args(["-n", "12", "--"]).arg(path).output().ok()
    });
    let tail = tail.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    let words = format!("{said}\n{tail}");
    let words = words.trim();
    if words.is_empty() { "(it wrote nothing)".to_owned() } else { words.to_owned() }
}
