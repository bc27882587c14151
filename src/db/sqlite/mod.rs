//! SQLite, asked in the thread that wants to know.
//!
//! To have another thread read one row costs some forty microseconds, in which the two wake each other; to read it costs
//! four. So a statement runs where it is asked for, as long as it reads no longer than a list or a form does. What takes
//! longer begins anew on a thread that may wait; and there goes from the start what waits for the disk or for somebody
//! else: a commit, a script, work that is in no hurry.

mod driver;
mod refusal;
mod rows;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, types::FromSql};
use tokio::task::spawn_blocking;

use super::{
    Budget, Error, Fetched, Result,
    link::Link,
    outage::{is_held, is_interrupted},
    statement::Statement,
};

pub use driver::Sqlite;
pub use rows::SqliteRow;

use rows::Answer;

pub struct SqliteConnection {
    /// None while a thread has it.
    conn: Option<Box<Connection>>,
    patience: Duration,
    keeps_statistics: bool,
    limit: Arc<Limit>,
}

#[derive(Clone, Debug)]
pub struct SqliteOptions {
    pub file: PathBuf,
    /// Whether an empty database is made where there is none.
    pub make: bool,
    pub reads_only: bool,
    /// For a statement, and for somebody who is in the way.
    pub patience: Duration,
}

/// Until when a statement may run.
struct Limit {
    broken_off: Arc<AtomicBool>,
    epoch: Instant,
    /// Nanoseconds from `epoch` on.
    until: AtomicU64,
}

/// A list or a form takes a tenth of it.
const AT_ONCE: Duration = Duration::from_millis(2);
/// Of SQLite's machine, between two looks at the clock: some ten microseconds.
const STEPS: i32 = 1_000;
/// What operators are told of; sqlx does so too.
const SLOW: Duration = Duration::from_secs(1);
/// Of those who open a database for one look.
const PATIENCE: Duration = Duration::from_secs(5);
/// Prepared ones that a connection keeps.
const STATEMENTS: usize = 100;

/// The one value that this text reads from a database that nobody here has open.
pub async fn look<T: FromSql + Send + 'static>(file: PathBuf, text: &'static str) -> Result<T> {
    let look = move || {
        let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        conn.busy_timeout(PATIENCE)?;
        conn.query_row(text, [], |row| row.get(0))
    };
    spawn_blocking(look).await.map_err(|_| Error::WorkerCrashed)?.map_err(refusal::of)
}

/// Writes a database as it is at this moment into a new file.
pub async fn copy(file: PathBuf, new: String) -> Result<()> {
    let copy = move || {
        let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.busy_timeout(PATIENCE)?;
        conn.execute("VACUUM INTO ?1", [new])
    };
    spawn_blocking(copy).await.map_err(|_| Error::WorkerCrashed)?.map(drop).map_err(refusal::of)
}

impl SqliteConnection {
    /// At most so many rows.
    pub async fn fetch<R: Fetched>(&mut self, statement: Statement, most: usize, budget: &Budget) -> Result<Vec<R>> {
        self.run(statement, most, budget).await?.rows()
    }

    /// How many rows it changed.
    pub async fn execute(&mut self, statement: Statement, budget: &Budget) -> Result<u64> {
        self.run(statement, usize::MAX, budget).await?;
        Ok(self.conn.as_ref().map_or(0, |conn| conn.changes()))
    }

    async fn run(&mut self, statement: Statement, most: usize, budget: &Budget) -> Result<Answer> {
        if !budget.is_unhurried() {
            let conn = self.conn.as_ref().ok_or(Error::WorkerCrashed)?;
            let mut reads = false;
            let done = ask(conn, &statement, most, |it| {
                reads = it;
                self.limit.set(if reads { AT_ONCE } else { self.patience });
            });
            self.limit.lift();
            match done {
                // A transaction in which a write was interrupted is over.
                Err(error) if (reads && is_interrupted(&error)) || is_held(&error) => {}
                done => return done,
            }
        }
        let (begun, text) = (Instant::now(), statement.text().to_owned());
        let done = self.elsewhere(move |conn| ask(conn, &statement, most, |_| ())).await;
        if begun.elapsed() > SLOW && !budget.is_unhurried() {
            tracing::warn!(seconds = begun.elapsed().as_secs_f64(), text, "slow statement");
        }
        done
    }

