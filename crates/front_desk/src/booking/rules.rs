//! Keeps: "A clinic says how its public page behaves": how many bookings it takes online in a day, how long somebody on the
//! waitlist has to answer, and which of its own sites may show the page. The owner's page of it.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Reading, Typed, View, see_other},
    permit::Who,
    sql,
};

/// Where a clinic has chosen nothing.
const USUAL_A_DAY: i32 = 200;
const USUAL_OFFER: i32 = 30;
/// Sites that may show the page.
const MOST_SITES: usize = 5;

/// The rules of one clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Bookings taken online in a day; `None`: as many as come.
    pub online_a_day: Option<i32>,
    /// Minutes for an answer to an offer of the waitlist.
    pub offer_minutes: i32,
    /// Whether who books online proves their number by a code.
    pub prove_number: bool,
    /// Origins that may show the page in a frame.
    pub embed_on: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { online_a_day: Some(USUAL_A_DAY), offer_minutes: USUAL_OFFER, prove_number: false, embed_on: Vec::new() }
    }
}

/// Reads them.
///
/// # Errors
/// [`Problem`].
pub async fn rules(tx: &TenantTx) -> Result<Rules, Problem> {
    let row = tx.maybe(sql!("select online_a_day, offer_minutes, prove_number, embed_on from booking_rules"), &[]).await?;
    row.map_or_else(
        || Ok(Rules::default()),
        |row| {
            Ok(Rules {
                online_a_day: row.read("online_a_day")?,
                offer_minutes: row.read("offer_minutes")?,
                prove_number: row.read("prove_number")?,
                embed_on: row.read("embed_on")?,
            })
        },
    )
}

/// Looks at them.
#[derive(Debug)]
pub struct SeeRules;
impl Verb for SeeRules {
    const ACT: &'static str = "booking.see_rules";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// Changes them.
#[derive(Debug)]
pub struct SetRules;
impl Verb for SetRules {
    const ACT: &'static str = "booking.set_rules";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// Writes what holds from now on.
///
/// # Errors
/// [`Problem`].
pub async fn set(tx: &TenantTx, rules: &Rules, _permit: &Permit<SetRules>) -> Result<(), Problem> {
    tx.run(
        sql!(
            "insert into booking_rules (clinic_id, online_a_day, offer_minutes, prove_number, embed_on) values ($1, $2, $3, $4, $5)
              on conflict (clinic_id) do update
                 set online_a_day = excluded.online_a_day, offer_minutes = excluded.offer_minutes,
                     prove_number = excluded.prove_number, embed_on = excluded.embed_on"
        ),
        &[&tx.actor().clinic(), &rules.online_a_day, &rules.offer_minutes, &rules.prove_number, &rules.embed_on],
    )
    .await
    .map(drop)
}

/// An origin as browsers write it, `https://host` with a port if it is not the usual one. Anything a policy could read as more
/// than one origin is none.
fn origin(text: &str) -> Option<String> {
    let uri: axum::http::Uri = text.trim().trim_end_matches('/').parse().ok()?;
    let host = uri.host().filter(|host| host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))?;
    let https = uri.scheme_str() == Some("https");
    let bare = uri.path_and_query().is_none_or(|path| path.as_str() == "/");
    let port = uri.port_u16().filter(|port| *port != 443).map(|port| format!(":{port}")).unwrap_or_default();
    (https && bare && uri.authority().is_some_and(|whole| !whole.as_str().contains('@')))
        .then(|| format!("https://{}{port}", host.to_ascii_lowercase()))
}

fn read(filled: &Filled) -> Result<Rules, Errors> {
    let mut form = Reading::of(filled);
    let within = |range: std::ops::RangeInclusive<i32>| move |text: &str| text.parse().ok().filter(|n| range.contains(n)).ok_or(());
    let online_a_day = form.optional("online_a_day", "rules-number-wrong", within(1..=5000));
    let offer_minutes = form.parsed("offer_minutes", "rules-minutes-wrong", within(10..=1440));
    let prove_number = form.ticked("prove_number");
    let typed: Vec<&str> = filled.text("embed_on").split_whitespace().collect();
    let sites: Option<Vec<String>> = typed.iter().map(|site| origin(site)).collect();
    if sites.as_ref().is_none_or(|sites| sites.len() > MOST_SITES) {
        form.wrong("embed_on", "rules-site-wrong");
    }
    let errors = form.errors();
    match (offer_minutes, sites) {
        (Some(offer_minutes), Some(embed_on)) if !errors.any() => Ok(Rules { online_a_day, offer_minutes, prove_number, embed_on }),
        _ => Err(errors),
    }
}

#[derive(Template)]
#[template(path = "booking/rules.html")]
struct RulesPage<'a> {
    v: &'a View,
    f: &'a Typed,
    saved: bool,
    page: String,
    snippet: String,
}

fn page(desk: &Desk, status: StatusCode, f: &Typed, saved: bool) -> Result<Response, Problem> {
    let page = format!("{}/c/{}", desk.view.base_url(), desk.clinic.slug);
    let snippet = format!("<iframe src=\"{page}\" title=\"{}\" width=\"100%\" height=\"900\"></iframe>", desk.view.t("booking-title"));
    desk.view.page_as(status, &RulesPage { v: &desk.view, f, saved, page, snippet })
}

fn typed(rules: &Rules) -> Typed {
    let number = rules.online_a_day.map(|n| n.to_string()).unwrap_or_default();
    Typed::starting_with(&[
        ("online_a_day", &number),
        ("prove_number", if rules.prove_number { "1" } else { "" }),
        ("offer_minutes", &rules.offer_minutes.to_string()),
        ("embed_on", &rules.embed_on.join("\n")),
    ])
}

/// What just happened.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Did {
    #[serde(default)]
    did: String,
}

/// `GET /settings/booking`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, axum::extract::Query(did): axum::extract::Query<Did>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeRules).await?;
    let now = rules(&tx).await?;
    tx.commit().await?;
    page(&desk, StatusCode::OK, &typed(&now), did.did == "saved")
}

/// `POST /settings/booking`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(SetRules).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    match read(&filled) {
        Ok(rules) => {
            set(&tx, &rules, &permit).await?;
            let to = "/settings/booking?did=saved";
            tx.commit_form(filled.form(), to).await?;
            Ok(see_other(to))
        }
        Err(errors) => page(&desk, StatusCode::UNPROCESSABLE_ENTITY, &filled.typed(errors), false),
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn only_an_origin_of_the_web_is_a_site() {
        assert_eq!(origin("https://Clinic.example/").as_deref(), Some("https://clinic.example"));
        assert_eq!(origin("https://www.clinic.example:8443").as_deref(), Some("https://www.clinic.example:8443"));
        assert_eq!(origin("https://clinic.example:443").as_deref(), Some("https://clinic.example"));
        for bad in [
            "http://clinic.example",
            "https://*",
            "https://*.example",
            "clinic.example",
            "https://a.example/page",
            "https://a.example;",
            "'self'",
            "https://u@a.example",
            "data:",
            "",
            "https://localhost",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
