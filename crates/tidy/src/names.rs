//! Names and sizes of files, and words that are not allowed in code.

use crate::tree::{files, nothing, rust};

/// Words that say nothing about what is inside.
const EMPTY_WORDS: [&str; 9] = ["utils", "util", "helpers", "helper", "common", "manager", "handler", "handlers", "misc"];

const MOST_LINES: usize = 500;

/// Files that are longer, each with its reason.
const LONG: [(&str, &str); 0] = [];

#[test]
fn files_are_named_after_what_they_do() {
    let wrong: Vec<String> = files()
        .iter()
        .filter(|file| {
            let parts = file.path.split(['/', '.', '_', '-']);
            parts.into_iter().any(|part| EMPTY_WORDS.contains(&part))
        })
        .map(|file| file.path.clone())
        .collect();
    nothing(
        &wrong,
        "name it after what people do (a verb) or after a noun staff use; a file with nothing in common with itself is two files",
    );
}

#[test]
fn files_are_short() {
    let long: Vec<(&str, usize)> =
        rust().map(|file| (file.path.as_str(), file.text.lines().count())).filter(|(_, lines)| *lines > MOST_LINES).collect();
    let wrong: Vec<String> = long
        .iter()
        .filter(|(path, _)| !LONG.iter().any(|(known, _)| known == path))
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    nothing(&wrong, "split it by promise; if it must be long, add it to LONG in crates/tidy/src/names.rs with the reason");
    let over: Vec<String> =
        LONG.iter().filter(|(known, _)| !long.iter().any(|(path, _)| path == known)).map(|(known, _)| (*known).to_owned()).collect();
    nothing(&over, "short by now: take it off LONG in crates/tidy/src/names.rs");
}

#[test]
fn an_exception_to_a_lint_expires_by_itself() {
    let allow = concat!("#[", "allow(");
    let inner = concat!("#![", "allow(");
    let wrong: Vec<String> =
        rust().filter(|file| file.text.contains(allow) || file.text.contains(inner)).map(|file| file.path.clone()).collect();
    nothing(&wrong, "use #[expect(lint, reason = \"…\")]: it complains when it is not needed any more");
}

#[test]
fn an_id_begins_with_letters_of_its_own() {
    let mut seen: std::collections::BTreeMap<String, (String, &str)> = std::collections::BTreeMap::new();
    let mut wrong = Vec::new();
    for file in rust().filter(|file| !file.is_for_tests()) {
        for (_, arguments) in ["kernel::id!", "crate::id!"].iter().flat_map(|call| crate::rust::calls(file.code(), call)) {
            let [name, letters] = &arguments[..] else { continue };
            let name = name.split_whitespace().last().unwrap_or_default().to_owned();
            let (before, at) = seen.entry(letters.clone()).or_insert((name.clone(), &file.path));
            // A wing may name another wing's thing again, under the same name: it reads the same ids from a path.
            if *before != name {
                wrong.push(format!("{}: {name} and {before} of {at} both begin with {letters}", file.path));
            }
        }
    }
    nothing(&wrong, "choose other letters: an id says by itself what it is");
}
