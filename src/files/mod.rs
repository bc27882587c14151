//! Tables as files: what a cell holds, and how CSV and XLSX have it.

mod archive;
mod csv;
mod guard;
mod jsonl;
pub mod long;
pub mod read;
mod xlsx;

use chrono::{DateTime, SecondsFormat, Utc};
use strum::{EnumString, IntoStaticStr};

use crate::i18n::{Lang, Message};

pub use csv::{BEGIN, csv};
pub use guard::{guard, unguard};
pub use jsonl::jsonl;
pub use xlsx::xlsx;

/// What a row has in one place, apart from how a page words it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(i64),
    Time(DateTime<Utc>),
    Flag(bool),
    /// What is kept as JSON.
    Json(String),
    /// In the reader's language, once it is known.
    Said(Message),
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    Csv,
    Xlsx,
    /// An object a line.
    Jsonl,
}

impl Format {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn parse(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jsonl => "application/jsonl; charset=utf-8",
        }
    }
}

impl Cell {
    pub fn said(self, lang: Lang) -> Self {
        match self {
            Self::Said(message) => Self::Text(lang.say(&message)),
            cell => cell,
        }
    }

    /// As a text that a spreadsheet has to guard itself from.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Time(at) => time(*at),
            Self::Flag(flag) => flag.to_string(),
            Self::Said(message) => Lang::En.say(message),
            Self::Empty => String::new(),
        }
    }
}

impl From<Message> for Cell {
    fn from(message: Message) -> Self {
        Self::Said(message)
    }
}

/// In UTC, as ISO 8601 has it.
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Time(at)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}
