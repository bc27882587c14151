//! Tables whose rows have a version: how a row is written is said once, by name, and the statements are made from it.

use chrono::{DateTime, Utc};

use super::{Fetched, One, Result, Statement, Tx, Value, search_text};

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

/// Which rows are written to: a piece of SQL and the values in it.
pub struct Condition {
    text: &'static str,
    values: Vec<Value>,
}

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

    /// These in the place of columns of the same names, and after them those that there were none of.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        for (name, value) in others.0 {
            match self.0.iter_mut().find(|(column, _)| *column == name) {
                Some(column) => column.1 = value,
                None => self.0.push((name, value)),
            }
        }
        self
    }

    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|(name, _)| !names.contains(name));
        self
    }

    /// As of a row that is new.
    #[must_use]
    pub fn first(self, stamp: Stamp) -> Self {
        self.and(written![version: 1, created_at: stamp.at, updated_at: stamp.at, updated_by: stamp.by])
    }

    /// As of the next version of a row.
    #[must_use]
    pub fn stamped(self, stamp: Stamp) -> Self {
        self.and(written![updated_at: stamp.at, updated_by: stamp.by])
    }

    /// As the record has them: a switch that is on says `yes`, what is absent says nothing.
    pub fn texts(self) -> Vec<(&'static str, String)> {
        let text = |value| match value {
            Value::Bool(on) => if on { "yes" } else { "" }.to_owned(),
            Value::Int(number) => number.map(|it| it.to_string()).unwrap_or_default(),
            Value::Time(at) => at.map(|it| it.to_string()).unwrap_or_default(),
            Value::Text(text) => text.unwrap_or_default(),
            Value::Bytes(bytes) => if bytes.is_some() { "yes" } else { "" }.to_owned(),
        };
        self.0.into_iter().map(|(name, value)| (name, text(value))).collect()
    }

    /// These columns in this order, as bytes that say the same of the same row whichever database keeps it; a column that
    /// is not there is absent.
    pub fn canonical(&self, columns: &[&str], out: &mut Vec<u8>) {
        for column in columns {
            match self.0.iter().find(|(name, _)| name == column) {
                Some((_, value)) => value.canonical(out),
                None => out.push(0),
            }
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    fn text(&self, column: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(name, _)| *name == column)?;
        match value {
            Value::Text(text) => Some(text.clone().unwrap_or_default()),
            Value::Int(number) => Some(number.map(|it| it.to_string()).unwrap_or_default()),
            Value::Bool(_) | Value::Time(_) | Value::Bytes(_) => None,
        }
    }
}

impl Condition {
    /// With a `?` for each value, in their order.
    pub fn new(text: &'static str) -> Self {
        Self { text, values: Vec::new() }
    }

    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// As it stands in a statement behind the `values` that are bound before its own.
    fn from(self, values: &mut Vec<Value>) -> String {
        let mut pieces = self.text.split('?');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (piece, value) in pieces.zip(self.values) {
            values.push(value);
            text.push_str(&format!("${}{piece}", values.len()));
        }
        text
    }
}

impl Table {
    /// One that no search looks through.
    pub const fn plain(name: &'static str) -> Self {
        Self { name, searched: &[], between: "" }
    }

    /// Where all that is searched is among what is written, the search text as well.
    #[must_use]
    pub fn searchable(&self, row: Written) -> Written {
        if self.searched.is_empty() {
            return row;
        }
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
        let (id,) = tx.writing().fetch_one::<One<i64>>(self.inserted(row, " RETURNING id")).await?;
        if by_id {
            let Written(named) = self.searchable(named.and(written![id: id]));
            self.set(tx, id, Written(named.into_iter().filter(|(name, _)| *name == "search").collect())).await?;
        }
        Ok(id)
    }

    /// Writes a row of which nobody needs the id.
    pub async fn put(&self, tx: &mut Tx, row: Written) -> Result<()> {
        tx.execute(self.inserted(row, "")).await.map(drop)
    }

