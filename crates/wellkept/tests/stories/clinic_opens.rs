//! An owner opens a clinic on one page and stands in it a moment later.

use testkit::Site;

const FORM: &str = "form[action='/start']";

/// The password once more, on the page behind the letter.
const CHOSEN: [(&str, &str); 1] = [("password", "a lantern over quiet water")];

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

/// The link of the letter that came to an address.
async fn link_in_letter(site: &Site, email: &str) -> String {
    let letters = site.letters_to(email).await;
    let newest = letters.last().unwrap();
    let text = newest.letter.plain();
    let at = text.find("/start/").unwrap();
    text[at..].split_whitespace().next().unwrap_or_default().to_owned()
}

/// Fills in the form and opens the clinic from the letter.
async fn opens(site: &Site, owner: &testkit::Browser, email: &str) -> testkit::Page {
    let start = owner.get("/start").await.with_status(200);
    let sent = owner.submit(&start, FORM, &filled(email)).await.with_status(200);
    assert!(sent.shows("Look at your e-mail") && sent.shows(email), "{}", sent.text());
    let link = link_in_letter(site, email).await;
    let waiting = owner.get(&link).await.with_status(200);
    owner.not_following().submit(&waiting, "form[action^='/start/']", &CHOSEN).await
}

#[tokio::test]
async fn an_owner_opens_a_clinic_from_the_letter_and_it_has_a_public_page() {
    let site = Site::open().await;
    let owner = site.visitor();
    let arrived = opens(&site, &owner, "omar@opens.example").await.with_status(303);
    assert_eq!(arrived.header("location"), "/today?welcome=1");

    owner.adds_app(site.clock()).await;
    let team = owner.get("/team").await.with_status(200);
    assert!(team.shows("Omar Aziz"), "the owner is signed in and on the team:\n{}", team.text());
    let slug = slug_of(&owner, &site).await;
    let front = site.visitor().get(&format!("/c/{slug}")).await.with_status(200);
    assert!(front.shows("Rahma Family Clinic"));
    let accepted =
        site.sql("select version, t.language from terms_accepted t join clinic using (clinic_id) where slug = $1", &[&slug]).await;
    assert_eq!(accepted.len(), 1);
    assert_eq!((accepted[0].get::<_, &str>(0), accepted[0].get::<_, &str>(1)), (trust::clinics::terms::VERSION, "en"));
}

#[tokio::test]
async fn before_the_letter_is_read_there_is_no_clinic_and_no_login() {
    let site = Site::open().await;
    let owner = site.visitor();
    let start = owner.get("/start").await.with_status(200);
    owner.submit(&start, FORM, &filled("omar@waits.example")).await.with_status(200);
    let link = link_in_letter(&site, "omar@waits.example").await;
    // Programs that look through letters open links; that opens nothing.
    site.visitor().get(&link).await.with_status(200);
    assert_eq!(site.visitor().sign_in("omar@waits.example", "a lantern over quiet water").await.status, 422);
    let kept = site
        .sql(
            "select body from account_link where purpose = 'opening' and body is not null order by created_at desc, link_id desc limit 1",
            &[],
        )
        .await;
    assert!(!String::from_utf8_lossy(&kept[0].get::<_, Vec<u8>>(0)).contains("Rahma"), "what waits is sealed");
    site.clock().advance(jiff::SignedDuration::from_hours(24));
    let over = site.visitor().get(&link).await.with_status(404);
    assert!(over.shows("This link does not open anything any more") && over.has("a[href='/start']"));
}

#[tokio::test]
async fn a_link_opens_one_clinic_and_a_forged_one_none() {
    let site = Site::open().await;
    let owner = site.visitor();
    let start = owner.get("/start").await.with_status(200);
    owner.submit(&start, FORM, &filled("omar@once.example")).await.with_status(200);
    let link = link_in_letter(&site, "omar@once.example").await;
    let pages = [owner.get(&link).await, site.visitor().get(&link).await];
    owner.not_following().submit(&pages[0], "form[action^='/start/']", &CHOSEN).await.with_status(303);
    site.visitor().not_following().submit(&pages[1], "form[action^='/start/']", &CHOSEN).await.with_status(404);
    let forged = format!("{}x", &link[..link.len() - 1]);
    site.visitor().get(&forged).await.with_status(404);
    site.visitor().get("/start/nothing").await.with_status(404);
    let clinics = site.sql("select count(*) from membership m join session s using (clinic_id, person_id) where role = 'owner' and s.clinic_id = (select clinic_id from clinic where slug = $1)", &[&slug_of(&owner, &site).await]).await;
    assert_eq!(clinics[0].get::<_, i64>(0), 1);
}

#[tokio::test]
async fn the_page_does_not_tell_that_somebody_signs_in_with_an_address_and_a_stranger_cannot_open_with_it() {
    let site = Site::open().await;
    let clinic = site.clinic().await;
    let known = clinic.who_is(kernel::Role::Receptionist).email.clone();
    let visitor = site.visitor();
    let mut pages = Vec::new();
    for email in [known.as_str(), "nobody@unknown.example"] {
        let start = visitor.get("/start").await;
        let sent = visitor.submit(&start, FORM, &filled(email)).await.with_status(200);
        pages.push(sent.text().replace(email, "…"));
    }
    assert_eq!(pages[0], pages[1]);
    // Only the letter tells them; behind it they enter the password they have.
    let link = link_in_letter(&site, &known).await;
    let waiting = visitor.get(&link).await.with_status(200);
    let wrong = visitor.submit(&waiting, "form[action^='/start/']", &[("password", "a lantern over quiet water")]).await.with_status(422);
    assert!(wrong.has("#password-e"), "the password that was typed into the form is nobody's");
    let opened =
        visitor.not_following().submit(&wrong, "form[action^='/start/']", &[("password", testkit::PASSWORD)]).await.with_status(303);
    assert_eq!(opened.header("location"), "/today?welcome=1");
}

