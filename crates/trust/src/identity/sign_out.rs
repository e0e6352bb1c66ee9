//! Keeps: "Session cookie dies at log-out" (AMX-COK-02). The session ends on the server first; the browser forgets it after.

use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{
    Problem,
    http::{Desk, Filled, see_other, session_over_cookie},
    sql,
};

/// POST /sign-out
pub async fn sign_out(desk: Desk, headers: HeaderMap, _filled: Filled) -> Result<Response, Problem> {
    let (cookie, hash) = session_over_cookie(&desk.house, &headers)?;
    desk.house.db().ask(sql!("select door.end_session($1, $2)::text as ended"), &[&hash, &desk.house.db().clock().now()]).await?;
    let mut response = see_other("/sign-in");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().insert("clear-site-data", axum::http::HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
