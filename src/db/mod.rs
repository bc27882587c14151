//! The only place that knows there are two databases.
//!
//! A store function takes `&mut Conn` and writes one SQL text with [`sql!`], or builds a list with [`Select`]. The text stays
//! within what SQLite and PostgreSQL both mean the same by:
//!
//! - named columns, never a star; `$1 … $n`; no `::cast`, `ILIKE`, `now()`, arrays or JSON operators;
//! - `BIGINT` ids and counts; `CAST(sum(x) AS BIGINT)`;
//! - a column that may be NULL is read as an `Option`: SQLite reads NULL into a `String` as `""` and says nothing;
//! - time comes from [`Clock`](crate::clock::Clock), in UTC, cut to microseconds;
//! - text to search or sort by is kept in a column of its own, lower-cased NFKC ([`search_key`]), because SQLite's `lower()` and
//!   `LIKE` know ASCII only; on PostgreSQL such columns are `COLLATE "C"`, so both engines sort by code point;
//! - a name that must be unique is unique in the schema; [`is_taken`] recognises the refusal;
//! - every write runs in [`Db::begin`], which is `BEGIN IMMEDIATE` on SQLite, with one writer at a time.

mod bulk;
mod copy;
pub mod key;
mod load;
mod migrate;
mod postgres_tools;
mod random;
mod seal;
mod select;

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    Connection, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::metrics::Waits;

pub use bulk::{Bulk, Cell};
pub use copy::{Engine, copy, is_empty, restore};
pub use migrate::{is_current, last_migration, migrate, newest_migration};
pub use random::{hash, random_bytes, random_token};
pub use seal::{Seal, Sealed, Unsealable};
pub use select::{Counted, Select, Value, like_pattern, prefix_end, search_key};
pub use sqlx::{Error, FromRow, Result, postgres::PgRow, sqlite::SqliteRow};

/// PostgreSQL's pool, or SQLite's one writer and its readers.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
    statements: Arc<AtomicU64>,
    waits: Waits,
}

#[derive(Clone)]
enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// A connection for reading, or a transaction for writing; dropping it unfinished rolls back.
pub struct Conn {
    link: Link,
    statements: Arc<AtomicU64>,
}

enum Link {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// What [`sql!`] matches on.
pub enum Raw<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// How an engine finds a part of a text, from three characters up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSearch {
    /// SQLite's table of trigrams.
    Fts,
    /// PostgreSQL's index of trigrams, behind LIKE.
    Like,
}

/// What is changed by one at a time, because its rule is about all rows together. The numbers are those that all nodes agree on.
#[derive(Clone, Copy)]
pub enum Serial {
    Administrators = 0x5354_4501,
    SetUp = 0x5354_4502,
}

const POSTGRES_CONNECTIONS: u32 = 16;
const ACQUIRE: Duration = Duration::from_secs(6);
/// As many rows as a page or a call asks for, so that the thread that reads them does not wait for the one that takes them.
const ROWS_AHEAD: usize = 1024;
/// A connection that lay idle this long is asked for a sign of life before use, so that a restarted server costs no request.
const STALE: Duration = Duration::from_secs(1);

impl Db {
    /// Opens `sqlite:PATH` (made when absent) or `postgres://…`; the schema is [`migrate`]'s business.
    pub async fn open(url: &str) -> Result<Self> {
        let pools = if url.starts_with("sqlite:") {
            let options = sqlite_options(url)?;
            let pool = SqlitePoolOptions::new().test_before_acquire(false).acquire_timeout(ACQUIRE);
            let writer = pool.clone().max_connections(1).connect_with(options.clone()).await?;
            let readers = pool.max_connections(readers()).connect_with(options.pragma("query_only", "on")).await?;
            Pools::Sqlite { writer, readers }
        } else {
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(ACQUIRE)
                .test_before_acquire(false)
                .before_acquire(|conn, meta| Box::pin(async move { Ok(meta.idle_for < STALE || conn.ping().await.is_ok()) }));
            let options = PgConnectOptions::from_str(url)?;
            // Tried on its own first: the pool would only say that its time ran out, not why.
            PgConnection::connect_with(&options).await?.close().await?;
            Pools::Postgres(pool.connect_with(options).await?)
        };
        Ok(Self { pools, statements: Arc::default(), waits: Waits::default() })
    }

    /// For reading.
    pub async fn conn(&self) -> Result<Conn> {
        let link = self.waits.of("read", async {
            Ok::<_, Error>(match &self.pools {
                Pools::Sqlite { readers, .. } => Link::Sqlite(readers.acquire().await?),
                Pools::Postgres(pool) => Link::Postgres(pool.acquire().await?),
            })
        });
        let link = link.await?;
        Ok(Conn { link, statements: self.statements.clone() })
    }

