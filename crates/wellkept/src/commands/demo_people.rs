//! The people of the demonstration clinics: generated as FHIR bundles and taken in by the same import a real clinic uses,
//! then a few of them book for today through the same verb as the public page. The same seed gives the same people.

use std::path::Path;

use anyhow::Context as _;
use front_desk::booking::{
    book::{Book, NewBooking, book},
    calendar::{Wanted, offers},
};
use kernel::{Chance, Db, phone::PhoneNumber};
use serde_json::{Value, json};
use trust::{clinics, patients::PersonName};

use crate::commands::import::import_files;

/// Patients a demonstration clinic has.
const PEOPLE: usize = 24;
/// How many of them book on the first day.
const BOOKINGS: usize = 7;

/// What differs between countries.
#[derive(Debug)]
pub struct Folk {
    /// Female given names.
    pub women: &'static [&'static str],
    /// Male given names.
    pub men: &'static [&'static str],
    /// Family names.
    pub families: &'static [&'static str],
    /// The same in the country's own script, for one person in three; empty where it is the same script.
    pub own_script: [&'static [&'static str]; 3],
    /// Numbers nobody has, without the last three digits.
    pub phone: &'static str,
    /// Country of the numbers.
    pub country: &'static str,
}

/// For the clinic in Lahore; one name in three is written in its own script.
pub const LAHORE: Folk = Folk {
    women: &["Mariam", "Fatima", "Zainab", "Saira", "Nadia", "Amna"],
    men: &["Osman", "Bilal", "Hamza", "Joseph", "Tariq", "Imran"],
    families: &["Yusuf", "Noor", "Malik", "Qureshi", "Butt", "Chaudhry", "Masih", "Siddiqui"],
    own_script: [&["عائشہ", "حرا", "ثنا"], &["احمد", "عمر", "علی"], &["خان", "ملک", "رضا"]],
    phone: "+923005550",
    country: "PK",
};

/// For the clinic in London.
pub const LONDON: Folk = Folk {
    women: &["Alice", "Harpreet", "Chidinma", "Siobhán", "Olga", "Rosa", "Mei", "Freya"],
    men: &["George", "Joseph", "Kwame", "Owen", "Aleksy", "Tomás", "Ravi", "Liam"],
    families: &["Brown", "Kaur", "Okafor", "O'Neill", "Nowak", "Evans", "Chen", "D'Souza"],
    own_script: [&[], &[], &[]],
    phone: "+442079460",
    country: "GB",
};

const PROBLEMS: [(&str, &str); 6] = [
    ("38341003", "Hypertension"),
    ("44054006", "Type 2 diabetes"),
    ("195967001", "Asthma"),
    ("73430006", "Sleep apnoea"),
    ("84757009", "Epilepsy"),
    ("396275006", "Osteoarthritis"),
];
const MEDICINES: [(&str, &str); 6] = [
    ("314076", "Lisinopril 10 mg tablet, once a day"),
    ("860975", "Metformin 500 mg tablet, twice a day"),
    ("745679", "Salbutamol inhaler, two puffs when needed"),
    ("197361", "Amlodipine 5 mg tablet, once a day"),
    ("310325", "Ferrous sulphate 325 mg tablet, once a day"),
    ("313782", "Paracetamol 500 mg tablet, when needed"),
];
const ALLERGIES: [&str; 4] = ["Penicillin", "Peanut", "Aspirin", "Latex"];

struct Person {
    name: String,
    phone: String,
    bundle: Value,
}

/// Fills a clinic with people and a first day's bookings.
///
/// # Errors
/// [`anyhow::Error`].
pub async fn fill(db: &Db, slug: &str, folk: &Folk) -> anyhow::Result<()> {
    let chance = Chance::seeded(folk.country.bytes().map(u64::from).sum());
    let year = db.clock().now().to_zoned(jiff::tz::TimeZone::UTC).year();
    let people: Vec<Person> = (0..PEOPLE).map(|n| person(folk, n, year, &chance)).collect();
    let folder = tempfile::tempdir()?;
    write(&people, folder.path())?;
    import_files(db, slug, &[folder.path().to_owned()], true).await?;
    book_today(db, slug, folk, &people).await
}

