//! `wellkept demo`: two clinics with generated people, to walk the day in. Nobody in them is real.

use iso_currency::Currency;
use kernel::{Actor, Role, language::Language, money::Money, sql};
use trust::{
    clinics::{
        add_service,
        copy_hours::copy_hours,
        open_clinic::{self, NewClinic, OpenRefusal, Purpose, add_member, add_practitioner},
    },
    identity::{EmailAddress, create_person, password::Password, weak::Beside},
    patients::PersonName,
};

use crate::commands::{
    demo_people::{Folk, LAHORE, LONDON, fill},
    installation::Installation,
    say,
};

/// The password of every demonstration login; said on the screen, so worth nothing.
const PASSWORD: &str = "kept promises every day";

struct Demo {
    slug: &'static str,
    name: &'static str,
    country: &'static str,
    zone: &'static str,
    currency: Currency,
    language: Language,
    service: (&'static str, i32, i64),
    more: &'static [(&'static str, i32, i64)],
    practitioners: [&'static str; 2],
    staff: [(&'static str, &'static str, Role); 3],
    folk: &'static Folk,
}

const CLINICS: [Demo; 2] = [
    Demo {
        slug: "rahma-lahore",
        name: "Rahma Family Clinic",
        country: "PK",
        zone: "Asia/Karachi",
        currency: Currency::PKR,
        language: Language::Urdu,
        service: ("See a doctor", 20, 150_000),
        more: &[("Child check-up", 30, 200_000), ("Dressing", 10, 80_000)],
        practitioners: ["Dr Ayesha Khan", "Dr Bilal Ahmed"],
        staff: [
            ("owner@rahma.example", "Sana Malik", Role::Owner),
            ("doctor@rahma.example", "Dr Ayesha Khan", Role::Doctor),
            ("desk@rahma.example", "Hina Tariq", Role::Receptionist),
        ],
        folk: &LAHORE,
    },
    Demo {
        slug: "harbour-street",
        name: "Harbour Street Practice",
        country: "GB",
        zone: "Europe/London",
        currency: Currency::GBP,
        language: Language::English,
        service: ("Appointment", 15, 4_500),
        more: &[("Blood test", 10, 2_500)],
        practitioners: ["Dr Rohan Iyer", "Nurse Grace Obi"],
        staff: [
            ("owner@harbour.example", "Mary Walsh", Role::Owner),
            ("doctor@harbour.example", "Dr Rohan Iyer", Role::Doctor),
            ("desk@harbour.example", "Tom Price", Role::Receptionist),
        ],
        folk: &LONDON,
    },
];

/// Opens the demonstration clinics where the installation has no clinic yet.
///
/// # Errors
/// [`anyhow::Error`].
pub async fn on_first_start(installation: &Installation) -> anyhow::Result<()> {
    // Beside a real clinic no login with a public password may ever appear.
    let existing = installation
        .db
        .ask(
            sql!("select (select count(*) from door.clinics_of_kind('real')) + (select count(*) from door.clinics_of_kind('demo')) as clinics"),
            &[],
        )
        .await?;
    let clinics: i64 = existing.first().map_or(Ok(0), |row| row.read("clinics"))?;
    if clinics == 0 {
        open(installation).await?;
    }
    Ok(())
}

/// Opens the demonstration clinics; those that exist stay as they are.
///
/// # Errors
/// [`anyhow::Error`].
pub async fn open(installation: &Installation) -> anyhow::Result<()> {
    for demo in &CLINICS {
        say(&format!("Opening {} …", demo.name));
        Box::pin(open_one(installation, demo)).await?;
    }
    Ok(())
}

async fn open_one(installation: &Installation, demo: &Demo) -> anyhow::Result<()> {
    let db = &installation.db;
    let (opens, closes) = hours_around(db.clock().now(), demo.zone);
    let (owner_email, owner_name, _) = demo.staff[0];
    let password = Password::parse(PASSWORD, &[], Beside::Nothing)?.hashed(db).await?;
    let opened = open_clinic::open(
        db,
        &NewClinic {
            name: demo.name.to_owned(),
            slug: Some(demo.slug.to_owned()),
            country: demo.country.to_owned(),
            time_zone: demo.zone.to_owned(),
            currency: demo.currency,
            language: demo.language,
            // Every day of the week, so that a visitor on a Sunday finds free times too.
            weekdays: (1..=7).collect(),
            opens,
            closes,
            service: demo.service.0.to_owned(),
            minutes: demo.service.1,
            price: Money::new(demo.service.2, demo.currency),
            practitioner: demo.practitioners[0].to_owned(),
            owner: PersonName::parse(owner_name)?,
            accepted: None,
            owner_practises: false,
            purpose: Purpose::Demo,
        },
        &EmailAddress::parse(owner_email)?,
        &password,
    )
    .await;
    let opened = match opened {
        Ok(opened) => opened,
        Err(OpenRefusal::AddressTaken | OpenRefusal::EmailTaken) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    let tx = db.enter(&Actor::program(opened.clinic, "demo")).await?;
    for (name, minutes, price) in demo.more {
        add_service(&tx, name, *minutes, Money::new(*price, demo.currency)).await?;
    }
    let second = add_practitioner(&tx, demo.practitioners[1]).await?;
    copy_hours(&tx, second).await?;
    for (email, name, role) in &demo.staff[1..] {
        let person = kernel::id::Id::fresh(db.clock(), db.chance());
        create_person(db, person, &EmailAddress::parse(email)?, &password).await?;
        let treats = (*role == Role::Doctor).then_some(opened.practitioner);
        add_member(&tx, person, *role, &PersonName::parse(name)?, treats).await?;
    }
    tx.commit().await?;
    fill(db, demo.slug, demo.folk).await
}

/// Eight to ten, stretched so that there is something to book today whatever the hour of the first start.
fn hours_around(now: jiff::Timestamp, zone: &str) -> (jiff::civil::Time, jiff::civil::Time) {
    let hour = now.in_tz(zone).map_or(12, |there| there.hour());
    let opens = jiff::civil::Time::constant(hour.clamp(0, 8), 0, 0, 0);
    let closes = if hour < 19 { jiff::civil::Time::constant(22, 0, 0, 0) } else { jiff::civil::Time::constant(23, 55, 0, 0) };
    (opens, closes)
}

/// Says where to go and with which logins.
///
/// # Errors
/// [`anyhow::Error`].
pub async fn say_logins(installation: &Installation) -> anyhow::Result<()> {
    let url = installation.settings.outward();
    let demos = installation.db.ask(sql!("select slug from door.clinics_of_kind('demo')"), &[]).await?;
    let slugs: Vec<String> = demos.iter().map(|row| row.read("slug")).collect::<Result<_, _>>()?;
    for demo in CLINICS.iter().filter(|demo| slugs.iter().any(|slug| slug == demo.slug)) {
        say(&format!("\n  {}\n    patients   {url}/c/{}\n    the board  {url}/c/{}/board", demo.name, demo.slug, demo.slug));
        for (email, _, role) in &demo.staff {
            say(&format!("    {:<10} {url}/sign-in   {email}   password: {PASSWORD}", role.word()));
        }
    }
    say(&format!("\n  Your own clinic: {url}/start\n  The simulated phone, once signed in: {url}/phone\n"));
    Ok(())
}
