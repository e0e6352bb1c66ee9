//! `wellkept verify`: proves on the running installation the promises that have a check, and says which have none.

use std::{collections::HashMap, time::Instant};

use clap::Args;
use trust::promises::{Finding, Verdict, register};

use crate::{
    checks::{self, canary::Canary},
    commands::{installation::Installation, say, serve},
    config::Settings,
};

/// How to say it.
#[derive(Args, Clone, Copy, Debug)]
pub struct Verify {
    /// Print `[{id, result, ms, detail}]` for a program to read.
    #[arg(long)]
    json: bool,
}

/// Looks and says; `false` when a promise is broken.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings, verify: Verify) -> anyhow::Result<bool> {
    let installation = Installation::open(settings).await?;
    let building = serve::build(&installation)?;
    let canary = Canary::ready(&installation, &building).await?;
    let mut seen = HashMap::new();
    for check in checks::ALL {
        let begun = Instant::now();
        let (verdict, detail) = check.look(&canary).await;
        seen.insert(check.name, (verdict, begun.elapsed().as_millis(), detail));
    }
    let findings: Vec<Finding> = register()
        .iter()
        .map(|promise| {
            let found = promise.check.as_deref().and_then(|check| seen.get(check));
            let (result, ms, detail) = match found {
                Some((verdict, ms, detail)) => (*verdict, *ms, detail.clone()),
                None if promise.attested_by.is_some() => (Verdict::Attested, 0, promise.attested_by.clone().unwrap_or_default()),
                None => (Verdict::NoCheck, 0, String::new()),
            };
            Finding { id: promise.id.clone(), result, ms, detail }
        })
        .collect();
    if verify.json {
        say(&serde_json::to_string_pretty(&findings)?);
    } else {
        print(&findings);
    }
    Ok(findings.iter().all(|finding| finding.result != Verdict::Broken))
}

fn print(findings: &[Finding]) {
    let word = |verdict| match verdict {
        Verdict::Kept => "kept",
        Verdict::Broken => "BROKEN",
        Verdict::CouldNotLook => "could not look",
        Verdict::Attested => "attested",
        Verdict::NoCheck => "no check",
    };
    for finding in findings.iter().filter(|finding| finding.result != Verdict::NoCheck) {
        say(&format!("{:<12} {:<15} {:>6} ms  {}", finding.id, word(finding.result), finding.ms, finding.detail));
    }
    let without: Vec<&str> =
        findings.iter().filter(|finding| finding.result == Verdict::NoCheck).map(|finding| finding.id.as_str()).collect();
    say(&format!("\nNo check yet for {} of {} promises:", without.len(), findings.len()));
    for line in without.chunks(8) {
        say(&format!("  {}", line.join("  ")));
    }
    let count = |wanted| findings.iter().filter(|finding| finding.result == wanted).count();
    say(&format!(
        "\n{} kept, {} broken, {} could not be looked at, {} attested, {} without a check",
        count(Verdict::Kept),
        count(Verdict::Broken),
        count(Verdict::CouldNotLook),
        count(Verdict::Attested),
        without.len()
    ));
}
