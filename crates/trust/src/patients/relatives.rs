//! Keeps: "Somebody books for a child, or for who cannot". The number that was given is theirs, and so is the yes to messages;
//! the patient is another person with a record of their own. FHIR calls them RelatedPerson.

use kernel::{
    Private, Problem, TenantTx,
    keys::{Column, Sealed},
    sql,
};

use super::{PatientId, PersonName};

kernel::id!(
    /// Somebody who acts for a patient.
    RelatedId, "rel"
);

/// `related_person.name`.
pub const NAME: Column<String> = Column::new("related_person", "name");

/// What they are to the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relationship {
    /// Mother or father.
    Parent,
    /// Guardian.
    Guardian,
    /// Husband or wife.
    Spouse,
    /// Daughter or son.
    Child,
    /// Another relative.
    Relative,
    /// Anybody else.
    Other,
}

impl Relationship {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 6] = [Self::Parent, Self::Guardian, Self::Spouse, Self::Child, Self::Relative, Self::Other];

    /// The word in the database and in message keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Guardian => "guardian",
            Self::Spouse => "spouse",
            Self::Child => "child",
            Self::Relative => "relative",
            Self::Other => "other",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Somebody who acts for a patient, opened.
#[derive(Clone, Debug)]
pub struct RelatedPerson {
    /// Their name.
    pub name: Private<String>,
    /// What they are to the patient.
    pub relationship: Relationship,
}

/// Who acts for this patient, the latest first.
///
/// # Errors
/// [`Problem`].
pub async fn relatives(tx: &TenantTx, patient: PatientId) -> Result<Vec<(RelatedId, RelatedPerson)>, Problem> {
    tx.rows(
        sql!("select related_id, name, relationship from related_person where patient_id = $1 order by related_id desc limit 20"),
        &[&patient],
    )
    .await?
    .iter()
    .map(|row| {
        let id: RelatedId = row.read("related_id")?;
        let name: Sealed<String> = row.read("name")?;
        let relationship = Relationship::from_word(row.read("relationship")?).ok_or_else(|| Problem::broken("an unknown relationship"))?;
        Ok((id, RelatedPerson { name: tx.keys().open(&NAME, id, &name)?, relationship }))
    })
    .collect()
}

/// The relative of this name, who may be known already.
///
/// # Errors
/// [`Problem`].
pub async fn acts_for(tx: &TenantTx, patient: PatientId, name: &PersonName, relationship: Relationship) -> Result<RelatedId, Problem> {
    let same = |one: &RelatedPerson| one.relationship == relationship && one.name.reveal().to_lowercase() == name.reveal().to_lowercase();
    if let Some((id, _)) = relatives(tx, patient).await?.iter().find(|(_, one)| same(one)) {
        return Ok(*id);
    }
    let id: RelatedId = tx.fresh();
    tx.run(
        sql!(
            "insert into related_person (clinic_id, related_id, patient_id, name, relationship, created_at) values ($1, $2, $3, $4, $5, $6)"
        ),
        &[&tx.actor().clinic(), &id, &patient, &tx.keys().seal(&NAME, id, &name.reveal().to_owned())?, &relationship.word(), &tx.now()],
    )
    .await?;
    Ok(id)
}
