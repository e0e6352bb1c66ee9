//! Keeps: "Each person in your clinic can do only what their role needs" (MBP-ACC-01). Who works here, as what, where and since when; and who is invited.
//! Owners change it, one form for each act; auditors and support look and see no forms.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use kernel::{
    Private, Problem, Role, TenantTx, Verb,
    actor::{LocationId, SupportScope},
    http::{Desk, Typed, View},
    id::PersonId,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use serde::Deserialize;

use super::{
    InvitationId, invite,
    membership::{Member, MoveRefusal, State, read},
};
use crate::clinics::{
    Practitioner,
    locations::{Location, open_locations},
};

/// The act of looking at the team.
#[derive(Debug)]
pub struct SeeTeam;

impl Verb for SeeTeam {
    const ACT: &'static str = "identity.see_team";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Auditor), Who::Support(SupportScope::Settings)];
}

/// What was just done, as the address says it; believed only as far as the rows agree.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    did: String,
    #[serde(default)]
    who: String,
}

/// The address of the team after an act.
pub(super) fn after(did: &'static str, who: impl std::fmt::Display) -> String {
    format!("/team?did={did}&who={who}")
}

/// A member with the places they work at; none means everywhere.
struct Line {
    is: Member,
    at: Vec<Place>,
}

/// A role at a location.
struct Place {
    location: LocationId,
    name: String,
    role: Role,
    closed: bool,
}

struct Invitation {
    id: InvitationId,
    name: Private<String>,
    role: Role,
    expires: Timestamp,
    over: bool,
}

/// What was done, in words, and the address of the form that undoes it.
struct Done {
    words: String,
    undo: Option<String>,
}

#[derive(Template)]
#[template(path = "identity/team.html")]
struct TeamPage<'a> {
    v: &'a View,
    f: &'a Typed,
    members: Vec<Line>,
    invitations: Vec<Invitation>,
    calendars: Vec<Practitioner>,
    link: Option<String>,
    /// Whether the reader may change anything.
    owner: bool,
    places: bool,
    did: Option<Done>,
    refused: Option<&'static str>,
}

/// What the page says besides the team.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// The invitation as typed, when it was refused.
    pub(super) f: Typed,
    /// The link of a new invitation.
    pub(super) link: Option<String>,
    /// Why an act changed nothing.
    pub(super) refused: Option<&'static str>,
    /// What was just done.
    pub(super) asked: Option<&'a Asked>,
}

/// The page of the team.
pub(super) async fn page(tx: &TenantTx, desk: &Desk, said: Said<'_>) -> Result<Response, Problem> {
    let (members, invitations) = (members(tx).await?, invitations(tx).await?);
    let status = match &said {
        Said { refused: Some(_), .. } => StatusCode::CONFLICT,
        Said { f, .. } if f.wrong() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let owner = desk.role == Role::Owner;
    let did = said.asked.filter(|_| owner).and_then(|asked| done(&desk.view, asked, &members, &invitations));
    let shown = TeamPage {
        v: &desk.view,
        f: &said.f,
        calendars: if owner { invite::without_login(tx).await? } else { Vec::new() },
        places: members.iter().any(|line| !line.at.is_empty()),
        members,
        invitations,
        link: said.link,
        owner,
        did,
        refused: said.refused,
    };
    desk.view.page_as(status, &shown)
}

/// The page again, with why an act changed nothing.
pub(super) async fn refused(desk: &Desk, refusal: MoveRefusal) -> Result<Response, Problem> {
    let words = refusal.words()?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeTeam).await?;
    let page = page(&tx, desk, Said { refused: Some(words), ..Said::default() }).await?;
    tx.commit().await?;
    Ok(page)
}

fn done(v: &View, asked: &Asked, members: &[Line], invitations: &[Invitation]) -> Option<Done> {
    if asked.did == "revoke" {
        let id: InvitationId = asked.who.parse().ok()?;
        let gone = !invitations.iter().any(|one| one.id == id);
        return gone.then(|| Done { words: v.t("team-did-revoke"), undo: Some(format!("/invitations/{id}/restore")) });
    }
    if asked.did == "restore" {
        return Some(Done { words: v.t("team-did-restore"), undo: None });
    }
    let person: PersonId = asked.who.parse().ok()?;
    let member = &members.iter().find(|line| line.is.person == person)?.is;
    let name = member.name.reveal();
    let back = |to: &str| Some(format!("/team/{person}/{to}"));
    let (words, undo) = match (asked.did.as_str(), member.state) {
        ("suspend", State::Suspended) => (v.t1("team-did-suspend", "name", name), back("resume")),
        ("resume", State::Active) => (v.t1("team-did-resume", "name", name), back("suspend")),
        ("leave", State::Left) => (v.t1("team-did-leave", "name", name), back("take-back")),
        ("take-back", State::Active | State::Suspended) => (v.t1("team-did-take-back", "name", name), None),
        ("role", State::Active | State::Suspended) => {
            // No undo: an address that somebody sends around must not offer an owner a role to give.
            (v.t2("team-did-role", "name", name, "role", v.t(member.role.words())), None)
        }
        _ => return None,
    };
    Some(Done { words, undo })
}

