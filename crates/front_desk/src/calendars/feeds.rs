//! The page of a practitioner's calendar addresses: which there are, when each was last read; the owner sees everybody's.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use kernel::{
    Problem, Role, TenantTx, Verb,
    http::{Desk, Typed, View},
    id::PersonId,
    keys::Column,
    permit::Who,
    private::Private,
    sql,
};
use trust::clinics::{Practitioner, PractitionerId};

use super::FeedId;

/// Where this page is.
pub(super) const PAGE: &str = "/me/calendar";
pub(super) const NAME: Column<String> = Column::new("calendar_feed", "name");

/// The act of looking at the addresses.
#[derive(Debug)]
pub struct SeeFeeds;

impl Verb for SeeFeeds {
    const ACT: &'static str = "calendar.see_feeds";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Doctor)];
}

/// An address, as its member sees it; the secret in it is not there to be seen.
struct Feed {
    id: FeedId,
    name: Private<String>,
    practitioner: String,
    made_at: Timestamp,
    last_seen_at: Option<Timestamp>,
}

#[derive(Template)]
#[template(path = "calendars/feeds.html")]
struct FeedsPage<'a> {
    v: &'a View,
    f: &'a Typed,
    feeds: Vec<Feed>,
    practitioners: Vec<Practitioner>,
    /// An address that was just made: shown now and never again.
    address: Option<String>,
}

impl FeedsPage<'_> {
    /// The same address by the scheme that opens a calendar program.
    fn to_program(&self, address: &str) -> String {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        if address.starts_with("https:") { format!("webcals://{rest}") } else { format!("webcal://{rest}") }
    }
}

/// Whose addresses alone somebody sees; an owner sees everybody's.
pub(super) fn only(desk: &Desk) -> Option<PersonId> {
    (desk.role != Role::Owner).then_some(desk.person)
}

/// How many addresses of a member answer.
pub(super) async fn live_of(tx: &TenantTx, person: PersonId) -> Result<i64, Problem> {
    tx.one(
        sql!(
            "select count(*) as live from calendar_feed f
               join membership m on m.clinic_id = f.clinic_id and m.person_id = f.person_id and m.practitioner_id = f.practitioner_id
              where f.person_id = $1 and f.revoked_at is null and m.state = 'active' and m.state_since <= f.made_at"
        ),
        &[&person],
    )
    .await?
    .read("live")
}

/// The page: what answers now, and the form for one more.
///
/// # Errors
/// [`Problem`].
pub(super) async fn list(tx: &TenantTx, desk: &Desk, f: &Typed, token: Option<&str>) -> Result<Response, Problem> {
    let only = only(desk);
    let feeds = tx
        .rows(
            sql!(
                "select f.feed_id, f.name, f.made_at, f.last_seen_at, p.name as practitioner
                   from calendar_feed f
                   join membership m on m.clinic_id = f.clinic_id and m.person_id = f.person_id and m.practitioner_id = f.practitioner_id
                   join practitioner p on p.clinic_id = f.clinic_id and p.practitioner_id = f.practitioner_id
                  where f.revoked_at is null and m.state = 'active' and m.state_since <= f.made_at and ($1::uuid is null or f.person_id = $1)
                  order by p.name, f.feed_id limit 500"
            ),
            &[&only],
        )
        .await?
        .iter()
        .map(|row| {
            let id: FeedId = row.read("feed_id")?;
            let name = tx.keys().open(&NAME, id, &row.read("name")?)?;
            let practitioner = row.read("practitioner")?;
            Ok(Feed { id, name, practitioner, made_at: row.read("made_at")?, last_seen_at: row.read("last_seen_at")? })
        })
        .collect::<Result<_, Problem>>()?;
    let practitioners = tx
        .rows(
            sql!(
                "select p.practitioner_id, p.name
                   from membership m join practitioner p on p.clinic_id = m.clinic_id and p.practitioner_id = m.practitioner_id
                  where m.state = 'active' and ($1::uuid is null or m.person_id = $1) order by p.name, p.practitioner_id"
            ),
            &[&only],
        )
        .await?
        .iter()
        .map(|row| Ok(Practitioner { id: row.read::<PractitionerId>("practitioner_id")?, name: row.read("name")? }))
        .collect::<Result<_, Problem>>()?;
    let address = token.map(|token| format!("{}/calendar/{token}.ics", desk.view.base_url()));
    let shown = FeedsPage { v: &desk.view, f, feeds, practitioners, address };
    if f.wrong() { desk.view.page_again(&shown) } else { desk.view.page(&shown) }
}

/// GET /me/calendar
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeFeeds).await?;
    let page = list(&tx, &desk, &Typed::blank(), None).await?;
    tx.commit().await?;
    Ok(page)
}
