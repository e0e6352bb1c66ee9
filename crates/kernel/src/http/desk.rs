//! Keeps: "Sessions end after inactivity" (MDE-COK-01, MDE-COK-02). The extractors that say who is asking: staff at a [`Desk`], a visitor at the
//! [`Front`], the [`Bearer`] of a link, or a [`Passer`]-by.

use aws_lc_rs::digest;
use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, HeaderValue, request::Parts},
};
use std::collections::HashMap;

use super::{Access, Bar, House, View, view::cookie};
use crate::{
    Actor, Clinic, ClinicId, Problem, Role, TenantTx, Verb,
    actor::{GrantId, Kind, LocationId, Standing},
    id::{PersonId, SessionId},
    keys::{Column, Sealed},
    leave::Leave,
    permit::Who,
    private::Private,
    sql,
};

/// The name of a member in one clinic; sealed there, opened for the bar.
pub const MEMBER_NAME: Column<String> = Column::new("membership", "name");

/// The act of asking for a page that is another role's.
#[derive(Debug)]
struct OpenPageOfAnotherRole;

impl Verb for OpenPageOfAnotherRole {
    const ACT: &'static str = "identity.page_of_another_role";
    const WHO: &'static [Who] = &[];
}

/// Somebody passing by: any page that belongs to no clinic.
#[derive(Debug)]
pub struct Passer {
    /// The view.
    pub view: View,
    /// The house.
    pub house: House,
    /// The caller's address: for brakes, and beside what happens to a login.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
}

/// A visitor on the public page of the clinic in the path's `{slug}`.
#[derive(Debug)]
pub struct Front {
    /// The view.
    pub view: View,
    /// The house.
    pub house: House,
    /// The clinic.
    pub clinic: Clinic,
    /// The visitor.
    pub actor: Actor,
    /// The caller's address: for brakes, and beside what happens to a login.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
}

/// The holder of the link in the path's `{token}`.
#[derive(Debug)]
pub struct Bearer {
    /// The view.
    pub view: View,
    /// The house.
    pub house: House,
    /// The clinic.
    pub clinic: Clinic,
    /// The bearer.
    pub actor: Actor,
    /// What the link is for.
    pub purpose: String,
    /// What it opens.
    pub subject: uuid::Uuid,
    /// The link itself, to stay on it.
    pub token: String,
    /// The caller's address, for brakes only.
    pub address: String,
}

/// A signed-in member of staff.
#[derive(Debug)]
pub struct Desk {
    /// The view.
    pub view: View,
    /// The house.
    pub house: House,
    /// The clinic.
    pub clinic: Clinic,
    /// The member.
    pub actor: Actor,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Which practitioner they are, if they treat patients.
    pub practitioner: Option<uuid::Uuid>,
    /// In which browser session.
    pub session: SessionId,
    /// Whether they signed in with a password alone where that is not enough; only an [`super::Unsettled`] has it set.
    pub owes_factor: bool,
    /// The caller's address: for brakes, and beside what happens to a login.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
}

impl Desk {
    /// Enters the clinic.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn enter(&self) -> Result<TenantTx, Problem> {
        self.house.db().enter(&self.actor).await
    }
}

impl Front {
    /// Enters the clinic.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn enter(&self) -> Result<TenantTx, Problem> {
        self.house.db().enter(&self.actor).await
    }
}

impl Bearer {
    /// Enters the clinic.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn enter(&self) -> Result<TenantTx, Problem> {
        self.house.db().enter(&self.actor).await
    }
}

pub(super) fn address(house: &House, parts: &Parts) -> String {
    let forwarded = || {
        parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next().map(|last| last.trim().to_owned())
    };
    let peer = || parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>().map(|info| info.0.ip().to_string());
    if house.behind_proxy() { forwarded().or_else(peer) } else { peer() }.unwrap_or_default()
}

/// What a browser calls itself, cut to what a person can read.
pub(super) fn device(parts: &Parts) -> String {
    let named = parts.headers.get(axum::http::header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.chars().take(200).collect()
}

/// A handler may only take the extractor that its route was listed for; anything else is a bug found by every test.
pub(super) fn check_listing(parts: &Parts, fits: impl Fn(Access) -> bool) -> Result<Access, Problem> {
    let access = parts.extensions.get::<Access>().copied().ok_or_else(|| Problem::broken("a route is not listed"))?;
    if fits(access) { Ok(access) } else { Err(Problem::broken("a route is listed for somebody else")) }
}

async fn in_path(parts: &mut Parts, house: &House, name: &str) -> Result<String, Problem> {
    let Path(mut path) = Path::<HashMap<String, String>>::from_request_parts(parts, house).await.map_err(|_| Problem::NotFound)?;
    path.remove(name).ok_or(Problem::NotFound)
}

impl FromRequestParts<House> for Passer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        check_listing(parts, |access| matches!(access, Access::Anyone | Access::Letter))?;
        Ok(Self { view: View::of_request(house, parts), house: house.clone(), address: address(house, parts), device: device(parts) })
    }
}