fn write(people: &[Person], folder: &Path) -> anyhow::Result<()> {
    for (n, person) in people.iter().enumerate() {
        std::fs::write(folder.join(format!("{n:02}.json")), serde_json::to_vec(&person.bundle)?).context("writing a bundle")?;
    }
    Ok(())
}

async fn book_today(db: &Db, slug: &str, folk: &Folk, people: &[Person]) -> anyhow::Result<()> {
    let clinic = db.clinic(slug).await?;
    let visitor = db.visitor(&clinic);
    let today = clinic.day_of(db.clock().now());
    for (n, person) in people.iter().take(BOOKINGS).enumerate() {
        let mut tx = db.enter(&visitor).await?;
        let services = clinics::services(&tx, clinic.currency).await?;
        let practitioners: Vec<_> = clinics::bookable_practitioners(&tx).await?.into_iter().map(|practitioner| practitioner.id).collect();
        let Some(service) = services.get(n % services.len().max(1)).cloned() else { return Ok(()) };
        let wanted = Wanted { service: &service, practitioners: &practitioners, location: None, besides: None };
        let free = offers(&tx, &clinic, &wanted, today..=today.saturating_add(jiff::Span::new().days(1))).await?;
        let Some(offer) = free.get(n.min(free.len().saturating_sub(1))) else { return Ok(()) };
        let permit = tx.may(Book).await?;
        let new = NewBooking {
            service,
            practitioners: offer.practitioners.clone(),
            location: None,
            starts_at: offer.slot.starts_at,
            name: PersonName::parse(&person.name)?,
            phone: PhoneNumber::parse(&person.phone, folk.country)?,
            consent: n % 3 != 2,
            language: clinic.language,
            by: None,
            born: None,
            hold: None,
            network: None,
        };
        // On the heap: what a booking holds on to would make the whole command large.
        Box::pin(book(&mut tx, &clinic, &new, &permit)).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn pick<'a, T>(from: &'a [T], chance: &Chance) -> Option<&'a T> {
    from.get(chance.below(from.len()))
}

