//! What was measured: a table for people, JSON for programs.

use std::{path::Path, time::Duration};

use serde::Serialize;
use wellkept::commands::say;

/// One measurement.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// How long each act took.
    pub(crate) each: Vec<Duration>,
    /// How long it all took.
    pub(crate) took: Duration,
    /// Processor time of each act in the client: this program, or pgbench.
    pub(crate) client_ms: f64,
    /// The same in PostgreSQL.
    pub(crate) server_ms: f64,
}

impl Run {
    pub(crate) const fn new(each: Vec<Duration>, took: Duration) -> Self {
        Self { each, took, client_ms: 0.0, server_ms: 0.0 }
    }

    pub(crate) fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.each.len()).unwrap_or(u32::MAX)) / self.took.as_secs_f64()
    }

    fn quantile(&self, hundredths: usize) -> f64 {
        let mut sorted = self.each.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * hundredths / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
struct Line {
    what: String,
    clients: usize,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// Processor time of each act in the client, which is this program or pgbench.
    client_cpu_ms: f64,
    /// The same in PostgreSQL.
    postgres_cpu_ms: f64,
    /// The line is a floor, or is held against this one.
    floor: Option<String>,
    /// This line's rate divided by the floor's, best round of each.
    ratio: Option<f64>,
}

/// Everything one command measured.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    command: String,
    at: String,
    cores: usize,
    load_before: String,
    lines: Vec<Line>,
    facts: Vec<(String, String)>,
}

impl Figures {
    pub(crate) fn begun() -> Self {
        Self {
            command: std::env::args().skip(1).collect::<Vec<_>>().join(" "),
            at: kernel::Clock::system().now().to_string(),
            cores: std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            load_before: std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned(),
            lines: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// Keeps a run; of several with the same name and clients the fastest stays.
    pub(crate) fn keep(&mut self, what: &str, clients: usize, run: &Run) {
        let line = Line {
            what: what.to_owned(),
            clients,
            per_second: run.per_second(),
            p50_ms: run.quantile(50),
            p99_ms: run.quantile(99),
            client_cpu_ms: run.client_ms,
            postgres_cpu_ms: run.server_ms,
            floor: None,
            ratio: None,
        };
        match self.lines.iter_mut().find(|known| known.what == what && known.clients == clients) {
            Some(known) if known.per_second >= line.per_second => {}
            Some(known) => *known = line,
            None => self.lines.push(line),
        }
    }

    /// Holds every line of one name against the floor with as many clients.
    pub(crate) fn against(&mut self, what: &str, floor: &str) {
        let floors: Vec<(usize, f64)> =
            self.lines.iter().filter(|line| line.what == floor).map(|line| (line.clients, line.per_second)).collect();
        for line in self.lines.iter_mut().filter(|line| line.what == what) {
            line.floor = Some(floor.to_owned());
            line.ratio = floors.iter().find(|(clients, _)| *clients == line.clients).map(|(_, rate)| line.per_second / rate);
        }
    }

    /// Keeps something that is not a rate.
    pub(crate) fn fact(&mut self, name: &str, value: impl Into<String>) {
        self.facts.push((name.to_owned(), value.into()));
    }

    pub(crate) fn show(&self) {
        say(&format!("\n{}   {} cores   load before: {}   {}", self.command, self.cores, self.load_before, self.at));
        if !self.lines.is_empty() {
            say(&format!(
                "{:<48} {:>7} {:>9} {:>8} {:>8} {:>8} {:>8}  ratio",
                "", "clients", "a second", "p50 ms", "p99 ms", "CPU ms", "PG CPU"
            ));
        }
        for line in &self.lines {
            let ratio = line.ratio.zip(line.floor.as_deref()).map_or_else(String::new, |(ratio, floor)| format!("{ratio:.2} of {floor}"));
            let (rate, p50, p99, client, server) = (line.per_second, line.p50_ms, line.p99_ms, line.client_cpu_ms, line.postgres_cpu_ms);
            say(&format!("{:<48} {:>7} {rate:>9.0} {p50:>8.2} {p99:>8.2} {client:>8.2} {server:>8.2}  {ratio}", line.what, line.clients));
        }
        for (name, value) in &self.facts {
            say(format!("{name:<60} {value}").trim_end());
        }
    }

    pub(crate) fn write(&self, file: &Path) -> anyhow::Result<()> {
        std::fs::write(file, serde_json::to_vec_pretty(self)?)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(acts: u64, seconds: u64) -> Run {
        Run::new((1..=acts).map(Duration::from_millis).collect(), Duration::from_secs(seconds))
    }

    #[test]
    fn the_best_round_stays_and_is_held_against_the_best_floor_with_as_many_clients() {
        let mut figures = Figures::begun();
        for (what, run) in [("ours", run(100, 2)), ("ours", run(100, 1)), ("floor", run(200, 1)), ("floor", run(100, 1))] {
            figures.keep(what, 4, &run);
        }
        figures.keep("floor", 1, &run(1, 1));
        figures.against("ours", "floor");
        assert_eq!(figures.lines.first().and_then(|line| line.ratio), Some(0.5));
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_times() {
        assert!((run(100, 1).quantile(50) - 51.0).abs() < f64::EPSILON);
        assert!((run(100, 1).quantile(99) - 100.0).abs() < f64::EPSILON);
    }
}
