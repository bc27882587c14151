//! What both engines' connections have in common.

use std::{
    future::Future,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use super::Result;

/// A connection of one of the two engines.
pub trait Link: Send + Sized + 'static {
    type Options: Clone + Send + Sync + 'static;

    /// After so long idle it is asked for a sign of life before use.
    const STALE: Option<Duration>;
    /// Whether a refused statement refuses the whole transaction.
    const FAILS_WHOLE: bool;

    /// A statement that runs stops when `broken_off` turns true, where it runs in this process.
    fn open(options: &Self::Options, broken_off: &Arc<AtomicBool>) -> impl Future<Output = Result<Self>> + Send;

    fn ping(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// A statement without values and rows.
    fn say(&mut self, text: String) -> impl Future<Output = Result<()>> + Send;

    fn close(self) -> impl Future<Output = Result<()>> + Send;

    /// Without a word to the other side.
    fn close_hard(self) -> impl Future<Output = Result<()>> + Send;
}

impl Link for PgConnection {
    type Options = PgConnectOptions;

    /// So that a restarted server costs no request.
    const STALE: Option<Duration> = Some(Duration::from_secs(1));
    const FAILS_WHOLE: bool = true;

    async fn open(options: &PgConnectOptions, _: &Arc<AtomicBool>) -> Result<Self> {
        options.connect().await
    }

    async fn ping(&mut self) -> Result<()> {
        Connection::ping(self).await
    }

    async fn say(&mut self, text: String) -> Result<()> {
        self.execute(AssertSqlSafe(text)).await.map(drop)
    }

    async fn close(self) -> Result<()> {
        Connection::close(self).await
    }

    async fn close_hard(self) -> Result<()> {
        Connection::close_hard(self).await
    }
}
