//! Keeps: "Asked twice, done once". The only way to read what a program sends: JSON that says what is meant and nothing else,
//! with the key under which it has one effect (`Idempotency-Key`, an IETF draft).

use aws_lc_rs::digest;
use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::{Details, House, Wrong};

/// The largest body, in bytes: a booking has some hundred.
pub const MOST_BYTES: usize = 16 * 1024;
/// The longest key.
const MOST_LETTERS: usize = 128;
/// The header.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What a program sent.
#[derive(Debug)]
pub struct Posted<T> {
    /// What it says.
    pub said: T,
    /// The program's own name for it: sent again under the same name it is the same.
    pub key: String,
    /// SHA-256 of where it was sent and of every byte.
    pub mark: [u8; 32],
}

/// Reads the one key: a string of structured fields, `"…"`, or bare, as most programs send it.
///
/// # Errors
/// A sentence.
pub fn key_of(headers: &HeaderMap) -> Result<String, &'static str> {
    let mut sent = headers.get_all(IDEMPOTENCY_KEY).iter();
    let (first, more) = (sent.next(), sent.next());
    let Some(first) = first else {
        return Err("send Idempotency-Key: a name of your own for this request, the same when you send it again");
    };
    let text = first.to_str().map_err(|_| "the Idempotency-Key has letters that no header has")?.trim();
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let plain = bare.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\,;".contains(&byte));
    if more.is_some() || bare.is_empty() || bare.len() > MOST_LETTERS || !plain {
        return Err("an Idempotency-Key is one word of 1 to 128 letters, digits and signs; a UUID is a good one");
    }
    Ok(bare.to_owned())
}

/// Reads a body.
///
/// # Errors
/// [`Details`].
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Details> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => Details::wrong(&[Wrong { pointer: Some("#".to_owned()), parameter: None, detail: error.to_string() }]),
        Category::Io | Category::Syntax | Category::Eof => {
            Details::new(StatusCode::BAD_REQUEST, "/problems/not-json", "The body is not JSON", error)
        }
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

impl<T: DeserializeOwned> FromRequest<House> for Posted<T> {
    type Rejection = Details;
    async fn from_request(request: Request, _house: &House) -> Result<Self, Details> {
        let key = key_of(request.headers()).map_err(|why| {
            Details::new(StatusCode::BAD_REQUEST, "/problems/idempotency-key", "The Idempotency-Key is missing or strange", why)
        })?;
        if !is_json(request.headers()) {
            let why = "send the body as application/json";
            return Err(Details::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "/problems/not-json", "The body is not JSON", why));
        }
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(request.uri().path().as_bytes());
        hash.update(b"\n");
        let body = axum::body::to_bytes(request.into_body(), MOST_BYTES)
            .await
            .map_err(|_| Details::new(StatusCode::PAYLOAD_TOO_LARGE, "/problems/too-large", "The body is too large", "at most 16 KiB"))?;
        hash.update(&body);
        let mut mark = [0; 32];
        mark.copy_from_slice(hash.finish().as_ref());
        Ok(Self { said: read(&body)?, key, mark })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IDEMPOTENCY_KEY, value.parse().unwrap());
        }
        key_of(&headers).ok()
    }

    #[test]
    fn one_key_is_read_with_or_without_its_quotes() {
        assert_eq!(of(&["\"8e03978e-40d5\""]).as_deref(), Some("8e03978e-40d5"));
        assert_eq!(of(&["8e03978e-40d5"]).as_deref(), Some("8e03978e-40d5"));
        assert_eq!(of(&["a".repeat(MOST_LETTERS).as_str()]).map(|key| key.len()), Some(MOST_LETTERS));
        for bad in [vec![], vec!["a", "a"], vec![""], vec!["\"\""], vec!["a b"], vec!["a, b"], vec!["\"a"], vec!["a\\\""], vec!["é"]] {
            assert_eq!(of(&bad), None, "{bad:?}");
        }
        assert_eq!(of(&["a".repeat(MOST_LETTERS + 1).as_str()]), None);
    }

    #[test]
    fn a_body_is_json_that_says_each_thing_once() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "read only")]
        struct Said {
            name: String,
        }
        let status =
            |body: &[u8]| read::<Said>(body).err().map(|details| axum::response::IntoResponse::into_response(details).status().as_u16());
        assert_eq!(status(br#"{"name":"Mia"}"#), None);
        for bad in [&br#"{"name":"Mia""#[..], b"", b"name=Mia", b"\xff\xfe", br#"{"name":"Mia"} {"name":"Mia"}"#, b"{\"name\":\"\xc3\"}"] {
            assert_eq!(status(bad), Some(400), "{bad:?}");
        }
        for bad in [&br#"{}"#[..], br#"[]"#, br#"{"name":1}"#, br#"{"name":"Mia","role":"owner"}"#, br#"{"name":"Mia","name":"Sara"}"#] {
            assert_eq!(status(bad), Some(422), "{bad:?}");
        }
        assert_eq!(status(format!("{}1{}", "[".repeat(7000), "]".repeat(7000)).as_bytes()), Some(422), "deep, and still answered");
    }
}
