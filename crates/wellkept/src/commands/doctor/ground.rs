//! What can be seen without a database: settings, folder, key, disk, port, address.

use std::{
    fs::Metadata,
    io::ErrorKind,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::PathBuf,
    time::Duration,
};

use cluster::Glance;
use outside::mail::Smtp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Look, verdict::Finding};
use crate::config::Settings;

const GIB: u64 = 1 << 30;

/// Every setting with where it came from. URLs may hold a password, so only whether they are set is said.
pub(super) fn settings(settings: &Settings, origins: &[(&str, &str)], file: Option<PathBuf>) -> Finding {
    let value = |name: &str| match name {
        "data_dir" => settings.data().display().to_string(),
        "database_url" => hidden(settings.database_url.as_ref(), "none: a private PostgreSQL of its own"),
        "keys_database_url" => hidden(settings.keys_database_url.as_ref(), "none: the database of the keys stands beside the data"),
        "root_key_file" => settings.root_key().display().to_string(),
        "base_url" => settings.outward(),
        "listen" => settings.address().to_string(),
        "api_listen" => settings.api_listen.map_or_else(|| "none: the API has no port of its own".to_owned(), |at| at.to_string()),
        "api_cert" => shown(settings.api_cert.as_ref(), "none: one of this installation's own authority, made at each start"),
        "api_key" => shown(settings.api_key.as_ref(), "none: made with the certificate"),
        "behind_proxy" => settings.behind_proxy.to_string(),
        "smtp_url" => hidden(settings.smtp_url.as_ref(), "none: letters stay on this machine"),
        "mail_from" => settings.mail_from.clone().unwrap_or_else(|| "none".to_owned()),
        "oidc_issuers" if settings.oidc_issuers.is_empty() => "none: no clinic signs in through a directory".to_owned(),
        "oidc_issuers" => settings.oidc_issuers.iter().map(|listed| listed.issuer.text()).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let head = file.map_or_else(|| "no settings file".to_owned(), |path| format!("read {}", path.display()));
    let lines: Vec<String> = origins.iter().map(|(name, origin)| format!("{name} = {}  ({origin})", value(name))).collect();
    Finding::ok("settings", format!("{head}\n{}", lines.join("\n")))
}

fn shown(file: Option<&PathBuf>, unset: &str) -> String {
    file.map_or_else(|| unset.to_owned(), |path| path.display().to_string())
}

fn hidden(url: Option<&String>, unset: &str) -> String {
    url.map_or_else(|| unset.to_owned(), |_| "set, not shown".to_owned())
}

/// The folder everything is kept in.
pub(super) fn data_folder(look: &Look) -> Finding {
    const NAME: &str = "data folder";
    let path = look.settings.data();
    let shown = std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
    match (std::fs::metadata(path), &look.own) {
        (_, Some(Err(why))) => Finding::problem(NAME, why.clone(), "Run doctor as the account that runs Wellkept, or as root."),
        (Err(error), None) if error.kind() == ErrorKind::NotFound => {
            Finding::could_not_look(NAME, format!("{shown} does not exist yet; the first start makes it."))
        }
        (Err(error), _) if error.kind() == ErrorKind::NotFound => {
            let says = format!(
                "{shown} does not exist: nothing was ever started here.\nStart it with bin/run, or name the right folder with --data-dir."
            );
            Finding::could_not_look(NAME, says)
        }
        (Err(error), _) => Finding::problem(
            NAME,
            format!("{shown} cannot be looked at: {error}"),
            "Run doctor as the account that runs Wellkept, or as root.",
        ),
        (Ok(meta), own) => match folder_rights(&meta) {
            Some((says, mend)) => Finding::problem(NAME, format!("{shown} {says}"), format!("{mend} {shown}")),
            None if matches!(own, Some(Ok(Glance::Nothing))) => {
                Finding::could_not_look(NAME, format!("{shown} holds no database yet: nothing was ever started here."))
            }
            None => Finding::ok(NAME, shown),
        },
    }
}

fn folder_rights(meta: &Metadata) -> Option<(&'static str, &'static str)> {
    if !meta.is_dir() {
        return Some(("is not a folder", "Move it away:"));
    }
    (meta.mode() & 0o022 != 0).then_some(("can be changed by others, who could put another key or database in its place", "chmod go-w"))
}

/// The key everything hangs on. Its bytes are counted, never read.
pub(super) fn root_key(settings: &Settings, used: Option<bool>) -> Finding {
    const NAME: &str = "root key";
    let path = settings.root_key();
    let shown = path.display();
    match std::fs::metadata(&path) {
        Ok(meta) => match key_fault(meta.permissions().mode(), meta.len(), meta.is_file()) {
            None => {
                Finding::ok(NAME, format!("{shown}\nKeep a copy of it elsewhere: without it nothing in the database can be read again."))
            }
            Some(Fault::Open) => Finding::problem(NAME, format!("{shown} can be read by others"), format!("chmod 600 {shown}")),
            Some(Fault::Shape) => Finding::problem(
                NAME,
                format!("{shown} is not a key of 32 bytes"),
                "Restore it from your copy; never make a new one over existing data.",
            ),
        },
        Err(error) if error.kind() != ErrorKind::NotFound => Finding::problem(
            NAME,
            format!("{shown} cannot be looked at: {error}"),
            "Run doctor as the account that runs Wellkept, or as root.",
        ),
        Err(_) if used == Some(true) => Finding::problem(
            NAME,
            format!("{shown} is gone, and there are data sealed under it"),
            "Restore it from your copy before starting: a start would make a new key, which opens nothing that exists.",
        ),
        Err(_) if used.is_none() => Finding::warning(
            NAME,
            format!("{shown} does not exist"),
            "If this database was ever used, restore the key from your copy before starting; else the first start makes one.",
        ),
        Err(_) => Finding::could_not_look(NAME, format!("{shown} does not exist yet; the first start makes it.")),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Open,
    Shape,
}

fn key_fault(mode: u32, bytes: u64, is_file: bool) -> Option<Fault> {
    match (mode & 0o077, bytes, is_file) {
        (_, _, false) => Some(Fault::Shape),
        (0, 32, true) => None,
        (0, _, true) => Some(Fault::Shape),
        _ => Some(Fault::Open),
    }
}

/// Room to write.
pub(super) fn disk(settings: &Settings) -> Finding {
    match cluster::free_space(settings.data()) {
        Ok(bytes) => room(bytes),
        Err(error) => Finding::could_not_look("disk", error.to_string()),
    }
}

fn room(bytes: u64) -> Finding {
    let tenths = bytes / (GIB / 10);
    let says = format!("{}.{} GB free", tenths / 10, tenths % 10);
    if bytes > GIB {
        Finding::ok("disk", says)
    } else {
        Finding::problem("disk", says, "Make room: below 1 GB PostgreSQL may stop in the middle of a day.")
    }
}

/// Whether local times can be computed at all.
pub(super) fn time_zones() -> Finding {
    match jiff::tz::TimeZone::get("Asia/Karachi") {
        Ok(_) => Finding::ok("time zones", "the machine's time zone data reads"),
        Err(_) => Finding::problem(
            "time zones",
            "the machine has no time zone data, so no clinic's day can be computed",
            "apt-get install tzdata",
        ),
    }
}

/// How people reach it.
pub(super) fn address(settings: &Settings) -> Finding {
    let url = settings.outward();
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"]
        .iter()
        .any(|start| url.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
    if url.starts_with("https://") {
        Finding::ok("address", url)
    } else if local {
        Finding::warning(
            "address",
            format!("{url}: only this machine can use it"),
            "For a clinic, put a web server with a certificate before it and set WELLKEPT_BASE_URL=https://…",
        )
    } else {
        Finding::problem(
            "address",
            format!("{url} is not https: passwords and names would cross the network in the clear"),
            "Set WELLKEPT_BASE_URL=https://… with a web server that holds the certificate before it.",
        )
    }
}

/// The port: free, or held by a running Wellkept.
pub(super) async fn port(settings: &Settings) -> Finding {
    const NAME: &str = "port";
    let address = settings.address();
    match tokio::net::TcpListener::bind(address).await {
        Ok(_) => Finding::ok(NAME, format!("{address} is free; nothing serves pages now")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => match tokio::time::timeout(Duration::from_secs(3), answer(address)).await {
            Ok(Ok(head)) if is_ours(&head) => Finding::ok(NAME, format!("Wellkept answers at {address}")),
            Ok(Ok(head)) if head.starts_with("HTTP/1.1 503") => Finding::problem(
                NAME,
                format!("the program at {address} answers that it cannot serve pages now"),
                "See the findings about the database.",
            ),
            _ => Finding::problem(
                NAME,
                format!("another program holds {address}"),
                "Stop that program, or choose another port with --listen or WELLKEPT_LISTEN.",
            ),
        },
        Err(error) => Finding::problem(
            NAME,
            format!("{address} cannot be listened on: {error}"),
            "Choose an address of this machine and a port above 1023 with --listen or WELLKEPT_LISTEN.",
        ),
    }
}

/// Plain http that other machines reach: only a proxy that holds the certificate may stand before it.
pub(super) fn plain_http(settings: &Settings) -> Option<Finding> {
    let address = settings.address();
    (!address.ip().is_loopback() && !settings.behind_proxy).then(|| {
        Finding::warning(
            "plain http",
            format!("{address} answers other machines over plain http, and no proxy of yours is set"),
            "Listen on 127.0.0.1, or set behind_proxy where a web server that holds the certificate stands before it.",
        )
    })
}

async fn answer(address: std::net::SocketAddr) -> std::io::Result<String> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn is_ours(answer: &str) -> bool {
    answer.starts_with("HTTP/1.1 200") && answer.contains("\r\ncontent-security-policy:") && answer.ends_with("\r\n\r\nok\n")
}

/// Where messages go.
pub(super) fn phone() -> Finding {
    Finding::warning(
        "messages",
        "no provider is set up: messages go to the simulated phone at /phone, not to people",
        "Fine for trying out. This version has no other channel yet.",
    )
}

/// Where letters to staff go.
pub(super) async fn letters(settings: &Settings) -> Finding {
    const NAME: &str = "letters";
    let server = match settings.mail_server() {
        Ok(Some(server)) => server,
        Ok(None) => {
            return Finding::warning(
                NAME,
                "no mail server is set: letters to staff (new passwords, invitations) stay here for a day",
                "Read them with wellkept letters, or set smtp_url and mail_from.",
            );
        }
        Err(error) => return Finding::problem(NAME, error.to_string(), "Correct the setting; wellkept --help shows both."),
    };
    let shown = server.shown();
    match Smtp::new(server) {
        Ok(smtp) if smtp.answers().await => Finding::ok(NAME, format!("leave by {shown}")),
        _ => Finding::problem(NAME, format!("{shown} does not answer or does not take the login"), "Check smtp_url from this machine."),
    }
}

/// A clock moved on purpose.
pub(super) fn shifted_clock(settings: &Settings) -> Option<Finding> {
    let shift = settings.clock_shift.as_ref()?;
    Some(Finding::warning(
        "time",
        format!("the installation runs at a time shifted by {shift}"),
        "For tests only; unset WELLKEPT_CLOCK_SHIFT before real patients.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::Verdict;

    #[test]
    fn a_root_key_is_32_bytes_that_only_its_owner_reads() {
        for (mode, bytes, file, fault) in [
            (0o100_600, 32, true, None),
            (0o100_400, 32, true, None),
            (0o100_644, 32, true, Some(Fault::Open)),
            (0o100_640, 32, true, Some(Fault::Open)),
            (0o100_600, 31, true, Some(Fault::Shape)),
            (0o100_600, 0, true, Some(Fault::Shape)),
            (0o040_700, 32, false, Some(Fault::Shape)),
        ] {
            assert_eq!(key_fault(mode, bytes, file), fault, "{mode:o} {bytes}");
        }
    }

    #[test]
    fn a_missing_root_key_is_a_loss_only_where_there_are_data() {
        let settings = Settings { root_key_file: Some("/nowhere/root.key".into()), ..Settings::default() };
        assert_eq!(root_key(&settings, Some(true)).result, Verdict::Problem);
        assert_eq!(root_key(&settings, None).result, Verdict::Warning);
        assert_eq!(root_key(&settings, Some(false)).result, Verdict::CouldNotLook);
    }

    #[test]
    fn an_address_that_only_looks_local_is_not() {
        for (url, result) in [
            ("https://clinic.example", Verdict::Ok),
            ("http://localhost:8080", Verdict::Warning),
            ("http://127.0.0.1", Verdict::Warning),
            ("http://localhost.evil.example", Verdict::Problem),
            ("http://clinic.example", Verdict::Problem),
        ] {
            let settings = Settings { base_url: Some(url.to_owned()), ..Settings::default() };
            assert_eq!(address(&settings).result, result, "{url}");
        }
    }

    #[test]
    fn plain_http_to_other_machines_is_warned_of_where_no_proxy_is_set() {
        for (listen, behind_proxy, warned) in
            [("127.0.0.1:80", false, false), ("[::1]:80", false, false), ("0.0.0.0:80", false, true), ("192.0.2.1:80", true, false)]
        {
            let settings = Settings { listen: listen.parse().ok(), behind_proxy, ..Settings::default() };
            assert_eq!(plain_http(&settings).is_some(), warned, "{listen} {behind_proxy}");
        }
    }

    #[test]
    fn less_than_a_gigabyte_is_too_little() {
        assert_eq!(room(GIB).result, Verdict::Problem);
        assert_eq!(room(3 * GIB / 2 * 2).says, "3.0 GB free");
        assert_eq!(room(u64::MAX).result, Verdict::Ok);
    }

    #[test]
    fn a_password_in_a_url_is_never_shown() {
        let set = Settings { database_url: Some("postgres://me:secret@host/db".to_owned()), ..Settings::default() };
        let told = settings(&set, &[("database_url", "environment")], None).to_string();
        assert!(!told.contains("secret") && told.contains("environment"), "{told}");
    }

    #[test]
    fn only_our_own_answer_counts_as_ours() {
        assert!(is_ours("HTTP/1.1 200 OK\r\ncontent-security-policy: x\r\n\r\nok\n"));
        assert!(!is_ours("HTTP/1.1 200 OK\r\n\r\nok\n"));
        assert!(!is_ours("SSH-2.0-OpenSSH"));
    }
}
