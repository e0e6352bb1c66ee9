//! The languages say the same things, and everything the pages ask for is said.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    rust::{calls, literal, literals},
    tree::{File, files, nothing, rust, templates},
};

/// Keys that are put together from a beginning and a word of the program, with where.
const PUT_TOGETHER: [(&str, &str); 1] = [("import-left-", "care/records/import_report.html, from the reasons of care/records/mapping.rs")];

/// Calls that take a key, and as which argument (from 0).
const TAKES_A_KEY: [(&str, usize); 16] = [
    (".t", 0),
    (".t1", 0),
    (".t2", 0),
    (".tn", 0),
    ("speech.with", 0),
    ("Errors::one", 1),
    ("errors.add", 1),
    ("errors.add_with", 1),
    ("form.wrong", 1),
    ("form.parsed", 1),
    ("form.optional", 1),
    ("field::input", 3),
    ("field::input", 4),
    ("field::textarea", 3),
    ("field::textarea", 4),
    ("fields::input", 3),
];

/// The messages of a file: each key with the variables it uses.
fn messages(file: &File) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut current = None;
    for line in file.text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((key, _)) = line.split_once('=')
        {
            current = Some(key.trim());
        }
        let Some(key) = current else { continue };
        let variables = line
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default());
        all.entry(key).or_default().extend(variables);
    }
    all
}

/// Language, room, file.
fn locales() -> Vec<(&'static str, &'static str, &'static File)> {
    files()
        .iter()
        .filter_map(|file| {
            let (language, room) = file.path.strip_prefix("locales/")?.strip_suffix(".ftl")?.split_once('/')?;
            Some((language, room, file))
        })
        .collect()
}

#[test]
fn every_language_says_the_same_things() {
    let all = locales();
    let languages: BTreeSet<&str> = all.iter().map(|(language, _, _)| *language).collect();
    let rooms: BTreeSet<&str> = all.iter().map(|(_, room, _)| *room).collect();
    let mut wrong = Vec::new();
    for room in rooms {
        let of = |wanted: &str| {
            all.iter().find(|(language, of, _)| *language == wanted && *of == room).map(|(_, _, file)| messages(file)).unwrap_or_default()
        };
        let english = of("en");
        for language in &languages {
            let theirs = of(language);
            wrong.extend(
                english
                    .keys()
                    .filter(|key| !theirs.contains_key(*key))
                    .map(|key| format!("locales/{language}/{room}.ftl: {key} is not said")),
            );
            wrong.extend(
                theirs
                    .keys()
                    .filter(|key| !english.contains_key(*key))
                    .map(|key| format!("locales/en/{room}.ftl: {key} is not said, but in {language} it is")),
            );
            for (key, variables) in english.iter().filter_map(|(key, variables)| {
                theirs.get(key).map(|own| (key, variables.symmetric_difference(own).copied().collect::<Vec<_>>()))
            }) {
                if !variables.is_empty() {
                    wrong.push(format!("locales/{language}/{room}.ftl: {key} uses other values than English: {variables:?}"));
                }
            }
        }
    }
    nothing(&wrong, "write the sentence in every language, with the same values in it");
}

#[test]
fn a_key_is_said_once() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (_, room, file) in locales().into_iter().filter(|(language, _, _)| *language == "en") {
        for key in messages(file).keys() {
            if let Some(before) = seen.insert(key, room) {
                wrong.push(format!("{key} is said in {before}.ftl and in {room}.ftl"));
            }
        }
    }
    nothing(&wrong, "one room owns a key; name it after the room");
}

#[test]
fn every_key_that_is_asked_for_is_said_and_the_other_way_round() {
    let said: BTreeSet<&str> =
        locales().into_iter().filter(|(language, _, _)| *language == "en").flat_map(|(_, _, file)| messages(file).into_keys()).collect();
    let sources: Vec<(&File, &str)> = rust()
        .filter(|file| !file.is_for_tests())
        .map(|file| (file, file.code()))
        .chain(templates().map(|file| (file, file.text.as_str())))
        .collect();
    let mut wrong = Vec::new();
    for (file, text) in &sources {
        for (call, place) in TAKES_A_KEY {
            for (at, arguments) in calls(text, call) {
                if let Some(key) = arguments.get(place).and_then(|argument| literal(argument))
                    && !key.is_empty()
                    && !said.contains(key)
                {
                    wrong.push(format!("{}:{}: {key} is said nowhere", file.path, file.line_of(at)));
                }
            }
        }
    }
    for key in &said {
        let asked = sources.iter().any(|(_, text)| text.contains(&format!("\"{key}\"")));
        let put_together = PUT_TOGETHER.iter().any(|(beginning, _)| key.starts_with(beginning));
        // The acts have a test of their own, below.
        if !asked && !put_together && !key.starts_with("act-") {
            wrong.push(format!("{key} is said, but no page asks for it"));
        }
    }
    nothing(
        &wrong,
        "write the sentence in locales/*/<room>.ftl, or take it out; keys put together in code go to PUT_TOGETHER in crates/tidy/src/words.rs",
    );
}

/// `booking.see_own` is told in the trail as `act-booking-see-own`.
#[test]
fn every_act_has_words_for_the_trail() {
    let said: BTreeSet<&str> =
        locales().into_iter().filter(|(language, _, _)| *language == "en").flat_map(|(_, _, file)| messages(file).into_keys()).collect();
    let acts: BTreeSet<String> = acts().into_iter().map(|act| format!("act-{}", act.replace(['.', '_'], "-"))).collect();
    let mut wrong: Vec<String> = acts.iter().filter(|key| !said.contains(key.as_str())).map(|key| format!("{key} is not said")).collect();
    wrong.extend(
        said.iter()
            .filter(|key| key.starts_with("act-") && !acts.contains(**key))
            .map(|key| format!("{key} is said, but there is no such act")),
    );
    nothing(&wrong, "whoever reads the trail reads words: say each act in locales/*/audit.ftl");
}

/// Everything that can stand in the trail: the literals behind `const ACT`, those given to macros that write verbs, and events.
fn acts() -> BTreeSet<String> {
    let is_act = |text: &str| {
        let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        matches!(text.split_once('.'), Some((room, verb)) if word(room) && word(verb))
    };
    let sources: Vec<&str> = rust().filter(|file| !file.is_for_tests()).map(File::code).collect();
    // Macros that write verbs take the act as their argument.
    let writers: Vec<&str> = sources
        .iter()
        .filter_map(|code| code.split_once("const ACT: &'static str = $")?.0.rsplit_once("macro_rules! ")?.1.split_whitespace().next())
        .collect();
    let mut acts = BTreeSet::new();
    for code in sources {
        let by_macro = writers.iter().any(|writer| code.contains(&format!("{writer}!")));
        for found in literals(code).into_iter().filter(|found| is_act(&found.text)) {
            // What happens to a login is written as an event, and stands in the clinic's trail too.
            let named =
                ["const ACT: &'static str = ", "Event::done(", "Event::refused("].iter().any(|before| code[..found.at].ends_with(before));
            if by_macro || named {
                acts.insert(found.text);
            }
        }
    }
    acts
}

#[test]
fn every_file_of_sentences_is_loaded() {
    let list = &files().iter().find(|file| file.path == "crates/wellkept/src/words.rs").unwrap().text;
    let wrong: Vec<String> =
        locales().into_iter().filter(|(_, room, _)| !list.contains(&format!("\"{room}\""))).map(|(_, _, file)| file.path.clone()).collect();
    nothing(&wrong, "name it in crates/wellkept/src/words.rs");
}
