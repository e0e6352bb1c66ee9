//! Tokens that must not be believed.

use aws_lc_rs::{digest, hmac};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use trust::identity::directory::{Directory as _, DirectoryRefusal};

use crate::stub::{BACK, Stub, es256, header, key, returned, token};

/// Everything about this token is honest but what `bend` does to its claims.
async fn refused_with(bend: impl FnOnce(&mut Value, &Stub)) -> Result<(), DirectoryRefusal> {
    let stub = Stub::open().await;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    let mut claims = stub.claims(&started);
    bend(&mut claims, &stub);
    stub.sign_in_with(&program, &started, stub.signed(&header(), &claims)).await.map(|_| ())
}

#[tokio::test]
async fn a_claim_that_is_not_for_us_now_is_refused() {
    let now = 1_772_438_400; // Monday 2026-03-02, 08:00 UTC
    let set = |name: &'static str, value: Value| move |claims: &mut Value, _: &Stub| claims[name] = value;
    let wrong: Vec<(&str, &str, Value)> = vec![
        ("another directory made it", "iss", json!("https://elsewhere.example")),
        ("another directory made it", "iss", json!("")),
        ("it is for another program", "aud", json!("another")),
        ("it is for another program", "aud", json!([])),
        ("it is for another program", "aud", json!(["another", "third"])),
        ("it is for another program", "aud", json!(["wellkept", "another"])),
        ("it is for another program", "azp", json!("another")),
        ("it is too old", "exp", json!(now - 60)),
        ("it is too old", "iat", json!(now - 601)),
        ("it is from the future", "iat", json!(now + 61)),
        ("it is from the future", "nbf", json!(now + 61)),
        ("it is for another sign-in", "nonce", json!("another")),
        ("it is for another sign-in", "nonce", Value::Null),
        ("it names nobody", "sub", json!("")),
        ("it names nobody", "sub", json!("x".repeat(256))),
        ("its claims cannot be read", "sub", json!(7)),
        ("its claims cannot be read", "exp", json!("tomorrow")),
        ("its claims cannot be read", "exp", Value::Null),
        ("its claims cannot be read", "aud", Value::Null),
        ("it belongs to another access token", "at_hash", json!("AAAA")),
    ];
    for (why, name, value) in wrong {
        let shown = format!("{name} = {value}");
        assert_eq!(refused_with(set(name, value)).await, Err(DirectoryRefusal::NotBelieved(why)), "{shown}");
    }
}

#[tokio::test]
async fn a_claim_at_the_edge_is_believed() {
    let hash = digest::digest(&digest::SHA256, b"access");
    let now = 1_772_438_400;
    for (name, value) in [
        ("aud", json!(["wellkept"])),
        ("azp", json!("wellkept")),
        ("exp", json!(now + 1)),
        ("iat", json!(now + 60)),
        ("iat", json!(now - 600)),
        ("nbf", json!(now + 60)),
        ("at_hash", json!(URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]))),
        ("amr", json!("pwd")),
    ] {
        let shown = format!("{name} = {value}");
        assert_eq!(refused_with(|claims, _| claims[name] = value).await, Ok(()), "{shown}");
    }
    let both = refused_with(|claims, _| {
        claims["aud"] = json!(["wellkept", "another"]);
        claims["azp"] = json!("wellkept");
    });
    assert_eq!(both.await, Ok(()));
}

#[tokio::test]
async fn an_address_counts_as_theirs_only_when_the_directory_says_true() {
    let stub = Stub::open().await;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    for (value, verified) in
        [(json!(true), true), (json!("true"), true), (json!(false), false), (json!("yes"), false), (Value::Null, false)]
    {
        let mut claims = stub.claims(&started);
        claims["email_verified"] = value;
        let known = stub.sign_in_with(&program, &started, stub.signed(&header(), &claims)).await.unwrap();
        assert_eq!(known.email_verified, verified);
    }
}

