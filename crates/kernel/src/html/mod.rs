//! The shell around every page, the fields of every form, and the few files a browser loads.

use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use crate::Problem;

const ASSETS: [(&str, &str, &str); 9] = [
    ("wellkept.css", "text/css; charset=utf-8", include_str!("assets/wellkept.css")),
    ("wellkept.js", "text/javascript; charset=utf-8", include_str!("assets/wellkept.js")),
    ("passkeys.js", "text/javascript; charset=utf-8", include_str!("assets/passkeys.js")),
    ("booking.js", "text/javascript; charset=utf-8", include_str!("assets/booking.js")),
    ("board.js", "text/javascript; charset=utf-8", include_str!("assets/board.js")),
    ("work.js", "text/javascript; charset=utf-8", include_str!("assets/work.js")),
    ("calendar.css", "text/css; charset=utf-8", include_str!("assets/calendar.css")),
    ("calendar.js", "text/javascript; charset=utf-8", include_str!("assets/calendar.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

static MARKS: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    ASSETS
        .iter()
        .map(|(_, _, text)| {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
            digest.as_ref().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
        })
        .collect()
});

/// `/assets/{mark}/{name}`: the mark changes with the bytes.
pub(crate) fn address(name: &str) -> String {
    let mark = ASSETS.iter().zip(MARKS.iter()).find(|((of, _, _), _)| *of == name).map_or("0", |(_, mark)| mark);
    format!("/assets/{mark}/{name}")
}

/// Serves an asset, to be kept for a year.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn asset(Path((_mark, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let (_, kind, text) = ASSETS.iter().find(|(of, _, _)| *of == name).ok_or(Problem::NotFound)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, axum::http::HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok((headers, *text).into_response())
}