fn person(folk: &Folk, n: usize, year: i16, chance: &Chance) -> Person {
    let woman = n.is_multiple_of(2);
    let own_script = n % 3 == 1 && !folk.own_script[2].is_empty();
    let [women, men, families] = if own_script { folk.own_script } else { [folk.women, folk.men, folk.families] };
    let given = pick(if woman { women } else { men }, chance).copied().unwrap_or("Sam");
    let family = pick(families, chance).copied().unwrap_or("Doe");
    let phone = format!("{}{:03}", folk.phone, 100 + n);
    let age = i16::try_from(2 + chance.below(80)).unwrap_or(40);
    let reference = format!("urn:uuid:{}", id(folk, n, 0));
    let mut entries = vec![entry(
        &reference,
        &json!({"resourceType": "Patient", "id": id(folk, n, 0), "name": [{"use": "official", "family": family, "given": [given]}],
               "telecom": [{"system": "phone", "value": phone}], "gender": if woman { "female" } else { "male" },
               "birthDate": format!("{}-{:02}-{:02}", year - age, 1 + chance.below(12), 1 + chance.below(28))}),
    )];
    let subject = json!({"reference": reference});
    for k in 0..chance.below(3) {
        if let (Some((code, words)), Some((rx, dose))) = (pick(&PROBLEMS, chance), pick(&MEDICINES, chance)) {
            entries.push(entry(&uri(folk, n, 10 + k), &condition(&id(folk, n, 10 + k), code, words, &subject, year)));
            entries.push(entry(&uri(folk, n, 20 + k), &medicine(&id(folk, n, 20 + k), rx, dose, &subject, year)));
        }
    }
    if chance.below(3) == 0
        && let Some(words) = pick(&ALLERGIES, chance)
    {
        entries.push(entry(
            &uri(folk, n, 30),
            &json!({"resourceType": "AllergyIntolerance", "id": id(folk, n, 30), "patient": subject, "code": {"text": words}, "criticality": "high",
                   "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]}}),
        ));
    }
    for k in 0..4 {
        let taken = format!("{}-0{}-15T09:30:00Z", year - 1, 2 * k + 1);
        let pressure = 105 + chance.below(50);
        let weight = 45 + chance.below(45);
        entries.push(entry(&uri(folk, n, 40 + k), &blood_pressure(&id(folk, n, 40 + k), pressure, &subject, &taken)));
        entries.push(entry(&uri(folk, n, 50 + k), &vital(&id(folk, n, 50 + k), ("29463-7", "kg"), weight, &subject, &taken)));
    }
    entries.push(entry(
        &uri(folk, n, 60),
        &json!({"resourceType": "Encounter", "id": id(folk, n, 60), "status": "finished", "subject": subject,
               "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
               "type": [{"text": "Check-up"}], "period": {"start": format!("{}-05-15T09:00:00Z", year - 1), "end": format!("{}-05-15T09:20:00Z", year - 1)}}),
    ));
    Person { name: format!("{given} {family}"), phone, bundle: json!({"resourceType": "Bundle", "type": "collection", "entry": entries}) }
}

fn id(folk: &Folk, n: usize, k: usize) -> String {
    format!("demo-{}-{n:02}-{k:02}", folk.country)
}

fn uri(folk: &Folk, n: usize, k: usize) -> String {
    format!("urn:uuid:{}", id(folk, n, k))
}

fn entry(url: &str, resource: &Value) -> Value {
    json!({"fullUrl": url, "resource": resource})
}

fn condition(id: &str, code: &str, words: &str, subject: &Value, year: i16) -> Value {
    json!({"resourceType": "Condition", "id": id, "subject": subject,
           "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
           "code": {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": words}], "text": words},
           "onsetDateTime": format!("{}-03-01", year - 4)})
}

fn medicine(id: &str, code: &str, words: &str, subject: &Value, year: i16) -> Value {
    let (name, dose) = words.split_once(", ").unwrap_or((words, ""));
    json!({"resourceType": "MedicationRequest", "id": id, "status": "active", "intent": "order", "subject": subject,
           "authoredOn": format!("{}-05-15", year - 1), "dosageInstruction": [{"text": dose}],
           "medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": code, "display": name}], "text": name}})
}

fn blood_pressure(id: &str, systolic: usize, subject: &Value, taken: &str) -> Value {
    let part = |code: &str, value: usize| {
        json!({"code": {"coding": [{"system": "http://loinc.org", "code": code}]},
               "valueQuantity": {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}})
    };
    json!({"resourceType": "Observation", "id": id, "status": "final", "subject": subject, "effectiveDateTime": taken,
           "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
           "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
           "component": [part("8480-6", systolic), part("8462-4", systolic * 5 / 8)]})
}

fn vital(id: &str, (loinc, unit): (&str, &str), value: usize, subject: &Value, taken: &str) -> Value {
    json!({"resourceType": "Observation", "id": id, "status": "final", "subject": subject, "effectiveDateTime": taken,
           "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
           "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
           "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generated_person_is_a_bundle_the_import_takes() {
        for folk in [&LAHORE, &LONDON] {
            let chance = Chance::seeded(1);
            for n in 0..PEOPLE {
                let person = person(folk, n, 2026, &chance);
                let bytes = serde_json::to_vec(&person.bundle).unwrap();
                let bundle = fhir::read_bundle_bytes(&bytes, fhir::MAX_BUNDLE_BYTES).unwrap();
                assert_eq!(bundle.patients.len(), 1);
                assert!(bundle.left.is_empty(), "{:?}", bundle.left);
                assert!(PhoneNumber::parse(&person.phone, folk.country).is_ok(), "{}", person.phone);
            }
        }
    }
}
