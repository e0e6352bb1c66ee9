//! Keeps: "Access ends when it is ended". How a member stands in a clinic and how that may change: one state machine,
//! which the database holds too (`membership_moves`, `membership_keeps_an_owner`).

use jiff::{SignedDuration, Timestamp};
use kernel::{Private, Problem, Role, TenantTx, http::MEMBER_NAME, id::PersonId, refusal::OnConstraint as _, sql, tenancy::Row};

use crate::{
    clinics::{PractitionerId, open_clinic::add_member},
    letters::news::{Standing, tell_of_member},
    patients::PersonName,
};

/// Minutes in which a departure can be taken back; afterwards it takes an invitation.
const TAKE_BACK_MINUTES: i64 = 15;

/// How a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Works here.
    Active,
    /// Asked, and has not answered yet.
    Invited,
    /// Out for a while.
    Suspended,
    /// Has left; may be invited again.
    Left,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Active, Self::Invited, Self::Suspended, Self::Left];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Suspended => "suspended",
            Self::Left => "left",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The badge that shows it.
    #[must_use]
    pub const fn badge(self) -> &'static str {
        match self {
            Self::Active => "done",
            Self::Invited => "draft",
            Self::Suspended => "refused",
            Self::Left => "cancelled",
        }
    }
}

/// What happens to a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The person accepts an invitation, the first or another.
    Join,
    /// An owner shuts them out for a while.
    Suspend,
    /// An owner lets them in again.
    Resume,
    /// They leave.
    Leave,
    /// An owner takes the departure back at once.
    TakeBack,
}

/// A member as a move needs it.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The name the clinic knows them by.
    pub name: Private<String>,
    /// As what.
    pub role: Role,
    /// How they stand.
    pub state: State,
    /// How they stood before.
    pub before: Option<State>,
    /// Since when they stand so.
    pub since: Timestamp,
    /// The calendar that is theirs.
    pub practitioner: Option<PractitionerId>,
}

/// What a move depends on besides the member.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// Who moves them.
    pub by: Option<PersonId>,
    /// Whether the clinic has another active owner.
    pub other_owner: bool,
    /// Now.
    pub now: Timestamp,
}

/// Why nothing changes.
#[derive(Debug, thiserror::Error)]
pub enum MoveRefusal {
    /// One cannot lock oneself out for a while.
    #[error("nobody suspends themselves")]
    Oneself,
    /// A clinic without an owner belongs to nobody.
    #[error("this is the last active owner; make somebody else an owner first")]
    LastOwner,
    /// Somebody else was quicker, or it never was possible.
    #[error("this has changed meanwhile")]
    Meanwhile,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl MoveRefusal {
    /// The key of its sentence; a problem is nobody's answer.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn words(self) -> Result<&'static str, Problem> {
        match self {
            Self::Oneself => Ok("team-not-oneself"),
            Self::LastOwner => Ok("team-last-owner"),
            Self::Meanwhile => Ok("team-meanwhile"),
            Self::Problem(problem) => Err(problem),
        }
    }
}

/// How a member stands after an act.
///
/// # Errors
/// [`MoveRefusal`].
pub fn decide(member: &Member, act: Act, around: Around) -> Result<State, MoveRefusal> {
    let last_owner = member.role == Role::Owner && member.state == State::Active && !around.other_owner;
    let next = match (member.state, act) {
        (State::Invited | State::Left, Act::Join) | (State::Suspended, Act::Resume) => State::Active,
        (State::Active, Act::Suspend) => State::Suspended,
        (State::Active | State::Suspended, Act::Leave) => State::Left,
        (State::Left, Act::TakeBack) if around.now.duration_since(member.since) <= SignedDuration::from_mins(TAKE_BACK_MINUTES) => {
            // Somebody who left while suspended does not come back as somebody who works here.
            member.before.filter(|before| matches!(before, State::Active | State::Suspended)).ok_or(MoveRefusal::Meanwhile)?
        }
        _ => return Err(MoveRefusal::Meanwhile),
    };
    if next == State::Suspended && act == Act::Suspend && around.by == Some(member.person) {
        return Err(MoveRefusal::Oneself);
    }
    if last_owner && next != State::Active {
        return Err(MoveRefusal::LastOwner);
    }
    Ok(next)
}

/// Whether a member may be given this role.
///
/// # Errors
/// [`MoveRefusal`].
pub fn decide_role(member: &Member, role: Role, around: Around) -> Result<(), MoveRefusal> {
    if matches!(member.state, State::Left | State::Invited) {
        return Err(MoveRefusal::Meanwhile);
    }
    if member.role == Role::Owner && role != Role::Owner && member.state == State::Active && !around.other_owner {
        return Err(MoveRefusal::LastOwner);
    }
    Ok(())
}

