//! What commands print and what the program logs. Whoever read it may have gone, or may not read on: that stops
//! nobody's work.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Write},
};

use anyhow::Context;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// Lines that wait to be written at most; what comes while so many wait is dropped.
const LINES_WAITING: usize = 8192;

/// A line for whoever started the command.
pub fn say(line: impl Display) {
    writeln!(io::stdout(), "{line}").ok();
}

/// Why a command failed.
pub fn complain(line: impl Display) {
    writeln!(io::stderr(), "{line}").ok();
}

/// Logs to standard error, panics as well, from a thread of its own: no request waits for a terminal that is held or a
/// pipe that is full. What still waits is written when the guard is dropped, within a second.
pub fn log(filter: EnvFilter, json: bool) -> anyhow::Result<WorkerGuard> {
    let (writer, guard) =
        NonBlockingBuilder::default().buffered_lines_limit(LINES_WAITING).thread_name("log").finish(io::stderr());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).log_internal_errors(false);
    let coloured = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    let begun = if json { log.json().try_init() } else { log.with_ansi(coloured).try_init() };
    begun.ok().context("the log was begun twice")?;
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a bug: this piece of work broke off")));
    Ok(guard)
}
