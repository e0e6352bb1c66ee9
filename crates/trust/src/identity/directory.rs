//! Keeps: "A clinic with its own directory signs in through it". The port: the building asks where to send the browser, and then who
//! came back. A directory is somebody else's server that a clinic's owner names: so only those on the operator's list
//! are reached at all, and nothing a directory says is believed unless it is signed for us, for this sign-in, now.

use std::{future::Future, pin::Pin};

use axum::http::Uri;
use jiff::Timestamp;
use kernel::Private;

use super::EmailAddress;

/// The longest address we keep.
const LONGEST: usize = 255;

/// A directory's own address; compared letter by letter, as the standard asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Issuer(String);

/// Scheme, host and port of an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// Not an address of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a directory's address begins with https:// and holds nothing but a host, perhaps a port, and a path")]
pub struct NotAnIssuer;

impl Origin {
    /// Reads `https://host` or `https://host:port`.
    ///
    /// # Errors
    /// [`NotAnIssuer`].
    pub fn parse(text: &str) -> Result<Self, NotAnIssuer> {
        Issuer::parse(text).and_then(|issuer| if issuer.origin().0 == issuer.0 { Ok(issuer.origin()) } else { Err(NotAnIssuer) })
    }

    /// As text, without a slash at the end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Issuer {
    /// Reads an address: https, or http on this very machine; no name and password, no query, no fragment, no letter
    /// that two programs might read differently.
    ///
    /// # Errors
    /// [`NotAnIssuer`].
    pub fn parse(text: &str) -> Result<Self, NotAnIssuer> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]".contains(&byte);
        if text.len() > LONGEST || !text.bytes().all(plain) || text.contains("/.") {
            return Err(NotAnIssuer);
        }
        let uri: Uri = text.parse().map_err(|_| NotAnIssuer)?;
        let host = uri.host().ok_or(NotAnIssuer)?;
        let here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        let lower = uri.authority().is_some_and(|all| all.as_str() == all.as_str().to_ascii_lowercase());
        match uri.scheme_str() {
            Some("https") if lower => {}
            Some("http") if here => {}
            _ => return Err(NotAnIssuer),
        }
        // "https://host:443" is the same server under another name.
        if uri.port().is_some_and(|port| matches!(port.as_str(), "" | "80" | "443")) || !text.starts_with(&Self::origin_of(&uri)) {
            return Err(NotAnIssuer);
        }
        Ok(Self(text.to_owned()))
    }

    fn origin_of(uri: &Uri) -> String {
        let authority = uri.authority().map(axum::http::uri::Authority::as_str).unwrap_or_default();
        format!("{}://{authority}", uri.scheme_str().unwrap_or("https"))
    }

    /// Where it is served.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin(self.0.parse::<Uri>().map(|uri| Self::origin_of(&uri)).unwrap_or_default())
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The host, as people know it.
    #[must_use]
    pub fn host(&self) -> String {
        self.0.parse::<Uri>().ok().and_then(|uri| uri.authority().map(ToString::to_string)).unwrap_or_default()
    }
}

/// A directory the operator lets clinics use, and the further origins its documents may send us to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIssuer {
    /// The directory.
    pub issuer: Issuer,
    /// Where else its endpoints may stand.
    pub origins: Vec<Origin>,
}

impl ListedIssuer {
    /// Reads `ISSUER` or `ISSUER ORIGIN ORIGIN …`, as the operator writes it.
    ///
    /// # Errors
    /// [`NotAnIssuer`].
    pub fn parse(text: &str) -> Result<Self, NotAnIssuer> {
        let mut words = text.split_whitespace();
        let issuer = Issuer::parse(words.next().unwrap_or_default())?;
        let origins = words.map(Origin::parse).collect::<Result<_, _>>()?;
        Ok(Self { issuer, origins })
    }

    /// Whether a request to this origin is within what the operator allowed.
    #[must_use]
    pub fn allows(&self, origin: &str) -> bool {
        self.issuer.origin().0 == origin || self.origins.iter().any(|listed| listed.0 == origin)
    }
}

/// What a clinic's directory knows us as.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// Which directory.
    pub issuer: Issuer,
    /// Our name there.
    pub client_id: String,
    /// Our password there.
    pub client_secret: Private<String>,
}

/// A sign-in that has begun: where the browser goes, and what must come back. All but `to` stays on the server.
#[derive(Clone, Debug)]
pub struct Started {
    /// Where to send the browser.
    pub to: String,
    /// Comes back in the address: finds the sign-in again.
    pub state: String,
    /// Comes back inside the signed answer.
    pub nonce: String,
    /// Proves that who redeems the code is who asked for it.
    pub verifier: Private<String>,
}

/// What the browser brought back, and what was kept of the sign-in that it belongs to.
#[derive(Clone, Debug)]
pub struct Returned {
    /// The code to redeem.
    pub code: Private<String>,
    /// The directory's name as the address gave it, if it did.
    pub iss: Option<String>,
    /// Kept since [`Started`].
    pub nonce: String,
    /// Kept since [`Started`].
    pub verifier: Private<String>,
}

/// Somebody the directory knows.
#[derive(Clone, Debug)]
pub struct Known {
    /// The directory's own name for them; never given to another person.
    pub subject: Private<String>,
    /// Their address, if it says one.
    pub email: Option<EmailAddress>,
    /// Whether the directory proved that the address is theirs.
    pub email_verified: bool,
    /// Their name, if it says one.
    pub name: Option<Private<String>>,
    /// When they last proved themselves there.
    pub auth_time: Option<Timestamp>,
    /// How they proved themselves (RFC 8176).
    pub amr: Vec<String>,
    /// The level the directory gives it.
    pub acr: Option<String>,
}

