//! Keeps: "The owner is told when a login seems to be shared". What was seen, in friendly words, and what can be done: it is fine, add a person
//! of their own, or suspend. Nothing is ever deleted for it.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Permit, Private, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, MEMBER_NAME, Reading, Typed, View, see_other},
    id::{Id as _, PersonId},
    keys::{Column, Sealed},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::sharing::CaseId;

const PAGE: &str = "/cases";
const REMARK: Column<String> = Column::new("access_case", "remark");
/// Days for which a member who was found to be one person is not asked about again.
const DAYS_FINE: i64 = 30;

/// The act of looking at the cases.
#[derive(Debug)]
pub struct SeeCases;

impl Verb for SeeCases {
    const ACT: &'static str = "identity.see_cases";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// The act of finding that it is fine.
#[derive(Debug)]
pub struct CloseCase(CaseId);

impl Verb for CloseCase {
    const ACT: &'static str = "identity.close_case";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

struct Case {
    id: CaseId,
    name: Private<String>,
    role: Role,
    kind: String,
    devices: i32,
    raised: Timestamp,
    closed: Option<(Timestamp, Option<Private<String>>)>,
}

#[derive(Template)]
#[template(path = "identity/cases.html")]
struct CasesPage<'a> {
    v: &'a View,
    f: &'a Typed,
    /// The case whose remark was wrong.
    wrong: Option<CaseId>,
    open: Vec<Case>,
    over: Vec<Case>,
}

/// How many wait for the owner.
///
/// # Errors
/// [`Problem`].
pub async fn waiting(tx: &TenantTx) -> Result<i64, Problem> {
    tx.one(sql!("select count(*) as waiting from access_case where closed_at is null"), &[]).await?.read("waiting")
}

async fn cases(tx: &TenantTx) -> Result<Vec<Case>, Problem> {
    tx.rows(
        sql!(
            "select c.case_id, c.person_id, m.name, m.role, c.kind, c.devices, c.raised_at, c.closed_at, c.remark
               from access_case c join membership m on m.clinic_id = c.clinic_id and m.person_id = c.person_id
              order by c.closed_at is not null, c.raised_at desc, c.case_id limit 100"
        ),
        &[],
    )
    .await?
    .iter()
    .map(|row| {
        let (id, person): (CaseId, PersonId) = (row.read("case_id")?, row.read("person_id")?);
        let remark: Option<Sealed<String>> = row.read("remark")?;
        let remark = remark.map(|sealed| tx.keys().open(&REMARK, id, &sealed)).transpose()?;
        Ok(Case {
            id,
            name: tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)?,
            role: Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?,
            kind: row.read("kind")?,
            devices: row.read("devices")?,
            raised: row.read("raised_at")?,
            closed: row.read::<Option<Timestamp>>("closed_at")?.map(|at| (at, remark)),
        })
    })
    .collect()
}

async fn page(mut tx: TenantTx, v: &View, f: &Typed, wrong: Option<CaseId>) -> Result<Response, Problem> {
    let _permit = tx.may(SeeCases).await?;
    let (open, over) = cases(&tx).await?.into_iter().partition(|case| case.closed.is_none());
    tx.commit().await?;
    let shown = CasesPage { v, f, wrong, open, over };
    if f.wrong() { v.page_again(&shown) } else { v.page(&shown) }
}

/// GET /cases
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    page(desk.enter().await?, &desk.view, &Typed::blank(), None).await
}

/// Closes a case as fine. For a month nobody asks about this member again: the same phone and the same desk would.
///
/// # Errors
/// [`Problem::NotFound`] when there is no such case, or it is closed.
pub async fn close_case(tx: &TenantTx, permit: &Permit<CloseCase>, remark: Option<&str>) -> Result<(), Problem> {
    let id = permit.verb().0;
    let remark = remark.map(|words| tx.keys().seal(&REMARK, id, &words.to_owned())).transpose()?;
    let row = tx
        .one(
            sql!(
                "update access_case set closed_at = $2, closed_by = $3, remark = $4
                  where case_id = $1 and closed_at is null returning person_id"
            ),
            &[&id, &tx.now(), &tx.actor().person(), &remark],
        )
        .await?;
    let until = tx.now().checked_add(SignedDuration::from_hours(24 * DAYS_FINE)).unwrap_or(tx.now());
    let person: PersonId = row.read("person_id")?;
    tx.run(sql!("update membership set places_fine_until = $2 where person_id = $1"), &[&person, &until]).await.map(drop)
}

/// POST /cases/{id}/close
pub async fn close(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: CaseId = id_in_path(&id)?;
    let mut form = Reading::of(&filled);
    let remark = form.optional_line("remark", 300);
    let errors: Errors = form.errors();
    let mut tx = desk.enter().await?;
    if errors.any() {
        return page(tx, &desk.view, &filled.typed(errors), Some(id)).await;
    }
    let permit = tx.may(CloseCase(id)).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        close_case(&tx, &permit, remark.as_deref()).await?;
        tx.commit_form(filled.form(), PAGE).await?;
    }
    Ok(see_other(PAGE))
}
