//! Somebody has found a way to run any SQL as the program's own login, inside a transaction of their clinic. They stay
//! inside that clinic: whatever they set, replay, shadow or call, no row of another clinic is seen, changed or made.

use std::time::Duration;

use kernel::{
    Actor, ClinicId,
    id::Id as _,
    tenancy::{Backend, DbRole, Pass, Passes, Places},
};
use testkit::{Must as _, ground};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::contexts::{context_of, entering, stand_as};

const TABLES: [&str; 6] = ["patient", "appointment", "note", "invoice", "message", "consent"];

/// Two clinics with a row each in some tables, and a connection of the program's login.
struct Ground {
    places: Places,
    app: Client,
    backend: Backend,
    passes: Passes,
    own: Uuid,
    other: Uuid,
}

async fn set_up() -> Ground {
    let site = testkit::Site::open().await;
    let (own, _) = crate::day::a_clinic_with_a_day(&site).await;
    let (other, _) = crate::day::a_clinic_with_a_day(&site).await;
    let places = ground().places().clone();
    let app = ground().login(DbRole::App).await;
    let backend = Backend::ask(&app).await.must("asking the backend");
    let passes = Passes::new(&ground().root()).must("the key of passes");
    Ground { places, app, backend, passes, own: own.id.uuid(), other: other.id.uuid() }
}

impl Ground {
    async fn enter(&self) {
        self.app.batch_execute(&format!("begin; {}", entering(&self.passes, &self.backend, self.own))).await.must("entering");
    }

    /// Another connection of the program's login.
    async fn login(&self) -> Client {
        ground().login_at(&self.places, DbRole::App).await
    }

    /// Rows of the other clinic that can be seen now. An error means that nothing was seen; the transaction goes on anew.
    async fn seen(&self) -> i64 {
        let mut seen = 0;
        for table in TABLES {
            self.app.batch_execute("savepoint look").await.must("a savepoint");
            match self.app.query_one(&format!("select count(*) from {table} where clinic_id = $1"), &[&self.other]).await {
                Ok(row) => seen += row.get::<_, i64>(0),
                Err(_) => self.app.batch_execute("rollback to look").await.must("going back"),
            }
        }
        seen
    }

    fn pass(&self, clinic: Uuid, backend: &Backend) -> Pass {
        self.passes.write(&Actor::program(ClinicId::from_uuid(clinic), "test"), jiff::Timestamp::UNIX_EPOCH, backend)
    }

    /// Shows a pass inside a transaction; what the server said if it was not believed.
    async fn shows(&self, text: &str, mac: &[u8]) -> Option<String> {
        self.app.batch_execute("begin").await.must("begin");
        let said = self.app.execute("select door.enter($1, $2)", &[&text, &mac]).await.err();
        self.app.batch_execute("rollback").await.must("rollback");
        said.map(|error| error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned()))
    }
}

#[tokio::test]
async fn whatever_is_set_inside_a_clinic_opens_no_other() {
    let ground = set_up().await;
    let stolen = context_of(&ground.login().await, &ground.passes, ground.other).await.must("a context of the other clinic");
    let earlier = context_of(&ground.app, &ground.passes, ground.other).await.must("an earlier context of this connection");
    let other = ground.other;
    let forged = format!("{other}|program|test|{}", "0".repeat(64));
    let tries = [
        format!("select set_config('app.context', '{forged}', true)"),
        format!("select set_config('app.context', '{stolen}', true)"),
        format!("select set_config('app.context', '{earlier}', true)"),
        // One's own signature under the other's name.
        format!("select set_config('app.context', '{other}' || substr(current_setting('app.context'), 37), true)"),
        format!("set local app.context = '{other}'"),
        format!("set session app.context = '{stolen}'"),
        format!("set local app.clinic = '{other}'"),
        "set local row_security = off".to_owned(),
        "set local app.context = ''".to_owned(),
        "savepoint a; select set_config('app.context', '', true); rollback to a".to_owned(),
    ];
    for hostile in &tries {
        ground.enter().await;
        ground.app.batch_execute(hostile).await.must(hostile);
        assert_eq!(ground.seen().await, 0, "{hostile}");
        let smuggled = ground.app.execute("insert into counter (clinic_id, name, value) values ($1, 'smuggled', 1)", &[&other]).await;
        assert!(smuggled.is_err(), "{hostile}: a row was written into the other clinic");
        ground.app.batch_execute("rollback; reset all").await.must("leaving");
    }
    // And it was not that nothing can be seen at all.
    ground.enter().await;
    let row = ground.app.query_one("select count(*) from patient", &[]).await.must("looking at one's own");
    assert!(row.get::<_, i64>(0) > 0);
    ground.app.batch_execute("rollback").await.must("leaving");
}