/// Reads a row with `person_id, name, role, state, state_before, state_since, practitioner_id`.
pub(super) fn read(tx: &TenantTx, row: &Row) -> Result<Member, Problem> {
    let person: PersonId = row.read("person_id")?;
    Ok(Member {
        person,
        name: tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)?,
        role: Role::from_word(row.read("role")?).ok_or_else(|| Problem::broken("an unknown role"))?,
        state: State::from_word(row.read("state")?).ok_or_else(|| Problem::broken("an unknown state"))?,
        before: row.read::<Option<&str>>("state_before")?.and_then(State::from_word),
        since: row.read("state_since")?,
        practitioner: row.read("practitioner_id")?,
    })
}

/// A member with what is around them, held until the end of the transaction. Owners are held first and in order, so that two
/// owners who remove each other wait and do not lock each other up.
///
/// # Errors
/// [`Problem::NotFound`] and others.
pub async fn held(tx: &TenantTx, person: PersonId) -> Result<(Member, Around), Problem> {
    let owners = tx
        .rows(sql!("select person_id from membership where role = 'owner' and state = 'active' order by person_id for update"), &[])
        .await?;
    let row = tx
        .one(
            sql!(
                "select person_id, name, role, state, state_before, state_since, practitioner_id
                   from membership where person_id = $1 for update"
            ),
            &[&person],
        )
        .await?;
    let owners = owners.iter().map(|row| row.read("person_id")).collect::<Result<Vec<PersonId>, Problem>>()?;
    let around = Around { by: tx.actor().person(), other_owner: owners.iter().any(|owner| *owner != person), now: tx.now() };
    Ok((read(tx, &row)?, around))
}

/// Moves a member, and ends every session of theirs in this clinic in the same transaction: whoever comes back signs in anew.
///
/// # Errors
/// [`MoveRefusal`].
pub(super) async fn moves(tx: &TenantTx, person: PersonId, act: Act) -> Result<Member, MoveRefusal> {
    let (member, around) = held(tx, person).await?;
    let state = decide(&member, act, around)?;
    tx.run(sql!("update membership set state = $2, state_since = $3 where person_id = $1"), &[&person, &state.word(), &tx.now()])
        .await
        .on("membership_keeps_an_owner", MoveRefusal::LastOwner)?;
    end_sessions(tx, person).await?;
    let now = match act {
        Act::Join => Standing::Joined(member.role.word().to_owned()),
        Act::Suspend => Standing::Suspended,
        Act::Resume => Standing::Resumed,
        Act::Leave => Standing::Left,
        Act::TakeBack => Standing::TakenBack,
    };
    tell_of_member(tx, person, member.name.reveal(), &now).await?;
    Ok(member)
}

/// Ends every session of a person in this clinic.
///
/// # Errors
/// [`Problem`].
pub(super) async fn end_sessions(tx: &TenantTx, person: PersonId) -> Result<(), Problem> {
    tx.run(sql!("update session set ended_at = $2 where person_id = $1 and ended_at is null"), &[&person, &tx.now()]).await.map(drop)
}

