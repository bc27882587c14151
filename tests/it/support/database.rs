//! A database for each test, with the current schema and nothing in it, gone when the test is.

use super::{block_on, postgres, scratch};
use sqlx::{Connection, SqliteConnection};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Only by the developer's word, and said aloud: a missing PostgreSQL fails.
    pub fn is_left_out(self) -> bool {
        let left_out =
            self == Self::Postgres && std::env::var_os("STEWARD_TEST_SQLITE_ONLY").is_some_and(|value| value == "1");
        if left_out {
            eprintln!("NOT TESTED on PostgreSQL, because STEWARD_TEST_SQLITE_ONLY=1");
        }
        left_out
    }
}

pub struct Database {
    pub url: String,
    /// For the application's files; the SQLite database is one of them.
    pub folder: PathBuf,
    engine: Engine,
    name: String,
}

impl Database {
    /// A copy of a migrated template.
    pub fn migrated(engine: Engine) -> Self {
        Self::make(engine, |file| std::fs::copy(sqlite_template(), file).map(|_| ()), postgres::create)
    }

    /// An SQLite database in a folder of the test's own.
    pub fn in_folder(folder: PathBuf) -> Self {
        let file = folder.join("steward.db");
        std::fs::copy(sqlite_template(), &file).expect("the SQLite template can be copied");
        Self { url: format!("sqlite:{}", file.display()), folder, engine: Engine::Sqlite, name: String::new() }
    }

    /// For tests of the migrations themselves.
    pub fn empty(engine: Engine) -> Self {
        Self::make(engine, |_| Ok(()), postgres::create_empty)
    }

    fn make(
        engine: Engine,
        sqlite: impl Fn(&PathBuf) -> std::io::Result<()>,
        postgres: impl Fn(&str) -> String,
    ) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = scratch::folder().join(&name);
        std::fs::create_dir(&folder).expect("the scratch folder can be written");
        let url = match engine {
            Engine::Sqlite => {
                let file = folder.join("steward.db");
                sqlite(&file).expect("the SQLite template can be copied");
                format!("sqlite:{}", file.display())
            }
            Engine::Postgres => postgres(&name),
        };
        Self { url, folder, engine, name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.engine == Engine::Postgres {
            postgres::drop(&self.name);
        }
        // What is still open or left behind goes with the scratch folder.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Migrated once per process, and left as one file without a write-ahead log beside it, so that copying it copies all
/// of it.
fn sqlite_template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = TEMPLATE.get_or_init(|| {
        let file = scratch::folder().join("template.db");
        let settle = async {
            steward::db::migrate(&format!("sqlite:{}", file.display())).await?;
            let mut connection = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await?;
            sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
            connection.close().await?;
            anyhow::Ok(())
        };
        block_on(settle).map_err(|error| format!("SQLite migrations: {error:#}"))?;
        Ok(file)
    });
    made.as_ref().unwrap_or_else(|sentence| panic!("{sentence}"))
}
