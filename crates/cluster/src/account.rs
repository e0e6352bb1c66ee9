//! Which OS account runs the server, and how a program is started as that account.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::unistd::{Uid, User, geteuid};

use crate::error::ClusterError;

/// The OS account that runs the server, seen from the account that runs this program.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    home: PathBuf,
    /// We are root and have to become this account.
    become_it: bool,
    /// Who runs this program.
    pub(crate) me: String,
    setpriv: PathBuf,
}

/// What a child process gets from the kernel when the thread that started it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum WhenWeDie {
    /// SIGINT: PostgreSQL's clean fast shutdown.
    StopCleanly,
    /// SIGKILL: for helpers whose half-done work is thrown away anyway.
    Vanish,
}

/// Chooses who runs the server.
///
/// An ordinary user runs it. Root must not (PostgreSQL refuses), so root takes the owner of existing data,
/// else `postgres`, else whoever called sudo, else `nobody`.
pub(crate) fn choose(data_dir: &Path, lookup: impl Fn(&str) -> Option<OsString>) -> Result<Account, ClusterError> {
    let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].iter().map(PathBuf::from).find(|p| p.is_file()).ok_or(ClusterError::NoSetpriv)?;
    let euid = geteuid();
    let me = by_uid(euid.as_raw())?;
    let owner = data_dir.metadata().ok().map(|m| m.uid());
    let user = if euid.is_root() {
        for_root(owner, lookup)?
    } else {
        if let Some(owner) = owner.filter(|owner| *owner != euid.as_raw()) {
            return Err(ClusterError::OtherOwner { dir: data_dir.to_path_buf(), owner, me: me.name });
        }
        me.clone()
    };
    for name in [&user.name, &me.name] {
        // These names are written between quotes into pg_ident.conf, where a leading slash means a pattern.
        if name.starts_with('/') || name.contains(['"', '\n', '\r']) {
            return Err(ClusterError::BadAccountName { name: name.clone() });
        }
    }
    Ok(Account {
        name: user.name,
        uid: user.uid.as_raw(),
        gid: user.gid.as_raw(),
        home: user.dir,
        become_it: euid.is_root(),
        me: me.name,
        setpriv,
    })
}

fn by_uid(uid: u32) -> Result<User, ClusterError> {
    User::from_uid(Uid::from_raw(uid)).ok().flatten().ok_or(ClusterError::NoAccount { uid })
}

fn for_root(owner: Option<u32>, lookup: impl Fn(&str) -> Option<OsString>) -> Result<User, ClusterError> {
    if let Some(owner) = owner.filter(|owner| *owner != 0) {
        return by_uid(owner);
    }
    if let Some(user) = by_name("postgres") {
        return Ok(user);
    }
    let caller = lookup("SUDO_UID").and_then(|v| v.to_str()?.parse::<u32>().ok()).filter(|uid| *uid != 0);
    if let Some(user) = caller.and_then(|uid| by_uid(uid).ok()) {
        return Ok(user);
    }
    let user = by_name("nobody").ok_or(ClusterError::NobodyToRunIt)?;
    tracing::warn!(
        "the database runs as `nobody`, which other services may share; create an account for it with `useradd --system postgres`"
    );
    Ok(user)
}

fn by_name(name: &str) -> Option<User> {
    User::from_name(name).ok().flatten().filter(|user| !user.uid.is_root())
}

impl Account {
    /// Whether this program has to become another account, which also means it is root.
    pub(crate) fn is_another(&self) -> bool {
        self.become_it
    }

    /// A command that runs `program` as this account with a clean environment and no input.
    ///
    /// `setpriv` replaces itself by the program, so the child's process id is the program's. The death
    /// signal fires when the *thread* that spawned it ends.
    pub(crate) fn command(&self, program: &Path, when_we_die: WhenWeDie) -> Command {
        let mut command = Command::new(&self.setpriv);
        command.arg("--pdeathsig").arg(match when_we_die {
            WhenWeDie::StopCleanly => "INT",
            WhenWeDie::Vanish => "KILL",
        });
        if self.become_it {
            command.arg("--reuid").arg(self.uid.to_string());
            command.arg("--regid").arg(self.gid.to_string());
            command.arg("--init-groups");
        }
        command.arg("--").arg(program);
        // PGDATA, PGPORT and friends of the caller would steer the server to somebody else's data.
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").env("HOME", &self.home);
        // The current folder may be closed to the account.
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// Refuses when this account cannot enter `folder` or one of its parents.
    ///
    /// Asked of the kernel rather than computed from mode bits, because groups and ACLs count too.
    pub(crate) fn must_reach(&self, folder: &Path) -> Result<(), ClusterError> {
        if !self.become_it || self.may_enter(folder)? {
            return Ok(());
        }
        let mut blocked = folder;
        for above in folder.ancestors() {
            if self.may_enter(above)? {
                break;
            }
            blocked = above;
        }
        Err(ClusterError::Unreachable { account: self.name.clone(), blocked: blocked.to_path_buf() })
    }

    fn may_enter(&self, folder: &Path) -> Result<bool, ClusterError> {
        let output = self
            .command(Path::new("/usr/bin/test"), WhenWeDie::Vanish)
            .arg("-x")
            .arg(folder)
            .output()
            .map_err(ClusterError::io("run setpriv to look at", folder))?;
        Ok(output.status.success())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_lets_the_owner_of_the_data_run_the_server() {
        let nobody = by_name("nobody").unwrap();
        assert_eq!(for_root(Some(nobody.uid.as_raw()), |_| None).unwrap().name, "nobody");
    }

    #[test]
    fn root_never_runs_the_server_itself() {
        let sudo_as_root = |name: &str| (name == "SUDO_UID").then(|| OsString::from("0"));
        assert!(!for_root(Some(0), sudo_as_root).unwrap().uid.is_root());
    }
}
