//! Letters by SMTP. The address of the server is one setting, `smtp://user:password@host:587` (STARTTLS) or
//! `smtps://…:465`; without TLS a letter goes to this machine only: what stands in it opens an account.

use std::time::Duration;

use kernel::{Private, id::Id as _};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::authentication::Credentials,
};
use reqwest::Url;
use trust::letters::{
    deliver::{Post, PostError, Posted, Posting},
    say::Written,
};

/// Longer than a greylisting server thinks, shorter than a lease.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server as it stands in the settings.
#[derive(Clone)]
pub struct MailServer {
    url: Private<Url>,
    from: Mailbox,
}

impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

/// A setting that does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMailServer {
    /// The address of the server.
    #[error("smtp_url does not read; it looks like smtps://user:password@mail.example or smtp://user:password@mail.example:587")]
    Url,
    /// The address letters come from.
    #[error("mail_from does not read; it looks like Wellkept <letters@clinic.example>")]
    From,
    /// Only one of the two.
    #[error("smtp_url and mail_from are set together or not at all")]
    Half,
}

impl MailServer {
    /// Reads both settings; `None` when neither is set.
    ///
    /// # Errors
    /// [`NotAMailServer`].
    pub fn parse(url: Option<&str>, from: Option<&str>) -> Result<Option<Self>, NotAMailServer> {
        let (url, from) = match (url, from) {
            (None, None) => return Ok(None),
            (Some(url), Some(from)) => (url, from),
            _ => return Err(NotAMailServer::Half),
        };
        let url: Url = url.parse().map_err(|_| NotAMailServer::Url)?;
        if !matches!(url.scheme(), "smtp" | "smtps") || url.host_str().is_none_or(str::is_empty) {
            return Err(NotAMailServer::Url);
        }
        let from: Mailbox = from.parse().map_err(|_| NotAMailServer::From)?;
        Ok(Some(Self { url: Private::new(url), from }))
    }

    fn host(&self) -> &str {
        self.url.reveal().host_str().unwrap_or_default()
    }

    /// Whether the server is this machine, so that nothing crosses a wire.
    fn is_here(&self) -> bool {
        let host = self.host().trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Host, port, and whether what goes there is encrypted; for `wellkept doctor`. No user, no password.
    #[must_use]
    pub fn shown(&self) -> String {
        let url = self.url.reveal();
        let how = match (url.scheme(), self.is_here()) {
            ("smtps", _) => "TLS",
            (_, true) => "in the clear, on this machine",
            _ => "STARTTLS, required",
        };
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port} ({how}), from {}", self.host(), self.from.email)
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
        let url = self.url.reveal();
        let mut builder = match (url.scheme(), self.is_here()) {
            ("smtps", _) => AsyncSmtpTransport::<Tokio1Executor>::relay(self.host())?,
            (_, true) => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host()),
            _ => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(self.host())?,
        };
        if let Some(port) = url.port() {
            builder = builder.port(port);
        }
        if !url.username().is_empty() {
            let plain = |text: &str| {
                form_urlencoded::parse(text.replace('+', "%2B").as_bytes()).next().map_or_else(String::new, |(text, _)| text.into_owned())
            };
            builder = builder.credentials(Credentials::new(plain(url.username()), plain(url.password().unwrap_or_default())));
        }
        Ok(builder.timeout(Some(PATIENCE)).build())
    }
}

/// The server as a post.
#[derive(Clone, Debug)]
pub struct Smtp {
    server: MailServer,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// Makes ready; nothing is asked of the server yet.
    ///
    /// # Errors
    /// [`NotAMailServer::Url`] when its name cannot be a server's.
    pub fn new(server: MailServer) -> Result<Self, NotAMailServer> {
        let transport = server.transport().map_err(|_| NotAMailServer::Url)?;
        Ok(Self { server, transport })
    }

    /// Whether the server answers and takes our login: for `wellkept doctor`.
    pub async fn answers(&self) -> bool {
        self.transport.test_connection().await.unwrap_or(false)
    }

    fn message(&self, letter: &Written) -> Result<Message, PostError> {
        let to = letter.to.reveal().parse().map_err(|_| PostError::Never("no mail server reads this address"))?;
        let host = self.server.from.email.domain();
        Message::builder()
            .from(self.server.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject())
            .message_id(Some(format!("<{}@{host}>", letter.id.uuid())))
            .multipart(MultiPart::alternative_plain_html(letter.plain().to_owned(), letter.html().to_owned()))
            .map_err(|_| PostError::Never("the letter cannot be written as a mail"))
    }

    async fn send(&self, letter: &Written) -> Result<Posted, PostError> {
        let message = self.message(letter)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(Posted::Sent),
            // 5xx: this server will never take this letter.
            Err(error) if error.is_permanent() => Err(PostError::Never("the mail server refused it for good")),
            Err(error) => {
                tracing::warn!(timeout = error.is_timeout(), tls = error.is_tls(), "the mail server did not take a letter");
                Err(PostError::Retry)
            }
        }
    }
}

impl Post for Smtp {
    fn name(&self) -> &'static str {
        "smtp"
    }
    fn carry<'a>(&'a self, letter: &'a Written) -> Posting<'a> {
        Box::pin(self.send(letter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Option<MailServer>, NotAMailServer> {
        MailServer::parse(Some(url), Some("Wellkept <letters@clinic.example>"))
    }

    #[test]
    fn without_tls_letters_go_to_this_machine_only() {
        for (url, shown) in [
            ("smtps://sana:p%40ss@mail.example", "mail.example (TLS), from letters@clinic.example"),
            ("smtp://mail.example:587", "mail.example:587 (STARTTLS, required), from letters@clinic.example"),
            ("smtp://localhost:2525", "localhost:2525 (in the clear, on this machine), from letters@clinic.example"),
            ("smtp://[::1]", "[::1] (in the clear, on this machine), from letters@clinic.example"),
            ("smtp://localhost.evil.example", "localhost.evil.example (STARTTLS, required), from letters@clinic.example"),
        ] {
            let server = read(url).unwrap().unwrap();
            assert_eq!(server.shown(), shown);
            assert!(!format!("{server:?}").contains("p%40ss"));
        }
        for bad in ["mail.example", "http://mail.example", "smtp://", "smtps:"] {
            assert_eq!(read(bad).unwrap_err(), NotAMailServer::Url, "{bad}");
        }
        assert_eq!(MailServer::parse(Some("smtps://mail.example"), None).unwrap_err(), NotAMailServer::Half);
        assert_eq!(MailServer::parse(Some("smtps://mail.example"), Some("letters")).unwrap_err(), NotAMailServer::From);
        assert!(MailServer::parse(None, None).unwrap().is_none());
    }
}
