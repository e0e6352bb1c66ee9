//! `wellkept import fhir --clinic SLUG FILE…`: brings records in from files, folders and archives. What was taken before is
//! recognised, so an import that was cut short is run again.

use std::{io::IsTerminal as _, path::PathBuf, time::Duration};

use anyhow::Context as _;
use care::records::{
    ImportId,
    import_run::{BeginImport, Done, ImportRun, begin},
    report::Report,
};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Actor, Db};

use crate::{
    commands::{installation::Installation, say},
    config::Settings,
};

/// What to import.
#[derive(Args, Debug)]
pub struct Import {
    #[command(subcommand)]
    from: From,
}

#[derive(Subcommand, Debug)]
enum From {
    /// Patients with their history, as FHIR R4 bundles.
    Fhir(Fhir),
}

#[derive(Args, Debug)]
struct Fhir {
    /// The clinic, by its address: "rahma" of /c/rahma.
    #[arg(long, value_name = "SLUG")]
    clinic: String,
    /// Bundles (.json), folders of them, or archives (.tar, .tar.zst).
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// A bundle that was refused, for the report.
#[derive(Debug, serde::Serialize)]
pub struct Broken {
    /// Where it stands.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// What an import did.
#[derive(Debug, serde::Serialize)]
pub struct Imported {
    /// Its id.
    pub import: ImportId,
    /// What was taken, known and left.
    #[serde(flatten)]
    pub report: Report,
    /// What was refused.
    pub broken: Vec<Broken>,
}

/// Imports; false when a bundle was quarantined.
///
/// # Errors
/// A sentence that says what to do.
pub async fn run(settings: Settings, import: Import) -> anyhow::Result<bool> {
    let From::Fhir(fhir) = import.from;
    let installation = Installation::open(settings).await?;
    let done = import_files(&installation.db, &fhir.clinic, &fhir.files, fhir.json).await?;
    if fhir.json {
        say(&serde_json::to_string_pretty(&done)?);
    } else {
        tell(&done);
    }
    Ok(done.broken.is_empty())
}

/// Imports files into the clinic at an address.
///
/// # Errors
/// A sentence that says what to do.
pub async fn import_files(db: &Db, slug: &str, files: &[PathBuf], quiet: bool) -> anyhow::Result<Imported> {
    let clinic = db.clinic(slug).await.with_context(|| format!("no clinic has the address /c/{slug}"))?;
    // Before anything is written: a mistyped path is the commonest mistake.
    let sources = fhir::open_sources(files)?;
    let watch = Watch::over(sources.progress(), quiet);
    let actor = Actor::program(clinic.id, "import");
    let mut tx = db.enter(&actor).await?;
    let permit = tx.may(BeginImport { import: tx.fresh() }).await?;
    let import = begin(&tx, &permit).await?;
    tx.commit().await?;
    let mut run = ImportRun::new(db, &actor, &clinic, import);
    let mut broken = Vec::new();
    run.take(sources, |done| {
        watch.see(&done);
        if let Err(reason) = done.outcome {
            broken.push(Broken { file: done.label.to_owned(), reason: reason.to_owned() });
        }
    })
    .await?;
    let report = run.finish().await?;
    watch.bar.finish_and_clear();
    Ok(Imported { import, report, broken })
}

/// Shows how far it is: a bar with an estimate on a terminal, a line for each refused file elsewhere.
struct Watch {
    bar: ProgressBar,
    progress: fhir::Progress,
    plain: bool,
}

impl Watch {
    fn over(progress: fhir::Progress, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = if terminal && !quiet { ProgressBar::new(progress.total_bytes()) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}, {eta} to go  {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { bar, progress, plain: !terminal && !quiet }
    }

    fn see(&self, done: &Done<'_>) {
        self.bar.set_position(self.progress.read_bytes());
        let Err(reason) = done.outcome else { return };
        let line = format!("refused: {}: {reason}", done.label);
        if self.plain {
            say(&line);
        } else {
            self.bar.println(line);
        }
    }
}

fn tell(done: &Imported) {
    let Imported { report, broken, .. } = done;
    say(&format!("{} bundles came in, {} were refused.", report.bundles, report.quarantined));
    for (kind, counts) in &report.kinds {
        say(&format!("  {kind:<20} {:>7} taken {:>7} already here", counts.taken, counts.already_here));
    }
    let left: usize = report.left.values().flat_map(|reasons| reasons.values()).sum();
    if left > 0 {
        say(&format!("{left} records stayed behind:"));
        for (kind, reasons) in &report.left {
            for (why, count) in reasons {
                say(&format!("  {kind:<20} {count:>7} {why}"));
            }
        }
    }
    for one in broken {
        say(&format!("refused whole: {}\n  {}", one.file, one.reason));
    }
}
