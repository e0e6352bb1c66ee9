//! Keeps: "Any account may use multi-factor log-in" (MDR-IDN-01). Everybody can add an app and is then asked for its code; owners must, and so
//! must everybody where an owner says so; codes are taken once and are not guessed; nothing half done is a session.

use jiff::SignedDuration;
use kernel::{Role, http::Access};
use testkit::{App, Browser, Clinic, PASSWORD, Page, Site};

const SECOND: &str = "form[action='/sign-in/second']";

fn half_a_minute(clinic: &Clinic) {
    clinic.clock.advance(SignedDuration::from_secs(30));
}

/// Whether the browser holds a session of any kind.
fn sits(browser: &Browser) -> bool {
    browser.cookies().contains("session")
}

/// A browser in which the password was typed, and the page that asks for more.
async fn at_the_second_step(clinic: &Clinic, role: Role) -> (Browser, Page) {
    // A moment later than what was before, so that the newest session is the newest in the table too.
    clinic.clock.advance(SignedDuration::from_secs(1));
    let browser = clinic.visitor();
    let page = browser.sign_in(&clinic.who_is(role).email, PASSWORD).await.with_status(200);
    assert!(page.has(SECOND), "asked for a second thing:\n{}", page.text());
    (browser, page)
}

async fn proofs(clinic: &Clinic, role: Role) -> Vec<String> {
    let question = "select proof from session where clinic_id = $1 and person_id = $2 order by started_at desc, session_id desc";
    clinic.sql(question, &[&clinic.id, &clinic.who_is(role).person]).await.iter().map(|row| row.get(0)).collect()
}

async fn events(clinic: &Clinic, role: Role, act: &str, outcome: &str) -> i64 {
    let question = "select count(*) from account_event where person_id = $1 and act = $2 and outcome = $3";
    clinic.sql(question, &[&clinic.who_is(role).person, &act, &outcome]).await[0].get(0)
}

#[tokio::test]
async fn every_role_can_add_an_app_and_is_then_asked_for_its_code() {
    let clinic = testkit::clinic().await;
    for role in Role::ALL {
        let app = clinic.member(role).adds_app(&clinic.clock).await;
        assert_eq!(app.recovery.len(), 10, "{role:?}");
        half_a_minute(&clinic);
        let (browser, page) = at_the_second_step(&clinic, role).await;
        assert!(!sits(&browser), "a password alone begins no session");
        assert_eq!(browser.not_following().get("/patients").await.status, 303);
        let wrong = browser.submit(&page, SECOND, &[("code", "000000")]).await.with_status(422);
        assert!(wrong.errors().len() == 1 && !sits(&browser));
        browser.submit(&wrong, SECOND, &[("code", &app.code())]).await.with_status(200);
        browser.get("/patients").await.with_status(200);
        assert_eq!(proofs(&clinic, role).await[0], "second_factor");
        assert_eq!(events(&clinic, role, "identity.add_app", "done").await, 1);
        assert_eq!(events(&clinic, role, "identity.prove_code", "refused").await, 1);
        half_a_minute(&clinic);
    }
}

#[tokio::test]
async fn a_code_is_taken_once_even_by_two_at_the_same_moment() {
    let clinic = testkit::clinic().await;
    let app = clinic.reception().adds_app(&clinic.clock).await;
    let confirmed_with = app.code();
    let (first, page) = at_the_second_step(&clinic, Role::Receptionist).await;
    first.submit(&page, SECOND, &[("code", &confirmed_with)]).await.with_status(422);
    half_a_minute(&clinic);
    let (second, other) = at_the_second_step(&clinic, Role::Receptionist).await;
    let code = app.code();
    let filled = [("code", code.as_str())];
    let (one, two) = tokio::join!(first.submit(&page, SECOND, &filled), second.submit(&other, SECOND, &filled));
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [200, 422], "an overheard code lets nobody else in");
    half_a_minute(&clinic);
    let (third, page) = at_the_second_step(&clinic, Role::Receptionist).await;
    third.submit(&page, SECOND, &[("code", &code)]).await.with_status(422);
    third.submit(&page, SECOND, &[("code", &app.code().chars().map(urdu).collect::<String>())]).await.with_status(200);
}

