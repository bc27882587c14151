//! A statement: its text, the values bound to it, and what runs it.

use sqlx::{AssertSqlSafe, FromRow, SqlSafeStr, SqlStr, postgres::PgRow};

use super::{Conn, Result, SqliteRow, Tx, Value, conn::Link};

/// One text for both engines, and its values in the order of `$1 … $n`.
pub struct Statement {
    text: SqlStr,
    values: Vec<Value>,
    /// Whether PostgreSQL keeps a plan for it.
    kept: bool,
}

/// What a row is read into: `#[derive(FromRow)]` makes it so.
pub trait Fetched: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static {}

impl<R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static> Fetched for R {}

/// PostgreSQL's driver takes a value of each type by itself.
macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Bool(it) => query.bind(it),
                Value::Int(it) => query.bind(it),
                Value::Time(it) => query.bind(it),
                Value::Text(it) => query.bind(it),
                Value::Bytes(it) => query.bind(it),
            };
        }
        query
    }};
}

impl Statement {
    /// With no value bound yet.
    pub fn new(text: impl SqlSafeStr) -> Self {
        Self { text: text.into_sql_str(), values: Vec::new(), kept: true }
    }

    pub(super) fn of(text: String, values: Vec<Value>) -> Self {
        Self { text: AssertSqlSafe(text).into_sql_str(), values, kept: true }
    }

    #[must_use]
    pub(super) fn keeping_its_plan(self, kept: bool) -> Self {
        Self { kept, ..self }
    }

    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    pub(super) fn text(&self) -> &str {
        self.text.as_str()
    }

    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }
}

impl Conn {
    pub async fn fetch_all<R: Fetched>(&mut self, statement: Statement) -> Result<Vec<R>> {
        self.fetch(statement, usize::MAX).await
    }

    pub async fn fetch_optional<R: Fetched>(&mut self, statement: Statement) -> Result<Option<R>> {
        Ok(self.fetch(statement, 1).await?.pop())
    }

    /// An error where there is none.
    pub async fn fetch_one<R: Fetched>(&mut self, statement: Statement) -> Result<R> {
        self.fetch_optional(statement).await?.ok_or(super::Error::RowNotFound)
    }

    /// The drivers' futures are large and stand on the heap, so that a handler with many statements does not carry the
    /// sum of them on its stack.
    async fn fetch<R: Fetched>(&mut self, statement: Statement, most: usize) -> Result<Vec<R>> {
        self.count();
        match &mut self.link {
            Link::Sqlite(loan) => {
                let (conn, watch) = loan.asked(&self.budget);
                watch.over(Box::pin(conn.fetch(statement, most, &self.budget))).await
            }
            Link::Postgres(loan) => {
                let (conn, watch) = loan.asked(&self.budget);
                let kept = statement.kept && watch.keeps_statements();
                let query = bound!(sqlx::query_as::<_, R>(statement.text), statement.values).persistent(kept);
                match most {
                    1 => watch.over(Box::pin(query.fetch_optional(conn))).await.map(|row| row.into_iter().collect()),
                    _ => watch.over(Box::pin(query.fetch_all(conn))).await,
                }
            }
        }
    }
}

impl Tx {
    /// How many rows it changed.
    pub async fn execute(&mut self, statement: Statement) -> Result<u64> {
        self.count();
        self.writing();
        let Conn { link, budget, .. } = &mut **self;
        match link {
            Link::Sqlite(loan) => {
                let (conn, watch) = loan.asked(budget);
                watch.over(Box::pin(conn.execute(statement, budget))).await
            }
            Link::Postgres(loan) => {
                let (conn, watch) = loan.asked(budget);
                let kept = statement.kept && watch.keeps_statements();
                let query = bound!(sqlx::query(statement.text), statement.values).persistent(kept);
                watch.over(Box::pin(query.execute(conn))).await.map(|done| done.rows_affected())
            }
        }
    }
}
