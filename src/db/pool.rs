//! Connections of one kind, each lent to one at a time. Only one that is known to be in order comes back: what was
//! broken off, what did not answer in time and what the engine ended by itself is closed, and the next who asks gets a
//! new one.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};

use super::{
    Error, Result,
    home::Home,
    link::Link,
    loan::{Loan, TransactionStatus},
    outage,
    waits::{Budget, Limits},
};

pub struct Pool<C: Link>(Arc<Shared<C>>);

pub struct Shared<C: Link> {
    options: C::Options,
    pub(super) limits: Limits,
    pub(super) home: Option<Home>,
    seats: Arc<Semaphore>,
    /// The seats that may be taken to write: writers who wait for each other leave some to the readers.
    writers: Arc<Semaphore>,
    most_writers: usize,
    most: u32,
    idle: Mutex<Vec<Open<C>>>,
    open: Arc<AtomicU32>,
    opened: AtomicU64,
    /// Seats that were given up because the server grants no more connections: since when, and whether a writers' went
    /// with it.
    refused: Mutex<Vec<(Instant, bool)>>,
    /// Until then the other side was there; who has been idle since before is asked first.
    pub(super) lost_at: Mutex<Option<Instant>>,
}

pub struct Open<C> {
    pub(super) conn: C,
    /// Which of all that were ever opened.
    pub(super) number: u64,
    born: Instant,
    used: Instant,
    broken_off: Arc<AtomicBool>,
    _counted: Counted,
}

struct Counted(Arc<AtomicU32>);

pub struct Seat {
    seat: OwnedSemaphorePermit,
    writer: Option<OwnedSemaphorePermit>,
}

const LONGEST_IDLE: Duration = Duration::from_secs(600);
const LONGEST_LIFE: Duration = Duration::from_secs(1800);
/// After this long a connection that the server did not grant is asked for again.
const ASK_AGAIN: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

impl<C: Link> Pool<C> {
    /// Opens none yet. `home` is the file that all of them must be in.
    pub fn new(options: C::Options, limits: Limits, seats: u32, home: Option<Home>) -> Self {
        let most = seats.max(1);
        let seats = usize::try_from(seats).unwrap_or(1).max(1);
        let writers = (seats - (seats / 4).max(1)).max(1);
        Self(Arc::new(Shared {
            options,
            limits,
            home,
            seats: Arc::new(Semaphore::new(seats)),
            writers: Arc::new(Semaphore::new(writers)),
            most_writers: writers,
            most,
            idle: Mutex::default(),
            open: Arc::default(),
            opened: AtomicU64::default(),
            refused: Mutex::default(),
            lost_at: Mutex::default(),
        }))
    }

    pub async fn lend(&self, writes: bool, budget: &Budget) -> Result<Loan<C>> {
        let pool = &self.0;
        loop {
            let seat = pool.seat(writes, budget).await?;
            let found = match pool.idle(budget).await {
                Some(open) => Ok(open),
                None => pool.connect(budget).await,
            };
            match found {
                Ok(open) => {
                    return Ok(Loan {
                        open: Some(open),
                        status: TransactionStatus::Idle,
                        pool: Arc::clone(pool),
                        seat: Some(seat),
                    });
                }
                Err(error) if outage::is_full(&error) && !budget.is_spent() => pool.do_with_fewer(seat, budget).await,
                Err(error) => return Err(error),
            }
        }
    }

    /// In a transaction. One that was closed since it was last used says so now, when nothing has been asked of it yet:
    /// then another is tried.
    pub async fn begin(&self, text: &str, writes: bool, budget: &Budget) -> Result<Loan<C>> {
        let mut loan = self.lend(writes, budget).await?;
        match loan.begin(text, budget).await {
            Ok(()) => return Ok(loan),
            Err(error) if outage::spoils(&error) && !budget.is_spent() => drop(loan),
            Err(error) => return Err(error),
        }
        let mut loan = self.lend(writes, budget).await?;
        loan.begin(text, budget).await.map(|()| loan)
    }

    /// How many are open, how many of those are idle, and how many there may be.
    pub fn counts(&self) -> (u32, u32, u32) {
        let idle = u32::try_from(lock(&self.0.idle).len()).unwrap_or(u32::MAX);
        (self.0.open.load(Ordering::Relaxed), idle, self.0.most)
    }

