//! What turns by itself: windows end, tariffs change, and what is old is forgotten.

use chrono::{DateTime, Duration, Utc};

use super::{
    judge,
    model::Metric,
    report::REMEMBERED,
    store::{accounts, days, users, windows},
};
use crate::{
    accounts::store::held,
    change::{Actor, Change},
    error::Result,
    state::State,
};

/// So many accounts are judged in a transaction.
pub const AT_ONCE: i64 = 200;
/// How long windows are kept that are over: those of months, and those of days.
pub const MONTHS_KEPT: Duration = Duration::days(731);
pub const DAYS_KEPT: Duration = Duration::days(100);
/// So many rows are forgotten in a transaction.
const FORGOTTEN_AT_ONCE: i64 = 10_000;

/// Judges some of the accounts whose windows have turned, or whose tariff is another; false when there are none.
pub async fn step(state: &State) -> Result<bool> {
    Ok(turn(state, state.clock.now()).await? || follow_tariff(state).await? || recount(state).await?)
}

/// When the next window of an account begins or ends.
pub async fn next(state: &State) -> Result<Option<DateTime<Utc>>> {
    Ok(accounts::next_turn(&mut state.db.conn().await?).await?)
}

async fn turn(state: &State, now: DateTime<Utc>) -> Result<bool> {
    let due = accounts::due(&mut state.db.conn().await?, now, AT_ONCE).await?;
    if due.is_empty() {
        return Ok(false);
    }
    let mut change = begin(state).await?;
    judge_again(state, &mut change, &due).await?;
    change.commit().await?;
    Ok(true)
}

async fn follow_tariff(state: &State) -> Result<bool> {
    if accounts::changed_tariff(&mut state.db.conn().await?, "").await?.is_none() {
        return Ok(false);
    }
    let mut change = begin(state).await?;
    let held = change.conn.held();
    let Some(changed) = accounts::changed_tariff(&mut change.conn, held).await? else { return Ok(false) };
    let some = accounts::of_tariff(&mut change.conn, changed, AT_ONCE).await?;
    judge_again(state, &mut change, &some).await?;
    accounts::went_on(&mut change.conn, changed.0, some.last().copied()).await?;
    change.commit().await?;
    Ok(true)
}

/// Accounts with another number of users, where their tariff tells of that.
async fn recount(state: &State) -> Result<bool> {
    let some = users::recounted(&mut state.db.conn().await?).await?;
    if some.is_empty() {
        return Ok(false);
    }
    let mut change = begin(state).await?;
    held::lock(&mut change.conn, &some).await?;
    users::judged(&mut change.conn, &some).await?;
    judge_again(state, &mut change, &some).await?;
    change.commit().await?;
    Ok(true)
}

async fn begin(state: &State) -> Result<Change> {
    let mut change = Change::begin(state, Actor::system("usage")).await?;
    // How accounts stand is kept, and recorded only where it is told.
    change.keep();
    Ok(change)
}

/// Those that another node has judged meanwhile stand as they did.
pub async fn judge_again(state: &State, change: &mut Change, ids: &[i64]) -> Result<()> {
    held::lock(&mut change.conn, ids).await?;
    let all = accounts::judged(&mut change.conn, ids).await?;
    judge::judge(state, change, all, judge::Reported::Before).await
}

/// Events that cannot come again, and windows of long ago.
pub async fn sweep(state: &State) -> Result<()> {
    let now = state.clock.now();
    while forget(state, None, now - REMEMBERED).await? {}
    for metric in Metric::ALL {
        let kept = if metric.is_daily() { DAYS_KEPT } else { MONTHS_KEPT };
        while forget(state, Some(*metric), now - kept).await? {}
    }
    while forget_days(state, now).await? {}
    Ok(())
}

async fn forget_days(state: &State, now: DateTime<Utc>) -> Result<bool> {
    let mut tx = state.db.begin().await?;
    let gone = days::forget(&mut tx, (now - DAYS_KEPT).date_naive(), FORGOTTEN_AT_ONCE).await?;
    tx.commit().await?;
    Ok(gone == FORGOTTEN_AT_ONCE.unsigned_abs())
}

/// Some of them; whether there may be more.
async fn forget(state: &State, metric: Option<Metric>, before: DateTime<Utc>) -> Result<bool> {
    let mut tx = state.db.begin().await?;
    let gone = match metric {
        None => windows::forget_events(&mut tx, before, FORGOTTEN_AT_ONCE).await?,
        Some(metric) => windows::forget(&mut tx, metric, before, FORGOTTEN_AT_ONCE).await?,
    };
    tx.commit().await?;
    Ok(gone == FORGOTTEN_AT_ONCE.unsigned_abs())
}
