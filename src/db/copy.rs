//! The whole database at one moment, as a file beside it and back: SQLite by `VACUUM INTO`, PostgreSQL by its own
//! programs.

use std::{
    fs,
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use super::{One, open::sqlite_file, postgres_tools::Tools, random_token, sqlite};

/// What a database is kept by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Whatever anybody made there, but for what extensions brought.
const TABLES: &str = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')";

impl Engine {
    pub fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Writes the database as it is at this moment, while others go on reading and writing; `beside` is a file in whose
/// folder there is room.
pub async fn copy(url: &str, beside: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    match Engine::of(url) {
        Engine::Sqlite => {
            let folder = Folder::beside(beside)?;
            let file = folder.0.join("steward.db");
            let name = file.to_str().context("the path of the file is not valid UTF-8")?;
            sqlite::copy(sqlite_file(url)?, name.to_owned()).await?;
            io::copy(&mut fs::File::open(&file)?, out)?;
            Ok(())
        }
        Engine::Postgres => Tools::of(url).await?.dump(out),
    }
}

/// Puts a copy in the place of a database that is empty.
pub async fn restore(url: &str, copy: &mut (impl Read + Send)) -> anyhow::Result<()> {
    match Engine::of(url) {
        Engine::Sqlite => {
            let place = sqlite_file(url)?;
            let folder = Folder::beside(&place)?;
            let file = folder.0.join("steward.db");
            let mut out = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
            io::copy(copy, &mut out)?;
            out.sync_all()?;
            check(&file).await?;
            fs::rename(&file, &place).with_context(|| format!("{} cannot be made", place.display()))?;
            Ok(())
        }
        Engine::Postgres => Tools::of(url).await?.restore(copy),
    }
}

/// Whether there is nothing in the way of a restored database: no file, or one without a table.
pub async fn is_empty(url: &str) -> anyhow::Result<bool> {
    let tables: i64 = match Engine::of(url) {
        Engine::Sqlite => {
            let place = sqlite_file(url)?;
            let log = PathBuf::from(format!("{}-wal", place.display()));
            if !place.exists() {
                // A log without its file would be taken for the restored one's.
                return Ok(!log.exists());
            }
            sqlite::look(place, "SELECT count(*) FROM sqlite_schema").await?
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect_with(&PgConnectOptions::from_str(url)?).await?;
            let (counted,): One<i64> = sqlx::query_as(TABLES).fetch_one(&mut connection).await?;
            connection.close().await?;
            counted
        }
    };
    Ok(tables == 0)
}

async fn check(file: &Path) -> anyhow::Result<()> {
    let sound: String = sqlite::look(file.to_owned(), "PRAGMA quick_check").await?;
    ensure!(sound == "ok", "the copy is damaged: {sound}");
    Ok(())
}

/// A folder for its owner alone, gone with all that is in it when it is no longer used.
struct Folder(PathBuf);

impl Folder {
    fn beside(file: &Path) -> anyhow::Result<Self> {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let path = parent.join(format!(".steward-{}", random_token()));
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("the folder {} cannot be written", parent.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}
