//! Every way a bundle is refused.

use std::io::{self, Read};

use fhir::{BundleRefusal, Fault, MAX_BUNDLE_BYTES, read_bundle, read_bundle_bytes};
use serde_json::json;

use crate::bundles::*;

fn refusal(text: &str) -> BundleRefusal {
    read_text(text).unwrap_err()
}

#[test]
fn a_truncated_bundle_is_refused_with_the_place_where_it_ends() {
    let text = serde_json::to_string_pretty(&everything()).unwrap();
    let cut = &text[..text.len() / 2];
    let BundleRefusal::Truncated { line, column } = refusal(cut) else { panic!() };
    assert_eq!(line, cut.lines().count());
    assert!(column > 0);
}

/// Gives a bundle without end, and counts what was taken of it.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(self.0 <= 100 * 1024 * 1024, "100 MB were read although 64 are the limit");
        buffer.fill(b' ');
        self.0 += u64::try_from(buffer.len()).unwrap();
        Ok(buffer.len())
    }
}

#[test]
fn a_bundle_of_a_hundred_megabytes_is_refused_without_reading_it_all() {
    let mut endless = Endless(0);
    let refused = read_bundle(&mut endless, MAX_BUNDLE_BYTES).unwrap_err();
    assert!(matches!(refused, BundleRefusal::TooLarge { .. }));
    assert!(endless.0 <= MAX_BUNDLE_BYTES + 1, "{} bytes were read", endless.0);
    assert_eq!(refused.to_string(), "The file is larger than 64 MB, the most that one bundle may be.");
}

#[test]
fn a_bundle_of_exactly_the_limit_is_taken() {
    let text = everything().to_string();
    let length = u64::try_from(text.len()).unwrap();
    assert!(read_bundle(text.as_bytes(), length).is_ok());
    assert!(matches!(read_bundle(text.as_bytes(), length - 1), Err(BundleRefusal::TooLarge { .. })));
}

#[test]
fn ten_thousand_levels_of_nesting_are_refused_even_where_nobody_looks() {
    let nested = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let text = format!(r#"{{"resourceType":"Bundle","type":"batch","ignored":{nested}}}"#);
    assert!(matches!(refusal(&text), BundleRefusal::TooDeep { most: 128, line: 1 }));
    assert!(matches!(refusal(&"[".repeat(10_000)), BundleRefusal::TooDeep { .. }));
}

#[test]
fn brackets_in_a_text_are_not_nesting() {
    let smiling = with(mia(), json!({ "text": { "div": "[".repeat(10_000) + "\\\"{{{{" } }));
    assert!(read(&bundle([smiling])).is_ok());
}

#[test]
fn an_empty_file_is_called_empty() {
    for text in ["", " \n\t ", "\u{feff}"] {
        assert!(matches!(refusal(text), BundleRefusal::Empty), "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_at_the_beginning_does_no_harm() {
    assert!(read_text(&format!("\u{feff}{}", everything())).is_ok());
}

#[test]
fn a_web_page_is_called_a_web_page() {
    assert!(matches!(refusal("\n<!DOCTYPE html><html>Sign in</html>"), BundleRefusal::Markup));
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    assert!(matches!(refusal("name;born\nMia;1984"), BundleRefusal::Malformed { line: 1, column: 2 }));
    assert!(matches!(refusal("{\n \"resourceType\": Bundle}"), BundleRefusal::Malformed { line: 2, .. }));
    let twice = format!("{0}{0}", everything());
    assert!(matches!(refusal(&twice), BundleRefusal::Malformed { .. }));
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let read = |bytes: &[u8]| read_bundle_bytes(bytes, MAX_BUNDLE_BYTES).unwrap_err();
    assert!(matches!(read(b"{\n\"a\": \"caf\xe9\"}"), BundleRefusal::NotText { line: 2 }));
    assert!(matches!(read(b"\xff\xfe{\0}\0"), BundleRefusal::NotText { line: 1 }));
    assert!(matches!(read(b"\0\0\0\0"), BundleRefusal::Malformed { .. }));
    assert!(matches!(read(b"{\"resourceType\":\"Bun\0dle\"}"), BundleRefusal::Malformed { .. }));
}

#[test]
fn a_nul_written_as_an_escape_is_refused_because_no_database_holds_it() {
    let found = fault(with(weight(), json!({ "code": { "text": "a\u{0}b", "coding": weight()["code"]["coding"] } })));
    assert_eq!(found, Fault::NotText { field: "code" });
}

#[test]
fn a_single_resource_is_not_a_bundle() {
    let refused = read(&mia()).unwrap_err();
    assert_eq!(refused.to_string(), "The file is not a FHIR bundle but a single Patient.");
    // An encounter also has a `type`, in another form.
    assert!(matches!(read(&visit()), Err(BundleRefusal::NotABundle { found: Some(kind) }) if kind == "Encounter"));
    for text in ["{}", "[]", r#"["Bundle","batch",[]]"#, r#"{"resourceType":"<script>"}"#] {
        assert!(matches!(refusal(text), BundleRefusal::NotABundle { found: None }), "{text}");
    }
    assert!(matches!(refusal("\"Bundle\""), BundleRefusal::WrongShape { .. }));
    assert!(matches!(refusal(r#"{"resourceType":"Bundle","type":"batch","entry":7}"#), BundleRefusal::WrongShape { .. }));
}

#[test]
fn only_bundles_that_are_sets_of_records_are_taken() {
    for kind in ["transaction", "batch", "collection", "document", "searchset"] {
        assert!(read(&with(everything(), json!({ "type": kind }))).is_ok(), "{kind}");
    }
    for kind in ["history", "message", "transaction-response", "", "Transaction"] {
        let refused = read(&with(everything(), json!({ "type": kind })));
        assert!(matches!(refused, Err(BundleRefusal::WrongType)), "{kind}");
    }
    assert!(matches!(refusal(r#"{"resourceType":"Bundle"}"#), BundleRefusal::WrongType));
}

#[test]
fn an_entry_without_a_resource_is_refused() {
    for entry in [
        json!({}),
        json!({ "resource": null }),
        json!({ "resource": 5 }),
        json!({ "resource": [] }),
        json!({ "resource": {} }),
        json!({ "resource": { "resourceType": "no kind" } }),
    ] {
        let bundle = json!({ "resourceType": "Bundle", "type": "batch", "entry": [{ "resource": mia() }, entry] });
        let refused = read(&bundle).unwrap_err();
        assert_eq!(refused.to_string(), "Entry 2 holds no FHIR resource.", "{entry}");
    }
}

#[test]
fn too_many_entries_are_refused_before_they_fill_the_memory() {
    let text = format!(r#"{{"resourceType":"Bundle","type":"batch","entry":[{}{{}}]}}"#, "{},".repeat(100_000));
    assert!(matches!(refusal(&text), BundleRefusal::TooManyEntries { .. }));
}

#[test]
fn two_entries_with_one_address_are_refused() {
    let mut twice = bundle([mia(), weight()]);
    twice["entry"][1]["fullUrl"] = json!("urn:uuid:mia");
    assert_eq!(read(&twice).unwrap_err().to_string(), "Entries 1 and 2 have the same fullUrl.");
    let mut same = bundle([mia(), mia()]);
    same["entry"][1]["fullUrl"] = json!("urn:uuid:other");
    assert_eq!(read(&same).unwrap_err().to_string(), "Entries 1 and 2 are both the same Patient.");
}
