//! What is measured stands on: an installation of its own, with a private PostgreSQL that waits for the disk, and clinics.

use std::{net::SocketAddr, os::unix::fs::PermissionsExt as _, path::Path};

use anyhow::Context as _;
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, time},
};
use kernel::{
    Actor, Clinic, Db,
    id::{Id as _, PersonId},
    language::Language,
    money::Money,
    phone::PhoneNumber,
};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};
use trust::{
    clinics::{
        PractitionerId, Service,
        copy_hours::copy_hours,
        open_clinic::{self, NewClinic, Purpose, add_practitioner},
        services,
    },
    identity::{EmailAddress, create_person, password::Password, weak::Beside},
    patients::PersonName,
};
use wellkept::{
    building::{self, Building, Plan},
    commands::installation::Installation,
    config::Settings,
};

/// The installation. Gone, with everything in it, when dropped.
pub(crate) struct Ground {
    pub(crate) installation: Installation,
    pub(crate) folder: TempDir,
    /// Who opens the clinics.
    pub(crate) owner: PersonId,
    administrator: Client,
    /// Whoever started the server again after it was killed: it stops with them.
    again: Vec<Installation>,
}

impl Ground {
    /// Sets one up on the disk that is to be measured.
    pub(crate) async fn set_up(disk: Option<&Path>) -> anyhow::Result<Self> {
        let disk = disk.map_or_else(std::env::temp_dir, Path::to_path_buf);
        // The account that runs the database must pass through.
        let folder =
            tempfile::Builder::new().prefix("wellkept-bench-").permissions(std::fs::Permissions::from_mode(0o711)).tempdir_in(&disk)?;
        let settings = Settings { data_dir: Some(folder.path().join("data")), ..Settings::default() };
        let installation = Installation::open(settings).await?;
        let administrator = administrator(&installation.places.data).await?;
        administrator.batch_execute(BENCH_ENTER).await?;
        let db = &installation.db;
        let owner = PersonId::fresh(db.clock(), db.chance());
        let password = Password::parse(PASSWORD, &[], Beside::Nothing)?.hashed(db).await?;
        create_person(db, owner, &EmailAddress::parse(EMAIL)?, &password).await?;
        Ok(Self { installation, folder, owner, administrator, again: Vec::new() })
    }

    pub(crate) fn db(&self) -> &Db {
        &self.installation.db
    }

    /// The database as nobody but the administrator sees it: for looking afterwards.
    pub(crate) const fn administrator(&self) -> &Client {
        &self.administrator
    }

    /// Keeps a server that was started again.
    pub(crate) fn lives_on(&mut self, again: Installation) {
        self.again.push(again);
    }

    /// Reaches the database anew after it was killed.
    pub(crate) async fn reconnect(&mut self) -> anyhow::Result<()> {
        self.administrator = administrator(&self.installation.places.data).await?;
        Ok(())
    }

    /// A connection as the login of the program's pages.
    pub(crate) async fn login_as_app(&self) -> anyhow::Result<Client> {
        administrator(&self.installation.places.login(kernel::tenancy::DbRole::App, &self.installation.root)?).await
    }

    /// Puts the building up without a brake, and serves it on a port of this machine.
    pub(crate) async fn serve(&self) -> anyhow::Result<(Building, SocketAddr)> {
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = port.local_addr()?;
        let plan = Plan {
            db: self.db().clone(),
            root: &self.installation.root,
            base_url: format!("http://{address}"),
            tries_a_minute: u32::MAX,
            behind_proxy: false,
            issuers: Vec::new(),
            mail: None,
        };
        let building = building::build(plan)?;
        let door = building.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(port, door).await });
        Ok((building, address))
    }

    /// Opens a clinic.
    pub(crate) async fn open_clinic(&self, shape: Shape) -> anyhow::Result<Place> {
        let db = self.db();
        let new = NewClinic {
            name: "Bench Clinic".to_owned(),
            slug: None,
            country: "PK".to_owned(),
            time_zone: "Asia/Karachi".to_owned(),
            currency: iso_currency::Currency::PKR,
            language: Language::English,
            weekdays: (1..=7).collect(),
            opens: time(OPENS, 0, 0, 0),
            closes: time(OPENS, 0, 0, 0) + (i64::from(shape.minutes) * i64::from(shape.times_a_day)).minutes(),
            service: "Consultation".to_owned(),
            minutes: shape.minutes,
            price: Money::new(150_000, iso_currency::Currency::PKR),
            practitioner: "Dr 1".to_owned(),
            owner: PersonName::parse("Omar Aziz")?,
            accepted: None,
            owner_practises: false,
            purpose: Purpose::Real,
        };
        let opened = open_clinic::open_for(db, &new, self.owner).await?;
        let tx = db.enter(&Actor::program(opened.clinic, "bench")).await?;
        let mut practitioners = vec![opened.practitioner];
        for number in 2..=shape.practitioners {
            let practitioner = add_practitioner(&tx, &format!("Dr {number}")).await?;
            copy_hours(&tx, practitioner).await?;
            practitioners.push(practitioner);
        }
        let service = services(&tx, new.currency).await?.into_iter().next().context("a clinic without a service")?;
        tx.commit().await?;
        let clinic = db.clinic_by_id(opened.clinic).await?;
        let tomorrow = clinic.day_of(db.clock().now()).tomorrow()?;
        Ok(Place { clinic, practitioners, service, shape, tomorrow })
    }
}

