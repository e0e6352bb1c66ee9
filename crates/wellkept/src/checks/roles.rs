//! Check: signed in as reception, a chart does not open; signed in as a practitioner, the clinic's bills do not; and each
//! role does get its own first page, so that a refusal means something.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use kernel::{
    Role,
    id::{Id as _, PersonId},
    sql,
};
use tower::ServiceExt as _;
use trust::{
    clinics::open_clinic::add_member,
    identity::{
        EmailAddress, create_person,
        password::Password,
        session::{Sitting, begin_session},
        weak::Beside,
    },
    patients::PersonName,
};

use super::{Canary, Seen, canary::Plant, kept_unless};

/// A member of the canary clinic with this role, made at the first asking.
pub(super) async fn member(canary: &Canary<'_>, role: Role) -> anyhow::Result<PersonId> {
    let mut tx = canary.enter().await?;
    let found = tx.maybe(sql!("select person_id from membership where role = $1 order by since limit 1"), &[&role.word()]).await?;
    if let Some(row) = found {
        return Ok(row.read("person_id")?);
    }
    let (db, person) = (canary.db(), tx.fresh::<PersonId>());
    let password = db.chance().letters(24);
    let email = EmailAddress::parse(&format!("{}-{}@wellkept.invalid", role.word(), person.uuid().simple()))?;
    create_person(db, person, &email, &Password::parse(&password, &[], Beside::Nothing)?.hashed(db).await?).await?;
    let _permit = tx.may(Plant).await?;
    add_member(&tx, person, role, &PersonName::parse("Canary")?, None).await?;
    tx.commit().await?;
    Ok(person)
}

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let (patient, _) = canary.patient(&tx, "Canary Charted", false).await?;
    tx.commit().await?;
    let mut wrong = Vec::new();
    for (role, path, allowed) in [
        (Role::Receptionist, "/today".to_owned(), true),
        (Role::Receptionist, format!("/patients/{patient}"), false),
        (Role::Receptionist, format!("/patients/{patient}/audit"), false),
        (Role::Doctor, "/today".to_owned(), true),
        (Role::Doctor, format!("/patients/{patient}"), true),
        (Role::Doctor, "/invoices".to_owned(), false),
        (Role::Doctor, "/team".to_owned(), false),
        (Role::Owner, "/team".to_owned(), true),
    ] {
        let cookie = begin_session(&canary.building.house, &Sitting::plain(member(canary, role).await?, canary.clinic)).await?;
        let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
        let request = Request::get(&path).header(header::COOKIE, cookie).body(Body::empty())?;
        let status = canary.building.router.clone().oneshot(request).await?.status();
        let wanted = if allowed { StatusCode::OK } else { StatusCode::NOT_FOUND };
        if status != wanted {
            wrong.push(format!(
                "{} gets {} on a page {}",
                role.word(),
                status.as_u16(),
                if allowed { "of theirs" } else { "that is not theirs" }
            ));
        }
    }
    Ok(kept_unless(&wrong, "reception opens no chart and no trail, a practitioner no bills and no team"))
}
