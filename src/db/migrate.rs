//! Brings a database to the schema this binary was built for.

use sqlx::migrate::Migrator;

use super::{Conn, Db, One, Pools, Raw, Result, sql};

static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// Runs what is missing; several processes may do so at once.
pub async fn migrate(url: &str) -> anyhow::Result<()> {
    let db = Db::open(url).await?;
    match &db.pools {
        Pools::Sqlite { writer, .. } => SQLITE.run(writer).await?,
        Pools::Postgres(pool) => POSTGRES.run(pool).await?,
    }
    db.close().await;
    Ok(())
}

/// The newest migration that this binary knows.
pub fn newest_migration(url: &str) -> i64 {
    let all = if url.starts_with("sqlite:") { &SQLITE } else { &POSTGRES };
    all.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The newest that has run; None where nothing of Steward is in the database.
pub async fn last_migration(conn: &mut Conn) -> Result<Option<i64>> {
    let (done,) = sql!(fetch_one One<Option<i64>>, conn, "SELECT max(version) FROM _sqlx_migrations WHERE success")?;
    Ok(done)
}

/// Whether every migration of this binary has run; an error when the database does not answer.
pub async fn is_current(conn: &mut Conn) -> Result<bool> {
    let wanted = match conn.raw() {
        Raw::Sqlite(_) => SQLITE.iter().map(|m| m.version).max(),
        Raw::Postgres(_) => POSTGRES.iter().map(|m| m.version).max(),
    };
    Ok(last_migration(conn).await? >= wanted)
}
