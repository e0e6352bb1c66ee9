//! What the databases say of themselves, asked as the administrator and without changing anything.

use std::time::Duration;

use cluster::Glance;
use kernel::{
    migrate::OWNERS,
    tenancy::{DbRole, Places},
};
use tokio_postgres::{Client, NoTls};

use super::{Look, verdict::Finding};
use crate::{
    commands::installation::{places_at, private_places},
    migrations,
};

/// The checks that need an answering server, in the order they are told.
const ASKED: [&str; 6] = ["version", "checksums", "roles", "databases", "migrations", "clock"];

/// Everything about PostgreSQL.
pub(super) async fn all(look: &Look) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (first, places) = match &look.own {
        None => (None, foreign(look)),
        Some(Ok(seen)) => (Some(programs(seen)), private(seen)),
        Some(Err(_)) => (None, Err(Finding::could_not_look("PostgreSQL", "see the finding about the data folder"))),
    };
    findings.extend(first);
    let reached = match places {
        Ok(places) => reach(&places).await.map(|client| (client, places)),
        Err(finding) => Err(finding),
    };
    match reached {
        Ok((client, places)) => {
            findings.push(Finding::ok("PostgreSQL", format!("answers at {}", shown(&places.data))));
            findings.extend(ask(&client, &places).await.unwrap_or_else(|error| {
                let mend = "Read PostgreSQL's own log; for a private one it lies in the data folder under postgres/log.";
                vec![Finding::problem("PostgreSQL", format!("stopped answering: {}", words(&error)), mend)]
            }));
        }
        Err(finding) => {
            findings.push(finding);
            findings.extend(ASKED.map(|check| Finding::could_not_look(check, "PostgreSQL could not be asked")));
        }
    }
    findings
}

fn programs(seen: &Glance) -> Finding {
    let wanted = match seen {
        Glance::Nothing => None,
        Glance::Stopped { version } | Glance::Busy { version } | Glance::Ready { version, .. } => version.parse::<u32>().ok(),
    };
    const NAME: &str = "programs";
    match cluster::programs(wanted) {
        Ok((folder, found)) => match wanted.filter(|wanted| *wanted != found.major) {
            Some(wanted) => Finding::problem(
                NAME,
                format!("the data need PostgreSQL {wanted}, found is {found}"),
                format!("apt-get install postgresql-{wanted}"),
            ),
            None => Finding::ok(NAME, format!("PostgreSQL {found} in {}", folder.display())),
        },
        Err(error) => Finding::problem(NAME, error.to_string(), "apt-get install postgresql"),
    }
}

fn foreign(look: &Look) -> Result<Places, Finding> {
    let url = look.settings.database_url.as_deref().unwrap_or_default();
    places_at(url, look.settings.keys_database_url.as_deref())
        .map_err(|error| Finding::problem("PostgreSQL", format!("{error:#}"), "Correct DATABASE_URL and WELLKEPT_KEYS_DATABASE_URL."))
}

fn private(seen: &Glance) -> Result<Places, Finding> {
    let unseen = |says: &str| Err(Finding::could_not_look("PostgreSQL", says));
    match seen {
        Glance::Nothing => unseen("nothing was ever started here; bin/run makes a private PostgreSQL and starts it"),
        Glance::Stopped { .. } => unseen("does not run now. It runs as long as Wellkept runs: start it with bin/run and look again"),
        Glance::Busy { .. } => unseen("is starting or stopping at this moment; look again in a minute"),
        Glance::Ready { socket_dir, port, .. } => Ok(private_places(socket_dir, *port, cluster::SUPERUSER)),
    }
}

fn shown(config: &tokio_postgres::Config) -> String {
    use tokio_postgres::config::Host;
    let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    });
    format!("{host}, port {}", config.get_ports().first().unwrap_or(&5432))
}

/// The maintenance database answers even where ours are not there yet.
async fn reach(places: &Places) -> Result<Client, Finding> {
    match connect(&places.data, "postgres").await {
        Ok(client) => Ok(client),
        Err(why) => Err(Finding::problem(
            "PostgreSQL",
            format!("cannot be reached at {}: {why}", shown(&places.data)),
            "Start it, or correct DATABASE_URL (postgres://user:password@host:port/database).",
        )),
    }
}

async fn connect(place: &tokio_postgres::Config, database: &str) -> Result<Client, String> {
    let mut config = place.clone();
    config
        .dbname(database)
        .application_name("wellkept doctor")
        .connect_timeout(Duration::from_secs(5))
        .options("-c default_transaction_read_only=on -c statement_timeout=10s");
    let (client, connection) = config.connect(NoTls).await.map_err(|error| words(&error))?;
    tokio::spawn(connection);
    Ok(client)
}

