//! How long the database may be waited for.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, timeout};

use super::{Error, Result};

/// The limits of all waits, as the settings say.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// What the database work of one request may take in all.
    pub work: Duration,
    /// To PostgreSQL; SQLite has one that writes and some that read.
    pub connections: u32,
    /// Whether each transaction may meet another session of the server: PgBouncer in transaction mode is in between.
    pub pooler: bool,
}

/// The limit of what nobody waits for: housekeeping, filling a database.
const UNHURRIED: Duration = Duration::from_secs(6 * 3600);

impl Limits {
    /// For one statement: what hangs is given up while those who wait behind it still have time.
    pub fn statement(&self) -> Duration {
        self.work / 2
    }

    /// For a row that somebody else is changing.
    pub fn lock(&self) -> Duration {
        self.work / 4
    }

    /// For a new connection.
    pub fn connect(&self) -> Duration {
        self.work / 4
    }

    /// For a sign of life of a connection that lay idle, and for putting one in order that was left in a transaction.
    pub fn sign_of_life(&self) -> Duration {
        self.work / 10
    }
}

/// The time that a piece of work has for the database. All connections that it takes share it.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    left: Mutex<Duration>,
    statement: Duration,
    unhurried: bool,
}

tokio::task_local! {
    static BUDGET: Budget;
}

impl Budget {
    pub fn of_a_request(limits: &Limits) -> Self {
        // A moment longer than the server allows, so that the one who says what went wrong is the server.
        let statement = limits.statement() + limits.work / 20;
        Self(Arc::new(Shared { left: Mutex::new(limits.work), statement, unhurried: false }))
    }

    /// For something that must not take longer in all.
    pub fn of(most: Duration) -> Self {
        Self(Arc::new(Shared { left: Mutex::new(most), statement: most, unhurried: false }))
    }

    /// For what nobody waits for.
    pub fn unhurried() -> Self {
        Self(Arc::new(Shared { left: Mutex::new(UNHURRIED), statement: UNHURRIED, unhurried: true }))
    }

    /// The budget of the work that this is part of; its own where it is part of none.
    pub fn current(limits: &Limits) -> Self {
        BUDGET.try_with(Clone::clone).unwrap_or_else(|_| Self::of_a_request(limits))
    }

    /// What `work` waits for comes out of this.
    pub async fn around<T>(self, work: impl Future<Output = T>) -> T {
        BUDGET.scope(self, work).await
    }

    pub fn is_unhurried(&self) -> bool {
        self.0.unhurried
    }

    pub fn is_spent(&self) -> bool {
        self.left().is_zero()
    }

    /// One statement.
    pub async fn statement<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.wait(self.0.statement, work).await
    }

    /// Gives up after `most`, or when nothing is left.
    pub async fn wait<T>(&self, most: Duration, work: impl Future<Output = Result<T>>) -> Result<T> {
        let (begun, most) = (Instant::now(), most.min(self.left()));
        let done = timeout(most, work).await;
        let mut left = self.0.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_sub(begun.elapsed());
        done.unwrap_or_else(|_| Err(too_slow(most)))
    }

    fn left(&self) -> Duration {
        *self.0.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn too_slow(limit: Duration) -> Error {
    Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, format!("nothing came within {limit:.1?}")))
}