    /// Lends no more, and closes what is idle.
    pub async fn close(&self) {
        self.0.seats.close();
        let idle = std::mem::take(&mut *lock(&self.0.idle));
        for open in idle {
            timeout(self.0.limits.sign_of_life(), open.conn.close()).await.ok();
        }
    }
}

impl<C: Link> Shared<C> {
    /// In the order of asking.
    async fn seat(&self, writes: bool, budget: &Budget) -> Result<Seat> {
        self.ask_for_refused();
        let closed = |_| Error::PoolClosed;
        budget
            .wait(self.limits.work, async {
                let writer = match writes {
                    true => Some(Arc::clone(&self.writers).acquire_owned().await.map_err(closed)?),
                    false => None,
                };
                Ok(Seat { seat: Arc::clone(&self.seats).acquire_owned().await.map_err(closed)?, writer })
            })
            .await
            .map_err(|error| if is_timeout(&error) { Error::PoolTimedOut } else { error })
    }

    /// One that answers, the one used last first.
    async fn idle(&self, budget: &Budget) -> Option<Open<C>> {
        loop {
            let mut open = lock(&self.idle).pop()?;
            let suspect = C::STALE.is_some_and(|stale| open.used.elapsed() > stale)
                || lock(&self.lost_at).is_some_and(|at| open.used < at);
            if !suspect || budget.wait(self.limits.sign_of_life(), open.conn.ping()).await.is_ok() {
                return Some(open);
            }
            self.throw_away(open);
        }
    }

    async fn connect(&self, budget: &Budget) -> Result<Open<C>> {
        if let Some(home) = &self.home {
            home.is_there()?;
        }
        let broken_off = Arc::new(AtomicBool::new(false));
        let conn = budget.wait(self.limits.connect(), C::open(&self.options, &broken_off)).await?;
        self.open.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        Ok(Open { conn, number, born: now, used: now, broken_off, _counted: Counted(Arc::clone(&self.open)) })
    }

    /// The server grants no more than there are: waits with the others for one of those. Where there is none, somebody
    /// else has them all.
    async fn do_with_fewer(&self, seat: Seat, budget: &Budget) {
        if self.open.load(Ordering::Relaxed) == 0 {
            drop(seat);
            budget.wait(PAUSE, std::future::pending::<Result<()>>()).await.ok();
            return;
        }
        let mut refused = lock(&self.refused);
        let writers = self.most_writers - refused.iter().filter(|(_, writer)| *writer).count();
        let writer = seat.writer.or_else(|| Arc::clone(&self.writers).try_acquire_owned().ok()).filter(|_| writers > 1);
        refused.push((Instant::now(), writer.is_some()));
        writer.into_iter().chain([seat.seat]).for_each(OwnedSemaphorePermit::forget);
    }

    fn ask_for_refused(&self) {
        let mut refused = lock(&self.refused);
        let again: Vec<_> = refused.extract_if(.., |(since, _)| since.elapsed() >= ASK_AGAIN).collect();
        self.seats.add_permits(again.len());
        self.writers.add_permits(again.iter().filter(|(_, writer)| *writer).count());
    }

    pub(super) fn put_back(&self, open: Open<C>) {
        let now = Instant::now();
        if self.seats.is_closed() || now - open.born > LONGEST_LIFE {
            return self.throw_away(open);
        }
        let mut idle = lock(&self.idle);
        let too_long = idle.iter().take_while(|open| now - open.used > LONGEST_IDLE).count();
        let old: Vec<_> = idle.drain(..too_long).collect();
        idle.push(Open { used: now, ..open });
        drop(idle);
        old.into_iter().for_each(|open| self.throw_away(open));
    }

    /// Without waiting for an answer.
    pub(super) fn throw_away(&self, open: Open<C>) {
        open.broken_off.store(true, Ordering::Relaxed);
        let limit = self.limits.sign_of_life();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move { timeout(limit, open.conn.close_hard()).await.ok() });
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<C: Link> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

fn is_timeout(error: &Error) -> bool {
    matches!(error, Error::Io(cause) if cause.kind() == std::io::ErrorKind::TimedOut)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
