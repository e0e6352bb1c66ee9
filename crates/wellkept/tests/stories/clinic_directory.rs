//! A clinic's own directory: a certified OpenID Connect provider, whose own sign-in form is filled in here.

use jiff::SignedDuration;
use kernel::Role;
use testkit::{Browser, Clinic, Directory, PASSWORD, Page, Registered, Site};

/// A clinic that signs in through its directory.
struct Ground {
    clinic: Clinic,
    directory: Directory,
}

async fn sets(clinic: &Clinic, directory: &Directory, only_way: &[(&str, &str)]) -> Registered {
    let known = directory.registers(&format!("{}/c/{}/sign-in/back", clinic.site.base_url(), clinic.slug)).await;
    let owner = clinic.owner();
    let page = owner.get("/directory").await.with_status(200);
    let values = [("issuer", directory.issuer()), ("client_id", &known.client_id), ("client_secret", &known.client_secret)];
    let saved = owner.submit(&page, "form#set", &[&values, only_way].concat()).await.with_status(200);
    assert!(saved.shows("It is set up"), "{}", saved.text());
    known
}

async fn ground() -> Ground {
    let (site, directory) = Site::open_with_directory().await;
    let clinic = site.clinic().await;
    sets(&clinic, &directory, &[]).await;
    Ground { clinic, directory }
}

/// Where the clinic's page sends this browser.
async fn to_directory(clinic: &Clinic, browser: &Browser) -> String {
    let page = browser.get(&format!("/c/{}/sign-in", clinic.slug)).await.with_status(200);
    let on_the_way = browser.submit(&page, "form#directory", &[]).await.with_status(200);
    on_the_way.attributes("#directory-link", "href").remove(0)
}

impl Ground {
    async fn comes_back(&self, browser: &Browser, login: &str) -> Page {
        let back = self.address_back(browser, login).await;
        browser.get(&back).await
    }

    async fn address_back(&self, browser: &Browser, login: &str) -> String {
        let to = to_directory(&self.clinic, browser).await;
        self.directory.signs_in(&to, login).await
    }

    fn email(&self, role: Role) -> String {
        self.clinic.who_is(role).email.clone()
    }

    async fn links(&self) -> i64 {
        self.clinic.sql("select count(*) from directory_link where clinic_id = $1", &[&self.clinic.id]).await[0].get(0)
    }
}

fn refused(page: &Page, words: &str) {
    assert_eq!(page.status, 422, "{}", page.text());
    assert!(page.errors().iter().any(|error| error.contains(words)), "{:?}", page.errors());
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.not_following().get("/patients").await.status == 200
}

#[tokio::test]
async fn a_member_signs_in_through_the_directory_and_is_known_by_it_afterwards_whatever_their_address() {
    let here = ground().await;
    let email = here.email(Role::Receptionist);
    let browser = here.clinic.visitor();
    let page = here.comes_back(&browser, &format!("7/{email}")).await;
    assert_eq!((page.status, page.url.as_str()), (200, "/today"));
    assert!(page.shows("Bilal Shah"));
    assert!(!browser.cookies().contains("csrf"), "the mark went with the sign-in: {}", browser.cookies());
    let kept =
        here.clinic.sql("select proven_until is null from session where proof = 'directory' and clinic_id = $1", &[&here.clinic.id]).await;
    assert_eq!((kept.len(), kept[0].get::<_, bool>(0)), (1, true), "the directory's word changes no login");

    // The directory renamed them: the number it knows them by decides, not the address.
    let again = here.comes_back(&here.clinic.visitor(), "7/bilal.new.name@clinic.example").await;
    assert!(again.shows("Bilal Shah"));
    assert_eq!(here.links().await, 1);
    let told = here.clinic.letters_to(&email).await;
    assert_eq!(told.iter().filter(|kept| kept.letter.subject().contains("linked to a directory")).count(), 1);
    let told = here.clinic.letters_to(&here.email(Role::Owner)).await;
    assert!(told[0].letter.plain().contains("can now sign in through the directory 127.0.0.1"), "{}", told[0].letter.plain());
}

