//! Every statement in the program prepares as the role that runs it: tables, columns, types and rights are right
//! before anybody presses a button.

use std::fmt::Write as _;

use kernel::{sql::Sql, tenancy::DbRole};

#[tokio::test]
async fn every_statement_prepares_as_the_role_that_runs_it() {
    let ground = testkit::ground();
    let mut wrong = String::new();
    let mut counts = Vec::new();
    for role in DbRole::ALL {
        let client = ground.login(role).await;
        let mut prepared = 0;
        for statement in Sql::all().filter(|statement| statement.role() == role) {
            prepared += 1;
            if let Err(error) = client.prepare(statement.text()).await {
                let told = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
                writeln!(wrong, "{} as {}: {told}\n    {}", statement.place(), role.name(), statement.text()).unwrap();
            }
        }
        counts.push((role.name(), prepared));
    }
    assert!(wrong.is_empty(), "these statements do not prepare:\n{wrong}");
    assert!(counts.iter().all(|(_, count)| *count > 0), "a role without statements means that a wing is not linked: {counts:?}");
    println!("statements prepared: {counts:?}");
}
