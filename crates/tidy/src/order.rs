//! The order of the wings: kernel ← trust ← {front_desk, care, office} ← outside ← wellkept.

use std::collections::BTreeSet;

use crate::tree::{files, nothing};

/// The crates in the order of the building; a crate may use those of earlier lines only.
const ORDER: [&[&str]; 6] = [
    &["cluster", "fhir", "paper", "kernel"],
    &["trust"],
    &["front_desk", "care", "office"],
    &["outside"],
    &["wellkept"],
    &["testkit", "tidy"],
];

/// Crates that open connections to the world, and who may use them.
const SOCKETS: [(&str, &[&str]); 3] =
    [("reqwest", &["outside", "testkit"]), ("tokio-postgres", &["kernel", "wellkept", "testkit"]), ("deadpool-postgres", &["kernel"])];

fn level(name: &str) -> Option<usize> {
    ORDER.iter().position(|line| line.contains(&name))
}

fn names(manifest: &toml::Table, section: &str) -> BTreeSet<String> {
    manifest
        .get(section)
        .and_then(toml::Value::as_table)
        .map(|table| table.keys().map(|name| name.replace('-', "_")).collect())
        .unwrap_or_default()
}

#[test]
fn wings_use_only_what_stands_below_them() {
    let mut wrong = Vec::new();
    for file in
        files().iter().filter(|file| file.path.starts_with("crates/") && file.path.matches('/').count() == 2 && file.is("/Cargo.toml"))
    {
        let own = file.path.split('/').nth(1).unwrap();
        let manifest: toml::Table = file.text.parse().unwrap();
        let Some(own_level) = level(own) else {
            wrong.push(format!("{own}: say in crates/tidy/src/order.rs where it stands"));
            continue;
        };
        let uses = names(&manifest, "dependencies");
        for (used, its) in uses.iter().filter_map(|used| level(used).map(|its| (used, its))) {
            if its >= own_level {
                wrong.push(format!("{own} uses {used}, which does not stand below it"));
            }
        }
        let of_tests = names(&manifest, "dev-dependencies");
        for used in of_tests.iter().filter(|used| level(used).is_some_and(|its| its >= own_level) && *used != own) {
            if !(own == "wellkept" && used == "testkit") {
                wrong.push(format!("{own} uses {used} in its tests, which does not stand below it"));
            }
        }
        for (socket, who) in SOCKETS {
            if uses.contains(&socket.replace('-', "_")) && !who.contains(&own) {
                wrong.push(format!("{own} uses {socket}: only {who:?} may"));
            }
        }
    }
    nothing(&wrong, "what two wings need goes to crates/wellkept/src/desks/, or down to where both may reach it; see ARCHITECTURE.md");
}
