//! A clinic in Karachi with a branch in London: each place goes by its own clock, in what is offered, shown and written. The clock
//! stands at Monday, 2 March 2026, 08:00 UTC.

use kernel::Role;
use testkit::{Clinic, PASSWORD};

use crate::{
    at_the_front::{FORM, MIA},
    locations::placed,
};

/// The branch, open 09:00 to 10:00 every day by its own clock.
async fn with_a_branch() -> Clinic {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    for (name, zone) in [("London", "Europe/London"), ("Karachi", "")] {
        let page = owner.get("/locations").await.with_status(200);
        let wrong = owner.submit(&page, "form[action='/locations']", &[("name", name), ("zone", "Europe/Nowhere")]).await.with_status(422);
        assert_eq!(wrong.errors().len(), 1, "{:?}", wrong.errors());
        owner.submit(&wrong, "form[action='/locations']", &[("name", name), ("zone", zone)]).await.with_status(200);
    }
    clinic.sql("update opening_hours set opens = '09:00', closes = '10:00' where clinic_id = $1 returning 1", &[&clinic.id]).await;
    clinic
}

#[tokio::test]
async fn each_place_goes_by_its_own_clock_across_the_change_of_summer_time() {
    let clinic = with_a_branch().await;
    let visitor = clinic.visitor();
    let front = visitor.get(&clinic.front()).await.with_status(200);
    let places = front.form(FORM).choices("location");
    let at = |n: usize, day: &str| format!("{}?day={day}&location={}", clinic.front(), places[n]);
    let names = front.words("#location label");
    let (karachi, london) = if names[0].contains("Karachi") { (0, 1) } else { (1, 0) };
    for (place, day, instant) in [
        (london, "2026-03-27", "2026-03-27T09:00:00Z"),
        (london, "2026-03-30", "2026-03-30T08:00:00Z"),
        (karachi, "2026-03-27", "2026-03-27T04:00:00Z"),
        (karachi, "2026-03-30", "2026-03-30T04:00:00Z"),
    ] {
        let page = visitor.get(&at(place, day)).await.with_status(200);
        assert_eq!(page.form(FORM).choices("slot")[0], instant, "{day}");
        assert_eq!(page.words(".slots__day label"), ["09:00", "09:30"], "by the clock of the place");
    }

    let page = visitor.get(&at(london, "2026-03-30")).await;
    let fields = [("slot", "2026-03-30T08:00:00Z"), ("name", MIA.name), ("phone", MIA.phone), ("consent", "1")];
    let booked = visitor.submit(&page, FORM, &fields).await.with_status(200);
    assert!(booked.shows("Mon, 30 Mar 2026") && booked.shows("09:00") && !booked.shows("13:00"), "{}", booked.text());
    clinic.work_until_idle().await;
    let text = clinic.patient_on("Mia", "+923001234567").got().await.remove(0);
    assert!(text.contains("09:00"), "the message says the clock of the place: {text}");
    let moving = visitor.follow(&booked, "Choose another time").await.with_status(200);
    assert_eq!(moving.words(".slots__day label")[0], "09:00");

    // The practitioner is one person: what is booked in London keeps them busy in Karachi.
    clinic.sql("update opening_hours set opens = '09:00', closes = '17:00' where clinic_id = $1 returning 1", &[&clinic.id]).await;
    let there = visitor.get(&at(karachi, "2026-03-30")).await;
    let times = there.form(FORM).choices("slot");
    assert!(!times.contains(&"2026-03-30T08:00:00Z".to_owned()) && times.contains(&"2026-03-30T08:30:00Z".to_owned()), "{times:?}");
    // The desk reads its own clock: 13:00 in Karachi.
    let desk = clinic.reception().get("/today?day=2026-03-30").await;
    assert!(desk.shows("13:00") && desk.shows(MIA.name), "{}", desk.text());
    let hours = clinic.owner().get(&format!("/hours/{}", clinic.practitioner)).await;
    assert!(!hours.shows("30 Mar 2026"), "the visit lies within the hours of its place: {}", hours.text());
}

#[tokio::test]
async fn who_works_at_a_place_reads_its_clock() {
    let clinic = with_a_branch().await;
    clinic.sql("update opening_hours set opens = '13:30', closes = '14:00' where clinic_id = $1 returning 1", &[&clinic.id]).await;
    let id: uuid::Uuid =
        clinic.sql("select location_id from location where clinic_id = $1 and name = 'London'", &[&clinic.id]).await[0].get(0);
    placed(&clinic, Role::Nurse, &[(&format!("loc_{}", id.simple()), "nurse")]).await.with_status(200);
    let london = clinic.visitor();
    london.sign_in(&clinic.who_is(Role::Nurse).email, PASSWORD).await.with_status(200);
    let visitor = clinic.visitor();
    let front = visitor.get(&clinic.front()).await;
    let karachi = front.form(FORM).choices("location").into_iter().find(|place| !place.contains(&id.simple().to_string())).unwrap();
    let page = visitor.get(&format!("{}?day=2026-03-03&location={karachi}", clinic.front())).await;
    let fields = [("slot", "2026-03-03T08:30:00Z"), ("name", MIA.name), ("phone", MIA.phone)];
    visitor.submit(&page, FORM, &fields).await.with_status(200);
    for (desk, time) in [(&clinic.reception(), "13:30"), (&london, "08:30")] {
        let day = desk.get("/today?day=2026-03-03").await.with_status(200);
        assert!(day.shows(time), "{time}: {}", day.text());
    }
}