#[tokio::test]
async fn what_would_change_who_one_is_is_not_permitted() {
    let ground = set_up().await;
    for hostile in [
        "set local role wellkept_owner",
        "set local role wellkept_door",
        "set session authorization wellkept_identity",
        "select * from door.context_key",
        "update door.context_key set inner_pad = outer_pad",
        "select door.may_enter(gen_random_uuid(), 'program', null, '', null, now())",
        "create function public.clinic() returns uuid language sql as 'select gen_random_uuid()'",
        "create schema evil",
        "create temporary table patient (clinic_id uuid)",
        "alter policy own_clinic on patient using (true)",
        "alter table patient no force row level security",
        "alter function door.clinic() rename to clinic_before",
        "create or replace function door.clinic() returns uuid language sql as 'select gen_random_uuid()'",
        "select password_hash from person",
        "select token_hash from session",
        "insert into session (clinic_id, session_id, token_hash, started_at, last_seen_at, ends_at) values (gen_random_uuid(), gen_random_uuid(), '\\x00', now(), now(), now())",
        "copy (select 1) to program 'cat'",
        "copy patient to '/tmp/stolen'",
        "select pg_read_file('/etc/passwd')",
        "select lo_import('/etc/passwd')",
        "select * from pg_authid",
        "select * from pg_largeobject",
    ] {
        ground.enter().await;
        let said = ground.app.batch_execute(hostile).await;
        assert!(said.is_err(), "this was let through: {hostile}");
        ground.app.batch_execute("rollback").await.must("leaving");
    }
}

#[tokio::test]
async fn a_pass_is_believed_from_the_program_on_its_connection_within_a_minute_and_not_otherwise() {
    let ground = set_up().await;
    let right = ground.pass(ground.other, &ground.backend);
    assert_eq!(ground.shows(&right.text, &right.mac).await, None, "the program's own pass is believed");

    let own = ground.pass(ground.own, &ground.backend);
    let swapped = own.text.replacen(&ground.own.to_string(), &ground.other.to_string(), 1);
    let unsigned = "this pass was not written by the program";
    assert_eq!(ground.shows(&swapped, &own.mac).await.as_deref(), Some(unsigned), "another clinic under one's own signature");
    assert_eq!(ground.shows(&right.text, &[]).await.as_deref(), Some(unsigned), "no signature");
    assert_eq!(ground.shows(&right.text, &[0; 32]).await.as_deref(), Some(unsigned), "somebody's signature");
    for at in 0..right.mac.len() {
        let mut mac = right.mac.clone();
        mac[at] ^= 1;
        assert_eq!(ground.shows(&right.text, &mac).await.as_deref(), Some(unsigned), "byte {at}");
    }

    let elsewhere = Backend::ask(&ground.login().await).await.must("asking another backend");
    let foreign = ground.pass(ground.other, &elsewhere);
    assert_eq!(ground.shows(&foreign.text, &foreign.mac).await.as_deref(), Some("this pass is another connection's"));

    let old = ground.pass(ground.other, &ground.backend.earlier(Duration::from_secs(61)));
    assert_eq!(ground.shows(&old.text, &old.mac).await.as_deref(), Some("this pass is over"));

    let gone = ground.pass(Uuid::from_u128(77), &ground.backend);
    assert_eq!(ground.shows(&gone.text, &gone.mac).await.as_deref(), Some("may not enter any more"), "a clinic that does not exist");
}

#[tokio::test]
async fn what_one_clinic_leaves_on_a_connection_shows_nothing_to_the_next() {
    let ground = set_up().await;
    ground.enter().await;
    ground.app.batch_execute("prepare kept as select count(*) from patient").await.must("preparing");
    let mine: i64 = ground.app.query_one("execute kept", &[]).await.must("executing").get(0);
    ground.app.batch_execute("commit").await.must("commit");
    assert!(mine > 0);
    let outside: i64 = ground.app.query_one("execute kept", &[]).await.must("executing outside").get(0);
    assert_eq!(outside, 0, "a plan made inside a clinic asks again who is there");
    ground.app.batch_execute("deallocate kept").await.must("deallocating");
}

#[tokio::test]
async fn neither_passes_nor_contexts_stand_where_other_connections_can_read_them() {
    let ground = set_up().await;
    let spy = ground.login().await;
    let pass = ground.pass(ground.own, &ground.backend);
    ground.app.batch_execute("begin").await.must("begin");
    ground.app.execute("select door.enter($1, $2)", &[&pass.text, &pass.mac]).await.must("entering");
    let rows = spy.query("select query from pg_stat_activity where query ilike '%enter%'", &[]).await.must("spying");
    let told: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(told.iter().any(|query| query.contains("door.enter($1, $2)")), "the spy does see statements: {told:?}");
    assert!(told.iter().all(|query| !query.contains(&ground.own.to_string())), "a pass stands in the open: {told:?}");
    ground.app.batch_execute("rollback").await.must("rollback");
}

/// Whatever a handler asks, the tables of the record answer who treats and nobody else.
#[tokio::test]
async fn the_record_opens_to_who_treats_whatever_is_asked() {
    let ground = set_up().await;
    let administrator = testkit::ground().administrator().await;
    let opens = ["staff|owner|", "staff|doctor|", "staff|nurse|", "staff|pharmacist|", "program|import|", "support|support|"];
    let shut = [
        "staff|receptionist|",
        "staff|billing|",
        "staff|auditor|",
        "visitor||",
        "bearer||",
        "job||",
        "client||",
        "founder||",
        "staff|ownerx|",
    ];
    for (who, sees) in opens.iter().map(|who| (who, true)).chain(shut.iter().map(|who| (who, false))) {
        stand_as(&administrator, &ground.app, ground.own, who).await;
        for table in ["note", "encounter"] {
            let rows: i64 = ground.app.query_one(&format!("select count(*) from {table}"), &[]).await.must(table).get(0);
            assert_eq!(rows > 0, sees, "{who} {table}");
        }
        let patients: i64 = ground.app.query_one("select count(*) from patient", &[]).await.must("patients").get(0);
        assert!(patients > 0, "{who} is inside");
        ground.app.batch_execute("rollback").await.must("leaving");
    }
}
