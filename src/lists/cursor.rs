//! A place in a list, as the address holds it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, Utc};

use super::Kind;
use crate::db::Value;

/// The row to go on from, and how many rows stand before the page that begins there, where that is known.
pub struct Cursor {
    pub value: Value,
    pub id: i64,
    pub offset: Option<i64>,
}

impl Cursor {
    pub fn write(value: String, id: i64, offset: Option<i64>) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::json!([value, id, offset]).to_string())
    }

    pub fn read(text: &str, kind: Kind) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (value, id, offset): (String, i64, Option<i64>) = serde_json::from_slice(&json).ok()?;
        let value = match kind {
            Kind::Id | Kind::Int => Value::from(value.parse::<i64>().ok()?),
            Kind::Bool => Value::Bool(value.parse().ok()?),
            Kind::Time => Value::from(value.parse::<DateTime<Utc>>().ok().filter(is_kept)?),
            Kind::Text if value.contains('\0') => return None,
            Kind::Text => Value::from(value),
        };
        Some(Self { value, id, offset: offset.filter(|offset| (0..1 << 40).contains(offset)) })
    }
}

/// Whether both databases can hold the time; PostgreSQL's begin in the year -4712.
pub fn is_kept(at: &DateTime<Utc>) -> bool {
    (0..=9999).contains(&at.year())
}
