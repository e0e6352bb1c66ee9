//! Every setting, read once: from `wellkept.toml`, from environment variables of the same names, from flags.

use std::path::{Path, PathBuf};

use clap::Args;
use outside::mail::{MailServer, NotAMailServer};
use serde::Deserialize;
use trust::identity::directory::{ListedIssuer, NotAnIssuer};

/// Settings that any command may need. A flag wins over the environment, the environment over the file.
#[derive(Args, Clone, Debug, Default)]
pub struct Settings {
    /// Settings file (TOML; the same names as the flags with underscores).
    #[arg(long, env = "WELLKEPT_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder for everything this installation keeps: the private PostgreSQL and the root key.
    #[arg(long, env = "WELLKEPT_DATA_DIR", global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// An existing PostgreSQL 15 or newer to use instead of a private one; the login must be able to create roles.
    #[arg(long, env = "DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Where clinics' wrapped keys live; another cluster in production. Default: a database beside the data, with _keys after its name.
    #[arg(long, env = "WELLKEPT_KEYS_DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub keys_database_url: Option<String>,
    /// The root key's file (32 bytes, mode 0600). Default: root.key in the data folder. Keep a copy elsewhere.
    #[arg(long, env = "WELLKEPT_ROOT_KEY_FILE", global = true, value_name = "FILE")]
    pub root_key_file: Option<PathBuf>,
    /// How people reach this installation, e.g. https://clinic.example. Default: http://localhost:PORT.
    #[arg(long, env = "WELLKEPT_BASE_URL", global = true, value_name = "URL")]
    pub base_url: Option<String>,
    /// Address and port to listen on.
    #[arg(long, env = "WELLKEPT_LISTEN", global = true, value_name = "ADDR:PORT")]
    pub listen: Option<std::net::SocketAddr>,
    /// Address and port for the API alone, over TLS 1.3 that ends here; programs may show certificates there. Default: none.
    #[arg(long, env = "WELLKEPT_API_LISTEN", global = true, value_name = "ADDR:PORT")]
    pub api_listen: Option<std::net::SocketAddr>,
    /// The API's certificate (PEM, with its chain). Default: one of this installation's own authority, made at each start.
    #[arg(long, env = "WELLKEPT_API_CERT", global = true, value_name = "FILE", requires = "api_key")]
    pub api_cert: Option<PathBuf>,
    /// The key of the API's certificate (PEM, mode 0600).
    #[arg(long, env = "WELLKEPT_API_KEY", global = true, value_name = "FILE", requires = "api_cert")]
    pub api_key: Option<PathBuf>,
    /// A proxy of ours writes X-Forwarded-For.
    #[arg(long, env = "WELLKEPT_BEHIND_PROXY", global = true)]
    pub behind_proxy: bool,
    /// Directories (OpenID Connect issuers) that clinics may sign in through, with commas between them; after an issuer,
    /// with spaces, the other origins its endpoints stand on. No other server is asked. Default: none.
    #[arg(long, env = "WELLKEPT_OIDC_ISSUERS", global = true, value_name = "URL,…", value_delimiter = ',', value_parser = issuer)]
    pub oidc_issuers: Vec<ListedIssuer>,
    /// The mail server that letters to staff leave by: smtps://user:password@host or smtp://user:password@host:587. Default: none,
    /// and whoever runs the installation reads letters with `wellkept letters`.
    #[arg(long, env = "WELLKEPT_SMTP_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Whom letters come from, e.g. "Wellkept <letters@clinic.example>".
    #[arg(long, env = "WELLKEPT_MAIL_FROM", global = true, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Runs the installation at a shifted time, e.g. "+3d" or "-2h": for tests, never with real patients.
    #[arg(long, env = "WELLKEPT_CLOCK_SHIFT", global = true, value_name = "SPAN", hide = true, allow_hyphen_values = true)]
    pub clock_shift: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data_dir: Option<PathBuf>,
    database_url: Option<String>,
    keys_database_url: Option<String>,
    root_key_file: Option<PathBuf>,
    base_url: Option<String>,
    listen: Option<std::net::SocketAddr>,
    api_listen: Option<std::net::SocketAddr>,
    api_cert: Option<PathBuf>,
    api_key: Option<PathBuf>,
    #[serde(default)]
    behind_proxy: bool,
    #[serde(default)]
    oidc_issuers: Vec<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
}

fn issuer(text: &str) -> Result<ListedIssuer, ConfigError> {
    ListedIssuer::parse(text).map_err(|why| ConfigError::Issuer { given: text.to_owned(), why })
}

/// A setting does not read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file.
    #[error("the settings file {path}: {why}")]
    File {
        /// Where.
        path: String,
        /// Why.
        why: String,
    },
    /// A directory.
    #[error("oidc_issuers: {given:?} cannot be listed: {why}")]
    Issuer {
        /// What was written.
        given: String,
        /// Why.
        why: NotAnIssuer,
    },
    /// The mail server.
    #[error(transparent)]
    Mail(#[from] NotAMailServer),
    /// The clock's shift.
    #[error("--clock-shift {0:?} is not a span such as +3d or -2h")]
    Shift(String),
}

