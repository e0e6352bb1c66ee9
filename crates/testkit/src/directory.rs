//! A clinic's own directory: a certified OpenID Connect provider, run by Node (`tests/directory`).

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Mutex,
};

use reqwest::{Client, Response, Url, header, redirect::Policy};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::{Must as _, Page};

/// A directory that runs while this lives.
#[derive(Debug)]
pub struct Directory {
    issuer: String,
    // Ends with us: its standard input closes, and it is killed besides.
    _runs: Child,
}

/// A program that the directory knows.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Its name there.
    pub client_id: String,
    /// Its password there.
    pub client_secret: String,
}

impl Directory {
    /// Starts one whose clock stands still at this time.
    pub async fn open(at: jiff::Timestamp) -> Self {
        let folder = installed("directory");
        let mut runs = Command::new("node")
            .arg("directory.mjs")
            .arg(at.as_millisecond().to_string())
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .must("starting node (bin/need node npm)");
        let out = runs.stdout.take().must("reading what node says");
        // It may say more while it lives: a closed pipe would end it.
        let mut lines = BufReader::new(out).lines();
        let issuer =
            lines.next_line().await.must("waiting for the directory").must("the directory ended; run node tests/directory/directory.mjs 0");
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { issuer, _runs: runs }
    }

    /// Its address.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Makes a program known to it, which gets its people back at this address.
    pub async fn registers(&self, come_back: &str) -> Registered {
        let wanted = format!(r#"{{"redirect_uris":["{come_back}"]}}"#);
        let request = client().post(format!("{}/reg", self.issuer)).header("content-type", "application/json").body(wanted);
        let answer = request.send().await.must("registering a program");
        let known: serde_json::Value = serde_json::from_slice(&answer.bytes().await.must("reading an answer")).must("reading JSON");
        let text = |name: &str| known.get(name).and_then(serde_json::Value::as_str).must(name).to_owned();
        Registered { client_id: text("client_id"), client_secret: text("client_secret") }
    }

    /// Somebody follows `to`, signs in on the directory's own page with any password, and agrees. The address of ours
    /// that the directory then sends their browser to; nobody has opened it yet.
    pub async fn signs_in(&self, to: &str, login: &str) -> String {
        let browser = Visitor::default();
        let mut next = to.to_owned();
        for _ in 0..12 {
            if !next.starts_with(&self.issuer) {
                return next;
            }
            let answer = browser.send(client().get(&next)).await;
            next = match location(&answer) {
                Some(on) => on,
                None => browser.fills_in(answer, login).await,
            };
        }
        crate::must::stop("the directory leads in circles")
    }
}

/// A browser at the directory: its cookies are of a time that stands still, so a real jar would drop them.
#[derive(Default)]
struct Visitor(Mutex<BTreeMap<String, String>>);

impl Visitor {
    async fn send(&self, request: reqwest::RequestBuilder) -> Response {
        let cookies = self.0.lock().must("the jar").iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let answer = request.header(header::COOKIE, cookies).send().await.must("asking the directory");
        let mut jar = self.0.lock().must("the jar");
        for set in answer.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().must("a cookie").split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    async fn fills_in(&self, answer: Response, login: &str) -> String {
        let (status, url, headers) = (answer.status().as_u16(), answer.url().clone(), answer.headers().clone());
        let page = Page::new(status, url.path().to_owned(), headers, answer.bytes().await.must("reading a page").to_vec());
        let form = page.form("form");
        let who = [("login", login), ("password", "any")];
        let (action, fields) = form.filled(if page.has("[name='login']") { &who } else { &[] });
        let answer = self.send(client().post(url.join(&action).must("an address")).form(&fields)).await;
        location(&answer).must("the directory did not go on from its form")
    }
}

fn client() -> Client {
    Client::builder().no_proxy().redirect(Policy::none()).build().must("making a browser")
}

fn location(answer: &Response) -> Option<String> {
    let to = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    answer.url().join(to).ok().map(Url::into)
}

/// A folder of `tests` with everything installed in it: by whoever comes first, while the others wait.
pub(crate) fn installed(what: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(what);
    let wanted = File::open(folder.join("package-lock.json")).must("opening a package-lock.json");
    wanted.lock().must("waiting for another test program");
    let made = |file: File| file.metadata().and_then(|about| about.modified()).ok();
    // npm writes this file last.
    let there = File::open(folder.join("node_modules/.package-lock.json")).ok().and_then(made);
    if there.is_none() || there < made(wanted.try_clone().must("a file")) {
        let npm = std::process::Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).output();
        let done = npm.must("starting npm (bin/need node npm)");
        assert!(done.status.success(), "npm ci in tests/{what}: {}", String::from_utf8_lossy(&done.stderr));
    }
    folder
}
