//! An operator goes in under a leave that an owner signed. The cookie is renewed; it opens the clinic for as long as the leave
//! runs, and stays the console's.

use axum::{extract::Path, http::header, response::Response};
use kernel::{
    ClinicId, Problem,
    actor::GrantId,
    http::{Console, Filled, see_other, session_cookie},
    refusal::id_in_path,
    sql,
    tenancy::{By, Event},
};
use trust::identity::session::{Looking, begin_looking};

/// POST /operator/leaves/{id}/enter
pub async fn enter(console: Console, Path(id): Path<String>, _filled: Filled) -> Result<Response, Problem> {
    let grant: GrantId = id_in_path(&id)?;
    let db = console.house.db();
    let mut tx = db.operator().await?;
    let row = tx
        .one(sql!(Operator: "select clinic_id from support_grant where grant_id = $1 and operator_id = $2"), &[&grant, &console.operator])
        .await?;
    let clinic: ClinicId = row.read("clinic_id")?;
    let leave = db.leave(clinic, grant).await?.filter(|leave| leave.operator == console.operator).ok_or(Problem::NotFound)?;
    // First the line in the clinic's trail, then the way in.
    tx.record(Event::done("operator.enter", By::Operator(console.operator)).in_clinic(clinic).under(grant));
    tx.commit().await?;

    let (cookie, hash) = session_cookie(&console.house)?;
    let tx = db.identity().await?;
    tx.rows(
        sql!(Identity:
            "update session set ended_at = $2 where ended_at is null
                and token_hash = (select o.token_hash from operator_session o where o.session_id = $1)"
        ),
        &[&console.session, &tx.now()],
    )
    .await?;
    tx.rows(
        sql!(Identity: "update operator_session set token_hash = $2 where session_id = $1 and ended_at is null"),
        &[&console.session, &hash],
    )
    .await?;
    begin_looking(&tx, &hash, &Looking { leave: &leave, address: &console.address, device: &console.device }).await?;
    tx.commit().await?;
    let first = console.house.support_nav().iter().find(|(scope, _)| leave.scopes.contains(scope)).map_or("/", |(_, page)| page);
    let mut response = see_other(first);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