impl Known {
    /// Whether the directory says that they proved more than one thing: it says so outright, or it names things of two
    /// kinds (RFC 8176). A code by SMS is no second thing to us, as to NIST.
    #[must_use]
    pub fn showed_second_factor(&self) -> bool {
        const OUTRIGHT: [&str; 2] = ["https://refeds.org/profile/mfa", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"];
        const KINDS: [&[&str]; 3] =
            [&["pwd", "pin", "kba"], &["otp", "hwk", "swk", "sc", "pop"], &["face", "fpt", "iris", "retina", "vbm"]];
        let shown = |kind: &&[&str]| self.amr.iter().any(|how| kind.contains(&how.as_str()));
        self.amr.iter().any(|how| how == "mfa")
            || self.acr.as_deref().is_some_and(|acr| OUTRIGHT.contains(&acr))
            || KINDS.iter().filter(|kind| shown(kind)).count() > 1
    }
}

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryRefusal {
    /// The operator took it off the list, or never put it on.
    #[error("this installation does not work with this directory; its operator can allow it")]
    NotListed,
    /// It does not answer, or not in time.
    #[error("the clinic's directory does not answer; try again in a minute")]
    Away,
    /// It answers, but not as a directory would.
    #[error("the clinic's directory is not set up as it should be: {0}")]
    Unsound(&'static str),
    /// It does not know us.
    #[error("the clinic's directory does not accept this clinic's client id and secret")]
    NotOurClient,
    /// The code was used before, is too old or was given to somebody else.
    #[error("this sign-in has expired; begin again")]
    Expired,
    /// Its answer is not one for us, now.
    #[error("the answer of the clinic's directory cannot be believed: {0}")]
    NotBelieved(&'static str),
}

impl DirectoryRefusal {
    /// The key of the sentence for the person; the reasons behind it are for the log.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotListed => "directory-not-listed",
            Self::Away => "directory-away",
            Self::Unsound(_) => "directory-unsound",
            Self::NotOurClient => "directory-not-our-client",
            Self::Expired => "directory-expired",
            Self::NotBelieved(_) => "directory-not-believed",
        }
    }
}

/// What [`Directory::start`] answers.
pub type Starting<'a> = Pin<Box<dyn Future<Output = Result<Started, DirectoryRefusal>> + Send + 'a>>;
/// What [`Directory::who`] answers.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Known, DirectoryRefusal>> + Send + 'a>>;

/// Port: a clinic's own directory of people. `come_back` is the address of ours the browser returns to.
pub trait Directory: Send + Sync {
    /// The directories a clinic may choose from.
    fn listed(&self) -> &[ListedIssuer];
    /// Where to send the browser.
    fn start<'a>(&'a self, client: &'a ClientSettings, come_back: &'a str) -> Starting<'a>;
    /// Who came back.
    fn who<'a>(&'a self, client: &'a ClientSettings, come_back: &'a str, returned: &'a Returned) -> Answer<'a>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_https_or_on_this_machine_and_reads_one_way_only() {
        for good in [
            "https://id.clinic.example",
            "https://id.clinic.example/",
            "https://login.example/tenant-1/v2.0",
            "http://127.0.0.1:4000",
            "http://[::1]:4000/x",
        ] {
            assert_eq!(Issuer::parse(good).map(|issuer| issuer.text().to_owned()).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "id.clinic.example",
            "http://id.clinic.example",
            "http://127.0.0.1.evil.example",
            "http://localhost@evil.example",
            "https://user:word@id.example",
            "https://id.example?x=1",
            "https://id.example#x",
            "https://id.example/a/../b",
            "https://ID.example",
            "https://id.example:443",
            "https://id.example\\@evil.example",
            "https://id.example/%2e",
            "https://",
            "ftp://id.example",
            "file:///etc/passwd",
        ] {
            assert_eq!(Issuer::parse(bad), Err(NotAnIssuer), "{bad}");
        }
    }

    #[test]
    fn a_second_factor_counts_only_when_the_directory_says_so() {
        let known = |amr: &[&str], acr: Option<&str>| Known {
            subject: Private::new("7".to_owned()),
            email: None,
            email_verified: false,
            name: None,
            auth_time: None,
            amr: amr.iter().map(|how| (*how).to_owned()).collect(),
            acr: acr.map(str::to_owned),
        };
        for (amr, acr, showed) in [
            (&["pwd"][..], None, false),
            (&["pwd", "otp"], None, true),
            (&["pwd", "mfa"], None, true),
            (&["otp"], None, false),
            (&["pwd", "sms"], None, false),
            (&["pwd", "pin"], None, false),
            (&["hwk", "fpt"], None, true),
            (&[], Some("0"), false),
            (&[], Some("https://refeds.org/profile/mfa"), true),
            (&[], None, false),
        ] {
            assert_eq!(known(amr, acr).showed_second_factor(), showed, "{amr:?} {acr:?}");
        }
    }

    #[test]
    fn the_operator_lists_an_issuer_with_the_origins_it_may_send_us_to() {
        let listed = ListedIssuer::parse("https://accounts.example/x  https://keys.example https://api.example:8443").unwrap();
        for (origin, allowed) in [
            ("https://accounts.example", true),
            ("https://keys.example", true),
            ("https://api.example:8443", true),
            ("https://api.example", false),
            ("http://keys.example", false),
            ("https://keys.example.evil.example", false),
        ] {
            assert_eq!(listed.allows(origin), allowed, "{origin}");
        }
        assert!(ListedIssuer::parse("https://accounts.example https://keys.example/path").is_err());
        assert!(ListedIssuer::parse(" ").is_err());
    }
}
