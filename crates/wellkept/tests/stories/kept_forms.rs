//! The session runs out while somebody writes. Nothing they wrote is lost, it counts once, and nobody else sees it.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, PASSWORD, Page};

const INVITED: [(&str, &str); 3] = [("name", "Sami Noor"), ("email", "sami@invited.example"), ("role", "receptionist")];
const HERE: &str = "form[action='/sign-in']";

/// A clinic in which a password is enough, also for its owner: second factors have stories of their own.
async fn a_clinic() -> Clinic {
    let clinic = testkit::clinic().await;
    a_password_suffices(&clinic).await;
    clinic
}

async fn a_password_suffices(clinic: &Clinic) {
    clinic.sql("update clinic set kind = 'demo' where clinic_id = $1", &[&clinic.id]).await;
}

/// The owner has filled in an invitation; meanwhile the session ran out. What the browser gets when they send it.
async fn sent_too_late(clinic: &Clinic, owner: &Browser) -> (Page, Page) {
    let page = owner.get("/team").await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(16));
    let asked = owner.submit(&page, "form[action='/team']", &INVITED).await.with_status(401);
    assert_eq!(invitations(clinic).await, 0, "nothing took effect");
    (page, asked)
}

async fn invitations(clinic: &Clinic) -> i64 {
    clinic.sql("select count(*) from invitation where clinic_id = $1", &[&clinic.id]).await[0].get(0)
}

fn email(clinic: &Clinic, role: Role) -> String {
    clinic.who_is(role).email.clone()
}

async fn signs_in(browser: &Browser, asked: &Page, email: &str) -> Page {
    browser.submit(asked, HERE, &[("email", email), ("password", PASSWORD)]).await
}

#[tokio::test]
async fn a_form_sent_after_the_session_ran_out_comes_back_and_is_sent_once() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let (_, asked) = sent_too_late(&clinic, &owner).await;
    assert!(asked.shows("You are signed out") && asked.shows("Nothing is lost"), "{}", asked.text());
    assert!(!asked.html().contains("Sami") && !asked.html().contains("invited.example"), "sealed, not shown to whoever sits there");
    let wrong =
        owner.submit(&asked, HERE, &[("email", &email(&clinic, Role::Owner)), ("password", "not my password")]).await.with_status(422);
    let back = signs_in(&owner, &wrong, &email(&clinic, Role::Owner)).await.with_status(200);
    assert!(back.shows("What you wrote is here") && back.shows("Sami Noor"), "{}", back.text());
    let once = owner.submit(&back, "main form", &[]).await.with_status(200);
    assert!(once.has("#invitation-link"), "{}", once.text());
    owner.submit(&back, "main form", &[]).await.with_status(200);
    assert_eq!(invitations(&clinic).await, 1, "pressed twice, sent once");
}

#[tokio::test]
async fn another_person_at_the_same_desk_never_sees_it() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let (_, asked) = sent_too_late(&clinic, &owner).await;
    let desk = signs_in(&owner, &asked, &email(&clinic, Role::Receptionist)).await.with_status(200);
    assert_eq!(desk.url, "/today");
    assert!(!desk.html().contains("Sami"));
    // Nor by the way round for those who signed in in another tab.
    let refused = owner.submit(&asked, "form[action='/unsent']", &[]).await;
    assert!(refused.status == 403 && !refused.html().contains("Sami"), "{}", refused.text());
    // Nor with a form of their own and the value copied into it.
    let sealed = asked.form("form[action='/unsent']").value("unsent").unwrap().to_owned();
    let own = owner.get("/patients").await.field_value("_form").unwrap();
    let copied = owner.not_following().post_raw("/unsent", &[("_form", &own), ("unsent", &sealed)]).await;
    assert_eq!((copied.status, copied.header("location")), (303, "/today"));
    assert_eq!(invitations(&clinic).await, 0);
}

#[tokio::test]
async fn who_signed_in_in_another_tab_comes_back_to_it_too() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let (page, asked) = sent_too_late(&clinic, &owner).await;
    owner.submit(&asked, "form[action='/unsent']", &[]).await.with_status(401);
    owner.sign_in(&email(&clinic, Role::Owner), PASSWORD).await.with_status(200);
    let back = owner.submit(&asked, "form[action='/unsent']", &[]).await.with_status(200);
    owner.submit(&back, "main form[action='/team']", &[]).await.with_status(200);
    // The page that stayed open is still theirs; it is the same form, so it has had its effect.
    owner.submit(&page, "form[action='/team']", &INVITED).await.with_status(200);
    assert_eq!(invitations(&clinic).await, 1);
}

#[tokio::test]
async fn in_a_persons_other_clinic_it_is_neither_shown_nor_sent() {
    let clinic = a_clinic().await;
    let other = clinic.other().await;
    a_password_suffices(&other).await;
    let owner = clinic.owner();
    let (page, asked) = sent_too_late(&clinic, &owner).await;
    other.hires(clinic.who_is(Role::Owner).person, Role::Owner, "Omar Aziz").await;
    let choice = signs_in(&owner, &asked, &email(&clinic, Role::Owner)).await.with_status(200);
    let there = owner.submit(&choice, "main form", &[("clinic", &other.id.to_string())]).await;
    assert!(there.status == 200 && there.url == "/today" && !there.html().contains("Sami"), "{} {}", there.url, there.text());
    owner.submit(&page, "form[action='/team']", &INVITED).await.with_status(403);
    assert_eq!(invitations(&clinic).await + invitations(&other).await, 0);
}

