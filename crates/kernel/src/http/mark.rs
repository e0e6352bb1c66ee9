//! Keeps: "A sign-in that goes elsewhere comes back to the browser that began it". A cookie of chance, set when such a sign-in begins
//! and gone when it ends: without it, somebody could send a stranger the end of a sign-in of their own.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;

use super::{House, desk::hash_of, view::cookie};
use crate::Problem;

const fn cookie_name(house_is_https: bool) -> &'static str {
    if house_is_https { "__Host-csrf" } else { "csrf" }
}

fn set(house: &House, value: &str, age: &str) -> Result<HeaderValue, Problem> {
    let secure = if house.is_https() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}", cookie_name(house.is_https()));
    HeaderValue::from_str(&text).map_err(|_| Problem::broken("a cookie"))
}

/// The hash of the browser's mark, if it has one.
#[must_use]
pub fn marked(house: &House, headers: &HeaderMap) -> Option<Vec<u8>> {
    cookie(headers, cookie_name(house.is_https())).filter(|value| value.len() == 43).map(|value| hash_of(&value))
}

/// A new mark: the cookie to set, and its hash to keep.
///
/// # Errors
/// [`Problem::Broken`].
pub fn mark(house: &House) -> Result<(HeaderValue, Vec<u8>), Problem> {
    let value = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(house.db().chance().bytes::<32>());
    Ok((set(house, &value, "")?, hash_of(&value)))
}

/// The cookie that takes the mark away.
///
/// # Errors
/// [`Problem::Broken`].
pub fn unmark(house: &House) -> Result<HeaderValue, Problem> {
    set(house, "", "; Max-Age=0")
}
