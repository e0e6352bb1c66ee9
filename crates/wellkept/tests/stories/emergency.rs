//! A chart is opened in an emergency: by a clinician, for one patient, for an hour, in everybody's sight; and it is reviewed.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, Page};

const WHY: [(&str, &str); 2] = [("reason", "emergency"), ("words", "A reaction to a medicine")];

/// A patient of the clinic and the address of the chart.
async fn patient(clinic: &Clinic, name: &str) -> String {
    clinic.patient(name).books().await.with_status(200);
    let list = clinic.owner().get("/patients").await.with_status(200);
    list.link(name)
}

async fn opens(who: &Browser, chart: &str) -> Page {
    let shut = who.get(chart).await.with_status(403);
    who.submit(&shut, "form[action$='/emergency']", &WHY).await
}

#[tokio::test]
async fn a_pharmacist_opens_one_chart_for_an_hour_and_everybody_can_tell() {
    let clinic = testkit::clinic().await;
    let (mia, yusuf) = (patient(&clinic, "Mia Rahman").await, patient(&clinic, "Yusuf Khan").await);
    let pharmacist = clinic.member(Role::Pharmacist);
    let shut = pharmacist.get(&mia).await.with_status(403);
    assert!(shut.shows("The chart of Mia Rahman is shut to you") && !shut.shows("Allergies"), "{}", shut.text());
    let again = pharmacist.submit(&shut, "form[action$='/emergency']", &[]).await.with_status(422);
    assert_eq!(again.errors().len(), 2, "a reason and a few words: {:?}", again.errors());

    // No password on the way, however old the last one is.
    clinic.clock.advance(SignedDuration::from_mins(12));
    let open = pharmacist.submit(&again, "form[action$='/emergency']", &WHY).await.with_status(200);
    assert!(open.shows("Emergency access. 60 minutes left.") && open.shows("Allergies"), "{}", open.text());
    pharmacist.get(&yusuf).await.with_status(403);

    // The owner is told, and reads what was seen.
    let owner = clinic.owner();
    let today = owner.get("/today").await.with_status(200);
    assert!(today.shows("1 emergency opening of a chart waits for your review"), "{}", today.text());
    assert!(owner.get("/clinic").await.with_status(200).shows("1 waits"));
    assert!(!clinic.practitioner().get("/today").await.shows("emergency opening"));
    let trail = owner.get(&format!("{mia}/audit")).await.with_status(200);
    assert!(trail.shows("Nadia Rauf (Pharmacist) opened the chart in an emergency"), "{}", trail.text());
    let marked = clinic
        .sql(
            "select count(*) from audit_leaf where clinic_id = $1 and act = 'chart.open' and outcome = 'done' and emergency",
            &[&clinic.id],
        )
        .await;
    assert_eq!(marked[0].get::<_, i64>(0), 1);

    // Forty minutes later it says twenty; after the hour it is shut.
    for _ in 0..4 {
        clinic.clock.advance(SignedDuration::from_mins(10));
        pharmacist.get("/today").await.with_status(200);
    }
    assert!(pharmacist.get(&mia).await.shows("20 minutes left."));
    for _ in 0..2 {
        clinic.clock.advance(SignedDuration::from_mins(10));
        pharmacist.get("/today").await.with_status(200);
    }
    pharmacist.get(&mia).await.with_status(403);
}

#[tokio::test]
async fn it_is_closed_before_the_hour_by_whoever_opened_it() {
    let clinic = testkit::clinic().await;
    let mia = patient(&clinic, "Mia Rahman").await;
    let pharmacist = clinic.member(Role::Pharmacist);
    let open = opens(&pharmacist, &mia).await.with_status(200);
    let close = open.attributes("#emergency form", "action")[0].clone();
    let other = clinic.other().await;
    let stranger = other.member(Role::Pharmacist);
    let token = stranger.get("/patients").await.field_value("_form").unwrap();
    assert_eq!(stranger.post_raw(&close, &[("_form", &token)]).await.status, 404);
    pharmacist.submit(&open, "#emergency form", &[]).await.with_status(200);
    pharmacist.get(&mia).await.with_status(403);
}