/// What `door.enter` does once it believes a pass: pgbench cannot sign one. Only databases of this program have it.
const BENCH_ENTER: &str = "
set role wellkept_door;
create or replace function door.bench_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  pads door.context_key;
  body text := clinic || '|' || kind || '|' || as_role || '|' || coalesce(actor::text, '');
begin
  select * into pads from door.context_key where one;
  perform sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to('pass|' || body, 'UTF8')));
  if not door.may_enter(clinic, kind, actor, as_role, session, clock_timestamp()) then raise exception 'no such clinic'; end if;
  perform set_config('app.context', body || encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8')
    || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()))), 'hex'), true);
end $$;
grant execute on function door.bench_enter(uuid, text, uuid, text, uuid) to wellkept_app;
reset role";

const EMAIL: &str = "owner@bench.example";
const PASSWORD: &str = "correct horse battery staple 9";
const OPENS: i8 = 8;
/// Days of the calendar that are filled, from tomorrow: one less than the public page books.
pub(crate) const DAYS: usize = 59;

/// Looks behind the walls afterwards, which no pool of the program may.
async fn administrator(config: &tokio_postgres::Config) -> anyhow::Result<Client> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// How large a clinic is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) practitioners: usize,
    pub(crate) minutes: i32,
    pub(crate) times_a_day: i32,
}

/// A practice with eight doctors, open fourteen hours a day: 39,648 times in the calendar.
pub(crate) const PRACTICE: Shape = Shape { practitioners: 8, minutes: 10, times_a_day: 84 };

/// A clinic that is open.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) clinic: Clinic,
    pub(crate) practitioners: Vec<PractitionerId>,
    pub(crate) service: Service,
    pub(crate) shape: Shape,
    tomorrow: Date,
}

impl Place {
    /// The first time that can be booked.
    pub(crate) fn first(&self) -> anyhow::Result<Timestamp> {
        Ok(self.tomorrow.at(OPENS, 0, 0, 0).to_zoned(self.clinic.time_zone.clone())?.timestamp())
    }

    /// The n-th time of the calendar: doctors in turn, then days in turn, then the hours of the day.
    pub(crate) fn time(&self, number: usize) -> anyhow::Result<(PractitionerId, Timestamp)> {
        let doctors = self.practitioners.len();
        let practitioner = *self.practitioners.get(number % doctors).context("no doctor")?;
        let (day, turn) = ((number / doctors) % DAYS, number / doctors / DAYS);
        anyhow::ensure!(turn < usize::try_from(self.shape.times_a_day)?, "the calendar is full; measure for fewer --seconds");
        let minutes = i64::from(self.shape.minutes) * i64::try_from(turn)? + 24 * 60 * i64::try_from(day)?;
        Ok((practitioner, self.first()?.checked_add(minutes.minutes())?))
    }
}

/// The n-th person: one of 256 names, and a number nobody else has.
pub(crate) fn person(number: usize) -> anyhow::Result<(PersonName, PhoneNumber)> {
    let of = |names: &[&'static str; 16], at: usize| names.get(at % 16).copied().unwrap_or("Ali");
    let name = format!("{} {}", of(&FIRST, number), of(&LAST, number / 16));
    let phone = format!("+9230{:01}{:07}", (number / 10_000_000) % 10, number % 10_000_000);
    Ok((PersonName::parse(&name)?, PhoneNumber::parse(&phone, "PK")?))
}

const FIRST: [&str; 16] = [
    "Ayesha", "Bilal", "Sana", "Hamza", "Zainab", "Usman", "Fatima", "Imran", "Maryam", "Ali", "Noor", "Hassan", "Sadia", "Kamran", "Hina",
    "Tariq",
];
const LAST: [&str; 16] = [
    "Khan", "Ahmed", "Malik", "Hussain", "Shah", "Iqbal", "Chaudhry", "Butt", "Qureshi", "Siddiqui", "Raza", "Javed", "Aslam", "Mirza",
    "Baig", "Awan",
];
