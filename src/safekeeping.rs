//! The commands about what must not be lost: the key, and the database.

use std::{path::Path, process::ExitCode};

use clap::Subcommand;
use steward::{backup, clock::Clock, config::Config, key, terminal::say};

#[derive(Subcommand)]
pub enum KeyCommand {
    /// Say which key there is, which the database was sealed with, and what opens.
    Check,
    /// List what a lost key sealed, and with --yes take it away.
    Forget {
        #[arg(long)]
        yes: bool,
    },
}

/// Exit 1 where something does not open.
pub async fn key(config: Config, command: KeyCommand) -> anyhow::Result<ExitCode> {
    let report = match command {
        KeyCommand::Check => key::check(&config).await?,
        KeyCommand::Forget { yes } => key::forget(config, Clock::System, yes).await?,
    };
    for line in &report.lines {
        say(line);
    }
    Ok(if report.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub async fn back_up(config: &Config, file: &Path) -> anyhow::Result<()> {
    let header = backup::make(config, file, Clock::System.now()).await?;
    say(format_args!(
        "{}: {} bytes of {}, schema {}, sha256 {}",
        file.display(),
        header.bytes,
        header.engine.name(),
        header.schema,
        header.sha256
    ));
    match header.key {
        Some(key) => say(format_args!(
            "The key is not in it: keep a copy of the file with the fingerprint {key} in another place."
        )),
        None => say("The key is not in it: keep a copy of the key file in another place."),
    }
    Ok(())
}

pub async fn restore(config: &Config, file: &Path, end_sessions: bool) -> anyhow::Result<()> {
    let done = backup::restore(config, file, end_sessions, Clock::System.now()).await?;
    say(format_args!("Restored as it was at {}.", done.header.made_at.format("%Y-%m-%d %H:%M:%S UTC")));
    if let Some(count) = done.sessions {
        say(format_args!("Sessions ended: {count}."));
    }
    match (done.header.key, done.key_fits) {
        (Some(_), Some(true)) => say("The key file is the one that it was sealed with."),
        (Some(key), _) => {
            say(format_args!(
                "It was sealed with the key {key}: put that file in its place ({}) before the start.",
                config.key_file()
            ));
        }
        (None, _) => say(format_args!(
            "Put the key file of that installation in its place ({}) before the start.",
            config.key_file()
        )),
    }
    Ok(())
}
