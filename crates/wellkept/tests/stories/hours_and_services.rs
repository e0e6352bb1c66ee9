//! The owner says when people work and what is offered; what patients can book follows at once. The clinic's clock stands at
//! Monday, 2 March 2026, 13:00 in Karachi; Dr Sana Malik works every day.

use testkit::{Clinic, Page};

const WEEK: &str = "form[action^='/hours/pra_']:not([action$='except'])";

/// The times on the clinic's page for a day, as the wall clock shows them.
async fn times(clinic: &Clinic, day: &str) -> Vec<String> {
    clinic.visitor().get(&format!("{}?day={day}", clinic.front())).await.with_status(200).words(".slots__day label")
}

async fn hours_page(clinic: &Clinic) -> Page {
    clinic.owner().get(&format!("/hours/{}", clinic.practitioner)).await.with_status(200)
}

async fn service_page(clinic: &Clinic) -> Page {
    let list = clinic.owner().get("/services").await.with_status(200);
    clinic.owner().get(&list.link("Consultation")).await.with_status(200)
}

#[tokio::test]
async fn a_new_week_holds_from_its_day_on_with_a_break() {
    let clinic = testkit::clinic().await;
    let before = times(&clinic, "2026-03-09").await;
    let page = hours_page(&clinic).await;
    let mut week =
        vec![("from", "2026-03-16"), ("a1_opens", "09:00"), ("a1_closes", "10:00"), ("b1_opens", "11:00"), ("b1_closes", "12:00")];
    for day in ["2", "3", "4", "5", "6", "7"] {
        for field in ["opens", "closes"] {
            week.push((Box::leak(format!("a{day}_{field}").into_boxed_str()), ""));
        }
    }
    clinic.owner().submit(&page, WEEK, &week).await.with_status(200);
    assert_eq!(times(&clinic, "2026-03-09").await, before, "the week before stays as it was");
    assert_eq!(times(&clinic, "2026-03-16").await, ["09:00", "09:30", "11:00", "11:30"]);
    assert!(times(&clinic, "2026-03-17").await.is_empty(), "an empty day is a day off");
    let page = hours_page(&clinic).await;
    assert!(page.shows("until 16 Mar 2026") && page.shows("from 16 Mar 2026"), "{}", page.text());
}

