//! Keeps: "Every emergency access is looked at by an owner". Within three days, by somebody else than who opened it: justified
//! or not, with a remark. The auditor reads along.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::Timestamp;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, MEMBER_NAME, Reading, Typed, View, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
    sql,
    tenancy::Row,
};
use trust::patients::{PatientId, patients};
use uuid::Uuid;

use super::{GlassId, REMARK, Reason, WORDS, due};

/// The most on the page.
const MOST: i64 = 100;
const MOST_CHARACTERS: usize = 500;

/// The act of looking at the list.
#[derive(Debug)]
pub struct SeeEmergencies;

impl Verb for SeeEmergencies {
    const ACT: &'static str = "emergency.see_all";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Auditor)];
}

/// The act of reviewing one.
#[derive(Clone, Copy, Debug)]
pub struct ReviewEmergency {
    glass: GlassId,
    patient: PatientId,
}

impl Verb for ReviewEmergency {
    const ACT: &'static str = "emergency.review";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.glass.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was right.
    Justified,
    /// It was not.
    NotJustified,
}

impl Verdict {
    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::NotJustified => "not_justified",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Justified, Self::NotJustified].into_iter().find(|verdict| verdict.word() == word)
    }
}

/// Why a review changes nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReviewRefusal {
    /// Nobody judges themselves.
    #[error("whoever opened it does not review it; ask another owner")]
    Own,
    /// Somebody was quicker.
    #[error("this was reviewed meanwhile")]
    Meanwhile,
}

/// Whether this person may review it now.
///
/// # Errors
/// [`ReviewRefusal`].
pub fn decide(opened_by: PersonId, reviewer: PersonId, reviewed: bool) -> Result<(), ReviewRefusal> {
    if reviewed {
        Err(ReviewRefusal::Meanwhile)
    } else if opened_by == reviewer {
        Err(ReviewRefusal::Own)
    } else {
        Ok(())
    }
}

/// Writes a review.
///
/// # Errors
/// [`Problem`].
pub async fn review(tx: &TenantTx, permit: &Permit<ReviewEmergency>, verdict: Verdict, remark: &str) -> Result<(), Problem> {
    let glass = permit.verb().glass;
    let remark = tx.keys().seal(&REMARK, glass, &remark.to_owned())?;
    tx.run(
        sql!("update break_glass set reviewed_at = $2, reviewed_by = $3, verdict = $4, remark = $5 where glass_id = $1"),
        &[&glass, &tx.now(), &tx.actor().person(), &verdict.word(), &remark],
    )
    .await
    .map(drop)
}

/// One emergency access as the list shows it.
struct Case {
    id: GlassId,
    by: String,
    own: bool,
    patient: PatientId,
    name: String,
    reason: &'static str,
    words: String,
    opened: Timestamp,
    /// Until when it should be reviewed, and whether that is over.
    due: (Timestamp, bool),
    open: bool,
    review: Option<Review>,
}

struct Review {
    by: String,
    at: Timestamp,
    verdict: String,
    remark: String,
}

#[derive(Template)]
#[template(path = "emergency/cases.html")]
struct CasesPage<'a> {
    v: &'a View,
    f: &'a Typed,
    /// Whose form `f` is.
    of: Option<GlassId>,
    waiting: Vec<Case>,
    reviewed: Vec<Case>,
    owner: bool,
    refused: Option<&'static str>,
}

async fn cases(tx: &TenantTx, desk: &Desk) -> Result<Vec<Case>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select b.glass_id, b.person_id, b.patient_id, b.reason, b.words, b.opened_at, b.ends_at, b.reviewed_at, b.reviewed_by,
                        b.verdict, b.remark, m.name as by_name, o.name as reviewer_name
                   from break_glass b
                   join membership m on m.clinic_id = b.clinic_id and m.person_id = b.person_id
                   left join membership o on o.clinic_id = b.clinic_id and o.person_id = b.reviewed_by
                  order by b.reviewed_at is not null, case when b.reviewed_at is null then b.opened_at end, b.opened_at desc, b.glass_id
                  limit $1"
            ),
            &[&MOST],
        )
        .await?;
    let ids = rows.iter().map(|row| row.read("patient_id")).collect::<Result<Vec<PatientId>, Problem>>()?;
    let known = patients(tx, &ids).await?;
    rows.iter()
        .map(|row| {
            let patient: PatientId = row.read("patient_id")?;
            let name = known.iter().find(|one| one.id == patient).map(|one| one.name.reveal().clone()).unwrap_or_default();
            case(tx, desk, row, (patient, name))
        })
        .collect()
}

