//! A patch of ground for each test: a folder that any account may pass through, and people acting on it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cluster::{Cluster, SUPERUSER};

/// The uid of `nobody` on Debian.
pub(crate) const NOBODY: u32 = 65534;

pub(crate) struct Ground {
    pub(crate) dir: PathBuf,
}

impl Ground {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("wk-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let dir = Path::new("/tmp").join(name);
        fs::create_dir(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o711)).unwrap();
        Self { dir }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data/postgres")
    }

    /// Starts the example program on this ground, as another user if told so.
    pub(crate) fn hold(&self, uid: Option<u32>) -> Result<Holder, String> {
        let built = std::env::current_exe().unwrap().parent().unwrap().join("../examples/hold");
        assert!(built.exists(), "build it first: cargo build --examples");
        // A copy, because the other user may not be able to reach the target folder.
        let copy = self.dir.join("hold");
        if !copy.exists() {
            // By another process: while this one had it open for writing, a program that a test beside us starts would have it open,
            // too, for a moment, and it could not be run ("text file busy").
            assert!(Command::new("cp").args([&built, &copy]).status().unwrap().success());
        }
        let mut command = match uid {
            Some(uid) => as_user(uid, copy.to_str().unwrap()),
            None => Command::new(&copy),
        };
        command.arg(self.data()).arg("visitor").stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [socket_dir, os_user, owner] = words[..] else {
            let output = child.wait_with_output().unwrap();
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        };
        Ok(Holder { socket_dir: socket_dir.into(), os_user: os_user.into(), owner: owner == "true", child })
    }

    pub(crate) fn give_to(&self, uid: u32) {
        chown(&self.dir, Some(uid), Some(uid)).unwrap();
    }

    /// The server's process id, as it wrote it down itself.
    pub(crate) fn server_pid(&self) -> Option<i32> {
        let text = fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        text.lines().next()?.parse().ok()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // The server's log writer may still close its file.
        until("the folder can be removed", || fs::remove_dir_all(&self.dir).is_ok());
    }
}

/// A running example program.
pub(crate) struct Holder {
    pub(crate) socket_dir: PathBuf,
    pub(crate) os_user: String,
    pub(crate) owner: bool,
    pub(crate) child: Child,
}

impl Holder {
    pub(crate) fn kill_9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn am_root() -> bool {
    nix::unistd::geteuid().is_root()
}

pub(crate) fn as_user(uid: u32, program: &str) -> Command {
    let mut command = Command::new("setpriv");
    let id = uid.to_string();
    command.args(["--reuid", &id, "--regid", &id, "--clear-groups", "--", program]).current_dir("/");
    command
}

/// Runs SQL as the current OS user and gives its output, or what psql complained about.
pub(crate) fn sql(socket_dir: &Path, role: &str, sql: &str) -> Result<String, String> {
    finish(psql(Command::new("psql"), socket_dir, role, sql))
}

pub(crate) fn psql(mut command: Command, socket_dir: &Path, role: &str, sql: &str) -> Output {
    command.arg("-h").arg(socket_dir).args(["-U", role, "-d", "postgres", "-XAtqc", sql]);
    command.stdin(Stdio::null()).output().unwrap()
}

pub(crate) fn finish(output: Output) -> Result<String, String> {
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

pub(crate) fn ask(cluster: &Cluster, text: &str) -> String {
    sql(cluster.socket_dir(), SUPERUSER, text).unwrap()
}

/// Waits until something is true, and fails after a long time.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A zombie that nobody collected is not alive.
pub(crate) fn alive(pid: i32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty())
}