    /// On a thread that may wait.
    async fn elsewhere<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let conn = self.conn.take().ok_or(Error::WorkerCrashed)?;
        let patience = self.patience;
        let patiently = move || {
            let done = conn.busy_timeout(patience).map_err(refusal::of).and_then(|()| work(&conn));
            conn.busy_timeout(Duration::ZERO).map_err(refusal::of).map(|()| (conn, done))
        };
        let (conn, done) = spawn_blocking(patiently).await.map_err(|_| Error::WorkerCrashed)??;
        self.conn = Some(conn);
        done
    }
}

impl Link for SqliteConnection {
    type Options = SqliteOptions;

    const STALE: Option<Duration> = None;
    const FAILS_WHOLE: bool = false;

    async fn open(options: &SqliteOptions, broken_off: &Arc<AtomicBool>) -> Result<Self> {
        let (patience, keeps_statistics) = (options.patience, !options.reads_only);
        let broken_off = Arc::clone(broken_off);
        let limit = Arc::new(Limit { broken_off, epoch: Instant::now(), until: AtomicU64::new(u64::MAX) });
        let (options, watch) = (options.clone(), Arc::clone(&limit));
        let open = move || open(&options, watch).map_err(refusal::of);
        let conn = spawn_blocking(open).await.map_err(|_| Error::WorkerCrashed)??;
        Ok(Self { conn: Some(Box::new(conn)), patience, keeps_statistics, limit })
    }

    async fn ping(&mut self) -> Result<()> {
        self.conn.as_ref().map(drop).ok_or(Error::WorkerCrashed)
    }

    async fn say(&mut self, text: String) -> Result<()> {
        // To begin and to give up waits for nothing where nobody else writes.
        if let (Some(conn), true) = (&self.conn, text.starts_with("BEGIN") || text == "ROLLBACK") {
            match conn.execute_batch(&text).map_err(refusal::of) {
                Err(error) if is_held(&error) => {}
                done => return done,
            }
        }
        self.elsewhere(move |conn| conn.execute_batch(&text).map_err(refusal::of)).await
    }

    async fn close(mut self) -> Result<()> {
        if self.keeps_statistics {
            self.say("PRAGMA optimize".to_owned()).await?;
        }
        self.close_hard().await
    }

    /// The last one folds the log back into the file.
    async fn close_hard(self) -> Result<()> {
        spawn_blocking(move || drop(self.conn)).await.map_err(|_| Error::WorkerCrashed)
    }
}

impl Limit {
    fn set(&self, limit: Duration) {
        let until = nanoseconds(self.epoch.elapsed() + limit);
        self.until.store(until, Ordering::Relaxed);
    }

    fn lift(&self) {
        self.until.store(u64::MAX, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        self.broken_off.load(Ordering::Relaxed) || (until != u64::MAX && nanoseconds(self.epoch.elapsed()) > until)
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn open(options: &SqliteOptions, limit: Arc<Limit>) -> rusqlite::Result<Connection> {
    let make = if options.make { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | make;
    let conn = Connection::open_with_flags(&options.file, flags)?;
    conn.busy_timeout(options.patience)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -2000",
    )?;
    if options.reads_only {
        conn.execute_batch("PRAGMA query_only = ON")?;
    }
    conn.busy_timeout(Duration::ZERO)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.progress_handler(STEPS, Some(move || limit.is_over()))?;
    Ok(conn)
}

/// `begins` is told whether the statement only reads.
fn ask(conn: &Connection, statement: &Statement, most: usize, begins: impl FnOnce(bool)) -> Result<Answer> {
    let mut prepared = conn.prepare_cached(statement.text()).map_err(refusal::of)?;
    for at in 1..=prepared.parameter_count() {
        // To SQLite `$2` is a name.
        let number = prepared.parameter_name(at).and_then(|name| name.get(1..)?.parse().ok()).unwrap_or(at);
        let value = number.checked_sub(1).and_then(|index| statement.values().get(index));
        let value = value.ok_or_else(|| Error::Encode(format!("there is no value for ${number}").into()))?;
        prepared.raw_bind_parameter(at, value).map_err(refusal::of)?;
    }
    begins(prepared.readonly());
    rows::read(&mut prepared.raw_query(), most)
}
