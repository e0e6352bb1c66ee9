//! Whether a server of this data directory runs already, read from `postmaster.pid` and `/proc`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::ClusterError;

/// A setting without effect on the command line of our servers: it names the program that owns the server.
pub(crate) const OWNER_SETTING: &str = "wellkept.started_by";

/// What `postmaster.pid` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub(crate) pid: i32,
    pub(crate) port: u16,
    pub(crate) socket_dir: PathBuf,
    pub(crate) state: State,
}

/// The state the server writes about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Starting,
    Ready,
    Stopping,
}

/// A server found on a data directory.
#[derive(Debug)]
pub(crate) enum Found {
    /// No server, or only the trace of one that is gone.
    Nothing,
    /// A server that lives.
    Server(PidFile),
    /// A server whose program is gone: it is shutting down or about to.
    Orphan(PidFile),
}

/// Looks for a server that works on this data directory.
pub(crate) fn look(data_dir: &Path) -> Result<Found, ClusterError> {
    let path = data_dir.join("postmaster.pid");
    let Some(file) = read(data_dir) else {
        return Ok(Found::Nothing);
    };
    let Some(arguments) = arguments(file.pid) else {
        // Gone or a zombie. A zombie counts as alive for PostgreSQL, which would then refuse to start.
        return remove_if_taken(&path, file.pid);
    };
    if !works_on(file.pid, &arguments, data_dir) {
        return remove_if_taken(&path, file.pid);
    }
    match owner(&arguments) {
        Some(owner) if parent(file.pid) != Some(owner) => Ok(Found::Orphan(file)),
        _ => Ok(Found::Server(file)),
    }
}

/// Whether the process in a pid file lives and works on this data directory; looks only.
pub(crate) fn lives(file: &PidFile, data_dir: &Path) -> bool {
    arguments(file.pid).is_some_and(|arguments| works_on(file.pid, &arguments, data_dir))
}

/// What the pid file says, if there is one with at least a process id.
pub(crate) fn read(data_dir: &Path) -> Option<PidFile> {
    parse(&fs::read_to_string(data_dir.join("postmaster.pid")).ok()?)
}

fn parse(text: &str) -> Option<PidFile> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let line = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
    Some(PidFile {
        pid: line(1).parse().ok().filter(|pid| *pid > 1)?,
        port: line(4).parse().unwrap_or(0),
        socket_dir: PathBuf::from(line(5)),
        state: match line(8) {
            "ready" | "standby" => State::Ready,
            "stopping" => State::Stopping,
            _ => State::Starting,
        },
    })
}

/// Removes a pid file whose number now belongs to another process, which PostgreSQL would take for a server.
///
/// If we were wrong, the shared memory of the old server still keeps a second one out.
fn remove_if_taken(path: &Path, pid: i32) -> Result<Found, ClusterError> {
    if Path::new("/proc").join(pid.to_string()).exists() {
        tracing::warn!(pid, "removing the trace of a database server that is gone");
        fs::remove_file(path).map_err(ClusterError::io("remove", path))?;
    }
    Ok(Found::Nothing)
}

/// The command line of a process; none when it is gone, a zombie or a kernel thread.
fn arguments(pid: i32) -> Option<Vec<String>> {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok().filter(|b| !b.is_empty())?;
    Some(bytes.split(|b| *b == 0).map(|a| String::from_utf8_lossy(a).into_owned()).collect())
}

/// The server's current folder is its data directory. In a container even root may not see that of
/// another account's process; then the command line tells.
fn works_on(pid: i32, arguments: &[String], data_dir: &Path) -> bool {
    match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(folder) => folder == data_dir,
        Err(_) => arguments.iter().any(|a| Path::new(a) == data_dir),
    }
}

fn owner(arguments: &[String]) -> Option<i32> {
    arguments.iter().find_map(|a| a.strip_prefix(OWNER_SETTING)?.strip_prefix('=')?.parse().ok())
}

fn parent(pid: i32) -> Option<i32> {
    // The second field is the program's name in brackets and may itself hold brackets and spaces.
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pid_file_is_read_line_by_line() {
        let text = "4711\n/srv/pg\n1700000000\n5432\n/srv/pg/run\n\n  123 456\nready   \n";
        let file = parse(text).unwrap();
        assert_eq!((file.pid, file.port, file.state), (4711, 5432, State::Ready));
        assert_eq!(file.socket_dir, Path::new("/srv/pg/run"));
    }

    #[test]
    fn a_half_written_pid_file_is_a_server_that_starts_and_nonsense_is_none() {
        assert_eq!(parse("4711\n").unwrap().state, State::Starting);
        assert!(parse("").is_none() && parse("-4711\n").is_none() && parse("1\n").is_none());
    }

    #[test]
    fn our_own_process_has_a_parent_and_works_in_its_folder() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert_eq!(parent(me), i32::try_from(std::os::unix::process::parent_id()).ok());
        assert!(works_on(me, &[], &std::env::current_dir().unwrap()));
        assert!(!works_on(me, &[], Path::new("/nowhere")));
    }

    #[test]
    fn the_owner_is_read_from_the_command_line() {
        let line = ["postgres", "-c", "wellkept.started_by=42"].map(str::to_owned);
        assert_eq!(owner(&line), Some(42));
    }
}
