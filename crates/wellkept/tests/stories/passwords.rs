//! Choosing a password: what is refused, and that the reason is said.

#[tokio::test]
async fn a_password_that_others_would_try_is_refused_with_the_reason() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let team = owner.get("/team").await.with_status(200);
    let person = [("name", "Hina Qureshi"), ("email", "hina.qureshi@new.example"), ("role", "receptionist")];
    let invited = owner.submit(&team, "form[action='/team']", &person).await.with_status(200);
    let link = invited.attributes("#invitation-link", "href")[0].clone();
    let hina = clinic.visitor();
    let welcome = hina.get(&link).await.with_status(200);
    for (weak, said) in [
        ("nine steps", "15 characters"),
        ("Butterfly 190283", "from a leak"),
        ("qwertyuiopasdfgh", "from a leak"),
        ("ababababababababab", "repeats itself"),
        ("Hina.Qureshi@new.example", "made of your name"),
    ] {
        let again = hina.submit(&welcome, "main form", &[("password", weak)]).await.with_status(422);
        assert!(again.errors()[0].contains(said), "{weak}: {:?}", again.errors());
    }
    // No capital, no digit, no sign is asked for, and every script will do.
    let today = hina.submit(&welcome, "main form", &[("password", "نیلی کشتی شام کو لوٹی تھی")]).await.with_status(200);
    assert!(today.url.contains("/today"), "{}", today.url);
}
