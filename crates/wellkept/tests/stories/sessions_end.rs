//! A session ends by itself, and leaves nothing in the browser when it is ended.

use jiff::SignedDuration;
use testkit::clinic;

#[tokio::test]
async fn twelve_hours_end_a_session_however_busy() {
    let clinic = clinic().await;
    let owner = clinic.owner();
    for _ in 0..71 {
        clinic.clock.advance(SignedDuration::from_mins(10));
        owner.not_following().get("/today").await.with_status(200);
    }
    clinic.clock.advance(SignedDuration::from_mins(10));
    let after = owner.not_following().get("/today").await;
    assert_eq!((after.status, after.header("location")), (303, "/sign-in?then=%2Ftoday"));
}

#[tokio::test]
async fn signing_out_empties_what_the_browser_kept() {
    let clinic = clinic().await;
    let owner = clinic.owner();
    let today = owner.get("/today").await.with_status(200);
    let out = owner.not_following().submit(&today, "form[action='/sign-out']", &[]).await.with_status(303);
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(out.header("set-cookie").starts_with("session=; ") && out.header("set-cookie").contains("Max-Age=0"), "{:?}", out.headers);
    assert!(owner.cookies().is_empty(), "{}", owner.cookies());
}
