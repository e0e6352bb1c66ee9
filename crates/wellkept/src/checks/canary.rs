//! Two clinics of the program's own, where checks may book, write and be refused without touching anybody. They live on
//! every installation that was verified; no page lists them.

use anyhow::Context as _;
use iso_currency::Currency;
use kernel::{Actor, ClinicId, Db, TenantTx, id::Id as _, language::Language, money::Money, phone::PhoneNumber, sql, tenancy::DbRole};
use tokio_postgres::{Client, Config, NoTls};
use trust::{
    clinics::open_clinic::{self, NewClinic, Purpose},
    consent::{
        Standing,
        give::{How, give},
        standing_held,
        stop::stop,
    },
    identity::{EmailAddress, password::Password, weak::Beside},
    messaging::Channel,
    patients::{
        ContactKey, Particulars, PatientId, PersonName,
        register::{CameBy, NewPatient, register},
    },
};

use crate::{building::Building, commands::installation::Installation};

/// Where the checks look.
#[derive(Debug)]
pub struct Canary<'a> {
    /// The installation.
    pub installation: &'a Installation,
    /// The building on it.
    pub building: &'a Building,
    /// The clinic in which checks act.
    pub clinic: ClinicId,
    /// A clinic that must stay out of reach from there.
    pub neighbour: ClinicId,
}

impl<'a> Canary<'a> {
    /// Finds the two clinics, or opens them.
    ///
    /// # Errors
    /// [`anyhow::Error`].
    pub async fn ready(installation: &'a Installation, building: &'a Building) -> anyhow::Result<Self> {
        let clinic = find_or_open(&installation.db, "wellkept-canary-one").await?;
        let neighbour = find_or_open(&installation.db, "wellkept-canary-two").await?;
        Ok(Self { installation, building, clinic, neighbour })
    }

    /// The database.
    #[must_use]
    pub const fn db(&self) -> &Db {
        &self.installation.db
    }

    /// A connection as the administrator, to look behind the program's back.
    ///
    /// # Errors
    /// [`anyhow::Error`].
    pub async fn administrator(&self) -> anyhow::Result<Client> {
        connect(&self.installation.places.data).await
    }

    /// A connection as the role that the pages log in as, with no clinic entered.
    ///
    /// # Errors
    /// [`anyhow::Error`].
    pub async fn program(&self) -> anyhow::Result<Client> {
        connect(&self.installation.places.login(DbRole::App, &self.installation.root)?).await
    }

    /// A connection as the role that the operator's console logs in as.
    ///
    /// # Errors
    /// [`anyhow::Error`].
    pub async fn console(&self) -> anyhow::Result<Client> {
        connect(&self.installation.places.login(DbRole::Operator, &self.installation.root)?).await
    }

    /// Enters the first clinic.
    ///
    /// # Errors
    /// [`kernel::Problem`].
    pub async fn enter(&self) -> Result<TenantTx, kernel::Problem> {
        self.db().enter(&Actor::program(self.clinic, "verify")).await
    }

    /// A new patient there with a fictional number, with or without consent.
    ///
    /// # Errors
    /// [`anyhow::Error`].
    pub async fn patient(&self, tx: &TenantTx, name: &str, consents: bool) -> anyhow::Result<(PatientId, ContactKey)> {
        let mut phone = self.fictional_number()?;
        // A number whose owner never said anything, while there is one; the range is small and runs are many.
        for _ in 0..20 {
            if standing_held(tx, &ContactKey::of(tx, &phone)?, Channel::WhatsApp).await? == Standing::Never {
                break;
            }
            phone = self.fictional_number()?;
        }
        let new = NewPatient {
            name: PersonName::parse(name)?,
            phone: Some(phone.clone()),
            particulars: Particulars::default(),
            language: Language::English,
        };
        let id = register(tx, &new, CameBy::Canary).await?;
        let contact = ContactKey::of(tx, &phone)?;
        if consents {
            give(tx, id, &contact, Channel::WhatsApp, How::Canary, None).await?;
        } else if matches!(standing_held(tx, &contact, Channel::WhatsApp).await?, Standing::Given(_)) {
            stop(tx, &contact, Channel::WhatsApp, How::Canary, None).await?;
        }
        Ok((id, contact))
    }