impl Settings {
    /// Fills from the file what neither a flag nor the environment said.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn with_file(mut self) -> Result<Self, ConfigError> {
        let named = self.config.clone();
        let path = named.clone().unwrap_or_else(|| PathBuf::from("wellkept.toml"));
        let shown = path.display().to_string();
        let file = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str::<File>(&text).map_err(|error| ConfigError::File { path: shown, why: error.to_string() })?,
            Err(_) if named.is_none() => File::default(),
            Err(error) => return Err(ConfigError::File { path: shown, why: error.to_string() }),
        };
        self.data_dir = self.data_dir.or(file.data_dir);
        self.database_url = self.database_url.or(file.database_url);
        self.keys_database_url = self.keys_database_url.or(file.keys_database_url);
        self.root_key_file = self.root_key_file.or(file.root_key_file);
        self.base_url = self.base_url.or(file.base_url);
        self.listen = self.listen.or(file.listen);
        self.api_listen = self.api_listen.or(file.api_listen);
        (self.api_cert, self.api_key) = (self.api_cert.or(file.api_cert), self.api_key.or(file.api_key));
        self.behind_proxy |= file.behind_proxy;
        if self.oidc_issuers.is_empty() {
            self.oidc_issuers = file.oidc_issuers.iter().map(|text| issuer(text)).collect::<Result<_, _>>()?;
        }
        self.smtp_url = self.smtp_url.or(file.smtp_url);
        self.mail_from = self.mail_from.or(file.mail_from);
        Ok(self)
    }

    /// The mail server, if one is set.
    ///
    /// # Errors
    /// [`ConfigError::Mail`].
    pub fn mail_server(&self) -> Result<Option<MailServer>, ConfigError> {
        Ok(MailServer::parse(self.smtp_url.as_deref(), self.mail_from.as_deref())?)
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data_dir.as_deref().unwrap_or_else(|| Path::new("data"))
    }

    /// The root key's file.
    #[must_use]
    pub fn root_key(&self) -> PathBuf {
        self.root_key_file.clone().unwrap_or_else(|| self.data().join("root.key"))
    }

    /// Where to listen.
    #[must_use]
    pub fn address(&self) -> std::net::SocketAddr {
        self.listen.unwrap_or_else(|| std::net::SocketAddr::from(([127, 0, 0, 1], 8080)))
    }

    /// The outward address, without a slash at the end.
    #[must_use]
    pub fn outward(&self) -> String {
        self.base_url
            .as_deref()
            .map_or_else(|| format!("http://localhost:{}", self.address().port()), |url| url.trim_end_matches('/').to_owned())
    }

    /// What programs call the API's port by, where its certificate is ours to make.
    #[must_use]
    pub fn api_names(&self) -> Vec<String> {
        let outward = self.outward();
        let host = outward.split_once("://").map_or(outward.as_str(), |(_, rest)| rest).split('/').next().unwrap_or_default();
        let host = if host.starts_with('[') {
            host.split(']').next().unwrap_or_default().trim_start_matches('[')
        } else {
            host.split(':').next().unwrap_or_default()
        };
        let mut names = vec![host.to_owned(), "localhost".to_owned()];
        names.extend(self.api_listen.map(|address| address.ip()).filter(|ip| !ip.is_unspecified()).map(|ip| ip.to_string()));
        names.sort();
        names.dedup();
        names
    }

    /// The clock to run by.
    ///
    /// # Errors
    /// [`ConfigError::Shift`].
    pub fn clock(&self) -> Result<kernel::Clock, ConfigError> {
        let Some(text) = &self.clock_shift else { return Ok(kernel::Clock::system()) };
        let wrong = || ConfigError::Shift(text.clone());
        let span: jiff::Span = text.trim_start_matches('+').parse().map_err(|_| wrong())?;
        let shift = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
        Ok(kernel::Clock::shifted(shift))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_setting_in_the_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.toml");
        std::fs::write(&path, "listn = \"0.0.0.0:80\"").unwrap();
        let wrong = Settings { config: Some(path), ..Settings::default() }.with_file().unwrap_err().to_string();
        assert!(wrong.contains("listn"), "{wrong}");
    }

    #[test]
    fn a_directory_is_listed_with_the_origins_it_needs_or_named_as_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.toml");
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Settings { config: Some(path.clone()), ..Settings::default() }.with_file()
        };
        let two = read(r#"oidc_issuers = ["https://id.example/realm", "https://a.example https://b.example"]"#).unwrap().oidc_issuers;
        assert_eq!((two.len(), two[0].allows("https://b.example"), two[1].allows("https://b.example")), (2, false, true));
        let wrong = read(r#"oidc_issuers = ["http://id.example"]"#).unwrap_err().to_string();
        assert!(wrong.contains("http://id.example"), "{wrong}");
    }

    #[test]
    fn the_clock_may_be_shifted_both_ways() {
        for (text, ok) in [("+3d", true), ("-2h", true), ("soon", false)] {
            let settings = Settings { clock_shift: Some(text.to_owned()), ..Settings::default() };
            assert_eq!(settings.clock().is_ok(), ok, "{text}");
        }
    }
}