#[tokio::test]
async fn to_everybody_else_the_chart_is_simply_not_there() {
    let clinic = testkit::clinic().await;
    let mia = patient(&clinic, "Mia Rahman").await;
    for role in [Role::Receptionist, Role::Billing, Role::Auditor] {
        let who = clinic.member(role);
        let page = who.get(&mia).await.with_status(404);
        assert!(!page.has("form[action$='/emergency']"), "{}", role.word());
        let token = who.get("/patients").await.field_value("_form").unwrap();
        let forged = who.post_raw(&format!("{mia}/emergency"), &[("_form", &token), WHY[0], WHY[1]]).await;
        assert_eq!(forged.status, 404, "{}", role.word());
    }
    let theirs = clinic.other().await.member(Role::Pharmacist);
    theirs.get(&mia).await.with_status(404);
    assert_eq!(clinic.sql("select 1 from break_glass where clinic_id = $1", &[&clinic.id]).await.len(), 0);
}

#[tokio::test]
async fn five_in_a_day_even_at_once_and_after_three_days_none_before_the_review() {
    let clinic = testkit::clinic().await;
    let mut charts = Vec::new();
    for name in ["Asma", "Bilqis", "Chand", "Dua", "Esha", "Fiza", "Gul"] {
        charts.push(patient(&clinic, &format!("{name} Bibi")).await);
    }
    let pharmacist = clinic.member(Role::Pharmacist);
    let answers = futures_util::future::join_all(charts.iter().map(|chart| opens(&pharmacist, chart))).await;
    let opened = answers.iter().filter(|page| page.status == 200).count();
    assert_eq!((opened, answers.iter().filter(|page| page.status == 409).count()), (5, 2));
    assert!(answers.iter().any(|page| page.shows("five charts within a day")));

    for _ in 0..3 {
        clinic.a_day_passes().await;
    }
    clinic.time_passes(SignedDuration::from_mins(1)).await;
    let refused = opens(&pharmacist, &charts[0]).await.with_status(409);
    assert!(refused.shows("waited for more than three days"), "{}", refused.text());

    // The owner reviews all five; one was not right.
    let owner = clinic.owner();
    let mut list = owner.get("/emergencies").await.with_status(200);
    assert_eq!((list.count("form[action$='/review']"), list.shows("Overdue")), (5, true));
    let unsaid = owner.submit(&list, "form[action$='/review']", &[("verdict", "not_justified")]).await.with_status(422);
    assert_eq!(unsaid.errors(), ["Say in a few words why not"]);
    list =
        owner.submit(&unsaid, "form[action$='/review']", &[("verdict", "not_justified"), ("remark", "Curiosity")]).await.with_status(200);
    while list.has("form[action$='/review']") {
        list = owner.submit(&list, "form[action$='/review']", &[("verdict", "justified")]).await.with_status(200);
    }
    assert!(list.shows("Not justified · Omar Aziz") && list.shows("Curiosity"), "{}", list.text());
    assert!(!clinic.member(Role::Auditor).get("/emergencies").await.with_status(200).has("main form"));
    opens(&pharmacist, &charts[0]).await.with_status(200);
}

#[tokio::test]
async fn nobody_reviews_their_own() {
    let clinic = testkit::clinic().await;
    let mia = patient(&clinic, "Mia Rahman").await;
    opens(&clinic.member(Role::Pharmacist), &mia).await.with_status(200);
    // They become an owner meanwhile.
    let page = clinic.owner().get(&format!("/team/{}", clinic.who_is(Role::Pharmacist).person)).await;
    clinic.owner().submit(&page, "form[action$='/role']", &[("role", "owner")]).await.with_status(200);
    let list = clinic.owner().get("/emergencies").await;
    clinic.staff_sign_in().await;
    let them = clinic.member(Role::Pharmacist);
    let own = them.get("/emergencies").await.with_status(200);
    assert!(own.shows("You opened this yourself") && !own.has("form[action$='/review']"));
    let path = list.attributes("form[action$='/review']", "action")[0].clone();
    let token = them.get("/patients").await.field_value("_form").unwrap();
    let forged = them.post_raw(&path, &[("_form", &token), ("verdict", "justified")]).await;
    assert_eq!(forged.status, 409);
    assert_eq!(clinic.sql("select 1 from break_glass where clinic_id = $1 and reviewed_at is not null", &[&clinic.id]).await.len(), 0);
}
