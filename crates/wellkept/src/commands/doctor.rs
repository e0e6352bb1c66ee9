//! `wellkept doctor`: says what is wrong with an installation and how to mend it.
//!
//! It only looks: it starts nothing, makes nothing, migrates nothing, and works where PostgreSQL is down or where
//! nothing was ever started.

mod database;
mod ground;
mod verdict;

use std::path::PathBuf;

use clap::{ArgMatches, Args, parser::ValueSource};
use cluster::Glance;

use crate::{commands::say, config::Settings};
pub use verdict::{Finding, Verdict};

/// How to say it.
#[derive(Args, Clone, Debug)]
pub struct Doctor {
    /// Print the findings as JSON: [{check, result, says, mend}].
    #[arg(long)]
    json: bool,
}

/// What stands on this machine, seen before any question is asked of a database.
struct Look {
    settings: Settings,
    /// The private cluster; none where `DATABASE_URL` points at another PostgreSQL.
    own: Option<Result<Glance, String>>,
}

impl Look {
    fn at(settings: Settings) -> Self {
        let own =
            settings.database_url.is_none().then(|| cluster::glance(&settings.data().join("postgres")).map_err(|error| error.to_string()));
        Self { settings, own }
    }

    /// Whether somebody has used this place before, so that a missing part is a loss rather than a beginning. Nobody
    /// knows where the database is elsewhere or cannot be looked at.
    fn was_used(&self) -> Option<bool> {
        match &self.own {
            None | Some(Err(_)) => None,
            Some(Ok(seen)) => Some(*seen != Glance::Nothing),
        }
    }
}

/// Looks and says; false when something is broken.
///
/// # Errors
/// Only when the findings cannot be written.
pub async fn run(settings: Settings, doctor: &Doctor, given: &ArgMatches) -> anyhow::Result<bool> {
    let mut findings = Vec::new();
    let named = settings.config.clone();
    let settings = match settings.clone().with_file() {
        Ok(full) => {
            findings.push(ground::settings(&full, &origins(&settings, &full, given), file_read(named)));
            full
        }
        Err(error) => {
            findings.push(Finding::problem("settings", error.to_string(), "Correct the file; wellkept --help lists every setting."));
            settings
        }
    };
    let look = Look::at(settings);
    findings.push(ground::data_folder(&look));
    findings.push(ground::root_key(&look.settings, look.was_used()));
    findings.push(ground::disk(&look.settings));
    findings.push(ground::time_zones());
    findings.push(ground::address(&look.settings));
    findings.push(ground::port(&look.settings).await);
    findings.extend(ground::plain_http(&look.settings));
    findings.push(ground::phone());
    findings.push(ground::letters(&look.settings).await);
    findings.extend(ground::shifted_clock(&look.settings));
    findings.extend(database::all(&look).await);

    if doctor.json {
        say(&serde_json::to_string_pretty(&findings)?);
    } else {
        for finding in &findings {
            say(&finding.to_string());
        }
        say(&format!("\n{}", verdict::sum(&findings)));
    }
    Ok(findings.iter().all(|finding| finding.result != Verdict::Problem))
}

/// Where each setting came from, in the order of `--help`.
fn origins(before: &Settings, after: &Settings, given: &ArgMatches) -> Vec<(&'static str, &'static str)> {
    let from = |name: &'static str, in_file: bool| {
        let origin = match given.value_source(name) {
            Some(ValueSource::CommandLine) => "flag",
            Some(ValueSource::EnvVariable) => "environment",
            _ if in_file => "settings file",
            _ => "default",
        };
        (name, origin)
    };
    vec![
        from("data_dir", before.data_dir != after.data_dir),
        from("database_url", before.database_url != after.database_url),
        from("keys_database_url", before.keys_database_url != after.keys_database_url),
        from("root_key_file", before.root_key_file != after.root_key_file),
        from("base_url", before.base_url != after.base_url),
        from("listen", before.listen != after.listen),
        from("api_listen", before.api_listen != after.api_listen),
        from("api_cert", before.api_cert != after.api_cert),
        from("api_key", before.api_key != after.api_key),
        from("behind_proxy", before.behind_proxy != after.behind_proxy),
        from("smtp_url", before.smtp_url != after.smtp_url),
        from("mail_from", before.mail_from != after.mail_from),
        from("oidc_issuers", before.oidc_issuers != after.oidc_issuers),
    ]
}

/// The settings file that was read, if one was.
fn file_read(named: Option<PathBuf>) -> Option<PathBuf> {
    named.or_else(|| Some(PathBuf::from("wellkept.toml")).filter(|path| path.exists()))
}
