//! What both engines' connections have in common.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use super::Result;

/// A connection of one of the two engines.
pub trait Link: Connection + Send + Sized + 'static {
    /// After so long idle it is asked for a sign of life before use.
    const STALE: Option<Duration>;
    /// Whether a refused statement refuses the whole transaction.
    const FAILS_WHOLE: bool;

    /// A statement without values and rows.
    fn say(&mut self, text: String) -> impl Future<Output = Result<()>> + Send;

    /// Has a statement that runs stop when `broken_off` turns true, where the other side is a thread of ours.
    fn watch(&mut self, broken_off: &Arc<AtomicBool>) -> impl Future<Output = Result<()>> + Send;
}

impl Link for SqliteConnection {
    const STALE: Option<Duration> = None;
    const FAILS_WHOLE: bool = false;

    async fn say(&mut self, text: String) -> Result<()> {
        self.execute(AssertSqlSafe(text)).await.map(drop)
    }

    async fn watch(&mut self, broken_off: &Arc<AtomicBool>) -> Result<()> {
        let broken_off = Arc::clone(broken_off);
        self.lock_handle().await?.set_progress_handler(STEPS, move || !broken_off.load(Ordering::Relaxed));
        Ok(())
    }
}

/// Of SQLite's machine, between two looks at whether somebody still waits: a fraction of a millisecond.
const STEPS: i32 = 10_000;

impl Link for PgConnection {
    /// So that a restarted server costs no request.
    const STALE: Option<Duration> = Some(Duration::from_secs(1));
    const FAILS_WHOLE: bool = true;

    async fn say(&mut self, text: String) -> Result<()> {
        self.execute(AssertSqlSafe(text)).await.map(drop)
    }

    async fn watch(&mut self, _: &Arc<AtomicBool>) -> Result<()> {
        Ok(())
    }
}
