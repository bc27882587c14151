//! What is bound to a statement that is put together while the program runs.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{
    ToSql,
    types::{ToSqlOutput, ValueRef},
};

/// A value of a column; None is that type's NULL.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    Int(Option<i64>),
    Time(Option<DateTime<Utc>>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Value {
    /// The same bytes for the same value, whichever database keeps it: what is absent is a zero, what is there a one, its
    /// length and itself.
    pub(super) fn canonical(&self, out: &mut Vec<u8>) {
        let mut put = |bytes: &[u8]| {
            out.push(1);
            out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(bytes);
        };
        match self {
            Self::Bool(it) => put(&[u8::from(*it)]),
            Self::Int(Some(it)) => put(&it.to_be_bytes()),
            Self::Time(Some(it)) => put(&it.timestamp_micros().to_be_bytes()),
            Self::Text(Some(it)) => put(it.as_bytes()),
            Self::Bytes(Some(it)) => put(it),
            Self::Int(None) | Self::Time(None) | Self::Text(None) | Self::Bytes(None) => out.push(0),
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let it = match self {
            Self::Bool(it) => ValueRef::Integer(i64::from(*it)),
            Self::Int(it) => it.map_or(ValueRef::Null, ValueRef::Integer),
            Self::Text(it) => it.as_ref().map_or(ValueRef::Null, |it| ValueRef::Text(it.as_bytes())),
            Self::Bytes(it) => it.as_deref().map_or(ValueRef::Null, ValueRef::Blob),
            // As text that is in the order of time.
            Self::Time(Some(it)) => return Ok(it.to_rfc3339_opts(SecondsFormat::AutoSi, false).into()),
            Self::Time(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(it))
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
