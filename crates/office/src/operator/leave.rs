//! What the clinic sees of operators: who asked for leave to look in, why, what its owners answered, and what runs now.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use kernel::{
    Private, Problem, Role, TenantTx, Verb,
    actor::{GrantId, SupportScope},
    http::{Desk, OPERATOR_NAME, View},
    id::PersonId,
    keys::Sealed,
    leave::Leave,
    permit::Who,
    sql,
    tenancy::Row,
};

use super::{REASON, State, in_words, scopes};

/// Rows of the page.
const MOST: i64 = 50;

/// The act of looking at what operators asked for.
#[derive(Debug)]
pub struct SeeLeave;

impl Verb for SeeLeave {
    const ACT: &'static str = "operator.see_leave";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Auditor)];
}

/// A question of an operator's, and what became of it.
pub(super) struct Asked {
    pub(super) grant: GrantId,
    pub(super) operator: PersonId,
    pub(super) who: Private<String>,
    pub(super) why: Private<String>,
    pub(super) scopes: Vec<SupportScope>,
    pub(super) hours: i32,
    pub(super) state: State,
    pub(super) asked_at: Timestamp,
    pub(super) ends_at: Option<Timestamp>,
    now: Timestamp,
}

impl Asked {
    pub(super) fn read(desk: &Desk, row: &Row) -> Result<Self, Problem> {
        let (grant, operator): (GrantId, PersonId) = (row.read("grant_id")?, row.read("operator_id")?);
        let (name, reason): (Sealed<String>, Sealed<String>) = (row.read("operator_name")?, row.read("reason")?);
        let platform = desk.house.db().platform_keys();
        Ok(Self {
            grant,
            operator,
            who: platform.open(&OPERATOR_NAME, operator, &name)?,
            why: platform.open(&REASON, grant, &reason)?,
            scopes: scopes(row)?,
            hours: row.read("hours")?,
            state: State::read(row)?,
            asked_at: row.read("asked_at")?,
            ends_at: row.read("ends_at")?,
            now: desk.house.db().clock().now(),
        })
    }

    /// Whether an owner may still answer.
    pub(super) fn waits(&self) -> bool {
        self.state == State::Asked && self.asked_at > Leave::asked_since(self.now)
    }

    /// Whether the operator may look in now.
    pub(super) fn runs(&self) -> bool {
        self.state == State::Granted && self.ends_at.is_some_and(|end| end > self.now)
    }

    /// The key of where it stands.
    pub(super) fn standing(&self) -> &'static str {
        match self.state {
            State::Asked if self.waits() => "leave-state-asked",
            State::Asked => "leave-state-lapsed",
            State::Granted if self.runs() => "leave-state-runs",
            State::Granted => "leave-state-over",
            State::Refused => "leave-state-refused",
            State::Revoked => "leave-state-revoked",
        }
    }

    /// The class of its badge.
    pub(super) fn badge(&self) -> &'static str {
        match self.state {
            State::Asked if self.waits() => "arrived",
            State::Granted if self.runs() => "called",
            State::Refused => "refused",
            _ => "cancelled",
        }
    }

    pub(super) fn in_words(&self, v: &View) -> String {
        in_words(v, &self.scopes)
    }
}

/// One question, or a page that is not there.
///
/// # Errors
/// [`Problem::NotFound`].
pub(super) async fn asked(desk: &Desk, tx: &TenantTx, grant: GrantId) -> Result<Asked, Problem> {
    let row = tx
        .one(
            sql!(
                "select grant_id, operator_id, door.operator_name(operator_id) as operator_name, reason, scopes, hours, state, asked_at, ends_at
                   from support_grant where grant_id = $1"
            ),
            &[&grant],
        )
        .await?;
    Asked::read(desk, &row)
}

#[derive(Template)]
#[template(path = "operator/leave.html")]
struct LeavePage<'a> {
    v: &'a View,
    owner: bool,
    all: Vec<Asked>,
    refused: Option<&'static str>,
}

/// The page, with a sentence when an answer came too late.
pub(super) async fn page(desk: &Desk, tx: &TenantTx, refused: Option<&'static str>) -> Result<Response, Problem> {
    let all = tx
        .rows(
            sql!(
                "select grant_id, operator_id, door.operator_name(operator_id) as operator_name, reason, scopes, hours, state, asked_at, ends_at
                   from support_grant order by asked_at desc, grant_id desc limit $1"
            ),
            &[&MOST],
        )
        .await?
        .iter()
        .map(|row| Asked::read(desk, row))
        .collect::<Result<_, Problem>>()?;
    let shown = LeavePage { v: &desk.view, owner: desk.role == Role::Owner, all, refused };
    if refused.is_some() { desk.view.page_again(&shown) } else { desk.view.page(&shown) }
}

/// GET /support
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeLeave).await?;
    let page = page(&desk, &tx, None).await?;
    tx.commit().await?;
    Ok(page)
}
