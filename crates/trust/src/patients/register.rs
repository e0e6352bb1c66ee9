//! Keeps: "Patient data handled for clinics: name, phone, age, gender, medical notes" (MXS-DAT-04). A patient is one row,
//! sealed under the clinic's key, found again by keyed tags and never by plain text.

use kernel::{Problem, TenantTx, language::Language, phone::PhoneNumber, sql};

use super::{ContactKey, NAME, PARTICULARS, PHONE, Particulars, PatientId, PersonName, name_beginnings, patients};

/// How a patient came to the clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameBy {
    /// Booked on the public page.
    Booking,
    /// Registered at the desk.
    Reception,
    /// Imported from another system.
    Import,
    /// Made for a demonstration.
    Demo,
    /// Made by `wellkept verify` in its own clinic.
    Canary,
}

impl CameBy {
    const fn word(self) -> &'static str {
        match self {
            Self::Booking => "booking",
            Self::Reception => "reception",
            Self::Import => "import",
            Self::Demo => "demo",
            Self::Canary => "canary",
        }
    }
}

/// A patient to be registered.
#[derive(Clone, Debug)]
pub struct NewPatient {
    /// Name.
    pub name: PersonName,
    /// Number, if known.
    pub phone: Option<PhoneNumber>,
    /// The rest.
    pub particulars: Particulars,
    /// The language for messages.
    pub language: Language,
}

/// Registers a patient.
///
/// # Errors
/// [`Problem`].
pub async fn register(tx: &TenantTx, new: &NewPatient, came_by: CameBy) -> Result<PatientId, Problem> {
    let id: PatientId = tx.fresh();
    register_as(tx, id, new, came_by).await?;
    Ok(id)
}

/// Registers a patient under an id that was made before, so that records could already be laid out around it.
///
/// # Errors
/// [`Problem`].
pub async fn register_as(tx: &TenantTx, id: PatientId, new: &NewPatient, came_by: CameBy) -> Result<(), Problem> {
    let keys = tx.keys();
    let name = keys.seal(&NAME, id, &new.name.reveal().to_owned())?;
    let phone = new.phone.as_ref().map(|phone| keys.seal(&PHONE, id, &phone.e164().to_owned())).transpose()?;
    let phone_key = new.phone.as_ref().map(|phone| ContactKey::of(tx, phone)).transpose()?;
    let phone_key = phone_key.as_ref().map(ContactKey::bytes);
    let particulars = (new.particulars != Particulars::default()).then(|| keys.seal(&PARTICULARS, id, &new.particulars)).transpose()?;
    let tokens = keys.short_tags("name", name_beginnings(new.name.reveal()))?;
    tx.run(
        sql!(
            "with made as (
                insert into patient (clinic_id, patient_id, name, phone, phone_key, particulars, language, came_by, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning clinic_id, patient_id)
              insert into patient_token (clinic_id, token, patient_id)
              select made.clinic_id, token, made.patient_id from made, unnest($10::bigint[]) as token
              on conflict do nothing"
        ),
        &[&tx.actor().clinic(), &id, &name, &phone, &phone_key, &particulars, &new.language.tag(), &came_by.word(), &tx.now(), &tokens],
    )
    .await
    .map(drop)
}

/// The patient with this very name on this number, if there is one: a family may share a phone, and nobody learns from the
/// public page whether a number is known.
///
/// # Errors
/// [`Problem`].
pub async fn find_same(tx: &TenantTx, new: &NewPatient) -> Result<Option<PatientId>, Problem> {
    let Some(phone) = &new.phone else { return Ok(None) };
    let key = ContactKey::of(tx, phone)?;
    let ids: Vec<PatientId> = tx
        .rows(sql!("select patient_id from patient where phone_key = $1 order by created_at limit 50"), &[&key.bytes()])
        .await?
        .iter()
        .map(|row| row.read("patient_id"))
        .collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(None);
    }
    let folded = |name: &str| name.to_lowercase();
    let same = folded(new.name.reveal());
    let known = patients(tx, &ids).await?;
    Ok(known.iter().find(|patient| folded(patient.name.reveal()) == same).map(|patient| patient.id))
}
