//! The floor: PostgreSQL's own pgbench, which sends the statements of the product and does nothing else. The statements are
//! not copied: they are taken from the program's register of all its SQL, so that a change of the product moves the floor.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use kernel::sql::Sql;

use crate::{figures::Run, ground::Ground};

/// How statements travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Travel {
    /// Each waits for the answer of the one before.
    OneByOne,
    /// All leave together.
    Together,
}

/// A transaction of the product as pgbench reads it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    settings: String,
    statements: Vec<String>,
}

impl Script {
    /// `\set name expression`, before the statements.
    pub(crate) fn set(&mut self, name: &str, expression: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.settings, "\\set {name} {expression}");
    }

    /// The statement of the product that stands in this file and begins so, with what goes in for $1, $2 …
    pub(crate) fn product(&mut self, file: &str, begins: &str, values: &[&str]) -> anyhow::Result<()> {
        let found = Sql::all()
            .find(|sql| sql.place().contains(file) && sql.text().trim_start().starts_with(begins))
            .with_context(|| format!("no statement in {file} begins with “{begins}” any more; follow the product"))?;
        let mut text = found.text().to_owned();
        for (at, value) in values.iter().enumerate().rev() {
            text = text.replace(&format!("${}", at + 1), value);
        }
        anyhow::ensure!(!text.contains('$'), "a value of the statement in {} is not given", found.place());
        self.statement(&text);
        Ok(())
    }

    /// A statement in so many words.
    pub(crate) fn statement(&mut self, text: &str) {
        self.statements.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    fn text(&self, travel: Travel) -> String {
        let body = self.statements.join(";\n");
        match travel {
            Travel::OneByOne => format!("{}{body};\n", self.settings),
            Travel::Together => format!("{}\\startpipeline\n{body};\n\\endpipeline\n", self.settings),
        }
    }
}

/// Runs a script as the role of the program's pages.
pub(crate) async fn run(ground: &Ground, script: &Script, travel: Travel, clients: usize, length: Duration) -> anyhow::Result<Run> {
    let cluster = ground.installation.cluster.as_ref().context("the PostgreSQL is not our own")?;
    let folder = tempfile::tempdir_in(ground.folder.path())?;
    let file = folder.path().join("script.sql");
    std::fs::write(&file, script.text(travel))?;
    let answer = tokio::process::Command::new(cluster.bin_dir().join("pgbench"))
        .current_dir(folder.path())
        .arg("--host")
        .arg(cluster.socket_dir())
        .args(["--port", &cluster.port().to_string(), "--username", "wellkept_app", "--no-vacuum", "--protocol", "prepared", "--log"])
        .args(["--client", &clients.to_string(), "--jobs", &clients.min(2).to_string(), "--time", &length.as_secs().to_string()])
        .args(["--define", "i=-1", "--define", &format!("clients={clients}")])
        .arg("--file")
        .arg(&file)
        .arg("wellkept")
        .output()
        .await
        .context("pgbench does not start")?;
    let said = String::from_utf8_lossy(&answer.stdout);
    anyhow::ensure!(answer.status.success(), "pgbench: {}", String::from_utf8_lossy(&answer.stderr));
    let rate: f64 = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok())
        .context("pgbench says no rate")?;
    let each = times(folder.path())?;
    let acts = f64::from(u32::try_from(each.len())?);
    Ok(Run::new(each, Duration::from_secs_f64(acts / rate)))
}

/// The third word of every line of pgbench's logs: microseconds.
fn times(folder: &Path) -> anyhow::Result<Vec<Duration>> {
    let logs: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let mut each = Vec::new();
    for log in logs.iter().filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pgbench_log"))) {
        let text = std::fs::read_to_string(log)?;
        each.extend(text.lines().filter_map(|line| Some(Duration::from_micros(line.split_whitespace().nth(2)?.parse().ok()?))));
    }
    Ok(each)
}