impl FromRequestParts<House> for Front {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        check_listing(parts, |access| access == Access::Visitor)?;
        let slug = in_path(parts, house, "slug").await?;
        let clinic = house.db().clinic(&slug).await?;
        let view = View::of_request(house, parts).at_clinic(Bar::public(clinic.clone()), None).or_clinic_language(&parts.headers);
        Ok(Self {
            view,
            actor: house.db().visitor(&clinic),
            clinic,
            address: address(house, parts),
            device: device(parts),
            house: house.clone(),
        })
    }
}

impl FromRequestParts<House> for Bearer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        check_listing(parts, |access| access == Access::Link)?;
        let token = in_path(parts, house, "token").await?;
        let (actor, purpose, clinic) = house.db().bearer(&token).await?;
        let crate::actor::Kind::Bearer { subject } = *actor.kind() else { return Err(Problem::NotFound) };
        let view = View::of_request(house, parts).at_clinic(Bar::public(clinic.clone()), None).or_clinic_language(&parts.headers);
        Ok(Self { view, actor, clinic, purpose, subject, token, address: address(house, parts), house: house.clone() })
    }
}

/// Who sits where: what a form in the same request is held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub(super) clinic: ClinicId,
    pub(super) person: PersonId,
    pub(super) session: SessionId,
}

/// Who presents a session's cookie, as the rows say now.
#[derive(Debug)]
struct Presented {
    clinic: Clinic,
    session: SessionId,
    person: PersonId,
    role: Role,
    actor: Actor,
    member_name: Option<Sealed<String>>,
    practitioner: Option<uuid::Uuid>,
    support_until: Option<jiff::Timestamp>,
    /// Whether an operator waits for an owner's answer; said to owners only.
    leave_is_asked: bool,
    owes_factor: bool,
    idle_minutes: i32,
}

/// Looks a cookie up. One look says everything and moves the idle clock, unless it is a quiet one.
///
/// # Errors
/// [`Problem::SignedOut`] when there is no cookie, or its session is over, idle, suspended or of a clinic that is.
async fn presented(house: &House, headers: &HeaderMap) -> Result<Presented, Problem> {
    let hash = session_hash(house, headers).ok_or(Problem::SignedOut)?;
    let now = house.db().clock().now();
    let question = sql!("select clinic_id, session_id, kind as session_kind, person_id, role, member_name, practitioner_id, location_id, proven_until,
                         grant_id, glass, support_until, slug, clinic_name, country, time_zone, currency, language, clinic_kind as kind, idle_minutes,
                         case when role = 'owner' then door.leave_is_asked(clinic_id, $3) else false end as leave_is_asked, factor_owed
                    from door.session($1, $2)");
    let asked_since = Leave::asked_since(now);
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 3] = [&hash, &now, &asked_since];
    // A page that refreshes itself says so: it is nobody at work.
    let quiet = headers.contains_key("x-quiet");
    let rows = if quiet { house.db().ask_quietly(question, &values).await? } else { house.db().ask(question, &values).await? };
    let row = rows.first().ok_or(Problem::SignedOut)?;
    let (clinic_id, session, person): (ClinicId, SessionId, PersonId) =
        (row.read("clinic_id")?, row.read("session_id")?, row.read("person_id")?);
    let (role, actor) = if row.read::<&str>("session_kind")? == "support" {
        // What may be looked at is what the owner signed, whatever the row says.
        let grant: GrantId = row.read("grant_id")?;
        let leave = house.db().leave(clinic_id, grant).await?.filter(|leave| leave.operator == person).ok_or(Problem::SignedOut)?;
        (Role::Support, Actor::support(clinic_id, person, session, grant, leave.scopes))
    } else {
        let role = Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?;
        let location: Option<LocationId> = row.read("location_id")?;
        let standing = Standing { person, role, session, location, proven_until: row.read("proven_until")?, glass: row.read("glass")? };
        (role, Actor::staff(clinic_id, standing))
    };
    Ok(Presented {
        clinic: Clinic::read(row, "clinic_name")?,
        session,
        person,
        role,
        actor,
        member_name: row.read("member_name")?,
        practitioner: row.read("practitioner_id")?,
        support_until: row.read("support_until")?,
        leave_is_asked: row.read("leave_is_asked")?,
        owes_factor: row.read("factor_owed")?,
        idle_minutes: row.read("idle_minutes")?,
    })
}

