//! A directory that says whatever a test tells it to say.

use std::sync::{Arc, Mutex, MutexGuard};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use kernel::{Chance, Clock, Private};
use outside::oidc::OpenIdConnect;
use serde_json::{Value, json};
use trust::identity::directory::{ClientSettings, Directory as _, DirectoryRefusal, Issuer, Known, ListedIssuer, Returned, Started};

/// Where the browser comes back to.
pub(crate) const BACK: &str = "http://localhost:8080/c/rahma/sign-in/back";

/// One answer: status, further header, body.
pub(crate) type Says = (u16, Option<(&'static str, String)>, Vec<u8>);

/// What it says, and what it was asked.
#[derive(Default)]
pub(crate) struct Script {
    /// `/.well-known/openid-configuration`.
    pub(crate) document: Value,
    /// `/keys`.
    pub(crate) keys: Value,
    /// Instead of the token answer that [`Stub::sign_in_with`] makes.
    pub(crate) token: Option<Says>,
    /// `/person`.
    pub(crate) person: Option<Value>,
    /// What it was asked: path, authorization, body.
    pub(crate) asked: Vec<(String, String, String)>,
    id_token: String,
}

/// The directory.
#[derive(Clone)]
pub(crate) struct Stub {
    /// Its own address.
    pub(crate) issuer: String,
    script: Arc<Mutex<Script>>,
    key: Arc<EcdsaKeyPair>,
    /// The clock of the program that talks to it.
    pub(crate) clock: Clock,
}

/// A key and what stands of it in a set of keys.
pub(crate) fn key(kid: &str) -> (EcdsaKeyPair, Value) {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = pair.public_key().as_ref().to_vec();
    let [x, y] = [&point[1..33], &point[33..65]].map(|half| URL_SAFE_NO_PAD.encode(half));
    (pair, json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": x, "y": y}))
}

/// A token with this header and these claims, signed by whoever `sign` is.
pub(crate) fn token(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let message = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

/// Signs as ES256.
pub(crate) fn es256(pair: &EcdsaKeyPair) -> impl FnOnce(&[u8]) -> Vec<u8> + '_ {
    |message| pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
}

/// The header of an honest token.
pub(crate) fn header() -> Value {
    json!({"alg": "ES256", "kid": "one", "typ": "JWT"})
}

async fn answer(State(script): State<Arc<Mutex<Script>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_else(|_| Bytes::new());
    let mut script = script.lock().unwrap();
    let path = parts.uri.path().to_owned();
    script.asked.push((path.clone(), authorization(&parts.headers), String::from_utf8_lossy(&body).into_owned()));
    let (status, header, body) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, None, script.document.to_string().into_bytes()),
        "/keys" => (200, None, script.keys.to_string().into_bytes()),
        "/person" => (200, None, script.person.clone().unwrap_or_default().to_string().into_bytes()),
        "/token" => script.token.clone().unwrap_or_else(|| {
            let tokens = json!({"access_token": "access", "token_type": "Bearer", "id_token": script.id_token});
            (200, None, tokens.to_string().into_bytes())
        }),
        _ => (404, None, Vec::new()),
    };
    let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
    if let Some((name, value)) = header {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

fn authorization(headers: &HeaderMap) -> String {
    headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

impl Stub {
    /// An honest one.
    pub(crate) async fn open() -> Self {
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", port.local_addr().unwrap());
        let (pair, public) = key("one");
        let at = |path: &str| format!("{issuer}{path}");
        let document = json!({
            "issuer": issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "jwks_uri": at("/keys"),
        });
        let script = Arc::new(Mutex::new(Script { document, keys: json!({"keys": [public]}), ..Script::default() }));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&script));
        tokio::spawn(async move { axum::serve(port, router).await });
        Self { issuer, script, key: Arc::new(pair), clock: Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap()) }
    }

    /// What it says.
    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }

    /// How often a path was asked for.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.script().asked.iter().filter(|(asked, _, _)| asked == path).count()
    }

    /// A program that lists this directory and these further origins.
    pub(crate) fn program(&self, more: &str) -> OpenIdConnect {
        let listed = ListedIssuer::parse(&format!("{} {more}", self.issuer)).unwrap();
        OpenIdConnect::new(vec![listed], self.clock.clone(), Chance::seeded(1), std::time::Duration::from_secs(5))
    }

    /// What the clinic is there.
    pub(crate) fn client(&self) -> ClientSettings {
        ClientSettings {
            issuer: Issuer::parse(&self.issuer).unwrap(),
            client_id: "wellkept".to_owned(),
            client_secret: Private::new("pass:word &c".to_owned()),
        }
    }

    /// The claims of an honest token for this sign-in.
    pub(crate) fn claims(&self, started: &Started) -> Value {
        let now = self.clock.now();
        json!({
            "iss": self.issuer,
            "sub": "person-7",
            "aud": "wellkept",
            "iat": now.as_second(),
            "exp": (now + SignedDuration::from_mins(5)).as_second(),
            "nonce": started.nonce,
            "email": "Sana@Clinic.Example",
            "email_verified": true,
            "name": "Sana Malik",
        })
    }

    /// Begins a sign-in.
    pub(crate) async fn begin(&self, program: &OpenIdConnect) -> Started {
        program.start(&self.client(), BACK).await.unwrap()
    }

    /// Finishes a sign-in with this token.
    pub(crate) async fn sign_in_with(
        &self,
        program: &OpenIdConnect,
        started: &Started,
        id_token: String,
    ) -> Result<Known, DirectoryRefusal> {
        self.script().id_token = id_token;
        program.who(&self.client(), BACK, &returned(started)).await
    }

    /// Signs honestly.
    pub(crate) fn signed(&self, header: &Value, claims: &Value) -> String {
        token(header, claims, es256(&self.key))
    }
}

/// What an honest browser brings back.
pub(crate) fn returned(started: &Started) -> Returned {
    Returned { code: Private::new("code-1".to_owned()), iss: None, nonce: started.nonce.clone(), verifier: started.verifier.clone() }
}
