//! What sqlx asks of a driver before its `FromRow` reads a row into a type. Only the row is used: there is no value of
//! what else it asks for, so none of that can be called.

use std::{borrow::Cow, fmt, future::Future, str::FromStr};

use log::LevelFilter;
use sqlx_core::{
    Either,
    arguments::{Arguments, IntoArguments},
    column,
    connection::{ConnectOptions, Connection},
    database::Database,
    encode::Encode,
    error::BoxDynError,
    impl_statement_query,
    sql_str::SqlStr,
    statement::Statement,
    transaction::{Transaction, TransactionManager},
    type_info::TypeInfo,
    types::Type,
    value::Value,
};
use url::Url;

use super::{
    super::{Error, Result},
    rows::{SqliteRow, SqliteValue},
};

/// What rows and their values belong to.
#[derive(Debug)]
pub struct Sqlite;

/// A type of which there is no value.
#[derive(Clone, Debug)]
pub enum Nothing {}

#[derive(Debug)]
pub struct Column {
    pub at: usize,
    pub name: String,
}

/// The one of all values: in SQLite a value has a type of its own, whatever its column is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind;

/// sqlx binds no values here.
#[derive(Default)]
pub struct Unbound;

impl Database for Sqlite {
    type Connection = Nothing;
    type TransactionManager = Nothing;
    type Row = SqliteRow;
    type QueryResult = ();
    type Column = Column;
    type TypeInfo = Kind;
    type Value = Nothing;
    type ValueRef<'r> = SqliteValue<'r>;
    type Arguments = Unbound;
    type ArgumentBuffer = ();
    type Statement = Nothing;

    const NAME: &'static str = "SQLite";
    const URL_SCHEMES: &'static [&'static str] = &["sqlite"];
}

impl column::Column for Column {
    type Database = Sqlite;

    fn ordinal(&self) -> usize {
        self.at
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn type_info(&self) -> &Kind {
        &Kind
    }
}

impl TypeInfo for Kind {
    fn is_null(&self) -> bool {
        false
    }

    fn name(&self) -> &'static str {
        "a value"
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Arguments for Unbound {
    type Database = Sqlite;

    fn reserve(&mut self, _: usize, _: usize) {}

    fn add<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(&mut self, _: T) -> Result<(), BoxDynError> {
        Err("values are bound to a Statement".into())
    }

    fn len(&self) -> usize {
        0
    }
}

impl IntoArguments<Sqlite> for Unbound {
    fn into_arguments(self) -> Self {
        self
    }
}

impl Value for Nothing {
    type Database = Sqlite;

    fn as_ref(&self) -> SqliteValue<'_> {
        match *self {}
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        match *self {}
    }

    fn is_null(&self) -> bool {
        match *self {}
    }
}

impl Statement for Nothing {
    type Database = Sqlite;

    fn into_sql(self) -> SqlStr {
        match self {}
    }

    fn sql(&self) -> &SqlStr {
        match *self {}
    }

    fn parameters(&self) -> Option<Either<&[Kind], usize>> {
        match *self {}
    }

    fn columns(&self) -> &[Column] {
        match *self {}
    }

    impl_statement_query!(Unbound);
}

impl TransactionManager for Nothing {
    type Database = Sqlite;

    async fn begin(conn: &mut Self, _: Option<SqlStr>) -> Result<()> {
        match *conn {}
    }

    async fn commit(conn: &mut Self) -> Result<()> {
        match *conn {}
    }

    async fn rollback(conn: &mut Self) -> Result<()> {
        match *conn {}
    }

    fn start_rollback(conn: &mut Self) {
        match *conn {}
    }

    fn get_transaction_depth(conn: &Self) -> usize {
        match *conn {}
    }
}

impl Connection for Nothing {
    type Database = Sqlite;
    type Options = Self;

    async fn close(self) -> Result<()> {
        match self {}
    }

    async fn close_hard(self) -> Result<()> {
        match self {}
    }

    async fn ping(&mut self) -> Result<()> {
        match *self {}
    }

    fn begin(&mut self) -> impl Future<Output = Result<Transaction<'_, Sqlite>>> + Send + '_ {
        Transaction::begin(self, None)
    }

    fn shrink_buffers(&mut self) {
        match *self {}
    }

    async fn flush(&mut self) -> Result<()> {
        match *self {}
    }

    fn should_flush(&self) -> bool {
        match *self {}
    }
}

impl FromStr for Nothing {
    type Err = Error;

    fn from_str(_: &str) -> Result<Self> {
        Err(Error::Protocol("SQLite is opened by SqliteOptions".to_owned()))
    }
}

impl ConnectOptions for Nothing {
    type Connection = Self;

    fn from_url(url: &Url) -> Result<Self> {
        url.as_str().parse()
    }

    async fn connect(&self) -> Result<Self> {
        match *self {}
    }

    fn log_statements(self, _: LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _: LevelFilter, _: std::time::Duration) -> Self {
        self
    }
}