#[tokio::test]
async fn a_forged_or_changed_value_is_nothing() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let (_, asked) = sent_too_late(&clinic, &owner).await;
    let sealed = asked.form("form[action='/unsent']").value("unsent").unwrap().to_owned();
    owner.sign_in(&email(&clinic, Role::Owner), PASSWORD).await.with_status(200);
    let form = owner.get("/patients").await.field_value("_form").unwrap();
    let shown = async |value: &str| owner.not_following().post_raw("/unsent", &[("_form", &form), ("unsent", value)]).await.status == 200;
    assert!(shown(&sealed).await, "the honest value");
    for at in [0, 21, 22, 60, sealed.len() / 2, sealed.len() - 2] {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert!(!shown(std::str::from_utf8(&changed).unwrap()).await, "character {at}");
    }
    for nonsense in ["", "x", "AAAA", &"A".repeat(4000), "../../etc/passwd"] {
        assert!(!shown(nonsense).await, "{nonsense}");
    }
}

#[tokio::test]
async fn an_hour_later_it_is_over() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let (_, asked) = sent_too_late(&clinic, &owner).await;
    clinic.clock.advance(SignedDuration::from_mins(60));
    let home = signs_in(&owner, &asked, &email(&clinic, Role::Owner)).await.with_status(200);
    assert!(home.url == "/today" && !home.html().contains("Sami"));
}

#[tokio::test]
async fn what_another_site_sends_or_nobody_was_shown_is_not_kept() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let form = owner.get("/team").await.form("form[action='/team']").value("_form").unwrap().to_owned();
    clinic.clock.advance(SignedDuration::from_mins(16));
    let fields = [("_form", form.as_str()), ("name", "Eve"), ("email", "eve@x.example"), ("role", "owner")];
    for page in [
        owner.post_from_elsewhere("/team", &fields).await,
        owner.post_raw("/team", &[("_form", "A"), ("name", "Eve")]).await,
        owner.post_raw("/team", &[("name", "Eve")]).await,
        clinic.visitor().post_raw("/team", &fields).await,
    ] {
        assert!(page.status == 401 && !page.has("[name='unsent']"), "{}", page.text());
    }
}

#[tokio::test]
async fn passwords_are_not_handed_back_and_a_file_is_chosen_again() {
    let clinic = a_clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/team").await.with_status(200);
    let import = owner.get("/import").await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(16));
    let asked = owner.submit_with(&page, "form[action='/team']", &INVITED, &[("password", PASSWORD)]).await.with_status(401);
    let back = signs_in(&owner, &asked, &email(&clinic, Role::Owner)).await.with_status(200);
    assert!(back.html().contains("Sami Noor") && !back.html().contains(PASSWORD));
    clinic.clock.advance(SignedDuration::from_mins(16));
    let file = owner.submit_files(&import, "main form", &[], &[("files", "one.json", b"{}".to_vec())]).await.with_status(401);
    assert!(file.shows("A file has to be chosen again"), "{}", file.text());
}

#[tokio::test]
async fn a_member_suspended_with_an_open_form_sends_nothing_any_more() {
    let clinic = a_clinic().await;
    let desk = clinic.reception();
    let page = desk.get("/patients").await.with_status(200);
    clinic.sql("update membership set state = 'suspended' where clinic_id = $1 and role = 'receptionist'", &[&clinic.id]).await;
    let asked = desk.submit(&page, "form[action='/patients/search']", &[]).await.with_status(401);
    let refused = signs_in(&desk, &asked, &email(&clinic, Role::Receptionist)).await.with_status(422);
    assert_eq!(refused.errors().len(), 1);
    assert_eq!(desk.submit(&asked, "form[action='/unsent']", &[]).await.status, 401);
    let row = clinic.sql("select count(*) from membership where clinic_id = $1 and role = 'receptionist'", &[&clinic.id]).await;
    assert_eq!(row[0].get::<_, i64>(0), 1, "everything of theirs is still there");
}

#[tokio::test]
async fn a_long_text_in_urdu_comes_back_as_it_was_written() {
    let clinic = a_clinic().await;
    let doctor = clinic.practitioner();
    let form = doctor.get("/patients").await.field_value("_form").unwrap();
    clinic.clock.advance(SignedDuration::from_mins(16));
    let text = "مریض کو پانچ دن سے کھانسی ہے۔\r\n<b>\"quoted\" & more</b> ".repeat(900);
    let path = "/encounters/enc_00000000000000000000000000000000/draft";
    let asked = doctor.post_raw(path, &[("_form", &form), ("subjective", &text)]).await.with_status(401);
    let back = signs_in(&doctor, &asked, &email(&clinic, Role::Doctor)).await.with_status(200);
    let same = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(same(back.form("main form").value("subjective").unwrap()), same(&text));
    assert_eq!(back.form("main form").action, path);
    assert_eq!(back.form("main form").value("_form"), Some(form.as_str()), "one form, one effect");
    let longer = "x".repeat(300 * 1024);
    clinic.clock.advance(SignedDuration::from_mins(16));
    let asked = doctor.post_raw(path, &[("_form", &form), ("subjective", &longer)]).await.with_status(401);
    assert!(!asked.has("[name='unsent']"), "what nobody typed is not carried about");
}
