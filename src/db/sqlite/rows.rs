//! Rows as SQLite gives them, for `#[derive(FromRow)]`.

use std::{
    borrow::Cow,
    ops::Range,
    str,
    sync::atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{Rows, Statement, types};
use sqlx::{
    ColumnIndex, Decode, Row, Type, ValueRef,
    error::{BoxDynError, UnexpectedNullError},
};

use super::{
    Error, Fetched, Result, Sqlite,
    driver::{Column, Kind, Nothing},
    refusal,
};

/// What a statement has answered.
pub struct Answer {
    columns: Vec<Column>,
    /// Of one row after the other.
    cells: Vec<Cell>,
    /// The text and bytes of all cells.
    bytes: Vec<u8>,
}

/// One row after the other of an answer.
pub struct SqliteRow {
    answer: Answer,
    /// The first cell of this row.
    begins: usize,
    /// Where the next column is looked for first: they are read in their order, mostly.
    next: AtomicUsize,
}

enum Cell {
    Null,
    Int(i64),
    Real(f64),
    Text(Range<usize>),
    Bytes(Range<usize>),
}

#[derive(Clone, Copy, Debug)]
pub enum SqliteValue<'r> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'r [u8]),
    Bytes(&'r [u8]),
}

/// At most so many rows.
pub fn read(rows: &mut Rows<'_>, most: usize) -> Result<Answer> {
    let names = rows.as_ref().map(Statement::column_names).unwrap_or_default();
    let columns: Vec<_> =
        names.into_iter().enumerate().map(|(at, name)| Column { at, name: name.to_owned() }).collect();
    let mut answer = Answer { columns, cells: Vec::new(), bytes: Vec::new() };
    let mut count = 0;
    while count < most
        && let Some(row) = rows.next().map_err(refusal::of)?
    {
        answer.take(row)?;
        count += 1;
    }
    Ok(answer)
}

impl Answer {
    fn take(&mut self, row: &rusqlite::Row<'_>) -> Result<()> {
        for at in 0..self.columns.len() {
            let cell = match row.get_ref(at).map_err(refusal::of)? {
                types::ValueRef::Null => Cell::Null,
                types::ValueRef::Integer(it) => Cell::Int(it),
                types::ValueRef::Real(it) => Cell::Real(it),
                types::ValueRef::Text(it) => Cell::Text(self.keep(it)),
                types::ValueRef::Blob(it) => Cell::Bytes(self.keep(it)),
            };
            self.cells.push(cell);
        }
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let begins = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        begins..self.bytes.len()
    }

    pub fn rows<R: Fetched>(self) -> Result<Vec<R>> {
        let (all, wide) = (self.cells.len(), self.columns.len().max(1));
        let mut row = SqliteRow { answer: self, begins: 0, next: AtomicUsize::new(0) };
        let mut rows = Vec::with_capacity(all / wide);
        while row.begins < all {
            rows.push(R::from_row(&row)?);
            row.begins += wide;
        }
        Ok(rows)
    }
}

impl Row for SqliteRow {
    type Database = Sqlite;

    fn columns(&self) -> &[Column] {
        &self.answer.columns
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, index: I) -> Result<SqliteValue<'_>> {
        let index = index.index(self)?;
        let part = |range: &Range<usize>| self.answer.bytes.get(range.clone()).unwrap_or_default();
        match self.answer.cells.get(self.begins + index) {
            None => Err(Error::ColumnIndexOutOfBounds { index, len: self.answer.columns.len() }),
            Some(Cell::Null) => Ok(SqliteValue::Null),
            Some(Cell::Int(it)) => Ok(SqliteValue::Int(*it)),
            Some(Cell::Real(it)) => Ok(SqliteValue::Real(*it)),
            Some(Cell::Text(range)) => Ok(SqliteValue::Text(part(range))),
            Some(Cell::Bytes(range)) => Ok(SqliteValue::Bytes(part(range))),
        }
    }
}

impl ColumnIndex<SqliteRow> for usize {
    fn index(&self, row: &SqliteRow) -> Result<usize> {
        let len = row.answer.columns.len();
        if *self < len { Ok(*self) } else { Err(Error::ColumnIndexOutOfBounds { index: *self, len }) }
    }
}

impl ColumnIndex<SqliteRow> for &'_ str {
    fn index(&self, row: &SqliteRow) -> Result<usize> {
        let likely = row.next.load(Ordering::Relaxed);
        let is_it = |column: &Column| column.name == *self;
        let found = match row.answer.columns.get(likely) {
            Some(column) if is_it(column) => Some(likely),
            _ => row.answer.columns.iter().position(is_it),
        };
        let found = found.ok_or_else(|| Error::ColumnNotFound((*self).to_owned()))?;
        row.next.store(found + 1, Ordering::Relaxed);
        Ok(found)
    }
}

impl<'r> ValueRef<'r> for SqliteValue<'r> {
    type Database = Sqlite;

    fn to_owned(&self) -> Nothing {
        unreachable!("values are read where they are")
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(Kind)
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<'r> SqliteValue<'r> {
    fn integer(self) -> Result<i64, BoxDynError> {
        match self {
            Self::Int(it) => Ok(it),
            other => Err(other.is_no("a number")),
        }
    }

    fn text(self) -> Result<&'r str, BoxDynError> {
        match self {
            Self::Text(it) => Ok(str::from_utf8(it)?),
            other => Err(other.is_no("a text")),
        }
    }

    fn bytes(self) -> Result<&'r [u8], BoxDynError> {
        match self {
            Self::Bytes(it) | Self::Text(it) => Ok(it),
            other => Err(other.is_no("bytes")),
        }
    }

    /// As [`Value`](crate::db::Value) writes it, or as SQLite's own functions do.
    fn time(self) -> Result<DateTime<Utc>, BoxDynError> {
        let text = self.text()?;
        match DateTime::parse_from_rfc3339(text) {
            Ok(time) => Ok(time.to_utc()),
            Err(_) => Ok(NaiveDateTime::parse_from_str(text, "%F %T%.f")?.and_utc()),
        }
    }

    fn is_no(self, wanted: &str) -> BoxDynError {
        match self {
            Self::Null => UnexpectedNullError.into(),
            other => format!("{other:?} is not {wanted}").into(),
        }
    }
}

/// Which types are read, and how.
macro_rules! read {
    ($($type:ty: $value:ident => $read:expr;)*) => {$(
        impl Type<Sqlite> for $type {
            fn type_info() -> Kind {
                Kind
            }

            /// A column of SQLite holds what was put into it; the value itself tells what it is.
            fn compatible(_: &Kind) -> bool {
                true
            }
        }

        impl<'r> Decode<'r, Sqlite> for $type {
            fn decode($value: SqliteValue<'r>) -> Result<Self, BoxDynError> {
                $read
            }
        }
    )*};
}
read! {
    bool: value => Ok(value.integer()? != 0);
    i64: value => value.integer();
    String: value => Ok(value.text()?.to_owned());
    Vec<u8>: value => Ok(value.bytes()?.to_vec());
    DateTime<Utc>: value => value.time();
}
