//! Keeps: "Staff access is managed". The owner adds a person with a role and hands over a link; the
//! person chooses the password, so nobody else ever knows it.

use axum::response::Response;
use jiff::SignedDuration;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading},
    id::Id as _,
    keys::Column,
    permit::Who,
    sql,
};
use uuid::Uuid;

use super::{
    EmailAddress, InvitationId,
    sharing::is_a_desk,
    team::{Said, SeeTeam, page},
};
use crate::{
    clinics::{Practitioner, PractitionerId, copy_hours::copy_hours, open_clinic::add_practitioner},
    letters::{self, Addressee, Letter},
    messaging::{LinkId, new_link},
    patients::PersonName,
};

pub(super) const NAME: Column<String> = Column::new("invitation", "name");
pub(super) const EMAIL: Column<String> = Column::new("invitation", "email");
/// Days an invitation can be accepted.
const DAYS: i64 = 7;

/// The act of adding somebody.
#[derive(Debug)]
pub struct Invite(InvitationId);

impl Verb for Invite {
    const ACT: &'static str = "identity.invite";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    // To invite is to give a role.
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// Somebody to be invited.
#[derive(Debug)]
pub struct Invited {
    /// Name.
    pub name: PersonName,
    /// Address to sign in with.
    pub email: EmailAddress,
    /// Role.
    pub role: Role,
    /// For a practitioner: the calendar that is theirs already, or a new one.
    pub calendar: Option<PractitionerId>,
}

/// Practitioners in the calendar whom nobody signs in as, and whom no open invitation names.
pub(super) async fn without_login(tx: &TenantTx) -> Result<Vec<Practitioner>, Problem> {
    tx.rows(
        sql!(
            "select practitioner_id, name from practitioner p
              where bookable
                and not exists (select 1 from membership m where m.practitioner_id = p.practitioner_id and m.state <> 'left')
                and not exists (select 1 from invitation i
                                 where i.practitioner_id = p.practitioner_id and i.accepted_at is null and i.revoked_at is null and i.expires_at > $1)
              order by name, practitioner_id"
        ),
        &[&tx.now()],
    )
    .await?
    .iter()
    .map(|row| Ok(Practitioner { id: row.read("practitioner_id")?, name: row.read("name")? }))
    .collect()
}

/// The calendar of who works in this role: whoever treats has one, a new one with the clinic's hours if need be.
///
/// # Errors
/// [`Problem`].
pub(super) async fn calendar_for(
    tx: &TenantTx,
    role: Role,
    name: &str,
    theirs: Option<PractitionerId>,
) -> Result<Option<PractitionerId>, Problem> {
    if role != Role::Doctor {
        return Ok(None);
    }
    if theirs.is_some() {
        return Ok(theirs);
    }
    let new = add_practitioner(tx, name).await?;
    copy_hours(tx, new).await?;
    Ok(Some(new))
}

/// Writes an invitation; its link. A practitioner gets a row in the calendar on the way.
///
/// # Errors
/// [`Problem`].
pub async fn invite_person(tx: &TenantTx, permit: &Permit<Invite>, invited: &Invited) -> Result<LinkId, Problem> {
    write(tx, permit.verb().0, invited).await
}

/// Sends the link to the address; the owner sees it once besides, for who reads no e-mail.
///
/// # Errors
/// [`Problem`].
pub(super) async fn send(tx: &TenantTx, desk: &Desk, to: &EmailAddress, link: LinkId) -> Result<(), Problem> {
    let by = desk.view.bar().and_then(|bar| bar.staff.as_ref()).map(|(name, _)| name.clone()).unwrap_or_default();
    let letter = Letter::Invitation { clinic: desk.clinic.name.clone(), by, link: link.uuid() };
    let to = Addressee::Address(to.clone());
    letters::write_from(tx, desk.house.db(), &to, desk.view.speech().language(), &letter).await.map(drop)
}

pub(super) async fn write(tx: &TenantTx, id: InvitationId, invited: &Invited) -> Result<LinkId, Problem> {
    let practitioner = calendar_for(tx, invited.role, invited.name.reveal(), invited.calendar).await?;
    let expires = tx.now().checked_add(SignedDuration::from_hours(24 * DAYS)).unwrap_or(tx.now());
    let name = tx.keys().seal(&NAME, id, &invited.name.reveal().to_owned())?;
    let email = tx.keys().seal(&EMAIL, id, &invited.email.reveal().to_owned())?;
    tx.run(
        sql!("insert into invitation (clinic_id, invitation_id, role, name, email, practitioner_id, expires_at) values ($1, $2, $3, $4, $5, $6, $7)"),
        &[&tx.actor().clinic(), &id, &invited.role.word(), &name, &email, &practitioner, &expires],
    )
    .await?;
    new_link(tx, "invitation", id.uuid(), expires).await
}

/// POST /team: shows the link once.
pub async fn invite(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let name = form.parsed("name", "field-not-a-name", PersonName::parse);
    if name.as_ref().is_some_and(|name| is_a_desk(name.reveal())) {
        form.wrong("name", "team-one-person");
    }
    let email = form.parsed("email", "field-not-an-email", EmailAddress::parse);
    let role = form.parsed("role", "field-choose", |word| Role::from_word(word).ok_or(()));
    let calendar = form.optional("calendar", "field-choose", str::parse::<PractitionerId>);
    let mut tx = desk.enter().await?;
    // Only a calendar that nobody has may be given away, whatever the form says.
    if let Some(wanted) = calendar
        && !without_login(&tx).await?.iter().any(|free| free.id == wanted)
    {
        form.wrong("calendar", "field-choose");
    }
    let errors = form.errors();
    let (false, Some(name), Some(email), Some(role)) = (errors.any(), name, email, role) else {
        let _permit = tx.may(SeeTeam).await?;
        return page(&tx, &desk, Said { f: filled.typed(errors), ..Said::default() }).await;
    };
    // The form's id is the invitation's: the same form sent twice is the same invitation.
    let id = InvitationId::from_uuid(filled.form());
    let permit = tx.may(Invite(id)).await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(kernel::http::see_other("/team"));
    }
    let invited = Invited { name, email, role, calendar };
    let link = invite_person(&tx, &permit, &invited).await?;
    send(&tx, &desk, &invited.email, link).await?;
    let link = format!("{}/i/{}", desk.view.base_url(), tx.link_token(link.uuid()));
    let page = page(&tx, &desk, Said { link: Some(link), ..Said::default() }).await?;
    tx.commit_form(filled.form(), "/team").await?;
    Ok(page)
}
