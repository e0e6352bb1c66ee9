//! Keeps: "Session cookie dies at log-out" (AMX-COK-02). The session ends on the server first; the browser forgets it after.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use kernel::{
    Problem, Role,
    http::{Filled, House, Unsettled, see_other, session_over_cookie},
};

use super::session::end_session;

/// Ends the session that a browser presents, if it presents one; the cookie that makes the browser forget it.
///
/// # Errors
/// [`Problem`].
pub async fn end_presented(house: &House, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    let (cookie, hash) = session_over_cookie(house, headers)?;
    if let Some(hash) = hash {
        end_session(house.db(), &hash).await?;
    }
    Ok(cookie)
}

/// POST /sign-out
pub async fn sign_out(Unsettled(desk): Unsettled, headers: HeaderMap, _filled: Filled) -> Result<Response, Problem> {
    let cookie = end_presented(&desk.house, &headers).await?;
    if desk.role == Role::Support {
        // Only the look into this clinic is over; the same cookie still opens the operator's console.
        return Ok(see_other("/operator"));
    }
    let mut response = see_other("/sign-in");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
