//! Every table, view and partition × verb × {own clinic, other clinic, none, forged, expired, another connection's context},
//! tried as each role the program logs in as, with a row of each clinic in every table; and every function × role. What is
//! tried comes from the catalogue, so a new table is tried too.

use kernel::tenancy::{DbRole, Places};
use testkit::{Must as _, ground};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::contexts::{Context, Intruder};

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
    ("wellkept_identity", "clinic", "select"),           // a clinic's public face
    ("wellkept_identity", "audit_leaf", "insert"),       // that somebody signed in stands in their clinic's trail
    ("wellkept_identity", "clinic_directory", "select"), // whether a password is a way in
    ("wellkept_identity", "access_case", "insert"),      // that a login seems to be shared; only the clinic reads it
    ("wellkept_identity", "operator_passkey", "select"), // how operators prove who they are; nobody's clinic's
    ("wellkept_identity", "operator_passkey", "insert"),
    ("wellkept_identity", "operator_passkey", "update"),
    ("wellkept_identity", "operator_enrolment", "select"),
    ("wellkept_identity", "operator_enrolment", "insert"),
    ("wellkept_identity", "operator_enrolment", "update"),
    ("wellkept_identity", "operator_ticket", "select"),
    ("wellkept_identity", "operator_ticket", "insert"),
    ("wellkept_identity", "operator_ticket", "delete"),
    ("wellkept_identity", "account_event", "select"),
    ("wellkept_identity", "account_event", "insert"),
    ("wellkept_identity", "account_event_address", "select"),
    ("wellkept_identity", "account_event_address", "insert"),
    ("wellkept_identity", "api_authority", "select"), // who issues certificates to programs; its key is sealed
    ("wellkept_identity", "api_authority", "insert"),
    ("wellkept_identity", "sign_in_failure", "select"), // wrong passwords in a row
    ("wellkept_identity", "sign_in_failure", "insert"),
    ("wellkept_identity", "sign_in_failure", "update"),
    ("wellkept_identity", "sign_in_failure", "delete"),
    ("wellkept_sweep", "sign_in_failure", "select"),
    ("wellkept_sweep", "sign_in_failure", "delete"),
    ("wellkept_identity", "worked", "select"), // answers that counted
    ("wellkept_identity", "worked", "insert"),
    ("wellkept_sweep", "worked", "select"),
    ("wellkept_sweep", "worked", "delete"),
    ("wellkept_identity", "sign_in_code", "select"), // codes that went out by letter
    ("wellkept_identity", "sign_in_code", "insert"),
    ("wellkept_identity", "sign_in_code", "update"),
    ("wellkept_identity", "sign_in_code", "delete"),
    ("wellkept_sweep", "sign_in_code", "select"),
    ("wellkept_sweep", "sign_in_code", "delete"),
    ("wellkept_sweep", "api_answer", "select"), // times: kept for a day
    ("wellkept_sweep", "api_answer", "delete"),
    ("wellkept_identity", "letter", "select"), // the outbox of letters to people who work here; sealed
    ("wellkept_identity", "letter", "insert"),
    ("wellkept_identity", "letter", "update"),
    ("wellkept_identity", "letter", "delete"),
    ("wellkept_app", "letter", "insert"), // written with what causes it, never read
    ("wellkept_identity", "account_link", "select"),
    ("wellkept_identity", "account_link", "insert"),
    ("wellkept_identity", "account_link", "update"),
    ("wellkept_identity", "account_link", "delete"),
    ("wellkept_identity", "person_totp", "select"), // what a login shows beside its password; sealed
    ("wellkept_identity", "person_totp", "insert"),
    ("wellkept_identity", "person_totp", "update"),
    ("wellkept_identity", "person_totp", "delete"),
    ("wellkept_identity", "person_recovery_code", "select"),
    ("wellkept_identity", "person_recovery_code", "insert"),
    ("wellkept_identity", "person_recovery_code", "update"),
    ("wellkept_identity", "person_recovery_code", "delete"),
    ("wellkept_identity", "person_passkey", "select"),
    ("wellkept_identity", "person_passkey", "insert"),
    ("wellkept_identity", "person_passkey", "update"),
    ("wellkept_identity", "person_passkey", "delete"),
    ("wellkept_identity", "person_code_tries", "select"),
    ("wellkept_identity", "person_code_tries", "insert"),
    ("wellkept_identity", "person_code_tries", "update"),
    ("wellkept_identity", "ticket", "select"),
    ("wellkept_identity", "ticket", "insert"),
    ("wellkept_identity", "ticket", "delete"),
    ("wellkept_sweep", "ticket", "select"), // what is half done goes after five minutes
    ("wellkept_sweep", "ticket", "delete"),
    ("wellkept_operator", "account_event", "select"), // what operators did, and whose login it was as an id
    ("wellkept_operator", "account_event", "insert"),
    ("wellkept_operator", "clinic", "select"),        // a clinic's public face
    ("wellkept_operator", "clinic", "update"),        // its state alone: the grant is on that column
    ("wellkept_operator", "support_grant", "select"), // what was asked of which clinic, and what it answered
    ("wellkept_identity", "operator", "select"),      // operators' logins; they have no password
    ("wellkept_identity", "operator", "update"),
    ("wellkept_identity", "operator", "insert"),
    ("wellkept_identity", "operator_session", "select"),
    ("wellkept_identity", "operator_session", "update"),
    ("wellkept_identity", "operator_session", "insert"),
    ("wellkept_sweep", "operator_session", "select"), // sessions that were over long ago go
    ("wellkept_sweep", "operator_session", "delete"),
    ("wellkept_sweep", "account_event_address", "select"), // old addresses go
    ("wellkept_sweep", "account_event_address", "delete"),
    ("wellkept_sweep", "session", "select"), // so do sessions that were over long ago
    ("wellkept_sweep", "session", "delete"),
    ("wellkept_jobs", "job", "select"), // the worker's due-list: ids only
    ("wellkept_jobs", "job", "update"), // leases and outcomes
];

