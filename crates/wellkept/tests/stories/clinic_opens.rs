//! An owner opens a clinic on one page and stands in it a moment later.

use testkit::Site;

const FORM: &str = "form[action='/start']";

fn filled(email: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("name", "Rahma Family Clinic"),
        ("country", "PK"),
        ("time_zone", "Asia/Karachi"),
        ("currency", "PKR"),
        ("opens", "09:00"),
        ("closes", "17:00"),
        ("service", "Consultation"),
        ("minutes", "20"),
        ("price", "1500"),
        ("practitioner", "Dr Sana Malik"),
        ("owner", "Omar Aziz"),
        ("email", email),
        ("password", "a lantern over quiet water"),
        ("terms", "1"),
    ]
}

#[tokio::test]
async fn an_owner_opens_a_clinic_and_it_has_a_public_page() {
    let site = Site::open().await;
    let owner = site.visitor();
    let start = owner.get("/start").await.with_status(200);
    let arrived = owner.not_following().submit(&start, FORM, &filled("omar@opens.example")).await.with_status(303);
    assert_eq!(arrived.header("location"), "/today?welcome=1");

    owner.adds_app(site.clock()).await;
    let team = owner.get("/team").await.with_status(200);
    assert!(team.shows("Omar Aziz"), "the owner is signed in and on the team:\n{}", team.text());
    let slug: String =
        site.sql("select slug from clinic where name = 'Rahma Family Clinic' order by opened_at desc limit 1", &[]).await[0].get(0);
    let front = site.visitor().get(&format!("/c/{slug}")).await.with_status(200);
    assert!(front.shows("Rahma Family Clinic"));
}

#[tokio::test]
async fn what_was_typed_stays_when_something_is_wrong_and_nothing_is_written() {
    let site = Site::open().await;
    let owner = site.visitor();
    let mut values = filled("omar@wrong.example");
    values.retain(|(name, _)| !["name", "password", "closes"].contains(name));
    values.extend([("name", ""), ("password", "short"), ("closes", "08:00")]);
    let start = owner.get("/start").await;
    let again = owner.submit(&start, FORM, &values).await.with_status(422);
    assert_eq!(again.errors().len(), 3, "{:?}", again.errors());
    assert_eq!(again.field_value("practitioner").as_deref(), Some("Dr Sana Malik"));
    assert_eq!(again.field_value("email").as_deref(), Some("omar@wrong.example"));
    assert_eq!(again.field_value("password").as_deref(), Some(""), "a password is never sent back");

    let refused = site.visitor().sign_in("omar@wrong.example", "short").await;
    assert_eq!(refused.status, 422, "there is no such login");
}

#[tokio::test]
async fn the_form_sent_twice_opens_one_clinic() {
    let site = Site::open().await;
    let owner = site.visitor();
    let start = owner.get("/start").await;
    for _ in 0..2 {
        assert_eq!(owner.not_following().submit(&start, FORM, &filled("omar@twice.example")).await.status, 303);
    }
    let mine = owner.sign_in("omar@twice.example", "a lantern over quiet water").await;
    assert_ne!(mine.status, 422, "one login");
    let clinics: i64 = site
        .sql("select count(*) from membership where person_id in (select person_id from membership join clinic using (clinic_id) where slug = $1)", &[&slug_of(&owner, &site).await])
        .await[0]
        .get(0);
    assert_eq!(clinics, 1);
}

/// The clinic the browser is signed in to.
async fn slug_of(owner: &testkit::Browser, site: &Site) -> String {
    let value = owner.cookies().split("; ").find_map(|pair| pair.strip_prefix("session=").map(str::to_owned)).unwrap_or_default();
    let found = site
        .sql("select slug from clinic join session using (clinic_id) where token_hash = sha256(convert_to($1, 'UTF8'))", &[&value])
        .await;
    found[0].get(0)
}

#[tokio::test]
async fn the_practitioner_of_the_first_day_gets_a_login_and_keeps_the_calendar() {
    let site = Site::open().await;
    let owner = site.visitor();
    let start = owner.get("/start").await.with_status(200);
    owner.submit(&start, FORM, &filled("omar@calendar.example")).await;
    owner.adds_app(site.clock()).await;
    let team = owner.get("/team").await.with_status(200);
    let calendar = team.form("form[action='/team']").choices("calendar").into_iter().find(|id| !id.is_empty()).expect("Dr Sana's calendar");
    let person = [("name", "Sana Malik"), ("email", "sana@calendar.example"), ("role", "doctor"), ("calendar", calendar.as_str())];
    let invited = owner.submit(&team, "form[action='/team']", &person).await.with_status(200);
    assert!(!invited.has("#calendar"), "a calendar that is promised to somebody is offered to nobody else");
    let link = invited.attributes("#invitation-link", "href")[0].clone();
    let sana = site.visitor();
    let welcome = sana.get(&link).await.with_status(200);
    let today = sana.submit(&welcome, "main form", &[("password", "a lantern over still water")]).await.with_status(200);
    assert!(today.url.contains("/today"), "{}", today.url);
    let calendars = site
        .sql(
            "select count(*) from practitioner p join membership m using (clinic_id, practitioner_id) where p.practitioner_id = $1",
            &[&calendar.parse::<trust::clinics::PractitionerId>().unwrap()],
        )
        .await;
    assert_eq!(calendars[0].get::<_, i64>(0), 1);
    let again = sana.not_following().get(&link).await;
    assert_eq!(again.status, 404, "an invitation works once");
}