#[tokio::test]
async fn an_address_that_changed_hands_in_the_directory_opens_nothing() {
    let here = ground().await;
    let email = here.email(Role::Receptionist);
    here.comes_back(&here.clinic.visitor(), &format!("7/{email}")).await.with_status(200);
    let newcomer = here.clinic.visitor();
    refused(&here.comes_back(&newcomer, &format!("8/{email}")).await, "another account of the directory");
    assert!(!is_signed_in(&newcomer).await);

    // Until the owner lets go of the link.
    let owner = here.clinic.owner();
    let page = owner.get("/directory").await;
    assert!(page.shows("Bilal Shah"));
    let released = owner.submit(&page, "form[action$='/release']", &[]).await.with_status(200);
    assert!(released.shows("Nobody yet"));
    assert!(here.comes_back(&newcomer, &format!("8/{email}")).await.shows("Bilal Shah"));
}

#[tokio::test]
async fn who_is_not_a_member_with_a_verified_address_is_not_let_in_and_no_account_is_made() {
    let here = ground().await;
    let before = here.clinic.sql("select count(*) from membership where clinic_id = $1", &[&here.clinic.id]).await[0].get::<_, i64>(0);
    let browser = here.clinic.visitor();
    refused(&here.comes_back(&browser, "9/stranger@elsewhere.example").await, "Nobody who works here now");
    let email = here.email(Role::Receptionist);
    here.clinic
        .sql(
            "update person set email_key = $2 where person_id = $1",
            &[
                &uuid_of(&here.clinic, Role::Receptionist),
                &trust::identity::EmailAddress::parse(&format!("unproven.{email}")).unwrap().key(&here.clinic.db).unwrap(),
            ],
        )
        .await;
    refused(&here.comes_back(&browser, &format!("10/unproven.{email}")).await, "has not verified");
    assert!(!is_signed_in(&browser).await);
    assert_eq!(here.links().await, 0);
    let after = here.clinic.sql("select count(*) from membership where clinic_id = $1", &[&here.clinic.id]).await[0].get::<_, i64>(0);
    assert_eq!(before, after);
    let refusals = "select count(*) from account_event where in_clinic = $1 and act = 'identity.sign_in' and outcome = 'refused'";
    let told = here.clinic.sql(refusals, &[&here.clinic.id]).await;
    assert_eq!(told[0].get::<_, i64>(0), 2);
}

async fn invites(clinic: &Clinic, email: &str, role: &str) -> String {
    let owner = clinic.owner();
    let team = owner.get("/team").await;
    let invited = owner.submit(&team, "form[action='/team']", &[("name", "Sami Noor"), ("email", email), ("role", role)]).await;
    invited.with_status(200).attributes("#invitation-link", "href").remove(0)
}

#[tokio::test]
async fn who_was_invited_comes_in_through_the_directory_with_that_very_address_and_nobody_knows_a_password() {
    let here = ground().await;
    let email = here.email(Role::Receptionist).replace("receptionist", "sami").replace("reception", "sami");
    let link = invites(&here.clinic, &email, "nurse").await;
    let page = here.comes_back(&here.clinic.visitor(), &format!("20/{email}")).await;
    assert!(page.shows("Sami Noor") && page.shows(&here.clinic.name), "{}", page.text());
    assert_eq!(here.clinic.visitor().get(&link).await.status, 404, "the invitation is used");
    assert!(here.comes_back(&here.clinic.visitor(), &format!("20/{email}")).await.shows("Sami Noor"));

    // An owner is not made by a directory that asks for a password only.
    let boss = format!("boss.{email}");
    invites(&here.clinic, &boss, "owner").await;
    refused(&here.comes_back(&here.clinic.visitor(), &format!("21/{boss}")).await, "Owners need a second factor");

    // Who has a login already proves it: they may work elsewhere.
    let there = here.clinic.other().await;
    let elsewhere = there.who_is(Role::Doctor).email.clone();
    invites(&here.clinic, &elsewhere, "nurse").await;
    refused(&here.comes_back(&here.clinic.visitor(), &format!("22/{elsewhere}")).await, "Open your invitation first");
}

