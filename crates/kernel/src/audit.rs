//! Keeps: "All significant actions are logged with time and person". A leaf is written in the transaction that acts:
//! no audit, no act.

use uuid::Uuid;

use crate::{
    Problem, TenantTx,
    id::Id as _,
    keys::{Column, Sealed},
    private::Private,
    sql,
    tenancy::Row,
};

crate::id!(
    /// One line of the trail.
    LeafId, "aud"
);

const DETAIL: Column<String> = Column::new("audit_leaf", "detail");

/// A leaf before it is written.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) act: &'static str,
    pub(crate) outcome: &'static str,
    pub(crate) subject: Option<Uuid>,
    pub(crate) about: Option<Uuid>,
    pub(crate) detail: Option<Private<String>>,
    /// Permitted only because emergency access is open.
    pub(crate) emergency: bool,
}

/// A leaf as read back.
#[derive(Debug)]
pub struct Entry {
    /// When.
    pub at: jiff::Timestamp,
    /// "staff", "visitor", "bearer", "job", "founder", "program", "support", "client".
    pub actor_kind: String,
    /// The person, link subject or job.
    pub actor_id: Option<Uuid>,
    /// The role or the command.
    pub role: Option<String>,
    /// `room.verb`.
    pub act: String,
    /// "done" or "refused".
    pub outcome: String,
    /// What it was done to.
    pub subject: Option<Uuid>,
    /// The patient it concerns.
    pub about: Option<Uuid>,
    /// A few words.
    pub detail: Option<Private<String>>,
    /// Permitted only because emergency access was open.
    pub emergency: bool,
}

/// Which lines of a clinic's trail are wanted; where nothing is said, all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// About this person.
    pub about: Option<Uuid>,
    /// By this member or operator.
    pub by: Option<Uuid>,
    /// Acts of this room.
    pub room: Option<&'a str>,
    /// "done" or "refused".
    pub outcome: Option<&'a str>,
    /// Only what emergency access permitted, or concerns it.
    pub emergency: bool,
    /// Only what operators looked at.
    pub support: bool,
}

impl TenantTx {
    /// What was done and seen about one person, newest first, at most `limit` lines after `before`.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn trail_of(&self, about: Uuid, before: Option<LeafId>, limit: i64) -> Result<Vec<(LeafId, Entry)>, Problem> {
        let before = before.map_or(Uuid::max(), LeafId::uuid);
        self.rows(
            sql!(
                "select leaf_id, at, actor_kind, actor_id, role, act, outcome, subject_id, about, detail, emergency
                    from audit_leaf where about = $1 and leaf_id < $2 order by leaf_id desc limit $3"
            ),
            &[&about, &before, &limit],
        )
        .await?
        .iter()
        .map(|row| self.entry(row))
        .collect()
    }

    /// What was done and seen in the clinic, newest first, at most `limit` lines after `before`.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn trail(&self, wanted: &Wanted<'_>, before: Option<LeafId>, limit: i64) -> Result<Vec<(LeafId, Entry)>, Problem> {
        let before = before.map_or(Uuid::max(), LeafId::uuid);
        self.rows(
            sql!(
                "select leaf_id, at, actor_kind, actor_id, role, act, outcome, subject_id, about, detail, emergency
                   from audit_leaf
                  where leaf_id < $1 and ($2::uuid is null or about = $2) and ($3::uuid is null or actor_id = $3)
                    and ($4::text is null or split_part(act, '.', 1) = $4) and ($5::text is null or outcome = $5)
                    and (not $6::boolean or emergency or act like 'emergency.%') and (not $7::boolean or actor_kind = 'support')
                  order by leaf_id desc limit $8"
            ),
            &[&before, &wanted.about, &wanted.by, &wanted.room, &wanted.outcome, &wanted.emergency, &wanted.support, &limit],
        )
        .await?
        .iter()
        .map(|row| self.entry(row))
        .collect()
    }

    fn entry(&self, row: &Row) -> Result<(LeafId, Entry), Problem> {
        let leaf: LeafId = row.read("leaf_id")?;
        let detail: Option<Sealed<String>> = row.read("detail")?;
        let entry = Entry {
            at: row.read("at")?,
            actor_kind: row.read("actor_kind")?,
            actor_id: row.read("actor_id")?,
            role: row.read("role")?,
            act: row.read("act")?,
            outcome: row.read("outcome")?,
            subject: row.read("subject_id")?,
            about: row.read("about")?,
            emergency: row.read("emergency")?,
            detail: detail.map(|sealed| self.keys().open(&DETAIL, leaf, &sealed)).transpose()?,
        };
        Ok((leaf, entry))
    }

    pub(crate) async fn write_leaves(&self, leaves: Vec<Leaf>) -> Result<(), Problem> {
        let at = self.now();
        let actor = self.actor();
        let (mut ids, mut acts, mut outcomes, mut subjects, mut abouts, mut details, mut emergencies) =
            (vec![], vec![], vec![], vec![], vec![], vec![], vec![]);
        for leaf in leaves {
            let id: LeafId = self.fresh();
            details.push(leaf.detail.map(|detail| self.keys().seal(&DETAIL, id, detail.reveal())).transpose()?);
            ids.push(id);
            acts.push(leaf.act);
            outcomes.push(leaf.outcome);
            subjects.push(leaf.subject);
            abouts.push(leaf.about);
            emergencies.push(leaf.emergency);
        }
        self.run(
            sql!(
                "insert into audit_leaf (clinic_id, leaf_id, at, actor_kind, actor_id, role, act, outcome, subject_id, about, detail, emergency, grant_id)
                  select $1, leaf.id, $2, $3, $4, $5, leaf.act, leaf.outcome, leaf.subject, leaf.about, leaf.detail, leaf.emergency, $13
                    from unnest($6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::bytea[], $12::boolean[])
                         as leaf (id, act, outcome, subject, about, detail, emergency)"
            ),
            &[
                &actor.clinic(),
                &at,
                &actor.kind_word(),
                &actor.id_for_audit(),
                &actor.role_for_audit(),
                &ids,
                &acts,
                &outcomes,
                &subjects,
                &abouts,
                &details,
                &emergencies,
                &actor.grant(),
            ],
        )
        .await
        .map(drop)
    }
}
