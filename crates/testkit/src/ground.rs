//! One PostgreSQL and one migrated database for the process.
//!
//! The server is a throwaway of this process alone (a slot under `target/test-postgres`, locked while we live, so that
//! test programs may run beside each other), or the one `DATABASE_URL` points at. A thread of its own sets everything
//! up and then keeps a connection to each database: nobody else takes them for leftovers.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    sync::{OnceLock, mpsc},
};

use cluster::{Cluster, Place};
use kernel::{
    keys::RootKey,
    migrate::{self, Migration},
    tenancy::{DbRole, Places},
};
use tokio_postgres::{Client, Config, NoTls};

use crate::{Must as _, must::told};

const ROOT: [u8; 32] = [7; 32];
const PREFIX: &str = "wellkept_test_";
const SLOTS: u32 = 64;
/// Taken in the maintenance database while databases are made: roles belong to the whole server.
const SETTING_UP: &str = "select pg_advisory_lock(5550123)";

/// Where this process's tests stand.
#[derive(Debug)]
pub struct Ground {
    maintenance: Config,
    places: Places,
    programs: Option<PathBuf>,
}

impl Ground {
    /// The data and the keys, as the administrator logs in to them.
    #[must_use]
    pub const fn places(&self) -> &Places {
        &self.places
    }

    /// The root key of all test databases.
    #[must_use]
    pub fn root(&self) -> RootKey {
        RootKey::from_bytes(ROOT)
    }

    /// `pg_dump` or another of PostgreSQL's programs.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.as_ref().map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
    }

    /// A migrated database of the caller's own, for tests about the database itself; everybody else shares one.
    pub async fn database_of_its_own(&self, name: &str) -> Places {
        self.database_at(name, wellkept::migrations::ALL).await
    }

    /// The same, brought up to some of the migrations: what an older installation looks like.
    pub async fn database_at(&self, name: &str, migrations: &[Migration]) -> Places {
        let maintenance = self.roles_stand_still().await;
        let places = make_databases(&maintenance, &self.maintenance, &format!("{}_{name}", std::process::id())).await;
        self.bring_up(&places, migrations).await;
        places
    }

    /// Runs what has not run there yet.
    pub async fn bring_up(&self, places: &Places, migrations: &[Migration]) {
        migrate::migrate(places, &self.root(), migrations).await.must("migrating");
    }

    /// While this connection lives nobody makes databases or changes roles, which belong to the whole server.
    pub async fn roles_stand_still(&self) -> Client {
        let maintenance = connect(self.maintenance.clone()).await;
        maintenance.batch_execute(SETTING_UP).await.must("waiting for another test program");
        maintenance
    }

    /// A connection as the administrator, to look behind the scenes. It belongs to the caller's runtime.
    pub async fn administrator(&self) -> Client {
        self.administrator_at(&self.places.data).await
    }

    /// The same, to another database.
    pub async fn administrator_at(&self, database: &Config) -> Client {
        connect(database.clone()).await
    }

    /// A connection as one of the program's own roles, where the program uses it.
    pub async fn login(&self, role: DbRole) -> Client {
        self.login_at(&self.places, role).await
    }

    /// A connection as one of the program's own roles, to these places.
    pub async fn login_at(&self, places: &Places, role: DbRole) -> Client {
        self.may_log_in(places, role).await.must(role.name())
    }

    /// The same, where it may be that the role is not let in at all: then what the server said.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn may_log_in(&self, places: &Places, role: DbRole) -> Result<Client, String> {
        let config = places.login(role, &self.root()).must("deriving a password");
        let (client, connection) = config.connect(NoTls).await.map_err(|error| told(&error))?;
        tokio::spawn(connection);
        Ok(client)
    }
}

/// The ground of this process; made at the first call.
pub fn ground() -> &'static Ground {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    GROUND.get_or_init(|| {
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().must("making a runtime");
            runtime.block_on(async {
                let server = Server::find();
                let (ground, _kept) = set_up(&server).await;
                tell.send(ground).must("handing over the ground");
                std::future::pending::<()>().await;
            });
        });
        told.recv().must("setting up PostgreSQL for the tests (the reason is above)")
    })
}

/// The server, and what keeps it ours.
struct Server {
    maintenance: Config,
    programs: Option<PathBuf>,
    _cluster: Option<(Cluster, File)>,
}

impl Server {
    fn find() -> Self {
        #[expect(clippy::disallowed_methods, reason = "tests have no configuration but this one name")]
        let given = std::env::var("DATABASE_URL").ok();
        if let Some(url) = given {
            let maintenance: Config = url.parse().must("reading DATABASE_URL");
            return Self { maintenance, programs: None, _cluster: None };
        }
        let (folder, lock) = free_slot();
        let place = Place::throwaway(folder.join("postgres")).roles(DbRole::ALL.map(DbRole::name));
        let cluster = Cluster::start_or_attach(&place).must("starting a PostgreSQL for the tests");
        let mut maintenance = Config::new();
        maintenance.host_path(cluster.socket_dir()).port(cluster.port()).user(cluster.superuser()).dbname("postgres");
        Self { maintenance, programs: Some(cluster.bin_dir().to_path_buf()), _cluster: Some((cluster, lock)) }
    }
}

/// The first folder no living test process holds.
fn free_slot() -> (PathBuf, File) {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-postgres");
    for number in 0..SLOTS {
        let folder = all.join(number.to_string());
        std::fs::create_dir_all(&folder).must("making a folder for PostgreSQL");
        let lock = File::create(folder.join("held")).must("making a lock file");
        match lock.try_lock() {
            Ok(()) => return (folder.canonicalize().must("finding the folder"), lock),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error).must("locking a folder for PostgreSQL"),
        }
    }
    None.must("64 test programs run already")
}

async fn connect(config: Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.map_err(|error| told(&error)).must("connecting to PostgreSQL");
    tokio::spawn(connection);
    client
}

async fn set_up(server: &Server) -> (Ground, [Client; 3]) {
    let maintenance = connect(server.maintenance.clone()).await;
    maintenance.batch_execute(SETTING_UP).await.must("waiting for another test program");
    drop_leftovers(&maintenance).await;
    let places = make_databases(&maintenance, &server.maintenance, &std::process::id().to_string()).await;
    let kept = [connect(places.data.clone()).await, connect(places.keys.clone()).await];
    let ground = Ground { maintenance: server.maintenance.clone(), places, programs: server.programs.clone() };
    migrate::migrate(&ground.places, &ground.root(), wellkept::migrations::ALL).await.must("migrating");
    maintenance.batch_execute("select pg_advisory_unlock_all()").await.must("letting other test programs go on");
    let [data, keys] = kept;
    (ground, [maintenance, data, keys])
}

async fn make_databases(maintenance: &Client, config: &Config, mark: &str) -> Places {
    let mut made = Vec::new();
    for what in ["data", "keys"] {
        let name = format!("{PREFIX}{mark}_{what}");
        maintenance.batch_execute(&format!("create database {name}")).await.must("making a database");
        let mut config = config.clone();
        config.dbname(&name);
        made.push(config);
    }
    let [data, keys] = made.try_into().ok().must("two databases");
    Places::new(data, keys)
}

/// Databases of test programs that are gone. One that is in use refuses, and stays.
async fn drop_leftovers(maintenance: &Client) {
    let found =
        maintenance.query("select datname from pg_database where starts_with(datname, $1)", &[&PREFIX]).await.must("looking for leftovers");
    for row in found {
        let name: String = row.get(0);
        let _in_use = maintenance.batch_execute(&format!("drop database {name}")).await;
    }
}
