//! A clinic that the operator has suspended: its people are out, nobody books, and what patients have stays theirs.

use kernel::Role;
use testkit::PASSWORD;

#[tokio::test]
async fn its_people_are_out_nobody_books_and_stop_still_works() {
    let clinic = testkit::clinic().await;
    let mia = clinic.patient("Mia Rahman");
    mia.books().await.with_status(200);
    clinic.work_until_idle().await;
    let link = mia.last_link().await;
    let yusuf = clinic.visitor();
    let front = yusuf.get(&clinic.front()).await.with_status(200);
    let times = front.form("main form").choices("slot");
    let time = times.iter().find(|time| !time.is_empty()).unwrap();

    clinic.sql("update clinic set state = 'suspended' where clinic_id = $1", &[&clinic.id]).await;
    for role in Role::ALL {
        let page = clinic.member(role).not_following().get(role.home()).await;
        assert!(page.status == 303 && page.header("location").starts_with("/sign-in"), "{}: {}", role.word(), page.status);
    }
    let refused = clinic.visitor().sign_in(&clinic.who_is(Role::Owner).email, PASSWORD).await;
    assert!(
        refused.status == 422 && refused.shows("Your clinic is suspended") && refused.shows("Nothing is deleted"),
        "{}",
        refused.text()
    );

    let page = clinic.visitor().get(&clinic.front()).await.with_status(200);
    assert!(page.shows("takes no bookings online at the moment") && !page.has("main form"), "{}", page.text());
    assert!(clinic.visitor().speaking("ur").get(&clinic.front()).await.shows("آن لائن بکنگ نہیں لے رہا"));
    let late = yusuf.submit(&front, "main form", &[("slot", time), ("name", "Yusuf Khan"), ("phone", "0300 5550999")]).await;
    assert!(late.status == 409 && late.shows("takes no bookings online"), "{} {}", late.status, late.text());
    let booked = clinic.sql("select count(*) from appointment where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(booked[0].get::<_, i64>(0), 1, "only what was there before");

    let own = clinic.visitor().get(&link).await.with_status(200);
    let moved = clinic.visitor().get(&format!("{link}/move")).await;
    assert!(moved.status == 409 && moved.shows("takes no bookings online"), "{}", moved.text());
    clinic.visitor().submit(&own, "form[action$='/stop']", &[]).await.with_status(200);
    let stopped = clinic.sql("select count(*) from consent where clinic_id = $1 and state = 'withdrawn'", &[&clinic.id]).await;
    assert!(stopped[0].get::<_, i64>(0) > 0, "the refusal is kept");

    clinic.sql("update clinic set state = 'active' where clinic_id = $1", &[&clinic.id]).await;
    clinic.owner().get("/today").await.with_status(200);
    assert!(clinic.visitor().get(&clinic.front()).await.has("main form"));
}
