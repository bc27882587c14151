//! Rows that have one of many values in a column.

use super::{Conn, Engine, Fetched, Result, Statement, Table, Tx, Value};

/// A statement up to its list of values: `SELECT … WHERE … AND t.hash IN `.
pub struct Listed {
    pub select: &'static str,
    /// What else is asked, and the value at its end.
    pub also: &'static str,
    pub first: Option<Value>,
    /// ` AND t.hash IN `
    pub column: &'static str,
}

/// Values in a statement; both engines take 32,766 at most.
const MOST: usize = 16_384;
/// Lists are filled up to a length of few, so that a connection meets the same text again and has it prepared.
const LEAST: usize = 8;

impl Listed {
    pub async fn fetch<R: Fetched>(&self, conn: &mut Conn, mut hashes: Vec<Vec<u8>>) -> Result<Vec<R>> {
        hashes.sort_unstable();
        hashes.dedup();
        let mut found = Vec::new();
        for some in hashes.chunks(MOST) {
            found.extend(conn.fetch_all::<R>(self.statement(conn.engine(), some)).await?);
        }
        Ok(found)
    }

    fn statement(&self, engine: Engine, some: &[Vec<u8>]) -> Statement {
        let mut values: Vec<Value> = self.first.iter().cloned().collect();
        let mut text = format!("{}{}", self.select, self.also);
        if self.first.is_some() {
            text.push_str(&mark(engine, 1));
        }
        text.push_str(self.column);
        // The empty value is one that no row has.
        list(
            (engine, &mut text, &mut values),
            some.iter().map(|it| it.clone().into()),
            &Value::Bytes(Some(Vec::new())),
        );
        Statement::of(text, values)
    }
}

impl Table {
    /// Deletes the rows with these ids.
    pub async fn delete_all(&self, tx: &mut Tx, ids: &[i64]) -> Result<()> {
        for some in ids.chunks(MOST) {
            let (mut text, mut values) = (format!("DELETE FROM {} WHERE id IN ", self.name), Vec::new());
            // No row has that id.
            list((tx.engine(), &mut text, &mut values), some.iter().map(|id| Value::from(*id)), &Value::from(0));
            tx.execute(Statement::of(text, values)).await?;
        }
        Ok(())
    }
}

/// To SQLite `$1` is a name, and it looks through all of them at each.
fn mark(engine: Engine, at: usize) -> String {
    match engine {
        Engine::Sqlite => "?".to_owned(),
        Engine::Postgres => format!("${at}"),
    }
}

/// Adds a list in brackets, filled up with a value.
fn list(
    (engine, text, values): (Engine, &mut String, &mut Vec<Value>),
    some: impl ExactSizeIterator<Item = Value>,
    filling: &Value,
) {
    let end = values.len() + some.len().next_power_of_two().max(LEAST);
    for (at, value) in some.map(Some).chain(std::iter::repeat(None)).enumerate() {
        if values.len() == end {
            break;
        }
        text.push_str(if at == 0 { "(" } else { ", " });
        values.push(value.unwrap_or_else(|| filling.clone()));
        text.push_str(&mark(engine, values.len()));
    }
    text.push(')');
}
