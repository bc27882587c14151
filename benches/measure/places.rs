//! The databases that are measured, filled with made-up accounts, as many as the environment says.

use std::{fs, path::PathBuf, sync::LazyLock};

use anyhow::Context;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::support::Place;

const SIZES: &str = "BENCH_ACCOUNTS";
const SERVER: &str = "BENCH_POSTGRES";

/// What is run when there is nobody else.
static RUNTIME: LazyLock<std::io::Result<tokio::runtime::Runtime>> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().enable_all().build());

/// Does it with each database: the one of `BENCH_DATABASE_URL`, or of each size in `BENCH_ACCOUNTS` a SQLite file and,
/// on the server of `BENCH_POSTGRES`, a database of its own.
pub fn each(sizes: &str, mut measure: impl FnMut(&Place, &str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    if let Ok(url) = std::env::var("BENCH_DATABASE_URL") {
        let folder = PathBuf::from(std::env::var("BENCH_FOLDER").unwrap_or_else(|_| "data".to_owned()));
        return measure(&Place { database_url: &url, folder: &folder }, "");
    }
    let sizes = std::env::var(SIZES).unwrap_or_else(|_| sizes.to_owned());
    for accounts in sizes.split_whitespace() {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        let place = Place { database_url: &url, folder: folder.path() };
        filled(&place, accounts).and_then(|()| measure(&place, &format!("{accounts}: ")))?;
    }
    let Ok(server) = std::env::var(SERVER) else { return Ok(()) };
    for accounts in sizes.split_whitespace() {
        let folder = tempfile::tempdir()?;
        let name = format!("steward_bench_{}_{accounts}", std::process::id());
        say(&server, &format!("CREATE DATABASE {name}"))?;
        let mut url: url::Url = server.parse()?;
        url.set_path(&name);
        let place = Place { database_url: url.as_str(), folder: folder.path() };
        let measured = filled(&place, accounts).and_then(|()| measure(&place, &format!("PostgreSQL, {accounts}: ")));
        say(&server, &format!("DROP DATABASE {name} WITH (FORCE)"))?;
        measured?;
    }
    Ok(())
}

fn filled(place: &Place, accounts: &str) -> anyhow::Result<()> {
    place.run(&["demo", "--accounts", accounts, "--users", accounts]).map(drop)
}

/// The process that PostgreSQL's others come from, where it is on this machine.
pub fn server_process(database_url: &str) -> Option<u32> {
    let backend = wait(async {
        let (backend,): (i32,) = sqlx::query_as("SELECT pg_backend_pid()")
            .fetch_one(&mut PgConnection::connect(database_url).await?)
            .await?;
        Ok(backend)
    });
    let backend = backend.ok().filter(|_| database_url.starts_with("postgres"))?;
    let stat = fs::read_to_string(format!("/proc/{backend}/stat")).ok().filter(|stat| stat.contains("(postgres)"))?;
    stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()
}

fn say(server: &str, text: &str) -> anyhow::Result<()> {
    wait(async {
        PgConnection::connect(server).await?.execute(AssertSqlSafe(text)).await?;
        Ok(())
    })
}

fn wait<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    RUNTIME.as_ref().ok().context("there is no runtime")?.block_on(work)
}
