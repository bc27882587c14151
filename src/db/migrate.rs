//! Brings a database to the schema this binary was built for, and says whether a schema is one that it can work with.

use std::{future::pending, sync::LazyLock, time::Duration};

use sqlx::{
    Connection, Executor,
    migrate::{Migrate, MigrateError, Migrator},
};
use tokio::time::{Instant, timeout};

use super::{Conn, One, Raw, Result, open, outage, sql};

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

/// How long a statement of a migration may stand in everybody's way while it waits for a table. Then it is tried again.
const LOCK: &str = "SET LOCAL lock_timeout = '2s'";
const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(1398031619)";
const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_secs(1);

static SQLITE: LazyLock<Migrator> = LazyLock::new(|| migrations(sqlx::migrate!("./migrations/sqlite")));
static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| migrations(sqlx::migrate!("./migrations/postgres")));

/// What is there of a newer program stays: whether it is fit, [`schema`] tells.
fn migrations(mut all: Migrator) -> Migrator {
    all.set_ignore_missing(true);
    // Sessions behind a pooler hold no locks; the transaction does.
    all.set_locking(false);
    all
}

/// Runs what is missing, all of it or nothing; several processes may do so at once. A database that lacks nothing is only read.
///
/// Again while somebody else holds what it waits for: another node that migrates, or a backup.
pub async fn migrate(url: &str) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        let done = if url.starts_with("sqlite:") { on_sqlite(url).await } else { on_postgres(url).await };
        match done {
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _))
                if outage::is_held(&error) && begun.elapsed() < PATIENCE =>
            {
                if !std::mem::replace(&mut told, true) {
                    tracing::warn!(%error, "the schema waits for somebody who holds the database, and is tried again");
                }
                timeout(PAUSE, pending::<()>()).await.ok();
            }
            done => return Ok(done?),
        }
    }
}

async fn on_sqlite(url: &str) -> Result<(), MigrateError> {
    let mut conn = open::making_sqlite(url).await?;
    if !lacks_nothing(&SQLITE, &mut *conn.begin().await?).await {
        let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
        SQLITE.run_direct(None, &mut *tx, false).await?;
        tx.commit().await?;
    }
    Ok(conn.close().await?)
}

async fn on_postgres(url: &str) -> Result<(), MigrateError> {
    let mut conn = open::postgres_connection(&open::plain_postgres_options(url)?).await?;
    if !lacks_nothing(&POSTGRES, &mut *conn.begin().await?).await {
        let mut tx = conn.begin().await?;
        tx.execute(LOCK).await?;
        tx.execute(ONE_AT_A_TIME).await?;
        POSTGRES.run_direct(None, &mut *tx, false).await?;
        tx.commit().await?;
    }
    conn.close().await.ok();
    Ok(())
}

async fn lacks_nothing(migrator: &Migrator, conn: &mut impl Migrate) -> bool {
    // Where nothing has run yet there is no table to read.
    let Ok(done) = conn.list_applied_migrations(&migrator.table_name).await else { return false };
    migrator.iter().all(|ours| done.iter().any(|theirs| (theirs.version, &theirs.checksum) == (ours.version, &ours.checksum)))
}

/// An error when the database does not answer, or was never migrated.
pub async fn schema(conn: &mut Conn) -> Result<Schema> {
    let ours = match conn.raw() {
        Raw::Sqlite(_) => SQLITE.iter(),
        Raw::Postgres(_) => POSTGRES.iter(),
    };
    let ours: Vec<i64> = ours.map(|migration| migration.version).collect();
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
