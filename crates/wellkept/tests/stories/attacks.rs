//! Somebody who means harm, with browsers and patience: planted cookies, replayed invitations, what an answer gives away,
//! guessing, and using what was taken away a moment ago.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
};

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, PASSWORD, Page, clinic, clinic_with_brake};

fn session_of(browser: &Browser) -> String {
    browser.cookies().split("; ").find_map(|pair| pair.strip_prefix("session=").map(str::to_owned)).unwrap_or_default()
}

async fn is_in(browser: &Browser) -> bool {
    browser.not_following().get("/today").await.status == 200
}

#[tokio::test]
async fn a_cookie_planted_before_signing_in_is_worth_nothing_after() {
    let clinic = clinic().await;
    let email = clinic.who_is(Role::Doctor).email.clone();
    let planted = "A".repeat(43);
    let victim = clinic.visitor();
    victim.take_cookie(&format!("session={planted}; Path=/"));
    victim.sign_in(&email, PASSWORD).await;
    assert!(is_in(&victim).await && session_of(&victim) != planted);
    let attacker = clinic.visitor();
    attacker.take_cookie(&format!("session={planted}; Path=/"));
    assert!(!is_in(&attacker).await);
    // Nor can a session be named in an address or a form.
    let victim = clinic.visitor();
    let page = victim.get(&format!("/sign-in?session={planted}")).await;
    let fields = [("email", email.as_str()), ("password", PASSWORD)];
    let signed = victim.not_following().submit_with(&page, "main form", &fields, &[("session", &planted)]).await.with_status(303);
    assert!(!signed.header("set-cookie").contains(&planted));
    assert!(!is_in(&attacker).await);
}

#[tokio::test]
async fn an_attackers_own_session_planted_on_somebody_ends_when_they_sign_in() {
    let clinic = clinic().await;
    let attacker = clinic.visitor();
    attacker.sign_in(&clinic.who_is(Role::Receptionist).email, PASSWORD).await;
    let own = session_of(&attacker);
    let victim = clinic.visitor();
    victim.take_cookie(&format!("session={own}; Path=/"));
    victim.sign_in(&clinic.who_is(Role::Doctor).email, PASSWORD).await;
    assert!(is_in(&victim).await && session_of(&victim) != own);
    assert!(!is_in(&attacker).await, "what the victim does next is not done in the attacker's session, nor seen by it");
}

/// A link to accept, as the owner is shown it once.
async fn invitation(clinic: &Clinic, email: &str, role: &str) -> String {
    let owner = clinic.owner();
    let team = owner.get("/team").await.with_status(200);
    let invited = owner.submit(&team, "form[action='/team']", &[("name", "Hina Qureshi"), ("email", email), ("role", role)]).await;
    invited.with_status(200).attributes("#invitation-link", "href")[0].clone()
}

#[tokio::test]
async fn an_invitation_is_accepted_once_whoever_holds_its_link() {
    let clinic = clinic().await;
    let email = format!("hina@{}.example", clinic.slug);
    let link = invitation(&clinic, &email, "receptionist").await;
    let hina = clinic.visitor();
    let welcome = hina.get(&link).await.with_status(200);
    hina.not_following().submit(&welcome, "main form", &[("password", "a kite above the wide river")]).await.with_status(303);
    // The page shown before, the link anew, the form by hand.
    let attacker = clinic.visitor();
    let again = attacker.not_following().submit(&welcome, "main form", &[("password", "a stone below the dry bridge")]).await;
    assert!(again.header("set-cookie").is_empty(), "the form sent twice signs nobody in twice: {:?}", again.headers);
    assert_eq!(attacker.get(&link).await.status, 404);
    let token = attacker.get("/sign-in").await.field_value("_form").unwrap();
    let forged = attacker.not_following().post_raw(&link, &[("_form", &token), ("password", "a stone below the dry bridge")]).await;
    assert_eq!(forged.status, 404);
    assert_eq!(clinic.visitor().sign_in(&email, "a stone below the dry bridge").await.status, 422, "the first password stands");
}

