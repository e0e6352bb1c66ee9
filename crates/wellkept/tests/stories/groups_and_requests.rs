//! A time for several, a time that is asked for, and a visit that somebody books for another.

use testkit::clinic;

use crate::at_the_front::{FORM, MIA, send, standing};

const NINE: &str = "2026-03-09T04:00:00Z";

#[tokio::test]
async fn a_group_takes_as_many_as_it_has_places_and_no_one_more_however_many_come_at_once() {
    let clinic = clinic().await;
    clinic.sql("update service set places = 5 where clinic_id = $1 returning 1", &[&clinic.id]).await;
    let monday = format!("{}?day=2026-03-09", clinic.front());
    let come = (0..12_usize).map(|n| {
        let (clinic, monday, visitor) = (&clinic, &monday, clinic.visitor());
        async move {
            let page = visitor.get(monday).await;
            assert!(!clinic.slug.is_empty() && page.form(FORM).choices("slot").contains(&NINE.to_owned()));
            let (name, phone) = (format!("Guest {n}"), format!("0300 77700{n:02}"));
            visitor.submit(&page, FORM, &[("slot", NINE), ("name", &name), ("phone", &phone)]).await.status
        }
    });
    let mut answers = futures_util::future::join_all(come).await;
    answers.sort_unstable();
    assert_eq!(answers, [vec![200; 5], vec![409; 7]].concat());
    let seats = clinic.sql("select seat from appointment where clinic_id = $1 order by seat", &[&clinic.id]).await;
    assert_eq!(seats.iter().map(|row| row.get::<_, i32>(0)).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let free = clinic.visitor().get(&monday).await.form(FORM).choices("slot");
    assert!(!free.contains(&NINE.to_owned()), "the full group is offered no more");
    // A place that is given back is taken by the next.
    let one = clinic.sql("select appointment_id from appointment where clinic_id = $1 and seat = 2", &[&clinic.id]).await;
    let id: uuid::Uuid = one[0].get(0);
    clinic.sql("update appointment set status = 'cancelled' where appointment_id = $1 returning 1", &[&id]).await;
    let page = clinic.visitor().get(&monday).await;
    send(&clinic.visitor(), &page, NINE, MIA).await.with_status(200);
    assert_eq!(standing(&clinic).await, 5);
}

#[tokio::test]
async fn a_time_that_is_asked_for_is_held_and_confirmed_by_nobody_but_the_clinic() {
    let clinic = clinic().await;
    clinic.sql("update service set approval = true where clinic_id = $1 returning 1", &[&clinic.id]).await;
    let mia = clinic.visitor();
    let page = mia.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[1].clone();
    let asked = send(&mia, &page, &slot, MIA).await.with_status(200);
    assert!(asked.shows("Your request is with the clinic"), "{}", asked.text());
    assert!(!asked.has("form[action$='/confirm']"), "there is nothing to confirm yet");
    assert!(!clinic.visitor().get(&clinic.front()).await.form(FORM).choices("slot").contains(&slot), "it holds its time");
    assert!(clinic.sql("select 1 from message where clinic_id = $1", &[&clinic.id]).await.is_empty(), "nothing is confirmed");
    let today = clinic.reception().get("/today").await;
    assert!(today.shows("Asked for"), "{}", today.text());
    assert!(!today.has("form[action$='/arrive']"), "it is no visit yet");

    let called_off = mia.submit(&asked, "form[action$='/cancel']", &[]).await.with_status(200);
    let again = mia.submit(&called_off, "form[action$='/restore']", &[]).await.with_status(200);
    assert!(again.shows("Your request is with the clinic"), "taken back, it is asked for again and not booked: {}", again.text());
}

#[tokio::test]
async fn a_mother_books_for_her_child_who_is_a_patient_of_their_own() {
    let clinic = clinic().await;
    let mother = clinic.visitor();
    let page = mother.get(&clinic.front()).await;
    let slots = page.form(FORM).choices("slot");
    let fields = [
        ("slot", slots[0].as_str()),
        ("name", "Sara Rahman"),
        ("phone", "0300 1234567"),
        ("consent", "1"),
        ("patient_name", "Mia Rahman"),
        ("born", "2021-05-04"),
    ];
    let refused = mother.submit(&page, FORM, &fields).await.with_status(422);
    assert_eq!(refused.errors(), ["Choose one"], "what she is to the child");
    assert!(refused.has("details[open] #patient_name"), "the part with the error is open");
    mother.submit(&refused, FORM, &[("relationship", "parent")]).await.with_status(200);
    // A second visit of the same child, and one for herself, on the same phone.
    let page = mother.get(&clinic.front()).await;
    let slots = page.form(FORM).choices("slot");
    let again = [
        ("slot", slots[0].as_str()),
        ("name", "Sara Rahman"),
        ("phone", "0300 1234567"),
        ("patient_name", "mia rahman"),
        ("relationship", "parent"),
    ];
    mother.submit(&page, FORM, &again).await.with_status(200);
    let page = mother.get(&clinic.front()).await;
    let slots = page.form(FORM).choices("slot");
    mother.submit(&page, FORM, &[("slot", &slots[0]), ("name", "Sara Rahman"), ("phone", "0300 1234567")]).await.with_status(200);

    let people = clinic.sql("select patient_id from patient where clinic_id = $1 and came_by = 'booking'", &[&clinic.id]).await;
    assert_eq!(people.len(), 2, "mother and child are two patients, and the child is one");
    let related = clinic.sql("select patient_id from related_person where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(related.len(), 1, "she is known once");
    let child: uuid::Uuid = related[0].get(0);
    let child = format!("/patients/pat_{}/messages", child.simple());
    let log = clinic.reception().get(&child).await;
    assert!(log.shows("A parent books for them: Sara Rahman"), "{}", log.text());
}