struct Table {
    name: String,
    /// Whether rows are put into it, or into its partitions, or into what it shows.
    takes_rows: bool,
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
            "select relname::text, array_agg(attname::text order by attnum), array_agg(atttypid::regtype::text order by attnum),
                    relkind in ('r', 'p') and not relispartition
               from pg_class join pg_attribute on attrelid = pg_class.oid
              where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') and attnum > 0 and not attisdropped and attgenerated = ''
              group by pg_class.oid order by relname",
            &[],
        )
        .await
        .must("reading the catalogue");
    rows.iter()
        .map(|row| {
            let (names, types): (Vec<String>, Vec<String>) = (row.get(1), row.get(2));
            Table { name: row.get(0), takes_rows: row.get(3), columns: names.into_iter().zip(types).collect() }
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
        "cidr" => "cidr '10.0.0.0/16'",
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
    for table in tables.iter().filter(|table| table.takes_rows) {
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
async fn leaks(intruder: &Intruder, role: DbRole, table: &Table) -> (Vec<String>, usize) {
    let mut leaks = Vec::new();
    let mut count = 0;
    for context in Context::ALL {
        for (verb, most, statement) in attempts(table, context == Context::Own) {
            count += 1;
            let leak = match intruder.tries(context, &statement).await {
                // Truncate tells no number: that it was not refused is enough.
                Ok(rows) => rows.is_some_and(|rows| rows > most || verb == "truncate"),
                Err(_) => true,
            };
            if leak && !ACROSS.contains(&(role.name(), table.name.as_str(), verb)) {
                leaks.push(format!("{} {} was not stopped: {statement}", role.name(), context.words()));
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
        let Some(intruder) = Intruder::come(&at_data, role, OWN, OTHER).await else { continue };
        for table in tables {
            let (found, tried) = leaks(&intruder, role, table).await;
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
    let app = Intruder::come(&places, DbRole::App, OWN, OTHER).await.must("the program's login");
    for table in ["patient", "note", "invoice", "message", "appointment"] {
        assert_eq!(app.tries(Context::Own, &format!("select 1 from {table}")).await, Ok(Some(1)), "{table}");
    }
    println!("{count} cells on {} tables, 0 leaks", all.len());
}

#[tokio::test]
async fn a_table_without_its_wall_is_noticed() {
    let places = ground().database_of_its_own("holes").await;
    let administrator = ground().administrator_at(&places.data).await;
    administrator
        .batch_execute("create table leaky (clinic_id uuid not null, what text not null); grant all on leaky to wellkept_app;
                        create table peeped (clinic_id uuid not null, what text not null); select wall('peeped'); grant select, insert on peeped to wellkept_app;
                        alter policy own_clinic on peeped using (true);
                        create table parted (clinic_id uuid not null, what text not null) partition by list (clinic_id);
                        create table parted_rest partition of parted default; select wall('parted');
                        grant select on parted, parted_rest to wellkept_app;
                        create view seen as select clinic_id, what from peeped; grant select on seen to wellkept_app")
        .await
        .must("making holes");
    let holes: Vec<Table> = tables(&administrator)
        .await
        .into_iter()
        .filter(|table| ["clinic", "leaky", "peeped", "parted", "parted_rest", "seen"].contains(&table.name.as_str()))
        .collect();
    fill(&administrator, &holes).await;
    let (leaks, _) = everything(&places, &holes).await;
    for hole in [
        "in no clinic was not stopped: select 1 from leaky",
        "in its own clinic was not stopped: insert into leaky",
        "in its own clinic was not stopped: update leaky",
        "in its own clinic was not stopped: delete from leaky",
        "in no clinic was not stopped: truncate leaky",
        "in no clinic was not stopped: select 1 from peeped",
        // A partition that is asked directly does not look at its parent's policy, and a view looks as its owner.
        "in no clinic was not stopped: select 1 from parted_rest",
        "with a forged context was not stopped: select 1 from seen",
    ] {
        assert!(leaks.iter().any(|leak| leak.contains(hole)), "{hole} went unnoticed:\n{}", leaks.join("\n"));
    }
}

/// A door that believes what stands in the setting: what the context was before it was signed.
const BELIEVES: &str = "set role wellkept_door;
    create or replace function door.clinic() returns uuid language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin return nullif(left(current_setting('app.context', true), 36), '')::uuid; end $$; reset role";

#[tokio::test]
async fn a_context_that_is_not_looked_at_is_noticed() {
    let places = ground().database_of_its_own("unsigned").await;
    let administrator = ground().administrator_at(&places.data).await;
    administrator.batch_execute(BELIEVES).await.must("believing");
    let some: Vec<Table> =
        tables(&administrator).await.into_iter().filter(|table| ["clinic", "patient"].contains(&table.name.as_str())).collect();
    fill(&administrator, &some).await;
    let (leaks, _) = everything(&places, &some).await;
    for context in [Context::Forged, Context::Expired, Context::Foreign] {
        let leak = format!("wellkept_app {} was not stopped: select 1 from patient", context.words());
        assert!(leaks.iter().any(|found| found.contains(&leak)), "{leak} went unnoticed:\n{}", leaks.join("\n"));
    }
}

/// Functions that a role may call, reviewed: each answers one narrow question, or enters with a pass.
const CALLABLE: &[(&str, &str)] = &[
    ("wellkept_app", "door.api_caller(bytea,inet,bytea,timestamp with time zone)"),
    ("wellkept_app", "door.calendar_feed(bytea)"),
    ("wellkept_app", "door.clinic()"),
    ("wellkept_app", "door.clinic_by_id(uuid)"),
    ("wellkept_app", "door.clinic_by_slug(text)"),
    ("wellkept_app", "door.clinics_of_kind(text)"),
    ("wellkept_app", "door.enter(text,bytea)"),
    ("wellkept_app", "door.leave(uuid,uuid,timestamp with time zone)"),
    ("wellkept_app", "door.leave_is_asked(uuid,timestamp with time zone)"),
    ("wellkept_app", "door.link(uuid,timestamp with time zone)"),
    ("wellkept_app", "door.location_clock(uuid,uuid)"), // by which clock a session's place goes
    ("wellkept_app", "door.location_name(uuid,uuid)"),
    ("wellkept_app", "door.may_see_records()"),
    ("wellkept_app", "door.operator_name(uuid)"),
    ("wellkept_app", "door.session(bytea,timestamp with time zone)"),
    ("wellkept_operator", "door.console_clinics(text,uuid,timestamp with time zone)"),
    ("wellkept_operator", "door.console_jobs(timestamp with time zone)"),
    ("wellkept_operator", "door.console_oldest_address()"),
    ("wellkept_operator", "door.operator_name(uuid)"),
];

#[tokio::test]
async fn every_function_is_callable_by_whom_it_is_for_and_by_nobody_else() {
    let administrator = ground().administrator().await;
    let roles: Vec<&str> = DbRole::ALL.iter().map(|role| role.name()).collect();
    let rows = administrator
        .query(
            "select rolname::text, pg_proc.oid::regprocedure::text from pg_proc cross join pg_roles
              where pronamespace in ('public'::regnamespace, 'door'::regnamespace) and rolname = any($1)
                and has_function_privilege(rolname, pg_proc.oid, 'execute')
                -- btree_gist's own, which look at no table
                and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.classid = 'pg_proc'::regclass and deptype = 'e')
              order by 1, 2",
            &[&roles],
        )
        .await
        .must("reading the catalogue");
    let callable: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let callable: Vec<(&str, &str)> = callable.iter().map(|(role, function)| (role.as_str(), function.as_str())).collect();
    assert_eq!(callable, CALLABLE, "whoever may call a new function is reviewed here");
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
