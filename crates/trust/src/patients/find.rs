//! Keeps: "Health data is kept out of addresses and logs". A patient is found by the beginnings of the name's
//! words or by phone number; what was typed becomes keyed tags before it reaches the database, and stands in no address.

use kernel::{Permit, Problem, Role, TenantTx, Verb, actor::SupportScope, permit::Who, phone::PhoneNumber, sql};

use super::{ContactKey, Patient, PatientId, patients};

/// The most patients one search shows.
pub const MOST_SHOWN: usize = 50;
/// As many letters of a word as have a tag; the rest is compared after opening.
const TAGGED_LETTERS: usize = 12;

/// Looks for patients. Names and numbers only: nothing clinical.
#[derive(Clone, Copy, Debug)]
pub struct FindPatients;

impl Verb for FindPatients {
    const ACT: &'static str = "patients.find";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Receptionist),
        Who::Staff(Role::Doctor),
        Who::Staff(Role::Owner),
        Who::Staff(Role::Nurse),
        Who::Staff(Role::Pharmacist),
        Who::Staff(Role::Billing),
        Who::Staff(Role::Auditor),
        Who::Support(SupportScope::Records),
    ];
}

/// What somebody typed, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing: the newest patients.
    Newest,
    /// A number that can exist.
    Phone(PhoneNumber),
    /// Beginnings of words, folded to lower case.
    Words(Vec<String>),
}

impl Wanted {
    /// Understands what was typed in a clinic of `country`.
    #[must_use]
    pub fn read(typed: &str, country: &str) -> Self {
        if let Ok(phone) = PhoneNumber::parse(typed, country) {
            return Self::Phone(phone);
        }
        let mut words: Vec<String> =
            typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).map(str::to_lowercase).collect();
        words.sort();
        words.dedup();
        if words.is_empty() { Self::Newest } else { Self::Words(words) }
    }
}

/// Who was found, the newest first.
#[derive(Debug)]
pub struct Found {
    /// At most [`MOST_SHOWN`].
    pub patients: Vec<Patient>,
    /// Whether there are more.
    pub more: bool,
}

/// Finds.
///
/// # Errors
/// [`Problem`].
pub async fn find(tx: &TenantTx, wanted: &Wanted, _permit: &Permit<FindPatients>) -> Result<Found, Problem> {
    let limit = i64::try_from(MOST_SHOWN).unwrap_or(50).saturating_add(1);
    let rows = match wanted {
        Wanted::Newest => {
            tx.rows(sql!("select patient_id from patient order by created_at desc, patient_id desc limit $1"), &[&limit]).await?
        }
        Wanted::Phone(phone) => {
            let key = ContactKey::of(tx, phone)?;
            let sql = sql!("select patient_id from patient where phone_key = $1 order by created_at desc, patient_id desc limit $2");
            tx.rows(sql, &[&key.bytes(), &limit]).await?
        }
        Wanted::Words(words) => {
            let mut tags = tx.keys().short_tags("name", words.iter().map(|word| beginning(word)))?;
            tags.sort_unstable();
            tags.dedup();
            let count = i64::try_from(tags.len()).unwrap_or(i64::MAX);
            tx.rows(
                sql!(
                    "select p.patient_id
                        from (select patient_id from patient_token where token = any($1) group by patient_id having count(*) = $2) as hit
                        join patient p on p.patient_id = hit.patient_id and p.clinic_id = (select door.clinic())
                       order by p.created_at desc, p.patient_id desc limit $3"
                ),
                &[&tags, &count, &limit],
            )
            .await?
        }
    };
    let ids: Vec<PatientId> = rows.iter().map(|row| row.read("patient_id")).collect::<Result<_, _>>()?;
    let more = ids.len() > MOST_SHOWN;
    let mut opened = patients(tx, &ids).await?;
    if let Wanted::Words(words) = wanted {
        opened.retain(|patient| fits(patient.name.reveal(), words));
    }
    opened.sort_by_key(|patient| ids.iter().position(|id| *id == patient.id));
    opened.truncate(MOST_SHOWN);
    Ok(Found { patients: opened, more })
}

fn beginning(word: &str) -> String {
    word.chars().take(TAGGED_LETTERS).collect()
}

/// Whether every wanted word begins a word of the name.
fn fits(name: &str, words: &[String]) -> bool {
    let name = name.to_lowercase();
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().all(|word| parts.iter().any(|part| part.starts_with(word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_make_a_number_are_a_number_and_the_rest_are_words() {
        assert!(matches!(Wanted::read("0300 1234567", "PK"), Wanted::Phone(_)));
        assert_eq!(Wanted::read(" Khan,  ay ", "PK"), Wanted::Words(vec!["ay".to_owned(), "khan".to_owned()]));
        assert_eq!(Wanted::read("  ", "PK"), Wanted::Newest);
        assert_eq!(Wanted::read("'; drop", "PK"), Wanted::Words(vec!["drop".to_owned()]));
    }

    #[test]
    fn every_word_must_begin_a_word_of_the_name() {
        let words = |typed: &str| match Wanted::read(typed, "PK") {
            Wanted::Words(words) => words,
            other => panic!("{other:?}"),
        };
        assert!(fits("Ayesha bint-Khan", &words("kha ay")));
        assert!(!fits("Ayesha Khan", &words("ayesha khana")));
        assert!(!fits("Abdurrahmanovich Li", &words("abdurrahmanoxyz")), "beyond the tagged letters");
    }
}
