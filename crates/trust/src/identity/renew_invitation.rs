//! Keeps: "A lost invitation is replaced, not sent again". A new link for the same person; the old one opens nothing any more.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, see_other},
    id::Id as _,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{
    EmailAddress, InvitationId,
    invite::{EMAIL, Invited, NAME, send, write},
    membership::MoveRefusal,
    team::{Said, SeeTeam, page, refused},
};
use crate::{messaging::LinkId, patients::PersonName};

/// The act.
#[derive(Debug)]
pub struct RenewInvitation {
    old: InvitationId,
    new: InvitationId,
}

impl Verb for RenewInvitation {
    const ACT: &'static str = "identity.renew_invitation";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.new.uuid())
    }
}

/// Replaces an open or expired invitation; the new link and where it goes.
///
/// # Errors
/// [`MoveRefusal::Meanwhile`] when it was accepted or taken back.
pub async fn renew(tx: &TenantTx, permit: &Permit<RenewInvitation>) -> Result<(LinkId, EmailAddress), MoveRefusal> {
    let RenewInvitation { old, new } = *permit.verb();
    let row = tx
        .one(
            sql!("select name, email, role, practitioner_id, accepted_at is null and revoked_at is null as open from invitation where invitation_id = $1 for update"),
            &[&old],
        )
        .await?;
    if !row.read::<bool>("open")? {
        return Err(MoveRefusal::Meanwhile);
    }
    tx.run(sql!("update invitation set revoked_at = $2 where invitation_id = $1"), &[&old, &tx.now()]).await?;
    let unreadable = || Problem::broken("an invitation that does not read");
    let invited = Invited {
        name: PersonName::parse(tx.keys().open(&NAME, old, &row.read("name")?)?.reveal()).map_err(|_| unreadable())?,
        email: EmailAddress::parse(tx.keys().open(&EMAIL, old, &row.read("email")?)?.reveal()).map_err(|_| unreadable())?,
        role: Role::from_word(row.read("role")?).ok_or_else(unreadable)?,
        calendar: row.read("practitioner_id")?,
    };
    Ok((write(tx, new, &invited).await?, invited.email))
}

/// `POST /invitations/{id}/renew`: shows the new link once.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let old = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    // The form's id is the new invitation's: the same form sent twice is the same invitation.
    let permit = tx.may(RenewInvitation { old, new: InvitationId::from_uuid(filled.form()) }).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let (link, email) = match renew(&tx, &permit).await {
        Ok(renewed) => renewed,
        Err(refusal) => {
            drop(tx);
            return refused(&desk, refusal).await;
        }
    };
    let _permit = tx.may(SeeTeam).await?;
    send(&tx, &desk, &email, link).await?;
    let link = format!("{}/i/{}", desk.view.base_url(), tx.link_token(link.uuid()));
    let page = page(&tx, &desk, Said { link: Some(link), ..Said::default() }).await?;
    tx.commit_form(filled.form(), "/team").await?;
    Ok(page)
}
