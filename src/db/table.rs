//! Tables whose rows have a version: how a row is written is said once, by name, and the statements are made from it.

use chrono::{DateTime, Utc};

use super::{One, Result, Tx, Value, search_text, value::Bound};

/// A table with an `id`, searched by its column `search`. To [`Table::insert`] and to write a next version it takes the
/// columns `version`, `created_at`, `updated_at` and `updated_by` as well.
pub struct Table {
    pub name: &'static str,
    /// The columns that a search looks through.
    pub searched: &'static [&'static str],
    /// What stands between them: where it is a line's end, nothing is found across two of them.
    pub between: &'static str,
}

/// The columns of a row and their values, side by side: `written![name: &new.name, …]`.
#[derive(Clone, Debug, Default)]
pub struct Written(pub(super) Vec<(&'static str, Value)>);

/// Who writes, and when.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    pub at: DateTime<Utc>,
    pub by: &'a str,
}

/// See [`Written`].
macro_rules! written {
    [$($column:ident: $value:expr),* $(,)?] => {
        $crate::db::Written::of(vec![$((stringify!($column), $crate::db::Value::from($value))),*])
    };
}
pub(crate) use written;

impl Written {
    pub fn of(columns: Vec<(&'static str, Value)>) -> Self {
        Self(columns)
    }

    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// As of a row that is new.
    #[must_use]
    pub fn first(self, stamp: Stamp) -> Self {
        self.and(written![version: 1, created_at: stamp.at, updated_at: stamp.at, updated_by: stamp.by])
    }

    /// As the record has them: a switch that is on says `yes`, what is absent says nothing.
    pub fn texts(self) -> Vec<(&'static str, String)> {
        let text = |value| match value {
            Value::Bool(on) => if on { "yes" } else { "" }.to_owned(),
            Value::Int(number) => number.map(|it| it.to_string()).unwrap_or_default(),
            Value::Time(at) => at.map(|it| it.to_string()).unwrap_or_default(),
            Value::Text(text) => text.unwrap_or_default(),
        };
        self.0.into_iter().map(|(name, value)| (name, text(value))).collect()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    fn text(&self, column: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(name, _)| *name == column)?;
        match value {
            Value::Text(text) => Some(text.clone().unwrap_or_default()),
            Value::Int(number) => Some(number.map(|it| it.to_string()).unwrap_or_default()),
            Value::Bool(_) | Value::Time(_) => None,
        }
    }
}

impl Table {
    /// Where all that is searched is among what is written, the search text as well.
    #[must_use]
    pub fn searchable(&self, row: Written) -> Written {
        let texts: Option<Vec<String>> = self.searched.iter().map(|column| row.text(column)).collect();
        match texts {
            Some(texts) => row.and(written![search: search_text(&texts.join(self.between))]),
            None => row,
        }
    }

    /// Writes version 1 of a row; its id.
    pub async fn insert(&self, tx: &mut Tx, row: Written, stamp: Stamp<'_>) -> Result<i64> {
        self.add(tx, row.first(stamp)).await
    }

    /// Writes a row; its id. Where a search looks for the id as well, its text waits until there is one.
    pub async fn add(&self, tx: &mut Tx, row: Written) -> Result<i64> {
        let by_id = self.searched.contains(&"id");
        let named = row.clone();
        let row = if by_id { row.and(written![search: ""]) } else { self.searchable(row) };
        let (names, values): (Vec<_>, Vec<_>) = row.0.into_iter().unzip();
        let places = (1..=names.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let text = format!("INSERT INTO {} ({}) VALUES ({places}) RETURNING id", self.name, names.join(", "));
        let rows = Bound { text, values, kept: true }.fetch_all::<One<i64>>(tx).await?;
        let (id,) = rows.into_iter().next().ok_or(super::Error::RowNotFound)?;
        if by_id {
            let Written(named) = self.searchable(named.and(written![id: id]));
            self.set(tx, id, Written(named.into_iter().filter(|(name, _)| *name == "search").collect())).await?;
        }
        Ok(id)
    }

    /// Writes the next version of a row; false when this one is no longer the current one.
    pub async fn update(&self, tx: &mut Tx, (id, version): (i64, i64), row: Written, stamp: Stamp<'_>) -> Result<bool> {
        let (set, mut values) = self.assignments(id, row, Some(stamp));
        values.extend([Value::from(id), Value::from(version)]);
        let (last, at) = (values.len(), values.len() - 1);
        let text = format!("UPDATE {} SET {set} WHERE id = ${at} AND version = ${last}", self.name);
        Ok(Bound { text, values, kept: true }.execute(tx).await? == 1)
    }

    /// Writes the next version, whichever is the current one.
    pub async fn update_any(&self, tx: &mut Tx, id: i64, row: Written, stamp: Stamp<'_>) -> Result<()> {
        self.put(tx, id, self.assignments(id, row, Some(stamp))).await
    }

    /// Writes to a row what is no change of it.
    pub async fn set(&self, tx: &mut Tx, id: i64, row: Written) -> Result<()> {
        self.put(tx, id, self.assignments(id, row, None)).await
    }

    async fn put(&self, tx: &mut Tx, id: i64, (set, mut values): (String, Vec<Value>)) -> Result<()> {
        values.push(Value::from(id));
        let text = format!("UPDATE {} SET {set} WHERE id = ${}", self.name, values.len());
        Bound { text, values, kept: true }.execute(tx).await.map(drop)
    }

    /// `name = $1, …`, and the values.
    fn assignments(&self, id: i64, row: Written, stamp: Option<Stamp>) -> (String, Vec<Value>) {
        let Written(mut row) = self.searchable(row.and(written![id: id]));
        row.retain(|(name, _)| *name != "id");
        let row = Written(row);
        let row = match stamp {
            Some(stamp) => row.and(written![updated_at: stamp.at, updated_by: stamp.by]),
            None => row,
        };
        let set = row.names().enumerate().map(|(at, name)| format!("{name} = ${}", at + 1)).collect::<Vec<_>>();
        let next = if stamp.is_some() { ", version = version + 1" } else { "" };
        (set.join(", ") + next, row.0.into_iter().map(|(_, value)| value).collect())
    }

    pub async fn delete(&self, tx: &mut Tx, id: i64) -> Result<()> {
        let text = format!("DELETE FROM {} WHERE id = $1", self.name);
        Bound { text, values: vec![Value::from(id)], kept: true }.execute(tx).await.map(drop)
    }
}
