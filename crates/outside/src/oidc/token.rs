//! Believes an ID token or refuses it: signed by this directory with a key of its own, for us, for this sign-in, now.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, crypto, decode_header, jwk::Jwk};
use kernel::Private;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;
use trust::identity::{
    EmailAddress,
    directory::{DirectoryRefusal, Issuer, Known},
};

/// Two clocks never agree; a minute is what everybody allows.
const LEEWAY: i64 = 60;
/// A token comes straight from the directory, so an old one was kept by somebody. Some backdate by five minutes.
const OLDEST: i64 = 600;
/// Signatures that only the directory can make. HMAC is not among them: whoever knows the client's secret could, and a
/// public key used as a secret is known to all. `none` is not even readable as an algorithm.
const SIGNATURES: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

const fn not_believed(why: &'static str) -> DirectoryRefusal {
    DirectoryRefusal::NotBelieved(why)
}

/// One value or a list of them: `aud` and, in the wild, `amr` come as either.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// `true`, or the word for it that some directories send.
#[derive(Deserialize)]
#[serde(untagged)]
enum Truth {
    Plain(bool),
    Word(String),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: OneOrMany,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    at_hash: Option<String>,
    auth_time: Option<i64>,
    amr: Option<OneOrMany>,
    acr: Option<String>,
    email: Option<String>,
    email_verified: Option<Truth>,
    name: Option<String>,
}

/// What the directory's page about a person says; only read where the token says no address.
#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) sub: String,
    email: Option<String>,
    email_verified: Option<Truth>,
    name: Option<String>,
}

impl Person {
    /// Adds to what is known what only this page says.
    pub(super) fn add_to(self, known: &mut Known) {
        known.email = self.email.as_deref().and_then(|text| EmailAddress::parse(text).ok());
        known.email_verified = known.email.is_some() && is_true(self.email_verified.as_ref());
        known.name = known.name.take().or_else(|| self.name.map(Private::new));
    }
}

fn is_true(truth: Option<&Truth>) -> bool {
    matches!(truth, Some(Truth::Plain(true))) || matches!(truth, Some(Truth::Word(word)) if word == "true")
}

/// What a token is held against.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    pub(super) access_token: &'a str,
    pub(super) now: Timestamp,
}

/// A token taken apart, with nothing believed yet.
pub(super) struct Sent<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    message: &'a str,
    signature: &'a str,
    claims: &'a str,
}

impl<'a> Sent<'a> {
    /// Takes a token apart; refuses algorithms that prove nothing and headers that ask for more than we understand.
    pub(super) fn read(token: &'a str) -> Result<Self, DirectoryRefusal> {
        let strange = || not_believed("it is not a signed token");
        let (message, signature) = token.rsplit_once('.').ok_or_else(strange)?;
        let (header, claims) = message.split_once('.').ok_or_else(strange)?;
        if header.is_empty() || claims.contains('.') || signature.is_empty() {
            return Err(strange());
        }
        let header = decode_header(token).map_err(|_| not_believed("it is signed in a way that proves nothing"))?;
        if !SIGNATURES.contains(&header.alg) {
            return Err(not_believed("it is signed in a way that proves nothing"));
        }
        // A logout token or an access token is signed with the same key and means something else.
        let id_token = header.typ.as_deref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
        if !id_token || header.crit.is_some() || header.enc.is_some() || header.zip.is_some() {
            return Err(strange());
        }
        Ok(Self { algorithm: header.alg, kid: header.kid, message, signature, claims })
    }

    /// Who it is about, if one of these keys signed it and every claim is what it must be.
    pub(super) fn believe(&self, keys: &[Jwk], expected: &Expected<'_>) -> Result<Known, DirectoryRefusal> {
        let signed = |key: &Jwk| {
            let key = DecodingKey::from_jwk(key).ok()?;
            crypto::verify(self.signature, self.message.as_bytes(), &key, self.algorithm).ok()
        };
        if !keys.iter().any(|key| signed(key) == Some(true)) {
            return Err(not_believed("its signature is not the directory's"));
        }
        let unreadable = || not_believed("its claims cannot be read");
        let bytes = URL_SAFE_NO_PAD.decode(self.claims).map_err(|_| unreadable())?;
        let claims: Claims = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
        check(&claims, expected)?;
        if let Some(hash) = &claims.at_hash
            && !same(hash, &half_hash(self.algorithm, expected.access_token))
        {
            return Err(not_believed("it belongs to another access token"));
        }
        Ok(known(claims))
    }
}

fn check(claims: &Claims, expected: &Expected<'_>) -> Result<(), DirectoryRefusal> {
    if claims.iss != expected.issuer.text() {
        return Err(not_believed("another directory made it"));
    }
    let audience = claims.aud.all();
    let presented_by_us = claims.azp.as_deref().map_or(audience.len() == 1, |azp| azp == expected.client_id);
    if !audience.iter().any(|aud| aud == expected.client_id) || !presented_by_us {
        return Err(not_believed("it is for another program"));
    }
    let now = expected.now.as_second();
    if claims.exp.saturating_add(LEEWAY) <= now || claims.iat < now - OLDEST {
        return Err(not_believed("it is too old"));
    }
    if claims.iat > now + LEEWAY || claims.nbf.is_some_and(|from| from > now + LEEWAY) || claims.exp <= claims.iat {
        return Err(not_believed("it is from the future"));
    }
    if !claims.nonce.as_deref().is_some_and(|nonce| same(nonce, expected.nonce)) {
        return Err(not_believed("it is for another sign-in"));
    }
    if claims.sub.is_empty() || claims.sub.len() > 255 || claims.sub.chars().any(char::is_control) {
        return Err(not_believed("it names nobody"));
    }
    Ok(())
}

fn known(claims: Claims) -> Known {
    let email = claims.email.as_deref().and_then(|text| EmailAddress::parse(text).ok());
    Known {
        subject: Private::new(claims.sub),
        email_verified: email.is_some() && is_true(claims.email_verified.as_ref()),
        email,
        name: claims.name.map(Private::new),
        auth_time: claims.auth_time.and_then(|second| Timestamp::from_second(second).ok()),
        amr: claims.amr.map(|amr| amr.all().to_vec()).unwrap_or_default(),
        acr: claims.acr,
    }
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// `at_hash`: the left half of the hash that the signature's algorithm uses (OpenID Connect Core 3.1.3.6).
fn half_hash(algorithm: Algorithm, access_token: &str) -> String {
    use Algorithm::{ES256, ES384, PS256, PS384, RS256, RS384};
    let by = match algorithm {
        RS256 | PS256 | ES256 => &digest::SHA256,
        RS384 | PS384 | ES384 => &digest::SHA384,
        _ => &digest::SHA512,
    };
    let hash = digest::digest(by, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..hash.as_ref().len() / 2).unwrap_or_default())
}
