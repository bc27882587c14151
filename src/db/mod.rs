//! The only place that knows there are two databases.
//!
//! A store function that reads takes `&mut Conn`, one that writes `&mut Tx` or a `Change`, and writes one SQL text with
//! [`sql!`], or builds a list with [`Select`]. The text
//! stays within what SQLite and PostgreSQL both mean the same by:
//!
//! - named columns, never a star; `$1 … $n`; no `::cast`, `ILIKE`, `now()`, arrays or JSON operators;
//! - `BIGINT` ids and counts; `CAST(sum(x) AS BIGINT)`;
//! - a column that may be NULL is read as an `Option`: SQLite reads NULL into a `String` as `""` and says nothing;
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
mod copy;
mod counts;
mod fold;
mod health;
mod home;
pub mod key;
mod link;
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
mod table;
mod value;
mod waits;
mod words;

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{PgConnection, SqliteConnection};
use tokio::time::timeout;

use crate::metrics::Waits;

pub use bulk::Bulk;
pub use copy::{Engine, copy, is_empty, restore};
pub use fold::{EDITION, folded, search_text};
pub use health::{Failing, Part};
pub use migrate::{Schema, last_migration, migrate, newest_migration, schema};
pub use open::{file, is_sqlite, is_there, may_come};
pub use outage::{is_outage, kept_nothing, said};
pub use parts::{Found, TextSearch};
pub use places::Order;
pub use random::{hash, random_bytes, random_token};
pub use seal::{Seal, Sealed, Unsealable};
pub use select::{Counted, Select, like_pattern, search_key};
pub use sqlx::{Error, FromRow, Result, postgres::PgRow, sqlite::SqliteRow};
pub use table::{Condition, Stamp, Table, Written};
pub use value::Value;
pub use waits::{Budget, Limits};
pub use words::Words;

use counts::Counts;
use home::Home;
use link::Link as _;
use loan::{Loan, Watch};
pub(crate) use macros::sql;
use pool::Pool;
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

/// A connection for reading.
pub struct Conn {
    link: Link,
    text_search: TextSearch,
    statements: Arc<AtomicU64>,
    counts: Arc<Counts>,
    budget: Budget,
}

/// A transaction for writing, in which one reads as well; dropping it unfinished rolls back. What writes takes this, so
/// that a write outside a transaction does not compile:
///
/// ```compile_fail
/// # use steward::db::{Conn, Result, Table};
/// async fn forget(table: &Table, conn: &mut Conn) -> Result<()> {
///     table.delete(conn, 1).await
/// }
/// ```
///
/// ```
/// # use steward::db::{Result, Table, Tx};
/// async fn forget(table: &Table, tx: &mut Tx) -> Result<()> {
///     table.delete(tx, 1).await
/// }
/// ```
pub struct Tx(Conn);

enum Link {
    Sqlite(Loan<SqliteConnection>),
    Postgres(Loan<PgConnection>),
}

/// What [`sql!`] matches on.
pub enum Raw<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// What is changed by one at a time, because its rule is about all rows together. The numbers are those that all nodes
/// agree on.
#[derive(Clone, Copy)]
pub enum Serial {
    Administrators = 0x5354_4501,
    SetUp = 0x5354_4502,
    Migrations = 0x5354_4503,
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
        self.waits.of("write", self.lend(false)).await.map(Tx)
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
        Ok(Conn { link, text_search: self.text_search, statements, counts, budget })
    }

    /// Work of a request: its statements together have as long as the settings say.
    pub async fn in_time<T>(&self, work: impl Future<Output = T>) -> T {
        Budget::of_a_request(&self.limits).around(work).await
    }

    /// A note that is made while something is read, which neither waits long for it nor fails with it.
    pub async fn in_passing(&self, what: &str, work: impl Future<Output = Result<()>>) {
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

impl Conn {
    /// The driver's own connection, for what is in nobody's way when it fails or hangs: nobody stands by.
    pub fn raw(&mut self) -> Raw<'_> {
        self.asked().0
    }

    /// What [`sql!`] runs a statement on, and who stands by.
    pub(crate) fn asked(&mut self) -> (Raw<'_>, Watch<'_>) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        match &mut self.link {
            Link::Sqlite(loan) => {
                let (conn, watch) = loan.asked(&self.budget);
                (Raw::Sqlite(conn), watch)
            }
            Link::Postgres(loan) => {
                let (conn, watch) = loan.asked(&self.budget);
                (Raw::Postgres(conn), watch)
            }
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

impl Tx {
    /// What [`sql!`] runs a write on, and who stands by.
    pub(crate) fn asked_to_write(&mut self) -> (Raw<'_>, Watch<'_>) {
        self.0.asked()
    }

    /// Statements without values and rows.
    async fn script(&mut self, text: &str) -> Result<()> {
        match self.asked() {
            (Raw::Sqlite(c), watch) => watch.over(c.say(text.to_owned())).await,
            (Raw::Postgres(c), watch) => watch.over(c.say(text.to_owned())).await,
        }
    }

    /// One that fails leaves a connection that is thrown away, whatever the engine did by itself.
    pub async fn commit(self) -> Result<()> {
        match self.0.link {
            Link::Sqlite(loan) => loan.commit(&self.0.budget).await,
            Link::Postgres(loan) => loan.commit(&self.0.budget).await,
        }
    }

    /// At once, where dropping it leaves that to its next use.
    pub async fn rollback(self) -> Result<()> {
        match self.0.link {
            Link::Sqlite(loan) => loan.rollback(&self.0.budget).await,
            Link::Postgres(loan) => loan.rollback(&self.0.budget).await,
        }
    }

    /// Appended to the inner SELECT that takes a job, so that two workers never wait for or take the same row. SQLite
    /// has one writer and needs nothing.
    pub fn skip_locked(&self) -> &'static str {
        match self.0.link {
            Link::Postgres(_) => " FOR UPDATE SKIP LOCKED",
            Link::Sqlite(_) => "",
        }
    }

    /// Makes every other change that asks for the same wait until this one is done, on every node. SQLite has one
    /// writer and needs nothing.
    pub async fn one_at_a_time(&mut self, what: Serial) -> Result<()> {
        match self.0.link {
            Link::Postgres(_) => sql!(execute self, "SELECT pg_advisory_xact_lock($1)", what as i64).map(drop),
            Link::Sqlite(_) => Ok(()),
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
