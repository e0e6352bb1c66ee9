//! Keeps: "A role is given by an owner who has just proved who they are". As what somebody works, and at which of the
//! clinic's locations. A change ends the person's sessions: what the old role opened is shut at once.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::LocationId,
    http::{Desk, Errors, Filled, Reading, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
    sql,
};
use uuid::Uuid;

use super::{
    invite::calendar_for,
    membership::{MoveRefusal, decide_role, end_sessions, held},
    team::{after, member_page, refused},
};
use crate::{
    clinics::locations::open_locations,
    letters::news::{Standing, tell_of_member},
};

/// The act.
#[derive(Debug)]
pub struct ChangeRole(PersonId);

impl Verb for ChangeRole {
    const ACT: &'static str = "identity.change_role";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// As what, and where: nowhere named means everywhere.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The role.
    pub role: Role,
    /// The role at single locations.
    pub at: Vec<(LocationId, Role)>,
}

/// Gives a member another role, or other places.
///
/// # Errors
/// [`MoveRefusal`].
pub async fn change_role(tx: &mut TenantTx, permit: &Permit<ChangeRole>, placed: &Placed) -> Result<(), MoveRefusal> {
    let person = permit.verb().0;
    let (member, around) = held(tx, person).await?;
    decide_role(&member, placed.role, around)?;
    tx.note_in_trail(format!("{} {}", member.name.reveal(), placed.role.word()));
    let treats = calendar_for(tx, placed.role, member.name.reveal(), member.practitioner).await?;
    tx.run(sql!("delete from membership_at where person_id = $1"), &[&person]).await?;
    tx.run(
        sql!("update membership set role = $2, practitioner_id = coalesce($3, practitioner_id) where person_id = $1"),
        &[&person, &placed.role.word(), &treats],
    )
    .await
    .on("membership_keeps_an_owner", MoveRefusal::LastOwner)?;
    let (locations, roles): (Vec<LocationId>, Vec<&str>) = placed.at.iter().map(|(location, role)| (*location, role.word())).unzip();
    tx.run(
        sql!(
            "insert into membership_at (clinic_id, person_id, location_id, role)
              select $1, $2, placed.location, placed.role from unnest($3::uuid[], $4::text[]) as placed (location, role)"
        ),
        &[&tx.actor().clinic(), &person, &locations, &roles],
    )
    .await?;
    tell_of_member(tx, person, member.name.reveal(), &Standing::Role(placed.role.word().to_owned())).await?;
    Ok(end_sessions(tx, person).await?)
}

/// What the form says, or what is wrong with it.
async fn read(tx: &TenantTx, filled: &Filled) -> Result<Result<Placed, Errors>, Problem> {
    let mut form = Reading::of(filled);
    // Only a role of the list: neither support, which nobody is a member as, nor a word of one's own.
    let role = form.parsed("role", "field-choose", |word| Role::from_word(word).ok_or(()));
    let mut at = Vec::new();
    if filled.text("where") == "some" {
        for location in open_locations(tx).await? {
            match filled.text(&format!("at_{}", location.id)) {
                "" => {}
                word => match Role::from_word(word).filter(|role| *role != Role::Owner) {
                    Some(role) => at.push((location.id, role)),
                    None => form.wrong("where", "field-choose"),
                },
            }
        }
        if at.is_empty() {
            form.wrong("where", "team-no-place");
        } else if role == Some(Role::Owner) {
            form.wrong("where", "team-owner-everywhere");
        }
    }
    let errors = form.errors();
    Ok(role.filter(|_| !errors.any()).map(|role| Placed { role, at }).ok_or(errors))
}

/// `POST /team/{id}/role`.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let person = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(ChangeRole(person)).await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let placed = match read(&tx, &filled).await? {
        Ok(placed) => placed,
        Err(errors) => return member_page(&tx, &desk, person, Some(filled.typed(errors))).await,
    };
    if let Err(refusal) = change_role(&mut tx, &permit, &placed).await {
        drop(tx);
        return refused(&desk, refusal).await;
    }
    let to = after("role", person);
    tx.commit_form(filled.form(), &to).await?;
    Ok(see_other(&to))
}
