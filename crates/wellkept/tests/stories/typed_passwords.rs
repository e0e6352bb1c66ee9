//! A password is taken as it is typed: any letters, as many as one likes, every one of them counts.

use testkit::{Browser, Clinic, clinic};

/// More than bcrypt's 72 bytes, in several scripts, with spaces inside, nothing but small letters and marks.
const LONG: &str = "a quiet street in lahore, چھوٹی سی گلی ، and then one more 🌙 moon over the river ravi at the end of may";

/// Somebody invited, who chooses this password.
async fn somebody_with(clinic: &Clinic, password: &str) -> String {
    let owner = clinic.owner();
    let email = format!("sami@{}.example", clinic.slug);
    let team = owner.get("/team").await;
    let invited = owner.submit(&team, "form[action='/team']", &[("name", "Sami Noor"), ("email", &email), ("role", "receptionist")]).await;
    let html = invited.html();
    let token: String = html.split("/i/").nth(1).unwrap().chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let browser = clinic.visitor();
    let page = browser.get(&format!("/i/{token}")).await.with_status(200);
    typed_unseen(&page, "new-password");
    let accepted = browser.not_following().submit(&page, "main form", &[("password", password)]).await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    email
}

async fn signs_in(browser: &Browser, email: &str, password: &str) -> bool {
    let page = browser.get("/sign-in").await;
    match browser.not_following().submit(&page, "main form", &[("email", email), ("password", password)]).await.status {
        303 => true,
        422 => false,
        other => panic!("{other}"),
    }
}

/// Typed unseen, and a password manager may fill it in: nothing limits or watches the field.
fn typed_unseen(page: &testkit::Page, autocomplete: &str) {
    let field = format!("input[name=password][type=password][autocomplete={autocomplete}]");
    assert_eq!(page.count(&field), 1, "{}", page.html());
    for limit in ["maxlength", "pattern", "onpaste", "readonly"] {
        assert!(page.attributes(&field, limit).is_empty(), "{limit}");
    }
}

#[tokio::test]
async fn every_letter_of_a_long_password_counts() {
    let clinic = clinic().await;
    let email = somebody_with(&clinic, LONG).await;
    let browser = clinic.visitor();
    for wrong in [&LONG[..LONG.len() - 1], &format!("{LONG} "), &LONG.replace('a', "A"), &LONG.replace("🌙", "")] {
        assert!(!signs_in(&browser, &email, wrong).await, "{wrong}");
    }
    assert!(signs_in(&browser, &email, LONG).await);
    clinic.clock.advance(jiff::SignedDuration::from_hours(2 * 366 * 24));
    assert!(signs_in(&browser, &email, LONG).await, "two years later it is as good as on the first day");
}

#[tokio::test]
async fn a_password_typed_with_separate_accents_is_the_same_and_is_never_cut() {
    let clinic = clinic().await;
    // 150 letters, each two characters as some keyboards send them: more than we read, were they not put together first.
    let letters: Vec<String> =
        "aeiou".chars().flat_map(|vowel| "\u{300}\u{301}\u{302}\u{308}".chars().map(move |mark| format!("{vowel}{mark}"))).collect();
    let decomposed: String = (0..150_usize).map(|n| letters[n * n * 7 % 101 % letters.len()].as_str()).collect();
    let email = somebody_with(&clinic, &decomposed).await;
    let browser = clinic.visitor();
    let cut: String = decomposed.chars().take(298).collect();
    assert!(!signs_in(&browser, &email, &cut).await, "the last letter counts");
    assert!(signs_in(&browser, &email, &decomposed).await);
}

#[tokio::test]
async fn signing_in_asks_for_an_address_and_a_password_and_for_no_hint() {
    let page = clinic().await.visitor().get("/sign-in").await.with_status(200);
    typed_unseen(&page, "current-password");
    assert_eq!(page.attributes("main form input:not([type=hidden])", "name"), ["email", "password"]);
}
