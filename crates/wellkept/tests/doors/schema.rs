//! `schema.sql` is what the migrations make. After a migration, write it anew and read the difference:
//! `UPDATE_SCHEMA=1 cargo test -p wellkept --test doors schema`.

use std::{path::Path, process::Command};

/// Without comments, settings of the dumping session, the random marks newer versions print, and runs of empty lines.
fn normalised(dump: &str) -> String {
    let kept = dump.lines().map(str::trim_end).filter(|line| {
        !line.starts_with("--") && !line.starts_with("SET ") && !line.starts_with("SELECT pg_catalog.set_config") && !line.starts_with('\\')
    });
    let mut text = String::new();
    for line in kept {
        if !(line.is_empty() && (text.is_empty() || text.ends_with("\n\n"))) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_end().to_owned() + "\n"
}

fn dumped() -> String {
    let ground = testkit::ground();
    let data = &ground.places().data;
    let host = data.get_hosts().first().map(|host| match host {
        tokio_postgres::config::Host::Tcp(name) => name.clone(),
        tokio_postgres::config::Host::Unix(path) => path.display().to_string(),
    });
    let mut dump = Command::new(ground.program("pg_dump"));
    dump.args([
        "--schema-only",
        "--no-password",
        "--host",
        &host.unwrap(),
        "--username",
        data.get_user().unwrap(),
        data.get_dbname().unwrap(),
    ]);
    if let Some(port) = data.get_ports().first() {
        dump.args(["--port", &port.to_string()]);
    }
    if let Some(password) = data.get_password() {
        dump.env("PGPASSWORD", String::from_utf8_lossy(password).as_ref());
    }
    let answer = dump.output().unwrap();
    assert!(answer.status.success(), "pg_dump: {}", String::from_utf8_lossy(&answer.stderr));
    // The owner of an extension and of our own bookkeeping is whoever administers this server.
    normalised(&String::from_utf8(answer.stdout).unwrap())
        .replace(&format!("OWNER TO {};", data.get_user().unwrap()), "OWNER TO administrator;")
}

#[test]
fn schema_sql_is_what_the_migrations_make() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema.sql");
    let now = dumped();
    #[expect(clippy::disallowed_methods, reason = "the one switch of this test")]
    let update = std::env::var("UPDATE_SCHEMA").is_ok();
    if update {
        std::fs::write(&file, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = kept.lines().zip(now.lines()).enumerate().find(|(_, (kept, now))| kept != now);
    assert!(
        kept == now,
        "schema.sql is not what the migrations make (first difference: {differs:?}).\n\
         If the migration is right: UPDATE_SCHEMA=1 cargo test -p wellkept --test doors schema, then read the difference and commit it."
    );
}
