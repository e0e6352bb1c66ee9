//! Every table × verb × {own clinic, other clinic, no clinic}, tried as each role the program logs in as, with a row of
//! each clinic in every table. What is tried comes from the catalogue, so a new table is tried too.

use kernel::{
    Actor, ClinicId,
    id::Id as _,
    tenancy::{Backend, DbRole, Passes, Places},
};
use testkit::{Must as _, ground};
use tokio_postgres::{Client, error::SqlState};
use uuid::Uuid;

const OWN: Uuid = Uuid::from_u128(0xA);
const OTHER: Uuid = Uuid::from_u128(0xB);

/// What a role may see or change across clinics, reviewed.
const ACROSS: &[(&str, &str, &str)] = &[
    ("wellkept_identity", "person", "select"), // logins, which are nobody's clinic's
    ("wellkept_identity", "person", "update"),
    ("wellkept_identity", "person", "insert"),
    ("wellkept_identity", "session", "select"), // who is signed in, in which clinic
    ("wellkept_identity", "session", "update"),
    ("wellkept_identity", "session", "insert"),
    ("wellkept_identity", "membership", "select"), // where a login may sign in; names are sealed
    ("wellkept_identity", "membership_at", "select"),
    ("wellkept_identity", "location", "select"),
    ("wellkept_identity", "clinic", "select"),     // a clinic's public face
    ("wellkept_identity", "audit_leaf", "insert"), // that somebody signed in stands in their clinic's trail
    ("wellkept_identity", "account_event", "select"),
    ("wellkept_identity", "account_event", "insert"),
    ("wellkept_identity", "account_event_address", "select"),
    ("wellkept_identity", "account_event_address", "insert"),
    ("wellkept_operator", "account_event", "select"), // what operators did, and whose login it was as an id
    ("wellkept_operator", "account_event", "insert"),
    ("wellkept_sweep", "account_event_address", "select"), // old addresses go
    ("wellkept_sweep", "account_event_address", "delete"),
    ("wellkept_sweep", "session", "select"), // so do sessions that were over long ago
    ("wellkept_sweep", "session", "delete"),
    ("wellkept_jobs", "job", "select"), // the worker's due-list: ids only
    ("wellkept_jobs", "job", "update"), // leases and outcomes
];

struct Table {
    name: String,
    /// Columns that can be written, with their types.
    columns: Vec<(String, String)>,
}

impl Table {
    fn has_clinic(&self) -> bool {
        self.columns.iter().any(|(name, _)| name == "clinic_id")
    }
}

async fn tables(administrator: &Client) -> Vec<Table> {
    let rows = administrator
        .query(
            "select relname::text, array_agg(attname::text order by attnum), array_agg(atttypid::regtype::text order by attnum)
               from pg_class join pg_attribute on attrelid = pg_class.oid
              where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped and attgenerated = ''
              group by relname order by relname",
            &[],
        )
        .await
        .must("reading the catalogue");
    rows.iter()
        .map(|row| {
            let (names, types): (Vec<String>, Vec<String>) = (row.get(1), row.get(2));
            Table { name: row.get(0), columns: names.into_iter().zip(types).collect() }
        })
        .collect()
}

/// A value of a type; texts and bytes differ from row to row.
fn any(kind: &str) -> &'static str {
    match kind {
        "uuid" => "gen_random_uuid()",
        "text" => "md5(random()::text)",
        "bytea" => "decode(md5(random()::text), 'hex')",
        "timestamp with time zone" => "timestamptz '2026-03-02 08:00Z'",
        "date" => "date '2026-03-02'",
        "time without time zone" => "time '09:00'",
        "boolean" => "true",
        "jsonb" => "'{}'",
        "text[]" => "array['x']",
        "uuid[]" => "array[gen_random_uuid()]",
        _ => "1",
    }
}