fn case(tx: &TenantTx, desk: &Desk, row: &Row, (patient, name): (PatientId, String)) -> Result<Case, Problem> {
    let (id, by, opened): (GlassId, PersonId, Timestamp) = (row.read("glass_id")?, row.read("person_id")?, row.read("opened_at")?);
    let due = due(opened);
    let review = match row.read::<Option<PersonId>>("reviewed_by")? {
        None => None,
        Some(reviewer) => Some(Review {
            by: tx.keys().open(&MEMBER_NAME, reviewer, &row.read("reviewer_name")?)?.into_inner(),
            at: row.read("reviewed_at")?,
            verdict: row.read("verdict")?,
            remark: tx.keys().open(&REMARK, id, &row.read("remark")?)?.into_inner(),
        }),
    };
    Ok(Case {
        id,
        by: tx.keys().open(&MEMBER_NAME, by, &row.read("by_name")?)?.into_inner(),
        own: by == desk.person,
        patient,
        name,
        reason: Reason::from_word(row.read("reason")?).ok_or_else(|| Problem::broken("an unknown reason"))?.word(),
        words: tx.keys().open(&WORDS, id, &row.read("words")?)?.into_inner(),
        opened,
        due: (due, due < tx.now()),
        open: row.read::<Timestamp>("ends_at")? > tx.now(),
        review,
    })
}

async fn page(
    desk: &Desk,
    (status, refused): (StatusCode, Option<&'static str>),
    (f, of): (&Typed, Option<GlassId>),
) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeEmergencies).await?;
    let (waiting, reviewed) = cases(&tx, desk).await?.into_iter().partition(|case| case.review.is_none());
    tx.commit().await?;
    let page = CasesPage { v: &desk.view, f, of, waiting, reviewed, owner: desk.role == Role::Owner, refused };
    desk.view.page_as(status, &page)
}

/// `GET /emergencies`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    page(&desk, (StatusCode::OK, None), (&Typed::blank(), None)).await
}

/// `GET` of a form's address: a changed language leads back to the list.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn back_to_list(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let glass: GlassId = id_in_path(&id)?;
    let tx = desk.enter().await?;
    tx.one(sql!("select 1 as here from break_glass where glass_id = $1"), &[&glass]).await?;
    Ok(see_other("/emergencies"))
}

fn read(filled: &Filled) -> Result<(Verdict, String), Errors> {
    let mut form = Reading::of(filled);
    let verdict = form.parsed("verdict", "field-choose", |word| Verdict::from_word(word).ok_or(()));
    let remark = form.optional_line("remark", MOST_CHARACTERS).unwrap_or_default();
    if verdict == Some(Verdict::NotJustified) && remark.is_empty() {
        form.wrong("remark", "emergency-say-why");
    }
    let errors = form.errors();
    verdict.filter(|_| !errors.any()).map(|verdict| (verdict, remark)).ok_or(errors)
}

/// `POST /emergencies/{id}/review`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let glass: GlassId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let row = tx
        .one(
            sql!("select person_id, patient_id, reviewed_at is not null as reviewed from break_glass where glass_id = $1 for update"),
            &[&glass],
        )
        .await?;
    let permit = tx.may(ReviewEmergency { glass, patient: row.read("patient_id")? }).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other("/emergencies"));
    }
    let (verdict, remark) = match read(&filled) {
        Ok(read) => read,
        Err(errors) => {
            drop(tx);
            return page(&desk, (StatusCode::UNPROCESSABLE_ENTITY, None), (&filled.typed(errors), Some(glass))).await;
        }
    };
    let words = match decide(row.read("person_id")?, desk.person, row.read("reviewed")?) {
        Ok(()) => {
            review(&tx, &permit, verdict, &remark).await?;
            tx.commit_form(filled.form(), "/emergencies").await?;
            return Ok(see_other("/emergencies"));
        }
        Err(ReviewRefusal::Own) => "emergency-own",
        Err(ReviewRefusal::Meanwhile) => "emergency-reviewed-meanwhile",
    };
    drop(tx);
    page(&desk, (StatusCode::CONFLICT, Some(words)), (&Typed::blank(), None)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_judges_themselves_and_nothing_is_judged_twice() {
        let person = |n| PersonId::from_uuid(Uuid::from_u128(n));
        assert!(decide(person(1), person(2), false).is_ok());
        assert!(matches!(decide(person(1), person(1), false), Err(ReviewRefusal::Own)));
        assert!(matches!(decide(person(1), person(2), true), Err(ReviewRefusal::Meanwhile)));
    }
}
