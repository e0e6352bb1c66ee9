//! Keeps: "In an emergency a clinician is not kept waiting, and nobody opens a chart unseen". One patient, an hour, a reason
//! and a few words, no password on the way. Five in a day at most; and who has one that nobody reviewed for three days opens
//! no other until it is.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, MEMBER_NAME, Reading, Typed, View, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use trust::{
    letters::{Letter, news::tell_owners},
    patients::{PatientId, patient},
};
use uuid::Uuid;

use super::{GlassId, MINUTES, Reason, WORDS, due};

/// The most that one person opens in a day and a night.
const MOST_A_DAY: usize = 5;
/// The most characters of why.
const MOST_CHARACTERS: usize = 500;

/// Who: the roles of [`super::CLINICIANS`].
const WHO: &[Who] = &[Who::Staff(Role::Pharmacist)];

/// The act.
#[derive(Clone, Copy, Debug)]
pub struct OpenEmergency {
    glass: GlassId,
    patient: PatientId,
}

impl Verb for OpenEmergency {
    const ACT: &'static str = "emergency.open";
    const WHO: &'static [Who] = WHO;
    fn subject(&self) -> Option<Uuid> {
        Some(self.glass.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// The act of being shown a shut chart with the way in.
#[derive(Clone, Copy, Debug)]
pub struct SeeShutChart(PatientId);

impl Verb for SeeShutChart {
    const ACT: &'static str = "emergency.see_shut_chart";
    const WHO: &'static [Who] = WHO;
    fn about(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// An earlier emergency access of the same person.
#[derive(Clone, Copy, Debug)]
pub struct Earlier {
    /// When it was opened.
    pub opened: Timestamp,
    /// Whether an owner has reviewed it.
    pub reviewed: bool,
}

/// Why none is opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenRefusal {
    /// One has waited for a review for too long.
    #[error("an earlier emergency was not reviewed in time; ask an owner to review it")]
    Unreviewed,
    /// Too many in a day.
    #[error("you have opened five charts in a day; ask whoever treats the patient, or an owner")]
    TooMany,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl OpenRefusal {
    fn words(self) -> Result<&'static str, Problem> {
        match self {
            Self::Unreviewed => Ok("emergency-unreviewed"),
            Self::TooMany => Ok("emergency-too-many"),
            Self::Problem(problem) => Err(problem),
        }
    }
}

/// Whether another may be opened now.
///
/// # Errors
/// [`OpenRefusal`].
pub fn decide(earlier: &[Earlier], now: Timestamp) -> Result<(), OpenRefusal> {
    if earlier.iter().any(|one| !one.reviewed && due(one.opened) < now) {
        return Err(OpenRefusal::Unreviewed);
    }
    let today = earlier.iter().filter(|one| now.duration_since(one.opened) < SignedDuration::from_hours(24)).count();
    if today >= MOST_A_DAY { Err(OpenRefusal::TooMany) } else { Ok(()) }
}

/// What is said on opening.
#[derive(Debug)]
pub struct Why {
    /// The choice.
    pub reason: Reason,
    /// A few words.
    pub words: String,
}

/// Opens the chart of one patient to the actor for an hour.
///
/// # Errors
/// [`OpenRefusal`].
pub async fn open(tx: &TenantTx, permit: &Permit<OpenEmergency>, why: &Why) -> Result<(), OpenRefusal> {
    let OpenEmergency { glass, patient } = *permit.verb();
    let person = tx.actor().person();
    let now = tx.now();
    // One at a time for one person, so that five at once are counted.
    tx.one(sql!("select 1 as held from membership where person_id = $1 for update"), &[&person]).await?;
    let a_day_ago = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now);
    let earlier = tx
        .rows(
            sql!(
                "select opened_at, reviewed_at is not null as reviewed from break_glass
                  where person_id = $1 and (reviewed_at is null or opened_at > $2)"
            ),
            &[&person, &a_day_ago],
        )
        .await?
        .iter()
        .map(|row| Ok(Earlier { opened: row.read("opened_at")?, reviewed: row.read("reviewed")? }))
        .collect::<Result<Vec<_>, Problem>>()?;
    decide(&earlier, now)?;
    let words = tx.keys().seal(&WORDS, glass, &why.words)?;
    let ends = now.checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(now);
    tx.run(
        sql!(
            "insert into break_glass (clinic_id, glass_id, person_id, patient_id, reason, words, opened_at, ends_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&tx.actor().clinic(), &glass, &person, &patient, &why.reason.word(), &words, &now, &ends],
    )
    .await?;
    Ok(tell(tx, now).await?)
}

/// Every owner hears who and when; whose chart it was, and why, stands on the clinic's own page.
async fn tell(tx: &TenantTx, at: Timestamp) -> Result<(), Problem> {
    let Some(person) = tx.actor().person() else { return Ok(()) };
    let row = tx.one(sql!("select name from membership where person_id = $1"), &[&person]).await?;
    let who = tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)?.into_inner();
    tell_owners(tx, &[person], |clinic| Letter::EmergencyOpened { clinic, who, at }).await
}

#[derive(Template)]
#[template(path = "emergency/shut_chart.html")]
struct ShutChart<'a> {
    v: &'a View,
    f: &'a Typed,
    patient: PatientId,
    name: &'a str,
    refused: Option<&'static str>,
}

/// The chart is shut to the reader: the page that says so, with the way in.
///
/// # Errors
/// [`Problem::NotFound`] where there is no such patient.
pub async fn shut_chart(desk: &Desk, id: PatientId) -> Result<Response, Problem> {
    page(desk, id, (StatusCode::FORBIDDEN, None), &Typed::blank()).await
}

async fn page(desk: &Desk, id: PatientId, (status, refused): (StatusCode, Option<&'static str>), f: &Typed) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeShutChart(id)).await?;
    let patient = patient(&tx, id).await?;
    tx.commit().await?;
    let page = ShutChart { v: &desk.view, f, patient: id, name: patient.name.reveal(), refused };
    desk.view.page_as(status, &page)
}

/// `GET /patients/{id}/emergency`: a refused form stays on it, and a changed language leads there.
///
/// # Errors
/// [`Problem::NotFound`].
#[expect(clippy::unused_async, reason = "a page is asynchronous")]
pub async fn back_to_chart(_desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: PatientId = id_in_path(&id)?;
    Ok(see_other(&format!("/patients/{id}")))
}

/// `POST /patients/{id}/emergency`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: PatientId = id_in_path(&id)?;
    let mut form = Reading::of(&filled);
    let reason = form.parsed("reason", "field-choose", |word| Reason::from_word(word).ok_or(()));
    let words = form.line("words", MOST_CHARACTERS);
    let errors = form.errors();
    let mut tx = desk.enter().await?;
    patient(&tx, id).await?;
    let permit = tx.may(OpenEmergency { glass: GlassId::from_uuid(filled.form()), patient: id }).await?;
    let chart = format!("/patients/{id}");
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(&chart));
    }
    let (false, Some(reason)) = (errors.any(), reason) else {
        drop(tx);
        return page(&desk, id, (StatusCode::UNPROCESSABLE_ENTITY, None), &filled.typed(errors)).await;
    };
    if let Err(refusal) = open(&tx, &permit, &Why { reason, words }).await {
        drop(tx);
        return page(&desk, id, (StatusCode::CONFLICT, Some(refusal.words()?)), &filled.typed(errors)).await;
    }
    tx.commit_form(filled.form(), &chart).await?;
    Ok(see_other(&chart))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    /// What ought to hold, told as people would: a tray of those that wait, and a list of today's that forgets by itself.
    #[derive(Default)]
    struct Model {
        tray: Vec<i64>,
        today: VecDeque<i64>,
    }

