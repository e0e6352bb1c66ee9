//! The page of one visit: the chart at the side, what is measured, and the note being written.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use kernel::{
    Problem, Role, TenantTx,
    http::{Desk, Typed, View, see_other},
    refusal::id_in_path,
};

use super::{Encounter, EncounterId, about_a_visit, encounter, may_write, own_draft, record_vitals};
use crate::{
    chart::{
        facts::facts,
        sheet::{AllergyStanding, Sheet},
    },
    emergency::{Banner, CLINICIANS, banner},
};

about_a_visit!(
    /// Opens the page of a visit, with the chart beside it.
    OpenVisit, "visits.open", super::READERS
);

#[derive(Template)]
#[template(path = "visits/encounter.html")]
#[expect(clippy::struct_excessive_bools, reason = "one for each part of the page")]
struct EncounterPage<'a> {
    v: &'a View,
    s: &'a Sheet,
    encounter: &'a Encounter,
    /// The form of the measurements.
    f: &'a Typed,
    /// The form of the note.
    n: &'a Typed,
    /// Whether a note can be written here: the visit is open, or a draft of one's own is left.
    writing: bool,
    /// Whether the reader writes notes at all; a nurse measures.
    writes: bool,
    /// Whether the reader measures; who came in by an emergency only reads.
    measures: bool,
    emergency: Option<Banner>,
    conflict: bool,
    fields: &'a [record_vitals::Field],
}

/// What the page says besides what is kept.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The measurements as typed, when they were refused.
    pub(super) vitals: Option<Typed>,
    /// The note as typed, when it was refused.
    pub(super) note: Option<Typed>,
    /// Whether the note was refused because another page wrote a newer draft.
    pub(super) conflict: bool,
}

/// `GET /encounters/{id}`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: EncounterId = id_in_path(&id)?;
    let tx = desk.enter().await?;
    page(&desk, tx, id, Said::default()).await
}

/// `GET` of a form's address: a refused form stays on it, and a changed language leads there.
///
/// # Errors
/// [`Problem::NotFound`].
#[expect(clippy::unused_async, reason = "a page is asynchronous")]
pub async fn back_to_page(_desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: EncounterId = id_in_path(&id)?;
    Ok(see_other(&format!("/encounters/{id}")))
}

/// The page, with what was refused if something was. Takes a transaction of its own, so that what was refused is undone.
pub(super) async fn page(desk: &Desk, mut tx: TenantTx, id: EncounterId, said: Said) -> Result<Response, Problem> {
    let encounter = encounter(&tx, id).await?;
    let _permit = may_write(&mut tx, desk, OpenVisit { encounter: id, patient: encounter.patient }).await?;
    let emergency = banner(&tx, &desk.view, encounter.patient).await?;
    let facts = Box::pin(facts(&tx, encounter.patient)).await?;
    let draft = own_draft(&tx, id).await?;
    let now = tx.now();
    tx.commit().await?;
    let status = match &said {
        Said { conflict: true, .. } => StatusCode::CONFLICT,
        Said { vitals: None, note: None, .. } => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let measures = !CLINICIANS.contains(&desk.role);
    let writes = measures && desk.role != Role::Nurse;
    let writing = writes && (encounter.is_open() || draft.is_some() || said.note.is_some());
    let n = said.note.unwrap_or_else(|| {
        draft.as_ref().map_or_else(
            || Typed::starting_with(&[("revision", "0")]),
            |draft| {
                let revision = draft.revision.to_string();
                let mut values = draft.note.reveal().fields().to_vec();
                values.push(("revision", &revision));
                Typed::starting_with(&values)
            },
        )
    });
    let f = said.vitals.unwrap_or_default();
    let s = Sheet::of(desk, facts, now);
    let fields = record_vitals::FIELDS;
    let page = EncounterPage {
        v: &desk.view,
        s: &s,
        encounter: &encounter,
        f: &f,
        n: &n,
        writing,
        writes,
        measures,
        emergency,
        conflict: said.conflict,
        fields,
    };
    Ok(desk.view.page_as(status, &page)?.into_response())
}