/// Makes a person a member, for the first time or again. `false`: they are one already.
///
/// # Errors
/// [`Problem`].
pub(super) async fn join(
    tx: &TenantTx,
    person: PersonId,
    role: Role,
    name: &PersonName,
    treats: Option<PractitionerId>,
) -> Result<bool, Problem> {
    let known = tx.maybe(sql!("select state from membership where person_id = $1"), &[&person]).await?;
    if known.is_none() {
        return match add_member(tx, person, role, name, treats).await {
            Err(problem) if problem.is_constraint("membership_pkey") => Ok(false),
            added => {
                added?;
                tell_of_member(tx, person, name.reveal(), &Standing::Joined(role.word().to_owned())).await.map(|()| true)
            }
        };
    }
    let (member, around) = held(tx, person).await?;
    let Ok(state) = decide(&member, Act::Join, around) else { return Ok(false) };
    // What they were before is over: role, places and calendar are those of the new invitation.
    tx.run(sql!("delete from membership_at where person_id = $1"), &[&person]).await?;
    let sealed = tx.keys().seal(&MEMBER_NAME, person, &name.reveal().to_owned())?;
    tx.run(
        sql!("update membership set state = $2, state_since = $3, role = $4, name = $5, practitioner_id = $6 where person_id = $1"),
        &[&person, &state.word(), &tx.now(), &role.word(), &sealed, &treats],
    )
    .await?;
    end_sessions(tx, person).await?;
    tell_of_member(tx, person, name.reveal(), &Standing::Joined(role.word().to_owned())).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use kernel::id::Id as _;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn person(number: usize) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number as u128))
    }

    fn member(number: usize, role: Role, state: State) -> Member {
        let name = Private::new("Somebody".to_owned());
        Member { person: person(number), name, role, state, before: None, since: Timestamp::UNIX_EPOCH, practitioner: None }
    }

    const ACTS: [Act; 5] = [Act::Join, Act::Suspend, Act::Resume, Act::Leave, Act::TakeBack];

    /// The moves, written down once more as the database has them.
    fn database_allows(from: State, to: State) -> bool {
        let moves =
            "invited active, invited left, active suspended, active left, suspended active, suspended left, left active, left suspended";
        moves.split(", ").any(|pair| pair == format!("{} {}", from.word(), to.word()))
    }

    /// What a history must never lead to, looked at after each step, without knowing how `decide` decides.
    fn sound(team: &[Member], moved: usize, before: &Member, act: Act, by: usize) -> Result<(), TestCaseError> {
        let after = &team[moved];
        prop_assert!(team.iter().any(|one| one.role == Role::Owner && one.state == State::Active), "no owner is left");
        prop_assert!(before.state == after.state || database_allows(before.state, after.state));
        prop_assert!(act != Act::Suspend || by != moved, "somebody suspended themselves");
        prop_assert!(!(before.state == State::Suspended && after.state == State::Active) || act == Act::Resume);
        prop_assert!(act != Act::TakeBack || Some(after.state) == before.before, "taking back leads to what was");
        Ok(())
    }

    proptest! {
        #[test]
        fn no_history_of_acts_leaves_a_clinic_without_an_owner_or_makes_an_impossible_move(
            roles in proptest::collection::vec(0_usize..7, 3),
            history in proptest::collection::vec((0_usize..4, 0_usize..4, 0_usize..6, 0_usize..7, 0_i64..30), 1..60),
        ) {
            let mut team = vec![member(0, Role::Owner, State::Active)];
            team.extend(roles.iter().enumerate().map(|(n, role)| member(n + 1, Role::ALL[*role], State::Active)));
            let mut now = Timestamp::UNIX_EPOCH;
            for (by, moved, act, role, minutes) in history {
                now = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
                let other_owner = team.iter().enumerate().any(|(n, one)| n != moved && one.role == Role::Owner && one.state == State::Active);
                let around = Around { by: Some(person(by)), other_owner, now };
                let before = team[moved].clone();
                if let Some(act) = ACTS.get(act) {
                    if let Ok(state) = decide(&before, *act, around) {
                        team[moved] = Member { state, before: Some(before.state), since: now, ..before.clone() };
                        sound(&team, moved, &before, *act, by)?;
                    }
                } else if decide_role(&before, Role::ALL[role], around).is_ok() {
                    team[moved].role = Role::ALL[role];
                    prop_assert!(team.iter().any(|one| one.role == Role::Owner && one.state == State::Active), "no owner is left");
                }
            }
        }
    }

    #[test]
    fn a_departure_is_taken_back_within_fifteen_minutes_only_and_to_what_was() {
        let left = |before| Member { before: Some(before), ..member(1, Role::Nurse, State::Left) };
        let around = |minutes| Around {
            by: None,
            other_owner: true,
            now: Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_mins(minutes)).unwrap(),
        };
        assert!(matches!(decide(&left(State::Active), Act::TakeBack, around(15)), Ok(State::Active)));
        assert!(matches!(decide(&left(State::Suspended), Act::TakeBack, around(15)), Ok(State::Suspended)));
        assert!(matches!(decide(&left(State::Active), Act::TakeBack, around(16)), Err(MoveRefusal::Meanwhile)));
    }

    #[test]
    fn the_last_owner_stays_and_nobody_suspends_themselves() {
        let owner = member(1, Role::Owner, State::Active);
        let alone = Around { by: Some(person(1)), other_owner: false, now: Timestamp::UNIX_EPOCH };
        let with_another = Around { other_owner: true, ..alone };
        assert!(matches!(decide(&owner, Act::Leave, alone), Err(MoveRefusal::LastOwner)));
        assert!(matches!(decide_role(&owner, Role::Doctor, alone), Err(MoveRefusal::LastOwner)));
        assert!(matches!(decide(&owner, Act::Suspend, with_another), Err(MoveRefusal::Oneself)));
        assert!(matches!(decide(&owner, Act::Leave, with_another), Ok(State::Left)));
        assert!(decide_role(&owner, Role::Doctor, with_another).is_ok());
    }
}
