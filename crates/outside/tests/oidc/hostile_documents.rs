//! Documents and answers that lead elsewhere, or never end.

use serde_json::{Value, json};
use trust::identity::directory::{ClientSettings, Directory as _, DirectoryRefusal, Issuer};

use crate::stub::{BACK, Stub, header, returned};

#[tokio::test]
async fn a_directory_that_is_not_listed_is_not_asked_anything() {
    let (listed, other) = (Stub::open().await, Stub::open().await);
    let program = listed.program("");
    let client = ClientSettings { issuer: Issuer::parse(&other.issuer).unwrap(), ..listed.client() };
    assert_eq!(program.start(&client, BACK).await.unwrap_err(), DirectoryRefusal::NotListed);
    let started = listed.begin(&program).await;
    assert_eq!(program.who(&client, BACK, &returned(&started)).await.unwrap_err(), DirectoryRefusal::NotListed);
    assert!(other.script().asked.is_empty());
}

#[tokio::test]
async fn an_endpoint_on_a_foreign_origin_is_never_reached() {
    for endpoint in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] {
        let (stub, inner) = (Stub::open().await, Stub::open().await);
        for address in [format!("{}/token", inner.issuer), "http://169.254.169.254/latest".to_owned(), "file:///etc/passwd".to_owned()] {
            stub.script().document[endpoint] = json!(address);
            let answer = stub.program("").start(&stub.client(), BACK).await;
            assert!(matches!(answer, Err(DirectoryRefusal::Unsound(_))), "{endpoint} {address}");
        }
        assert!(inner.script().asked.is_empty(), "{endpoint}");
    }
}

#[tokio::test]
async fn an_origin_the_operator_listed_with_the_issuer_may_serve_its_endpoints() {
    let (stub, keys) = (Stub::open().await, Stub::open().await);
    keys.script().keys = stub.script().keys.take();
    stub.script().document["jwks_uri"] = json!(format!("{}/keys", keys.issuer));
    let program = stub.program(&keys.issuer);
    let started = stub.begin(&program).await;
    assert!(stub.sign_in_with(&program, &started, stub.signed(&header(), &stub.claims(&started))).await.is_ok());
    assert_eq!((stub.asked("/keys"), keys.asked("/keys")), (0, 1));
}

#[tokio::test]
async fn a_document_of_another_directory_is_refused() {
    let stub = Stub::open().await;
    for issuer in [json!("https://elsewhere.example"), json!(format!("{}/", stub.issuer)), json!(""), Value::Null] {
        stub.script().document["issuer"] = issuer.clone();
        assert!(matches!(stub.program("").start(&stub.client(), BACK).await, Err(DirectoryRefusal::Unsound(_))), "{issuer}");
    }
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut_off() {
    let stub = Stub::open().await;
    let honest = stub.script().document.clone();
    stub.script().document["more"] = json!("x".repeat(300 * 1024));
    let too_much = DirectoryRefusal::Unsound("it sends more than we read");
    assert_eq!(stub.program("").start(&stub.client(), BACK).await.unwrap_err(), too_much);

    stub.script().document = honest;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    stub.script().token = Some((200, None, vec![b' '; 300 * 1024]));
    assert_eq!(program.who(&stub.client(), BACK, &returned(&started)).await.unwrap_err(), too_much);
    stub.script().token = None;
    stub.script().keys["more"] = json!("x".repeat(300 * 1024));
    assert_eq!(stub.sign_in_with(&program, &started, stub.signed(&header(), &stub.claims(&started))).await.unwrap_err(), too_much);
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_secret_does_not_go_with_it() {
    let (stub, inner) = (Stub::open().await, Stub::open().await);
    let program = stub.program("");
    let started = stub.begin(&program).await;
    for status in [301, 302, 303, 307, 308] {
        stub.script().token = Some((status, Some(("location", format!("{}/token", inner.issuer))), Vec::new()));
        let answer = program.who(&stub.client(), BACK, &returned(&started)).await;
        assert_eq!(answer.unwrap_err(), DirectoryRefusal::Unsound("it sends us elsewhere"));
    }
    assert!(inner.script().asked.is_empty());
}

#[tokio::test]
async fn a_directory_that_never_answers_is_away() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stub = Stub::open().await;
    let issuer = format!("http://{}", silent.local_addr().unwrap());
    let listed = trust::identity::directory::ListedIssuer::parse(&issuer).unwrap();
    let (clock, chance) = (stub.clock.clone(), kernel::Chance::seeded(1));
    let program = outside::oidc::OpenIdConnect::new(vec![listed], clock, chance, std::time::Duration::from_millis(50));
    let client = ClientSettings { issuer: Issuer::parse(&issuer).unwrap(), ..stub.client() };
    assert_eq!(program.start(&client, BACK).await.unwrap_err(), DirectoryRefusal::Away);
}

#[tokio::test]
async fn a_directory_without_a_way_for_a_secret_is_unsound() {
    let stub = Stub::open().await;
    stub.script().document["token_endpoint_auth_methods_supported"] = json!(["none", "private_key_jwt"]);
    let answer = stub.program("").start(&stub.client(), BACK).await;
    assert_eq!(answer.unwrap_err(), DirectoryRefusal::Unsound("it does not take a client secret"));
}