    impl Model {
        fn opens(&mut self, minute: i64) -> Result<(), &'static str> {
            while self.today.front().is_some_and(|first| first + 24 * 60 <= minute) {
                self.today.pop_front();
            }
            if self.tray.first().is_some_and(|oldest| oldest + 72 * 60 < minute) {
                return Err("unreviewed");
            }
            if self.today.len() == 5 {
                return Err("too many");
            }
            self.tray.push(minute);
            self.today.push_back(minute);
            Ok(())
        }

        fn is_reviewed(&mut self, which: usize) {
            if !self.tray.is_empty() {
                self.tray.remove(which % self.tray.len());
            }
        }
    }

    proptest! {
        #[test]
        fn opening_and_reviewing_agree_with_the_tray_and_the_day(
            history in proptest::collection::vec((0_i64..2000, prop::option::of(0_usize..8)), 1..80),
        ) {
            let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
            let mut model = Model::default();
            let mut minute = 0;
            let mut kept: Vec<Earlier> = Vec::new();
            for (passes, review) in history {
                minute += passes;
                if let Some(which) = review {
                    model.is_reviewed(which);
                    let waiting = kept.iter().filter(|one| !one.reviewed).count();
                    if let Some(one) = kept.iter_mut().filter(|one| !one.reviewed).nth(which % waiting.max(1)) {
                        one.reviewed = true;
                    }
                    continue;
                }
                let decided = decide(&kept, at(minute));
                match model.opens(minute) {
                    Ok(()) => {
                        prop_assert!(decided.is_ok(), "at {minute}: {decided:?}");
                        kept.push(Earlier { opened: at(minute), reviewed: false });
                    }
                    Err("unreviewed") => prop_assert!(matches!(decided, Err(OpenRefusal::Unreviewed)), "at {minute}: {decided:?}"),
                    Err(_) => prop_assert!(matches!(decided, Err(OpenRefusal::TooMany)), "at {minute}: {decided:?}"),
                }
            }
        }
    }

    #[test]
    fn who_opens_is_who_charts_are_shut_to() {
        let listed: Vec<Who> = super::super::CLINICIANS.iter().map(|role| Who::Staff(*role)).collect();
        assert_eq!(listed, WHO);
        for role in super::super::CLINICIANS {
            assert!(crate::chart::open_chart::OpenChart::WHO.contains(&Who::Emergency(*role)));
        }
    }
}
