//! Keeps: "Who is late is late by the clinic's own rule". How long after their time a booked patient keeps their place; after
//! that they are shown as late, count from when they come, and may be marked as not having come.

use askama::Template;
use axum::response::Response;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading, Typed, View, see_other},
    language::Language,
    permit::Who,
    sql,
};

use super::know::late_after;

const PAGE: &str = "/settings/waiting-room";
const MOST_MINUTES: i32 = 240;

/// Sets the rules of the waiting room.
#[derive(Clone, Copy, Debug)]
pub struct SetRules;
impl Verb for SetRules {
    const ACT: &'static str = "queue.set_rules";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// Sets them.
///
/// # Errors
/// [`Problem`].
pub async fn set_rules(tx: &TenantTx, late_minutes: i32, languages: &[&str], _permit: &Permit<SetRules>) -> Result<(), Problem> {
    tx.run(
        sql!(
            "insert into queue_rules (clinic_id, late_minutes, board_languages) values ($1, $2, $3)
              on conflict (clinic_id) do update set late_minutes = excluded.late_minutes, board_languages = excluded.board_languages"
        ),
        &[&tx.actor().clinic(), &late_minutes, &languages],
    )
    .await
    .map(drop)
}

/// The languages of the board, in turn; none: the browser's own.
///
/// # Errors
/// [`Problem`].
pub async fn board_languages(tx: &TenantTx) -> Result<Vec<Language>, Problem> {
    let row = tx.maybe(sql!("select board_languages from queue_rules where clinic_id = $1"), &[&tx.actor().clinic()]).await?;
    let tags: Vec<String> = row.map_or_else(|| Ok(Vec::new()), |row| row.read("board_languages"))?;
    Ok(tags.iter().filter_map(|tag| Language::from_tag(tag)).collect())
}

#[derive(Template)]
#[template(path = "queue/rules.html")]
struct RulesPage<'a> {
    v: &'a View,
    f: &'a Typed,
}

/// `GET /settings/waiting-room`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let tx = desk.enter().await?;
    let late = late_after(&tx).await?.as_mins().to_string();
    let languages = board_languages(&tx).await?;
    tx.commit().await?;
    let mut values = vec![("late", late.as_str())];
    values.extend(languages.iter().map(|language| (language.tag(), "yes")));
    desk.view.page(&RulesPage { v: &desk.view, f: &Typed::starting_with(&values) })
}

/// `POST /settings/waiting-room`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let late =
        form.parsed("late", "rules-late-wrong", |text| text.parse::<i32>().ok().filter(|late| (0..=MOST_MINUTES).contains(late)).ok_or(()));
    let errors = form.errors();
    let Some(late) = late.filter(|_| !errors.any()) else {
        return desk.view.page_again(&RulesPage { v: &desk.view, f: &filled.typed(errors) });
    };
    let mut tx = desk.enter().await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        let permit = tx.may(SetRules).await?;
        let languages: Vec<&str> = Language::ALL.into_iter().map(Language::tag).filter(|tag| filled.ticked(tag)).collect();
        set_rules(&tx, late, &languages, &permit).await?;
        tx.note_in_trail(late.to_string());
        tx.commit_form(filled.form(), PAGE).await?;
    }
    Ok(see_other(PAGE))
}