/// A digit as an Urdu keyboard types it.
fn urdu(digit: char) -> char {
    char::from_u32(0x6f0 + digit.to_digit(10).unwrap()).unwrap()
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_says_how_many_are_left() {
    let clinic = testkit::clinic().await;
    let app = clinic.practitioner().adds_app(&clinic.clock).await;
    let kept = clinic.sql("select code_hash from person_recovery_code where person_id = $1", &[&clinic.who_is(Role::Doctor).person]).await;
    let plain = app.recovery[0].replace('-', "");
    assert!(
        kept.len() == 10 && kept.iter().all(|row| row.get::<_, Vec<u8>>(0).len() == 16 && row.get::<_, Vec<u8>>(0) != plain.as_bytes())
    );
    let (browser, page) = at_the_second_step(&clinic, Role::Doctor).await;
    let account = browser.submit(&page, SECOND, &[("code", &app.recovery[0].to_uppercase())]).await.with_status(200);
    assert!(account.shows("9 codes are left"), "{}", account.text());
    assert_eq!(proofs(&clinic, Role::Doctor).await[0], "recovery");
    assert_eq!(events(&clinic, Role::Doctor, "identity.use_recovery_code", "done").await, 1);
    let told = clinic.letters_to(&clinic.who_is(Role::Doctor).email).await;
    assert!(told.iter().any(|kept| kept.letter.plain().contains("Codes left: 9")), "whose login it is hears of it");
    let (again, page) = at_the_second_step(&clinic, Role::Doctor).await;
    again.submit(&page, SECOND, &[("code", &app.recovery[0])]).await.with_status(422);
    let renewed = browser.submit(&account, "form[action='/me/security/codes']", &[]).await.with_status(200);
    assert_eq!(renewed.count("ol.codes li"), 10);
    again.submit(&page, SECOND, &[("code", &app.recovery[1])]).await.with_status(422);
    again.submit(&page, SECOND, &[("code", &renewed.words("ol.codes li")[1])]).await.with_status(200);
}

#[tokio::test]
async fn an_owner_without_a_factor_is_led_to_set_one_up_and_nowhere_else() {
    let clinic = testkit::clinic().await;
    let owner = clinic.visitor();
    let led = owner.sign_in(&clinic.who_is(Role::Owner).email, PASSWORD).await.with_status(200);
    assert!(led.url.starts_with("/me/security") && led.shows("Set up a second factor"), "{}", led.text());
    for route in clinic.site.routes() {
        let plain = matches!(route.access, Access::Staff(_)) && !route.path.contains('{');
        if !plain
            || route.path == "/prove"
            || (route.path.starts_with("/me/security") && !route.path.ends_with("/password") && !route.path.ends_with("/clinic"))
        {
            continue;
        }
        let asking = owner.not_following();
        let page = match route.method {
            "GET" => asking.get(route.path).await,
            _ if route.path == "/sign-out" => continue,
            _ => asking.post_raw(route.path, &[]).await,
        };
        assert_eq!((page.status, page.header("location")), (303, "/me/security"), "{} {}", route.method, route.path);
    }
    owner.adds_app(&clinic.clock).await;
    owner.get("/team").await.with_status(200);
    assert_eq!(proofs(&clinic, Role::Owner).await[0], "second_factor");
}

#[tokio::test]
async fn the_sitting_that_owes_a_factor_can_be_left_and_a_demonstration_owes_none() {
    let clinic = testkit::clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    let owner = clinic.visitor();
    let led = owner.sign_in(&email, PASSWORD).await.with_status(200);
    let out = owner.submit(&led, "form[action='/sign-out']", &[]).await.with_status(200);
    assert!(out.url.starts_with("/sign-in"));
    for kind in ["demo", "canary"] {
        clinic.sql("update clinic set kind = $2 where clinic_id = $1", &[&clinic.id, &kind]).await;
        let page = clinic.visitor().sign_in(&email, PASSWORD).await.with_status(200);
        assert_eq!(page.url, "/today", "its passwords are public ({kind})");
    }
}

#[tokio::test]
async fn where_the_owner_says_so_everybody_needs_one() {
    let clinic = testkit::clinic().await;
    let desk = clinic.visitor();
    desk.sign_in(&clinic.who_is(Role::Receptionist).email, PASSWORD).await.with_status(200);
    desk.get("/today").await.with_status(200);
    let settings = clinic.owner().get("/settings/security").await.with_status(200);
    let saved = clinic.owner().submit(&settings, "form[action='/settings/security/factor']", &[("for_all", "1")]).await.with_status(200);
    assert_eq!(saved.field_value("for_all").as_deref(), Some("1"));
    assert_eq!(desk.not_following().get("/today").await.header("location"), "/me/security", "at the next click");
    desk.adds_app(&clinic.clock).await;
    desk.get("/today").await.with_status(200);
    desk.get("/settings/security").await.with_status(404);
    let trail = clinic.sql("select 1 from audit_leaf where clinic_id = $1 and act = 'identity.require_factor'", &[&clinic.id]).await;
    assert_eq!(trail.len(), 1);
}

#[tokio::test]
async fn six_guesses_in_half_a_minute_are_one_too_many_wherever_they_come_from() {
    let clinic = testkit::clinic().await;
    let app = clinic.reception().adds_app(&clinic.clock).await;
    half_a_minute(&clinic);
    let (guesser, page) = at_the_second_step(&clinic, Role::Receptionist).await;
    for guess in ["000001", "000002", "000003", "nonsense", "000005"] {
        guesser.submit(&page, SECOND, &[("code", guess)]).await.with_status(422);
    }
    let (other, second) = at_the_second_step(&clinic, Role::Receptionist).await;
    assert_eq!(other.submit(&second, SECOND, &[("code", &app.code())]).await.status, 429, "even a right one, from anywhere");
    half_a_minute(&clinic);
    other.submit(&second, SECOND, &[("code", &app.code())]).await.with_status(200);
    for _ in 0..6 {
        half_a_minute(&clinic);
        let (guesser, page) = at_the_second_step(&clinic, Role::Receptionist).await;
        for _ in 0..5 {
            guesser.submit(&page, SECOND, &[("code", "000000")]).await.with_status(422);
        }
    }
    half_a_minute(&clinic);
    let (patient, page) = at_the_second_step(&clinic, Role::Receptionist).await;
    assert_eq!(patient.submit(&page, SECOND, &[("code", &app.code())]).await.status, 429, "thirty an hour");
    patient.submit(&page, SECOND, &[("code", &app.recovery[0])]).await.with_status(200);
}

#[tokio::test]
async fn a_second_step_is_over_after_five_minutes_and_after_one_use() {
    let clinic = testkit::clinic().await;
    let app = clinic.reception().adds_app(&clinic.clock).await;
    half_a_minute(&clinic);
    let (browser, page) = at_the_second_step(&clinic, Role::Receptionist).await;
    browser.submit(&page, SECOND, &[("code", &app.code())]).await.with_status(200);
    half_a_minute(&clinic);
    let thief = clinic.visitor();
    let used = thief.submit(&page, SECOND, &[("code", &app.code())]).await.with_status(422);
    assert!(used.shows("Sign in again") && !sits(&thief), "{}", used.text());
    let (slow, page) = at_the_second_step(&clinic, Role::Receptionist).await;
    clinic.clock.advance(SignedDuration::from_mins(5));
    slow.submit(&page, SECOND, &[("code", &app.code())]).await.with_status(422);
    let forged = slow.submit_with(&page, SECOND, &[("code", &app.code()), ("step", "nonsense")], &[]).await;
    assert_eq!(forged.status, 422);
    let left = clinic.sql("select 1 from ticket where token_hash is null", &[]).await;
    assert!(left.is_empty());
}

#[tokio::test]
async fn the_last_factor_of_who_must_have_one_stays() {
    let clinic = testkit::clinic().await;
    for (role, goes) in [(Role::Owner, false), (Role::Nurse, true)] {
        let browser = clinic.member(role);
        browser.adds_app(&clinic.clock).await;
        let account = browser.get("/me/security").await;
        let after = browser.submit(&account, "form[action$='/app/remove']", &[]).await.with_status(200);
        assert_eq!(after.has("form[action$='/app/remove']"), !goes, "{role:?}:\n{}", after.text());
        assert_eq!(events(&clinic, role, "identity.remove_app", "done").await, i64::from(goes));
        let codes = clinic.sql("select 1 from person_recovery_code where person_id = $1", &[&clinic.who_is(role).person]).await;
        assert_eq!(codes.len(), if goes { 0 } else { 10 }, "codes go with the last factor");
    }
}

#[tokio::test]
async fn a_login_changes_only_within_ten_minutes_of_a_proof() {
    let clinic = testkit::clinic().await;
    let nurse = clinic.member(Role::Nurse);
    let account = nurse.get("/me/security").await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(10));
    for action in ["/me/security/app", "/me/security/app/confirm", "/me/security/app/remove", "/me/security/codes", "/me/security/password"]
    {
        let form = account.field_value("_form").unwrap();
        let page = nurse.not_following().post_raw(action, &[("_form", &form)]).await;
        assert_eq!(page.status, 403, "{action}");
    }
    let added = clinic.sql("select 1 from person_totp where person_id = $1", &[&clinic.who_is(Role::Nurse).person]).await;
    assert!(added.is_empty());
}

