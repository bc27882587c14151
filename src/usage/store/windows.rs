//! Windows, and the events that were counted into them.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Duration, Utc};

use crate::{
    db::{self, Bulk, Conn, FromRow, Select, Table, Tx, Value, sql, written},
    lists::RowId,
    usage::{
        books::Counted,
        model::{Limits, Metric},
    },
};

const EVENTS: Table = Table::plain("usage_events");
const WINDOWS: Table = Table::plain("usage_windows");
const COLUMNS: &str = "w.account_id, w.metric, w.starts_at, w.ends_at, w.used, w.as_of";

/// Remembers events; those that were not known.
pub async fn remember(tx: &mut Tx, events: &[(i64, String)], now: DateTime<Utc>) -> db::Result<HashSet<(i64, String)>> {
    let row = |(account_id, id): &(i64, String)| written![account_id: *account_id, event_id: id, received_at: now];
    let new = EVENTS.put_all_new::<(i64, String)>(tx, events.iter().map(row), "account_id, event_id").await?;
    Ok(new.into_iter().collect())
}

pub async fn forget_event(tx: &mut Tx, account_id: i64, id: &str) -> db::Result<()> {
    EVENTS.delete_row(tx, written![account_id: account_id, event_id: id]).await.map(drop)
}

/// The windows of these accounts which those moments may be in, or next to.
pub async fn around(
    conn: &mut Conn,
    ids: &[i64],
    metrics: &BTreeSet<Metric>,
    (first, last): (DateTime<Utc>, DateTime<Utc>),
) -> db::Result<Vec<Counted>> {
    let of = |daily: bool| metrics.iter().filter(move |it| it.is_daily() == daily).map(|it| Value::from(it.as_str()));
    let none = || std::iter::once(Value::from(""));
    let select = Select::new(COLUMNS, " FROM usage_windows w WHERE w.account_id IN (");
    let select = select.values(ids.iter().copied().map(Value::from)).push(") AND ((w.metric IN (");
    // As long as a window may be, where the account has moved to another zone.
    let (day, month) = (Duration::days(3), Duration::days(65));
    let select = select.values(of(true).chain(none())).push(") AND w.ends_at > ").bind(first - day);
    let select = select.push(" AND w.starts_at < ").bind(last + day).push(") OR (w.metric IN (");
    let select = select.values(of(false).chain(none())).push(") AND w.ends_at > ").bind(first - month);
    select.push(" AND w.starts_at < ").bind(last + month).push("))").fetch_all(conn).await
}

/// Those that are new, and what those that are there have become.
pub async fn write(tx: &mut Tx, windows: Vec<Counted>) -> db::Result<()> {
    const AGAIN: &str =
        " ON CONFLICT (account_id, metric, starts_at) DO UPDATE SET used = excluded.used, as_of = excluded.as_of";
    let mut bulk = Bulk::onto(WINDOWS.name, AGAIN);
    for it in windows {
        let row = written![
            account_id: it.account_id,
            metric: it.metric.as_str(),
            starts_at: it.starts_at,
            ends_at: it.ends_at,
            used: it.used,
            as_of: it.as_of,
        ];
        bulk.push(tx, row).await?;
    }
    bulk.flush(tx).await
}

/// A window with what was told of it.
#[derive(Clone, Debug, FromRow)]
pub struct Told {
    pub id: i64,
    #[sqlx(flatten)]
    pub counted: Counted,
    pub warned_at: Option<DateTime<Utc>>,
    pub reached_at: Option<DateTime<Utc>>,
}

const TOLD: &str = ", w.id, w.warned_at, w.reached_at";

