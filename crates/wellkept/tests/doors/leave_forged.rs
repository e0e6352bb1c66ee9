//! Leave for support, attacked from below: somebody runs any SQL as the login of the operator's console, or as the program's
//! own inside the clinic. Neither can make a leave that opens anything, lengthen one, or wake one that is over.

use kernel::{
    id::Id as _,
    tenancy::{Backend, DbRole, Passes},
};
use testkit::{Browser, Clinic, Must as _, Operator, Site, ground};
use tokio_postgres::{Client, error::SqlState};
use uuid::Uuid;

use crate::contexts::entering;

async fn refused(client: &Client, hostile: &str) -> bool {
    client.batch_execute("begin").await.must("begin");
    let said = client.batch_execute(hostile).await;
    client.batch_execute("rollback").await.must("rollback");
    said.is_err_and(|error| error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE))
}

fn row(clinic: &Clinic, operator: &Operator, state: &str, more: &str) -> String {
    let (columns, values) = if more.is_empty() { ("", "") } else { (", decided_by, decided_at, ends_at, signature", more) };
    format!(
        "insert into support_grant (clinic_id, grant_id, operator_id, reason, scopes, hours, state, asked_at{columns})
          values ('{}', gen_random_uuid(), '{}', '\\x00', array['records'], 72, '{state}', now(){values})",
        clinic.id.uuid(),
        operator.id.uuid()
    )
}

