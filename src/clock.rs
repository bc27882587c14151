//! The only source of "now": the system's clock when serving, a hand-set one in tests.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Duration, SubsecRound, Utc};

/// UTC, cut to microseconds, which is what both databases keep.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Microseconds since 1970; every clone shows the same time.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Set(micros) => DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default(),
        }
    }

    /// Lets so much time pass, with nothing held meanwhile. A hand-set clock is moved on instead of waiting.
    #[expect(clippy::disallowed_methods, reason = "an answer is held back here and nowhere else")]
    pub async fn wait(&self, time: std::time::Duration) {
        match self {
            Self::System => tokio::time::sleep(time).await,
            Self::Set(_) => self.advance(Duration::from_std(time).unwrap_or_default()),
        }
    }

    /// Moves a hand-set clock; the system's cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Self::Set(micros) = self {
            micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}