/// One row of each clinic in every table. Shapes and references are not what is tried here, so they are set aside.
async fn fill(administrator: &Client, tables: &[Table]) {
    let checks = administrator
        .query(
            "select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint
                 where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0",
            &[],
        )
        .await
        .must("reading the catalogue");
    for row in checks {
        administrator.batch_execute(row.get(0)).await.must("setting a shape aside");
    }
    administrator.batch_execute("set session_replication_role = replica").await.must("setting references aside");
    for table in tables {
        for clinic in [OWN, OTHER] {
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
            let own = format!("'{clinic}'");
            let values: Vec<&str> =
                table.columns.iter().map(|(name, kind)| if name == "clinic_id" { own.as_str() } else { any(kind) }).collect();
            let insert = format!("insert into {} ({}) values ({})", table.name, names.join(", "), values.join(", "));
            administrator.batch_execute(&insert).await.must(&insert);
        }
    }
}

/// What came of one statement: the rows it touched, or `None` when it was refused for want of a right.
async fn tried(client: &Client, clinic: Option<Uuid>, statement: &str) -> Result<Option<u64>, String> {
    client.batch_execute("begin").await.must("beginning");
    if let Some(clinic) = clinic
        && !enter(client, clinic).await
    {
        client.batch_execute("rollback").await.must("leaving");
        return Ok(None);
    }
    let answer = client.execute(statement, &[]).await;
    client.batch_execute("rollback").await.must("leaving");
    match answer {
        Ok(rows) => Ok(Some(rows)),
        // The right is missing, or the row-level policy said no.
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Ok(None),
        Err(error) => Err(error.code().map_or_else(|| error.to_string(), |code| code.code().to_owned())),
    }
}

/// Enters a clinic as the program does; `false` for a login that has no door to enter by.
async fn enter(client: &Client, clinic: Uuid) -> bool {
    let backend = Backend::ask(client).await.must("asking the backend");
    let actor = Actor::program(ClinicId::from_uuid(clinic), "test");
    let pass = Passes::new(&ground().root()).must("the key of passes").write(&actor, jiff::Timestamp::UNIX_EPOCH, &backend);
    match client.execute("select door.enter($1, $2)", &[&pass.text, &pass.mac]).await {
        Ok(_) => true,
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => false,
        Err(error) => panic!("entering: {error:?}"),
    }
}

/// Every statement that must touch at most `most` rows: verb, most, text.
fn attempts(table: &Table, inside: bool) -> Vec<(&'static str, u64, String)> {
    let name = &table.name;
    // Inside its own clinic a role may reach its own row; a table without clinics has nothing for anybody.
    let most = u64::from(inside && table.has_clinic());
    let mut all = vec![
        ("select", most, format!("select 1 from {name}")),
        ("delete", most, format!("delete from {name}")),
        ("truncate", 0, format!("truncate {name} cascade")),
    ];
    all.extend(table.columns.iter().map(|(column, _)| ("update", most, format!("update {name} set {column} = {column}"))));
    if table.has_clinic() {
        all.push(("select", 0, format!("select 1 from {name} where clinic_id = '{OTHER}'")));
        all.push(("delete", 0, format!("delete from {name} where clinic_id = '{OTHER}'")));
        all.push(("update", 0, format!("update {name} set clinic_id = '{OTHER}'")));
        // The policy is asked before any not-null: another error than a refusal means that the row would have been let in.
        all.push(("insert", 0, format!("insert into {name} (clinic_id) values ('{OTHER}')")));
        if !inside {
            all.push(("insert", 0, format!("insert into {name} (clinic_id) values ('{OWN}')")));
        }
    } else {
        all.push(("insert", 0, format!("insert into {name} default values")));
    }
    all
}

/// Tries everything with one table as one role; what got through, and how many attempts were made.
async fn leaks(client: &Client, role: DbRole, table: &Table) -> (Vec<String>, usize) {
    let mut leaks = Vec::new();
    let mut count = 0;
    for context in [None, Some(OWN)] {
        for (verb, most, statement) in attempts(table, context.is_some()) {
            count += 1;
            let leak = match tried(client, context, &statement).await {
                // Truncate tells no number: that it was not refused is enough.
                Ok(rows) => rows.is_some_and(|rows| rows > most || verb == "truncate"),
                Err(_) => true,
            };
            if leak && !ACROSS.contains(&(role.name(), table.name.as_str(), verb)) {
                let inside = if context.is_some() { "in its own clinic" } else { "in no clinic" };
                leaks.push(format!("{} {inside} was not stopped: {statement}", role.name()));
            }
        }
    }
    (leaks, count)
}