#[tokio::test]
async fn of_several_who_accept_one_invitation_at_once_one_does() {
    let clinic = clinic().await;
    let link = invitation(&clinic, &format!("hina@{}.example", clinic.slug), "receptionist").await;
    let mut racing = Vec::new();
    for n in 0..4 {
        let browser = clinic.visitor();
        let page = browser.get(&link).await.with_status(200);
        racing.push(async move {
            let password = format!("a kite above the wide river {n}");
            browser
                .not_following()
                .submit(&page, "main form", &[("password", &password)])
                .await
                .header("set-cookie")
                .starts_with("session=")
        });
    }
    let signed_in = futures_util::future::join_all(racing).await.into_iter().filter(|signed| *signed).count();
    assert_eq!(signed_in, 1);
    let members = clinic.sql("select 1 from membership where clinic_id = $1", &[&clinic.id]).await.len();
    assert_eq!(members, Role::ALL.len() + 1);
}

#[tokio::test]
async fn an_invitation_is_of_no_use_after_a_week_and_never_to_somebody_with_another_login() {
    let clinic = clinic().await;
    let late = invitation(&clinic, &format!("late@{}.example", clinic.slug), "receptionist").await;
    clinic.clock.advance(SignedDuration::from_hours(7 * 24));
    clinic.staff_sign_in().await;
    assert_eq!(clinic.visitor().get(&late).await.status, 404);
    // The invited address belongs to somebody of another clinic: without their password its link makes nobody them.
    let other = clinic.other().await;
    let link = invitation(&clinic, &other.who_is(Role::Owner).email, "owner").await;
    let attacker = clinic.visitor();
    let page = attacker.get(&link).await.with_status(200);
    let tried = attacker.not_following().submit(&page, "main form", &[("password", "a stone below the dry bridge")]).await;
    assert!(tried.status == 422 && tried.header("set-cookie").is_empty(), "{}", tried.text());
    assert!(is_in(&other.owner()).await);
    assert_eq!(clinic.visitor().sign_in(&other.who_is(Role::Owner).email, "a stone below the dry bridge").await.status, 422);
}

/// The page without what differs from showing to showing: tokens, and the address that was typed.
fn without_chance(page: &Page, email: &str) -> String {
    let mut html = page.html().replace(email, "EMAIL");
    while let Some(at) = html.find("name=\"_form\" value=\"") {
        let end = html[at + 20..].find('"').map_or(html.len(), |end| at + 20 + end);
        html.replace_range(at..end, "TOKEN");
    }
    html
}

fn headers(page: &Page) -> Vec<String> {
    let mut all: Vec<String> =
        page.headers.iter().filter(|(name, _)| *name != "date").map(|(name, value)| format!("{name}: {value:?}")).collect();
    all.sort();
    all
}

/// An address as long as this one that nobody has.
fn like(email: &str) -> String {
    email.chars().enumerate().map(|(at, c)| if at < 4 { 'q' } else { c }).collect()
}

#[tokio::test]
async fn signing_in_tells_nothing_of_who_has_a_login() {
    let clinic = clinic().await;
    let known = clinic.who_is(Role::Owner).email.clone();
    let unknown = like(&known);
    let (one, other) = (clinic.visitor(), clinic.visitor());
    let for_known = one.sign_in(&known, "not the password of anybody").await;
    let for_unknown = other.sign_in(&unknown, "not the password of anybody").await;
    assert_eq!(for_known.status, 422);
    assert_eq!(without_chance(&for_known, &known), without_chance(&for_unknown, &unknown), "every byte");
    assert_eq!(headers(&for_known), headers(&for_unknown));
    assert_eq!(one.cookies(), other.cookies());
}

/// How much hashing was done on this thread.
#[derive(Clone, Default)]
struct Worked(Arc<AtomicUsize>);

