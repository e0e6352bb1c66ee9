//! What waits: questions for leave, and what became of the last ones, over all clinics. Counts and clinics, nobody's name.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use kernel::{
    ClinicId, Problem,
    actor::SupportScope,
    http::{Console, View},
    sql,
};

use super::{State, in_words, scopes};

/// Rows of the list.
const MOST: i64 = 100;

/// A question for leave, of any operator.
struct Case {
    clinic: ClinicId,
    name: String,
    scopes: Vec<SupportScope>,
    state: State,
    asked_at: Timestamp,
    ends_at: Option<Timestamp>,
}

#[derive(Template)]
#[template(path = "operator/cases.html")]
struct CasesPage<'a> {
    v: &'a View,
    c: &'a Console,
    asked: i64,
    running: i64,
    refused: i64,
    cases: Vec<Case>,
    now: Timestamp,
}

impl CasesPage<'_> {
    fn scopes(&self, case: &Case) -> String {
        in_words(self.v, &case.scopes)
    }

    fn standing(&self, case: &Case) -> &'static str {
        match case.state {
            State::Asked => "leave-state-asked",
            State::Granted if case.ends_at.is_some_and(|end| end > self.now) => "leave-state-runs",
            State::Granted => "leave-state-over",
            State::Refused => "leave-state-refused",
            State::Revoked => "leave-state-revoked",
        }
    }
}

/// GET /operator/cases
pub async fn show(console: Console) -> Result<Response, Problem> {
    let tx = console.house.db().operator().await?;
    let now = tx.now();
    let counts = tx
        .one(
            sql!(Operator:
                "select count(*) filter (where state = 'asked') as asked, count(*) filter (where state = 'refused') as refused,
                        count(*) filter (where state = 'granted' and ends_at > $1) as running from support_grant"
            ),
            &[&now],
        )
        .await?;
    let cases = tx
        .rows(
            sql!(Operator:
                "select g.clinic_id, c.name, g.scopes, g.state, g.asked_at, g.ends_at
                   from support_grant g join clinic c on c.clinic_id = g.clinic_id order by g.asked_at desc, g.grant_id desc limit $1"
            ),
            &[&MOST],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(Case {
                clinic: row.read("clinic_id")?,
                name: row.read("name")?,
                scopes: scopes(row)?,
                state: State::read(row)?,
                asked_at: row.read("asked_at")?,
                ends_at: row.read("ends_at")?,
            })
        })
        .collect::<Result<_, Problem>>()?;
    tx.commit().await?;
    console.view.page(&CasesPage {
        v: &console.view,
        c: &console,
        asked: counts.read("asked")?,
        running: counts.read("running")?,
        refused: counts.read("refused")?,
        cases,
        now,
    })
}