#[tokio::test]
async fn a_signature_that_anybody_could_make_is_refused() {
    let stub = Stub::open().await;
    let public = stub.script().keys["keys"][0].clone();
    // A confused directory even shows a secret in its set of keys.
    let shown = json!({"kty": "oct", "kid": "shown", "alg": "HS256", "k": URL_SAFE_NO_PAD.encode("secret")});
    stub.script().keys["keys"].as_array_mut().unwrap().push(shown);
    let program = stub.program("");
    let started = stub.begin(&program).await;
    let claims = stub.claims(&started);
    let mac = |secret: Vec<u8>| move |message: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), message).as_ref().to_vec();
    let [x, y] = ["x", "y"].map(|half| URL_SAFE_NO_PAD.decode(public[half].as_str().unwrap()).unwrap());
    let point = [&[4], x.as_slice(), &y].concat();
    let none = |alg: &str| token(&json!({"alg": alg, "kid": "one"}), &claims, |_| Vec::new());
    let with = |alg: &str, kid: &str, secret: Vec<u8>| token(&json!({"alg": alg, "kid": kid}), &claims, mac(secret));
    let honest = stub.signed(&header(), &claims);
    let (message, _) = honest.rsplit_once('.').unwrap();
    let (_, payload) = message.split_once('.').unwrap();
    for (what, forged) in [
        ("none", none("none")),
        ("None", none("None")),
        ("no signature", format!("{message}.")),
        ("two parts", message.to_owned()),
        ("four parts", format!("{honest}.x")),
        ("nothing", String::new()),
        ("none with a signature", honest.replacen(honest.split('.').next().unwrap(), &URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), 1)),
        ("HS256 by the public point", with("HS256", "one", point)),
        ("HS256 by the public key as it is shown", with("HS256", "one", public.to_string().into_bytes())),
        ("HS256 by x", with("HS256", "one", x.clone())),
        ("HS256 by our own secret", with("HS256", "one", b"pass:word &c".to_vec())),
        ("HS256 by a secret among the keys", with("HS256", "shown", b"secret".to_vec())),
        ("HS512", with("HS512", "one", x)),
        ("zeros for a signature", format!("{message}.{}", URL_SAFE_NO_PAD.encode([0; 64]))),
        ("claims of another token", honest.replace(payload, &URL_SAFE_NO_PAD.encode(r#"{"sub":"owner"}"#))),
    ] {
        let answer = stub.sign_in_with(&program, &started, forged).await;
        assert!(matches!(answer, Err(DirectoryRefusal::NotBelieved(_))), "{what}: {answer:?}");
    }
    assert!(stub.sign_in_with(&program, &started, honest).await.is_ok());
}

#[tokio::test]
async fn a_key_is_for_what_it_says_and_for_nothing_else() {
    let (other, other_public) = key("other");
    let stub = Stub::open().await;
    let program = stub.program("");
    let started = stub.begin(&program).await;
    let claims = stub.claims(&started);
    let (own_public, honest) = (stub.script().keys["keys"][0].clone(), header());
    let with = |name: &str, value: Value| {
        let mut public = own_public.clone();
        public[name] = value;
        json!({"keys": [public]})
    };
    let sets = json!({"keys": [own_public, other_public]});
    for (what, keys, forged) in [
        ("another key under this name", &sets, token(&honest, &claims, es256(&other))),
        ("a key of the sender's own in the header", &sets, {
            token(&json!({"alg": "ES256", "kid": "one", "jwk": other_public}), &claims, es256(&other))
        }),
        ("keys at an address of the sender's", &sets, {
            token(&json!({"alg": "ES256", "kid": "x", "jku": format!("{}/evil", stub.issuer)}), &claims, es256(&other))
        }),
        ("no name where there is a choice", &sets, stub.signed(&json!({"alg": "ES256"}), &claims)),
        ("a key for encryption", &with("use", json!("enc")), stub.signed(&honest, &claims)),
        ("a key for another algorithm", &with("alg", json!("ES384")), stub.signed(&honest, &claims)),
        ("a key on another curve", &with("crv", json!("P-384")), stub.signed(&honest, &claims)),
        ("a key that does not verify", &with("key_ops", json!(["encrypt"])), stub.signed(&honest, &claims)),
        ("a name of another case", &with("kid", json!("ONE")), stub.signed(&honest, &claims)),
        ("an extension we do not know", &sets, stub.signed(&json!({"alg": "ES256", "kid": "one", "crit": ["exp"]}), &claims)),
        ("a logout token", &sets, stub.signed(&json!({"alg": "ES256", "kid": "one", "typ": "logout+jwt"}), &claims)),
        ("an access token", &sets, stub.signed(&json!({"alg": "ES256", "kid": "one", "typ": "at+jwt"}), &claims)),
    ] {
        stub.script().keys = keys.clone();
        // Each set is met by a program that has seen no other.
        let fresh = stub.program("");
        let answer = stub.sign_in_with(&fresh, &started, forged).await;
        assert!(matches!(answer, Err(DirectoryRefusal::NotBelieved(_))), "{what}: {answer:?}");
    }
    assert_eq!(stub.asked("/evil"), 0);
}

#[tokio::test]
async fn an_answer_of_another_directory_is_not_carried_here() {
    let stub = Stub::open().await;
    stub.script().document["authorization_response_iss_parameter_supported"] = json!(true);
    let program = stub.program("");
    let started = stub.begin(&program).await;
    for iss in [None, Some("https://elsewhere.example".to_owned())] {
        let mixed = trust::identity::directory::Returned { iss, ..returned(&started) };
        let answer = program.who(&stub.client(), BACK, &mixed).await;
        assert_eq!(answer.unwrap_err(), DirectoryRefusal::NotBelieved("another directory answered"));
    }
    assert_eq!(stub.asked("/token"), 0, "the code did not leave");
}
