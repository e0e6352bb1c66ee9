//! Two people never get the same time, however many ask at once; whoever is late loses no word.

use futures_util::future::join_all;
use testkit::clinic;

use crate::at_the_front::{FORM, Guest, MIA, ZAIN, send, standing};

#[tokio::test]
async fn the_second_sees_the_nearest_free_times_with_everything_typed_kept() {
    let clinic = clinic().await;
    let (mia, zain) = (clinic.visitor(), clinic.visitor());
    let (hers, his) = (mia.get(&clinic.front()).await, zain.get(&clinic.front()).await);
    let slot = hers.form(FORM).choices("slot")[3].clone();
    send(&mia, &hers, &slot, MIA).await.with_status(200);
    let late = send(&zain, &his, &slot, Guest { consent: true, ..ZAIN }).await.with_status(409);
    assert!(late.errors()[0].starts_with("This time is not free any more"), "{:?}", late.errors());
    assert_eq!(late.words(".slots__day h3")[0], "Nearest free times");
    let near = late.words(".slots__day:first-of-type label");
    assert_eq!(near, ["13:30", "14:00", "14:30", "15:30", "16:00", "16:30"], "around 15:00, which is taken");
    for (field, value) in [("name", ZAIN.name), ("phone", ZAIN.phone), ("consent", "1")] {
        assert_eq!(late.field_value(field).as_deref(), Some(value));
    }
    assert_eq!(clinic.sql("select 1 from patient where clinic_id = $1", &[&clinic.id]).await.len(), 1, "nothing half-written");
    let again = zain.submit(&late, FORM, &[("slot", &late.form(FORM).choices("slot")[0])]).await.with_status(200);
    assert!(again.shows("Your appointment is booked"));
    assert_eq!(standing(&clinic).await, 2);
}

#[tokio::test]
async fn of_64_who_want_one_time_at_once_exactly_one_gets_it() {
    let clinic = clinic().await;
    let page = clinic.visitor().get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[0].clone();
    let forms = join_all((0..64).map(|_| async { clinic.visitor().get(&clinic.front()).await })).await;
    let answers =
        join_all(forms.iter().enumerate().map(|(n, form)| {
            let (visitor, slot, phone) = (clinic.visitor().not_following(), slot.as_str(), format!("0300 12345{n:02}"));
            async move {
                visitor.submit(form, FORM, &[("slot", slot), ("name", "Mia Farooq"), ("phone", &phone), ("consent", "1")]).await.status
            }
        }))
        .await;
    let count = |status: u16| answers.iter().filter(|answer| **answer == status).count();
    assert_eq!((count(303), count(409)), (1, 63), "{answers:?}");
    assert_eq!(standing(&clinic).await, 1);
    assert_eq!(clinic.sql("select 1 from patient where clinic_id = $1", &[&clinic.id]).await.len(), 1);
}

#[tokio::test]
async fn anyone_means_whoever_is_still_free() {
    let clinic = clinic().await;
    clinic.sql("insert into practitioner values ($1, gen_random_uuid(), 'Dr Adil Khan', true, now())", &[&clinic.id]).await;
    clinic.sql("insert into opening_hours select clinic_id, gen_random_uuid(), practitioner_id, 1, '09:00', '17:00' from practitioner where clinic_id = $1 and name = 'Dr Adil Khan'", &[&clinic.id]).await;
    let guests = [("Mia One", "0300 1234567"), ("Mia Two", "0300 1234568"), ("Mia Three", "0300 1234569")];
    let page = clinic.visitor().get(&clinic.front()).await;
    assert_eq!(page.field_value("practitioner").as_deref(), Some("any"));
    let slot = page.form(FORM).choices("slot")[0].clone();
    let answers = join_all(guests.map(|(name, phone)| {
        let (visitor, slot, clinic) = (clinic.visitor().not_following(), slot.as_str(), &clinic);
        async move {
            let page = visitor.get(&clinic.front()).await;
            visitor.submit(&page, FORM, &[("slot", slot), ("name", name), ("phone", phone)]).await.status
        }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == 303).count(), 2, "{answers:?}");
    let with =
        clinic.sql("select count(distinct practitioner_id) from appointment where clinic_id = $1", &[&clinic.id]).await[0].get::<_, i64>(0);
    assert_eq!(with, 2);
}
