//! One clinic as the operator sees it: its state, what operators did to it, and the leave they asked for.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use kernel::{
    ClinicId, Private, Problem,
    actor::{GrantId, SupportScope},
    http::{Console, OPERATOR_NAME, Typed, View},
    id::PersonId,
    keys::Sealed,
    refusal::id_in_path,
    sql,
    tenancy::{EventId, PlatformTx},
};

use super::{
    REASON, State,
    clinics::{Seen, clinics},
    in_words, scopes,
};

/// Lines of each list.
const MOST: i64 = 20;

/// A leave that some operator asked for.
struct Asked {
    grant: GrantId,
    mine: bool,
    who: Private<String>,
    scopes: Vec<SupportScope>,
    hours: i32,
    reason: Private<String>,
    state: State,
    asked_at: Timestamp,
    ends_at: Option<Timestamp>,
    runs: bool,
}

/// What an operator did to the clinic.
struct Done {
    at: Timestamp,
    act: String,
    why: Option<Private<String>>,
}

#[derive(Template)]
#[template(path = "operator/clinic.html")]
struct ClinicPage<'a> {
    v: &'a View,
    c: &'a Console,
    f: &'a Typed,
    seen: Seen,
    asked: Vec<Asked>,
    done: Vec<Done>,
}

impl ClinicPage<'_> {
    fn scopes(&self, asked: &Asked) -> String {
        in_words(self.v, &asked.scopes)
    }
}

async fn asked(tx: &PlatformTx, clinic: ClinicId, me: PersonId) -> Result<Vec<Asked>, Problem> {
    let rows = tx
        .rows(
            sql!(Operator:
                "select grant_id, operator_id, door.operator_name(operator_id) as name, reason, scopes, hours, state, asked_at, ends_at
                   from support_grant where clinic_id = $1 order by asked_at desc, grant_id desc limit $2"
            ),
            &[&clinic, &MOST],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (grant, operator): (GrantId, PersonId) = (row.read("grant_id")?, row.read("operator_id")?);
            let (name, reason): (Sealed<String>, Sealed<String>) = (row.read("name")?, row.read("reason")?);
            let (state, ends_at): (State, Option<Timestamp>) = (State::read(row)?, row.read("ends_at")?);
            Ok(Asked {
                grant,
                mine: operator == me,
                who: tx.keys().open(&OPERATOR_NAME, operator, &name)?,
                scopes: scopes(row)?,
                hours: row.read("hours")?,
                reason: tx.keys().open(&REASON, grant, &reason)?,
                state,
                asked_at: row.read("asked_at")?,
                ends_at,
                runs: state == State::Granted && ends_at.is_some_and(|end| end > tx.now()),
            })
        })
        .collect()
}

async fn done(tx: &PlatformTx, clinic: ClinicId) -> Result<Vec<Done>, Problem> {
    let rows = tx
        .rows(
            sql!(Operator:
                "select event_id, at, act, detail from account_event
                  where in_clinic = $1 and by_kind = 'operator' order by event_id desc limit $2"
            ),
            &[&clinic, &MOST],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (event, words): (EventId, Option<Sealed<String>>) = (row.read("event_id")?, row.read("detail")?);
            let why = words.map(|sealed| tx.words_of(event, &sealed)).transpose()?;
            let act: &str = row.read("act")?;
            Ok(Done { at: row.read("at")?, act: act.trim_start_matches("operator.").to_owned(), why })
        })
        .collect()
}

/// The page of one clinic, with a form as it was typed.
///
/// # Errors
/// [`Problem::NotFound`].
pub(super) async fn page(console: &Console, clinic: ClinicId, f: &Typed) -> Result<Response, Problem> {
    let tx = console.house.db().operator().await?;
    let seen = clinics(&tx, "", Some(clinic)).await?.into_iter().next().ok_or(Problem::NotFound)?;
    let (asked, done) = (asked(&tx, clinic, console.operator).await?, done(&tx, clinic).await?);
    tx.commit().await?;
    let shown = ClinicPage { v: &console.view, c: console, f, seen, asked, done };
    if f.wrong() { console.view.page_again(&shown) } else { console.view.page(&shown) }
}

/// GET /operator/clinics/{id}
pub async fn show(console: Console, Path(id): Path<String>) -> Result<Response, Problem> {
    page(&console, id_in_path(&id)?, &Typed::starting_with(&[("hours", "4")])).await
}