#[tokio::test]
async fn a_week_with_a_wrong_row_is_kept_as_typed_and_writes_nothing() {
    let clinic = testkit::clinic().await;
    let page = hours_page(&clinic).await;
    let before = clinic.sql("select count(*) from opening_hours where clinic_id = $1 and valid_until is null", &[&clinic.id]).await[0]
        .get::<_, i64>(0);
    for wrong in [
        [("a1_opens", "10:00"), ("a1_closes", "09:00")],
        [("b1_opens", "03:00"), ("b1_closes", "04:00")],
        [("a1_opens", "x"), ("a1_closes", "09:00")],
    ] {
        let again = clinic.owner().submit(&page, WEEK, &wrong).await.with_status(422);
        assert_eq!(again.errors().len(), 1, "{:?}", again.errors());
        assert_eq!(again.field_value(wrong[0].0).as_deref(), Some(wrong[0].1));
    }
    let after = clinic.sql("select count(*) from opening_hours where clinic_id = $1 and valid_until is null", &[&clinic.id]).await[0]
        .get::<_, i64>(0);
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_holiday_takes_times_away_lists_who_is_booked_and_can_be_taken_back() {
    let clinic = testkit::clinic().await;
    clinic.patient("Mia Rahman").books().await.with_status(200);
    let day = "2026-03-02";
    assert!(!times(&clinic, day).await.is_empty());
    let page = clinic.reception().get("/hours").await.with_status(200);
    let saved = clinic.reception().submit(&page, "form[action='/hours/except']", &[("first", day), ("note", "Eid")]).await.with_status(200);
    assert!(saved.shows("2 Mar 2026") && saved.shows("Eid") && saved.shows("Closed"), "{}", saved.text());
    assert!(times(&clinic, day).await.is_empty());
    assert!(!times(&clinic, "2026-03-03").await.is_empty(), "the next day is open");
    assert!(hours_page(&clinic).await.shows("1 booked visit is outside the hours"));
    let sealed = clinic.sql("select note from hours_exception where clinic_id = $1", &[&clinic.id]).await[0].get::<_, Vec<u8>>(0);
    assert!(!String::from_utf8_lossy(&sealed).contains("Eid"), "a note may say that somebody is ill");
    clinic.reception().submit(&saved, "form[action$='/take-back']", &[]).await.with_status(200);
    assert!(!times(&clinic, day).await.is_empty());
    assert!(!hours_page(&clinic).await.shows("outside the hours"));
}

#[tokio::test]
async fn one_practitioner_may_be_away_for_an_hour_or_open_besides() {
    let clinic = testkit::clinic().await;
    let day = "2026-03-09";
    let all = times(&clinic, day).await;
    let page = hours_page(&clinic).await;
    let form = "form[action$='/except']";
    let page = clinic.owner().submit(&page, form, &[("first", day), ("opens", "10:00"), ("closes", "11:00")]).await.with_status(200);
    let left = times(&clinic, day).await;
    assert!(left.len() + 2 == all.len() && !left.contains(&"10:30".to_owned()), "{left:?}");
    clinic.owner().submit(&page, form, &[("first", day), ("opens", "22:00"), ("closes", "23:00"), ("closed", "0")]).await.with_status(200);
    let more = times(&clinic, day).await;
    assert!(more.contains(&"22:00".to_owned()) && more.contains(&"22:30".to_owned()), "{more:?}");
    let page = hours_page(&clinic).await;
    let again = clinic.owner().submit(&page, form, &[("first", day), ("closed", "0")]).await.with_status(422);
    assert_eq!(again.errors(), ["Enter from and to, the later one second; the second stretch after the first"], "open when?");
}

#[tokio::test]
async fn time_around_a_visit_keeps_others_out() {
    let clinic = testkit::clinic().await;
    let page = service_page(&clinic).await;
    let saved =
        clinic.owner().submit(&page, "form[action^='/services/svc_']", &[("minutes", "20"), ("after", "20"), ("every", "20")]).await;
    saved.with_status(200);
    let all = times(&clinic, "2026-03-09").await;
    let visitor = clinic.visitor();
    let front = visitor.get(&format!("{}?day=2026-03-09", clinic.front())).await;
    let slot = front.form("form[action$='/book']").choices("slot")[3].clone();
    visitor
        .submit(&front, "form[action$='/book']", &[("slot", &slot), ("name", "Mia Rahman"), ("phone", "0300 1234567")])
        .await
        .with_status(200);
    let left = times(&clinic, "2026-03-09").await;
    assert_eq!(all.len() - left.len(), 3, "its own time, the one that would run into it, and the one in which is cleared up: {left:?}");
}

#[tokio::test]
async fn a_service_is_booked_no_nearer_and_no_farther_than_it_says() {
    let clinic = testkit::clinic().await;
    let page = service_page(&clinic).await;
    clinic.owner().submit(&page, "form[action^='/services/svc_']", &[("notice", "1440"), ("horizon", "10")]).await.with_status(200);
    assert!(times(&clinic, "2026-03-02").await.is_empty());
    let tomorrow = times(&clinic, "2026-03-03").await;
    assert!(tomorrow.iter().all(|time| time.as_str() > "13:00"), "a day before, to the minute: {tomorrow:?}");
    assert!(!times(&clinic, "2026-03-12").await.is_empty());
    let beyond = clinic.visitor().get(&format!("{}?day=2026-03-13", clinic.front())).await.with_status(200);
    assert!(!beyond.shows("13 Mar"), "no day beyond the horizon is offered");
}

#[tokio::test]
async fn so_close_to_its_time_it_is_changed_by_telephone_only() {
    let clinic = testkit::clinic().await;
    let own = clinic.patient("Mia Rahman").books().await.with_status(200);
    let page = service_page(&clinic).await;
    clinic.owner().submit(&page, "form[action^='/services/svc_']", &[("cancel", "10080")]).await.with_status(200);
    let visitor = clinic.visitor();
    let refused = visitor.submit(&own, "form[action$='/cancel']", &[]).await.with_status(409);
    assert!(refused.shows("changed by telephone only"), "{}", refused.text());
    let now = visitor.get(&own.url).await.with_status(200);
    assert!(!now.has("form[action$='/cancel']") && !now.has("a[href$='/move']"), "and is not offered any more");
    assert!(now.shows("I will come"), "but coming can be said");
}

#[tokio::test]
async fn a_service_whose_only_room_is_out_of_use_has_no_times() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let list = owner.get("/services").await.with_status(200);
    let with_room = owner.submit(&list, "form[action='/rooms']", &[("room", "Ultrasound")]).await.with_status(200);
    let page = service_page(&clinic).await;
    let room = clinic.sql("select room_id from room where clinic_id = $1", &[&clinic.id]).await[0].get::<_, uuid::Uuid>(0);
    let room = format!("rom_{}", room.simple());
    owner.submit(&page, "form[action^='/services/svc_']", &[(room.as_str(), "1")]).await.with_status(200);
    let day = times(&clinic, "2026-03-09").await;
    assert!(!day.is_empty());
    owner.submit(&with_room, "form[action$='/close']", &[]).await.with_status(200);
    assert!(times(&clinic, "2026-03-09").await.is_empty(), "the only room is out of use");
    let list = owner.get("/services").await.with_status(200);
    owner.submit(&list, "form[action$='/reopen']", &[]).await.with_status(200);
    assert_eq!(times(&clinic, "2026-03-09").await, day);
}

