//! A server process of our own: started from a thread that stays with it, and stopped in order.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;

use crate::error::ClusterError;

/// A server we started. Dropping it stops the server.
#[derive(Debug)]
pub(crate) struct Server {
    pid: i32,
    watch: Arc<Watch>,
    keeper: Option<JoinHandle<()>>,
}

/// What the keeper thread and the handle share.
#[derive(Debug, Default)]
struct Watch {
    life: Mutex<Life>,
    changed: Condvar,
    said: Mutex<VecDeque<String>>,
}

#[derive(Debug, Default)]
struct Life {
    /// The process has been reaped: its number may belong to somebody else and is not signalled any more.
    over: bool,
    status: Option<ExitStatus>,
    asked_to_stop: bool,
    /// The pipe of its messages is closed: all that was said has been heard.
    heard_all: bool,
}

impl Watch {
    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn said(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Starts the command from a thread of its own.
    ///
    /// The death signal fires when the spawning thread ends, so that thread waits for the server.
    pub(crate) fn spawn(mut command: Command, program: &Path) -> Result<Self, ClusterError> {
        // Ctrl-C in a terminal goes to the whole group; the server must outlive our last requests.
        command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped());
        let watch = Arc::new(Watch::default());
        let (tell, told) = mpsc::channel();
        let theirs = Arc::clone(&watch);
        let keeper = thread::Builder::new()
            .name("database".to_owned())
            .spawn(move || match command.spawn() {
                Ok(child) => {
                    let _ = tell.send(Ok(child.id()));
                    keep(child, &theirs);
                }
                Err(e) => {
                    let _ = tell.send(Err(e));
                }
            })
            .map_err(ClusterError::io("start a thread for", program))?;
        let lost = || Err(std::io::Error::other("the thread ended"));
        let pid = told.recv().unwrap_or_else(|_| lost()).map_err(ClusterError::io("run", program))?;
        Ok(Self { pid: pid.cast_signed(), watch, keeper: Some(keeper) })
    }

    pub(crate) fn pid(&self) -> i32 {
        self.pid
    }

    /// How the server ended, if it did.
    pub(crate) fn ended(&self) -> Option<String> {
        let life = self.watch.life();
        let status = life.status.map_or_else(|| "unknown status".to_owned(), |s| s.to_string());
        life.over.then_some(status)
    }

    /// The last lines the server wrote before its log file was open.
    ///
    /// They come through a pipe of their own and may arrive a moment after the end of the process.
    pub(crate) fn said(&self) -> String {
        let life = self.watch.life();
        let patience = Duration::from_secs(1);
        let waiting = |life: &mut Life| life.over && !life.heard_all;
        drop(self.watch.changed.wait_timeout_while(life, patience, waiting));
        let said = self.watch.said();
        said.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// Fast shutdown; after a minute the immediate one, which is safe too but costs a recovery.
    pub(crate) fn stop(&mut self) -> Result<(), ClusterError> {
        for (signal, patience) in [(Signal::SIGINT, 60), (Signal::SIGQUIT, 20)] {
            if self.signal_and_wait(signal, Duration::from_secs(patience)) {
                if let Some(keeper) = self.keeper.take() {
                    let _ = keeper.join();
                }
                return Ok(());
            }
            tracing::warn!(pid = self.pid, %signal, "the database server did not stop in time");
        }
        Err(ClusterError::WillNotStop { pid: self.pid })
    }

    fn signal_and_wait(&self, signal: Signal, patience: Duration) -> bool {
        let mut life = self.watch.life();
        life.asked_to_stop = true;
        if !life.over {
            // Safe from hitting a stranger: the process is reaped only under this lock.
            let _ = kill(Pid::from_raw(self.pid), signal);
        }
        let waited = self.watch.changed.wait_timeout_while(life, patience, |life| !life.over);
        waited.unwrap_or_else(PoisonError::into_inner).0.over
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.keeper.is_none() {
            return;
        }
        if let Err(e) = self.stop() {
            tracing::error!("{e}");
        }
    }
}

/// The life of the keeper thread: listen, wait, reap.
fn keep(mut child: Child, watch: &Arc<Watch>) {
    if let Some(stderr) = child.stderr.take() {
        let watch = Arc::clone(watch);
        // If this thread cannot start, the pipe closes, which PostgreSQL bears.
        let _ = thread::Builder::new().name("database-says".to_owned()).spawn(move || listen(stderr, &watch));
    }
    let pid = Pid::from_raw(child.id().cast_signed());
    // WNOWAIT leaves the process unreaped, so that its number stays ours until the lock is taken.
    while waitid(Id::Pid(pid), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT) == Err(Errno::EINTR) {}
    let mut life = watch.life();
    life.status = child.wait().ok();
    life.over = true;
    if !life.asked_to_stop {
        tracing::error!(status = ?life.status, "the database server ended without being asked to");
    }
    watch.changed.notify_all();
}

fn listen(stderr: impl Read, watch: &Watch) {
    let mut reader = BufReader::new(stderr);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let mut said = watch.said();
        if said.len() == 20 {
            said.pop_front();
        }
        said.push_back(String::from_utf8_lossy(&line).trim_end().to_owned());
        line.clear();
    }
    watch.life().heard_all = true;
    watch.changed.notify_all();
}
