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
        anyhow::ensure!(!text.contains(&format!("${}", values.len() + 1)), "the statement in {} has a value more by now", found.place());
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
    let folder = tempfile::tempdir_in(ground.folder.path())?;
    let length = length.as_secs().to_string();
    let count = [clients.to_string(), clients.min(2).to_string()];
    let asked = ["--log", "--client", &count[0], "--jobs", &count[1], "--time", &length, "--define", &format!("clients={clients}")];
    let said = told(ground, &script.text(travel), folder.path(), &asked).await?;
    let rate: f64 = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok())
        .context("pgbench says no rate")?;
    let each = times(folder.path())?;
    let acts = f64::from(u32::try_from(each.len())?);
    Ok(Run::new(each, Duration::from_secs_f64(acts / rate)))
}

/// What each statement takes on average when one client sends them one by one: milliseconds and its first words.
pub(crate) async fn statements(ground: &Ground, script: &Script, length: Duration) -> anyhow::Result<Vec<(f64, String)>> {
    let folder = tempfile::tempdir_in(ground.folder.path())?;
    let asked = ["--report-per-command", "--time", &length.as_secs().to_string(), "--define", "clients=1"];
    let said = told(ground, &script.text(Travel::OneByOne), folder.path(), &asked).await?;
    Ok(said
        .lines()
        .skip_while(|line| !line.starts_with("statement latencies"))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let took = words.next()?.parse().ok()?;
            let text = words.skip(1).take(6).collect::<Vec<_>>().join(" ");
            (!text.starts_with('\\')).then_some((took, text))
        })
        .collect())
}

async fn told(ground: &Ground, script: &str, folder: &Path, asked: &[&str]) -> anyhow::Result<String> {
    let cluster = ground.installation.cluster.as_ref().context("the PostgreSQL is not our own")?;
    let file = folder.join("script.sql");
    std::fs::write(&file, script)?;
    let answer = tokio::process::Command::new(cluster.bin_dir().join("pgbench"))
        .current_dir(folder)
        .arg("--host")
        .arg(cluster.socket_dir())
        .args([
            "--port",
            &cluster.port().to_string(),
            "--username",
            "wellkept_app",
            "--no-vacuum",
            "--protocol",
            "prepared",
            "--define",
            "i=-1",
        ])
        .args(asked)
        .arg("--file")
        .arg(&file)
        .arg("wellkept")
        .output()
        .await
        .context("pgbench does not start")?;
    anyhow::ensure!(answer.status.success(), "pgbench: {}", String::from_utf8_lossy(&answer.stderr));
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
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
