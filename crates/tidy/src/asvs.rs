//! The security standard against the project, row for row: `asvs.toml` answers every requirement of OWASP ASVS 5.0 at
//! level 1 and 2 with a test, with why it does not apply, or with who still owes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{File, files, nothing, root};

/// Ids and levels of the standard's requirements, in its order.
const IDS: &str = include_str!("asvs_ids.txt");

/// A reason shorter than this is none.
const SHORTEST_REASON: usize = 20;

const FIELDS: [&str; 6] = ["id", "says", "verdict", "tests", "why", "owner"];

/// One answered requirement.
#[derive(Clone, Debug, Default)]
struct Row {
    id: String,
    says: String,
    verdict: String,
    tests: Vec<String>,
    why: String,
    /// Of an open row: who owes it.
    owner: String,
    /// Keys that no row has.
    strange: Vec<String>,
}

fn register() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("asvs.toml")).unwrap();
    let register: toml::Table = text.parse().unwrap();
    register["row"].as_array().unwrap().iter().map(|row| read(row.as_table().unwrap())).collect()
}

fn read(row: &toml::Table) -> Row {
    let text = |name: &str| row.get(name).and_then(toml::Value::as_str).unwrap_or_default().trim().to_owned();
    let tests = row.get("tests").and_then(toml::Value::as_array).into_iter().flatten();
    Row {
        id: text("id"),
        says: text("says"),
        verdict: text("verdict"),
        tests: tests.map(|test| test.as_str().unwrap_or_default().to_owned()).collect(),
        why: text("why"),
        owner: text("owner"),
        strange: row.keys().filter(|key| !FIELDS.contains(&key.as_str())).cloned().collect(),
    }
}

/// Id and level of each requirement.
fn ids() -> Vec<(&'static str, &'static str)> {
    IDS.lines().filter_map(|line| line.split_once(' ')).collect()
}

/// The test functions of a Rust file: what stands below `#[test]` or `#[tokio::test…]` and is not set aside.
fn tests_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line != "#[test]" && !line.starts_with("#[tokio::test") {
            continue;
        }
        let mut set_aside = false;
        for below in lines.by_ref() {
            set_aside |= below.starts_with("#[ignore");
            let name = below.trim_start_matches("async ").strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next());
            if let Some(name) = name {
                found.extend((!set_aside).then(|| name.to_owned()));
                break;
            }
        }
    }
    found
}

/// Everything a row may name, as rows write it.
fn everything_that_tests(files: &[File]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for File { path, text } in files {
        if path.starts_with("crates/wellkept/tests/shut/programs/") {
            all.insert(path.clone());
        } else if path == "crates/wellkept/src/checks/mod.rs" {
            let names = text.split("Check { name: \"").skip(1).filter_map(|rest| rest.split('"').next());
            all.extend(names.map(|name| format!("wellkept verify::{name}")));
        } else if path.starts_with("tests/browser/") {
            let steps = text.split("step('").skip(1).filter_map(|rest| rest.split('\'').next());
            all.extend(steps.map(|step| format!("{path}::{step}")));
        } else if path.ends_with(".rs") {
            all.extend(tests_of(text).iter().map(|test| format!("{path}::{test}")));
        }
    }
    all
}

/// Everything that is wrong with the register.
fn wrong(register: &[Row], known: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    let listed: BTreeSet<&str> = ids().into_iter().map(|(id, _)| id).collect();
    for id in &listed {
        match register.iter().filter(|row| row.id == *id).count() {
            1 => {}
            count => wrong.push(format!("{id}: stands {count} times, must stand once")),
        }
    }
    for row in register {
        let Row { id, verdict, tests, why, owner, .. } = row;
        let mut say = |what: &str| wrong.push(format!("{id}: {what}"));
        if !listed.contains(id.as_str()) {
            say("is no requirement of level 1 or 2");
        }
        if row.says.is_empty() {
            say("does not say what is required");
        }
        for key in &row.strange {
            say(&format!("has a field {key}, which means nothing"));
        }
        for test in tests.iter().filter(|test| !known.contains(*test)) {
            say(&format!("there is no test {test}"));
        }
        match verdict.as_str() {
            "held" if tests.is_empty() => say("held, but no test shows it"),
            "not_applicable" | "open" if why.chars().count() < SHORTEST_REASON => say("has no reason"),
            "open" if owner.is_empty() => say("is open, and nobody owes it"),
            "held" | "open" | "not_applicable" => {}
            other => say(&format!("{other:?} is no verdict: held, not_applicable or open")),
        }
        if verdict != "open" && !owner.is_empty() {
            say("has an owner, but nothing is owed");
        }
    }
    wrong
}

#[test]
fn every_requirement_is_answered_by_what_is_there() {
    nothing(&wrong(&register(), &everything_that_tests(files())), "mend the row in asvs.toml; its first lines say what may stand in one");
    let order: Vec<String> = register().into_iter().map(|row| row.id).collect();
    assert_eq!(order, ids().iter().map(|(id, _)| *id).collect::<Vec<_>>(), "asvs.toml is in the order of the standard");
}

