//! Brings a database up to date: roles, the two databases' walls, then each migration once, in order, in a
//! transaction of its own, under one lock, with its checksum kept.

use tokio_postgres::{Client, NoTls};

use crate::{
    keys::RootKey,
    tenancy::{DbRole, Places, pads},
};

/// One migration file.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The file's name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Migration {
    /// What is kept beside its name once it ran.
    #[must_use]
    pub fn checksum(&self) -> String {
        checksum(self.text)
    }
}

/// Why a database could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The server said no.
    #[error("{doing}: {source}")]
    Server {
        /// What was being done.
        doing: String,
        /// The answer.
        source: tokio_postgres::Error,
    },
    /// A file changed after it ran.
    #[error("{0} was changed after it ran here; migrations are never edited: restore the file and write a new one")]
    Changed(String),
    /// The database is newer than the program.
    #[error("the database knows {0}, this program does not: it is older than the database; start the newer program")]
    Newer(String),
    /// Passwords could not be derived.
    #[error("{0}")]
    Problem(#[from] crate::Problem),
}

fn doing(what: impl Into<String>) -> impl FnOnce(tokio_postgres::Error) -> MigrateError {
    move |source| MigrateError::Server { doing: what.into(), source }
}

/// The roles that own; nobody logs in as them.
pub const OWNERS: [&str; 2] = ["wellkept_owner", "wellkept_door"];

const KEY_STORE: &str = "
create table if not exists clinic_key (
  clinic_id    uuid        not null constraint clinic_key_pkey primary key,
  key_id       uuid        not null,
  wrapped      bytea,
  made_at      timestamptz not null,
  destroyed_at timestamptz,
  constraint clinic_key_destroyed check ((wrapped is null) = (destroyed_at is not null))
);
grant select, insert on clinic_key to wellkept_keys;
revoke all on schema public from public;
grant usage on schema public to wellkept_keys;
do $$ begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to wellkept_keys', current_database());
end $$;
";

async fn connect(config: &tokio_postgres::Config) -> Result<Client, MigrateError> {
    let (client, connection) = config.connect(NoTls).await.map_err(doing("connecting"))?;
    tokio::spawn(connection);
    Ok(client)
}

/// Brings both databases up to date; the names of the migrations that ran now.
///
/// # Errors
/// [`MigrateError`]; a migration that failed left nothing behind.
pub async fn migrate(places: &Places, root: &RootKey, migrations: &[Migration]) -> Result<Vec<&'static str>, MigrateError> {
    let mut data = connect(&places.data).await?;
    data.execute("select pg_advisory_lock(7236490137)", &[]).await.map_err(doing("waiting for another migration"))?;
    make_roles(&data, root).await?;
    let database: String = data.query_one("select current_database()::text", &[]).await.map_err(doing("asking the name"))?.get(0);
    let quoted = database.replace('"', "\"\"");
    // By the administrator, since only he can take back what PostgreSQL gives to everybody: connecting, looking into
    // the schema, and temporary tables, which would stand before ours on a search path.
    data.batch_execute(&format!(
        "revoke all on database \"{quoted}\" from public; revoke all on schema public from public;
         grant connect on database \"{quoted}\" to wellkept_app, wellkept_identity, wellkept_operator, wellkept_jobs, wellkept_sweep;
         grant usage on schema public to wellkept_app, wellkept_identity, wellkept_operator, wellkept_jobs, wellkept_sweep, wellkept_door;
         grant create on database \"{quoted}\" to wellkept_owner; grant create, usage on schema public to wellkept_owner;
         create table if not exists migration (name text primary key, checksum text not null, ran_at timestamptz not null default clock_timestamp());
         revoke all on migration from public"
    ))
    .await
    .map_err(doing("preparing the database"))?;
    let known: Vec<(String, String)> = data
        .query("select name, checksum from migration order by name", &[])
        .await
        .map_err(doing("reading what has run"))?
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    if let Some((name, _)) = known.iter().find(|(name, _)| migrations.iter().all(|m| m.name != name)) {
        return Err(MigrateError::Newer(name.clone()));
    }
    let mut ran = Vec::new();
    for migration in migrations {
        let checksum = migration.checksum();
        match known.iter().find(|(name, _)| name == migration.name) {
            Some((_, before)) if *before == checksum => {}
            Some(_) => return Err(MigrateError::Changed(migration.name.to_owned())),
            None => {
                let tx = data.transaction().await.map_err(doing(migration.name))?;
                tx.batch_execute("set local role wellkept_owner").await.map_err(doing(migration.name))?;
                tx.batch_execute(migration.text).await.map_err(doing(migration.name))?;
                tx.batch_execute("reset role").await.map_err(doing(migration.name))?;
                tx.execute("insert into migration (name, checksum) values ($1, $2)", &[&migration.name, &checksum])
                    .await
                    .map_err(doing(migration.name))?;
                tx.commit().await.map_err(doing(migration.name))?;
                ran.push(migration.name);
            }
        }
    }
    keep_context_key(&mut data, root).await?;
    let keys = connect(&places.keys).await?;
    keys.batch_execute(KEY_STORE).await.map_err(doing("preparing the key store"))?;
    data.execute("select pg_advisory_unlock(7236490137)", &[]).await.map_err(doing("finishing"))?;
    Ok(ran)
}

/// The key of passes, where `door.enter` finds it; no login may read it. An older list of migrations has no place for it.
async fn keep_context_key(data: &mut Client, root: &RootKey) -> Result<(), MigrateError> {
    let failed = || doing("keeping the key of passes");
    let there: bool = data.query_one("select to_regclass('door.context_key') is not null", &[]).await.map_err(failed())?.get(0);
    if !there {
        return Ok(());
    }
    let (inner, outer) = pads(root)?;
    let tx = data.transaction().await.map_err(failed())?;
    tx.batch_execute("set local role wellkept_owner").await.map_err(failed())?;
    tx.execute(
        "insert into door.context_key (one, inner_pad, outer_pad) values (true, $1, $2)
           on conflict (one) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        &[&inner.as_slice(), &outer.as_slice()],
    )
    .await
    .map_err(failed())?;
    tx.commit().await.map_err(failed())
}

async fn make_roles(client: &Client, root: &RootKey) -> Result<(), MigrateError> {
    for owner in OWNERS {
        client
            .batch_execute(&format!(
                "do $$ begin if not exists (select 1 from pg_roles where rolname = '{owner}') then create role {owner} nologin; end if; end $$;
                 do $$ begin if not (select rolsuper from pg_roles where rolname = current_user) then execute format('grant {owner} to %I', current_user); end if; end $$"
            ))
            .await
            .map_err(doing(format!("making the role {owner}")))?;
    }
    for role in DbRole::ALL {
        let name = role.name();
        // Hashed here, so that no statement log ever holds the password.
        let hashed = postgres_protocol::password::scram_sha_256(role.password(root)?.as_bytes());
        client
            .batch_execute(&format!(
                "do $$ begin if not exists (select 1 from pg_roles where rolname = '{name}') then create role {name} login; end if; end $$;
                 alter role {name} with login password '{hashed}';
                 alter role {name} set statement_timeout = '15s';
                 alter role {name} set lock_timeout = '5s';
                 alter role {name} set idle_in_transaction_session_timeout = '30s'"
            ))
            .await
            .map_err(doing(format!("making the role {name}")))?;
    }
    Ok(())
}

fn checksum(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()))
}