#[tokio::test]
async fn the_console_can_ask_and_not_answer() {
    let site = Site::open().await;
    let (clinic, robin) = (site.clinic().await, site.operator().await);
    let console = ground().login(DbRole::Operator).await;
    let signed = ", gen_random_uuid(), now(), now() + interval '72 hours', '\\x00'";
    let id = clinic.id.uuid();
    for hostile in [
        row(&clinic, &robin, "granted", signed),
        row(&clinic, &robin, "granted", ""),
        row(&clinic, &robin, "asked", signed),
        row(&clinic, &robin, "refused", ""),
        format!("update support_grant set state = 'granted' where clinic_id = '{id}'"),
        format!("update support_grant set hours = 72 where clinic_id = '{id}'"),
        format!("update support_grant set ends_at = now() + interval '1 day' where clinic_id = '{id}'"),
        format!("delete from support_grant where clinic_id = '{id}'"),
        "alter table support_grant disable trigger user".to_owned(),
        "set session_replication_role = replica".to_owned(),
        format!("insert into session (clinic_id, session_id, token_hash, kind, operator_id, grant_id, started_at, last_seen_at, ends_at)
                 select clinic_id, gen_random_uuid(), '\\x01', 'support', operator_id, grant_id, now(), now(), now() + interval '1 day' from support_grant
                  where clinic_id = '{id}'"),
        "update operator_session set ended_at = null".to_owned(),
        "insert into operator (operator_id, email_key, email, name, state, since) values (gen_random_uuid(), '\\x01', '\\x01', '\\x01', 'active', now())".to_owned(),
        format!("update clinic set name = 'Mine' where clinic_id = '{id}'"),
        format!("insert into audit_leaf (clinic_id, leaf_id, at, actor_kind, act, outcome) values ('{id}', gen_random_uuid(), now(), 'staff', 'operator.give_leave', 'done')"),
        format!("insert into audit_leaf (clinic_id, leaf_id, at, actor_kind, act, outcome) values ('{id}', gen_random_uuid(), now(), 'support', 'chart.open', 'done')"),
        "select signature from support_grant".to_owned(),
        "select count(*) from patient".to_owned(),
        "select count(*) from membership".to_owned(),
        "select count(*) from person".to_owned(),
        "set role wellkept_app".to_owned(),
        format!("select * from door.leave('{id}', gen_random_uuid(), now())"),
    ] {
        assert!(refused(&console, &hostile).await, "the console was let: {hostile}");
    }
    // And it was not that it can do nothing at all.
    assert!(!refused(&console, &row(&clinic, &robin, "asked", "")).await);
}

/// A clinic, an operator with a running leave for the day's list, and the operator inside.
async fn inside() -> (Clinic, Operator, Browser, Uuid) {
    let site = Site::open().await;
    let (clinic, robin) = (site.clinic().await, site.operator().await);
    robin.asks(&clinic, &["schedule"], 4).await.with_status(200);
    clinic.owner_signs().await.with_status(200);
    let support = robin.enters(&clinic).await.not_following();
    let grant: Uuid = clinic.sql("select grant_id from support_grant where clinic_id = $1", &[&clinic.id]).await[0].get(0);
    (clinic, robin, support, grant)
}

/// A connection of the program's own login, which enters the clinic before each try.
struct Inside {
    app: Client,
    enter: String,
}

impl Inside {
    async fn of(clinic: &Clinic) -> Self {
        let app = ground().login(DbRole::App).await;
        let backend = Backend::ask(&app).await.must("asking the backend");
        let passes = Passes::new(&ground().root()).must("the key of passes");
        let enter = entering(&passes, &backend, clinic.id.uuid());
        Self { app, enter }
    }

    /// Runs it and keeps it, if it is let.
    async fn does(&self, hostile: &str) -> bool {
        let done = self.app.batch_execute(&format!("begin; {}; {hostile}; commit", self.enter)).await;
        if done.is_err() {
            self.app.batch_execute("rollback").await.must("rollback");
        }
        done.is_ok()
    }
}

#[tokio::test]
async fn inside_the_clinic_a_running_leave_grows_no_longer_and_no_wider() {
    let (clinic, _, support, grant) = inside().await;
    let inside = Inside::of(&clinic).await;
    for hostile in [
        format!("update support_grant set ends_at = ends_at + interval '1 hour' where grant_id = '{grant}'"),
        format!("update support_grant set decided_at = now(), ends_at = now() + interval '4 hours' where grant_id = '{grant}'"),
        format!("update support_grant set signature = '\\x00' where grant_id = '{grant}'"),
        format!("update support_grant set scopes = array['records'] where grant_id = '{grant}'"),
        format!("update support_grant set operator_id = gen_random_uuid() where grant_id = '{grant}'"),
        "insert into support_grant (clinic_id, grant_id, operator_id, reason, scopes, hours, state, asked_at) select clinic_id, gen_random_uuid(), operator_id, reason, scopes, 72, 'asked', asked_at from support_grant".to_owned(),
    ] {
        assert!(!inside.does(&hostile).await, "this was let: {hostile}");
    }
    support.get("/today").await.with_status(200);
    assert!(inside.does(&format!("update support_grant set state = 'revoked', ends_at = decided_at where grant_id = '{grant}'")).await);
    assert_eq!(support.get("/today").await.status, 303);
    assert!(
        !inside
            .does(&format!(
                "update support_grant set state = 'granted', ends_at = decided_at + interval '4 hours' where grant_id = '{grant}'"
            ))
            .await,
        "what is over stays over"
    );
}

#[tokio::test]
async fn inside_the_clinic_nobody_can_write_an_owners_signature() {
    let (clinic, robin, support, grant) = inside().await;
    let inside = Inside::of(&clinic).await;
    robin.asks(&clinic, &["records"], 4).await.with_status(200);
    let asked = clinic.sql("select grant_id from support_grant where clinic_id = $1 and state = 'asked'", &[&clinic.id]).await;
    let asked: Uuid = asked[0].get(0);
    // The database takes it: it has no key to look with. A signature of another leave of this owner is the best there is.
    let forged = format!(
        "update support_grant set state = 'granted', decided_by = o.decided_by, decided_at = o.decided_at, ends_at = o.ends_at, signature = o.signature
           from (select decided_by, decided_at, ends_at, signature from support_grant where grant_id = '{grant}') o where grant_id = '{asked}'"
    );
    assert!(inside.does(&forged).await);
    let form = support.get("/operator").await.field_value("_form").must("a form");
    let enter = |grant: Uuid| format!("/operator/leaves/sgr_{}/enter", grant.simple());
    support.post_raw(&enter(asked), &[("_form", &form)]).await.with_status(404);
    support.post_raw(&enter(grant), &[("_form", &form)]).await.with_status(303);
}
