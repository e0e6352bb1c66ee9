//! `schema.sql` is what the migrations make. After a migration, write it anew and read the difference:
//! `UPDATE_SCHEMA=1 cargo test -p wellkept --test doors schema`.

use std::{path::Path, process::Command};

use testkit::{Must as _, ground};

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

/// An installation of the first day: a clinic with its three roles, somebody invited, somebody signed in, a line of the trail.
const FIRST_DAY: &str = "
    insert into clinic select id, 'old-clinic', 'Old clinic', 'PK', 'Asia/Karachi', 'PKR', 'en', 'real', now() from ids;
    insert into person select id, '\\x01', '\\x02', '$wk1$2b$12$' || repeat('a', 53), now() from ids;
    insert into membership select id, id, 'practitioner', '\\x01', 'active', null, now() from ids;
    insert into membership select id, gen_random_uuid(), 'reception', '\\x01', 'active', null, now() from ids;
    insert into membership select id, gen_random_uuid(), 'owner', '\\x01', 'active', null, now() from ids;
    insert into invitation (clinic_id, invitation_id, role, name, email, expires_at) select id, id, 'reception', '\\x01', '\\x01', now() from ids;
    insert into session select id, id, '\\x01', id, now(), now(), now() + interval '1 hour', null from ids;
    insert into audit_leaf (clinic_id, leaf_id, at, actor_kind, role, act, outcome) select id, id, now(), 'staff', 'practitioner', 'x.y', 'done' from ids";

#[tokio::test]
async fn the_migrations_run_on_a_database_with_rows_in_it() {
    let first = wellkept::migrations::ALL.get(..6).unwrap();
    let places = ground().database_at("old", first).await;
    let client = ground().administrator_at(&places.data).await;
    client.batch_execute("create temporary table ids as select gen_random_uuid() as id").await.must("an id");
    client.batch_execute(FIRST_DAY).await.must("the first day");
    ground().bring_up(&places, wellkept::migrations::ALL).await;
    let row = client
        .query_one(
            "select array_agg(role order by role), (select role from invitation), (select kind from session), (select state from clinic) from membership",
            &[],
        )
        .await
        .must("looking");
    let (roles, invited, session, clinic): (Vec<String>, String, String, String) = (row.get(0), row.get(1), row.get(2), row.get(3));
    assert_eq!(roles, ["doctor", "owner", "receptionist"]);
    assert_eq!((invited.as_str(), session.as_str(), clinic.as_str()), ("receptionist", "staff", "active"));
}
