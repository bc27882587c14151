//! The commands; each failure is one line.

mod safekeeping;

use std::{net::TcpListener, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context;
use clap::{Parser, Subcommand};
use steward::{
    admins, app, clock::Clock, config::Config, db, demo, housekeeping, key, mail, mail::Transport, monitoring, sign_in, state,
    state::State, web::Places,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tracing_subscriber::EnvFilter;

/// How long requests and the letter in hand may take to finish.
const FINISHING: Duration = Duration::from_secs(10);

/// The admin panel of a multi-tenant platform.
#[derive(Parser)]
#[command(name = "steward", version)]
struct Cli {
    /// Settings in TOML; the environment (STEWARD_…) wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Bring the database up to date, then serve (the default).
    Serve,
    /// Bring the database up to date and stop.
    Migrate,
    /// Make an owner, or give one a way back in.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Fill an empty database with made-up accounts and users.
    Demo {
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=10_000_000))]
        accounts: i64,
        #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(i64).range(0..=10_000_000))]
        users: i64,
    },
    /// What the key file opens, and what to do when it is lost.
    Key {
        #[command(subcommand)]
        command: safekeeping::KeyCommand,
    },
    /// Write the whole database into a new file, while it is in use. The key is not in it.
    Backup { file: PathBuf },
    /// Fill an empty database from a backup.
    Restore {
        file: PathBuf,
        /// End the sessions that were running when the backup was made.
        #[arg(long)]
        end_sessions: bool,
    },
    /// Read the settings, open the database, try the mail server; a line each.
    Check,
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make an owner and print a one-time link that sets the password.
    Create {
        #[arg(long, default_value = "owner")]
        login: String,
    },
    /// Drop password and second factor, end the sessions, print a one-time link.
    Reset { login: String },
}

#[actix_web::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("steward: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = Config::load(cli.config.as_deref())?;
    // Filling a database takes statements that are slow by nature.
    let more = if matches!(cli.command, Some(Command::Demo { .. })) { ",sqlx=error" } else { "" };
    log_to_stderr(&config, more)?;
    if !matches!(cli.command, Some(Command::Check | Command::Key { .. } | Command::Backup { .. })) {
        config.make_data_folder()?;
    }
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(config).await?,
        Command::Migrate => migrate(&config).await?,
        Command::Admin { command } => admin(config, command).await?,
        Command::Demo { accounts, users } => fill(config, accounts, users).await?,
        Command::Backup { file } => safekeeping::back_up(&config, &file).await?,
        Command::Restore { file, end_sessions } => safekeeping::restore(&config, &file, end_sessions).await?,
        Command::Key { command } => return safekeeping::key(config, command).await,
        Command::Check => return check(config).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let state = open(config).await?;
    let address = state.config.listen;
    let listener = TcpListener::bind(address).with_context(|| format!("STEWARD_LISTEN: {address} cannot be listened on"))?;
    println!("Steward is at {}", state.config.link("/"));
    if let Some(path) = sign_in::setup_link(&state).await? {
        println!("No administrator yet. Make the first one here, once: {}", state.config.link(&path));
    }
    if state.mail.is_none() {
        println!("No mail server is set (STEWARD_SMTP_URL): letters wait in the outbox.");
    }
    if let Some(address) = state.config.metrics_listen {
        let listener = TcpListener::bind(address).with_context(|| format!("STEWARD_METRICS_LISTEN: {address} cannot be listened on"))?;
        // It is of nobody's request, so nobody waits for it to stop.
        tokio::spawn(monitoring::serve(Arc::clone(&state), listener)?);
    }
    let (stop, stopped) = watch::channel(false);
    let letters = tokio::spawn(mail::worker::serve(Arc::clone(&state), stopped.clone()));
    let forgotten = tokio::spawn(mail::worker::run(Arc::clone(&state), stopped.clone(), ("forgotten_passwords", sign_in::forgot::step)));
    let cleaning = tokio::spawn(housekeeping::run(Arc::clone(&state), stopped));
    let server = app::serve(Arc::clone(&state), listener)?;
    let handle = server.handle();
    let serving = tokio::spawn(server);
    asked_to_stop().await?;
    stop.send(true).ok();
    let finishing = async {
        handle.stop(true).await;
        serving.await??;
        letters.await?;
        forgotten.await?;
        cleaning.await?;
        state.db.close().await;
        anyhow::Ok(())
    };
    match tokio::time::timeout(FINISHING, finishing).await {
        Ok(done) => done,
        // Nothing is lost: the letter is taken up again when its lease ends, with the same Message-ID.
        Err(_) => {
            tracing::warn!("stopped with something in hand: it took longer than {FINISHING:?}");
            Ok(())
        }
    }
}

/// SIGTERM, or Ctrl-C.
async fn asked_to_stop() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    db::migrate(config.database_url()).await.context("STEWARD_DATABASE_URL: the database cannot be brought up to date")
}

async fn open(config: Config) -> anyhow::Result<Arc<State>> {
    migrate(&config).await?;
    let mail = Transport::from_config(&config)?;
    State::open(config, Clock::System, mail).await
}

async fn admin(config: Config, command: AdminCommand) -> anyhow::Result<()> {
    let state = open(config).await?;
    let (path, good_for) = match command {
        AdminCommand::Create { login } => {
            let taken = || format!("the login {login:?} is taken, or no login name: a–z, 0–9, dot, underscore and hyphen");
            (admins::service::create_owner(&state, &login).await.with_context(taken)?, "24 hours")
        }
        AdminCommand::Reset { login } => {
            let none = || format!("there is no administrator {login:?}");
            (admins::service::reset(&state, &login).await.with_context(none)?, "30 minutes")
        }
    };
    println!("Set the password here, once, within {good_for}: {}", state.config.link(&path));
    Ok(())
}

async fn fill(config: Config, accounts: i64, users: i64) -> anyhow::Result<()> {
    let state = open(config).await?;
    demo::fill(&state, accounts, users).await?;
    state.db.close().await;
    Ok(())
}

/// One line for each thing tried; exit 1 if one fails.
async fn check(config: Config) -> anyhow::Result<ExitCode> {
    println!("settings: ok");
    let mut failed = false;
    let mut report = |what: &str, result: anyhow::Result<String>| match result {
        Ok(said) => println!("{what}: {said}"),
        Err(error) => {
            failed = true;
            println!("{what}: failed: {error:#}");
        }
    };
    let mail = Transport::from_config(&config);
    report(
        "mail",
        match &mail {
            Ok(transport) if transport.is_none() => Ok("not set, letters wait in the outbox".to_owned()),
            Ok(transport) => transport.check().await.map(|()| "ok".to_owned()),
            Err(error) => Err(anyhow::anyhow!("{error:#}")),
        },
    );
    report(
        "places",
        match config.geoip_file.as_deref() {
            None => Ok("not set, places read \"unknown\"".to_owned()),
            Some(file) => Places::open(Some(file)).map(|_| "ok".to_owned()),
        },
    );
    let opened = state::connect(&config).await.map(|_| "ok, its schema is current".to_owned());
    let is_open = opened.is_ok();
    report("database", opened);
    if is_open {
        let key = key::check(&config).await;
        report(
            "key",
            key.and_then(|it| if it.sound { Ok("ok, what is sealed opens".to_owned()) } else { Err(anyhow::anyhow!(it.lines.join("; "))) }),
        );
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn log_to_stderr(config: &Config, more: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(format!("{}{more}", config.log))
        .ok()
        .with_context(|| format!("STEWARD_LOG: {:?} is not a log filter such as info", config.log))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json {
        log.json().init();
    } else {
        log.init();
    }
    Ok(())
}