#[tokio::test]
async fn of_two_services_that_need_one_room_at_one_time_one_is_booked() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    owner.submit(&owner.get("/services").await, "form[action='/rooms']", &[("room", "Ultrasound")]).await.with_status(200);
    clinic.sql("insert into service_room select clinic_id, service_id, (select room_id from room r where r.clinic_id = s.clinic_id) from service s where clinic_id = $1", &[&clinic.id]).await;
    clinic
        .sql(
            "with second as (insert into practitioner (clinic_id, practitioner_id, name, bookable, created_at) values ($1, gen_random_uuid(), 'Dr Adil Khan', true, now()) returning practitioner_id)
             insert into opening_hours (clinic_id, opening_id, practitioner_id, weekday, opens, closes) select $1, gen_random_uuid(), practitioner_id, 1, '09:00', '17:00' from second",
            &[&clinic.id],
        )
        .await;
    let visitor = clinic.visitor();
    let front = visitor.get(&format!("{}?day=2026-03-09", clinic.front())).await;
    let other = clinic.visitor().get(&format!("{}?day=2026-03-09", clinic.front())).await;
    let books = async |page: &Page, with: &str, phone: &str| {
        let who = page.form("form[action$='/book']").choices("practitioner");
        let chosen = page.words("#practitioner label").iter().position(|name| name.contains(with)).map(|at| who[at].clone()).unwrap();
        let booking = [("slot", "2026-03-09T05:00:00Z"), ("practitioner", chosen.as_str()), ("name", "Mia Rahman"), ("phone", phone)];
        visitor.submit(page, "form[action$='/book']", &booking).await
    };
    books(&front, "Dr Sana Malik", "0300 1234567").await.with_status(200);
    books(&other, "Dr Adil Khan", "0300 7654321").await.with_status(409);
    assert_eq!(clinic.sql("select room_id from appointment where clinic_id = $1 and room_id is not null", &[&clinic.id]).await.len(), 1);
}

#[tokio::test]
async fn the_database_lets_no_appointment_jump() {
    let clinic = testkit::clinic().await;
    clinic.patient("Mia Rahman").books().await.with_status(200);
    let tx = clinic.tx().await;
    let jump = tx.run(kernel::sql!("update appointment set status = 'fulfilled'"), &[]).await.unwrap_err();
    assert!(jump.is_constraint("appointment_moves"), "booked does not become fulfilled: {jump:?}");
}