    /// For writing. IMMEDIATE, because a deferred SQLite transaction that reads and then writes fails under load at once.
    pub async fn begin(&self) -> Result<Conn> {
        let link = self.waits.of("write", async {
            Ok::<_, Error>(match &self.pools {
                Pools::Sqlite { writer, .. } => Link::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?),
                Pools::Postgres(pool) => Link::PostgresTx(pool.begin().await?),
            })
        });
        let link = link.await?;
        Ok(Conn { link, statements: self.statements.clone() })
    }

    /// Keeps the planner's statistics fresh, looking at a part of each table only (0x10), since nobody can write meanwhile. PostgreSQL does so itself.
    pub async fn optimize(&self) -> Result<()> {
        if let Pools::Sqlite { writer, .. } = &self.pools {
            sqlx::query("PRAGMA optimize = 0x10012").execute(writer).await?;
        }
        Ok(())
    }

    /// How many statements have run since the start; tests hold pages to their number.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Conn {
    pub fn raw(&mut self) -> Raw<'_> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        match &mut self.link {
            Link::Sqlite(conn) => Raw::Sqlite(conn),
            Link::SqliteTx(tx) => Raw::Sqlite(tx),
            Link::Postgres(conn) => Raw::Postgres(conn),
            Link::PostgresTx(tx) => Raw::Postgres(tx),
        }
    }

    pub async fn commit(self) -> Result<()> {
        match self.link {
            Link::SqliteTx(tx) => tx.commit().await,
            Link::PostgresTx(tx) => tx.commit().await,
            Link::Sqlite(_) | Link::Postgres(_) => Ok(()),
        }
    }

    /// At once, where dropping it leaves that to its next use.
    pub async fn rollback(self) -> Result<()> {
        match self.link {
            Link::SqliteTx(tx) => tx.rollback().await,
            Link::PostgresTx(tx) => tx.rollback().await,
            Link::Sqlite(_) | Link::Postgres(_) => Ok(()),
        }
    }

    /// Appended to the inner SELECT that takes a job, so that two workers never wait for or take the same row. SQLite has one writer and needs nothing.
    pub fn skip_locked(&self) -> &'static str {
        match self.link {
            Link::Postgres(_) | Link::PostgresTx(_) => " FOR UPDATE SKIP LOCKED",
            Link::Sqlite(_) | Link::SqliteTx(_) => "",
        }
    }

    /// Makes every other change that asks for the same wait until this one is done, on every node. SQLite has one writer and needs nothing.
    pub async fn one_at_a_time(&mut self, what: Serial) -> Result<()> {
        if let Link::PostgresTx(tx) = &mut self.link {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(what as i64).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// How this engine finds a part of a text.
    pub fn text_search(&self) -> TextSearch {
        match self.link {
            Link::Postgres(_) | Link::PostgresTx(_) => TextSearch::Like,
            Link::Sqlite(_) | Link::SqliteTx(_) => TextSearch::Fts,
        }
    }
}

/// A row of one column.
pub type One<T> = (T,);

/// Whether a write was refused because a unique value exists already. Which one, the caller knows: only PostgreSQL names the constraint.
pub fn is_taken(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether a row was not deleted, or not written, because of a reference between rows.
pub fn is_referenced(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
}

/// One more than can be busy at a time; each has a page cache of its own.
fn readers() -> u32 {
    std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX)).saturating_add(1)
}

/// Whether there is a database to open: SQLite would make an empty one. Of PostgreSQL nothing is known before it is asked.
pub fn is_there(url: &str) -> bool {
    match SqliteConnectOptions::from_str(url) {
        Ok(options) if url.starts_with("sqlite:") => options.get_filename().exists(),
        _ => true,
    }
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions> {
    Ok(SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("cache_size", "-2000")
        .row_buffer_size(ROWS_AHEAD)
        .optimize_on_close(true, None))
}

/// One SQL text for both engines: `sql!(fetch_all Account, conn, "SELECT … WHERE name = $1", name)`, `sql!(execute conn, "UPDATE …", …)`.
///
/// A macro because the two drivers' queries are different types with no common trait to bind through.
macro_rules! sql {
    (execute $conn:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        match $conn.raw() {
            $crate::db::Raw::Sqlite(c) => sqlx::query($text)$(.bind($arg))*.execute(&mut *c).await.map(|done| done.rows_affected()),
            $crate::db::Raw::Postgres(c) => sqlx::query($text)$(.bind($arg))*.execute(&mut *c).await.map(|done| done.rows_affected()),
        }
    };
    ($fetch:ident $row:ty, $conn:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        match $conn.raw() {
            $crate::db::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($text)$(.bind($arg))*.$fetch(&mut *c).await,
            $crate::db::Raw::Postgres(c) => sqlx::query_as::<_, $row>($text)$(.bind($arg))*.$fetch(&mut *c).await,
        }
    };
}
pub(crate) use sql;