fn uuid_of(clinic: &Clinic, role: Role) -> uuid::Uuid {
    use kernel::id::Id as _;
    clinic.who_is(role).person.uuid()
}

#[tokio::test]
async fn a_suspended_member_is_refused_linked_or_not() {
    let here = ground().await;
    let email = here.email(Role::Receptionist);
    let suspend = |state: &'static str| {
        let clinic = here.clinic.clone();
        async move {
            clinic.sql("update membership set state = $2 where clinic_id = $1 and role = 'receptionist'", &[&clinic.id, &state]).await;
        }
    };
    for linked in [false, true] {
        suspend("suspended").await;
        let browser = here.clinic.visitor();
        refused(&here.comes_back(&browser, &format!("7/{email}")).await, "Nobody who works here now");
        assert!(!is_signed_in(&browser).await, "linked: {linked}");
        suspend("active").await;
        here.comes_back(&here.clinic.visitor(), &format!("7/{email}")).await.with_status(200);
    }
}

#[tokio::test]
async fn who_works_at_one_location_only_is_signed_in_there_with_the_role_they_have_there() {
    let here = ground().await;
    here.clinic
        .sql(
            "with place as (insert into location (clinic_id, location_id, name, created_at)
                            select $1, gen_random_uuid(), 'Clifton', opened_at from clinic where clinic_id = $1 returning location_id)
             insert into membership_at (clinic_id, person_id, location_id, role)
             select $1, $2, location_id, 'billing' from place",
            &[&here.clinic.id, &uuid_of(&here.clinic, Role::Receptionist)],
        )
        .await;
    let page = here.comes_back(&here.clinic.visitor(), &format!("7/{}", here.email(Role::Receptionist))).await;
    assert_eq!((page.status, page.url.as_str()), (200, "/invoices"));

    // At a second one they have another role: they choose, and among this clinic's places only.
    let there = here.clinic.other().await;
    there.hires(here.clinic.who_is(Role::Receptionist).person, Role::Owner, "Bilal Shah").await;
    here.clinic
        .sql(
            "with place as (insert into location (clinic_id, location_id, name, created_at)
                            select $1, gen_random_uuid(), 'Saddar', opened_at from clinic where clinic_id = $1 returning location_id)
             insert into membership_at (clinic_id, person_id, location_id, role)
             select $1, $2, location_id, 'receptionist' from place",
            &[&here.clinic.id, &uuid_of(&here.clinic, Role::Receptionist)],
        )
        .await;
    let browser = here.clinic.visitor();
    let choice = here.comes_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await.with_status(200);
    assert!(choice.shows("Clifton") && choice.shows("Saddar") && !choice.shows(&there.name), "{}", choice.text());
    let places = choice.form("main form").choices("clinic");
    let (other, saddar) = (there.id.to_string(), places[1].clone());
    let step = choice.field_value("step").unwrap();
    let form = choice.field_value("_form").unwrap();
    let forged = [("_form", form.as_str()), ("step", step.as_str()), ("clinic", other.as_str())];
    let answer = browser.post_raw("/sign-in/clinic", &forged).await;
    assert_eq!(answer.status, 422, "the directory's word opens no other clinic: {}", answer.text());
    assert!(!is_signed_in(&browser).await);
    let choice = here.comes_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await;
    let in_saddar = browser.submit(&choice, "main form", &[("clinic", saddar.as_str())]).await;
    assert_eq!((in_saddar.status, in_saddar.url.as_str()), (200, "/today"));
}

#[tokio::test]
async fn where_everybody_needs_a_second_factor_the_directory_must_have_asked_for_one() {
    let here = ground().await;
    here.clinic.sql("update clinic set second_factor = true where clinic_id = $1", &[&here.clinic.id]).await;
    let browser = here.clinic.visitor();
    refused(&here.comes_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await, "asks everybody for a second factor");
    assert!(!is_signed_in(&browser).await);
    let invited = format!("new.{}", here.email(Role::Receptionist));
    invites(&here.clinic, &invited, "nurse").await;
    refused(&here.comes_back(&browser, &format!("23/{invited}")).await, "asks everybody for a second factor");
    let key = trust::identity::EmailAddress::parse(&invited).unwrap().key(&here.clinic.db).unwrap();
    assert!(here.clinic.sql("select 1 from person where email_key = $1", &[&key]).await.is_empty(), "no login is left behind");
    here.clinic.sql("update clinic set second_factor = false where clinic_id = $1", &[&here.clinic.id]).await;
    assert!(here.comes_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await.shows("Bilal Shah"));
}

