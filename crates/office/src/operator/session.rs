//! An operator's own session: the same cookie as everybody's, another table. It opens the console and no clinic.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use jiff::SignedDuration;
use kernel::{
    Problem,
    http::{Console, Filled, House, see_other, session_cookie, session_over_cookie},
    id::{PersonId, SessionId},
    keys::Column,
    sql,
    tenancy::{By, Event},
};

/// Hours after which it ends even when it is used.
const HOURS: i64 = 12;
const ADDRESS: Column<String> = Column::new("operator_session", "address");
const DEVICE: Column<String> = Column::new("operator_session", "device");

/// Begins a session for an operator who has just proved who they are; the cookie to set.
///
/// # Errors
/// [`Problem`].
pub async fn begin(house: &House, operator: PersonId, address: &str, device: &str) -> Result<HeaderValue, Problem> {
    let (cookie, hash) = session_cookie(house)?;
    let mut tx = house.db().identity().await?;
    let session: SessionId = tx.fresh();
    let now = tx.now();
    let ends = now.checked_add(SignedDuration::from_hours(HOURS)).unwrap_or(now);
    let sealed_address = tx.keys().seal(&ADDRESS, session, &address.to_owned())?;
    let sealed_device = tx.keys().seal(&DEVICE, session, &device.to_owned())?;
    tx.rows(
        sql!(Identity:
            "insert into operator_session (session_id, operator_id, token_hash, started_at, last_seen_at, ends_at, address, device)
              values ($1, $2, $3, $4, $4, $5, $6, $7)"
        ),
        &[&session, &operator, &hash, &now, &ends, &sealed_address, &sealed_device],
    )
    .await?;
    tx.record(Event::done("operator.sign_in", By::Operator(operator)).about(Some(operator)).from(address));
    tx.commit().await?;
    Ok(cookie)
}

/// POST /operator/sign-out: the console closes, and with it whatever was being looked into.
pub async fn sign_out(console: Console, headers: HeaderMap, _filled: Filled) -> Result<Response, Problem> {
    let (cookie, hash) = session_over_cookie(&console.house, &headers)?;
    let tx = console.house.db().identity().await?;
    tx.rows(sql!(Identity: "update session set ended_at = $2 where token_hash = $1 and ended_at is null"), &[&hash, &tx.now()]).await?;
    tx.rows(
        sql!(Identity: "update operator_session set ended_at = $2 where session_id = $1 and ended_at is null"),
        &[&console.session, &tx.now()],
    )
    .await?;
    tx.commit().await?;
    let mut response = see_other("/");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
