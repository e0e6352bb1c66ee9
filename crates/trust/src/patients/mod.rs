//! Who our patients are: a name, perhaps a number, and a few particulars, all sealed.

pub mod find;
pub mod read_by_program;
pub mod register;
pub mod relatives;

use jiff::civil::Date;
use kernel::{
    Private, Problem, TenantTx,
    keys::{Column, Sealed},
    phone::PhoneNumber,
    sql,
};
use serde::{Deserialize, Serialize};

kernel::id!(
    /// A patient of one clinic.
    PatientId, "pat"
);

/// `patient.name`.
pub const NAME: Column<String> = Column::new("patient", "name");
/// `patient.phone`, E.164.
pub const PHONE: Column<String> = Column::new("patient", "phone");
/// `patient.particulars`.
pub const PARTICULARS: Column<Particulars> = Column::new("patient", "particulars");

/// A person's name in any script: 1 to 120 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(Private<String>);

/// Not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a name")]
pub struct NotAName;

impl PersonName {
    /// Reads a name: white space collapsed, at least one letter, no control characters, at most 120 characters.
    ///
    /// # Errors
    /// [`NotAName`].
    pub fn parse(text: &str) -> Result<Self, NotAName> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = name.chars().count() <= 120 && name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_control);
        if fits { Ok(Self(Private::new(name))) } else { Err(NotAName) }
    }

    /// The name, for a page, a paper or the vault.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// Administrative gender, as FHIR has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Other.
    Other,
    /// Not known.
    Unknown,
}

impl Gender {
    /// The key of its word.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Male => "gender-male",
            Self::Female => "gender-female",
            Self::Other => "gender-other",
            Self::Unknown => "gender-unknown",
        }
    }
}

/// What is kept beside name and number; all optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// Birth date.
    pub birth_date: Option<Date>,
    /// Gender.
    pub gender: Option<Gender>,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address in one line.
    pub address: Option<String>,
    /// Date of death, if known.
    pub died_on: Option<Date>,
}
kernel::sealed_as_json!(Particulars);

impl Particulars {
    /// Whole years at a date.
    #[must_use]
    pub fn age_on(&self, day: Date) -> Option<i16> {
        let born = self.birth_date?;
        let years = day.year().checked_sub(born.year())?;
        let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
        Some(if before_birthday { years.saturating_sub(1) } else { years })
    }
}

/// A patient, opened.
#[derive(Clone, Debug)]
pub struct Patient {
    /// Id.
    pub id: PatientId,
    /// Name.
    pub name: Private<String>,
    /// E.164, if a number is known.
    pub phone: Option<Private<String>>,
    /// The rest.
    pub particulars: Particulars,
    /// The language messages are written in.
    pub language: kernel::language::Language,
}

/// A contact point as rooms may compare it: a keyed tag of the number, useless without the clinic's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactKey(Vec<u8>);

impl ContactKey {
    /// Of a number, in this clinic.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn of(tx: &TenantTx, phone: &PhoneNumber) -> Result<Self, Problem> {
        tx.keys().tag("phone", phone.e164()).map(Self)
    }

    /// Of a number that was checked when it was written down, in E.164.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn of_kept_number(tx: &TenantTx, e164: &Private<String>) -> Result<Self, Problem> {
        tx.keys().tag("phone", e164.reveal()).map(Self)
    }

    /// Of an e-mail address; capitals make no other person.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn of_email(tx: &TenantTx, email: &str) -> Result<Self, Problem> {
        tx.keys().tag("email", &email.trim().to_lowercase()).map(Self)
    }

    /// As read from a column of this clinic.
    #[must_use]
    pub const fn from_column(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// For a column.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Opens one patient.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn patient(tx: &TenantTx, id: PatientId) -> Result<Patient, Problem> {
    patients(tx, &[id]).await?.into_iter().next().ok_or(Problem::NotFound)
}

/// Opens several patients in one round trip, in any order; unknown ids are left out.
///
/// # Errors
/// [`Problem`].
pub async fn patients(tx: &TenantTx, ids: &[PatientId]) -> Result<Vec<Patient>, Problem> {
    tx.rows(sql!("select patient_id, name, phone, particulars, language from patient where patient_id = any($1)"), &[&ids])
        .await?
        .iter()
        .map(|row| {
            let id: PatientId = row.read("patient_id")?;
            let phone: Option<Sealed<String>> = row.read("phone")?;
            let particulars: Option<Sealed<Particulars>> = row.read("particulars")?;
            Ok(Patient {
                id,
                name: tx.keys().open(&NAME, id, &row.read("name")?)?,
                phone: phone.map(|sealed| tx.keys().open(&PHONE, id, &sealed)).transpose()?,
                particulars: particulars
                    .map(|sealed| tx.keys().open(&PARTICULARS, id, &sealed).map(Private::into_inner))
                    .transpose()?
                    .unwrap_or_default(),
                language: kernel::language::Language::from_tag(row.read("language")?).unwrap_or_default(),
            })
        })
        .collect()
}

/// The beginnings of a name's words that a search may ask for: 2 letters and more, folded to lower case.
#[must_use]
pub fn name_beginnings(name: &str) -> Vec<String> {
    let mut beginnings: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .flat_map(|word| {
            let letters: Vec<char> = word.to_lowercase().chars().take(12).collect();
            (2.min(letters.len())..=letters.len()).map(|n| letters.iter().take(n).collect::<String>()).collect::<Vec<_>>()
        })
        .collect();
    beginnings.sort();
    beginnings.dedup();
    beginnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_are_names_and_numbers_are_not() {
        for good in ["Ayesha Khan", "عائشہ خان", "Nguyễn Thị Ánh", "O'Neill-Smith", "李"] {
            assert_eq!(PersonName::parse(good).unwrap().reveal(), good);
        }
        assert_eq!(PersonName::parse("  Ayesha \n Khan ").unwrap().reveal(), "Ayesha Khan");
        for bad in ["", "   ", "12345", "-", &"x".repeat(121), "a\u{0}b"] {
            assert_eq!(PersonName::parse(bad), Err(NotAName), "{bad:?}");
        }
    }

    #[test]
    fn a_search_may_begin_any_word_of_the_name() {
        let beginnings = name_beginnings("Ayesha bint-Khan");
        for wanted in ["ay", "ayesha", "bi", "khan"] {
            assert!(beginnings.iter().any(|b| b == wanted), "{wanted}");
        }
        assert!(!beginnings.iter().any(|b| b == "esha"));
    }

    #[test]
    fn age_counts_birthdays() {
        let born = Particulars { birth_date: Some("2000-06-15".parse().unwrap()), ..Particulars::default() };
        assert_eq!(born.age_on("2026-06-14".parse().unwrap()), Some(25));
        assert_eq!(born.age_on("2026-06-15".parse().unwrap()), Some(26));
    }
}
