//! What statements run on: a connection for reading, a transaction for writing.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use sqlx::PgConnection;

use super::{
    Budget, Engine, One, Result, SqliteConnection, TextSearch, counts::Counts, link::Link as _, loan::Loan, sql,
};

/// A connection for reading.
pub struct Conn {
    pub(super) link: Link,
    pub(super) text_search: TextSearch,
    pub(super) statements: Arc<AtomicU64>,
    pub(super) counts: Arc<Counts>,
    pub(super) budget: Budget,
    /// How many statements that write were begun on it.
    pub(super) writes: u64,
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

pub(super) enum Link {
    Sqlite(Loan<SqliteConnection>),
    Postgres(Loan<PgConnection>),
}

/// What is changed by one at a time, because its rule is about all rows together. The numbers are those that all nodes
/// agree on.
#[derive(Clone, Copy)]
pub enum Serial {
    Administrators = 0x5354_4501,
    SetUp = 0x5354_4502,
    Migrations = 0x5354_4503,
    Notices = 0x5354_4504,
    Sealing = 0x5354_4505,
}

impl Conn {
    pub fn engine(&self) -> Engine {
        match &self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    pub(super) fn count(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
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
    /// Of a connection on which it has begun.
    pub(super) fn of(conn: Conn) -> Self {
        Self(conn)
    }

    /// For a statement that writes and says what became of it.
    pub(crate) fn writing(&mut self) -> &mut Conn {
        self.0.writes += 1;
        &mut self.0
    }

    /// How many statements that write were begun so far.
    pub fn writes(&self) -> u64 {
        self.0.writes
    }

    /// Begins a part that can be taken back by itself, even where a statement of it failed.
    pub async fn begin_part(&mut self) -> Result<()> {
        self.script("SAVEPOINT part").await
    }

    /// Keeps the part, for as long as the transaction is.
    pub async fn keep_part(&mut self) -> Result<()> {
        self.script("RELEASE SAVEPOINT part").await
    }

    /// Takes the part back; what came before it stays.
    pub async fn drop_part(&mut self) -> Result<()> {
        self.count();
        match &mut self.0.link {
            Link::Sqlite(loan) => loan.back_to("part", &self.0.budget).await?,
            Link::Postgres(loan) => loan.back_to("part", &self.0.budget).await?,
        }
        self.keep_part().await
    }

    /// Statements without values and rows.
    pub async fn script(&mut self, text: &str) -> Result<()> {
        self.count();
        let Conn { link, budget, .. } = &mut self.0;
        match link {
            Link::Sqlite(loan) => {
                let (conn, watch) = loan.asked(budget);
                watch.over(conn.say(text.to_owned())).await
            }
            Link::Postgres(loan) => {
                let (conn, watch) = loan.asked(budget);
                watch.over(conn.say(text.to_owned())).await
            }
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

    /// Appended to a SELECT of one table: whoever would write to these rows waits until this transaction is over. SQLite
    /// has one writer and needs nothing.
    pub fn held(&self) -> &'static str {
        match self.0.link {
            Link::Postgres(_) => " FOR NO KEY UPDATE",
            Link::Sqlite(_) => "",
        }
    }

    /// Behind a `SELECT`: its rows stay, for others to refer to them, until this transaction is over.
    pub fn kept(&self) -> &'static str {
        match self.0.link {
            Link::Postgres(_) => " FOR KEY SHARE",
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

    /// Whether nobody else does the same, who then does not until this transaction is over. SQLite has one writer and
    /// needs nothing.
    pub async fn alone(&mut self, what: Serial) -> Result<bool> {
        match self.0.link {
            Link::Postgres(_) => {
                let got = sql!(fetch_one One<bool>, self, "SELECT pg_try_advisory_xact_lock($1)", what as i64)?;
                Ok(got.0)
            }
            Link::Sqlite(_) => Ok(true),
        }
    }

    /// Behind a condition on rows with an `id` that know in `tx` who wrote them: those before which no other can come
    /// any more, in the order of commits. One that is above all that have begun is of another cluster, from a copy.
    pub fn settled(&self) -> &'static str {
        match self.0.link {
            Link::Postgres(_) => {
                " AND (tx IS NULL OR tx < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
                  OR tx >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)) ORDER BY tx NULLS FIRST, id"
            }
            Link::Sqlite(_) => " ORDER BY id",
        }
    }
}