#[tokio::test]
async fn a_new_password_wants_the_old_one_and_ends_the_other_sessions() {
    let clinic = testkit::clinic().await;
    let elsewhere = clinic.visitor();
    let email = clinic.who_is(Role::Billing).email.clone();
    elsewhere.sign_in(&email, PASSWORD).await.with_status(200);
    let here = clinic.member(Role::Billing);
    let page = here.get("/me/security/password").await.with_status(200);
    let new = "seven lanterns over still water";
    let wrong = here.submit(&page, "main form", &[("old", "not the old one at all"), ("password", new)]).await.with_status(422);
    assert_eq!(wrong.errors().len(), 1);
    elsewhere.get("/patients").await.with_status(200);
    here.submit(&page, "main form", &[("old", PASSWORD), ("password", new)]).await.with_status(200);
    here.get("/patients").await.with_status(200);
    assert_eq!(elsewhere.not_following().get("/patients").await.status, 303, "signed out");
    clinic.visitor().sign_in(&email, PASSWORD).await.with_status(422);
    clinic.visitor().sign_in(&email, new).await.with_status(200);
    assert_eq!(events(&clinic, Role::Billing, "identity.change_password", "done").await, 1);
}

#[tokio::test]
async fn who_works_in_two_clinics_chooses_one_after_both_steps() {
    let site = Site::open().await;
    let (one, two) = (site.clinic().await, site.clinic().await);
    let person = one.who_is(Role::Receptionist).person;
    one.sql("insert into membership select $2, person_id, role, name, state, null, since from membership where clinic_id = $1 and person_id = $3", &[
        &one.id, &two.id, &person,
    ])
    .await;
    let app = one.reception().adds_app(&one.clock).await;
    half_a_minute(&one);
    let (browser, page) = at_the_second_step(&one, Role::Receptionist).await;
    let choice = browser.submit(&page, SECOND, &[("code", &app.code())]).await.with_status(200);
    assert!(!sits(&browser) && choice.count("[name=clinic]") == 2, "{}", choice.text());
    let in_two = [("clinic", two.id.to_string())];
    let in_two: Vec<(&str, &str)> = in_two.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sat_down = browser.not_following().submit(&choice, "main form", &in_two).await.with_status(303);
    assert!(sat_down.header("location") == "/today" && sits(&browser));
    let begun =
        one.sql("select 1 from session where clinic_id = $1 and person_id = $2 and proof = 'second_factor'", &[&two.id, &person]).await;
    assert_eq!(begun.len(), 1);
    let again = site.visitor().submit(&choice, "main form", &in_two).await;
    assert_eq!(again.status, 422, "the choice is made once");
}

