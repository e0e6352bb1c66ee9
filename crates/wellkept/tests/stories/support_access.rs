//! Keeps: "Our staff see patient data only for support, with your clinic owner's written leave, for 72 hours at most, revocable
//! at once" (MBP-SUP-02). An operator asks, an owner signs, and what is opened is listed.

use jiff::SignedDuration;
use kernel::Role;
use office::operator::add;
use testkit::{Browser, Clinic, Must as _, Operator, clinic, ground};

/// A clinic with a patient today, and an operator with leave to look at these things.
async fn with_leave(scopes: &[&str], hours: u32) -> (Clinic, Operator) {
    let clinic = clinic().await;
    clinic.patient("Mia Rahman").books().await;
    let robin = clinic.site.operator().await;
    robin.asks(&clinic, scopes, hours).await.with_status(200);
    clinic.owner_signs().await.with_status(200);
    (clinic, robin)
}

async fn chart_of_mia(clinic: &Clinic) -> String {
    let rows = clinic.sql("select patient_id from patient where clinic_id = $1 limit 1", &[&clinic.id]).await;
    let id: uuid::Uuid = rows[0].get(0);
    format!("/patients/pat_{}", id.simple())
}

/// The leave's page, as the clinic reads it.
async fn list(clinic: &Clinic) -> testkit::Page {
    let all = clinic.owner().get("/support").await.with_status(200);
    let page = all.attributes("article a[href^='/support/']", "href");
    clinic.owner().get(&page[0]).await.with_status(200)
}

fn is_out(page: &testkit::Page) -> bool {
    page.status == 303 && page.header("location").starts_with("/sign-in")
}

#[tokio::test]
async fn an_operator_asks_an_owner_signs_and_every_look_is_listed() {
    let clinic = clinic().await;
    clinic.patient("Mia Rahman").books().await;
    let robin = clinic.site.operator().await;

    let asked = robin.asks(&clinic, &["schedule"], 4).await.with_status(200);
    assert!(asked.shows("Waiting for an answer"), "{}", asked.text());
    assert!(!asked.has("form[action$='/enter']"), "asking opens nothing");
    assert!(clinic.owner().get("/today").await.shows("asks for leave to look into this clinic"));
    assert!(!clinic.reception().get("/today").await.shows("asks for leave"), "only owners answer");

    let owner = &clinic.who_is(Role::Owner).email;
    assert!(clinic.letters_to(owner).await[0].letter.subject().contains("Support asks to look into"));

    let question = clinic.owner().get("/support").await.with_status(200);
    for words in [robin.name.as_str(), "The day's list looks wrong", "Schedule", "4 hours"] {
        assert!(question.shows(words), "{words}: {}", question.text());
    }
    clinic.owner_signs().await.with_status(200);
    assert!(clinic.letters_to(owner).await.iter().any(|kept| kept.letter.subject().contains("Support can look into")));
    for role in [Role::Receptionist, Role::Doctor] {
        let today = clinic.member(role).get("/today").await;
        assert!(today.shows("The platform’s support may look into this clinic until"), "{}", today.text());
    }

    let support = robin.enters(&clinic).await;
    let today = support.get("/today").await.with_status(200);
    assert!(today.shows("Mia Rahman") && today.shows("You look into this clinic under an owner’s leave"), "{}", today.text());
    assert_eq!(today.attributes("header nav a", "href"), ["/today", "/calendar"], "nothing else is offered");
    let chart = chart_of_mia(&clinic).await;
    for outside in [chart.as_str(), "/patients", "/invoices", "/team", "/support", "/import", "/phone"] {
        support.get(outside).await.with_status(404);
    }
    let form = today.field_value("_form").unwrap();
    for act in ["/queue/call-next", "/team", "/import"] {
        support.post_raw(act, &[("_form", &form)]).await.with_status(404);
    }
    support.get("/operator").await.with_status(200);

    let reads = list(&clinic).await;
    for words in ["looked at the day’s list", "went in under the owner’s leave", "opened the chart", "Mia Rahman", "Refused"] {
        assert!(reads.words("#reads").join(" ").contains(words), "{words}: {}", reads.text());
    }

    let out = support.submit(&today, "form[action='/sign-out']", &[]).await;
    assert!(out.status == 200 && out.url == "/operator", "leaving leads to the console: {} {}", out.status, out.url);
    assert!(is_out(&support.not_following().get("/today").await));
}

