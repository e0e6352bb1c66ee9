//! The privacy page says what the program keeps, and nothing else.

use trust::promises::register;

#[tokio::test]
async fn every_kept_sentence_is_printed_and_no_other() {
    let clinic = testkit::clinic().await;
    let page = clinic.visitor().get("/privacy").await.with_status(200);
    let printed: Vec<String> = page.words("main li small");
    for promise in register() {
        assert_eq!(printed.contains(&promise.id), promise.is_kept(), "{}", promise.id);
        if promise.is_kept() {
            assert!(page.shows(&promise.says), "{}", promise.says);
        }
    }
    assert!(!printed.is_empty());
}

#[tokio::test]
async fn it_is_linked_from_the_page_where_patients_book() {
    let clinic = testkit::clinic().await;
    let front = clinic.visitor().get(&clinic.front()).await.with_status(200);
    assert!(front.has("main a[href='/privacy']"));
}
