//! Keeps: "One named human per login". Somebody who was invited and comes through the clinic's directory with that very
//! address needs no link and no password: a login is made with one that nobody knows. Who has a login already opens the
//! invitation first, with the password of that login: the directory does not speak for what they are elsewhere.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{
    Problem, TenantTx, Verb,
    http::Front,
    id::{Id as _, PersonId},
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{
    EmailAddress, InvitationId,
    accept::{Open, still_open},
    create_person,
    directory::Known,
    password::rehashed,
    recognise::{NotIn, Recognised, owes_factor},
};
use crate::{
    clinics::open_clinic::add_member,
    letters::news::{Standing, tell_of_member},
    patients::PersonName,
};

/// The act.
#[derive(Debug)]
pub struct AcceptByDirectory(InvitationId);

impl Verb for AcceptByDirectory {
    const ACT: &'static str = "identity.accept_by_directory";
    const WHO: &'static [Who] = &[Who::Visitor];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// The open invitation to this address, held until the end of the transaction; the latest if there are several.
pub(super) async fn invitation_to(tx: &TenantTx, email: &EmailAddress) -> Result<Option<(InvitationId, Open)>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select invitation_id from invitation
                  where accepted_at is null and revoked_at is null and expires_at > $1 order by expires_at desc, invitation_id"
            ),
            &[&tx.now()],
        )
        .await?;
    for row in &rows {
        let id: InvitationId = row.read("invitation_id")?;
        let open = still_open(tx, id).await?;
        if open.email.reveal() == email.reveal() {
            return Ok(Some((id, open)));
        }
    }
    Ok(None)
}

/// Makes the login and the member.
///
/// # Errors
/// [`Problem`].
pub(super) async fn accept(
    front: &Front,
    tx: &mut TenantTx,
    (id, open): (InvitationId, Open),
    email: &EmailAddress,
    known: &Known,
) -> Result<Result<Recognised, NotIn>, Problem> {
    if let Some(why) = owes_factor(tx, open.role, known).await? {
        return Ok(Err(why));
    }
    let (db, person): (_, PersonId) = (front.house.db(), tx.fresh());
    let nobody_knows = URL_SAFE_NO_PAD.encode(db.chance().bytes::<32>());
    if !create_person(db, person, email, &rehashed(db, &nobody_knows).await?).await? {
        return Ok(Err(NotIn::Invited));
    }
    let _permit = tx.may(AcceptByDirectory(id)).await?;
    let name = PersonName::parse(open.name.reveal()).map_err(|_| Problem::NotFound)?;
    add_member(tx, person, open.role, &name, open.practitioner).await?;
    tell_of_member(tx, person, name.reveal(), &Standing::Joined(open.role.word().to_owned())).await?;
    tx.run(sql!("update invitation set accepted_at = $2 where invitation_id = $1"), &[&id, &tx.now()]).await?;
    Ok(Ok(Recognised { person, role: open.role }))
}
