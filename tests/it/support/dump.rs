//! Everything that stands in a database, to be compared, and statements that read.

use super::app::TestApp;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use steward::db::{Engine, One, Statement};

/// Table → its rows as text, in an order of their own. The search's table is told by the tables that lie behind it.
pub async fn dump(app: &TestApp, but: &[&str]) -> BTreeMap<String, Vec<String>> {
    let conn = app.state.db.conn().await.expect("the database answers");
    let tables = match conn.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
        Engine::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
    };
    drop(conn);
    let mut all = BTreeMap::new();
    for table in texts(app, tables).await.into_iter().filter(|table| !but.contains(&table.as_str())) {
        let row = match app.state.db.conn().await.expect("the database answers").engine() {
            Engine::Postgres => "CAST(it AS TEXT)".to_owned(),
            Engine::Sqlite => {
                let columns =
                    texts(app, &format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_xinfo('{table}')")).await;
                columns.join(" || ', ' || ")
            }
        };
        let mut rows = texts(app, &format!("SELECT {row} FROM \"{table}\" it")).await;
        rows.sort();
        all.insert(table, rows);
    }
    assert!(all.values().any(|rows| !rows.is_empty()), "there is something to compare");
    all
}

/// The one column, which is text, of every row.
pub async fn texts(app: &TestApp, statement: &str) -> Vec<String> {
    let mut conn = app.state.db.conn().await.expect("the database answers");
    let rows = conn.fetch_all::<One<String>>(Statement::new(AssertSqlSafe(statement.to_owned()))).await;
    rows.unwrap_or_else(|error| panic!("{statement}: {error}")).into_iter().map(|(text,)| text).collect()
}

/// What differs, table by table: gone with `-`, new with `+`.
pub fn differences(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let none = Vec::new();
    let tables = before.keys().chain(after.keys().filter(|table| !before.contains_key(*table)));
    let differing = tables.flat_map(|table| {
        let (old, new) = (before.get(table).unwrap_or(&none), after.get(table).unwrap_or(&none));
        let gone = old.iter().filter(|row| !new.contains(row)).map(move |row| format!("{table} - {row}"));
        let came = new.iter().filter(|row| !old.contains(row)).map(move |row| format!("{table} + {row}"));
        let count = (old.len() != new.len()).then(|| format!("{table}: {} rows, then {}", old.len(), new.len()));
        gone.chain(came).chain(count).collect::<Vec<_>>()
    });
    differing.collect()
}
