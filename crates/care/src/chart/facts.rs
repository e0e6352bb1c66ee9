//! What is known of a patient: the nouns of the chart, each one sealed JSON a row, and how they are read together.
//!
//! None of them derives `Debug`: what a doctor wrote does not print itself.

use futures_util::try_join;
use jiff::Timestamp;
use kernel::{
    Problem, TenantTx,
    id::Id,
    keys::{Column, Sealable, Sealed},
    sql,
    tenancy::Row,
};
use serde::{Deserialize, Serialize};
use trust::patients::{Patient, PatientId, patient};

use super::vitals::{OBSERVATION, ObservationId, VitalSigns};
use crate::visits::past::{PastVisit, past_visits};

kernel::id!(
    /// A problem or diagnosis.
    ConditionId, "cnd"
);
kernel::id!(
    /// An allergy or intolerance.
    AllergyId, "alg"
);
kernel::id!(
    /// A prescription.
    MedicationRequestId, "med"
);
kernel::id!(
    /// A vaccination.
    ImmunizationId, "imm"
);

/// `condition.content`.
pub const CONDITION: Column<Condition> = Column::new("condition", "content");
/// `allergy.content`.
pub const ALLERGY: Column<Allergy> = Column::new("allergy", "content");
/// `medication_request.content`.
pub const MEDICINE: Column<Medicine> = Column::new("medication_request", "content");
/// `immunization.content`.
pub const IMMUNIZATION: Column<Immunization> = Column::new("immunization", "content");

/// A thing named by words and, where the source had one, a code.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The best words for a person.
    pub words: String,
    /// The code system's address.
    pub system: Option<String>,
    /// The code within it.
    pub code: Option<String>,
}

/// A day as precisely as it is known, as FHIR writes it: `2024`, `2024-05` or `2024-05-17`.
pub type RoughDay = String;

/// A problem or a diagnosis.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// What it is.
    pub code: Named,
    /// Since when.
    pub onset: Option<RoughDay>,
    /// Since when, where the source only has words.
    pub onset_words: Option<String>,
    /// Until when.
    pub abated: Option<RoughDay>,
    /// How sure one is, in FHIR's code, where it is less than confirmed.
    pub doubt: Option<String>,
    /// Who wrote it down.
    pub by: Option<String>,
}

/// An allergy or an intolerance.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allergy {
    /// What is not tolerated.
    pub code: Named,
    /// Whether a next exposure may do much harm.
    pub high_risk: bool,
    /// What happened, in words, the worst marked.
    pub reactions: Vec<String>,
    /// Since when.
    pub onset: Option<RoughDay>,
    /// How sure one is, in FHIR's code, where it is less than confirmed.
    pub doubt: Option<String>,
}

/// A medicine as prescribed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medicine {
    /// Which.
    pub code: Named,
    /// How to take it, one line for each instruction.
    pub dosage: Vec<String>,
    /// What for.
    pub reasons: Vec<String>,
    /// Who prescribed it.
    pub by: Option<String>,
    /// When.
    pub authored: Option<RoughDay>,
}

/// A vaccination that took place.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Immunization {
    /// Which vaccine.
    pub code: Named,
    /// When.
    pub given: Option<RoughDay>,
    /// The lot number.
    pub lot: Option<String>,
    /// Who gave it.
    pub by: Option<String>,
}

kernel::sealed_as_json!(Condition, Allergy, Medicine, Immunization);

/// Something known, with the status its list sorts by.
pub struct Known<C> {
    /// FHIR's status code.
    pub status: String,
    /// What it says.
    pub is: C,
}

/// Everything the chart shows.
pub struct Facts {
    /// Who.
    pub who: Patient,
    /// Problems, the latest first.
    pub conditions: Vec<Known<Condition>>,
    /// Allergies.
    pub allergies: Vec<Known<Allergy>>,
    /// Medicines, the latest first.
    pub medicines: Vec<Known<Medicine>>,
    /// Measurements, the latest first.
    pub vitals: Vec<(Timestamp, VitalSigns)>,
    /// Vaccinations, the latest first.
    pub immunizations: Vec<Immunization>,
    /// Visits with their signed notes, the latest first.
    pub visits: Vec<PastVisit>,
}

/// Reads the whole chart in one flight: the statements leave together and one answer is awaited.
///
/// # Errors
/// [`Problem::NotFound`] and others.
pub async fn facts(tx: &TenantTx, id: PatientId) -> Result<Facts, Problem> {
    let (who, conditions, allergies, medicines, vitals, immunizations, visits) = try_join!(
        patient(tx, id),
        async {
            tx.rows(
                sql!(
                    "select condition_id as id, status, content from condition where patient_id = $1
                   order by onset_at desc nulls last, condition_id desc limit 300"
                ),
                &[&id],
            )
            .await
        },
        async {
            tx.rows(
                sql!("select allergy_id as id, status, content from allergy where patient_id = $1 order by allergy_id limit 100"),
                &[&id],
            )
            .await
        },
        async {
            tx.rows(
                sql!(
                    "select medication_request_id as id, status, content from medication_request where patient_id = $1
                   order by authored_at desc nulls last, medication_request_id desc limit 300"
                ),
                &[&id],
            )
            .await
        },
        async {
            tx.rows(
                sql!(
                    "select observation_id as id, taken_at, content from observation where patient_id = $1 order by taken_at desc limit 300"
                ),
                &[&id],
            )
            .await
        },
        async {
            tx.rows(
            sql!("select immunization_id as id, content from immunization where patient_id = $1 order by given_at desc nulls last limit 200"),
            &[&id],
        ).await
        },
        past_visits(tx, id),
    )?;
    Ok(Facts {
        who,
        conditions: all(&conditions, |row| known::<ConditionId, _>(tx, &CONDITION, row))?,
        allergies: all(&allergies, |row| known::<AllergyId, _>(tx, &ALLERGY, row))?,
        medicines: all(&medicines, |row| known::<MedicationRequestId, _>(tx, &MEDICINE, row))?,
        vitals: all(&vitals, |row| Ok((row.read("taken_at")?, opened::<ObservationId, _>(tx, &OBSERVATION, row)?)))?,
        immunizations: all(&immunizations, |row| opened::<ImmunizationId, _>(tx, &IMMUNIZATION, row))?,
        visits,
    })
}

fn all<T>(rows: &[Row], read: impl Fn(&Row) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
    rows.iter().map(read).collect()
}

fn known<I: Id, C: Sealable>(tx: &TenantTx, column: &Column<C>, row: &Row) -> Result<Known<C>, Problem> {
    Ok(Known { status: row.read("status")?, is: opened::<I, C>(tx, column, row)? })
}

fn opened<I: Id, C: Sealable>(tx: &TenantTx, column: &Column<C>, row: &Row) -> Result<C, Problem> {
    let id = I::from_uuid(row.read("id")?);
    let sealed: Sealed<C> = row.read("content")?;
    Ok(tx.keys().open(column, id, &sealed)?.into_inner())
}
