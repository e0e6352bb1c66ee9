//! Keeps: "What somebody typed outlives their session". A form of staff that comes after the session is over, or wants a fresh proof, is handed back
//! with the page that asks for the sign-in or the proof: as one sealed value, for an hour, for the same person in the
//! same clinic and nobody else. Only a form whose token was good for the session is kept, so another site gains nothing.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::Request,
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::{
    Desk, Filled, House, View, desk,
    dress::Shown,
    filled::{MOST_BYTES, fields_of, form_of, is_form},
    own_path, see_other,
};
use crate::{
    ClinicId, Problem,
    id::{Id as _, PersonId, SessionId},
    keys::{Column, Sealed},
    sql,
};

/// The largest form that is kept; longer than anybody types.
const MOST_KEPT: usize = 256 * 1024;
const MINUTES: i64 = 60;
/// Never handed back, not even sealed: they are typed again.
const SECRETS: [&str; 4] = ["password", "new_password", "client_secret", "code"];
/// Where a kept form is shown again.
const PAGE: &str = "/unsent";
const CARRIED: &str = "/unsent?";
const POSTED: Column<Posted> = Column::new("unsent", "posted");

#[derive(Serialize, Deserialize)]
struct Posted {
    form: uuid::Uuid,
    clinic: ClinicId,
    person: PersonId,
    path: String,
    until: Timestamp,
    body: String,
}
crate::sealed_as_json!(Posted);

/// What came with a request of staff, until it is known whether it took effect.
#[derive(Clone)]
pub(super) enum Held {
    /// A form.
    Form(Bytes),
    /// A file: too much to hand back.
    Upload,
}

/// Layer of every route that takes forms of staff.
pub(super) async fn hold(request: Request, next: Next) -> Response {
    if !is_form(request.headers()) {
        let mut response = next.run(request).await;
        response.extensions_mut().insert(Held::Upload);
        return response;
    }
    let (parts, body) = request.into_parts();
    let read = Arc::new(Mutex::new(Read { from: body.into_data_stream(), seen: Vec::new() }));
    let passed_on = stream::unfold(Arc::clone(&read), |read| async move {
        let piece = read.lock().await.next().await?;
        Some((piece, read))
    });
    let mut response = next.run(Request::from_parts(parts, Body::from_stream(passed_on))).await;
    if response.extensions().get::<Shown>().is_some_and(|shown| matches!(shown, Shown::SignedOut | Shown::ProofNeeded)) {
        let mut read = read.lock().await;
        // Who was refused at the door has read nothing of it yet.
        while read.seen.len() <= MOST_BYTES && matches!(read.next().await, Some(Ok(_))) {}
        if read.seen.len() <= MOST_BYTES {
            response.extensions_mut().insert(Held::Form(std::mem::take(&mut read.seen).into()));
        }
    }
    response
}

/// A form as it is read, piece by piece: the session is looked at before, as ever, and what was read is remembered.
struct Read {
    from: BodyDataStream,
    seen: Vec<u8>,
}

impl Read {
    async fn next(&mut self) -> Option<Result<Bytes, axum::Error>> {
        let piece = self.from.next().await?;
        if let Ok(bytes) = &piece
            && self.seen.len() <= MOST_BYTES
        {
            self.seen.extend_from_slice(bytes);
        }
        Some(piece)
    }
}

/// A form that was kept, opened again.
struct Unsent {
    form: uuid::Uuid,
    clinic: ClinicId,
    person: PersonId,
    session: SessionId,
    path: String,
    fields: Vec<(String, String)>,
    sealed: String,
}

impl Unsent {
    /// Opens the sealed value; `None` when it is not ours, was changed, or is older than an hour.
    fn open(house: &House, sealed: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (session, rest) = bytes.split_at_checked(16)?;
        let session = SessionId::from_uuid(uuid::Uuid::from_slice(session).ok()?);
        let posted = house.db().platform_keys().open(&POSTED, session, &Sealed::of_bytes(rest.to_vec())).ok()?.into_inner();
        let path = own_path(&posted.path)?.to_owned();
        (posted.until > house.db().clock().now()).then(|| Self {
            form: posted.form,
            clinic: posted.clinic,
            person: posted.person,
            session,
            path,
            fields: fields_of(posted.body.as_bytes()),
            sealed: sealed.to_owned(),
        })
    }

    /// Whether it is this person's, in this clinic.
    fn is_of(&self, person: PersonId, clinic: ClinicId) -> bool {
        self.person == person && self.clinic == clinic
    }

    /// The page with what was written and one button to send it. The form keeps its id, so it has one effect however
    /// often it is sent, and its token, which is good in a later session of the same person.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    fn page(&self, view: &View) -> Result<Response, Problem> {
        let wrote = |(name, value): &&(String, String)| !name.starts_with('_') && value.trim().contains(char::is_whitespace);
        let written = self.fields.iter().filter(wrote).map(|(_, value)| value.as_str()).collect();
        view.page(&UnsentPage {
            v: view,
            own: view.clone().bound_to(self.session).showing(self.form),
            path: &self.path,
            fields: &self.fields,
            written,
        })
    }
}

#[derive(Template)]
#[template(path = "unsent.html")]
struct UnsentPage<'a> {
    v: &'a View,
    /// As the session that showed the form would show it.
    own: View,
    path: &'a str,
    fields: &'a [(String, String)],
    written: Vec<&'a str>,
}