#[tokio::test]
async fn the_record_opens_for_a_leave_that_says_so() {
    let (clinic, robin) = with_leave(&["records"], 1).await;
    let support = robin.enters(&clinic).await;
    let chart = chart_of_mia(&clinic).await;
    assert!(support.get(&chart).await.with_status(200).shows("Mia Rahman"));
    let search = support.get("/patients").await.with_status(200);
    assert!(support.submit(&search, "main form", &[("wanted", "Mia")]).await.shows("Mia Rahman"));
    support.get("/today").await.with_status(404);
}

#[tokio::test]
async fn of_two_leaves_that_overlap_each_lists_its_own() {
    let (clinic, robin) = with_leave(&["schedule"], 4).await;
    let support = robin.enters(&clinic).await;
    support.get("/today").await.with_status(200);
    robin.asks(&clinic, &["records"], 4).await.with_status(200);
    clinic.owner_signs().await.with_status(200);
    support.get("/today").await.with_status(200);
    let all = clinic.owner().get("/support").await.with_status(200);
    let pages = all.attributes("article a[href^='/support/']", "href");
    assert_eq!(pages.len(), 2, "{pages:?}");
    let mut looks = Vec::new();
    for page in &pages {
        let reads = clinic.owner().get(page).await.with_status(200);
        looks.push(reads.words("#reads").join(" ").matches("looked at the day’s list").count());
    }
    looks.sort_unstable();
    assert_eq!(looks, [0, 3], "going in leads to the day, and two looks more; none is the other leave’s");
}

#[tokio::test]
async fn an_owner_ends_it_at_the_next_click() {
    let (clinic, robin) = with_leave(&["schedule"], 72).await;
    let support = robin.enters(&clinic).await.not_following();
    support.get("/today").await.with_status(200);
    let page = clinic.owner().get("/support").await;
    clinic.owner().submit(&page, "form[action$='/revoke']", &[]).await.with_status(200);
    assert!(is_out(&support.get("/today").await));
    assert!(!clinic.reception().get("/today").await.shows("may look into this clinic"));
    let console = robin.looks_at(&clinic).await.with_status(200);
    assert!(console.shows("Ended by the clinic") && !console.has("form[action$='/enter']"), "{}", console.text());
}

#[tokio::test]
async fn it_ends_by_itself_however_busy_and_idle_sooner() {
    let (clinic, robin) = with_leave(&["schedule"], 1).await;
    let support = robin.enters(&clinic).await.not_following();
    for _ in 0..5 {
        clinic.clock.advance(SignedDuration::from_mins(10));
        support.get("/today").await.with_status(200);
        support.get("/operator").await.with_status(200);
    }
    clinic.clock.advance(SignedDuration::from_mins(10));
    assert!(is_out(&support.get("/today").await));
    clinic.staff_sign_in().await;
    assert!(list(&clinic).await.shows("Over"));
    assert!(!robin.looks_at(&clinic).await.with_status(200).has("form[action$='/enter']"));

    let (other, quiet) = with_leave(&["schedule"], 72).await;
    let support = quiet.enters(&other).await.not_following();
    other.clock.advance(SignedDuration::from_mins(15));
    assert!(is_out(&support.get("/today").await));
    let led = support.not_following().get("/operator").await;
    assert_eq!((led.status, led.header("location")), (303, "/operator/sign-in"));
}