async fn members(tx: &TenantTx) -> Result<Vec<Line>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select person_id, name, role, state, state_before, state_since, practitioner_id from membership order by since, person_id"
            ),
            &[],
        )
        .await?;
    let places = tx
        .rows(
            sql!(
                "select a.person_id, a.location_id, a.role, l.name, l.closed_at is not null as closed from membership_at a
                   join location l on l.clinic_id = a.clinic_id and l.location_id = a.location_id
                  order by l.name, l.location_id"
            ),
            &[],
        )
        .await?;
    let mut lines: Vec<Line> = rows.iter().map(|row| Ok(Line { is: read(tx, row)?, at: Vec::new() })).collect::<Result<_, Problem>>()?;
    for place in &places {
        let person: PersonId = place.read("person_id")?;
        let role = Role::from_word(place.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?;
        if let Some(line) = lines.iter_mut().find(|line| line.is.person == person) {
            let (location, name, closed) = (place.read("location_id")?, place.read("name")?, place.read("closed")?);
            line.at.push(Place { location, name, role, closed });
        }
    }
    // By name, as people look for each other.
    lines.sort_by(|one, other| (one.is.state, one.is.name.reveal()).cmp(&(other.is.state, other.is.name.reveal())));
    Ok(lines)
}

async fn invitations(tx: &TenantTx) -> Result<Vec<Invitation>, Problem> {
    tx.rows(
        sql!(
            "select invitation_id, name, role, expires_at from invitation
              where accepted_at is null and revoked_at is null order by expires_at desc, invitation_id limit 100"
        ),
        &[],
    )
    .await?
    .iter()
    .map(|row| {
        let id: InvitationId = row.read("invitation_id")?;
        let expires: Timestamp = row.read("expires_at")?;
        Ok(Invitation {
            id,
            name: tx.keys().open(&invite::NAME, id, &row.read("name")?)?,
            role: Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?,
            expires,
            over: expires <= tx.now(),
        })
    })
    .collect()
}

/// `GET /team`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeTeam).await?;
    let page = page(&tx, &desk, Said { asked: Some(&asked), ..Said::default() }).await?;
    tx.commit().await?;
    Ok(page)
}

#[derive(Template)]
#[template(path = "identity/member.html")]
struct MemberPage<'a> {
    v: &'a View,
    f: &'a Typed,
    line: &'a Line,
    locations: &'a [Location],
    oneself: bool,
}

impl MemberPage<'_> {
    /// The role at a location: as typed, else as it stands.
    fn at(&self, location: &Location) -> String {
        if self.f.wrong() {
            return self.f.value(&format!("at_{}", location.id)).to_owned();
        }
        self.line.at.iter().find(|place| place.location == location.id).map_or_else(String::new, |place| place.role.word().to_owned())
    }
}

/// The page of one member, with what was refused if something was.
pub(super) async fn member_page(tx: &TenantTx, desk: &Desk, person: PersonId, f: Option<Typed>) -> Result<Response, Problem> {
    let line = members(tx).await?.into_iter().find(|line| line.is.person == person).ok_or(Problem::NotFound)?;
    let locations = open_locations(tx).await?;
    let wrong = f.is_some();
    let f = f.unwrap_or_else(|| {
        let place = if line.at.is_empty() { "everywhere" } else { "some" };
        Typed::starting_with(&[("role", line.is.role.word()), ("where", place)])
    });
    let page = MemberPage { v: &desk.view, f: &f, line: &line, locations: &locations, oneself: desk.person == person };
    if wrong { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// `GET /team/{id}`.
///
/// # Errors
/// [`Problem`].
pub async fn member(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let person = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeTeam).await?;
    let page = member_page(&tx, &desk, person, None).await?;
    tx.commit().await?;
    Ok(page)
}

/// `GET` of a form's address: a refused form stays on it, and a changed language leads there.
///
/// # Errors
/// [`Problem::NotFound`].
#[expect(clippy::unused_async, reason = "a page is asynchronous")]
pub async fn back_to_member(_desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let person: PersonId = id_in_path(&id)?;
    Ok(kernel::http::see_other(&format!("/team/{person}")))
}
