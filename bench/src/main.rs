//! `cargo run --release -p bench -- booking|calendar|contention|storm|chart|context`: how fast the building is, each figure beside the floor that
//! PostgreSQL itself sets, measured in the same run and in turn, because this machine is never quiet.

mod booking;
mod booking_sql;
mod calendar;
mod chart;
mod contention;
mod context;
mod drive;
mod figures;
mod ground;
mod http;
mod meter;
mod pgbench;
mod storm;

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};

use figures::Figures;

/// What is wanted.
#[derive(Debug, Parser)]
#[command(about)]
struct Wanted {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    how: How,
}

/// How long and how often.
#[derive(Args, Clone, Debug)]
pub(crate) struct How {
    /// Seconds for each measurement.
    #[arg(long, global = true, default_value_t = 5)]
    seconds: u64,
    /// Rounds; in each, everything is measured in turn, and the best round of each line is shown.
    #[arg(long, global = true, default_value_t = 3)]
    rounds: usize,
    /// How many at a time.
    #[arg(long, global = true, value_delimiter = ',', default_values_t = [1, 4, 16])]
    clients: Vec<usize>,
    /// Also writes the figures as JSON.
    #[arg(long, global = true, value_name = "FILE")]
    json: Option<PathBuf>,
    /// A folder on the disk that is to be measured; a throwaway is made in it. Default: the system's temporary folder.
    #[arg(long, global = true, value_name = "DIR")]
    disk: Option<PathBuf>,
}

impl How {
    const fn length(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

#[derive(Debug, Subcommand)]
enum What {
    /// Committed bookings a second, beside pgbench with the same statements.
    Booking,
    /// Free times among 50,000 visits, and a day of 40 practitioners and 600 visits.
    Calendar,
    /// What the signed clinic of a transaction costs beside plain row-level security and beside none.
    Context,
    /// Many people want few times: nobody is booked twice, nobody who was told yes is missing.
    Contention {
        /// How many try.
        #[arg(long, default_value_t = 10_240)]
        attempts: usize,
    },
    /// Everybody books, holds, moves and calls off at once while PostgreSQL is killed: nothing overlaps, nothing told is lost.
    Storm {
        /// How many acts.
        #[arg(long, default_value_t = 1_000_000)]
        attempts: usize,
        /// How many at a time.
        #[arg(long, default_value_t = 64)]
        connections: usize,
        /// How often PostgreSQL is killed, in a run of a fifth as many acts.
        #[arg(long, default_value_t = 10)]
        kills: usize,
    },
    /// The import of records, and the fullest chart of them.
    Chart {
        /// Bundles, folders or archives.
        #[arg(long, value_name = "PATH", default_value = "../shared/data/synthea-r4/synthea_r4_120.tar.zst")]
        data: PathBuf,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Wanted { what, how } = Wanted::parse();
    let mut figures = Figures::begun();
    let right = match &what {
        What::Booking => Box::pin(booking::measure(&how, &mut figures)).await.map(|()| true),
        What::Calendar => Box::pin(calendar::measure(&how, &mut figures)).await.map(|()| true),
        What::Context => Box::pin(context::measure(&how, &mut figures)).await.map(|()| true),
        What::Contention { attempts } => Box::pin(contention::measure(&how, *attempts, &mut figures)).await,
        What::Storm { attempts, connections, kills } => {
            let storm = storm::Storm { attempts: *attempts, connections: *connections, kills: *kills };
            Box::pin(storm::measure(&how, storm, &mut figures)).await
        }
        What::Chart { data } => Box::pin(chart::measure(&how, data, &mut figures)).await.map(|()| true),
    }?;
    figures.show();
    if let Some(file) = &how.json {
        figures.write(file)?;
    }
    if !right {
        anyhow::bail!("a promise is broken: see the lines above");
    }
    Ok(())
}