#[tokio::test]
async fn a_member_of_a_suspended_clinic_is_told_so_after_the_directory() {
    let here = ground().await;
    let browser = here.clinic.visitor();
    let back = here.address_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await;
    here.clinic.sql("update clinic set state = 'suspended' where clinic_id = $1", &[&here.clinic.id]).await;
    refused(&browser.get(&back).await, "Your clinic is suspended");
}

#[tokio::test]
async fn an_owner_needs_a_second_factor_that_the_directory_asked_for() {
    let here = ground().await;
    let email = here.email(Role::Owner);
    let browser = here.clinic.visitor();
    refused(&here.comes_back(&browser, &format!("1/{email}")).await, "Owners need a second factor");
    assert!(!is_signed_in(&browser).await);
    let with_code = email.replace('@', "+code@");
    here.clinic
        .sql(
            "update person set email_key = $2 where person_id = $1",
            &[
                &uuid_of(&here.clinic, Role::Owner),
                &trust::identity::EmailAddress::parse(&with_code).unwrap().key(&here.clinic.db).unwrap(),
            ],
        )
        .await;
    assert!(here.comes_back(&browser, &format!("1/{with_code}")).await.shows("Omar Aziz"));

    // And the directory's word is no fresh proof: what it says must not change who signs in how.
    let page = browser.get("/directory").await.with_status(200);
    let answer = browser.submit(&page, "form#remove", &[]).await;
    assert_eq!(answer.status, 403, "{}", answer.text());
}

#[tokio::test]
async fn a_directory_of_one_clinic_never_signs_anybody_into_another() {
    let here = ground().await;
    let there = here.clinic.other().await;
    sets(&there, &here.directory, &[]).await;
    let victim = there.who_is(Role::Receptionist).email.clone();

    // A member of the other clinic at this clinic's door, with an address that the directory has verified.
    let browser = here.clinic.visitor();
    refused(&here.comes_back(&browser, &format!("7/{victim}")).await, "Nobody who works here now");

    // An answer for this clinic carried to the other: its state is not known there, and it is spent here afterwards.
    let back = here.address_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await;
    let carried = back.replace(&format!("/c/{}/", here.clinic.slug), &format!("/c/{}/", there.slug));
    refused(&browser.get(&carried).await, "expired or was used already");
    assert!(!is_signed_in(&browser).await);
    let page = browser.get(&back).await;
    assert!(page.shows("Bilal Shah") && page.shows(&here.clinic.name));

    // A person who works in both is signed in to this one, and the link counts in this one only.
    there
        .sql(
            "insert into membership (clinic_id, person_id, role, name, state, since)
         select $1, person_id, 'receptionist', name, 'active', since from membership where clinic_id = $2 and role = 'receptionist'",
            &[&there.id, &here.clinic.id],
        )
        .await;
    let both = here.comes_back(&here.clinic.visitor(), &format!("7/{}", here.email(Role::Receptionist))).await;
    assert!(both.shows(&here.clinic.name));
    let links = there.sql("select count(*) from directory_link where clinic_id = $1", &[&there.id]).await;
    assert_eq!(links[0].get::<_, i64>(0), 0);
}

