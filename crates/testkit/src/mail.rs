//! A real mail server (Node's `smtp-server`, `tests/mail`), to see what leaves.

use std::process::Stdio;

use outside::mail::MailServer;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{Must as _, directory::installed};

/// A mail server that runs while this lives.
#[derive(Debug)]
pub struct Mail {
    port: u16,
    lines: Lines<BufReader<ChildStdout>>,
    // Ends with us: its standard input closes, and it is killed besides.
    _runs: Child,
}

/// A letter as the server took it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// To whom.
    pub to: Vec<String>,
    /// From whom.
    pub from: String,
    /// As it came over the wire.
    pub raw: String,
}

impl Mail {
    /// Starts one; `tls`: it speaks nothing but TLS, with a certificate that nobody vouches for.
    pub async fn open(tls: bool) -> Self {
        let mut runs = Command::new("node")
            .arg("mail.mjs")
            .args(tls.then_some("tls"))
            .current_dir(installed("mail"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .must("starting node (bin/need node npm)");
        let mut lines = BufReader::new(runs.stdout.take().must("reading what node says")).lines();
        let port = lines.next_line().await.must("waiting for the mail server").must("the mail server ended; run node tests/mail/mail.mjs");
        Self { port: port.parse().must("a port"), lines, _runs: runs }
    }

    /// As the settings name it.
    #[must_use]
    pub fn setting(&self, scheme: &str) -> MailServer {
        let url = format!("{scheme}://127.0.0.1:{}", self.port);
        MailServer::parse(Some(&url), Some("Wellkept <letters@clinic.example>")).must("reading a setting").must("a server")
    }

    /// The next letter it takes.
    pub async fn next(&mut self) -> Taken {
        let line = self.lines.next_line().await.must("waiting for a letter").must("the mail server ended");
        let taken: serde_json::Value = serde_json::from_str(&line).must("reading JSON");
        let text = |value: &serde_json::Value| value.as_str().must("a text").to_owned();
        Taken {
            to: taken["to"].as_array().must("addresses").iter().map(text).collect(),
            from: text(&taken["from"]),
            raw: text(&taken["raw"]),
        }
    }
}