/// Where somebody goes who has just signed in or proven who they are. `then` is a path of ours, or, through however many
/// pages a sign-in takes, `/unsent?` and what they wrote; that is shown at once, since no address is so long.
///
/// # Errors
/// [`Problem::Broken`].
pub fn follow(house: &House, view: &View, (person, clinic): (PersonId, ClinicId), then: &str, home: &str) -> Result<Response, Problem> {
    let Some(sealed) = then.strip_prefix(CARRIED) else { return Ok(see_other(if then.is_empty() { home } else { then })) };
    match Unsent::open(house, sealed).filter(|unsent| unsent.is_of(person, clinic)) {
        Some(unsent) => unsent.page(view),
        None => Ok(see_other(home)),
    }
}

/// POST /unsent: who signed in in another tab comes back to what they wrote here.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    match Unsent::open(&desk.house, filled.text("unsent")).filter(|unsent| unsent.is_of(desk.person, desk.clinic.id)) {
        Some(unsent) => unsent.page(&desk.view),
        None => Ok(see_other(desk.role.home())),
    }
}

#[derive(Template)]
#[template(path = "ask_again.html")]
struct AskAgainPage<'a> {
    v: &'a View,
    prove: bool,
    sealed: &'a str,
    /// Of the session that sent the form.
    own: View,
}

/// The page that asks for the sign-in or the proof and holds what was posted, if it may be kept.
pub(super) async fn ask_again(house: &House, view: &View, headers: &HeaderMap, prove: bool, held: Held) -> Option<Response> {
    let Held::Form(body) = held else { return None };
    let unsent = match keep(house, view.path(), headers, &body).await {
        Ok(unsent) => unsent?,
        Err(problem) => {
            tracing::warn!(%problem, "a form could not be kept");
            return None;
        }
    };
    let status = if prove { axum::http::StatusCode::FORBIDDEN } else { axum::http::StatusCode::UNAUTHORIZED };
    let own = view.clone().bound_to(unsent.session);
    view.page_as(status, &AskAgainPage { v: view, prove, sealed: &unsent.sealed, own }).ok()
}

async fn keep(house: &House, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<Option<Unsent>, Problem> {
    let fields = fields_of(body);
    // The page that asks may itself come too late; what it holds stays what it is.
    let carried = fields.iter().find_map(|(name, value)| match name.as_str() {
        "unsent" => Some(value.as_str()),
        "then" => value.strip_prefix(CARRIED),
        _ => None,
    });
    if let Some(sealed) = carried {
        return Ok(Unsent::open(house, sealed));
    }
    if body.len() > MOST_KEPT || [PAGE, "/prove"].contains(&path.split('?').next().unwrap_or_default()) {
        return Ok(None);
    }
    let Some((clinic, session, person)) = behind(house, headers).await? else { return Ok(None) };
    let Some(form) = form_of(house, Some(session), headers, &fields) else { return Ok(None) };
    let mut body = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.iter().filter(|(name, _)| name != "_form" && !SECRETS.contains(&name.as_str())) {
        body.append_pair(name, value);
    }
    let now = house.db().clock().now();
    let until = now.checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(now);
    let posted = Posted { form, clinic, person, path: path.to_owned(), until, body: body.finish() };
    let mut bytes = session.uuid().as_bytes().to_vec();
    bytes.extend_from_slice(house.db().platform_keys().seal(&POSTED, session, &posted)?.bytes());
    Ok(Unsent::open(house, &URL_SAFE_NO_PAD.encode(bytes)))
}

/// Whose session the cookie belonged to, whether or not it is over.
async fn behind(house: &House, headers: &HeaderMap) -> Result<Option<(ClinicId, SessionId, PersonId)>, Problem> {
    let Some(hash) = desk::session_hash(house, headers) else { return Ok(None) };
    let tx = house.db().identity().await?;
    let row = tx
        .maybe(
            sql!(Identity:
                "select clinic_id, session_id, person_id from session where token_hash = $1 and kind = 'staff' and started_at > $2"
            ),
            &[&hash, &yesterday(house)],
        )
        .await?;
    tx.commit().await?;
    row.map(|row| Ok((row.read("clinic_id")?, row.read("session_id")?, row.read("person_id")?))).transpose()
}

/// The id of a form that an earlier session of the same person in the same clinic was shown: a page that stayed open while
/// they signed in again is still theirs.
pub(super) async fn form_of_earlier(
    house: &House,
    seat: &desk::Seat,
    headers: &HeaderMap,
    fields: &[(String, String)],
) -> Result<Option<uuid::Uuid>, Problem> {
    let tx = house.db().identity().await?;
    let earlier = tx
        .rows(
            sql!(Identity:
                "select session_id from session where person_id = $1 and clinic_id = $2 and kind = 'staff' and started_at > $3
                  order by started_at desc limit 50"
            ),
            &[&seat.person, &seat.clinic, &yesterday(house)],
        )
        .await?;
    tx.commit().await?;
    for row in &earlier {
        if let Some(form) = form_of(house, Some(row.read("session_id")?), headers, fields) {
            return Ok(Some(form));
        }
    }
    Ok(None)
}

/// Sessions live for twelve hours, and nobody leaves a form open for longer than that again.
fn yesterday(house: &House) -> Timestamp {
    let now = house.db().clock().now();
    now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now)
}
