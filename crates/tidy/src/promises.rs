//! The promise register against the code, both ways.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{File, files, nothing, root};

/// How many promises there are; they are never renumbered and never fewer.
const PROMISES: usize = 262;

struct Promise {
    id: String,
    table: toml::Table,
}

impl Promise {
    /// A field that is a text, or a list of texts.
    fn field(&self, name: &str) -> Vec<String> {
        match self.table.get(name) {
            Some(toml::Value::String(text)) => vec![text.clone()],
            Some(toml::Value::Array(all)) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            _ => Vec::new(),
        }
    }
}

fn promises() -> Vec<Promise> {
    let text = std::fs::read_to_string(root().join("promises.toml")).unwrap();
    let register: toml::Table = text.parse().unwrap();
    register["promise"]
        .as_array()
        .unwrap()
        .iter()
        .map(|promise| {
            let table = promise.as_table().unwrap().clone();
            Promise { id: table["id"].as_str().unwrap().to_owned(), table }
        })
        .collect()
}

fn is_id(word: &str) -> bool {
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_uppercase());
    match word.split('-').collect::<Vec<_>>()[..] {
        [policy, topic, number] => {
            let digits = number.len() == 2 && number.chars().all(|c| c.is_ascii_digit());
            policy.len() == 3 && letters(policy) && (2..=3).contains(&topic.len()) && letters(topic) && digits
        }
        _ => false,
    }
}

/// The ids a file says it keeps, in the paragraph of its first lines that begins with `Keeps:`.
fn keeps(file: &File) -> BTreeSet<String> {
    let paragraph: String = file
        .text
        .lines()
        .skip_while(|line| !line.starts_with("//! Keeps:"))
        .take_while(|line| line.starts_with("//! "))
        .map(|line| line.trim_start_matches("//!").to_owned() + " ")
        .collect();
    paragraph.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').filter(|word| is_id(word)).map(str::to_owned).collect()
}

fn keepers() -> BTreeMap<&'static str, BTreeSet<String>> {
    files().iter().filter(|file| file.is(".rs")).map(|file| (file.path.as_str(), keeps(file))).filter(|(_, ids)| !ids.is_empty()).collect()
}

#[test]
fn the_register_carries_every_promise_once() {
    let ids: Vec<String> = promises().into_iter().map(|promise| promise.id).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(
        (ids.len(), unique.len()),
        (PROMISES, PROMISES),
        "promises.toml has {} promises, {} different ones",
        ids.len(),
        unique.len()
    );
    let shaped: Vec<String> = ids.iter().filter(|id| !is_id(id)).cloned().collect();
    nothing(&shaped, "an id is three letters, two or three letters, two digits");
    // Beside the project lies the list of requirements; where it is there, the order is held to it.
    if let Ok(list) = std::fs::read_to_string(root().join("../shared/promises.csv")) {
        let wanted: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split(',').next()).filter(|word| is_id(word)).collect();
        assert_eq!(ids, wanted, "the order of promises.toml is that of the list of requirements");
    }
}

#[test]
fn what_the_register_names_is_there() {
    let paths: BTreeSet<&str> = files().iter().map(|file| file.path.as_str()).collect();
    let checks: String = files()
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.contains("/checks/"))
        .map(|file| file.text.as_str())
        .collect();
    let mut wrong = Vec::new();
    for promise in promises() {
        for path in ["kept_by", "story"].iter().flat_map(|field| promise.field(field)) {
            if !paths.contains(path.as_str()) {
                wrong.push(format!("{}: there is no file {path}", promise.id));
            }
        }
        for check in promise.field("check") {
            if !checks.contains(&format!("\"{check}\"")) {
                wrong.push(format!("{}: `wellkept verify` has no check named {check}", promise.id));
            }
        }
        for missing in ["says", "topic"].iter().filter(|field| promise.field(field).is_empty()) {
            wrong.push(format!("{}: {missing} is missing", promise.id));
        }
    }
    nothing(&wrong, "mend the path or the name in promises.toml");
}

#[test]
fn a_promise_that_is_kept_is_shown_and_proven() {
    let mut wrong = Vec::new();
    for promise in promises().iter().filter(|promise| !promise.field("kept_by").is_empty()) {
        if promise.field("story").is_empty() {
            wrong.push(format!("{}: kept, but no story shows it", promise.id));
        }
        if promise.field("check").is_empty() && promise.field("attested_by").is_empty() {
            wrong.push(format!("{}: kept, but neither a check nor an attestation proves it", promise.id));
        }
    }
    nothing(&wrong, "write the story, or the check of `wellkept verify`, and name it in promises.toml; until then leave kept_by out");
}

#[test]
fn register_and_code_say_the_same() {
    let known: BTreeMap<String, Promise> = promises().into_iter().map(|promise| (promise.id.clone(), promise)).collect();
    let said = keepers();
    let mut wrong = Vec::new();
    for (path, ids) in &said {
        for id in ids {
            match known.get(id) {
                None => wrong.push(format!("{path}: keeps {id}, which is no promise of ours")),
                Some(promise) if !promise.field("kept_by").iter().chain(&promise.field("story")).any(|named| named == path) => {
                    wrong.push(format!("{path}: keeps {id}, but promises.toml does not name it there"));
                }
                Some(_) => {}
            }
        }
    }
    for promise in known.values() {
        for path in promise.field("kept_by") {
            if path.ends_with(".rs") && !said.get(path.as_str()).is_some_and(|ids| ids.contains(&promise.id)) {
                wrong.push(format!("{path}: promises.toml says it keeps {}, its first line does not", promise.id));
            }
        }
    }
    nothing(&wrong, "a file's first line is `//! Keeps: \"…\" (ID, …)`; the promise's kept_by names the file");
}
