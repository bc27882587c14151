//! The commands; each failure is one line.

mod check;
mod safekeeping;

use std::{net::TcpListener, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context, anyhow};
use chrono::TimeDelta;
use clap::{Parser, Subcommand};
use rustix::{fs::Mode, process::umask};
use steward::{
    admins, app,
    clock::Clock,
    config::Config,
    db, demo,
    error::{Error, sentence},
    housekeeping,
    i18n::Lang,
    mail::{
        self, Transport,
        letters::{LINK_LASTS, RESET_LASTS},
    },
    monitoring, schedule_jobs,
    state::State,
    supervisor,
    terminal::{self, complain, say},
    web::connections::Connections,
    web::leaving::{Door, Signals, leave},
    web::opened,
    zones,
};
use tokio::sync::watch;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;

/// How long requests and the letter in hand may take to finish.
const FINISHING: Duration = Duration::from_secs(10);
/// While the database is not there yet.
const ASK_AGAIN: Duration = Duration::from_secs(1);

#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
    /// The record of who did what: into a file, and whether it is as it was written.
    Audit {
        #[command(subcommand)]
        command: safekeeping::AuditCommand,
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
    Check(check::Wanted),
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
    // Whatever is made here, the database, its journals, letters in a folder, is its owner's alone.
    umask(Mode::RWXG | Mode::RWXO);
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            complain(format_args!("steward: {}", sentence(&error)));
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let command = cli.command.unwrap_or(Command::Serve);
    let socket = if matches!(command, Command::Serve) { supervisor::socket()? } else { None };
    let config = Config::load(cli.config.as_deref(), socket.as_ref().map(|(_, address)| *address))?;
    // Filling a database takes statements that are slow by nature.
    let more = if matches!(command, Command::Demo { .. }) { ",sqlx=error" } else { "" };
    let _log = log_to_stderr(&config, more)?;
    for warning in config.warnings.iter().cloned().chain(config.open_to_others()) {
        tracing::warn!("{warning}");
    }
    if !matches!(command, Command::Check(_) | Command::Key { .. } | Command::Backup { .. } | Command::Audit { .. }) {
        config.make_data_folder()?;
    }
    match command {
        Command::Serve => serve(config, socket.map(|(listener, _)| listener)).await?,
        Command::Migrate => migrate(&config).await?,
        Command::Admin { command } => admin(config, command).await?,
        Command::Demo { accounts, users } => fill(config, accounts, users).await?,
        Command::Backup { file } => safekeeping::back_up(&config, &file).await?,
        Command::Restore { file, end_sessions } => safekeeping::restore(&config, &file, end_sessions).await?,
        Command::Audit { command } => return safekeeping::audit(config, command).await,
        Command::Key { command } => return safekeeping::key(config, command).await,
        Command::Check(wanted) => return check::check(config, &wanted).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config, socket: Option<TcpListener>) -> anyhow::Result<()> {
    db_is_there(&config).await?;
    let state = open(config).await?;
    let (address, handed_over) = (state.config.listen, socket.is_some());
    let listener = match socket {
        Some(socket) => socket,
        None => {
            TcpListener::bind(address).with_context(|| format!("STEWARD_LISTEN: {address} cannot be listened on"))?
        }
    };
    let connections = Connections::new(&state.config);
    let door = Door::of(&listener, &connections, handed_over)?;
    let mut signals = Signals::caught()?;
    say(format_args!("Steward is at {}", state.config.link("/")));
    say(format_args!("Time zones: {}", zones::edition()));
    if let Some(path) = admins::setup_link(&state).await? {
        say(format_args!("No administrator yet. Make the first one here, once: {}", state.config.link(&path)));
    }
    if state.part::<Transport>().is_none() {
        say("No mail server is set (STEWARD_SMTP_URL): letters wait in the outbox.");
    }
    if let Some(address) = state.config.metrics_listen {
        let listener = TcpListener::bind(address)
            .with_context(|| format!("STEWARD_METRICS_LISTEN: {address} cannot be listened on"))?;
        // It is of nobody's request, so nobody waits for it to stop.
        tokio::spawn(monitoring::serve(Arc::clone(&state), listener)?);
    }
    let (stop, stopped) = watch::channel(false);
    let letters = tokio::spawn(mail::worker::serve(Arc::clone(&state), stopped.clone()));
    tokio::spawn(opened::run(Arc::clone(&state), stopped.clone()));
    let runs = schedule_jobs::begin(&state, &stopped);
    let cleaning = tokio::spawn(housekeeping::run(Arc::clone(&state), stopped));
    let server = app::serve(Arc::clone(&state), listener, connections)?;
    let handle = server.handle();
    let serving = tokio::spawn(server);
    supervisor::ready();
    let hurried = signals.any().await;
    supervisor::stopping();
    stop.send(true).ok();
    let finishing = async {
        leave(&state, &handle, &door, hurried).await;
        serving.await??;
        letters.await?;
        for run in runs {
            run.await?;
        }
        cleaning.await?;
        opened::write(&state).await?;
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

/// A start does not fail because the database comes up later than this: it says so and waits.
async fn db_is_there(config: &Config) -> anyhow::Result<()> {
    let mut told = String::new();
    loop {
        match migrate(config).await {
            Err(error) if db::may_come(&error) => {
                let cause = sentence(&error);
                if told != cause {
                    tracing::warn!(cause, "waiting for the database");
                    supervisor::waiting("waiting for the database");
                    told = cause;
                }
                tokio::time::timeout(ASK_AGAIN, std::future::pending::<()>()).await.ok();
            }
            done => return done,
        }
    }
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    db::migrate(config.database_url()).await.context("STEWARD_DATABASE_URL: the database cannot be brought up to date")
}

async fn open(config: Config) -> anyhow::Result<Arc<State>> {
    zones::open(config.zoneinfo.as_deref(), Clock::System.now())?;
    migrate(&config).await?;
    let mail = Transport::from_config(&config)?;
    app::open(config, Clock::System, mail).await
}

async fn admin(config: Config, command: AdminCommand) -> anyhow::Result<()> {
    let state = open(config).await?;
    let (path, lasts) = match command {
        AdminCommand::Create { login } => {
            let made = admins::create_owner(&state, &login).await.map_err(|error| about(&login, error))?;
            say(format_args!("The owner “{login}” is created."));
            (made, LINK_LASTS)
        }
        AdminCommand::Reset { login } => {
            let reset = admins::reset(&state, &login).await.map_err(|error| about(&login, error))?;
            say(format_args!("The access of “{login}” is reset, and the sessions have ended."));
            (reset, RESET_LASTS)
        }
    };
    say(format_args!("Set the password here, once, within {}: {}", in_words(lasts), state.config.link(&path)));
    Ok(())
}

/// "24 hours", "30 minutes".
fn in_words(lasts: TimeDelta) -> String {
    match lasts.num_hours() {
        0 | 1 => format!("{} minutes", lasts.num_minutes()),
        hours => format!("{hours} hours"),
    }
}

/// What was refused of a login, in a sentence.
fn about(login: &str, error: Error) -> anyhow::Error {
    match error {
        Error::Refused(errors) => {
            anyhow!(
                "the login “{login}” was refused: {}",
                errors.first().map_or_else(String::new, |it| Lang::En.say(it))
            )
        }
        Error::NotFound => anyhow!("there is no administrator “{login}”"),
        error => error.into(),
    }
}

async fn fill(config: Config, accounts: i64, users: i64) -> anyhow::Result<()> {
    let state = open(config).await?;
    db::Budget::unhurried().around(demo::fill(&state, accounts, users)).await?;
    state.db.close().await;
    Ok(())
}

fn log_to_stderr(config: &Config, more: &str) -> anyhow::Result<WorkerGuard> {
    let filter = EnvFilter::try_new(format!("{}{more}", config.log))?;
    terminal::log(filter, config.log_json)
}