    /// Writes a row whose key is free; false when it is taken.
    pub async fn put_new(&self, tx: &mut Tx, row: Written) -> Result<bool> {
        Ok(tx.execute(self.inserted(row, " ON CONFLICT DO NOTHING")).await? == 1)
    }

    fn inserted(&self, row: Written, then: &str) -> Statement {
        let (names, values): (Vec<_>, Vec<_>) = row.0.into_iter().unzip();
        let places = (1..=names.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let text = format!("INSERT INTO {} ({}) VALUES ({places}){then}", self.name, names.join(", "));
        Statement::of(text, values)
    }

    /// Writes the next version of a row; false when this one is no longer the current one.
    pub async fn update(&self, tx: &mut Tx, (id, version): (i64, i64), row: Written, stamp: Stamp<'_>) -> Result<bool> {
        let current = Condition::new("id = ? AND version = ?").bind(id).bind(version);
        Ok(self.update_where(tx, self.found(id, row).stamped(stamp), current).await? == 1)
    }

    /// The same, and what the row has become, in the same statement; None when this version is no longer the current
    /// one. `columns` name no table but this one.
    pub async fn update_returning<R>(
        &self,
        tx: &mut Tx,
        (id, version): (i64, i64),
        (row, columns): (Written, &'static str),
        stamp: Stamp<'_>,
    ) -> Result<Option<R>>
    where
        R: Fetched,
    {
        let current = Condition::new("id = ? AND version = ?").bind(id).bind(version);
        let (text, values) = self.assigned(self.found(id, row).stamped(stamp), current);
        tx.writing().fetch_optional(Statement::of(format!("{text} RETURNING {columns}"), values)).await
    }

    /// Writes the next version, whichever is the current one.
    pub async fn update_any(&self, tx: &mut Tx, id: i64, row: Written, stamp: Stamp<'_>) -> Result<()> {
        self.set(tx, id, self.found(id, row).stamped(stamp)).await
    }

    /// Writes to a row what is no change of it.
    pub async fn set(&self, tx: &mut Tx, id: i64, row: Written) -> Result<()> {
        let row = self.found(id, row);
        self.update_where(tx, row, Condition::new("id = ?").bind(id)).await.map(drop)
    }

    /// Writes to all rows of which the condition is true, their next version where it is stamped; how many these are.
    pub async fn update_where(&self, tx: &mut Tx, row: Written, condition: Condition) -> Result<u64> {
        let (text, values) = self.assigned(row, condition);
        tx.execute(Statement::of(text, values)).await
    }

    fn assigned(&self, row: Written, condition: Condition) -> (String, Vec<Value>) {
        let mut set: Vec<_> = row.names().enumerate().map(|(at, name)| format!("{name} = ${}", at + 1)).collect();
        if row.names().any(|name| name == "updated_at") {
            set.push("version = version + 1".to_owned());
        }
        let mut values: Vec<_> = row.0.into_iter().map(|(_, value)| value).collect();
        let condition = condition.from(&mut values);
        (format!("UPDATE {} SET {} WHERE {condition}", self.name, set.join(", ")), values)
    }

    /// With its search text, which may hold the id.
    fn found(&self, id: i64, row: Written) -> Written {
        self.searchable(row.and(written![id: id])).without(&["id"])
    }

    /// Deletes the rows that have all these values; how many these were.
    pub async fn delete_row(&self, tx: &mut Tx, row: Written) -> Result<u64> {
        let (names, values): (Vec<_>, Vec<_>) = row.0.into_iter().unzip();
        let all = names.iter().enumerate().map(|(at, name)| format!("{name} = ${}", at + 1)).collect::<Vec<_>>();
        let text = format!("DELETE FROM {} WHERE {}", self.name, all.join(" AND "));
        tx.execute(Statement::of(text, values)).await
    }

    pub async fn delete(&self, tx: &mut Tx, id: i64) -> Result<()> {
        let text = format!("DELETE FROM {} WHERE id = $1", self.name);
        tx.execute(Statement::of(text, vec![Value::from(id)])).await.map(drop)
    }
}
