//! Brings a database to the schema this binary was built for, and says whether a schema is one that it can work with.

use std::{future::pending, time::Duration};

use anyhow::ensure;
use sqlx::migrate::{Migration, Migrator};
use tokio::time::{Instant, timeout};

use super::{Budget, Conn, Db, Engine, Limits, One, Pools, Result, Serial, outage, sql};

static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// What a schema is to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    Current,
    /// A migration of ours has not run.
    Older,
    /// Migrations that this program does not know have run, and took nothing away that it needs.
    NewerAndFit,
    /// They did: only programs from this migration on can work with it.
    NewerAndNotFit(i64),
}

/// A migration may run as long as it takes, and stand in everybody's way for a moment only while it waits for a table:
/// then it lets go and begins again. As behind a pooler, whether there is one or not.
const LIMITS: Limits = Limits { work: Duration::from_secs(10), connections: 1, pooler: true };
const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_secs(1);

/// Runs what is missing, all of it or nothing; several processes may do so at once. A database that lacks nothing is
/// only read.
///
/// Again while somebody else holds what it waits for: another node that migrates, or a backup.
pub async fn migrate(url: &str) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        match attempt(url).await {
            Err(error) if begun.elapsed() < PATIENCE && is_held(&error) => {
                if !std::mem::replace(&mut told, true) {
                    tracing::warn!(%error, "the schema waits for somebody who holds the database, and is tried again");
                }
                timeout(PAUSE, pending::<()>()).await.ok();
            }
            done => return done,
        }
    }
}

/// Opens the database as well, which others who make an empty one at the same time can keep from it.
async fn attempt(url: &str) -> anyhow::Result<()> {
    let db = Db::make(url, LIMITS).await?;
    let done = Budget::unhurried().around(run(&db)).await;
    db.close().await;
    done
}

async fn run(db: &Db) -> anyhow::Result<()> {
    // Where nothing has run yet there is no table to read.
    if let Ok(done) = done(&mut db.conn().await?).await
        && missing(db.migrations(), &done)?.is_empty()
    {
        return Ok(());
    }
    let mut conn = db.begin().await?;
    conn.one_at_a_time(Serial::Migrations).await?;
    let table = table(&mut conn);
    conn.script(table).await?;
    let done = done(&mut conn).await?;
    for migration in missing(db.migrations(), &done)? {
        conn.script(migration.sql.as_str()).await?;
        sql!(execute conn,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ($1, $2, $3, $4, -1)",
            migration.version, &*migration.description, true, &*migration.checksum)?;
    }
    Ok(conn.commit().await?)
}

/// Those of ours that have not run.
fn missing<'a>(ours: &'a Migrator, done: &[(i64, Vec<u8>)]) -> anyhow::Result<Vec<&'a Migration>> {
    let mut missing = Vec::new();
    for migration in ours.iter() {
        match done.iter().find(|(version, _)| *version == migration.version) {
            Some((version, checksum)) => {
                ensure!(**checksum == *migration.checksum, "migration {version:04} has run as another text than ours");
            }
            None => missing.push(migration),
        }
    }
    Ok(missing)
}

async fn done(conn: &mut Conn) -> Result<Vec<(i64, Vec<u8>)>> {
    sql!(fetch_all(i64, Vec<u8>), conn, "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
}

/// As it has been from the first installation on.
fn table(conn: &mut Conn) -> &'static str {
    match conn.engine() {
        Engine::Sqlite => {
            "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
             installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL,
             execution_time BIGINT NOT NULL)"
        }
        Engine::Postgres => {
            "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
             installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL,
             execution_time BIGINT NOT NULL)"
        }
    }
}

fn is_held(error: &anyhow::Error) -> bool {
    error.downcast_ref().is_some_and(outage::is_held)
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

/// An error when the database does not answer, or was never migrated.
pub async fn schema(conn: &mut Conn) -> Result<Schema> {
    let ours = match conn.engine() {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    let ours: Vec<i64> = ours.iter().map(|migration| migration.version).collect();
    let done = sql!(fetch_all One<i64>, conn, "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")?;
    let newest = ours.iter().copied().max();
    if !ours.iter().all(|version| done.contains(&(*version,))) {
        return Ok(Schema::Older);
    }
    if done.iter().all(|(version,)| Some(*version) <= newest) {
        return Ok(Schema::Current);
    }
    let (oldest,) = sql!(fetch_one One<i64>, conn, "SELECT oldest FROM schema_fit")?;
    Ok(if Some(oldest) <= newest { Schema::NewerAndFit } else { Schema::NewerAndNotFit(oldest) })
}

impl Db {
    fn migrations(&self) -> &'static Migrator {
        match &self.pools {
            Pools::Sqlite { .. } => &SQLITE,
            Pools::Postgres(_) => &POSTGRES,
        }
    }
}

impl Schema {
    /// For people who operate it; an error where this program cannot work with it.
    pub fn verdict(self) -> Result<&'static str, String> {
        match self {
            Self::Current => Ok("its schema is current"),
            Self::NewerAndFit => Ok("its schema is newer than this program, and fit for it"),
            Self::Older => Err("its schema is older than this program: run `steward migrate`".to_owned()),
            Self::NewerAndNotFit(oldest) => Err(format!(
                "its schema is newer than this program, and not fit for it: that takes a program that knows migration {oldest:04}"
            )),
        }
    }
}
