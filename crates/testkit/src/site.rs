//! A whole installation on a port of its own, in the test's own runtime.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use kernel::{
    Chance, Clock, Db,
    http::{House, Listed},
    jobs::Worker,
    tenancy::Places,
};
use outside::mail::MailServer;
use tokio::sync::OnceCell;
use tokio_postgres::{Client, Row, types::ToSql};
use trust::{
    api_clients::authority::Authority,
    identity::{EmailAddress, directory::ListedIssuer},
    letters::{
        deliver::PostRoom,
        kept::{Kept, kept},
        say::Office,
    },
};
use wellkept::{
    building::{Plan, build},
    listener::{self, ApiPort, Identity},
};

use crate::{Browser, Clinic, Directory, Must as _, ground, must};

/// Every test has a sequence of its own: the same seed in one database would make the same ids.
static SEEDS: AtomicU64 = AtomicU64::new(1);

/// Monday morning.
fn now() -> jiff::Timestamp {
    "2026-03-02T08:00:00Z".parse().must("a date")
}

/// An installation: pools, clock and port are this test's own, the migrated database is shared.
#[derive(Clone, Debug)]
pub struct Site(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    house: House,
    worker: Worker,
    post_room: PostRoom,
    listed: Vec<Listed>,
    clinics: AtomicU32,
    places: Places,
    administrator: OnceCell<Client>,
    api: axum::Router,
}

/// How a test's installation differs.
struct Wanted {
    tries_a_minute: u32,
    behind_proxy: bool,
    issuers: Vec<ListedIssuer>,
    mail: Option<MailServer>,
    named: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { tries_a_minute: 1_000_000, behind_proxy: false, issuers: Vec::new(), mail: None, named: false }
    }
}

impl Site {
    /// An installation without clinics of its own, and without a brake on tries.
    pub async fn open() -> Self {
        Self::open_with_brake(1_000_000).await
    }

    /// An installation whose letters leave by this server.
    pub async fn open_with_mail(server: MailServer) -> Self {
        Self::open_with(Wanted { mail: Some(server), ..Wanted::default() }).await
    }

    /// An installation that allows so many tries a minute.
    pub async fn open_with_brake(tries_a_minute: u32) -> Self {
        Self::open_with(Wanted { tries_a_minute, ..Wanted::default() }).await
    }

    /// An installation whose operator lists this directory, which stands still at the same time.
    pub async fn open_with_directory() -> (Self, Directory) {
        let directory = Directory::open(now()).await;
        let listed = ListedIssuer::parse(directory.issuer()).must("an issuer");
        (Self::open_with(Wanted { issuers: vec![listed], ..Wanted::default() }).await, directory)
    }

    /// An installation that believes `X-Forwarded-For`, so that a test says where a request comes from.
    pub async fn open_behind_proxy(tries_a_minute: u32) -> Self {
        Self::open_with(Wanted { tries_a_minute, behind_proxy: true, ..Wanted::default() }).await
    }

    /// An installation with a name, `localhost`: browsers make no passkey for a bare address.
    pub async fn with_a_name() -> Self {
        Self::open_with(Wanted { named: true, ..Wanted::default() }).await
    }

    /// An installation on a database of the caller's own ([`Ground::database_of_its_own`](crate::Ground::database_of_its_own)),
    /// for tests that break something in it.
    pub async fn open_in(places: &Places) -> Self {
        Self::build(places, Wanted::default()).await
    }

    async fn open_with(wanted: Wanted) -> Self {
        Self::build(ground().places(), wanted).await
    }

    async fn build(places: &Places, wanted: Wanted) -> Self {
        let Wanted { tries_a_minute, behind_proxy, issuers, mail, named } = wanted;
        let ground = ground();
        let clock = Clock::frozen(now());
        let chance = Chance::seeded(SEEDS.fetch_add(1, Ordering::Relaxed));
        let root = ground.root();
        let db = Db::open(places, &root, clock, chance).must("opening the database");
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.must("taking a port");
        let at = port.local_addr().must("asking for the port");
        let base_url = if named { format!("http://localhost:{}", at.port()) } else { format!("http://{at}") };
        let plan = Plan { db, root: &root, base_url, tries_a_minute, behind_proxy, issuers, mail };
        let building = build(plan).must("putting the building together");
        let door = building.router.into_make_service_with_connect_info::<SocketAddr>();
        // Ends with the test's runtime.
        tokio::spawn(async move { axum::serve(port, door).await });
        tokio::spawn(wellkept::building::pass_changes_on(building.house.clone()));
        Self(Arc::new(Inside {
            house: building.house,
            worker: building.worker,
            post_room: building.post_room,
            listed: building.listed,
            clinics: AtomicU32::new(0),
            places: places.clone(),
            administrator: OnceCell::new(),
            api: building.api,
        }))
    }

    /// Opens the API's own port, with a certificate of the installation's authority; where it is, and whom to trust there.
    pub async fn open_api(&self) -> (SocketAddr, Authority) {
        let authority = Authority::open(self.db()).await.must("the authority");
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.must("taking a port");
        let address = port.local_addr().must("asking for the port");
        let identity = Identity::of_our_own(&authority, vec!["localhost".to_owned()], self.clock()).must("a certificate");
        let config = listener::speaks(&authority, identity, self.clock().clone()).must("how TLS is spoken");
        // Ends with the test's runtime.
        tokio::spawn(listener::serve(ApiPort::listen(port, address, config), self.0.api.clone(), std::future::pending()));
        (address, authority)
    }

    /// Opens a clinic here, with an owner, a practitioner and somebody at reception.
    pub async fn clinic(&self) -> Clinic {
        let number = self.0.clinics.fetch_add(1, Ordering::Relaxed);
        Box::pin(Clinic::open(self, number)).await
    }

    /// Somebody without a cookie.
    #[must_use]
    pub fn visitor(&self) -> Browser {
        Browser::new(self.base_url())
    }

    /// The address its browsers come from.
    #[must_use]
    pub fn address(&self) -> String {
        crate::browser::address_at(self.base_url()).to_string()
    }

    /// Where it is served.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.house.base_url()
    }

    /// The state of its router.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.0.house
    }

    /// Its database, as the program sees it.
    #[must_use]
    pub fn db(&self) -> &Db {
        self.0.house.db()
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.db().clock()
    }

    /// Its worker.
    #[must_use]
    pub fn worker(&self) -> &Worker {
        &self.0.worker
    }

    /// Its worker of letters.
    #[must_use]
    pub fn post_room(&self) -> &PostRoom {
        &self.0.post_room
    }

    /// The letters this address has got, oldest first, as the command `wellkept letters` shows them; what is due is sent first.
    pub async fn letters_to(&self, email: &str) -> Vec<Kept> {
        let to = EmailAddress::parse(email).ok().must("an address");
        let room = self.post_room().clone().only_for(&to).must("the key of an address");
        while room.work_once().await.must("working letters") > 0 {}
        let office = Office { languages: Arc::clone(self.house().languages()), base_url: self.base_url().to_owned() };
        kept(self.db(), &office, Some(&to)).await.must("reading letters")
    }

    /// Every route it has.
    #[must_use]
    pub fn routes(&self) -> &[Listed] {
        &self.0.listed
    }

    /// Asks the database as the administrator, whom no wall holds: to look behind the scenes.
    pub async fn sql(&self, question: &str, values: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
        let administrator = self.0.administrator.get_or_init(|| ground().administrator_at(&self.0.places.data)).await;
        administrator.query(question, values).await.map_err(|error| must::told(&error)).must(question)
    }
}