impl FromRequestParts<House> for Desk {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        let desk = Self::unsettled(parts, house).await?;
        if desk.owes_factor { Err(Problem::FactorOwed) } else { Ok(desk) }
    }
}

impl Desk {
    /// Who is asking, even if they still owe a second factor.
    pub(super) async fn unsettled(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        let access = check_listing(parts, |access| matches!(access, Access::Staff(_)))?;
        let seen = presented(house, &parts.headers).await?;
        // A form in this request is checked against this session.
        parts.extensions.insert(Seat { clinic: seen.clinic.id, person: seen.person, session: seen.session });
        let Access::Staff(allowed) = access else { return Err(Problem::NotFound) };
        if !allowed.contains(&seen.role) {
            // Nobody may: so the attempt is written to the trail and refused.
            let _never = house.db().enter(&seen.actor).await?.may(OpenPageOfAnotherRole).await?;
            return Err(Problem::NotFound);
        }
        let name = match &seen.member_name {
            Some(sealed) => house.db().ring(seen.clinic.id).await?.open(&MEMBER_NAME, seen.person, sealed)?,
            None => Private::new(String::new()),
        };
        let looks_at = match seen.actor.kind() {
            Kind::Support { scopes, .. } => scopes.clone(),
            _ => Vec::new(),
        };
        let (location, clock) = match seen.actor.kind() {
            Kind::Staff(Standing { location: Some(location), .. }) => place(house, seen.clinic.id, *location).await?,
            _ => (None, None),
        };
        // Who works at a place reads its clock.
        let clinic = match clock {
            Some(zone) => seen.clinic.by_clock_of(&zone)?,
            None => seen.clinic,
        };
        let staff = Some((name.into_inner(), seen.role));
        let bar = Bar {
            clinic: clinic.clone(),
            staff,
            location,
            support_until: seen.support_until,
            leave_is_asked: seen.leave_is_asked,
            looks_at,
            idle_minutes: Some(seen.idle_minutes),
        };
        let view = View::of_request(house, parts).at_clinic(bar, Some(seen.session));
        Ok(Self {
            view,
            house: house.clone(),
            clinic,
            actor: seen.actor,
            person: seen.person,
            role: seen.role,
            practitioner: seen.practitioner,
            session: seen.session,
            owes_factor: seen.owes_factor,
            address: address(house, parts),
            device: device(parts),
        })
    }
}

/// The name of the place a session is bound to, and its clock if it has one of its own.
async fn place(house: &House, clinic: ClinicId, location: LocationId) -> Result<(Option<String>, Option<String>), Problem> {
    let question = sql!("select door.location_name($1, $2) as name, door.location_clock($1, $2) as clock");
    let rows = house.db().ask(question, &[&clinic, &location]).await?;
    rows.first().map_or(Ok((None, None)), |row| Ok((row.read("name")?, row.read("clock")?)))
}

const fn cookie_name(house_is_https: bool) -> &'static str {
    // Browsers take the __Host- prefix over https only; a first try on plain http://localhost must work too.
    if house_is_https { "__Host-session" } else { "session" }
}

/// SHA-256 of the session cookie's value, if one was sent.
pub(super) fn session_hash(house: &House, headers: &HeaderMap) -> Option<Vec<u8>> {
    let value = cookie(headers, cookie_name(house.is_https())).filter(|value| value.len() == 43)?;
    Some(hash_of(&value))
}

pub(super) fn hash_of(value: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, value.as_bytes()).as_ref().to_vec()
}

/// A new session's cookie (ends with the browser session) and the hash to keep.
///
/// # Errors
/// [`Problem::Broken`].
pub fn session_cookie(house: &House) -> Result<(HeaderValue, Vec<u8>), Problem> {
    use base64::Engine as _;
    let value = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(house.db().chance().bytes::<32>());
    let secure = if house.is_https() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", cookie_name(house.is_https()));
    Ok((HeaderValue::from_str(&text).map_err(|_| Problem::broken("a cookie"))?, hash_of(&value)))
}

/// The cookie that ends the session in the browser, and the hash of the one that was sent.
///
/// # Errors
/// [`Problem::Broken`].
pub fn session_over_cookie(house: &House, headers: &HeaderMap) -> Result<(HeaderValue, Option<Vec<u8>>), Problem> {
    let secure = if house.is_https() { "; Secure" } else { "" };
    let text = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", cookie_name(house.is_https()));
    Ok((HeaderValue::from_str(&text).map_err(|_| Problem::broken("a cookie"))?, session_hash(house, headers)))
}
