//! A connection while somebody has it, and what is known of it when it is given back.

use std::{future::Future, sync::Arc};

use tokio::{
    runtime::Handle,
    time::{Instant, timeout},
};

use super::{
    Error, Result,
    link::Link,
    outage,
    pool::{Open, Seat, Shared, lock},
    waits::Budget,
};

/// What a connection is in when nobody waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionStatus {
    Idle,
    InTransaction,
    /// In a transaction that can only be rolled back.
    Failed,
    /// In the middle of something.
    Unknown,
    /// The other side has gone.
    Lost,
}

/// A connection until it is dropped. One that is left in a transaction is rolled back first.
pub struct Loan<C: Link> {
    pub(super) open: Option<Open<C>>,
    pub(super) status: TransactionStatus,
    pub(super) pool: Arc<Shared<C>>,
    pub(super) seat: Option<Seat>,
}

/// Stands by while a statement runs.
pub struct Watch<'a> {
    status: &'a mut TransactionStatus,
    fails_whole: bool,
    keeps_statements: bool,
    budget: &'a Budget,
}

impl<C: Link> Loan<C> {
    /// The connection, and who stands by while it is used.
    pub fn asked<'a>(&'a mut self, budget: &'a Budget) -> (&'a mut C, Watch<'a>) {
        let Some(open) = &mut self.open else { unreachable!("it is there until the loan is dropped") };
        let keeps_statements = !self.pool.limits.pooler;
        (&mut open.conn, Watch { status: &mut self.status, fails_whole: C::FAILS_WHOLE, keeps_statements, budget })
    }

    /// Which connection of its pool it is.
    pub fn number(&self) -> Option<u64> {
        self.open.as_ref().map(|open| open.number)
    }

    pub async fn begin(&mut self, text: &str, budget: &Budget) -> Result<()> {
        if let Some(home) = &self.pool.home {
            home.takes_writes()?;
        }
        self.all_or_none(text.to_owned(), TransactionStatus::InTransaction, budget).await
    }

    /// Statements without values and rows, outside of transactions.
    pub async fn run(mut self, texts: &[&str], budget: &Budget) -> Result<()> {
        for text in texts {
            self.all_or_none((*text).to_owned(), TransactionStatus::Idle, budget).await?;
        }
        Ok(())
    }

    /// Whether it is in a transaction.
    fn is_in_transaction(&self) -> bool {
        matches!(self.status, TransactionStatus::InTransaction | TransactionStatus::Failed)
    }

    pub async fn commit(mut self, budget: &Budget) -> Result<()> {
        match self.status {
            TransactionStatus::Idle => Ok(()),
            TransactionStatus::InTransaction => {
                self.all_or_none("COMMIT".to_owned(), TransactionStatus::Idle, budget).await
            }
            // The server would say yes and roll back.
            _ => Err(Error::Protocol("a transaction in which a statement failed cannot be kept".to_owned())),
        }
    }

    pub async fn rollback(mut self, budget: &Budget) -> Result<()> {
        if self.is_in_transaction() {
            self.all_or_none("ROLLBACK".to_owned(), TransactionStatus::Idle, budget).await
        } else {
            Ok(())
        }
    }

    /// Takes back what came after a savepoint; the transaction goes on from there.
    pub async fn back_to(&mut self, savepoint: &str, budget: &Budget) -> Result<()> {
        self.all_or_none(format!("ROLLBACK TO SAVEPOINT {savepoint}"), TransactionStatus::InTransaction, budget).await
    }

    /// Whatever the engine did where this fails, the connection is not used again.
    async fn all_or_none(&mut self, text: String, then: TransactionStatus, budget: &Budget) -> Result<()> {
        self.status = TransactionStatus::Unknown;
        let (conn, watch) = self.asked(budget);
        let done = watch.over(conn.say(text)).await;
        if done.is_ok() {
            self.status = then;
        }
        done
    }
}

impl<C: Link> Drop for Loan<C> {
    fn drop(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        match (self.status, Handle::try_current()) {
            (TransactionStatus::Idle, _) => self.pool.put_back(open),
            (TransactionStatus::InTransaction | TransactionStatus::Failed, Ok(runtime)) => {
                let (pool, seat) = (Arc::clone(&self.pool), self.seat.take());
                runtime.spawn(async move {
                    match timeout(pool.limits.sign_of_life(), open.conn.say("ROLLBACK".to_owned())).await {
                        Ok(Ok(())) => pool.put_back(open),
                        _ => pool.throw_away(open),
                    }
                    drop(seat);
                });
            }
            (TransactionStatus::Lost, _) => {
                *lock(&self.pool.lost_at) = Some(Instant::now());
                self.pool.throw_away(open);
            }
            _ => self.pool.throw_away(open),
        }
    }
}

impl Watch<'_> {
    /// Whether what was prepared is there the next time: behind a pooler it is in another session by then.
    pub fn keeps_statements(&self) -> bool {
        self.keeps_statements
    }

    /// Until it is through, the connection counts as broken off: so it stays when nobody waits any longer, or when the
    /// time is over.
    pub async fn over<T>(self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let before = std::mem::replace(self.status, TransactionStatus::Unknown);
        let done = self.budget.statement(work).await;
        *self.status = match &done {
            Err(error) if outage::spoils(error) => TransactionStatus::Lost,
            Err(Error::Database(_)) if self.fails_whole && before == TransactionStatus::InTransaction => {
                TransactionStatus::Failed
            }
            _ => before,
        };
        done
    }
}
