//! A clinic always has an active owner: the pages hold it, the database holds it, two owners at once do not get past it.

use kernel::Role;
use testkit::Site;

use super::{owner_presses, page_of, second_owner, state};

#[tokio::test]
async fn the_last_owner_neither_leaves_nor_becomes_something_else_nor_suspends_themselves() {
    let clinic = testkit::clinic().await;
    let (owner, person) = (clinic.owner(), clinic.who_is(Role::Owner).person);
    let page = page_of(&clinic, Role::Owner).await;
    assert!(!page.has("form[action$='/suspend']"), "nobody is offered to suspend themselves");
    let refused = owner_presses(&clinic, Role::Owner, "leave").await.with_status(409);
    assert!(refused.shows("the last active owner"), "{}", refused.text());
    let refused = owner.submit(&page, "form[action$='/role']", &[("role", "doctor")]).await.with_status(409);
    assert!(refused.shows("the last active owner"));

    second_owner(&clinic).await;
    let page = page_of(&clinic, Role::Owner).await;
    let token = page.field_value("_form").unwrap();
    let oneself = owner.post_raw(&format!("/team/{person}/suspend"), &[("_form", &token)]).await;
    assert_eq!(oneself.status, 409);
    assert!(oneself.shows("You cannot suspend yourself"));
    owner.submit(&page, "form[action$='/leave']", &[]).await;
    assert_eq!(state(&clinic, person).await, "left", "with another owner one may go");
}

#[tokio::test]
async fn two_owners_who_remove_each_other_in_the_same_moment_leave_one() {
    let site = Site::open().await;
    for _ in 0..4 {
        let clinic = site.clinic().await;
        let (first, person) = (clinic.owner().not_following(), clinic.who_is(Role::Owner).person);
        let (second, other) = second_owner(&clinic).await;
        let second = second.not_following();
        let (at_first, at_second) = (first.get(&format!("/team/{other}")).await, second.get(&format!("/team/{person}")).await);
        let (a, b) = tokio::join!(
            first.submit(&at_first, "form[action$='/leave']", &[]),
            second.submit(&at_second, "form[action$='/suspend']", &[])
        );
        let mut answers = [a.status, b.status];
        answers.sort_unstable();
        let states = [state(&clinic, person).await, state(&clinic, other).await];
        assert_eq!(states.iter().filter(|state| *state == "active").count(), 1, "{answers:?} {states:?}");
        assert_eq!(answers[0], 303, "{answers:?}");
        assert!([401, 409].contains(&answers[1]), "the second is out, or was told: {answers:?}");
    }
}

/// The moves as the program has them, tried on the database itself.
#[tokio::test]
async fn the_database_allows_the_moves_of_the_program_and_no_other_and_keeps_an_owner() {
    let clinic = testkit::clinic().await;
    let person = clinic.who_is(Role::Nurse).person;
    let administrator = testkit::ground().administrator().await;
    let allowed =
        "invited active, invited left, active suspended, active left, suspended active, suspended left, left active, left suspended";
    let states = ["invited", "active", "suspended", "left"];
    for from in states {
        for to in states.iter().filter(|to| **to != from) {
            // As it is found: no rule holds while the ground is laid.
            administrator.batch_execute("begin; set local session_replication_role = replica").await.unwrap();
            administrator.execute("update membership set state = $2 where person_id = $1", &[&person, &from]).await.unwrap();
            administrator.batch_execute("set local session_replication_role = origin").await.unwrap();
            let moved = administrator.execute("update membership set state = $2 where person_id = $1", &[&person, to]).await;
            administrator.batch_execute("rollback").await.unwrap();
            assert_eq!(moved.is_ok(), allowed.split(", ").any(|pair| pair == format!("{from} {to}")), "{from} → {to}: {moved:?}");
        }
    }
    for change in ["state = 'left'", "state = 'suspended'", "role = 'doctor'"] {
        let refused =
            administrator.execute(&format!("update membership set {change} where clinic_id = $1 and role = 'owner'"), &[&clinic.id]).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().constraint(), Some("membership_keeps_an_owner"), "{change}");
    }
}
