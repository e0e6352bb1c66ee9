//! Keeps: "Clinics are onboarded". An owner opens a clinic on one page: name, place,
//! hours, one service, one practitioner; a moment later it has a public page.

use askama::Template;
use axum::{http::header, response::Response};
use iso_currency::{Currency, IntoEnumIterator as _};
use jiff::{civil::Time, tz::TimeZone};
use kernel::{
    Actor, Chance, ClinicId, Db, Permit, Private, Problem, Role, Verb,
    http::{Filled, MEMBER_NAME, Passer, Reading, Typed, View, see_other},
    id::{Id as _, PersonId},
    language::Language,
    money::Money,
    permit::Who,
    refusal::OnConstraint as _,
    sql,
};
use uuid::Uuid;

use super::{Opening, PractitionerId, ServiceId, add_opening, add_service};
use crate::{
    identity::{
        EmailAddress,
        factors::factors,
        password::Password,
        session::{Sitting, begin_session},
        sign_in,
        weak::Beside,
    },
    patients::PersonName,
};

/// The act.
#[derive(Debug)]
pub struct OpenClinic(ClinicId);

impl Verb for OpenClinic {
    const ACT: &'static str = "clinics.open";
    const WHO: &'static [Who] = &[Who::Founder];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// What kind of clinic this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A clinic.
    Real,
    /// For showing.
    Demo,
    /// For `wellkept verify`.
    Canary,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Demo => "demo",
            Self::Canary => "canary",
        }
    }
}

/// A filled `/start`.
#[derive(Debug)]
pub struct NewClinic {
    /// Name.
    pub name: String,
    /// Public address; made from the name when `None`.
    pub slug: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// IANA zone name.
    pub time_zone: String,
    /// Currency of prices.
    pub currency: Currency,
    /// The clinic's language.
    pub language: Language,
    /// ISO weekdays the clinic opens.
    pub weekdays: Vec<i8>,
    /// From.
    pub opens: Time,
    /// To.
    pub closes: Time,
    /// The first service.
    pub service: String,
    /// Its length.
    pub minutes: i32,
    /// Its price in minor units.
    pub price: Money,
    /// The first practitioner.
    pub practitioner: String,
    /// The owner's name.
    pub owner: PersonName,
    /// The owner's address for signing in.
    pub email: EmailAddress,
    /// The owner's password.
    pub password: Password,
    /// Whether the owner is that practitioner.
    pub owner_practises: bool,
    /// Kind of clinic.
    pub purpose: Purpose,
}

/// Why a clinic could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenRefusal {
    /// Another clinic has this address.
    #[error("another clinic here has this address; choose another")]
    AddressTaken,
    /// The person has a login already.
    #[error("somebody signs in with this e-mail already; sign in instead, or use another address")]
    EmailTaken,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// An opened clinic.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The tenant.
    pub clinic: ClinicId,
    /// Its address.
    pub slug: String,
    /// The owner.
    pub owner: PersonId,
    /// The practitioner.
    pub practitioner: PractitionerId,
    /// The service.
    pub service: ServiceId,
}

/// Opens a clinic with its owner, first practitioner, hours and service.
///
/// # Errors
/// [`OpenRefusal`]; nothing is half-written but the owner's login, which is made first and harms nobody.
pub async fn open(db: &Db, new: NewClinic) -> Result<Opened, OpenRefusal> {
    let owner = PersonId::fresh(db.clock(), db.chance());
    let password = new.password.hashed(db).await?;
    if !crate::identity::create_person(db, owner, &new.email, &password).await? {
        return Err(OpenRefusal::EmailTaken);
    }
    open_for(db, &new, owner).await
}

/// Opens a clinic for somebody who signs in here already.
///
/// # Errors
/// [`OpenRefusal`]; nothing is half-written.
pub async fn open_for(db: &Db, new: &NewClinic, owner: PersonId) -> Result<Opened, OpenRefusal> {
    let founder = Actor::founder(db.clock(), db.chance());
    let clinic = founder.clinic();
    let slug = new.slug.clone().unwrap_or_else(|| slug_of(&new.name, db.chance()));
    let mut tx = db.enter(&founder).await?;
    let permit = tx.may(OpenClinic(clinic)).await?;
    let opened = write(&tx, &permit, new, &slug, owner).await?;
    tx.commit().await?;
    Ok(opened)
}

