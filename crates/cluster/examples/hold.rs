//! Starts a cluster, says where it is, and holds it until killed: `hold <data folder> [role…]`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks")]

use std::io::Write;
use std::process::ExitCode;

use cluster::{Cluster, Place};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: hold <data folder> [role…]");
        return ExitCode::from(2);
    };
    match Cluster::start_or_attach(&Place::at(folder).small(true).roles(arguments)) {
        Ok(cluster) => {
            println!("{} {} {}", cluster.socket_dir().display(), cluster.os_user(), cluster.is_owner());
            let _ = std::io::stdout().flush();
            loop {
                std::thread::park();
            }
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
