//! Keeps: "Registration, login, session". One human, one clinic, one session; an unknown
//! address and a wrong password answer alike and take as long.

use askama::Template;
use axum::{http::HeaderMap, response::Response};
use kernel::{
    ClinicId, Db, Problem, Role,
    actor::LocationId,
    http::{Errors, Filled, House, Passer, Typed, View, own_path},
    id::PersonId,
    sql,
    tenancy::{By, Event, PlatformTx},
};

use super::{
    EmailAddress,
    challenge::Challenge,
    passkey::relying_party,
    password::{self, Match},
    person_of,
    second_step::after_password,
    session::Proven,
    slow_down::{Says, Try},
    work::{self, Brought},
};

/// A clinic a person may work in.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Which.
    pub clinic: ClinicId,
    /// Its name.
    pub name: String,
    /// As what, at that place.
    pub role: Role,
    /// At which of its locations, where they work at some only.
    pub place: Option<(LocationId, String)>,
    /// Where they sign in instead, in a clinic whose members come through its directory only.
    pub elsewhere: Option<String>,
}

/// What a try came to.
#[derive(Clone, Copy, Debug)]
pub enum Tried {
    /// It is them.
    Proven(Proven),
    /// It is not.
    Wrong,
    /// Nothing was looked at: some work first, or a code by letter.
    Work,
}

/// The person behind an e-mail and a password, if they match; for who holds a link. Their page asks for no work, so where the page
/// for signing in would, it is the way: an owner anywhere can have a link made out to anybody.
///
/// # Errors
/// [`Problem::TooMany`] and others.
pub async fn prove(house: &House, address: &str, email: &str, typed: &str) -> Result<Option<Proven>, Problem> {
    settled(try_password(house, address, (email, typed), Some(Brought::default())).await?)
}

/// As [`prove`], in an open session of the account: no work is asked for.
///
/// # Errors
/// [`Problem::TooMany`] and others.
pub async fn prove_in_session(house: &House, address: &str, email: &str, typed: &str) -> Result<Option<Proven>, Problem> {
    settled(try_password(house, address, (email, typed), None).await?)
}

fn settled(tried: Tried) -> Result<Option<Proven>, Problem> {
    match tried {
        Tried::Proven(proven) => Ok(Some(proven)),
        Tried::Wrong => Ok(None),
        Tried::Work => Err(Problem::TooMany),
    }
}

/// The one place where a password is tried, so the one place where wrong ones are counted ([`Try`]), written down, and where
/// an old hash is made anew. `brought` is looked at where work is asked; `None` asks for none.
///
/// # Errors
/// [`Problem::TooMany`] and others.
pub async fn try_password(
    house: &House,
    address: &str,
    (email, typed): (&str, &str),
    brought: Option<Brought<'_>>,
) -> Result<Tried, Problem> {
    let db = house.db();
    let Ok(email) = EmailAddress::parse(email) else { return Ok(Tried::Wrong) };
    let key = email.key(db)?;
    let (found, clinics) = kept_for(db, &key).await?;
    let account = found.as_ref().map(|(proven, _)| proven.person);
    let place = Try::at(db, key.clone(), address)?;
    match allowed(db, &key, &place, (account, &clinics), brought).await? {
        Says::Try => {}
        Says::Work(_) => {
            if brought.is_some_and(|brought| !brought.code.is_empty()) {
                // A guess at the code is one like another.
                let mut tx = db.identity().await?;
                place.wrong(&tx, &clinics).await?;
                write_down(&mut tx, address, account, &clinics);
                tx.commit().await?;
            }
            return Ok(Tried::Work);
        }
        Says::Wait | Says::OtherWay => return Err(Problem::TooMany),
    }
    let looked = match password::matches(db, typed, found.as_ref().map(|(_, hash)| hash.as_str())).await {
        Ok(Match::YesButOld) => password::rehashed(db, typed).await.map(|anew| (Match::YesButOld, Some(anew))),
        other => other.map(|matched| (matched, None)),
    };
    let mut tx = db.identity().await?;
    let (matched, anew) = match looked {
        Ok(looked) => looked,
        Err(problem) => {
            place.take_back(&tx, &clinics).await?;
            tx.commit().await?;
            return Err(problem);
        }
    };
    let proven = found.map(|(proven, _)| proven).filter(|_| matched != Match::No);
    match proven {
        Some(Proven { person, generation }) => {
            place.right(&tx, &clinics).await?;
            work::use_up_code(&tx, &key).await?;
            if let Some(anew) = anew {
                // Not over another password that came in between.
                tx.rows(
                    sql!(Identity: "update person set password_hash = $2 where person_id = $1 and generation = $3"),
                    &[&person, &anew.text(), &generation],
                )
                .await?;
            }
        }
        None => write_down(&mut tx, address, account, &clinics),
    }
    tx.commit().await?;
    Ok(proven.map_or(Tried::Wrong, Tried::Proven))
}

