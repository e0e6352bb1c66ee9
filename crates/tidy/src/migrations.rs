//! Migrations: named, explained, listed.

use crate::tree::{files, nothing};

fn is_name(name: &str) -> bool {
    name.split_once('_').is_some_and(|(when, what)| {
        when.len() == 14
            && when.chars().all(|c| c.is_ascii_digit())
            && what.split('_').count() >= 2
            && what.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

#[test]
fn migrations_say_why_and_run_in_the_order_of_their_names() {
    let list = &files().iter().find(|file| file.path == "crates/wellkept/src/migrations.rs").unwrap().text;
    let mut wrong = Vec::new();
    let mut before = 0;
    for file in files().iter().filter(|file| file.path.starts_with("migrations/")) {
        let name = file.path.trim_start_matches("migrations/").trim_end_matches(".sql");
        if !file.is(".sql") || !is_name(name) {
            wrong.push(format!("{}: name it <YYYYMMDDhhmmss>_<room>_<what_becomes_true>.sql", file.path));
        }
        let head: String = file.text.lines().take_while(|line| line.starts_with("--")).collect();
        if !head.starts_with("-- Why:") || !head.contains("Step: ") {
            wrong.push(format!("{}: the first lines say `-- Why: …` and `Step: expand` or `contract`", file.path));
        }
        match list.find(&format!("\"{name}\"")) {
            None => wrong.push(format!("{}: list it in crates/wellkept/src/migrations.rs", file.path)),
            Some(place) if place < before => wrong.push(format!("{}: listed out of order in crates/wellkept/src/migrations.rs", file.path)),
            Some(place) => before = place,
        }
    }
    nothing(&wrong, "a migration says why, and which step of expand and contract it is; once merged it is never edited");
}
