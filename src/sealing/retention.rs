//! What is kept for so many days goes from the record a tile at a time; the hashes stay, so that all that is left can
//! still be verified.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::{
    KIND, REMOVED, UP_TO,
    edge::WIDTH,
    export::AT_ONCE,
    store::{self, number},
};
use crate::{
    change::{Actor, Change, store::About},
    db::Serial,
    error::Result,
    state::State,
};

/// All there is to remove, some at a time, so that nobody waits for it.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let Some(kept) = state.config.kept.records else { return Ok(()) };
        let before = state.clock.now() - kept;
        let mut is_more = true;
        while is_more && !state.stopping.load(Ordering::Relaxed) {
            is_more = some(state, kept.num_days(), before).await?;
        }
        Ok(())
    })
}

/// Only what a checkpoint covers, and only whole tiles, whose hashes are kept by themselves.
async fn some(state: &State, days: i64, before: DateTime<Utc>) -> Result<bool> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    if !change.conn.alone(Serial::Sealing).await? {
        return Ok(false);
    }
    let removed = u64::try_from(store::grown(&mut change.conn).await?.removed).unwrap_or_default();
    let signed = store::last_signed(&mut change.conn).await?.map_or(0, |it| it.size);
    let whole = |seq: u64| seq / WIDTH as u64 * WIDTH as u64;
    let most = whole(u64::try_from(signed).unwrap_or_default()).min(removed + AT_ONCE);
    let newer = store::first_since(&mut change.conn, (removed, most), before).await?;
    let upto = newer.map_or(most, |seq| whole(u64::try_from(seq).unwrap_or_default().saturating_sub(1)));
    if upto <= removed {
        return Ok(false);
    }
    let count = store::remove(&mut change.conn, (removed, upto)).await?;
    let about = About { kind: KIND, id: None, name: String::new(), account_id: None };
    let said = |field, text: String| (field, String::new(), text);
    let said =
        vec![said(UP_TO, number(upto).to_string()), said("records", count.to_string()), said("days", days.to_string())];
    change.note(REMOVED, about, said).await?;
    change.commit().await?;
    Ok(true)
}
