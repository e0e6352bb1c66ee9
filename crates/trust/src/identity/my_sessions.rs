//! Keeps: "A person sees where they are signed in, and ends it". In every clinic they work in, on one page; the
//! login of identities reads and writes it, by the person's own id, so that nobody's session but one's own is ever reached.
//!
//! Whom a clinic's directory let in is, for other clinics, whoever that clinic's owner says: until they prove themselves here
//! they see and end what is in this clinic only.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::Response,
};
use jiff::Timestamp;
use kernel::{
    ClinicId, Problem,
    http::{Desk, Filled, View, see_other},
    id::SessionId,
    refusal::id_in_path,
    sql,
    tenancy::{By, Event},
};

use super::{
    device::named,
    session::{ADDRESS, DEVICE},
    sign_out::end_presented,
};

/// Where this page is.
pub const PAGE: &str = "/me/sessions";

struct Sat {
    id: SessionId,
    clinic: String,
    here: bool,
    device: String,
    address: String,
    begun: Timestamp,
    used: Timestamp,
}

#[derive(Template)]
#[template(path = "identity/my_sessions.html")]
struct SessionsPage<'a> {
    v: &'a View,
    sessions: Vec<Sat>,
}

/// What a browser calls itself, said to a person.
#[must_use]
pub fn in_words(v: &View, user_agent: &str) -> String {
    match named(user_agent) {
        (Some(browser), Some(system)) => v.t2("sessions-device", "browser", browser, "system", system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => v.t("sessions-device-unknown"),
    }
}

/// The live sessions of a person, this one first.
async fn live(desk: &Desk) -> Result<Vec<Sat>, Problem> {
    let (v, here) = (&desk.view, desk.session);
    let tx = desk.house.db().identity().await?;
    let rows = tx
        .rows(
            sql!(Identity:
                "select s.session_id, c.name, s.started_at, s.last_seen_at, s.address, s.device
                   from session s join clinic c on c.clinic_id = s.clinic_id
                  where s.person_id = $1 and s.kind = 'staff' and s.ended_at is null and s.ends_at > $2
                    and s.last_seen_at > $2 - make_interval(mins => c.idle_minutes) and c.state = 'active'
                    and (s.clinic_id = $4 or (select h.proof <> 'directory' or coalesce(h.proven_until > $2, false) from session h
                                               where h.clinic_id = $4 and h.session_id = $3))
                  order by s.session_id <> $3, s.last_seen_at desc limit 100"
            ),
            &[&desk.person, &tx.now(), &here, &desk.clinic.id],
        )
        .await?;
    let sessions = rows
        .iter()
        .map(|row| {
            let id: SessionId = row.read("session_id")?;
            let opened = |sealed: Option<_>, column| match sealed {
                Some(sealed) => tx.keys().open(column, id, &sealed).map(kernel::Private::into_inner),
                None => Ok(String::new()),
            };
            Ok(Sat {
                id,
                clinic: row.read("name")?,
                here: id == here,
                device: in_words(v, &opened(row.read("device")?, &DEVICE)?),
                address: opened(row.read("address")?, &ADDRESS)?,
                begun: row.read("started_at")?,
                used: row.read("last_seen_at")?,
            })
        })
        .collect::<Result<_, Problem>>()?;
    tx.commit().await?;
    Ok(sessions)
}

/// GET /me/sessions
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let sessions = live(&desk).await?;
    desk.view.page(&SessionsPage { v: &desk.view, sessions })
}

/// POST /me/sessions/{id}/end: another's is not there. Ended twice is ended once.
pub async fn end(desk: Desk, Path(id): Path<String>, headers: HeaderMap, _filled: Filled) -> Result<Response, Problem> {
    let id: SessionId = id_in_path(&id)?;
    let mut tx = desk.house.db().identity().await?;
    let clinic: ClinicId = tx
        .one(
            sql!(Identity:
                "select s.clinic_id from session s where s.person_id = $1 and s.session_id = $2
                    and (s.clinic_id = $4 or (select h.proof <> 'directory' or coalesce(h.proven_until > $5, false) from session h
                                               where h.clinic_id = $4 and h.session_id = $3))"
            ),
            &[&desk.person, &id, &desk.session, &desk.clinic.id, &tx.now()],
        )
        .await?
        .read("clinic_id")?;
    if id == desk.session {
        let cookie = end_presented(&desk.house, &headers).await?;
        let mut response = see_other("/sign-in");
        response.headers_mut().append(header::SET_COOKIE, cookie);
        return Ok(response);
    }
    let ended = tx
        .maybe(
            sql!(Identity:
                "update session set ended_at = $3 where clinic_id = $1 and session_id = $2 and ended_at is null returning session_id"
            ),
            &[&clinic, &id, &tx.now()],
        )
        .await?;
    if ended.is_some() {
        tx.record(ended_in(&desk, clinic));
    }
    tx.commit().await?;
    Ok(see_other(PAGE))
}

/// POST /me/sessions/end-others: every session but this one, in every clinic.
pub async fn end_others(desk: Desk, _filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.house.db().identity().await?;
    let ended = tx
        .rows(
            sql!(Identity:
                "with ended as (update session s set ended_at = $3
                                 where s.person_id = $1 and s.session_id <> $2 and s.ended_at is null
                                   and (s.clinic_id = $4 or (select h.proof <> 'directory' or coalesce(h.proven_until > $3, false) from session h
                                                              where h.clinic_id = $4 and h.session_id = $2))
                                returning s.clinic_id)
                 select distinct clinic_id from ended"
            ),
            &[&desk.person, &desk.session, &tx.now(), &desk.clinic.id],
        )
        .await?;
    for row in &ended {
        tx.record(ended_in(&desk, row.read("clinic_id")?));
    }
    tx.commit().await?;
    Ok(see_other(PAGE))
}

fn ended_in(desk: &Desk, clinic: ClinicId) -> Event {
    Event::done("identity.end_session", By::Person(desk.person)).about(Some(desk.person)).in_clinic(clinic).from(&desk.address)
}
