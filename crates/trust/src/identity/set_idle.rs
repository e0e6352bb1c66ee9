//! Keeps: "A session left alone ends by itself" (AMX-IDN-02). After fifteen quiet minutes, or as many as the clinic's owner chooses between five and
//! sixty; twelve hours end it however busy. The database ends it (`door.session`); this page sets the minutes.

use askama::Template;
use axum::response::Response;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading, Typed, View, see_other},
    permit::Who,
    sql,
};

use super::require;

const PAGE: &str = "/settings/security";
const LEAST: i32 = 5;
const MOST: i32 = 60;

/// The act of looking at the settings.
#[derive(Debug)]
pub struct SeeSecuritySettings;

impl Verb for SeeSecuritySettings {
    const ACT: &'static str = "identity.see_security_settings";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// The act of setting the quiet minutes.
#[derive(Debug)]
pub struct SetIdleMinutes;

impl Verb for SetIdleMinutes {
    const ACT: &'static str = "identity.set_idle_minutes";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
}

/// The minutes as somebody typed them.
fn minutes(typed: &str) -> Result<i32, ()> {
    typed.parse().ok().filter(|minutes| (LEAST..=MOST).contains(minutes)).ok_or(())
}

/// Sets them; sessions that have been quiet for longer are over at once.
///
/// # Errors
/// [`Problem`].
pub async fn set_idle_minutes(tx: &TenantTx, _permit: &Permit<SetIdleMinutes>, minutes: i32) -> Result<(), Problem> {
    tx.run(sql!("update clinic set idle_minutes = $1"), &[&minutes]).await.map(drop)
}

#[derive(Template)]
#[template(path = "identity/security_settings.html")]
struct SecuritySettingsPage<'a> {
    v: &'a View,
    f: &'a Typed,
    /// Whether everybody here needs a second factor.
    for_all: bool,
}

/// GET /settings/security
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeSecuritySettings).await?;
    let row = tx.one(sql!("select idle_minutes, second_factor from clinic"), &[]).await?;
    tx.commit().await?;
    let set = row.read::<i32>("idle_minutes")?.to_string();
    desk.view.page(&SecuritySettingsPage {
        v: &desk.view,
        f: &Typed::starting_with(&[("minutes", &set)]),
        for_all: row.read("second_factor")?,
    })
}

/// POST /settings/security
pub async fn set(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let wanted = form.parsed("minutes", "security-minutes-wrong", minutes);
    let mut tx = desk.enter().await?;
    let permit = tx.may(SetIdleMinutes).await?;
    let Some(wanted) = wanted else {
        let for_all = require::for_all(&tx).await?;
        return desk.view.page_again(&SecuritySettingsPage { v: &desk.view, f: &filled.typed(form.errors()), for_all });
    };
    if tx.seen_before(filled.form()).await?.is_none() {
        set_idle_minutes(&tx, &permit, wanted).await?;
        tx.note_in_trail(wanted.to_string());
        tx.commit_form(filled.form(), PAGE).await?;
    }
    Ok(see_other(PAGE))
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn five_to_sixty_minutes_and_nothing_else() {
        assert_eq!((minutes("5"), minutes("60"), minutes("15")), (Ok(5), Ok(60), Ok(15)));
        for bad in ["4", "61", "0", "-5", "15.5", "x", "", "99999999999", "1e1"] {
            assert_eq!(minutes(bad), Err(()), "{bad}");
        }
    }
}
