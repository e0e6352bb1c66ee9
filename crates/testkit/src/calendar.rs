//! A calendar program's own reader (`ical.js`, which Thunderbird uses; `tests/calendar`), to see what is understood.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use jiff::Timestamp;
use serde::Deserialize;

use crate::{Must as _, directory::installed};

/// What a calendar program understood.
#[derive(Clone, Debug, Deserialize)]
pub struct Read {
    /// What a subscription calls itself.
    pub name: Option<String>,
    /// How often it wants to be read.
    pub every: Option<String>,
    /// What is in it.
    pub entries: Vec<ReadEntry>,
}

/// An entry as a calendar program understood it.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the properties of RFC 5545 by their names")]
pub struct ReadEntry {
    pub uid: String,
    pub stamp: Timestamp,
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub sequence: i32,
    pub status: String,
    pub summary: String,
    pub location: Option<String>,
    pub description: Option<String>,
    pub url: Option<String>,
    pub alarms: Vec<String>,
    pub properties: Vec<String>,
}

/// Has a calendar read.
#[must_use]
pub fn read_calendar(calendar: &[u8]) -> Read {
    let mut reader = Command::new("node")
        .arg("read.mjs")
        .current_dir(installed("calendar"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .must("starting node (bin/need node npm)");
    reader.stdin.take().must("a way in").write_all(calendar).must("handing a calendar over");
    let said = reader.wait_with_output().must("waiting for the reader");
    assert!(said.status.success(), "a calendar that does not read: {}", String::from_utf8_lossy(calendar));
    serde_json::from_slice(&said.stdout).must("what the reader understood")
}
