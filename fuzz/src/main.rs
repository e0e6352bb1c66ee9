//! `cargo run --release -p fuzz -- all --tries 1000000 --seed 1`: tries every target, or one, and says how fast. Where something does
//! not hold, what was tried is written to standard error.

use std::{io::Write as _, time::Instant};

use clap::Parser;
use fuzz::{ALL, vary::vary};
use kernel::Chance;

/// What is wanted.
#[derive(Debug, Parser)]
#[command(about)]
struct Wanted {
    /// A target, or "all".
    target: String,
    /// How many tries for each.
    #[arg(long, default_value_t = 100_000)]
    tries: u64,
    /// Another seed, other tries.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Tells what was tried if that ends the program.
struct Tried<'a>(&'a [u8]);

impl Drop for Tried<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _told = writeln!(std::io::stderr(), "tried: {:?}\n{:?}", String::from_utf8_lossy(self.0), self.0);
        }
    }
}

fn main() -> anyhow::Result<()> {
    let wanted = Wanted::parse();
    let chosen: Vec<_> = ALL.iter().filter(|target| wanted.target == "all" || wanted.target == target.name).collect();
    anyhow::ensure!(!chosen.is_empty(), "targets: {:?}", ALL.map(|target| target.name));
    for target in chosen {
        let (chance, began) = (Chance::seeded(wanted.seed), Instant::now());
        for _ in 0..wanted.tries {
            let text = vary(target.seeds, &chance);
            let tried = Tried(&text);
            (target.try_it)(&text);
            drop(tried);
        }
        writeln!(std::io::stdout(), "{:10} {} tries in {:?}", target.name, wanted.tries, began.elapsed())?;
    }
    Ok(())
}
