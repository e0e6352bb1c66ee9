//! `wellkept`: software for clinics.

use clap::{Parser, Subcommand};
use wellkept::{
    commands::{self, installation::Installation},
    config::Settings,
};

#[derive(Parser)]
#[command(name = "wellkept", version, about = "Software for clinics that keep their word", propagate_version = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and work the jobs.
    Serve(commands::serve::Serve),
    /// Work the jobs only.
    Work,
    /// Bring the database up to date.
    Migrate,
    /// Open the demonstration clinics.
    Demo,
    /// Prove on this installation the promises that have a check.
    Verify(commands::verify::Verify),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("WELLKEPT_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let settings = cli.settings.with_file()?;
    match cli.command {
        Command::Serve(serve) => commands::serve::run(settings, serve).await,
        Command::Work => commands::work::run(settings).await,
        Command::Migrate => commands::migrate::run(settings).await,
        Command::Verify(verify) => {
            if !commands::verify::run(settings, verify).await? {
                std::process::exit(1);
            }
            Ok(())
        }
        Command::Demo => commands::demo::open(&Installation::open(settings).await?).await,
    }
}