/// Of each metric the last window that has begun, and those that are still to begin.
pub async fn current(conn: &mut Conn, ids: &[i64], now: DateTime<Utc>) -> db::Result<Vec<Told>> {
    // By the index for each metric, however many windows there are.
    let from = " FROM accounts x CROSS JOIN (SELECT 'profiles' AS metric UNION ALL SELECT 'databases' UNION ALL SELECT 'storage_bytes'
            UNION ALL SELECT 'emails' UNION ALL SELECT 'sms' UNION ALL SELECT 'pushes' UNION ALL SELECT 'api_requests') m
        JOIN usage_windows w ON w.account_id = x.id AND w.metric = m.metric
        WHERE w.starts_at >= coalesce((SELECT max(b.starts_at)
            FROM usage_windows b WHERE b.account_id = x.id AND b.metric = m.metric AND b.starts_at <= ";
    let select = Select::new(COLUMNS, from).reading(TOLD).bind(now).push("), ").bind(DateTime::UNIX_EPOCH);
    let select = select.push(") AND x.id IN (").values(ids.iter().copied().map(Value::from));
    select.push(") ORDER BY w.account_id, w.metric, w.starts_at").fetch_all(conn).await
}

/// Windows of these accounts that began between these moments.
pub async fn begun(
    conn: &mut Conn,
    ids: &[i64],
    (first, last): (DateTime<Utc>, DateTime<Utc>),
) -> db::Result<Vec<Told>> {
    let select = Select::new(COLUMNS, " FROM usage_windows w WHERE w.account_id IN (").reading(TOLD);
    let select = select.values(ids.iter().copied().map(Value::from)).push(") AND w.starts_at >= ").bind(first);
    select.push(" AND w.starts_at <= ").bind(last).push(" ORDER BY w.account_id, w.id").fetch_all(conn).await
}

/// That it is told of the window from now on.
pub async fn tell(tx: &mut Tx, id: i64, now: DateTime<Utc>, reached: bool) -> db::Result<()> {
    let row = written![warned_at: now];
    WINDOWS.set(tx, id, if reached { row.and(written![reached_at: now]) } else { row }).await
}

/// A row of the list that a call answers.
#[derive(FromRow)]
pub struct Row {
    pub id: i64,
    #[sqlx(flatten)]
    pub counted: Counted,
    #[sqlx(flatten)]
    pub limits: Limits,
}

pub const ROW: RowId<Row> = ("w.id", |row| row.id);

/// Of all accounts that are not deleted, or of one; of all metrics, or of one.
pub fn listed(account_id: Option<i64>, metric: Option<Metric>) -> Select {
    const LIMITS: &str =
        ", w.id, t.max_profiles, t.max_databases, t.max_storage_bytes, t.emails_per_month, t.sms_per_month,
        t.pushes_per_month, t.api_requests_per_day, t.warn_percent";
    let from = " FROM usage_windows w JOIN accounts a ON a.id = w.account_id JOIN tariffs t ON t.id = a.tariff_id
        WHERE a.deleted_at IS NULL";
    let select = Select::new(COLUMNS, from).reading(LIMITS);
    select.filter(" AND w.account_id = ", account_id).filter(" AND w.metric = ", metric.map(Metric::as_str))
}

/// The last windows of each metric of an account, the newest first.
pub async fn last(conn: &mut Conn, account_id: i64, most: i64) -> db::Result<Vec<Told>> {
    sql!(fetch_all Told, conn,
        "SELECT w.account_id, w.metric, w.starts_at, w.ends_at, w.used, w.as_of, w.id, w.warned_at, w.reached_at
         FROM usage_windows w WHERE w.account_id = $1
           AND (SELECT count(*) FROM (SELECT 1 AS one FROM usage_windows n WHERE n.account_id = w.account_id AND n.metric = w.metric
                AND n.starts_at > w.starts_at LIMIT $2) AS newer) < $2
         ORDER BY w.metric, w.starts_at DESC",
        account_id, most)
}

pub async fn find(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<Told>> {
    sql!(fetch_optional Told, conn,
        "SELECT w.account_id, w.metric, w.starts_at, w.ends_at, w.used, w.as_of, w.id, w.warned_at, w.reached_at
         FROM usage_windows w WHERE w.account_id = $1 AND w.id = $2",
        account_id, id)
}

/// What an administrator says was used.
pub async fn correct(tx: &mut Tx, id: i64, used: i64) -> db::Result<()> {
    WINDOWS.set(tx, id, written![used: used]).await
}

/// Forgets events that cannot come again, some of them at a time; how many these were.
pub async fn forget_events(tx: &mut Tx, before: DateTime<Utc>, most: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM usage_events WHERE (account_id, event_id) IN
             (SELECT e.account_id, e.event_id FROM usage_events e WHERE e.received_at < $1 ORDER BY e.received_at LIMIT $2)",
        before, most)
}

/// Forgets windows that ended before, those of days and those of months by their own time.
pub async fn forget(tx: &mut Tx, metric: Metric, before: DateTime<Utc>, most: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM usage_windows WHERE id IN
             (SELECT w.id FROM usage_windows w WHERE w.metric = $1 AND w.ends_at < $2 ORDER BY w.ends_at LIMIT $3)",
        metric.as_str(), before, most)
}