async fn write(
    tx: &kernel::TenantTx,
    permit: &Permit<OpenClinic>,
    new: &NewClinic,
    slug: &str,
    owner: PersonId,
) -> Result<Opened, OpenRefusal> {
    let clinic = permit.verb().0;
    tx.run(
        sql!(
            "insert into clinic (clinic_id, slug, name, country, time_zone, currency, language, kind, opened_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &clinic,
            &slug,
            &new.name,
            &new.country,
            &new.time_zone,
            &new.currency.code(),
            &new.language.tag(),
            &new.purpose.word(),
            &tx.now(),
        ],
    )
    .await
    .on("clinic_slug_key", OpenRefusal::AddressTaken)?;
    let practitioner = add_practitioner(tx, &new.practitioner).await?;
    for weekday in &new.weekdays {
        add_opening(tx, practitioner, Opening::weekly(*weekday, new.opens, new.closes)).await?;
    }
    let service = add_service(tx, &new.service, new.minutes, new.price).await?;
    let treats = new.owner_practises.then_some(practitioner);
    add_member(tx, owner, Role::Owner, &new.owner, treats).await?;
    Ok(Opened { clinic, slug: slug.to_owned(), owner, practitioner, service })
}

/// Adds a practitioner who can be booked.
///
/// # Errors
/// [`Problem`].
pub async fn add_practitioner(tx: &kernel::TenantTx, name: &str) -> Result<PractitionerId, Problem> {
    let id: PractitionerId = tx.fresh();
    tx.run(
        sql!("insert into practitioner (clinic_id, practitioner_id, name, bookable, created_at) values ($1, $2, $3, true, $4)"),
        &[&tx.actor().clinic(), &id, &name, &tx.now()],
    )
    .await?;
    Ok(id)
}

/// Makes a person an active member of the clinic the transaction has entered.
///
/// # Errors
/// [`Problem`].
pub async fn add_member(
    tx: &kernel::TenantTx,
    person: PersonId,
    role: Role,
    name: &PersonName,
    treats: Option<PractitionerId>,
) -> Result<(), Problem> {
    let sealed = tx.keys().seal(&MEMBER_NAME, person, &name.reveal().to_owned())?;
    tx.run(
        sql!("insert into membership (clinic_id, person_id, role, name, state, practitioner_id, since) values ($1, $2, $3, $4, 'active', $5, $6)"),
        &[&tx.actor().clinic(), &person, &role.word(), &sealed, &treats, &tx.now()],
    )
    .await
    .map(drop)
}

/// A public address from a name: its Latin letters and digits, or "clinic", and a few letters so that it is free.
fn slug_of(name: &str, chance: &Chance) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let base: String = words.join("-").chars().take(40).collect();
    let base = base.trim_matches('-');
    let base = if base.len() < 3 { "clinic" } else { base };
    format!("{base}-{}", chance.letters(4))
}

#[derive(Template)]
#[template(path = "clinics/start.html")]
struct StartPage<'a> {
    v: &'a View,
    f: &'a Typed,
    countries: Vec<String>,
    zones: Vec<String>,
    currencies: Vec<&'static str>,
}

impl<'a> StartPage<'a> {
    fn new(v: &'a View, f: &'a Typed) -> Self {
        let mut zones: Vec<String> =
            jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).filter(|zone| zone.contains('/')).collect();
        zones.sort();
        let mut currencies: Vec<&'static str> = Currency::iter().filter(|c| c.exponent().is_some()).map(|c| c.code()).collect();
        currencies.sort_unstable();
        Self { v, f, countries: kernel::phone::countries(), zones, currencies }
    }
}

/// GET /start
pub async fn show(Passer { view, .. }: Passer) -> Result<Response, Problem> {
    let f = Typed::starting_with(&[
        ("country", "PK"),
        ("time_zone", "Asia/Karachi"),
        ("currency", "PKR"),
        ("opens", "09:00"),
        ("closes", "17:00"),
        ("minutes", "20"),
        ("weekday", "1"),
        ("weekday", "2"),
        ("weekday", "3"),
        ("weekday", "4"),
        ("weekday", "5"),
    ]);
    view.page(&StartPage::new(&view, &f))
}