/// The owner of one clinic commands its directory, so it can say that somebody is who also works elsewhere.
#[tokio::test]
async fn whom_a_directory_let_in_reaches_nothing_of_other_clinics_until_they_prove_themselves_here() {
    let here = ground().await;
    let there = here.clinic.other().await;
    let person = here.clinic.who_is(Role::Receptionist).person;
    let name = trust::patients::PersonName::parse("Bilal Shah").unwrap();
    let tx = there.tx().await;
    trust::clinics::open_clinic::add_member(&tx, person, Role::Receptionist, &name, None).await.unwrap();
    tx.commit().await.unwrap();
    let elsewhere = there.visitor();
    let sitting = trust::identity::session::Sitting::plain(person, there.id);
    let cookie = trust::identity::session::begin_session(there.site.house(), &sitting).await.unwrap();
    elsewhere.take_cookie(cookie.to_str().unwrap());
    let sits = "select session_id from session where person_id = $1 and clinic_id = $2";
    let theirs: uuid::Uuid = there.sql(sits, &[&uuid_of(&here.clinic, Role::Receptionist), &there.id]).await[0].get(0);
    let theirs: kernel::id::SessionId = kernel::id::Id::from_uuid(theirs);

    let impostor = here.clinic.visitor();
    here.comes_back(&impostor, &format!("7/{}", here.email(Role::Receptionist))).await.with_status(200);
    let page = impostor.get("/me/sessions").await.with_status(200);
    assert!(!page.shows(&there.name), "{}", page.text());
    let form = page.field_value("_form").unwrap();
    let end = impostor.post_raw(&format!("/me/sessions/{theirs}/end"), &[("_form", &form)]).await;
    assert_eq!(end.status, 404);
    let form = impostor.get("/me/sessions").await.field_value("_form").unwrap();
    impostor.post_raw("/me/sessions/end-others", &[("_form", &form)]).await.with_status(200);
    assert!(elsewhere.not_following().get("/patients").await.status == 200, "still signed in over there");

    let page = impostor.get("/prove").await;
    impostor.submit(&page, "main form", &[("password", PASSWORD)]).await.with_status(200);
    assert!(impostor.get("/me/sessions").await.shows(&there.name));
}

#[tokio::test]
async fn the_way_back_works_once_in_ten_minutes_in_the_browser_that_began() {
    let here = ground().await;
    let login = format!("7/{}", here.email(Role::Receptionist));
    let browser = here.clinic.visitor();

    // An attacker sends a victim the end of a sign-in of their own: the victim's browser did not begin it.
    let attackers = here.address_back(&browser, &login).await;
    let victim = here.clinic.visitor();
    refused(&victim.get(&attackers).await, "expired or was used already");
    assert!(!is_signed_in(&victim).await);
    // And by that it is spent.
    refused(&browser.get(&attackers).await, "expired or was used already");

    let late = here.address_back(&browser, &login).await;
    here.clinic.clock.advance(SignedDuration::from_mins(10));
    refused(&browser.get(&late).await, "expired or was used already");
    here.clinic.clock.advance(SignedDuration::from_mins(-10));

    let once = here.address_back(&browser, &login).await;
    browser.get(&once).await.with_status(200);
    refused(&here.clinic.visitor().get(&once).await, "expired or was used already");
    refused(&browser.get(&once).await, "expired or was used already");
    let slug = &here.clinic.slug;
    for strange in ["", "?state=x", "?code=x", "?state=x&state=y&code=z", "?error=access_denied", "?state=%00&code=%ff"] {
        refused(&browser.get(&format!("/c/{slug}/sign-in/back{strange}")).await, "expired or was used already");
    }
    let left = here.clinic.sql("select count(*) from directory_start where clinic_id = $1", &[&here.clinic.id]).await;
    assert_eq!(left[0].get::<_, i64>(0), 0);
}

#[tokio::test]
async fn who_turns_back_at_the_directory_is_told_and_may_begin_again() {
    let here = ground().await;
    let browser = here.clinic.visitor();
    let to = to_directory(&here.clinic, &browser).await;
    let state = to.split('&').find_map(|pair| pair.strip_prefix("state=")).unwrap().to_owned();
    let page = browser.get(&format!("/c/{}/sign-in/back?error=access_denied&state={state}", here.clinic.slug)).await;
    refused(&page, "You were not signed in at the directory");
}

