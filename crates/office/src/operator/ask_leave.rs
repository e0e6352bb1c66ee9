//! An operator asks a clinic for leave to look in. Asking opens nothing: the database takes a row that is asked and no more
//! from the console, and only an owner of the clinic can sign it.

use axum::{extract::Path, response::Response};
use kernel::{
    ClinicId, Problem,
    actor::{GrantId, SupportScope},
    http::{Console, Filled, Reading, see_other},
    id::Id as _,
    leave::MOST_HOURS,
    refusal::id_in_path,
    sql,
    tenancy::{By, Event},
};

use super::{REASON, clinic, tell_owners};

fn hours(text: &str) -> Result<i32, ()> {
    text.parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours)).ok_or(())
}

/// POST /operator/clinics/{id}/ask
pub async fn ask(console: Console, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: ClinicId = id_in_path(&id)?;
    let page = format!("/operator/clinics/{id}");
    let mut form = Reading::of(&filled);
    let scopes: Vec<&str> =
        SupportScope::ALL.into_iter().map(SupportScope::word).filter(|word| form.ticked(&format!("scope-{word}"))).collect();
    if scopes.is_empty() {
        form.wrong("scope-schedule", "leave-no-scope");
    }
    let hours = form.parsed("hours", "leave-hours-wrong", hours);
    let reason = form.lines("reason", 600);
    if reason.trim().is_empty() {
        form.wrong("reason", "field-missing");
    }
    let errors = form.errors();
    let (false, Some(hours)) = (errors.any(), hours) else { return clinic::page(&console, id, &filled.typed(errors)).await };
    let mut tx = console.house.db().operator().await?;
    tx.one(sql!(Operator: "select 1 as there from clinic where clinic_id = $1 and kind <> 'canary'"), &[&id]).await?;
    // The form's id is the question's: the same form sent twice asks once.
    let grant = GrantId::from_uuid(filled.form());
    let sealed = tx.keys().seal(&REASON, grant, &reason)?;
    let asked = tx
        .rows(
            sql!(Operator:
                "insert into support_grant (clinic_id, grant_id, operator_id, reason, scopes, hours, state, asked_at)
                  values ($1, $2, $3, $4, $5, $6, 'asked', $7) on conflict do nothing returning grant_id"
            ),
            &[&id, &grant, &console.operator, &sealed, &scopes, &hours, &tx.now()],
        )
        .await?;
    if !asked.is_empty() {
        tx.record(Event::done("operator.ask_leave", By::Operator(console.operator)).in_clinic(id));
    }
    tx.commit().await?;
    if !asked.is_empty() {
        tell_owners::asked(console.house.db(), id, hours).await?;
    }
    Ok(see_other(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_asks_for_more_than_three_days() {
        assert_eq!(["1", "72"].map(hours), [Ok(1), Ok(72)]);
        assert_eq!(["0", "73", "-1", "a", "1.5"].map(hours), [Err(()); 5]);
    }
}