/// POST /start: opens the clinic and signs the owner in.
pub async fn start(Passer { view, house, address, device }: Passer, filled: Filled) -> Result<Response, Problem> {
    house.brake().count("start", &address)?;
    let again = |errors| {
        let f = filled.typed(errors);
        view.page_again(&StartPage::new(&view, &f))
    };
    let email = Private::new(filled.text("email").to_owned());
    let password = Private::new(filled.raw("password"));
    let new = match read(&filled, view.speech().language()) {
        Ok(new) => new,
        Err(errors) => return again(errors),
    };
    let (person, clinic) = match open(house.db(), new).await {
        Ok(opened) => (opened.owner, opened.clinic),
        // The same form sent twice finds its own login and signs in.
        Err(OpenRefusal::EmailTaken) => {
            let Some(person) = sign_in::prove(&house, &address, email.reveal(), password.reveal()).await? else {
                return again(kernel::http::Errors::one("email", "start-email-taken"));
            };
            // A password alone does not sign in who has a second factor.
            if factors(house.db(), person).await?.any() {
                return Ok(see_other("/sign-in"));
            }
            let memberships = sign_in::memberships(house.db(), person).await?;
            (person, memberships.first().ok_or(Problem::NotFound)?.clinic)
        }
        Err(OpenRefusal::AddressTaken) => return again(kernel::http::Errors::one("name", "start-address-taken")),
        Err(OpenRefusal::Problem(problem)) => return Err(problem),
    };
    let cookie = begin_session(&house, &Sitting { address, device, ..Sitting::plain(person, clinic) }).await?;
    let mut response = see_other("/today?welcome=1");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

fn read(filled: &Filled, language: Language) -> Result<NewClinic, kernel::http::Errors> {
    let mut form = Reading::of(filled);
    let name = form.line("name", 120);
    let country =
        form.parsed("country", "field-choose", |code| kernel::phone::countries().into_iter().find(|known| known == code).ok_or(()));
    let time_zone = form.parsed("time_zone", "field-choose", |zone| TimeZone::get(zone).map(|_| zone.to_owned()));
    let currency = form
        .parsed("currency", "field-choose", |code| Currency::from_code(code).filter(|currency| currency.exponent().is_some()).ok_or(()));
    let time = |text: &str| text.parse::<Time>().ok().filter(|time| time.second() == 0 && time.subsec_nanosecond() == 0).ok_or(());
    let opens = form.parsed("opens", "start-time-wrong", time);
    let closes = form.parsed("closes", "start-time-wrong", time);
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes <= opens
    {
        form.wrong("closes", "start-closes-before");
    }
    let weekdays: Vec<i8> = (1..=7).filter(|day| filled.typed(kernel::http::Errors::none()).is("weekday", &day.to_string())).collect();
    if weekdays.is_empty() {
        form.wrong("weekday", "start-no-day");
    }
    let service = form.line("service", 120);
    let minutes =
        form.parsed("minutes", "start-minutes-wrong", |text| text.parse::<i32>().ok().filter(|m| (5..=480).contains(m)).ok_or(()));
    let price = form.parsed("price", "start-price-wrong", |text| Money::parse(text, currency.unwrap_or(Currency::PKR)));
    let practitioner = form.line("practitioner", 120);
    let owner = form.parsed("owner", "field-not-a-name", PersonName::parse);
    let email = form.parsed("email", "field-not-an-email", EmailAddress::parse);
    let password = Password::read(&mut form, filled, &[filled.text("name"), filled.text("email"), filled.text("owner")], Beside::Nothing);
    if !filled.ticked("terms") {
        form.wrong("terms", "start-terms-missing");
    }
    let errors = form.errors();
    match (country, time_zone, currency, opens, closes, minutes, price, owner, email, password) {
        (
            Some(country),
            Some(time_zone),
            Some(currency),
            Some(opens),
            Some(closes),
            Some(minutes),
            Some(price),
            Some(owner),
            Some(email),
            Some(password),
        ) if !errors.any() => Ok(NewClinic {
            name,
            slug: None,
            country,
            time_zone,
            currency,
            language,
            weekdays,
            opens,
            closes,
            service,
            minutes,
            price,
            practitioner,
            owner,
            email,
            password,
            owner_practises: filled.ticked("owner_practises"),
            purpose: Purpose::Real,
        }),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_made_from_any_name() {
        let chance = Chance::seeded(1);
        assert!(slug_of("Rahma Family Clinic", &chance).starts_with("rahma-family-clinic-"));
        assert!(slug_of("رحمہ کلینک", &chance).starts_with("clinic-"));
        assert!(slug_of(&"x".repeat(300), &chance).len() <= 60);
    }
}
