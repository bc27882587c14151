//! `steward check`: whether what the settings name is there and answers.

use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::Args;
use steward::{
    change::Actor,
    clock::Clock,
    config::Config,
    connectors,
    db::{self, Db, Seal},
    directory,
    error::sentence,
    key,
    mail::Transport,
    people::Places,
    state::{self, Parts, State},
    terminal::say,
    zones,
};

#[derive(Args)]
pub struct Wanted {
    /// Try every database and external data as well; what comes of it is on the record.
    #[arg(long)]
    connectors: bool,
}

/// What each thing is called, and what came of it.
type Tried = Vec<(String, anyhow::Result<String>)>;

/// One line for each thing tried; exit 1 if one fails.
pub async fn check(config: Config, wanted: &Wanted) -> anyhow::Result<ExitCode> {
    match &config.warnings[..] {
        [] => say("settings: ok"),
        warnings => say(format_args!("settings: ok, but {}", warnings.join(", and "))),
    }
    let mut failed = false;
    let mut report = |what: &str, result: anyhow::Result<String>| match result {
        Ok(said) => say(format_args!("{what}: {said}")),
        Err(error) => {
            failed = true;
            say(format_args!("{what}: failed: {}", sentence(&error)));
        }
    };
    let mail = Transport::from_config(&config);
    report(
        "mail",
        match &mail {
            Ok(transport) if transport.is_none() => Ok("not set, letters wait in the outbox".to_owned()),
            Ok(transport) => transport.check().await.map(|()| "ok".to_owned()),
            Err(error) => Err(anyhow!(sentence(error))),
        },
    );
    report("time zones", zones::open(config.zoneinfo.as_deref(), Clock::System.now()).map(|()| zones::edition()));
    report(
        "places",
        match config.geoip_file.as_deref() {
            None => Ok("not set, places read \"unknown\"".to_owned()),
            Some(file) => Places::open(Some(file)).map(|_| "ok".to_owned()),
        },
    );
    match state::connect(&config).await {
        Err(error) => {
            report("database", Err(error));
            report("key", key::alone(&config));
        }
        Ok(db) => {
            let schema = db::schema(&mut db.conn().await?).await?;
            report("database", schema.verdict().map(|verdict| format!("ok, {verdict}")).map_err(anyhow::Error::msg));
            for failing in &*db.failing(None, Clock::System.now()).await {
                report(&failing.part.to_string(), Err(anyhow!("{}", failing.cause)));
            }
            let key = key::check(&config).await;
            report(
                "key",
                key.and_then(|it| {
                    if it.sound { Ok("ok, what is sealed opens".to_owned()) } else { Err(anyhow!(it.lines.join("; "))) }
                }),
            );
            if schema.verdict().is_ok() {
                match try_what_is_reached(config, db, wanted).await {
                    Ok(tried) => tried.into_iter().for_each(|(name, result)| report(&name, result)),
                    Err(error) => report("connectors", Err(error)),
                }
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The directories that people sign in through; databases where that is wanted.
async fn try_what_is_reached(config: Config, db: Db, wanted: &Wanted) -> anyhow::Result<Tried> {
    if !wanted.connectors && !directory::is_used(&mut db.conn().await?).await? {
        return Ok(Vec::new());
    }
    let key = config.key_file().read()?.context("without a key no password opens")?;
    let state = State::with((config, db, Seal::new(key)), Clock::System, Parts::default())?;
    let by = Actor::system("steward check");
    let mut tried = directory::try_used(&state, &by).await?;
    if wanted.connectors {
        tried.extend(connectors::try_all(&state, &by).await?);
    }
    Ok(tried)
}
