//! "Suspended in the same moment as acting": a request that came through the door, whose transaction begins after the
//! suspension was committed, writes nothing. Shown without luck: the request is held in the doorway. And shown to be seen:
//! on a database whose inner door does not look again, the same story finds the write.

use kernel::{Role, id::PersonId};
use testkit::{Clinic, Site, ground};

use super::held_request::Held;

/// Reception marks Mia as arrived; in the doorway `meanwhile` happens. The answer, and whether she stands as arrived.
async fn arrives_while(clinic: &Clinic, meanwhile: &str) -> (u16, bool) {
    let mia = clinic.patient("Mia Rahman");
    mia.books().await;
    let desk = clinic.reception();
    let today = desk.get("/today").await.with_status(200);
    let path = today.attributes("form[action$='/arrive']", "action")[0].clone();
    let form = today.form("form[action$='/arrive']").value("_form").unwrap().to_owned();
    let held = Held::in_the_doorway(clinic, &desk, &path, &form).await;
    let person: PersonId = clinic.who_is(Role::Receptionist).person;
    clinic.sql(meanwhile, &[&clinic.id, &person]).await;
    let status = held.goes_on().await;
    let arrived = clinic.sql("select count(*) from appointment where clinic_id = $1 and status = 'arrived'", &[&clinic.id]).await;
    (status, arrived[0].get::<_, i64>(0) > 0)
}

const ENDS: [&str; 5] = [
    "update membership set state = 'suspended' where clinic_id = $1 and person_id = $2",
    "update membership set state = 'left' where clinic_id = $1 and person_id = $2",
    "update membership set role = 'nurse' where clinic_id = $1 and person_id = $2",
    "update session set ended_at = started_at where clinic_id = $1 and person_id = $2",
    "update clinic set state = 'suspended' where clinic_id = $1 and $2::uuid is not null",
];

#[tokio::test]
async fn what_ends_in_the_doorway_writes_nothing() {
    let site = Site::open().await;
    for end in ENDS {
        let clinic = site.clinic().await;
        assert_eq!(arrives_while(&clinic, end).await, (401, false), "{end}");
    }
    let clinic = site.clinic().await;
    let nothing = "select 1 where $1::uuid is not null and $2::uuid is not null";
    assert_eq!(arrives_while(&clinic, nothing).await, (303, true), "and without an end it is written");
}

#[tokio::test]
async fn a_door_that_does_not_look_again_is_caught() {
    let places = ground().database_of_its_own("careless_door").await;
    let administrator = ground().administrator_at(&places.data).await;
    administrator
        .batch_execute(
            "set role wellkept_door;
             create or replace function door.may_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid, at timestamptz) returns boolean
             language sql stable security definer set search_path = pg_catalog, public as 'select true';
             create or replace function door.stands_open(clinic uuid, kind text, actor uuid, session uuid) returns boolean
             language sql stable security definer set search_path = pg_catalog, public as 'select true';
             reset role",
        )
        .await
        .unwrap();
    let site = Site::open_in(&places).await;
    for end in ENDS {
        let clinic = site.clinic().await;
        assert_eq!(arrives_while(&clinic, end).await, (303, true), "this story would not have noticed: {end}");
    }
}