#[tokio::test]
async fn where_the_directory_is_the_only_way_a_password_leads_to_it_and_owners_keep_theirs() {
    let here = ground().await;
    let desk = here.clinic.reception();
    assert!(is_signed_in(&desk).await);
    sets(&here.clinic, &here.directory, &[("only_way", "1")]).await;
    assert!(!is_signed_in(&desk).await, "others sign in again");
    assert!(is_signed_in(&here.clinic.owner()).await);

    let browser = here.clinic.visitor();
    let page = browser.sign_in(&here.email(Role::Receptionist), PASSWORD).await;
    assert_eq!(page.url, format!("/c/{}/sign-in", here.clinic.slug));
    assert!(!is_signed_in(&browser).await);
    assert!(here.comes_back(&browser, &format!("7/{}", here.email(Role::Receptionist))).await.shows("Bilal Shah"));

    let owner = here.clinic.visitor();
    assert!(owner.sign_in(&here.email(Role::Owner), PASSWORD).await.shows("Omar Aziz"), "a broken directory locks nobody out for good");
}

#[tokio::test]
async fn setting_it_wants_a_fresh_proof_a_listed_directory_and_one_that_answers() {
    let (site, directory) = Site::open_with_directory().await;
    let clinic = site.clinic().await;
    let owner = clinic.owner();
    let page = owner.get("/directory").await.with_status(200);
    let issuer = directory.issuer().to_owned();
    let values = [("issuer", issuer.as_str()), ("client_id", "x"), ("client_secret", "y")];
    let forged =
        owner.submit_with(&page, "form#set", &[("client_id", "x"), ("client_secret", "y")], &[("issuer", "https://elsewhere.example")]);
    assert_eq!(forged.await.status, 422, "only what the operator lists");
    clinic.clock.advance(SignedDuration::from_mins(11));
    let page = owner.get("/directory").await.with_status(200);
    let stale = owner.submit(&page, "form#set", &values).await;
    assert_eq!(stale.status, 403, "{}", stale.text());
    clinic.clock.advance(SignedDuration::from_mins(-11));

    drop(directory);
    let gone = owner.submit(&page, "form#set", &values).await;
    refused(&gone, "The directory does not answer");
    for other in [clinic.practitioner(), clinic.reception()] {
        assert_eq!(other.get("/directory").await.status, 404);
    }
}

#[tokio::test]
async fn the_secret_is_sealed_never_shown_and_stays_with_the_directory_it_was_given_for() {
    let (site, directory) = Site::open_with_directory().await;
    let clinic = site.clinic().await;
    let known = sets(&clinic, &directory, &[]).await;
    let owner = clinic.owner();
    let page = owner.get("/directory").await;
    assert!(!page.html().contains(&known.client_secret));
    let rows = clinic.sql("select client_secret from clinic_directory where clinic_id = $1", &[&clinic.id]).await;
    let sealed: Vec<u8> = rows[0].get(0);
    assert!(!sealed.windows(8).any(|window| known.client_secret.as_bytes().starts_with(window)));

    // Left empty it stays; under another name it does not.
    owner.submit(&page, "form#set", &[]).await.with_status(200);
    let ground = Ground { clinic, directory };
    let desk = format!("7/{}", ground.email(Role::Receptionist));
    assert!(ground.comes_back(&ground.clinic.visitor(), &desk).await.shows("Bilal Shah"));
    let renamed = ground.clinic.owner().submit(&page, "form#set", &[("client_id", "another")]).await;
    assert_eq!(renamed.status, 422);

    // Removed, the door is the common one again.
    let page = ground.clinic.owner().get("/directory").await;
    ground.clinic.owner().submit(&page, "form#remove", &[]).await.with_status(200);
    let door = ground.clinic.visitor().get(&format!("/c/{}/sign-in", ground.clinic.slug)).await;
    assert!(!door.has("form#directory") && door.has("a[href='/sign-in']"));
}

#[tokio::test]
async fn without_a_list_no_clinic_has_a_directory() {
    let clinic = testkit::clinic().await;
    let page = clinic.owner().get("/directory").await.with_status(200);
    assert!(page.shows("has not allowed any directory yet") && !page.has("form#set"));
}
