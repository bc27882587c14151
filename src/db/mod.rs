//! The only place that knows there are two databases.
//!
//! A store function that reads takes `&mut Conn`, one that writes `&mut Tx` or a `Change`, and writes one SQL text with
//! [`sql!`], or builds a list with [`Select`]. The text stays within what SQLite and PostgreSQL both mean the same by:
//!
//! - named columns, never a star; `$1 … $n`; no `::cast`, `ILIKE`, `now()`, arrays or JSON operators;
//! - `BIGINT` ids and counts; `CAST(sum(x) AS BIGINT)`;
//! - a column that may be NULL is read as an `Option`: NULL where something is expected is an error on both;
//! - time comes from [`Clock`](crate::clock::Clock), in UTC, cut to microseconds;
//! - text to sort by is kept in a column of its own, lower-cased NFKC ([`search_key`]), text to search in another
//!   ([`search_text`]), because SQLite's `lower()` and `LIKE` know ASCII only; on PostgreSQL such columns are `COLLATE
//!   "C"`, so both engines sort by code point;
//! - a name that must be unique is unique in the schema; [`is_taken`] recognises the refusal;
//! - every write runs in [`Db::begin`], which is `BEGIN IMMEDIATE` on SQLite, with one writer at a time.
//!
//! Every wait has a limit ([`Limits`]), and a connection that outlived it, or on which something failed that is no
//! refusal, is not used again.

mod bulk;
mod conn;
mod copy;
mod counts;
mod first;
mod fold;
mod health;
mod home;
pub mod key;
mod link;
mod listed;
mod load;
mod loan;
mod macros;
mod migrate;
mod open;
mod outage;
mod parts;
mod places;
mod pool;
mod postgres_tools;
mod random;
mod refold;
mod seal;
mod select;
mod sqlite;
mod statement;
mod table;
mod value;
mod waits;
mod words;

use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::PgConnection;
use tokio::time::timeout;

use crate::metrics::Waits;

pub use bulk::Bulk;
pub use conn::{Conn, Serial, Tx};
pub use copy::{Engine, copy, is_empty, restore};
pub use first::Searched;
pub use fold::{EDITION, folded, search_text};
pub use health::{Failing, Part};
pub use listed::Listed;
pub use migrate::{Schema, last_migration, migrate, newest_migration, schema};
pub use open::{file, is_sqlite, is_there, may_come};
pub use outage::{is_outage, kept_nothing, said};
pub use parts::{Found, TextSearch};
pub use places::Order;
pub use random::{hash, random_bytes, random_token};
pub use seal::{Seal, Sealed, Unsealable};
pub use select::{Counted, Select, like_pattern, search_key};
pub use sqlite::{Sqlite, SqliteRow};
pub use sqlx::{Error, FromRow, Result};
pub use statement::{Fetched, Statement};
pub use table::{Condition, Stamp, Table, Written};
pub use value::Value;
pub use waits::{Budget, Limits};
pub use words::Words;

use conn::Link;
use counts::Counts;
use home::Home;
pub(crate) use macros::{kept_as_text, sql};
use pool::Pool;
use sqlite::SqliteConnection;
pub(crate) use table::written;

/// PostgreSQL's connections, or SQLite's one writer and its readers.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
    text_search: TextSearch,
    limits: Limits,
    statements: Arc<AtomicU64>,
    counts: Arc<Counts>,
    health: Arc<health::Health>,
    waits: Waits,
}

#[derive(Clone)]
enum Pools {
    Sqlite { writer: Pool<SqliteConnection>, readers: Pool<SqliteConnection>, home: Home },
    Postgres(Pool<PgConnection>),
}

const IN_PASSING: Duration = Duration::from_millis(250);

impl Db {
    /// For reading.
    pub async fn conn(&self) -> Result<Conn> {
        self.waits.of("read", self.lend(true)).await
    }

    /// For writing. IMMEDIATE, because a deferred SQLite transaction that reads and then writes fails under load at
    /// once.
    pub async fn begin(&self) -> Result<Tx> {
        self.waits.of("write", self.lend(false)).await.map(Tx::of)
    }

    async fn lend(&self, reads: bool) -> Result<Conn> {
        let budget = Budget::current(&self.limits);
        let link = match &self.pools {
            Pools::Sqlite { readers, .. } if reads => Link::Sqlite(readers.lend(false, &budget).await?),
            Pools::Sqlite { writer, .. } => Link::Sqlite(writer.begin("BEGIN IMMEDIATE", true, &budget).await?),
            // Behind a pooler only a transaction has a session to itself.
            Pools::Postgres(pool) if reads && !self.limits.pooler => Link::Postgres(pool.lend(false, &budget).await?),
            Pools::Postgres(pool) => {
                let begin = open::begin(&self.limits, reads, budget.is_unhurried());
                Link::Postgres(pool.begin(&begin, !reads, &budget).await?)
            }
        };
        let (statements, counts) = (Arc::clone(&self.statements), Arc::clone(&self.counts));
        Ok(Conn { link, text_search: self.text_search, statements, counts, budget, writes: 0 })
    }

    /// Work of a request: its statements together have as long as the settings say.
    pub async fn in_time<T>(&self, work: impl Future<Output = T>) -> T {
        Budget::of_a_request(&self.limits).around(work).await
    }

    /// A note that is made while something is read, which neither waits long for it nor fails with it.
    pub async fn in_passing(&self, what: &str, work: impl Future<Output = Result<(), impl Display>>) {
        match timeout(IN_PASSING, work).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "{what} is not kept"),
            Err(_) => tracing::warn!("{what} is not kept: the database is busy writing"),
        }
    }

    /// Keeps the planner's statistics fresh, looking at a part of each table only (0x10), since nobody can write
    /// meanwhile. PostgreSQL does so itself.
    pub async fn optimize(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { .. } => self.maintain(&["PRAGMA optimize = 0x10012"]).await,
            Pools::Postgres(_) => Ok(()),
        }
    }

    /// Statements that stand in no transaction.
    async fn maintain(&self, texts: &[&str]) -> Result<()> {
        let budget = Budget::current(&self.limits);
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.lend(true, &budget).await?.run(texts, &budget).await,
            Pools::Postgres(pool) => pool.lend(true, &budget).await?.run(texts, &budget).await,
        }
    }

    /// How many statements have run since the start; tests hold pages to their number.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A row of one column.
pub type One<T> = (T,);

/// Whether a write was refused because a unique value exists already. Which one, the caller knows: only PostgreSQL
/// names the constraint.
pub fn is_taken(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether the value that exists already is of this column, whose unique index is called `table_column`.
pub fn is_taken_in(error: &Error, table: &str, column: &str) -> bool {
    let of_column = |error: &dyn sqlx::error::DatabaseError| match error.constraint() {
        Some(name) => name == format!("{table}_{column}"),
        None => error.message().contains(&format!("{table}.{column}")),
    };
    is_taken(error) && error.as_database_error().is_some_and(of_column)
}

/// Whether a row was not deleted, or not written, because of a reference between rows.
pub fn is_referenced(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
}
