//! `wellkept`: software for clinics.

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
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
    /// Bring in patients with their history from another system.
    Import(commands::import::Import),
    /// Show the letters that could not leave because no mail server is set.
    Letters(commands::letters::Letters),
    /// Add, list and suspend the operators of this installation.
    Operator(commands::operator::Operator),
    /// Open the demonstration clinics.
    Demo,
    /// Say what is wrong with this installation and how to mend it. Changes nothing.
    Doctor(commands::doctor::Doctor),
    /// Prove on this installation the promises that have a check.
    Verify(commands::verify::Verify),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let given = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&given).unwrap_or_else(|error| error.exit());
    let filter = tracing_subscriber::EnvFilter::try_from_env("WELLKEPT_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    if let Command::Doctor(doctor) = &cli.command {
        // Before the settings file is read: a broken one is a finding.
        let sound = commands::doctor::run(cli.settings, doctor, &given).await?;
        std::process::exit(i32::from(!sound));
    }
    let settings = cli.settings.with_file()?;
    match cli.command {
        Command::Serve(serve) => Box::pin(commands::serve::run(settings, serve)).await,
        Command::Work => commands::work::run(settings).await,
        Command::Letters(letters) => commands::letters::run(settings, letters).await,
        Command::Operator(operator) => commands::operator::run(settings, operator).await,
        Command::Migrate => commands::migrate::run(settings).await,
        Command::Verify(verify) => {
            if !commands::verify::run(settings, verify).await? {
                std::process::exit(1);
            }
            Ok(())
        }
        Command::Doctor(_) => Ok(()),
        Command::Import(import) => {
            if !commands::import::run(settings, import).await? {
                std::process::exit(1);
            }
            Ok(())
        }
        Command::Demo => commands::demo::open(&Installation::open(settings).await?).await,
    }
}
