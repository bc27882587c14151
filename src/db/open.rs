//! Opening a database: `sqlite:PATH` or `postgres://…`.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use anyhow::{anyhow, bail};
use percent_encoding::percent_decode_str;
use sqlx::{ConnectOptions, Connection, PgConnection, Row, postgres::PgConnectOptions};
use tokio::time::timeout;

use super::{
    Db, Error, Limits, One, Pools, Result, TextSearch,
    home::Home,
    link::Link as _,
    outage,
    pool::Pool,
    sqlite::{SqliteConnection, SqliteOptions},
};

const SQLITE: &[u8] = b"SQLite format 3\0";
const OPENING: Duration = Duration::from_secs(10);

const IN_BETWEEN: &str = "a pooler such as PgBouncer is between here and PostgreSQL: set STEWARD_DATABASE_POOLER=true";

impl Db {
    /// One that is there; its schema is [`migrate`](super::migrate())'s business.
    pub async fn open(url: &str, limits: Limits) -> anyhow::Result<Self> {
        Self::of(url, limits, false).await
    }

    /// Opens the database; SQLite makes an empty one when there is none.
    pub(super) async fn make(url: &str, limits: Limits) -> anyhow::Result<Self> {
        Self::of(url, limits, true).await
    }

    async fn of(url: &str, limits: Limits, make: bool) -> anyhow::Result<Self> {
        let (pools, text_search) =
            if url.starts_with("sqlite:") { sqlite(url, limits, make).await? } else { postgres(url, limits).await? };
        Ok(Self {
            pools,
            text_search,
            limits,
            statements: Default::default(),
            counts: Default::default(),
            health: Default::default(),
            waits: Default::default(),
        })
    }
}

async fn sqlite(url: &str, limits: Limits, make: bool) -> anyhow::Result<(Pools, TextSearch)> {
    let file = sqlite_file(url)?;
    let options = SqliteOptions { file, make: false, reads_only: false, patience: limits.statement() };
    // Tried on its own first, so that what the pools must find again is there.
    let first = SqliteOptions { make, ..options.clone() };
    SqliteConnection::open(&first, &Arc::default()).await?.close().await?;
    let home = Home::of(&options.file)?;
    let writer = Pool::new(options.clone(), limits, 1, Some(home.clone()));
    let readers = Pool::new(SqliteOptions { reads_only: true, ..options }, limits, readers(), Some(home.clone()));
    Ok((Pools::Sqlite { writer, readers, home }, TextSearch::Fts))
}

async fn postgres(url: &str, limits: Limits) -> anyhow::Result<(Pools, TextSearch)> {
    let options = postgres_options(url, &limits)?;
    let mut first = postgres_connection(&options)
        .await
        .map_err(|error| if is_refused(&error) { anyhow!(IN_BETWEEN) } else { error.into() })?;
    if !limits.pooler {
        let (setting,): One<String> =
            sqlx::query_as("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
                .fetch_one(&mut first)
                .await?;
        if setting != milliseconds(limits.statement()) {
            bail!(IN_BETWEEN);
        }
    }
    let text = "SELECT datctype IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database()";
    // In one message, which a pooler takes for a transaction.
    let only_ascii = sqlx::raw_sql(text).fetch_one(&mut first).await?.try_get(0)?;
    Connection::close(first).await?;
    let text_search = TextSearch::Like { only_ascii };
    Ok((Pools::Postgres(Pool::new(options, limits, limits.connections, None)), text_search))
}

/// Limits that the server keeps by itself are told to it at the start of each session; a pooler takes none, so there
/// each transaction tells them. A client that has gone without a word is noticed, and what it holds let go.
fn postgres_options(url: &str, limits: &Limits) -> Result<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url)?;
    if limits.pooler {
        return Ok(options.statement_cache_capacity(0).extra_float_digits(None));
    }
    let waits = [
        ("statement_timeout", milliseconds(limits.statement())),
        ("lock_timeout", milliseconds(limits.lock())),
        ("idle_in_transaction_session_timeout", milliseconds(limits.work)),
        ("tcp_keepalives_idle", "30".to_owned()),
        ("tcp_keepalives_interval", "10".to_owned()),
        ("tcp_keepalives_count", "3".to_owned()),
        ("tcp_user_timeout", "30000".to_owned()),
    ];
    Ok(options.options(waits))
}

/// What begins a transaction on PostgreSQL, with the limits that the session does not have.
pub(super) fn begin(limits: &Limits, reads: bool, unhurried: bool) -> String {
    let mut text = if reads { "BEGIN READ ONLY" } else { "BEGIN" }.to_owned();
    let statement = if unhurried { "0".to_owned() } else { milliseconds(limits.statement()) };
    if limits.pooler || unhurried {
        text += &format!("; SET LOCAL statement_timeout = {statement}");
    }
    if limits.pooler {
        let (lock, idle) = (milliseconds(limits.lock()), milliseconds(limits.work));
        text += &format!("; SET LOCAL lock_timeout = {lock}; SET LOCAL idle_in_transaction_session_timeout = {idle}");
    }
    text
}

async fn postgres_connection(options: &PgConnectOptions) -> Result<PgConnection> {
    let silent = |_| Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "PostgreSQL does not answer"));
    timeout(OPENING, options.connect()).await.map_err(silent)?
}

/// The file of `sqlite:PATH` or `sqlite://PATH`, in which `%` begins a byte in two hexadecimal digits.
pub(super) fn sqlite_file(url: &str) -> Result<PathBuf> {
    let wrong = |why: &str| Error::Configuration(format!("{url}: {why}").into());
    let path = url.strip_prefix("sqlite:").ok_or_else(|| wrong("this is no database of SQLite"))?;
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.contains('?') {
        return Err(wrong("a database of SQLite takes no parameters"));
    }
    let path = percent_decode_str(path).decode_utf8().map_err(|_| wrong("the path is not valid UTF-8"))?;
    Ok(PathBuf::from(path.as_ref()))
}

/// Whether there is a database to open. Of PostgreSQL nothing is known before it is asked.
pub fn is_there(url: &str) -> bool {
    file(url).is_none_or(|file| file.exists())
}

/// Whether a file is a database of SQLite, by how it begins; an empty one becomes one.
pub fn is_sqlite(file: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(file).and_then(|it| it.take(SQLITE.len() as u64).read_to_end(&mut head));
    read.is_ok() && (head.is_empty() || head == SQLITE)
}

/// The file of an SQLite database.
pub fn file(url: &str) -> Option<PathBuf> {
    sqlite_file(url).ok()
}

/// Whether a start should wait: the database may be there in a moment.
pub fn may_come(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<Error>()).any(outage::is_outage)
}

/// One more than can be busy at a time; each has a page cache of its own.
fn readers() -> u32 {
    std::thread::available_parallelism()
        .map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX))
        .saturating_add(1)
}

fn is_refused(error: &Error) -> bool {
    error.as_database_error().is_some_and(|cause| cause.message().contains("unsupported startup parameter"))
}

fn milliseconds(time: Duration) -> String {
    time.as_millis().max(1).to_string()
}