#[tokio::test]
async fn signing_wants_a_fresh_proof_and_happens_once_within_a_week() {
    let clinic = clinic().await;
    let robin = clinic.site.operator().await;
    robin.asks(&clinic, &["billing"], 2).await.with_status(200);
    let owner = clinic.owner();
    let page = owner.get("/support").await.with_status(200);
    clinic.clock.advance(SignedDuration::from_mins(11));
    owner.submit(&page, "form[action$='/give']", &[]).await.with_status(403);
    assert!(owner.get("/support").await.shows("Waiting for an answer"));

    clinic.staff_sign_in().await;
    let page = clinic.owner().get("/support").await;
    clinic.owner().submit(&page, "form[action$='/refuse']", &[]).await.with_status(200);
    let late = clinic.owner().submit(&page, "form[action$='/give']", &[]).await;
    assert!(late.status == 422 && late.shows("This was answered already"), "{}", late.text());

    robin.signs_in().await;
    robin.asks(&clinic, &["billing"], 2).await.with_status(200);
    let page = clinic.owner().get("/support").await;
    clinic.clock.advance(SignedDuration::from_hours(24 * 7));
    clinic.staff_sign_in().await;
    let again = clinic.owner().get("/support").await;
    assert!(again.shows("Not answered in time") && !again.has("form[action$='/give']"), "{}", again.text());
    let (action, _) = page.form("form[action$='/give']").filled(&[]);
    let form = clinic.owner().get("/today").await.field_value("_form").unwrap();
    clinic.owner().post_raw(&action, &[("_form", &form)]).await.with_status(422);
}

#[tokio::test]
async fn a_question_says_what_how_long_and_why() {
    let clinic = clinic().await;
    let robin = clinic.site.operator().await;
    let page = robin.looks_at(&clinic).await;
    for (values, errors) in [
        (vec![("hours", "4"), ("reason", "x")], 1),
        (vec![("scope-records", "1"), ("hours", "73"), ("reason", "x")], 1),
        (vec![("hours", "0")], 3),
    ] {
        let answer = robin.browser().submit(&page, "#ask", &values).await.with_status(422);
        assert_eq!(answer.errors().len(), errors, "{values:?}");
    }
    assert!(clinic.owner().get("/support").await.shows("Nobody asked"));
}

#[tokio::test]
async fn a_leave_is_one_operators_and_ends_with_them() {
    let (clinic, robin) = with_leave(&["schedule"], 4).await;
    let eve = clinic.site.operator().await;
    let page = robin.looks_at(&clinic).await;
    let (enter, _) = page.form("form[action$='/enter']").filled(&[]);
    let form = eve.looks_at(&clinic).await.field_value("_form").unwrap();
    eve.browser().post_raw(&enter, &[("_form", &form)]).await.with_status(404);

    let support = robin.enters(&clinic).await.not_following();
    support.get("/today").await.with_status(200);
    add::suspend(clinic.site.db(), &robin.email).await.must("suspending");
    assert!(is_out(&support.get("/today").await));
    let page = support.not_following().get("/operator").await;
    assert_eq!((page.status, page.header("location")), (303, "/operator/sign-in"));
}

/// Changes a leave as somebody would who has the whole database but no key.
async fn behind_the_back(clinic: &Clinic, change: &str) {
    let administrator = ground().administrator().await;
    administrator.batch_execute("set session_replication_role = replica").await.must("setting the triggers aside");
    administrator.execute(change, &[&clinic.id]).await.must(change);
}

#[tokio::test]
async fn a_leave_altered_in_the_database_opens_nothing() {
    for change in [
        "update support_grant set scopes = array['schedule', 'records'] where clinic_id = $1",
        "update support_grant set ends_at = decided_at + interval '72 hours' where clinic_id = $1",
        "update support_grant set hours = 72, ends_at = decided_at + interval '72 hours' where clinic_id = $1",
        "update support_grant set signature = sha256(signature) where clinic_id = $1",
        "update support_grant set decided_by = (select person_id from membership where clinic_id = $1 and role = 'doctor') where clinic_id = $1",
    ] {
        let (clinic, robin) = with_leave(&["schedule"], 4).await;
        let support: Browser = robin.enters(&clinic).await.not_following();
        support.get("/today").await.with_status(200);
        behind_the_back(&clinic, change).await;
        assert!(is_out(&support.get("/today").await), "{change}");
        let form = support.get("/operator").await.field_value("_form").unwrap();
        let rows = clinic.sql("select grant_id from support_grant where clinic_id = $1", &[&clinic.id]).await;
        let grant: uuid::Uuid = rows[0].get(0);
        support.post_raw(&format!("/operator/leaves/sgr_{}/enter", grant.simple()), &[("_form", &form)]).await.with_status(404);
    }
}
