//! A whole practice of synthetic patients comes in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use fhir::{MAX_BUNDLE_BYTES, Vital, open_sources, read_bundle_bytes};

#[expect(clippy::disallowed_methods, reason = "a test finds its data by the environment")]
fn archive() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var("WELLKEPT_SHARED").unwrap_or_else(|_| beside.to_owned());
    PathBuf::from(shared).join("data/synthea-r4/synthea_r4_120.tar.zst")
}

#[test]
#[expect(clippy::print_stdout, reason = "it says when it could not check, and how long it took")]
fn a_hundred_and_twenty_patients_come_in_with_all_we_take() {
    let archive = archive();
    if !archive.exists() {
        println!("not checked: {} is not here", archive.display());
        return;
    }
    let began = Instant::now();
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    let mut vitals: BTreeMap<Vital, usize> = BTreeMap::new();
    let (mut doctors, mut bundles, mut dosages) = (BTreeSet::new(), 0, 0);
    let mut sources = open_sources(&[archive]).unwrap();
    let progress = sources.progress();
    for source in sources.by_ref() {
        let bundle =
            read_bundle_bytes(&source.content.unwrap(), MAX_BUNDLE_BYTES).unwrap_or_else(|refusal| panic!("{}: {refusal}", source.label));
        bundles += 1;
        for (kind, count) in bundle.taken() {
            *taken.entry(kind).or_default() += count;
        }
        for (one, count) in &bundle.left {
            *left.entry(one.kind.clone()).or_default() += count;
        }
        for reading in bundle.vitals.iter().flat_map(|vitals| &vitals.readings) {
            *vitals.entry(reading.vital).or_default() += 1;
        }
        dosages += bundle.medication_requests.iter().filter(|request| !request.dosage.is_empty()).count();
        assert!(bundle.medication_requests.iter().all(|request| request.requester.is_some()));
        doctors.extend(bundle.practitioners.into_iter().map(|doctor| doctor.source));
    }
    println!("{bundles} bundles in {:.1} s", began.elapsed().as_secs_f64());
    println!("{taken:?} {left:?} {vitals:?} {dosages}");
    assert_eq!((bundles, doctors.len()), (122, 102));
    assert_eq!(progress.read_bytes(), progress.total_bytes());
    assert_eq!(
        taken,
        BTreeMap::from([
            ("Patient", 120),
            ("Practitioner", 296),
            ("Encounter", 3_248),
            ("Condition", 837),
            ("AllergyIntolerance", 69),
            ("MedicationRequest", 616),
            ("Observation", 5_386),
            ("Immunization", 1_462),
        ])
    );
    let left: Vec<_> = left.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    assert_eq!(
        left,
        [
            ("CarePlan", 309),
            ("Claim", 3_864),
            ("DiagnosticReport", 1_182),
            ("ExplanationOfBenefit", 3_248),
            ("Goal", 199),
            ("ImagingStudy", 50),
            ("Observation", 11_531),
            ("Organization", 296),
            ("Procedure", 2_862),
        ]
    );
    assert_eq!(
        vitals,
        BTreeMap::from([
            (Vital::Height, 1_062),
            (Vital::Weight, 1_062),
            (Vital::BodyMassIndex, 957),
            (Vital::Temperature, 94),
            (Vital::Systolic, 1_062),
            (Vital::Diastolic, 1_062),
            (Vital::Pain, 1_149),
        ])
    );
}