impl std::io::Write for Worked {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.fetch_add(String::from_utf8_lossy(bytes).matches("a hash is worked").count(), SeqCst);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Worked {
    fn since_asked(&self) -> usize {
        self.0.swap(0, SeqCst)
    }
}

#[tokio::test]
async fn signing_in_costs_as_much_work_for_an_unknown_address_as_for_a_known_one() {
    let worked = Worked::default();
    let writer = worked.clone();
    let subscriber = tracing_subscriber::fmt().with_env_filter("trust=trace").with_ansi(false).with_writer(move || writer.clone()).finish();
    let clinic = clinic().await;
    let known = clinic.who_is(Role::Owner).email.clone();
    let _listening = tracing::subscriber::set_default(subscriber);
    worked.since_asked();
    clinic.visitor().sign_in(&known, "not the password of anybody").await;
    let for_known = worked.since_asked();
    clinic.visitor().sign_in(&like(&known), "not the password of anybody").await;
    assert_eq!((for_known, worked.since_asked()), (1, 1));
    clinic.visitor().sign_in(&known, PASSWORD).await;
    assert_eq!(worked.since_asked(), 1, "and as much for the right one");
}

#[tokio::test]
async fn guessing_is_stopped_before_the_password_is_looked_at() {
    let clinic = clinic_with_brake(30).await;
    let email = clinic.who_is(Role::Owner).email.clone();
    let attacker = clinic.visitor();
    let mut answers = Vec::new();
    for n in 0..12 {
        answers.push(attacker.sign_in(&email, &format!("not the password of anybody {n}")).await.status);
    }
    assert!(answers.iter().all(|status| *status == 422), "{answers:?}");
    let key = clinic.db.platform_keys().tag("sign-in e-mail", &email).unwrap();
    let counted = clinic.sql("select failures from sign_in_failure where scope = 'account' and tag = $1", &[&key]).await;
    assert_eq!(counted[0].get::<_, i32>(0), 5, "after five nothing is looked at without work");
    let asked = attacker.sign_in(&email, PASSWORD).await.with_status(422);
    assert!(asked.has("[data-work]"), "not even the right one, from there: {}", asked.text());
    assert!(clinic.visitor().sign_in(&like(&email), PASSWORD).await.shows("not right"), "other accounts are not shut with it");
    // Whoever goes on without work meets the brake of the door.
    let mut statuses = Vec::new();
    for _ in 0..30 {
        statuses.push(attacker.sign_in(&email, PASSWORD).await.status);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[tokio::test]
async fn whatever_begins_after_a_suspension_is_refused_however_many_requests_are_under_way() {
    let clinic = clinic().await;
    let desk = clinic.reception();
    assert!(is_in(&desk).await);
    let suspended = AtomicBool::new(false);
    let seen = Mutex::new(Vec::new());
    let clicking = async |browser: Browser| {
        for _ in 0..25 {
            let late = suspended.load(SeqCst);
            let status = browser.not_following().get("/today").await.status;
            seen.lock().unwrap().push((late, status));
        }
    };
    let suspending = async {
        while seen.lock().unwrap().len() < 10 {
            tokio::task::yield_now().await;
        }
        clinic.sql("update membership set state = 'suspended' where clinic_id = $1 and role = 'receptionist'", &[&clinic.id]).await;
        suspended.store(true, SeqCst);
    };
    tokio::join!(clicking(desk.clone()), clicking(desk.clone()), clicking(desk.clone()), suspending);
    let seen = seen.into_inner().unwrap();
    let (late, early): (Vec<_>, Vec<_>) = seen.iter().partition(|(late, _)| *late);
    assert!(early.iter().any(|(_, status)| *status == 200) && late.len() > 10, "{seen:?}");
    assert!(late.iter().all(|(_, status)| *status == 303), "{late:?}");
}

#[tokio::test]
async fn a_form_opened_before_a_suspension_or_another_role_does_nothing_after() {
    let clinic = clinic().await;
    clinic.patient("Mia Rahman").books().await;
    let desk = clinic.reception();
    let today = desk.get("/today").await.with_status(200);
    clinic.sql("update membership set role = 'auditor' where clinic_id = $1 and role = 'receptionist'", &[&clinic.id]).await;
    assert_eq!(desk.not_following().submit(&today, "form[action$='/arrive']", &[]).await.status, 404, "the role of now counts");
    clinic
        .sql(
            "update membership set role = 'receptionist', state = 'suspended' where clinic_id = $1 and person_id = $2",
            &[&clinic.id, &clinic.who_is(Role::Receptionist).person],
        )
        .await;
    let after = desk.not_following().submit(&today, "form[action$='/arrive']", &[]).await;
    assert!([401, 403].contains(&after.status), "{}", after.status);
    let arrived = clinic.sql("select 1 from queue_ticket where clinic_id = $1", &[&clinic.id]).await;
    assert!(arrived.is_empty());
}

async fn forgets(browser: &Browser, email: &str) -> Page {
    let page = browser.get("/forgot").await.with_status(200);
    browser.submit(&page, "main form", &[("email", email)]).await
}

#[tokio::test]
async fn asking_for_a_new_password_tells_nothing_of_who_has_a_login() {
    let clinic = clinic().await;
    let known = clinic.who_is(Role::Owner).email.clone();
    let unknown = like(&known);
    let (for_known, for_unknown) = (forgets(&clinic.visitor(), &known).await, forgets(&clinic.visitor(), &unknown).await);
    assert_eq!(for_known.status, 200);
    assert_eq!(without_chance(&for_known, &known), without_chance(&for_unknown, &unknown), "every byte");
    assert_eq!(headers(&for_known), headers(&for_unknown));
}

#[tokio::test]
async fn the_link_in_a_letter_leads_here_whatever_host_the_asker_named() {
    let clinic = clinic().await;
    let email = clinic.who_is(Role::Owner).email.clone();
    let attacker = clinic.visitor();
    let form = attacker.get("/forgot").await.field_value("_form").unwrap();
    let named = ["host", "x-forwarded-host", "x-host", "forwarded", "x-forwarded-server", "x-original-url"];
    for name in named {
        let headers = [("content-type", "application/x-www-form-urlencoded"), (name, "evil.example")];
        let body = format!("_form={form}&email={}", email.replace('@', "%40"));
        assert_eq!(attacker.post_headed("/forgot", &headers, &body).await.status, 200, "{name}");
    }
    let letters = clinic.letters_to(&email).await;
    let links: Vec<&str> = letters.iter().flat_map(|kept| kept.letter.plain().lines()).filter(|line| line.contains("/reset/")).collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(link.starts_with(&format!("{}/reset/", clinic.site.base_url())), "{link}");
    }
    assert!(letters.iter().all(|kept| !kept.letter.plain().contains("evil.example")));
}

#[tokio::test]
async fn nothing_typed_into_an_address_adds_a_recipient_or_a_header_to_a_letter() {
    let clinic = clinic().await;
    let owner = clinic.who_is(Role::Owner).email.clone();
    for typed in [
        format!("{owner}\r\nBcc: eve@evil.example"),
        format!("{owner}, eve@evil.example"),
        format!("{owner};eve@evil.example"),
        format!("<{owner}> eve@evil.example"),
        format!("{owner}%0d%0aBcc:eve@evil.example"),
        format!("{owner}\u{0}@evil.example"),
    ] {
        let asked = forgets(&clinic.visitor(), &typed).await;
        assert!([200, 422].contains(&asked.status), "{typed:?}: {}", asked.status);
    }
    assert!(clinic.letters_to("eve@evil.example").await.is_empty());
    assert!(clinic.letters_to(&owner).await.is_empty(), "an address with anything more is another address");
}
