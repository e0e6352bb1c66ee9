//! Lays a bundle out as rows before anything is written: which records are new, under which ids, and how they hang together.
//! Pure but for fresh ids, keys and the phone tables.

use std::collections::HashMap;

use fhir::{Bundle, SourceId};
use jiff::tz::TimeZone;
use kernel::{Clinic, Problem, TenantTx, id::Id};
use trust::{
    clinics::{Practitioner, PractitionerId},
    patients::{PatientId, PersonName, register::NewPatient},
};
use uuid::Uuid;

use super::{
    import_bundle::{ImportRefusal, SourceKey, key},
    mapping,
    report::Report,
};
use crate::{
    chart::{
        facts::{Allergy, AllergyId, Condition, ConditionId, Immunization, ImmunizationId, MedicationRequestId, Medicine},
        keep::Fact,
    },
    visits::{
        EncounterId,
        keep::{NewVisit, NewVitals},
    },
};

/// The longest name of a practitioner, as the table has it.
const MOST_NAME: usize = 200;

/// The rows of a bundle.
pub(super) struct Layout {
    pub(super) patients: Vec<(PatientId, NewPatient)>,
    pub(super) practitioners: Vec<Practitioner>,
    pub(super) visits: Vec<NewVisit>,
    pub(super) conditions: Vec<Fact<ConditionId, Condition>>,
    pub(super) allergies: Vec<Fact<AllergyId, Allergy>>,
    pub(super) medicines: Vec<Fact<MedicationRequestId, Medicine>>,
    pub(super) vitals: Vec<NewVitals>,
    pub(super) immunizations: Vec<Fact<ImmunizationId, Immunization>>,
    /// Keys of what is new, with its row.
    pub(super) fresh: HashMap<SourceKey, Uuid>,
    pub(super) report: Report,
    /// Keys of what was here before, with its row.
    known: HashMap<SourceKey, Uuid>,
    people: HashMap<SourceId, (PatientId, bool)>,
}

impl Layout {
    /// Who a source id of the bundle is here.
    pub(super) fn patient_of(&self, source: &SourceId) -> Option<PatientId> {
        self.people.get(source).map(|(id, _)| *id)
    }

    /// Patients of the bundle who were here before.
    pub(super) fn known_patients(&self) -> Vec<PatientId> {
        self.people.values().filter(|(_, is_new)| !is_new).map(|(id, _)| *id).collect()
    }