/// Whether the password is looked at, with what was brought.
async fn allowed(
    db: &Db,
    key: &[u8],
    place: &Try,
    whose: (Option<PersonId>, &[ClinicId]),
    brought: Option<Brought<'_>>,
) -> Result<Says, Problem> {
    let Some(brought) = brought else { return place.begin(db, whose, Some(u32::MAX)).await };
    let says = place.begin(db, whose, None).await?;
    let Says::Work(bits) = says else { return Ok(says) };
    if !work::counts(db, key, brought, bits).await? {
        return Ok(says);
    }
    // Others may have tried meanwhile; a code is worth any work.
    place.begin(db, whose, Some(if brought.code.is_empty() { bits } else { u32::MAX })).await
}

/// The login behind an address, with its hash, and the clinics where the person works.
async fn kept_for(db: &Db, key: &[u8]) -> Result<(Option<(Proven, String)>, Vec<ClinicId>), Problem> {
    let tx = db.identity().await?;
    let row = tx.maybe(sql!(Identity: "select person_id, password_hash, generation from person where email_key = $1"), &[&key]).await?;
    let found: Option<(Proven, String)> = row
        .map(|row| {
            let proven = Proven { person: row.read("person_id")?, generation: Some(row.read("generation")?) };
            Ok::<_, Problem>((proven, row.read("password_hash")?))
        })
        .transpose()?;
    let known = found.as_ref().map(|(proven, _)| proven.person);
    let rows = tx.rows(sql!(Identity: "select clinic_id from membership where person_id = $1 and state = 'active'"), &[&known]).await?;
    let clinics = rows.iter().map(|row| row.read("clinic_id")).collect::<Result<_, Problem>>()?;
    tx.commit().await?;
    Ok((found, clinics))
}

/// That a wrong password was tried, in the trail of each clinic where the person works. An address that nobody has is written
/// down as well: the two take as long.
fn write_down(tx: &mut PlatformTx, address: &str, known: Option<PersonId>, clinics: &[ClinicId]) {
    let event = || Event::refused("identity.wrong_password", By::Nobody).about(known).from(address);
    if clinics.is_empty() {
        tx.record(event());
    }
    for clinic in clinics {
        tx.record(event().in_clinic(*clinic));
    }
}

/// The clinic's own page for signing in.
#[must_use]
pub fn clinic_sign_in(slug: &str) -> String {
    format!("/c/{slug}/sign-in")
}

impl Membership {
    /// The word of this clinic and place in a form.
    #[must_use]
    pub fn choice(&self) -> String {
        self.place.as_ref().map_or_else(|| self.clinic.to_string(), |(location, _)| format!("{}-{location}", self.clinic))
    }

    /// The place to sit down at.
    #[must_use]
    pub fn location(&self) -> Option<LocationId> {
        self.place.as_ref().map(|(location, _)| *location)
    }
}

/// The clinics a person may work in, by name; one of several places once for each place where they have a role.
///
/// # Errors
/// [`Problem`].
pub async fn memberships(db: &Db, person: PersonId) -> Result<Vec<Membership>, Problem> {
    let tx = db.identity().await?;
    let found = tx
        .rows(
            sql!(Identity:
                "select m.clinic_id, c.name, c.slug, coalesce(a.role, m.role) as role, l.location_id, l.name as place, coalesce(d.only_way and m.role <> 'owner', false) as elsewhere
                   from membership m join clinic c on c.clinic_id = m.clinic_id left join clinic_directory d on d.clinic_id = m.clinic_id
                   left join membership_at a on a.clinic_id = m.clinic_id and a.person_id = m.person_id
                   left join location l on l.clinic_id = a.clinic_id and l.location_id = a.location_id
                  where m.person_id = $1 and m.state = 'active' and c.state = 'active' and (a.person_id is null or l.closed_at is null)
                  order by c.name, c.slug, l.name, l.location_id"
            ),
            &[&person],
        )
        .await?;
    tx.commit().await?;
    found
        .iter()
        .map(|row| {
            let role = Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?;
            let elsewhere = row.read::<bool>("elsewhere")?.then(|| row.read("slug").map(clinic_sign_in)).transpose()?;
            let location: Option<LocationId> = row.read("location_id")?;
            let place = location.map(|location| row.read("place").map(|name| (location, name))).transpose()?;
            Ok(Membership { clinic: row.read("clinic_id")?, name: row.read("name")?, role, place, elsewhere })
        })
        .collect()
}

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
struct SignInPage<'a> {
    v: &'a View,
    f: &'a Typed,
    then: String,
    passkeys: bool,
    /// What the browser works on while the password is typed.
    work: Option<Challenge>,
    /// Whether a code is on its way, to be typed instead.
    code: bool,
}

