//! Ways around the usual, counted: each may only become rarer.

use std::collections::BTreeMap;

use crate::tree::{nothing, rust};

/// What is counted outside tests.
struct Counted {
    pattern: &'static str,
    meaning: &'static str,
    /// How many times it stands in each file.
    allowed: &'static [(&'static str, usize)],
}

const COUNTED: [Counted; 5] = [
    Counted { pattern: "Actor::program(", meaning: "a command acts without anybody signed in", allowed: PROGRAM },
    Counted { pattern: "Actor::founder(", meaning: "somebody enters a clinic that must not exist yet", allowed: FOUNDER },
    Counted { pattern: ".ask(", meaning: "a question is asked without entering a clinic", allowed: ASK },
    Counted { pattern: "Command::new(", meaning: "another program is started", allowed: COMMAND },
    Counted {
        pattern: "Sql::registered(",
        meaning: "a statement is made past the sql! macro",
        allowed: &[("crates/kernel/src/sql.rs", 1)],
    },
];

const COMMAND: &[(&str, usize)] = &[
    ("crates/cluster/src/account.rs", 1),  // setpriv: root gives its rights away before the server starts
    ("crates/cluster/src/binaries.rs", 1), // which version of PostgreSQL this is
];

const FOUNDER: &[(&str, usize)] = &[("crates/trust/src/clinics/open_clinic.rs", 1)];

const PROGRAM: &[(&str, usize)] = &[
    ("crates/wellkept/src/checks/canary.rs", 2),   // `verify` in its own clinic
    ("crates/wellkept/src/checks/walls.rs", 1),    // the same, past the pool
    ("crates/wellkept/src/commands/demo.rs", 1),   // demonstration clinics
    ("crates/wellkept/src/commands/import.rs", 1), // `import` on the machine
];

const ASK: &[(&str, usize)] = &[
    ("crates/kernel/src/leave.rs", 1),           // under which leave an operator looks in
    ("crates/kernel/src/http/desk.rs", 2),       // who has this session, and the name of the place it is at
    ("crates/kernel/src/tenancy/mod.rs", 5),     // the clinic at an address, of an id, of a key, what a link opens, what a calendar reads
    ("crates/wellkept/src/commands/demo.rs", 2), // which demonstration clinics there are
    ("crates/wellkept/src/desks/front.rs", 2),   // the clinics of the first page, and whether the database answers
];

#[test]
fn ways_around_the_usual_only_become_rarer() {
    let mut wrong = Vec::new();
    for Counted { pattern, meaning, allowed } in COUNTED {
        let mut counts: BTreeMap<&str, usize> = rust()
            .filter(|file| !file.is_for_tests())
            .map(|file| {
                (
                    file.path.as_str(),
                    file.code().lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| line.matches(pattern).count()).sum(),
                )
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        for (path, most) in allowed {
            let count = counts.remove(path).unwrap_or(0);
            if count != *most {
                wrong.push(format!("{path}: {pattern}…) stands {count} times, the list says {most} ({meaning})"));
            }
        }
        wrong.extend(
            counts.iter().map(|(path, count)| format!("{path}: {pattern}…) stands {count} times and is not on the list ({meaning})")),
        );
    }
    nothing(
        &wrong,
        "go through tx and a signed-in actor; where that cannot be, change the list in crates/tidy/src/counted.rs, with the reason behind the line",
    );
}
