//! What is bound to a statement that is put together while the program runs.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};

use super::{Conn, Raw, Result, Tx};

/// A value of a column; None is that type's NULL.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    Int(Option<i64>),
    Time(Option<DateTime<Utc>>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

/// A statement and what is bound to it.
pub(super) struct Bound {
    pub text: String,
    pub values: Vec<Value>,
    /// Whether PostgreSQL keeps a plan for it.
    pub kept: bool,
}

/// The two drivers' queries share no trait to bind through.
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

impl Bound {
    pub async fn fetch_all<R>(self, conn: &mut Conn) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let Self { text, values, kept } = self;
        match conn.asked() {
            (Raw::Sqlite(c), watch) => {
                let query = bound!(sqlx::query_as::<_, R>(AssertSqlSafe(text)), values);
                watch.over(Box::pin(query.fetch_all(&mut *c))).await
            }
            (Raw::Postgres(c), watch) => {
                let query = bound!(sqlx::query_as::<_, R>(AssertSqlSafe(text)), values);
                let kept = kept && watch.keeps_statements();
                watch.over(Box::pin(query.persistent(kept).fetch_all(&mut *c))).await
            }
        }
    }

    /// How many rows it changed.
    pub async fn execute(self, tx: &mut Tx) -> Result<u64> {
        let Self { text, values, kept } = self;
        match tx.asked() {
            (Raw::Sqlite(c), watch) => {
                let query = bound!(sqlx::query(AssertSqlSafe(text)), values);
                watch.over(Box::pin(query.execute(&mut *c))).await.map(|done| done.rows_affected())
            }
            (Raw::Postgres(c), watch) => {
                let query = bound!(sqlx::query(AssertSqlSafe(text)), values);
                let kept = kept && watch.keeps_statements();
                watch.over(Box::pin(query.persistent(kept).execute(&mut *c))).await.map(|done| done.rows_affected())
            }
        }
    }
}

impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Self::Bool(it)
    }
}

/// `from!(Int: i64)`: from the type, from a reference to it, and from either that may be absent.
macro_rules! from {
    ($variant:ident: $whole:ty, $part:ty) => {
        impl From<$whole> for Value {
            fn from(it: $whole) -> Self {
                Self::$variant(Some(it))
            }
        }
        impl From<Option<$whole>> for Value {
            fn from(it: Option<$whole>) -> Self {
                Self::$variant(it)
            }
        }
        impl From<&$part> for Value {
            fn from(it: &$part) -> Self {
                Self::$variant(Some(it.to_owned()))
            }
        }
        impl From<Option<&$part>> for Value {
            fn from(it: Option<&$part>) -> Self {
                Self::$variant(it.map(ToOwned::to_owned))
            }
        }
        impl From<&Option<$whole>> for Value {
            fn from(it: &Option<$whole>) -> Self {
                Self::$variant(it.clone())
            }
        }
    };
}
from!(Int: i64, i64);
from!(Time: DateTime<Utc>, DateTime<Utc>);
from!(Text: String, str);
from!(Bytes: Vec<u8>, [u8]);

impl From<&String> for Value {
    fn from(it: &String) -> Self {
        Self::Text(Some(it.clone()))
    }
}
