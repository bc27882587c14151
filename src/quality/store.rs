//! Days of accounts, when something was told of them, and from when on it is.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{AlertSettings, Day, Kind, Thresholds};
use crate::{
    change::Change,
    db::{self, Bulk, Conn, FromRow, Select, Table, Tx, Value, sql, written},
};

/// The row there is.
pub const ID: i64 = 1;
const SETTINGS: Table = Table::plain("alert_settings");
const COLUMNS: &str = "q.account_id, q.day, q.sent, q.complaints, q.hard, q.soft";

pub async fn settings(conn: &mut Conn) -> db::Result<AlertSettings> {
    sql!(fetch_one AlertSettings, conn,
        "SELECT complaints, hard, soft, min_sent, version, updated_at, updated_by FROM alert_settings WHERE id = $1", ID)
}

/// False when the version is no longer the current one.
pub async fn update_settings(change: &mut Change, version: i64, new: &Thresholds) -> db::Result<bool> {
    let row = written![complaints: new.complaints, hard: new.hard, soft: new.soft, min_sent: new.min_sent];
    change.update(&SETTINGS, (ID, version), row).await
}

/// Of these accounts the days from the first to the last, both among them; the newest first.
pub async fn days(conn: &mut Conn, ids: &[i64], (first, last): (&str, &str)) -> db::Result<Vec<Day>> {
    let select = Select::new(COLUMNS, " FROM quality_days q WHERE q.account_id IN (");
    let select = select.values(ids.iter().copied().map(Value::from)).push(") AND q.day >= ").bind(first);
    select.push(" AND q.day <= ").bind(last).push(" ORDER BY q.account_id, q.day DESC").fetch_all(conn).await
}

/// The last days of an account that were reported, the newest first.
pub async fn last(conn: &mut Conn, account_id: i64, most: i64) -> db::Result<Vec<Day>> {
    sql!(fetch_all Day, conn,
        "SELECT q.account_id, q.day, q.sent, q.complaints, q.hard, q.soft FROM quality_days q WHERE q.account_id = $1
         ORDER BY q.day DESC LIMIT $2",
        account_id, most)
}

/// Each day of an account once.
pub async fn write(tx: &mut Tx, days: impl Iterator<Item = &Day>, now: DateTime<Utc>) -> db::Result<()> {
    const AGAIN: &str =
        " ON CONFLICT (account_id, day) DO UPDATE SET sent = excluded.sent, complaints = excluded.complaints,
        hard = excluded.hard, soft = excluded.soft, reported_at = excluded.reported_at";
    let mut bulk = Bulk::onto("quality_days", AGAIN);
    for it in days {
        let counts = written![sent: it.sent, complaints: it.complaints, hard: it.hard, soft: it.soft, reported_at: now];
        bulk.push(tx, written![account_id: it.account_id, day: &it.day].and(counts)).await?;
    }
    bulk.flush(tx).await
}

#[derive(FromRow)]
pub struct Told {
    pub account_id: i64,
    pub kind: String,
}

/// What was told of these accounts since.
pub async fn told(conn: &mut Conn, ids: &BTreeSet<i64>, since: DateTime<Utc>) -> db::Result<Vec<Told>> {
    let select = Select::new("t.account_id, t.kind", " FROM quality_alerts t WHERE t.told_at > ").bind(since);
    let select = select.push(" AND t.account_id IN (").values(ids.iter().copied().map(Value::from));
    select.push(")").fetch_all(conn).await
}

pub async fn tell(tx: &mut Tx, told: impl Iterator<Item = (i64, Kind)>, now: DateTime<Utc>) -> db::Result<()> {
    let again = " ON CONFLICT (account_id, kind) DO UPDATE SET told_at = excluded.told_at";
    let mut bulk = Bulk::onto("quality_alerts", again);
    for (account_id, kind) in told {
        bulk.push(tx, written![account_id: account_id, kind: kind.as_str(), told_at: now]).await?;
    }
    bulk.flush(tx).await
}

/// Forgets days before this one, some of them at a time; how many these were.
pub async fn forget(tx: &mut Tx, before: NaiveDate, most: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM quality_days WHERE (account_id, day) IN
             (SELECT q.account_id, q.day FROM quality_days q WHERE q.day < $1 ORDER BY q.day LIMIT $2)",
        before.to_string(), most)
}