async fn everything(places: &Places, tables: &[Table]) -> (Vec<String>, usize) {
    let mut all = Vec::new();
    let mut count = 0;
    for role in DbRole::ALL {
        // The role of the key store has no business here at all: it is not even let in.
        let at_data = Places::new(places.data.clone(), places.data.clone());
        let client = match ground().may_log_in(&at_data, role).await {
            Ok(client) => client,
            Err(_) if role == DbRole::Keys => continue,
            Err(why) => panic!("{}: {why}", role.name()),
        };
        for table in tables {
            let (found, tried) = leaks(&client, role, table).await;
            all.extend(found);
            count += tried;
        }
    }
    (all, count)
}

#[tokio::test]
async fn no_role_reaches_another_clinics_rows_by_any_verb() {
    let places = ground().database_of_its_own("walls").await;
    let administrator = ground().administrator_at(&places.data).await;
    let all = tables(&administrator).await;
    assert!(all.len() > 20, "the catalogue was read");
    fill(&administrator, &all).await;
    let (leaks, count) = everything(&places, &all).await;
    assert!(leaks.is_empty(), "{} leaks in {count} attempts:\n{}", leaks.len(), leaks.join("\n"));

    // Inside its clinic the program does see its own row: nothing above was refused merely because nothing was there.
    let app = ground().login_at(&places, DbRole::App).await;
    for table in ["patient", "note", "invoice", "message", "appointment"] {
        assert_eq!(tried(&app, Some(OWN), &format!("select 1 from {table}")).await, Ok(Some(1)), "{table}");
    }
    println!("{count} attempts on {} tables, 0 leaks", all.len());
}

#[tokio::test]
async fn a_table_without_its_wall_is_noticed() {
    let places = ground().database_of_its_own("holes").await;
    let administrator = ground().administrator_at(&places.data).await;
    administrator
        .batch_execute("create table leaky (clinic_id uuid not null, what text not null); grant all on leaky to wellkept_app;
                        create table peeped (clinic_id uuid not null, what text not null); select wall('peeped'); grant select, insert on peeped to wellkept_app;
                        alter policy own_clinic on peeped using (true)")
        .await
        .must("making holes");
    let holes: Vec<Table> =
        tables(&administrator).await.into_iter().filter(|table| ["clinic", "leaky", "peeped"].contains(&table.name.as_str())).collect();
    fill(&administrator, &holes).await;
    let (leaks, _) = everything(&places, &holes).await;
    for hole in [
        "in no clinic was not stopped: select 1 from leaky",
        "in its own clinic was not stopped: insert into leaky",
        "in its own clinic was not stopped: update leaky",
        "in its own clinic was not stopped: delete from leaky",
        "in no clinic was not stopped: truncate leaky",
        "in no clinic was not stopped: select 1 from peeped",
    ] {
        assert!(leaks.iter().any(|leak| leak.contains(hole)), "{hole} went unnoticed:\n{}", leaks.join("\n"));
    }
}

#[tokio::test]
async fn nobody_but_the_vault_reads_the_key_store() {
    let ground = ground();
    let at_keys = Places::new(ground.places().keys.clone(), ground.places().keys.clone());
    for role in [DbRole::App, DbRole::Jobs] {
        assert!(ground.may_log_in(&at_keys, role).await.is_err(), "{} is let into the key store", role.name());
    }
    let vault = ground.login(DbRole::Keys).await;
    for statement in ["delete from clinic_key", "update clinic_key set wrapped = null", "truncate clinic_key"] {
        assert!(vault.execute(statement, &[]).await.is_err(), "the vault may not {statement}");
    }
}
