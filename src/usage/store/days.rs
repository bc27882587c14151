//! What was used by days of each account, for its reports.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    db::{self, Bulk, Tx, sql, written},
    usage::model::Metric,
};

/// What was used on a day of the account.
pub struct Day {
    pub account_id: i64,
    pub day: NaiveDate,
    pub metric: Metric,
    /// To add; of a gauge, how much there was.
    pub used: i64,
    pub as_of: DateTime<Utc>,
}

const ADD: &str = " ON CONFLICT (account_id, day, metric) DO UPDATE SET used = usage_days.used + excluded.used,
    as_of = excluded.as_of";
const REPLACE: &str =
    " ON CONFLICT (account_id, day, metric) DO UPDATE SET used = excluded.used, as_of = excluded.as_of
    WHERE usage_days.as_of <= excluded.as_of";

/// Each day and metric of an account once.
pub async fn write(tx: &mut Tx, days: Vec<Day>) -> db::Result<()> {
    let (gauges, counted): (Vec<_>, Vec<_>) = days.into_iter().partition(|it| it.metric.is_gauge());
    for (days, then) in [(counted, ADD), (gauges, REPLACE)] {
        let mut bulk = Bulk::onto("usage_days", then);
        for it in days {
            let (account_id, day) = (it.account_id, it.day.to_string());
            let row =
                written![account_id: account_id, day: day, metric: it.metric.as_str(), used: it.used, as_of: it.as_of];
            bulk.push(tx, row).await?;
        }
        bulk.flush(tx).await?;
    }
    Ok(())
}

/// Forgets days before this one, some of them at a time; how many these were.
pub async fn forget(tx: &mut Tx, before: NaiveDate, most: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM usage_days WHERE (account_id, day, metric) IN
             (SELECT d.account_id, d.day, d.metric FROM usage_days d WHERE d.day < $1 ORDER BY d.day LIMIT $2)",
        before.to_string(), most)
}