#[tokio::test]
async fn a_stranger_who_fills_in_somebody_elses_address_gets_no_login_out_of_their_letter() {
    let site = Site::open().await;
    let stranger = site.visitor();
    let start = stranger.get("/start").await.with_status(200);
    stranger.submit(&start, FORM, &filled("victim@unknown.example")).await.with_status(200);
    let link = link_in_letter(&site, "victim@unknown.example").await;
    // Whoever reads the letter presses the button, and does not know the stranger's password.
    let victim = site.visitor();
    let waiting = victim.get(&link).await.with_status(200);
    for password in ["", "one of the victim's own"] {
        let refused = victim.submit(&waiting, "form[action^='/start/']", &[("password", password)]).await.with_status(422);
        assert!(refused.shows("nothing is opened"), "{}", refused.text());
    }
    assert!(stranger.sign_in("victim@unknown.example", CHOSEN[0].1).await.shows("not right"), "no login was made");
    // The link still works for who filled in the form, if they read the mailbox.
    victim.not_following().submit(&waiting, "form[action^='/start/']", &CHOSEN).await.with_status(303);
}

#[tokio::test]
async fn an_owner_is_asked_to_accept_a_new_version_and_nobody_is_shut_out() {
    let site = Site::open().await;
    let owner = site.visitor();
    opens(&site, &owner, "omar@terms.example").await.with_status(303);
    owner.adds_app(site.clock()).await;
    assert!(!owner.get("/clinic").await.with_status(200).has("#terms"), "this version was accepted");
    let clinic = site.clinic().await;
    let page = clinic.owner().get("/clinic").await.with_status(200);
    assert!(page.has("#terms"), "this clinic never accepted one");
    let done = clinic.owner().submit(&page, "#terms form", &[]).await.with_status(200);
    assert!(!done.has("#terms"));
    let row = &clinic.sql("select version, person_id from terms_accepted where clinic_id = $1", &[&clinic.id]).await[0];
    assert_eq!(row.get::<_, &str>(0), trust::clinics::terms::VERSION);
    assert_eq!(row.get::<_, uuid::Uuid>(1), kernel::id::Id::uuid(clinic.who_is(kernel::Role::Owner).person));
}

#[tokio::test]
async fn the_terms_are_readable_and_change_only_with_their_version() {
    let site = Site::open().await;
    for (language, begins) in [("en", "Who agrees"), ("ur", "کون متفق ہوتا ہے")] {
        let page = site.visitor().speaking(language).get("/terms").await.with_status(200);
        assert!(page.shows(begins), "{}", page.text());
        assert_eq!(page.count("main section h2"), trust::clinics::terms::PARTS.len());
    }
    // A changed sentence needs another VERSION (crates/trust/src/clinics/terms.rs) and then these two.
    let languages = std::sync::Arc::new(wellkept::words::languages().unwrap());
    for (language, wanted) in [
        (kernel::language::Language::English, "a7cf69873ea8fb13b4c3a1b903ea167727847457ae110ed288ec20b2c1b095eb"),
        (kernel::language::Language::Urdu, "ff14f117023f6187463c62a0ee7d67c6ae37f7f74436668d363f93600fb51ccf"),
    ] {
        let speech = kernel::language::Speech::new(languages.clone(), language, jiff::tz::TimeZone::UTC);
        let text: String = trust::clinics::terms::Accepted::now(&speech).text.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((trust::clinics::terms::VERSION, text.as_str()), ("2026-11-25", wanted), "{language:?}");
    }
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
async fn the_form_sent_twice_is_one_letter() {
    let site = Site::open().await;
    let owner = site.visitor();
    let start = owner.get("/start").await;
    for _ in 0..2 {
        owner.submit(&start, FORM, &filled("omar@twice.example")).await.with_status(200);
    }
    assert_eq!(site.letters_to("omar@twice.example").await.len(), 1);
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
    opens(&site, &owner, "omar@calendar.example").await.with_status(303);
    owner.adds_app(site.clock()).await;
    let team = owner.get("/team").await.with_status(200);
    let calendar = team.form("form[action='/team']").choices("calendar").into_iter().find(|id| !id.is_empty()).expect("Dr Sana's calendar");
    let person = [("name", "Sana Malik"), ("email", "sana@calendar.example"), ("role", "doctor"), ("calendar", calendar.as_str())];
    let invited = owner.submit(&team, "form[action='/team']", &person).await.with_status(200);
    assert!(!invited.has("#calendar"), "a calendar that is promised to somebody is offered to nobody else");
    let link = invited.attributes("#invitation-link", "href")[0].clone();
    let letters = site.letters_to("sana@calendar.example").await;
    assert!(letters[0].letter.plain().contains(&link), "the same link stands in a letter to her:\n{}", letters[0].letter.plain());
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
