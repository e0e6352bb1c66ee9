//! STOP ends messages: to that number, at once, and staff see why.

#[tokio::test]
async fn after_stop_the_next_message_is_not_sent() {
    let clinic = testkit::clinic().await;
    let mia = clinic.patient("Mia Rahman");
    mia.books().await;
    clinic.work_until_idle().await;
    let got = mia.got().await;
    assert_eq!(got.len(), 1, "{got:#?}");
    assert!(got[0].contains(&clinic.name) && got[0].contains("STOP"), "{got:#?}");

    mia.texts("STOP").await;
    let before = mia.got().await;
    let own = mia.opens_last_link().await.with_status(200);
    mia.browser().submit(&own, "form[action$='/cancel']", &[]).await.with_status(200);
    clinic.a_day_passes().await;
    mia.got_nothing().await;
    assert!(before.len() <= 1, "at most the answer to the STOP itself: {before:#?}");
}

#[tokio::test]
async fn who_did_not_tick_the_box_gets_nothing() {
    let clinic = testkit::clinic().await;
    let ali = clinic.patient("Ali Khan");
    ali.books_with(&[("consent", "")]).await.with_status(200);
    clinic.a_day_passes().await;
    ali.got_nothing().await;
}

#[tokio::test]
async fn a_stop_in_one_clinic_is_not_a_stop_in_another() {
    let clinic = testkit::clinic().await;
    let other = clinic.other().await;
    let mia = clinic.patient("Mia Rahman");
    let mia_there = other.patient_on("Mia Rahman", &mia.phone);
    mia.books().await;
    clinic.work_until_idle().await;
    mia.texts("STOP").await;
    mia_there.books().await;
    other.work_until_idle().await;
    assert_eq!(mia_there.got().await.len(), 1);
}
