//! Whatever happens to a bundle on its way, reading it ends in an answer and never in a panic.

use fhir::{MAX_BUNDLE_BYTES, read_bundle};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::bundles::everything;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn a_mutated_bundle_is_taken_or_refused_but_never_panics(
        flips in vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = everything().to_string().into_bytes();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match read_bundle(bytes.as_slice(), MAX_BUNDLE_BYTES) {
            Ok(bundle) => prop_assert!(bundle.patients.len() <= 1),
            Err(refusal) => prop_assert!(!refusal.to_string().is_empty()),
        }
    }

    #[test]
    fn a_bundle_with_characters_swapped_for_json_ones_never_panics(
        swaps in vec((any::<prop::sample::Index>(), prop::sample::select(br#"{}[]",:\/0-#TZ"#.to_vec())), 1..6),
    ) {
        let mut bytes = everything().to_string().into_bytes();
        for (at, byte) in swaps {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_bundle(bytes.as_slice(), MAX_BUNDLE_BYTES);
    }
}