#[tokio::test]
async fn whoever_a_login_belongs_to_is_written_to_when_it_changes() {
    let clinic = testkit::clinic().await;
    let nurse = clinic.member(Role::Nurse);
    nurse.adds_app(&clinic.clock).await;
    let account = nurse.get("/me/security").await;
    nurse.submit(&account, "form[action='/me/security/codes']", &[]).await.with_status(200);
    nurse.submit(&account, "form[action$='/app/remove']", &[]).await.with_status(200);
    let question = "select kind from letter where person_id = $1 order by kind";
    let kinds: Vec<String> = clinic.sql(question, &[&clinic.who_is(Role::Nurse).person]).await.iter().map(|row| row.get(0)).collect();
    assert_eq!(kinds, ["factor_added", "factor_added", "factor_removed"]);
}

#[tokio::test]
async fn an_app_is_replaced_by_its_successor_and_its_secret_is_sealed() {
    let clinic = testkit::clinic().await;
    let nurse = clinic.member(Role::Nurse);
    let old = nurse.adds_app(&clinic.clock).await;
    half_a_minute(&clinic);
    let new: App = nurse.adds_app(&clinic.clock).await;
    assert!(new.recovery.is_empty(), "who has codes keeps them");
    half_a_minute(&clinic);
    let (browser, page) = at_the_second_step(&clinic, Role::Nurse).await;
    browser.submit(&page, SECOND, &[("code", &old.code())]).await.with_status(422);
    browser.submit(&page, SECOND, &[("code", &new.code())]).await.with_status(200);
    let kept = clinic.sql("select secret from person_totp where person_id = $1", &[&clinic.who_is(Role::Nurse).person]).await;
    let bytes: Vec<u8> = kept[0].get(0);
    assert!(kept.len() == 1 && !bytes.windows(8).any(|eight| new.secret().as_bytes().windows(8).any(|part| part == eight)));
}

#[tokio::test]
async fn at_a_bare_address_passkeys_are_not_offered_and_a_made_up_answer_opens_nothing() {
    let clinic = testkit::clinic().await;
    let account = clinic.reception().get("/me/security").await.with_status(200);
    assert!(account.shows("reached by a number") && !account.has("form[action='/me/security/passkey']"), "{}", account.text());
    let visitor = clinic.visitor();
    let page = visitor.get("/sign-in").await.with_status(200);
    assert!(!page.has("[data-passkey]") && !page.has("script[src*='passkeys']"));
    let form = page.field_value("_form").unwrap();
    visitor.post_raw("/sign-in/passkey/ask", &[("_form", &form)]).await.with_status(404);
    let answer =
        r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"authenticatorData":"","clientDataJSON":"","signature":""}}"#;
    let made_up = [("_form", form.as_str()), ("ticket", "nonsense"), ("answer", answer)];
    visitor.post_raw("/sign-in/passkey", &made_up).await.with_status(422);
    assert!(!sits(&visitor));
}