#[test]
fn the_list_of_requirements_is_that_of_the_standard() {
    assert_eq!(ids().len(), 253);
    let Ok(list) = std::fs::read_to_string(root().join("../shared/asvs-5.0.csv")) else { return };
    // A row ends with its level and begins with its chapter; texts in between hold commas, ids do not.
    let (mut wanted, mut id) = (Vec::new(), "");
    for part in list.split([',', '\n']).map(str::trim) {
        if part.starts_with('V') && part.matches('.').count() == 2 && part[1..].split('.').all(|n| n.parse::<u8>().is_ok()) {
            id = part;
        } else if ["1", "2", "3"].contains(&part) && !id.is_empty() {
            wanted.push((std::mem::take(&mut id), part));
        }
    }
    wanted.retain(|(_, level)| *level != "3");
    assert_eq!(ids(), wanted, "crates/tidy/src/asvs_ids.txt lists the requirements of level 1 and 2");
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are for the reader")]
fn the_counts_of_each_chapter() {
    let mut chapters: BTreeMap<u8, [usize; 3]> = BTreeMap::new();
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for row in register() {
        let chapter = row.id.trim_start_matches('V').split('.').next().and_then(|number| number.parse().ok()).unwrap();
        let at = ["held", "not_applicable", "open"].iter().position(|verdict| *verdict == row.verdict).unwrap();
        chapters.entry(chapter).or_default()[at] += 1;
        if !row.owner.is_empty() {
            *owners.entry(row.owner).or_default() += 1;
        }
    }
    println!("chapter   held   n.a.   open");
    for (chapter, [held, not, open]) in &chapters {
        println!("V{chapter:<8} {held:>4} {not:>6} {open:>6}");
    }
    let sum = |at: usize| chapters.values().map(|counts| counts[at]).sum::<usize>();
    println!("all       {:>4} {:>6} {:>6}\nowed by {owners:?}", sum(0), sum(1), sum(2));
    assert_eq!(sum(0) + sum(1) + sum(2), ids().len());
}

/// How a register is broken.
type Change = &'static dyn Fn(&mut Vec<Row>);

/// A sound register is broken in one place; each time the rule must say where.
#[test]
fn a_register_that_is_wrong_is_caught() {
    let known = everything_that_tests(files());
    let sound = register();
    let id = sound[0].id.clone();
    let test = known.first().unwrap().clone();
    let broken = |change: &dyn Fn(&mut Vec<Row>)| {
        let mut rows = sound.clone();
        rows[0] = Row { verdict: "held".to_owned(), tests: vec![test.clone()], owner: String::new(), ..rows[0].clone() };
        change(&mut rows);
        wrong(&rows, &known)
    };
    assert_eq!(broken(&|_| {}), Vec::<String>::new());
    let variants: [(&str, Change); 11] = [
        ("stands 0 times", &|rows| drop(rows.remove(0))),
        ("stands 2 times", &|rows| rows.push(rows[0].clone())),
        ("there is no test", &|rows| rows[0].tests = vec!["crates/tidy/src/asvs.rs::this_is_not_there".to_owned()]),
        ("there is no test", &|rows| rows[0].tests = vec!["wellkept verify::nothing_like_it".to_owned()]),
        ("there is no test", &|rows| rows[0].tests = vec!["crates/tidy/src/asvs.rs".to_owned()]),
        ("no test shows it", &|rows| rows[0].tests.clear()),
        ("has no reason", &|rows| rows[0] = Row { verdict: "not_applicable".to_owned(), why: String::new(), ..rows[0].clone() }),
        ("nobody owes it", &|rows| rows[0] = Row { verdict: "open".to_owned(), why: "x".repeat(30), ..rows[0].clone() }),
        ("nothing is owed", &|rows| rows[0].owner = "issue 3".to_owned()),
        ("is no verdict", &|rows| rows[0].verdict = "mostly".to_owned()),
        ("does not say", &|rows| rows[0].says.clear()),
    ];
    for (said, change) in variants {
        let found = broken(change);
        assert!(found.iter().any(|line| line.starts_with(&id) && line.contains(said)), "{said}: {found:?}");
    }
}

#[test]
fn a_test_is_told_from_what_only_looks_like_one() {
    let text = "#[test]\nfn plain() {}\n#[tokio::test(flavor = \"multi_thread\")]\n#[expect(x)]\nasync fn later() {}\n\
                fn helping() {}\n// #[test]\nfn commented() {}\n#[test]\n#[ignore = \"slow\"]\nfn set_aside() {}\n\
                proptest! {\n    #[test]\n    fn model(x in 0..9) {}\n}";
    assert_eq!(tests_of(text), ["plain", "later", "model"]);
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let known = everything_that_tests(&[
        file("tests/browser/day.mjs", "await step('A day begins', async () => {"),
        file("crates/wellkept/src/checks/mod.rs", "    Check { name: \"walls\", look: x },"),
        file("crates/wellkept/tests/shut/programs/a_thing.rs", ""),
    ]);
    let named = ["crates/wellkept/tests/shut/programs/a_thing.rs", "tests/browser/day.mjs::A day begins", "wellkept verify::walls"];
    assert_eq!(known.iter().collect::<Vec<_>>(), named);
}
