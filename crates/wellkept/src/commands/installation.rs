//! Opens the installation that the settings describe: its PostgreSQL (started if it is our own), its root key, its database.

use anyhow::Context as _;
use cluster::{Cluster, Place};
use kernel::{
    Chance, Db,
    keys::RootKey,
    migrate::OWNERS,
    tenancy::{DbRole, Places},
};

use crate::{config::Settings, migrations};

/// An opened installation. Dropping it stops a private PostgreSQL that this process started.
#[derive(Debug)]
pub struct Installation {
    /// The settings.
    pub settings: Settings,
    /// The root key.
    pub root: RootKey,
    /// Where data and keys live, as the administrator.
    pub places: Places,
    /// The database.
    pub db: Db,
    /// The private PostgreSQL, if there is one.
    pub cluster: Option<Cluster>,
}

impl Installation {
    /// Opens, bringing the database up to date.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub async fn open(settings: Settings) -> anyhow::Result<Self> {
        let installation = Self::reach(settings).await?;
        let ran = kernel::migrate::migrate(&installation.places, &installation.root, migrations::ALL)
            .await
            .context("bringing the database up to date")?;
        for name in ran {
            tracing::info!(name, "migrated");
        }
        Ok(installation)
    }

    /// Reaches the database without changing it.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub async fn reach(settings: Settings) -> anyhow::Result<Self> {
        let chance = Chance::from_os();
        let root = RootKey::load_or_create(&settings.root_key(), &chance)?;
        let (places, cluster) = if let Some(url) = &settings.database_url {
            (places_at(url, settings.keys_database_url.as_deref())?, None)
        } else {
            let (places, cluster) = own_cluster(&settings)?;
            (places, Some(cluster))
        };
        for config in [&places.data, &places.keys] {
            create_database(config, &places.data).await?;
        }
        let db = Db::open(&places, &root, settings.clock()?, chance)?;
        Ok(Self { settings, root, places, db, cluster })
    }
}

/// Both places from two URLs.
///
/// # Errors
/// A URL that does not read.
pub(super) fn places_at(url: &str, keys: Option<&str>) -> anyhow::Result<Places> {
    let mut data: tokio_postgres::Config =
        url.parse().context("DATABASE_URL does not read; it looks like postgres://user:password@host/database")?;
    if data.get_dbname().is_none() {
        data.dbname("wellkept");
    }
    let keys = if let Some(url) = keys {
        url.parse().context("WELLKEPT_KEYS_DATABASE_URL does not read")?
    } else {
        let mut config = data.clone();
        config.dbname(format!("{}_keys", data.get_dbname().unwrap_or("wellkept")));
        config
    };
    Ok(Places::new(data, keys))
}

fn own_cluster(settings: &Settings) -> anyhow::Result<(Places, Cluster)> {
    std::fs::create_dir_all(settings.data()).with_context(|| format!("making the folder {}", settings.data().display()))?;
    let data = std::path::absolute(settings.data())?;
    let roles = DbRole::ALL.iter().map(|role| role.name()).chain(OWNERS);
    let cluster = Cluster::start_or_attach(&Place::at(data.join("postgres")).roles(roles))?;
    Ok((private_places(cluster.socket_dir(), cluster.port(), cluster.superuser()), cluster))
}

/// Both places of a private PostgreSQL.
pub(super) fn private_places(socket_dir: &std::path::Path, port: u16, superuser: &str) -> Places {
    let config = |database: &str| {
        let mut config = tokio_postgres::Config::new();
        config.host_path(socket_dir).port(port).user(superuser).dbname(database);
        config
    };
    Places::new(config("wellkept"), config("wellkept_keys"))
}

async fn create_database(wanted: &tokio_postgres::Config, beside: &tokio_postgres::Config) -> anyhow::Result<()> {
    if wanted.connect(tokio_postgres::NoTls).await.is_ok() {
        return Ok(());
    }
    let name = wanted.get_dbname().unwrap_or("wellkept").to_owned();
    let mut maintenance = if wanted.get_hosts() == beside.get_hosts() { beside.clone() } else { wanted.clone() };
    maintenance.dbname("postgres");
    let (client, connection) =
        maintenance.connect(tokio_postgres::NoTls).await.context("PostgreSQL cannot be reached; run: wellkept doctor")?;
    tokio::spawn(connection);
    let quoted = name.replace('"', "\"\"");
    client.batch_execute(&format!("create database \"{quoted}\"")).await.with_context(|| format!("making the database {name}"))?;
    Ok(())
}
