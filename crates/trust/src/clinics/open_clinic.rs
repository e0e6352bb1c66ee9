//! Keeps: "Clinics are onboarded". A clinic begins with its name, place, hours, one service, one practitioner and its owner;
//! it is asked for on one page (`ask_to_open.rs`) and opened from the letter that proves the address (`open_by_letter.rs`).

use iso_currency::Currency;
use jiff::civil::Time;
use kernel::{
    Actor, Chance, ClinicId, Db, Permit, Problem, Role, Verb,
    http::MEMBER_NAME,
    id::{Id as _, PersonId},
    language::Language,
    money::Money,
    permit::Who,
    refusal::OnConstraint as _,
    sql,
};
use uuid::Uuid;

use super::{
    Opening, PractitionerId, ServiceId, add_opening, add_service,
    terms::{self, Accepted},
};
use crate::{
    identity::{EmailAddress, password::HashedPassword},
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
    /// Which terms the owner accepted for it; none for clinics of the program's own.
    pub accepted: Option<Accepted>,
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
pub async fn open(db: &Db, new: &NewClinic, email: &EmailAddress, password: &HashedPassword) -> Result<Opened, OpenRefusal> {
    let owner = PersonId::fresh(db.clock(), db.chance());
    if !crate::identity::create_person(db, owner, email, password).await? {
        return Err(OpenRefusal::EmailTaken);
    }
    open_for(db, new, owner).await
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
    if let Some(accepted) = &new.accepted {
        terms::record(tx, owner, accepted).await?;
    }
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
