//! Keeps: "Forms come from our own pages". The only way to read a posted form; it checks the form's token first.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, header},
};
use uuid::Uuid;

use super::{Access, House, Typed, desk::Seat, unsent::form_of_earlier};
use crate::{
    Problem,
    http::Errors,
    id::{Id as _, SessionId},
};

/// The largest form, in bytes: what somebody types in 256 KiB, and half as much again when it comes back sealed.
pub(super) const MOST_BYTES: usize = 384 * 1024;
const MOST_FIELDS: usize = 400;

/// The fields of a form as it is sent.
#[must_use]
pub fn fields_of(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).take(MOST_FIELDS).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Whether a form comes, and not a file.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The form's id, if its token is good for this session and it was sent from a page of ours.
pub(super) fn form_of(house: &House, session: Option<SessionId>, headers: &HeaderMap, fields: &[(String, String)]) -> Option<Uuid> {
    let foreign = headers.get("sec-fetch-site").map_or_else(
        // Older browsers, and newer ones on plain http, say only where the form stood.
        || headers.get(header::ORIGIN).is_some_and(|origin| !is_host_of(origin, headers.get(header::HOST))),
        |site| site != "same-origin" && site != "none",
    );
    let binding = session.map_or_else(|| b"public".to_vec(), |session| session.uuid().as_bytes().to_vec());
    let token = fields.iter().find(|(name, _)| name == "_form").map_or("", |(_, value)| value);
    house.forms().check(token, &binding).filter(|_| !foreign)
}

/// A form as sent, proven to come from a page of ours; a staff form, from a page shown in this very session.
#[derive(Debug)]
pub struct Filled {
    form: Uuid,
    fields: Vec<(String, String)>,
}

impl Filled {
    /// The form's own id: one form, one effect.
    #[must_use]
    pub const fn form(&self) -> Uuid {
        self.form
    }

    /// A field's text, trimmed; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// A field as typed, with its line breaks made `\n`.
    #[must_use]
    pub fn raw(&self, name: &str) -> String {
        self.fields.iter().find(|(field, _)| field == name).map_or_else(String::new, |(_, value)| value.replace("\r\n", "\n"))
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// What was typed, to show again with what was wrong.
    #[must_use]
    pub fn typed(&self, errors: Errors) -> Typed {
        Typed::new(self.fields.clone(), errors)
    }

    /// Reads fields that came another way (an upload), checking the token the same way.
    ///
    /// # Errors
    /// [`Problem::ForeignForm`].
    pub fn check(house: &House, session: Option<SessionId>, headers: &HeaderMap, fields: Vec<(String, String)>) -> Result<Self, Problem> {
        let form = form_of(house, session, headers, &fields).ok_or(Problem::ForeignForm)?;
        Ok(Self { form, fields })
    }
}

/// Whether an `Origin` names the very host that was asked.
fn is_host_of(origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let after_scheme = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, authority)| authority);
    after_scheme.is_some() && after_scheme == host.and_then(|host| host.to_str().ok())
}

impl FromRequest<House> for Filled {
    type Rejection = Problem;
    async fn from_request(request: Request, house: &House) -> Result<Self, Problem> {
        let access = request.extensions().get::<Access>().copied().ok_or_else(|| Problem::broken("a route is not listed"))?;
        // The handler's Desk or Console, read before the form, has left it here.
        let left = request.extensions();
        let seat = left.get::<Seat>().copied();
        let session = match access {
            Access::Staff(_) => Some(seat.ok_or(Problem::SignedOut)?.session),
            Access::Operator => Some(*left.get::<SessionId>().ok_or(Problem::SignedOut)?),
            _ => None,
        };
        let headers = request.headers().clone();
        if !is_form(&headers) {
            return Err(Problem::Unreadable("not a form"));
        }
        let body: Bytes = axum::body::to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| Problem::Unreadable("too long"))?;
        let fields = fields_of(&body);
        let form = match (form_of(house, session, &headers, &fields), seat) {
            (Some(form), _) => form,
            (None, Some(seat)) => form_of_earlier(house, &seat, &headers, &fields).await?.ok_or(Problem::ForeignForm)?,
            (None, None) => return Err(Problem::ForeignForm),
        };
        Ok(Self { form, fields })
    }
}