/// The server's or the system's own sentence, which the error's short form hides.
fn words(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string),
        |said| said.message().to_owned(),
    )
}

async fn ask(client: &Client, places: &Places) -> Result<Vec<Finding>, tokio_postgres::Error> {
    let row = client
        .query_one("select current_setting('server_version_num')::int as version, current_setting('data_checksums') = 'on' as checksums, clock_timestamp() as now", &[])
        .await?;
    let (version, checksums, now): (i32, bool, jiff::Timestamp) = (row.get("version"), row.get("checksums"), row.get("now"));
    let mut findings = vec![judge_version(version)];
    findings.push(if checksums {
        Finding::ok("checksums", "PostgreSQL checks every page it reads")
    } else {
        Finding::warning(
            "checksums",
            "PostgreSQL does not notice when the disk returns other bytes than it was given",
            "Stop PostgreSQL and run: pg_checksums --enable",
        )
    });
    findings.push(roles(client).await?);
    let (there, databases) = databases(client, places).await?;
    findings.push(databases);
    findings.push(if there { ran(places).await } else { Finding::could_not_look("migrations", "there is no database yet") });
    findings.push(judge_clock(now.duration_since(kernel::Clock::system().now())));
    Ok(findings)
}

fn judge_version(number: i32) -> Finding {
    let says = format!("PostgreSQL {}.{}", number / 10_000, number % 10_000);
    if number >= 150_000 {
        Finding::ok("version", says)
    } else {
        Finding::problem("version", format!("{says} is too old"), "Wellkept needs PostgreSQL 15 or newer.")
    }
}

async fn roles(client: &Client) -> Result<Finding, tokio_postgres::Error> {
    let names: Vec<&str> = DbRole::ALL.iter().map(|role| role.name()).chain(OWNERS).collect();
    let rows = client
        .query("select rolname::text as name, rolsuper or rolbypassrls as mighty from pg_roles where rolname = any($1)", &[&names])
        .await?;
    let found: Vec<(String, bool)> = rows.iter().map(|row| (row.get("name"), row.get("mighty"))).collect();
    Ok(judge_roles(&names, &found))
}

fn judge_roles(wanted: &[&str], found: &[(String, bool)]) -> Finding {
    const NAME: &str = "roles";
    let mighty: Vec<&str> = found.iter().filter(|(_, mighty)| *mighty).map(|(name, _)| name.as_str()).collect();
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| found.iter().all(|(there, _)| there != name)).collect();
    if !mighty.is_empty() {
        let mend = mighty.iter().map(|name| format!("alter role {name} nosuperuser nobypassrls;")).collect::<Vec<_>>().join("\n");
        return Finding::problem(NAME, format!("row-level security does not hold for {}", mighty.join(", ")), mend);
    }
    match missing.as_slice() {
        [] => Finding::ok(NAME, format!("{} roles, none of them superuser or bypassing row-level security", wanted.len())),
        some => Finding::problem(NAME, format!("missing: {}", some.join(", ")), "Run: wellkept migrate"),
    }
}

/// Whether the data's database is there, and what to say of both.
async fn databases(client: &Client, places: &Places) -> Result<(bool, Finding), tokio_postgres::Error> {
    const NAME: &str = "databases";
    let (data, keys) = (places.data.get_dbname().unwrap_or("wellkept"), places.keys.get_dbname().unwrap_or("wellkept_keys"));
    let elsewhere = shown(&places.data) != shown(&places.keys);
    let wanted: Vec<&str> = if elsewhere { vec![data] } else { vec![data, keys] };
    let rows = client
        .query(
            "select datname::text as name, pg_encoding_to_char(encoding)::text as encoding from pg_database where datname = any($1)",
            &[&wanted],
        )
        .await?;
    let found: Vec<(String, String)> = rows.iter().map(|row| (row.get("name"), row.get("encoding"))).collect();
    let there = found.iter().any(|(name, _)| name == data);
    let mut finding = judge_databases(&wanted, &found);
    if elsewhere && let Err(why) = connect(&places.keys, keys).await {
        finding = Finding::problem(
            NAME,
            format!("the keys' database at {} cannot be reached: {why}", shown(&places.keys)),
            "Start it, or correct WELLKEPT_KEYS_DATABASE_URL.",
        );
    }
    Ok((there, finding))
}

fn judge_databases(wanted: &[&str], found: &[(String, String)]) -> Finding {
    const NAME: &str = "databases";
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| found.iter().all(|(there, _)| there != name)).collect();
    if !missing.is_empty() {
        return Finding::problem(NAME, format!("missing: {}", missing.join(", ")), "Run: wellkept migrate");
    }
    match found.iter().find(|(_, encoding)| encoding != "UTF8") {
        Some((name, encoding)) => Finding::problem(
            NAME,
            format!("{name} is encoded as {encoding}: not every name can be written in it"),
            "Dump it and restore it into a database made with: create database … encoding 'UTF8' template template0",
        ),
        None => Finding::ok(NAME, format!("{}, encoded as UTF8", wanted.join(" and "))),
    }
}

