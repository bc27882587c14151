//! Both databases have the same tables, columns, nullability and unique indexes: the SQL text is the same for both.

use crate::support::block_on;
use crate::support::database::{Database, Engine};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::collections::BTreeSet;

#[test]
fn both_databases_have_the_same_schema() {
    if Engine::Postgres.is_left_out() {
        return;
    }
    let (sqlite, postgres) = (Database::migrated(Engine::Sqlite), Database::migrated(Engine::Postgres));
    let sqlite = block_on(sqlite_schema(&sqlite.url)).expect("SQLite tells its schema");
    let postgres = block_on(postgres_schema(&postgres.url)).expect("PostgreSQL tells its schema");
    let only = |engine: &str, here: &BTreeSet<String>, there: &BTreeSet<String>| {
        here.difference(there).map(|fact| format!("  only on {engine}: {fact}\n")).collect::<String>()
    };
    let differences = only("SQLite", &sqlite, &postgres) + &only("PostgreSQL", &postgres, &sqlite);
    assert!(differences.is_empty(), "the migrations disagree:\n{differences}");
    assert!(sqlite.len() > 1, "there is a schema to compare");
}

#[test]
fn migrating_twice_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| !engine.is_left_out()) {
        let database = Database::empty(engine);
        block_on(async {
            steward::db::migrate(&database.url).await.expect("an empty database can be migrated");
            steward::db::migrate(&database.url).await.expect("a current one too");
        });
    }
}

/// One line per fact. The tables that FTS5 keeps for the searches of accounts and users are SQLite's own affair.
async fn sqlite_schema(url: &str) -> sqlx::Result<BTreeSet<String>> {
    let mut connection = SqliteConnection::connect(&url.replacen("sqlite:", "sqlite://", 1)).await?;
    // An INTEGER primary key is the row's number and never NULL; any other has to say so. Only xinfo names generated
    // columns.
    let columns = "SELECT t.name || '.' || c.name || CASE WHEN c.\"notnull\" OR (c.pk > 0 AND upper(c.type) = 'INTEGER') \
                   THEN '' ELSE ' may be NULL' END FROM tables t JOIN pragma_table_xinfo(t.name) c WHERE c.hidden <> 1";
    let indexes = "SELECT 'unique ' || t.name || ' (' || (SELECT group_concat(coalesce(name, 'an expression'), ', ') \
                   FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' || CASE WHEN i.partial \
                   THEN ' partly' ELSE '' END FROM tables t JOIN pragma_index_list(t.name) i WHERE i.\"unique\"";
    let row_numbers = "SELECT 'unique ' || t.name || ' (' || c.name || ')' FROM tables t JOIN pragma_table_info(t.name) c \
                       WHERE c.pk = 1 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i WHERE i.origin = 'pk')";
    let tables = "WITH tables AS (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' \
                  AND name NOT GLOB '_sqlx_*' AND name NOT GLOB 'account*_search*')";
    let text = format!("{tables} {columns} UNION ALL {indexes} UNION ALL {row_numbers}");
    let facts: Vec<String> = sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(facts.into_iter().collect())
}

async fn postgres_schema(url: &str) -> sqlx::Result<BTreeSet<String>> {
    let mut connection = PgConnection::connect(url).await?;
    let columns = "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN '' ELSE ' may be NULL' END \
                   FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx\\_%'";
    let indexes = "SELECT 'unique ' || t.relname || ' (' || (SELECT string_agg(coalesce(a.attname, 'an expression'), ', ' ORDER BY k.position) \
                   FROM unnest(i.indkey::int[]) WITH ORDINALITY k(number, position) \
                   LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE k.position <= i.indnkeyatts) || ')' \
                   || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partly' END \
                   FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
                   WHERE i.indisunique AND n.nspname = 'public' AND t.relname NOT LIKE '\\_sqlx\\_%'";
    let facts: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(format!("{columns} UNION ALL {indexes}"))).fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(facts.into_iter().collect())
}
