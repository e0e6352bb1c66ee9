//! What an honest directory gets and gives.

use aws_lc_rs::digest;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jiff::SignedDuration;
use serde_json::json;
use trust::identity::directory::{Directory as _, DirectoryRefusal};

use crate::stub::{BACK, Stub, es256, header, key, returned, token};

#[tokio::test]
async fn the_code_is_redeemed_with_the_secret_and_the_proof_and_a_person_is_known() {
    let stub = Stub::open().await;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    let to: axum::http::Uri = started.to.parse().unwrap();
    let asked = |name: &str| {
        form_urlencoded::parse(to.query().unwrap().as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap()
    };
    assert!(started.to.starts_with(&format!("{}/authorize?", stub.issuer)));
    assert_eq!((asked("response_type").as_str(), asked("code_challenge_method").as_str()), ("code", "S256"));
    assert_eq!((asked("redirect_uri").as_str(), asked("scope").as_str()), (BACK, "openid email profile"));
    assert_eq!((asked("state"), asked("nonce")), (started.state.clone(), started.nonce.clone()));
    let proof = digest::digest(&digest::SHA256, started.verifier.reveal().as_bytes());
    assert_eq!(asked("code_challenge"), URL_SAFE_NO_PAD.encode(proof));
    assert!(!started.to.contains(started.verifier.reveal()), "the proof itself stays here");

    let known = stub.sign_in_with(&program, &started, stub.signed(&header(), &stub.claims(&started))).await.unwrap();
    assert_eq!(known.subject.reveal(), "person-7");
    assert_eq!((known.email.unwrap().reveal(), known.email_verified), ("sana@clinic.example", true));
    let (_, authorization, body) = stub.script().asked.iter().find(|(path, _, _)| path == "/token").cloned().unwrap();
    assert_eq!(authorization, format!("Basic {}", STANDARD.encode("wellkept:pass%3Aword+%26c")));
    assert!(body.contains(&format!("code_verifier={}", started.verifier.reveal())) && !body.contains("pass"));
}

#[tokio::test]
async fn a_directory_that_takes_the_secret_in_the_form_gets_it_there() {
    let stub = Stub::open().await;
    stub.script().document["token_endpoint_auth_methods_supported"] = json!(["private_key_jwt", "client_secret_post"]);
    let program = stub.program("");
    let started = stub.begin(&program).await;
    stub.sign_in_with(&program, &started, stub.signed(&header(), &stub.claims(&started))).await.unwrap();
    let (_, authorization, body) = stub.script().asked.iter().find(|(path, _, _)| path == "/token").cloned().unwrap();
    assert!(authorization.is_empty() && body.contains("client_secret=pass%3Aword+%26c"), "{body}");
}

#[tokio::test]
async fn a_new_key_is_looked_for_once_and_an_unknown_one_not_at_its_senders_pace() {
    let stub = Stub::open().await;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    stub.sign_in_with(&program, &started, stub.signed(&header(), &stub.claims(&started))).await.unwrap();
    assert_eq!(stub.asked("/keys"), 1);

    // The directory turns its keys over.
    let (pair, public) = key("two");
    stub.script().keys = json!({"keys": [public]});
    stub.clock.advance(SignedDuration::from_secs(31));
    let new = |claims| token(&json!({"alg": "ES256", "kid": "two"}), &claims, es256(&pair));
    stub.sign_in_with(&program, &started, new(stub.claims(&started))).await.unwrap();
    assert_eq!(stub.asked("/keys"), 2);

    for _ in 0..5 {
        let unknown = token(&json!({"alg": "ES256", "kid": "three"}), &stub.claims(&started), es256(&pair));
        let refused = stub.sign_in_with(&program, &started, unknown).await.unwrap_err();
        assert_eq!(refused, DirectoryRefusal::NotBelieved("no key of the directory fits its signature"));
    }
    assert_eq!(stub.asked("/keys"), 2);

    // And the old one stopped working with its withdrawal.
    let old = stub.signed(&header(), &stub.claims(&started));
    assert!(stub.sign_in_with(&program, &started, old).await.is_err());
}

#[tokio::test]
async fn where_the_token_says_no_address_the_page_about_the_person_does() {
    let stub = Stub::open().await;
    stub.script().document["userinfo_endpoint"] = json!(format!("{}/person", stub.issuer));
    let program = stub.program("");
    let started = stub.begin(&program).await;
    let mut claims = stub.claims(&started);
    claims.as_object_mut().unwrap().remove("email");
    let id_token = stub.signed(&header(), &claims);

    stub.script().person = Some(json!({"sub": "person-7", "email": "sana@clinic.example", "email_verified": "true"}));
    let known = stub.sign_in_with(&program, &started, id_token.clone()).await.unwrap();
    assert!(known.email_verified);
    assert!(stub.script().asked.iter().any(|(path, by, _)| path == "/person" && by == "Bearer access"));

    // Somebody else's page: the access token was exchanged on the way.
    stub.script().person = Some(json!({"sub": "person-8", "email": "omar@clinic.example", "email_verified": true}));
    assert!(matches!(stub.sign_in_with(&program, &started, id_token).await, Err(DirectoryRefusal::NotBelieved(_))));
}

#[tokio::test]
async fn what_the_directory_refuses_is_told_apart() {
    let stub = Stub::open().await;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    for (status, body, refusal) in [
        (400, r#"{"error":"invalid_grant"}"#, DirectoryRefusal::Expired),
        (401, r#"{"error":"invalid_client"}"#, DirectoryRefusal::NotOurClient),
        (401, "", DirectoryRefusal::NotOurClient),
        (400, "<html>", DirectoryRefusal::Unsound("it does not redeem what it gave")),
        (503, "", DirectoryRefusal::Away),
    ] {
        stub.script().token = Some((status, None, body.as_bytes().to_vec()));
        assert_eq!(program.who(&stub.client(), BACK, &returned(&started)).await.unwrap_err(), refusal);
    }
}