impl<'a> SignInPage<'a> {
    fn new(passer: &'a Passer, f: &'a Typed, then: String) -> Self {
        Self { v: &passer.view, f, then, passkeys: relying_party(passer.house.base_url()).is_some(), work: None, code: false }
    }
}

/// The page for somebody who mistyped often: with work, or with a field for the code that was sent.
async fn page_with_work(passer: &Passer, filled: &Filled, then: String, (why, code): (Errors, bool)) -> Result<Response, Problem> {
    let db = passer.house.db();
    let bits = match EmailAddress::parse(filled.text("email")) {
        Ok(email) => {
            let (key, person) = (email.key(db)?, person_of(db, &email).await?);
            match Try::at(db, key.clone(), &passer.address)?.says(db, person).await? {
                Says::Work(bits) => Some((key, bits)),
                _ => None,
            }
        }
        Err(_) => None,
    };
    let f = filled.typed(why);
    let mut page = SignInPage::new(passer, &f, then);
    page.work = bits.map(|(key, bits)| work::new_work(db, &key, bits)).transpose()?;
    page.code = code;
    passer.view.page_again(&page)
}

/// Only a path of ours may follow a sign-in; without one, the page on which the role's day begins.
fn safe(then: &str) -> &str {
    own_path(then).unwrap_or_default()
}

/// GET /sign-in?then=
pub async fn show(passer: Passer, query: axum::extract::Query<Then>) -> Result<Response, Problem> {
    let then = safe(query.0.then.as_deref().unwrap_or_default()).to_owned();
    passer.view.page(&SignInPage::new(&passer, &Typed::blank(), then))
}

/// Where to go afterwards.
#[derive(Debug, serde::Deserialize)]
pub struct Then {
    pub(super) then: Option<String>,
}

/// The page again, with what was typed and what was wrong.
///
/// # Errors
/// [`Problem::Broken`].
pub fn again(passer: &Passer, filled: &Filled, why: &'static str, then: String) -> Result<Response, Problem> {
    passer.view.page_again(&SignInPage::new(passer, &filled.typed(Errors::one("email", why)), then))
}

/// The page again, with what was wrong and nothing typed.
///
/// # Errors
/// [`Problem::Broken`].
pub fn refused(passer: &Passer, why: &'static str, then: String) -> Result<Response, Problem> {
    passer.view.page_again(&SignInPage::new(passer, &Typed::refused(Errors::one("email", why)), then))
}

/// POST /sign-in: the password. What follows is the second step, for who has one.
pub async fn sign_in(passer: Passer, headers: HeaderMap, filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("sign-in from", &passer.address)?;
    let then = safe(filled.text("then")).to_owned();
    if filled.text("send") == "code" {
        return match EmailAddress::parse(filled.text("email")) {
            Ok(email) => {
                work::send_code(passer.house.db(), &email, passer.view.speech().language(), &passer.address).await?;
                page_with_work(&passer, &filled, then, (Errors::none(), true)).await
            }
            Err(_) => page_with_work(&passer, &filled, then, (Errors::one("email", "field-not-an-email"), false)).await,
        };
    }
    let typed_code = filled.text("sign_in_code");
    let brought = Brought { work: (filled.text("challenge"), filled.text("worked")), code: typed_code };
    let password = filled.raw("password");
    match try_password(&passer.house, &passer.address, (filled.text("email"), &password), Some(brought)).await? {
        Tried::Proven(proven) => after_password(&passer, &headers, proven, then).await,
        // The letter's code is good for another try of the password.
        Tried::Wrong => page_with_work(&passer, &filled, then, (Errors::one("email", "sign-in-wrong"), !typed_code.is_empty())).await,
        Tried::Work if !typed_code.is_empty() => {
            page_with_work(&passer, &filled, then, (Errors::one("sign_in_code", "sign-in-code-wrong"), true)).await
        }
        Tried::Work => page_with_work(&passer, &filled, then, (Errors::one("password", "sign-in-work"), false)).await,
    }
}
