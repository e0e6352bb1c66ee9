//! SQL stands in `sql!("…")` and nowhere else, so that one test sees every statement.

use crate::{
    rust::literals,
    tree::{nothing, rust},
};

/// Files that talk to PostgreSQL before or beside the program's own roles, with the reason.
const BESIDE: [(&str, &str); 4] = [
    ("crates/kernel/src/migrate.rs", "runs the migrations themselves, as the administrator"),
    ("crates/cluster/src/", "starts the server, before there is a database"),
    ("crates/wellkept/src/checks/", "`verify` looks from outside the program's own paths: as the administrator, at every table there is"),
    ("crates/wellkept/src/commands/doctor/", "asks the catalogue as the administrator, also where nothing was migrated"),
];

/// Whether what stands before a literal opens the macro: `sql!(` or, for another login than the pages', `sql!(Identity:`.
fn is_registered(before: &str) -> bool {
    let before = before.trim_end();
    let named = before.strip_suffix(':').map(|named| named.trim_end_matches(char::is_alphabetic));
    named.unwrap_or(before).trim_end().ends_with("sql!(")
}

fn is_statement(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    let starts = |word: &str| text.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\n']));
    (starts("select") && (text.contains(" from ") || text.contains('(')))
        || (starts("insert") && text.contains(" into "))
        || (starts("update") && text.contains(" set "))
        || (starts("delete") && text.contains(" from "))
        || (starts("with") && text.contains(" as ("))
        || (starts("truncate") || starts("copy")) && text.contains("$")
}

#[test]
fn statements_stand_in_the_sql_macro() {
    let mut wrong = Vec::new();
    for file in rust().filter(|file| !file.is_for_tests() && !BESIDE.iter().any(|(beside, _)| file.path.starts_with(beside))) {
        let code = file.code();
        for literal in literals(code) {
            let registered = is_registered(&code[..literal.at]);
            if is_statement(&literal.text) && !registered {
                wrong.push(format!("{}:{}: {}", file.path, file.line_of(literal.at), literal.text.lines().next().unwrap_or_default()));
            }
            if registered
                && ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", " FROM ", " WHERE "].iter().any(|word| literal.text.contains(word))
            {
                wrong.push(format!("{}:{}: lower case, please", file.path, file.line_of(literal.at)));
            }
        }
    }
    nothing(&wrong, "write sql!(\"…\") with a literal, in lower case; it registers the statement and a test prepares it");
}

#[test]
fn a_statement_is_told_from_a_sentence() {
    for statement in
        ["select name from patient", "insert into note (x) values ($1)", "with made as (select 1) select 1", "update job set done_at = $1"]
    {
        assert!(is_statement(statement), "{statement}");
    }
    for sentence in ["select one", "Update your address", "with care", "selected from", "delete this?"] {
        assert!(!is_statement(sentence), "{sentence}");
    }
}
