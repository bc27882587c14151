//! Rows of small resources: what is kept of one, in the midst of what every row has.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema, schema::AllOfBuilder},
};

use super::{Place, Stored};
use crate::{api, change::Audited, db::FromRow, files::Cell};

/// A row. It is taken for what is kept of it wherever that is asked for, so that pages say `tariff.name`.
#[derive(Clone, Debug, FromRow, Serialize)]
pub struct Versioned<T> {
    pub id: i64,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub kept: T,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// A row of a list.
#[derive(FromRow)]
pub struct Row<T> {
    #[sqlx(flatten)]
    pub it: Versioned<T>,
    pub search: String,
    /// Accounts that have it, counted up to 1001.
    pub accounts: i64,
}

impl<T> Deref for Versioned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.kept
    }
}

impl<T> Row<T> {
    /// How many accounts have it, for a file.
    pub fn accounts(&self) -> Cell {
        counted(self.accounts)
    }
}

/// For a file what was counted up to 1001: a number as far as it was.
pub fn counted(count: i64) -> Cell {
    if count > 1_000 { "1000+".into() } else { count.into() }
}

impl<T> Deref for Row<T> {
    type Target = Versioned<T>;

    fn deref(&self) -> &Versioned<T> {
        &self.it
    }
}

impl<T: Stored> Audited for Versioned<T> {
    const KIND: &'static str = T::KIND;

    fn kind(&self) -> &'static str {
        T::kind(self.of())
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.fields().into_iter().next().map(|(_, name)| name).unwrap_or_default()
    }

    fn account(&self) -> Option<i64> {
        self.of().account()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        T::fields(self)
    }
}

// What every row has. No doc comment: the API's description would take it for what is said of the row.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is asked for")]
struct Around {
    id: i64,
    version: i64,
    updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    updated_by: String,
}

/// To whoever reads the API's description it is one object.
impl<T: ToSchema> PartialSchema for Versioned<T> {
    fn schema() -> RefOr<Schema> {
        AllOfBuilder::new().item(T::schema()).item(Around::schema()).into()
    }
}

impl<T: ToSchema> ToSchema for Versioned<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        T::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

impl<T: Stored + ToSchema> api::Row for Versioned<T> {}
