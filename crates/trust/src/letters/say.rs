//! Writes a letter out: subject, plain text and simple HTML, in the reader's language. The words are those of
//! `locales/*/letters.ftl` and the declared facts, nothing else.

use askama::Template;
use kernel::{
    Private, Problem,
    keys::Seal,
    language::{Language, Languages, Speech},
};
use std::sync::Arc;

use super::Letter;
use crate::identity::EmailAddress;

/// What links of `account_link` are bound to, so that none passes for a clinic's link.
pub const ACCOUNT: &[u8] = b"account";

/// Where letters come from and lead to.
#[derive(Clone, Debug)]
pub struct Office {
    /// The languages people read.
    pub languages: Arc<Languages>,
    /// Where links lead, without a slash at the end.
    pub base_url: String,
}

/// A letter written out, for a carrier. Made here only.
pub struct Written {
    /// To whom.
    pub to: EmailAddress,
    /// Names it: the same letter twice is one.
    pub id: super::LetterId,
    subject: Private<String>,
    plain: Private<String>,
    html: Private<String>,
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Written({})", self.id)
    }
}

impl Written {
    /// One line.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.subject.reveal()
    }

    /// The whole letter as plain text.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.plain.reveal()
    }

    /// The whole letter as a page.
    #[must_use]
    pub fn html(&self) -> &str {
        self.html.reveal()
    }
}

/// What a letter is made of.
#[derive(Template)]
#[template(path = "letters/letter.html")]
struct Sheet {
    lang: &'static str,
    dir: &'static str,
    subject: String,
    /// What happened, what to do.
    text: String,
    /// What to press, and where it leads.
    link: Option<(String, String)>,
    code: Option<String>,
    /// What to do if it was not you.
    not_you: String,
    from: String,
}

impl Sheet {
    fn plain(&self) -> String {
        let mut parts = vec![self.text.clone()];
        parts.extend(self.link.as_ref().map(|(words, to)| format!("{words}:\n{to}")));
        parts.extend(self.code.clone());
        parts.push(self.not_you.clone());
        parts.push(format!("-- \n{}", self.from));
        parts.join("\n\n") + "\n"
    }
}

/// The subject, and the text, with the facts in it.
fn words(speech: &Speech, letter: &Letter) -> (String, String) {
    let at = |at: &jiff::Timestamp| format!("{} {} UTC", speech.day_of(*at), speech.time(*at));
    let say = |key: &'static str, facts: &[(&str, &str)]| {
        let part = |part: &'static str| {
            let mut all = vec![("part", part)];
            all.extend_from_slice(facts);
            Speech::without_marks(&speech.with(key, &all)).into_owned()
        };
        (part("subject"), part("text"))
    };
    match letter {
        Letter::Opening { clinic, known: false, .. } => say("letter-opening", &[("clinic", clinic)]),
        Letter::Opening { clinic, known: true, .. } => say("letter-opening-again", &[("clinic", clinic)]),
        Letter::Reset { .. } => say("letter-reset", &[]),
        Letter::PasswordChanged => say("letter-password-changed", &[]),
        Letter::FactorAdded(factor) => say("letter-factor-added", &[("factor", factor.word())]),
        Letter::FactorRemoved(factor) => say("letter-factor-removed", &[("factor", factor.word())]),
        Letter::NewDevice { device, address, at: when } => {
            let known = if device.is_empty() { speech.t("letter-device-unknown") } else { device.clone() };
            say("letter-new-device", &[("device", &known), ("address", address), ("at", &at(when))])
        }
        Letter::SupportRequested { clinic, hours } => say("letter-support-requested", &[("clinic", clinic), ("hours", &hours.to_string())]),
        Letter::SupportRunning { clinic, until } => say("letter-support-running", &[("clinic", clinic), ("until", &at(until))]),
        Letter::EmergencyOpened { clinic, who, at: when } => {
            say("letter-emergency-opened", &[("clinic", clinic), ("who", who), ("at", &at(when))])
        }
        Letter::AccountShared { clinic } => say("letter-account-shared", &[("clinic", clinic)]),
        Letter::ApiChanged { clinic, program, news } => say(
            "letter-api-changed",
            &[("clinic", clinic), ("program", program), ("news", news.word()), ("network", news.network().unwrap_or_default())],
        ),
        Letter::MemberChanged { clinic, who, now } => {
            say("letter-member-changed", &[("clinic", clinic), ("who", who), ("now", now.word()), ("role", &now.role(speech))])
        }
        Letter::YouChanged { clinic, now } => {
            say("letter-you-changed", &[("clinic", clinic), ("now", now.word()), ("role", &now.role(speech))])
        }
        Letter::DirectoryChanged { clinic, news } => {
            say("letter-directory-changed", &[("clinic", clinic), ("news", news.word()), ("host", news.host().unwrap_or_default())])
        }
        Letter::DirectoryLinked { clinic, host } => say("letter-directory-linked", &[("clinic", clinic), ("host", host)]),
        Letter::PasskeyStopped => say("letter-passkey-stopped", &[]),
        Letter::RecoveryUsed { left } => say("letter-recovery-used", &[("left", &left.to_string())]),
        Letter::Invitation { clinic, by, .. } => say("letter-invitation", &[("clinic", clinic), ("by", by)]),
        Letter::SignInCode { .. } => say("letter-sign-in-code", &[]),
    }
}

/// Where its button leads.
fn link(office: &Office, links: &Seal, letter: &Letter) -> Option<(&'static str, String)> {
    let base = &office.base_url;
    Some(match letter {
        Letter::Opening { link, .. } => ("letter-go-open", format!("{base}/start/{}", links.issue(*link, ACCOUNT))),
        Letter::Reset { link } => ("letter-go-reset", format!("{base}/reset/{}", links.issue((*link)?, ACCOUNT))),
        Letter::Invitation { link, .. } => ("letter-go-invitation", format!("{base}/i/{}", links.issue(*link, b""))),
        Letter::SignInCode { .. } => return None,
        _ => ("letter-go-sign-in", format!("{base}/sign-in")),
    })
}

/// Writes a letter out.
///
/// # Errors
/// [`Problem::Broken`].
pub fn say(
    office: &Office,
    links: &Seal,
    (to, id): (EmailAddress, super::LetterId),
    language: Language,
    letter: &Letter,
) -> Result<Written, Problem> {
    let speech = Speech::new(Arc::clone(&office.languages), language, jiff::tz::TimeZone::UTC);
    let (subject, text) = words(&speech, letter);
    let sheet = Sheet {
        lang: language.tag(),
        dir: language.direction(),
        subject,
        text,
        link: link(office, links, letter).map(|(key, to)| (speech.t(key), to)),
        code: if let Letter::SignInCode { code } = letter { Some(code.clone()) } else { None },
        not_you: speech.t("letter-not-you"),
        from: Speech::without_marks(&speech.t1("letter-from", "address", &office.base_url)).into_owned(),
    };
    let html = sheet.render().map_err(|error| Problem::Broken(error.into()))?;
    let plain = sheet.plain();
    Ok(Written { to, id, subject: Private::new(sheet.subject), plain: Private::new(plain), html: Private::new(html) })
}
