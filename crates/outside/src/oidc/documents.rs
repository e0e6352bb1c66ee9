//! What a directory says about itself (its discovery document) and the keys it signs with, kept for an hour.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{
    Algorithm,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse},
};
use kernel::Clock;
use reqwest::Url;
use serde::{Deserialize, de::DeserializeOwned};
use trust::identity::directory::{DirectoryRefusal, Issuer, ListedIssuer};

use super::wire::{Reply, Wire, allowed};

/// Minutes after which documents are fetched anew, so that a key that was withdrawn stops working.
const KEPT_MINUTES: i64 = 60;
/// Seconds between two looks for a key nobody knows: else its senders make us ask at their pace.
const BETWEEN_LOOKS: i64 = 30;
/// A directory that turns its keys over has two or three.
const MOST_KEYS: usize = 64;

/// How we say our password to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    Basic,
    Post,
}

/// A directory's document, with every address checked against the operator's list.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) keys: Url,
    pub(super) userinfo: Option<Url>,
    pub(super) secret: Secret,
    pub(super) names_itself: bool,
}

#[derive(Deserialize)]
struct Raw {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct RawKeys {
    keys: Vec<serde_json::Value>,
}

#[derive(Clone)]
struct Kept<T> {
    at: Timestamp,
    value: T,
}

/// The documents and keys of every directory spoken to.
pub(super) struct Documents {
    clock: Clock,
    documents: Mutex<HashMap<Issuer, Kept<Document>>>,
    keys: Mutex<HashMap<Issuer, Kept<Arc<Vec<Jwk>>>>>,
}

impl Documents {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, documents: Mutex::default(), keys: Mutex::default() }
    }

    fn kept<T: Clone>(&self, shelf: &Mutex<HashMap<Issuer, Kept<T>>>, issuer: &Issuer, no_older: SignedDuration) -> Option<T> {
        let shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = shelf.get(issuer)?;
        (self.clock.now().duration_since(kept.at) < no_older).then(|| kept.value.clone())
    }

    fn keep<T>(&self, shelf: &Mutex<HashMap<Issuer, Kept<T>>>, issuer: &Issuer, value: T) {
        shelf.lock().unwrap_or_else(PoisonError::into_inner).insert(issuer.clone(), Kept { at: self.clock.now(), value });
    }

    /// The discovery document.
    pub(super) async fn document(&self, wire: &Wire, listed: &ListedIssuer) -> Result<Document, DirectoryRefusal> {
        if let Some(document) = self.kept(&self.documents, &listed.issuer, SignedDuration::from_mins(KEPT_MINUTES)) {
            return Ok(document);
        }
        let at = format!("{}/.well-known/openid-configuration", listed.issuer.text().trim_end_matches('/'));
        let raw: Raw = json(&wire.get(allowed(listed, &at)?, None).await?)?;
        let document = read(listed, &raw)?;
        self.keep(&self.documents, &listed.issuer, document.clone());
        Ok(document)
    }

    /// The keys that may have signed a token with this header; looks once more when the directory may have new ones.
    pub(super) async fn keys(
        &self,
        wire: &Wire,
        listed: &ListedIssuer,
        (kid, algorithm): (Option<&str>, Algorithm),
    ) -> Result<Vec<Jwk>, DirectoryRefusal> {
        for no_older in [SignedDuration::from_mins(KEPT_MINUTES), SignedDuration::from_secs(BETWEEN_LOOKS)] {
            let keys = match self.kept(&self.keys, &listed.issuer, no_older) {
                Some(keys) => keys,
                None => self.fetch_keys(wire, listed).await?,
            };
            let found = fitting(&keys, kid, algorithm);
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Err(DirectoryRefusal::NotBelieved("no key of the directory fits its signature"))
    }

    async fn fetch_keys(&self, wire: &Wire, listed: &ListedIssuer) -> Result<Arc<Vec<Jwk>>, DirectoryRefusal> {
        let document = self.document(wire, listed).await?;
        let raw: RawKeys = json(&wire.get(document.keys, None).await?)?;
        // Keys of kinds we do not know are none of our business, and neither are secrets that a confused server shows.
        let keys = raw.keys.into_iter().take(MOST_KEYS).filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        let keys = Arc::new(keys.filter(is_public).collect::<Vec<_>>());
        self.keep(&self.keys, &listed.issuer, Arc::clone(&keys));
        Ok(keys)
    }
}

/// Reads JSON from an answer that says it is fine.
pub(super) fn json<T: DeserializeOwned>(reply: &Reply) -> Result<T, DirectoryRefusal> {
    if reply.status != 200 {
        return Err(DirectoryRefusal::Unsound("it refuses to show a document that it should"));
    }
    serde_json::from_slice(&reply.body).map_err(|_| DirectoryRefusal::Unsound("one of its documents cannot be read"))
}

fn read(listed: &ListedIssuer, raw: &Raw) -> Result<Document, DirectoryRefusal> {
    if raw.issuer != listed.issuer.text() {
        return Err(DirectoryRefusal::Unsound("its document is another directory's"));
    }
    let offers =
        |way: &str| raw.token_endpoint_auth_methods_supported.as_ref().is_none_or(|ways| ways.iter().any(|offered| offered == way));
    let secret = match (offers("client_secret_basic"), offers("client_secret_post")) {
        (true, _) => Secret::Basic,
        (false, true) => Secret::Post,
        _ => return Err(DirectoryRefusal::Unsound("it does not take a client secret")),
    };
    Ok(Document {
        authorization: allowed(listed, &raw.authorization_endpoint)?,
        token: allowed(listed, &raw.token_endpoint)?,
        keys: allowed(listed, &raw.jwks_uri)?,
        userinfo: raw.userinfo_endpoint.as_deref().map(|text| allowed(listed, text)).transpose()?,
        secret,
        names_itself: raw.authorization_response_iss_parameter_supported,
    })
}

const fn is_public(key: &Jwk) -> bool {
    matches!(key.algorithm, AlgorithmParameters::RSA(_) | AlgorithmParameters::EllipticCurve(_) | AlgorithmParameters::OctetKeyPair(_))
}

fn fitting(keys: &[Jwk], kid: Option<&str>, algorithm: Algorithm) -> Vec<Jwk> {
    let mut found = keys.iter().filter(|key| fits(key, algorithm)).filter(|key| match kid {
        Some(kid) => key.common.key_id.as_deref() == Some(kid),
        None => true,
    });
    match kid {
        Some(_) => found.cloned().collect(),
        // Without a name there must be no choice.
        None => found.next().filter(|_| found.next().is_none()).cloned().into_iter().collect(),
    }
}

/// Whether this key is for signatures of this algorithm, by its kind, its curve and what it says of itself.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => matches!(algorithm, RS256 | RS384 | RS512 | PS256 | PS384 | PS512),
        AlgorithmParameters::EllipticCurve(key) => {
            matches!((&key.curve, algorithm), (EllipticCurve::P256, ES256) | (EllipticCurve::P384, ES384))
        }
        AlgorithmParameters::OctetKeyPair(key) => matches!((&key.curve, algorithm), (EllipticCurve::Ed25519, EdDSA)),
        _ => false,
    };
    let common = &key.common;
    kind && common.public_key_use.as_ref().is_none_or(|of| *of == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|all| all.contains(&KeyOperations::Verify))
        && common.key_algorithm.is_none_or(|own| own.to_string() == format!("{algorithm:?}"))
}