    /// Ofcom keeps 020 7946 0000 to 0999 for drama: no real phone rings.
    fn fictional_number(&self) -> anyhow::Result<PhoneNumber> {
        let draw = u16::from_be_bytes(self.db().chance().bytes()) % 1000;
        Ok(PhoneNumber::parse(&format!("+44 20 7946 0{draw:03}"), "GB")?)
    }

    /// Works what is due in the first clinic.
    ///
    /// # Errors
    /// [`kernel::Problem`].
    pub async fn work(&self) -> Result<(), kernel::Problem> {
        let worker = self.building.worker.clone().only_for(self.clinic);
        // Bounded: a job that comes back for ever must not hold the check.
        for _ in 0..20 {
            if worker.work_once().await? == 0 {
                break;
            }
        }
        Ok(())
    }
}

async fn connect(config: &Config) -> anyhow::Result<Client> {
    let (client, connection) = config.connect(NoTls).await.context("connecting")?;
    tokio::spawn(connection);
    Ok(client)
}

async fn find_or_open(db: &Db, slug: &str) -> anyhow::Result<ClinicId> {
    if let Ok(clinic) = db.clinic(slug).await {
        return Ok(clinic.id);
    }
    let password = Password::parse(&db.chance().letters(24), &[], Beside::Nothing)?.hashed(db).await?;
    let opened = open_clinic::open(
        db,
        &NewClinic {
            name: "Wellkept canary".to_owned(),
            slug: Some(slug.to_owned()),
            country: "GB".to_owned(),
            time_zone: "Europe/London".to_owned(),
            currency: Currency::GBP,
            language: Language::English,
            weekdays: (1..=7).collect(),
            opens: jiff::civil::Time::constant(0, 0, 0, 0),
            closes: jiff::civil::Time::constant(23, 0, 0, 0),
            service: "Check".to_owned(),
            minutes: 15,
            price: Money::new(100, Currency::GBP),
            practitioner: "Canary".to_owned(),
            owner: PersonName::parse("Canary")?,
            accepted: None,
            owner_practises: false,
            purpose: Purpose::Canary,
        },
        &EmailAddress::parse(&format!("{slug}@wellkept.invalid"))?,
        &password,
    )
    .await?;
    // A row of the neighbour's in a few tables, so that "nothing seen" means something.
    let mut tx = db.enter(&Actor::program(opened.clinic, "verify")).await?;
    let name = PersonName::parse("Neighbour")?;
    register(&tx, &NewPatient { name, phone: None, particulars: Particulars::default(), language: Language::English }, CameBy::Canary)
        .await?;
    let _permit = tx.may(Plant).await?;
    tx.run(sql!("insert into counter (clinic_id, name, value) values ($1, 'canary', 1) on conflict do nothing"), &[&opened.clinic]).await?;
    tx.commit().await?;
    Ok(opened.clinic)
}

/// The act of preparing a canary.
#[derive(Debug)]
pub struct Plant;

impl kernel::Verb for Plant {
    const ACT: &'static str = "promises.plant_canary";
    const WHO: &'static [kernel::permit::Who] = &[kernel::permit::Who::Program];
}

/// A message of the first clinic, for looking at its state.
///
/// # Errors
/// [`kernel::Problem`].
pub async fn state_of(tx: &TenantTx, message: trust::messaging::MessageId) -> Result<(String, Option<String>), kernel::Problem> {
    let row = tx.one(sql!("select state, reason from message where message_id = $1"), &[&message.uuid()]).await?;
    Ok((row.read("state")?, row.read("reason")?))
}