async fn ran(places: &Places) -> Finding {
    let client = match connect(&places.data, places.data.get_dbname().unwrap_or("wellkept")).await {
        Ok(client) => client,
        Err(why) => {
            return Finding::problem(
                "migrations",
                format!("the database cannot be entered: {why}"),
                "Give the login of DATABASE_URL the right to connect.",
            );
        }
    };
    match client.query("select name, checksum from migration order by name", &[]).await {
        Ok(rows) => judge_migrations(&rows.iter().map(|row| (row.get("name"), row.get("checksum"))).collect::<Vec<_>>()),
        Err(error) if error.code() == Some(&tokio_postgres::error::SqlState::UNDEFINED_TABLE) => judge_migrations(&[]),
        Err(error) => Finding::problem(
            "migrations",
            format!("cannot be read: {}", words(&error)),
            "The login of DATABASE_URL must be the one that ran wellkept migrate.",
        ),
    }
}

fn judge_migrations(ran: &[(String, String)]) -> Finding {
    const NAME: &str = "migrations";
    let ours = migrations::ALL;
    if let Some((name, _)) = ran.iter().find(|(name, _)| ours.iter().all(|migration| migration.name != name)) {
        return Finding::problem(
            NAME,
            format!("the database knows {name}, this program does not"),
            "This program is older than the database: start the newer one.",
        );
    }
    if let Some(changed) =
        ours.iter().find(|migration| ran.iter().any(|(name, checksum)| name == migration.name && *checksum != migration.checksum()))
    {
        return Finding::problem(
            NAME,
            format!("{} was changed after it ran here", changed.name),
            "Restore the file; a migration is never edited.",
        );
    }
    match ours.len() - ran.len() {
        0 => Finding::ok(NAME, format!("all {} have run", ours.len())),
        waiting => Finding::problem(
            NAME,
            format!("{waiting} of {} have not run", ours.len()),
            "Run: wellkept migrate (serve does it by itself at its start)",
        ),
    }
}

fn judge_clock(apart: jiff::SignedDuration) -> Finding {
    let seconds = apart.abs().as_secs();
    if seconds < 5 {
        Finding::ok("clock", "the database's and this program's clocks agree")
    } else {
        Finding::problem(
            "clock",
            format!("the database's clock and this program's are {seconds} seconds apart"),
            "Let both machines keep time: apt-get install systemd-timesyncd",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::Verdict;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn migrations_that_wait_changed_or_are_unknown_are_told_apart() {
        let all: Vec<(String, String)> = migrations::ALL.iter().map(|m| (m.name.to_owned(), m.checksum())).collect();
        assert_eq!(judge_migrations(&all).result, Verdict::Ok);
        assert!(judge_migrations(&all[1..]).says.starts_with("1 of"));
        let mut changed = all.clone();
        changed[0].1 = "other".to_owned();
        assert!(judge_migrations(&changed).says.contains("was changed"));
        let mut newer = all;
        newer.push(("99990101000000_future".to_owned(), String::new()));
        assert!(judge_migrations(&newer).mend.unwrap().contains("older than the database"));
    }

    #[test]
    fn a_role_that_steps_over_the_walls_is_broken_even_when_another_is_missing() {
        let told = judge_roles(&["wellkept_app", "wellkept_jobs"], &[("wellkept_app".to_owned(), true)]);
        assert!(told.mend.unwrap().contains("alter role wellkept_app nosuperuser nobypassrls"));
        assert!(judge_roles(&["wellkept_app"], &[]).says.contains("missing"));
    }

    #[test]
    fn a_database_in_another_encoding_is_broken() {
        assert_eq!(judge_databases(&["a"], &pairs(&[("a", "UTF8")])).result, Verdict::Ok);
        assert!(judge_databases(&["a"], &pairs(&[("a", "LATIN1")])).says.contains("LATIN1"));
    }

    #[test]
    fn clocks_may_differ_by_less_than_five_seconds_in_either_direction() {
        for (millis, result) in [(0, Verdict::Ok), (-4_999, Verdict::Ok), (5_000, Verdict::Problem), (-60_000, Verdict::Problem)] {
            assert_eq!(judge_clock(jiff::SignedDuration::from_millis(millis)).result, result, "{millis}");
        }
    }

    #[test]
    fn version_numbers_read_as_people_say_them() {
        assert_eq!(judge_version(150_018).says, "PostgreSQL 15.18");
        assert_eq!(judge_version(140_009).result, Verdict::Problem);
    }
}