    /// Patients who get something new.
    pub(super) fn touched_patients(&self) -> Vec<PatientId> {
        let mut touched: Vec<PatientId> = self
            .patients
            .iter()
            .map(|(id, _)| *id)
            .chain(self.visits.iter().map(|one| one.patient))
            .chain(self.conditions.iter().map(|one| one.patient))
            .chain(self.allergies.iter().map(|one| one.patient))
            .chain(self.medicines.iter().map(|one| one.patient))
            .chain(self.vitals.iter().map(|one| one.patient))
            .chain(self.immunizations.iter().map(|one| one.patient))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// The id for a record if it is new, and one more in the count.
    fn claim<I: Id>(&mut self, tx: &TenantTx, kind: &str, patient: Option<&SourceId>, source: &SourceId) -> Result<Option<I>, Problem> {
        let key = key(tx, kind, patient, source)?;
        let is_new = !self.known.contains_key(&key);
        self.report.count(kind, is_new);
        Ok(is_new.then(|| {
            let id: I = tx.fresh();
            self.fresh.insert(key, id.uuid());
            id
        }))
    }

    /// The row of a record that may stand in this bundle, in an earlier one, or nowhere.
    fn row<I: Id>(&self, key: &SourceKey) -> Option<I> {
        self.known.get(key).or_else(|| self.fresh.get(key)).map(|id| I::from_uuid(*id))
    }

    fn person(&self, source: &SourceId) -> Result<PatientId, Problem> {
        self.patient_of(source).ok_or_else(|| Problem::broken("a record of a patient who is not in its bundle"))
    }
}

/// Lays the bundle out around what is `known`.
pub(super) fn lay_out(tx: &TenantTx, bundle: &Bundle, clinic: &Clinic, known: HashMap<SourceKey, Uuid>) -> Result<Layout, ImportRefusal> {
    let mut layout = Layout {
        patients: Vec::new(),
        practitioners: Vec::new(),
        visits: Vec::new(),
        conditions: Vec::new(),
        allergies: Vec::new(),
        medicines: Vec::new(),
        vitals: Vec::new(),
        immunizations: Vec::new(),
        fresh: HashMap::new(),
        report: Report::default(),
        known,
        people: HashMap::new(),
    };
    people(tx, bundle, clinic, &mut layout)?;
    visits(tx, bundle, &clinic.time_zone, &mut layout)?;
    facts(tx, bundle, &clinic.time_zone, &mut layout)?;
    Ok(layout)
}

fn people(tx: &TenantTx, bundle: &Bundle, clinic: &Clinic, layout: &mut Layout) -> Result<(), ImportRefusal> {
    for one in &bundle.patients {
        let known = key(tx, "Patient", None, &one.source)?;
        let Some(id) = layout.claim::<PatientId>(tx, "Patient", None, &one.source)? else {
            let id = layout.row(&known).ok_or_else(|| Problem::broken("a known patient has no row"))?;
            layout.people.insert(one.source.clone(), (id, false));
            continue;
        };
        let name = PersonName::parse(&one.name.full()).map_err(|_| ImportRefusal::NotAName)?;
        let phone = mapping::phone(one, &clinic.country);
        if phone.is_none() && !one.phones.is_empty() {
            layout.report.leave("Patient.telecom", "phone", 1);
        }
        layout.people.insert(one.source.clone(), (id, true));
        layout.patients.push((id, NewPatient { name, phone, particulars: mapping::particulars(one), language: clinic.language }));
    }
    for one in &bundle.practitioners {
        let name = one.name.as_ref().map(fhir::PersonName::full).filter(|name| name.chars().count() <= MOST_NAME);
        let Some(name) = name else {
            layout.report.leave("Practitioner", "no-name", 1);
            continue;
        };
        if let Some(id) = layout.claim::<PractitionerId>(tx, "Practitioner", None, &one.source)? {
            layout.practitioners.push(Practitioner { id, name });
        }
    }
    Ok(())
}

fn visits(tx: &TenantTx, bundle: &Bundle, zone: &TimeZone, layout: &mut Layout) -> Result<(), ImportRefusal> {
    for one in &bundle.encounters {
        let Some(started) = mapping::earliest(one.start, zone) else {
            layout.report.leave("Encounter", "no-date", 1);
            continue;
        };
        let patient = layout.person(&one.patient)?;
        let seen_by = one.seen_by.iter().find_map(|party| party.practitioner.as_ref());
        let practitioner = seen_by.map(|source| key(tx, "Practitioner", None, source)).transpose()?.and_then(|key| layout.row(&key));
        if let Some(id) = layout.claim::<EncounterId>(tx, "Encounter", Some(&one.patient), &one.source)? {
            let (status, ended) = (mapping::visit_status(one.status), mapping::earliest(one.end, zone));
            layout.visits.push(NewVisit { id, patient, practitioner, status, started, ended, is: mapping::visit(one) });
        }
    }
    for one in &bundle.vitals {
        let Some(taken) = mapping::earliest(one.effective, zone) else {
            layout.report.leave("Observation", "no-date", 1);
            continue;
        };
        let patient = layout.person(&one.patient)?;
        let encounter = one.encounter.as_ref().map(|source| key(tx, "Encounter", Some(&one.patient), source)).transpose()?;
        let encounter = encounter.and_then(|key| layout.row(&key));
        if let Some(id) = layout.claim(tx, "Observation", Some(&one.patient), &one.source)? {
            layout.vitals.push(NewVitals { id, patient, encounter, taken, signs: mapping::vitals(one) });
        }
    }
    Ok(())
}

fn facts(tx: &TenantTx, bundle: &Bundle, zone: &TimeZone, layout: &mut Layout) -> Result<(), ImportRefusal> {
    for one in &bundle.conditions {
        let patient = layout.person(&one.patient)?;
        match mapping::condition(one, zone) {
            Err(why) => layout.report.leave("Condition", why, 1),
            Ok((status, content)) => {
                if let Some(id) = layout.claim(tx, "Condition", Some(&one.patient), &one.source)? {
                    layout.conditions.push(Fact { id, patient, status, at: mapping::earliest(one.onset, zone), content });
                }
            }
        }
    }
    for one in &bundle.allergies {
        let patient = layout.person(&one.patient)?;
        match mapping::allergy(one, zone) {
            Err(why) => layout.report.leave("AllergyIntolerance", why, 1),
            Ok((status, content)) => {
                if let Some(id) = layout.claim(tx, "AllergyIntolerance", Some(&one.patient), &one.source)? {
                    layout.allergies.push(Fact { id, patient, status, at: None, content });
                }
            }
        }
    }
    for one in &bundle.medication_requests {
        let patient = layout.person(&one.patient)?;
        match mapping::medicine(one, zone) {
            Err(why) => layout.report.leave("MedicationRequest", why, 1),
            Ok((status, content)) => {
                if let Some(id) = layout.claim(tx, "MedicationRequest", Some(&one.patient), &one.source)? {
                    layout.medicines.push(Fact { id, patient, status, at: mapping::earliest(one.authored, zone), content });
                }
            }
        }
    }
    for one in &bundle.immunizations {
        let patient = layout.person(&one.patient)?;
        match mapping::immunization(one, zone) {
            Err(why) => layout.report.leave("Immunization", why, 1),
            Ok(content) => {
                if let Some(id) = layout.claim(tx, "Immunization", Some(&one.patient), &one.source)? {
                    layout.immunizations.push(Fact {
                        id,
                        patient,
                        status: "completed",
                        at: mapping::earliest(one.occurred, zone),
                        content,
                    });
                }
            }
        }
    }
    Ok(())
}
