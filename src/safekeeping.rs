//! The commands about what must not be lost: the key, the database, and the record.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::Subcommand;
use steward::{
    backup,
    clock::Clock,
    config::Config,
    db::Budget,
    key,
    mail::Transport,
    sealing::{self, PublicKey, Verdict},
    state::State,
    terminal::say,
};

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

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Write the record into a new file that can be verified anywhere.
    Export { file: PathBuf },
    /// Say whether a file is the record as it was written; with no file, whether the database is. A file takes no database.
    Verify {
        file: Option<PathBuf>,
        /// The key that `steward audit key` prints; again for an older one.
        #[arg(long, requires = "file")]
        key: Vec<String>,
        /// An earlier export or checkpoint, or a letter that holds one; what it covers was found good then.
        #[arg(long, requires = "file")]
        from: Option<PathBuf>,
        /// A later one.
        #[arg(long, requires = "file")]
        to: Option<PathBuf>,
    },
    /// Print the key by which checkpoints are verified, older ones first. It is no secret.
    Key,
}

/// Exit 1 where something is wrong with it.
pub async fn audit(config: Config, command: AuditCommand) -> anyhow::Result<ExitCode> {
    let verdict = match command {
        AuditCommand::Verify { file: Some(file), key, from, to } => {
            let parsed = |key: &String| PublicKey::parse(key).with_context(|| format!("--key {key:?} is no key"));
            let keys = key.iter().map(parsed).collect::<anyhow::Result<Vec<_>>>()?;
            sealing::verify(&file, &keys, (from.as_deref(), to.as_deref()))?
        }
        AuditCommand::Verify { file: None, .. } => {
            let state = opened(config).await?;
            Budget::unhurried().around(sealing::database(&state)).await?
        }
        AuditCommand::Export { file } => {
            let state = opened(config).await?;
            let count = Budget::unhurried().around(sealing::export(&state, &file)).await?;
            Verdict { lines: vec![format!("{}: {count} records", file.display())], is_sound: true }
        }
        AuditCommand::Key => {
            let state = opened(config).await?;
            let keys = sealing::public_keys(&state).await?;
            Verdict { lines: keys.iter().map(PublicKey::to_string).collect(), is_sound: true }
        }
    };
    for line in &verdict.lines {
        say(line);
    }
    Ok(if verdict.is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn opened(config: Config) -> anyhow::Result<Arc<State>> {
    State::open(config, Clock::System, Transport::None).await
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
