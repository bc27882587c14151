//! Forgetting what is old: some of it at a time, so that nobody waits, and on the record with how much it was.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Duration, Utc};
use futures_util::future::BoxFuture;

use crate::{
    change::{Actor, Change, store::About},
    db::{self, Conn, Tx},
    error::Result,
    state::State,
};

/// Something of which there is more every day, and which is not kept for ever.
pub struct Old {
    /// What the record calls it.
    pub kind: &'static str,
    /// When the oldest that there is was written.
    pub oldest: Oldest,
    /// Forgets some of those that were written before a time; how many.
    pub forget: Forget,
}

pub type Oldest = for<'a> fn(&'a mut Conn) -> BoxFuture<'a, db::Result<Option<DateTime<Utc>>>>;
pub type Forget = for<'a> fn(&'a mut Tx, DateTime<Utc>) -> BoxFuture<'a, db::Result<u64>>;

/// It is done for so long at once, so that the record has two lines a day of it and not one every ten minutes.
const AT_ONCE: Duration = Duration::hours(12);

impl Old {
    /// Forgets all that is older than it is kept; None keeps it for ever.
    pub async fn forget_after(&self, state: &State, kept: Option<Duration>) -> Result<()> {
        let Some(before) = self.due(state, kept).await? else { return Ok(()) };
        while !state.stopping.load(Ordering::Relaxed) {
            let mut change = Change::begin(state, Actor::system("steward")).await?;
            let count = (self.forget)(&mut change.conn, before).await?;
            if count == 0 {
                break;
            }
            let about = About { kind: self.kind, id: None, name: String::new(), account_id: None };
            let said = [("count", count.to_string()), ("before", before.date_naive().to_string())];
            let said = said.map(|(field, new)| (field, String::new(), new)).into();
            change.note("purge", about, said).await?;
            change.commit().await?;
        }
        Ok(())
    }

    /// Before which time all is to be forgotten, if it is worth while.
    pub async fn due(&self, state: &State, kept: Option<Duration>) -> Result<Option<DateTime<Utc>>> {
        let Some(before) = kept.and_then(|kept| state.clock.now().checked_sub_signed(kept)) else { return Ok(None) };
        let oldest = (self.oldest)(&mut state.db.conn().await?).await?;
        Ok(oldest.filter(|at| *at < before - AT_ONCE).map(|_| before))
    }
}
