//! Plans, and what became of them.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Account, Plan, Report, Run};
use crate::db::{self, Bulk, Conn, FromRow, One, Select, Table, Tx, Value, sql, written};

const PLANS: Table = Table::plain("report_plans");
const PLAN: &str = "p.account_id, p.kind, p.next_date, p.next_at";
const RUNS: Table = Table::plain("report_runs");

/// Accounts of which any is due, the longest ago first; asked before the write that takes them.
pub async fn due(conn: &mut Conn, now: DateTime<Utc>, most: i64) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, conn,
        "SELECT account_id FROM report_plans WHERE next_at <= $1 ORDER BY next_at, account_id, kind LIMIT $2", now, most)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// When the first of those that are planned is due.
pub async fn next(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let first = sql!(fetch_optional One<DateTime<Utc>>, conn,
        "SELECT next_at FROM report_plans WHERE next_date IS NOT NULL ORDER BY next_at LIMIT 1")?;
    Ok(first.map(|(at,)| at))
}

/// Those of these accounts that are due, the longest ago first, which no other node takes until this transaction is over.
pub async fn take(tx: &mut Tx, ids: &[i64], now: DateTime<Utc>) -> db::Result<Vec<Plan>> {
    let held = tx.skip_locked();
    let select = Select::new(PLAN, " FROM report_plans p WHERE p.next_at <= ").bind(now).push(" AND p.account_id IN (");
    let select = select.values(ids.iter().copied().map(Value::from));
    select.push(") ORDER BY p.next_at, p.account_id, p.kind").push(held).fetch_all(tx).await
}

/// Those whose date is known, of some accounts beyond one, which nobody else has in hand.
pub async fn planned(tx: &mut Tx, beyond: i64, most: i64) -> db::Result<Vec<Plan>> {
    let held = tx.skip_locked();
    let select =
        Select::new(PLAN, " FROM report_plans p WHERE p.next_date IS NOT NULL AND p.account_id > ").bind(beyond);
    select.push(" ORDER BY p.account_id, p.kind LIMIT ").bind(most).push(held).fetch_all(tx).await
}

#[derive(FromRow)]
struct Asked {
    account_id: i64,
    daily: bool,
    weekly: bool,
}

/// Which reports users of these accounts ask for, whatever state the accounts are in.
pub async fn asked(conn: &mut Conn, ids: &[i64]) -> db::Result<HashSet<(i64, Report)>> {
    let columns = "DISTINCT u.account_id, u.alert_daily_report AS daily, u.alert_weekly_report AS weekly";
    let select = Select::new(columns, " FROM account_users u WHERE u.active AND u.account_id IN (");
    let found: Vec<Asked> = select.values(ids.iter().copied().map(Value::from)).push(")").fetch_all(conn).await?;
    let of = |it: Asked| {
        [(it.daily, Report::Daily), (it.weekly, Report::Weekly)].map(|(asks, kind)| (asks, it.account_id, kind))
    };
    Ok(found.into_iter().flat_map(of).filter(|(asks, ..)| *asks).map(|(_, id, kind)| (id, kind)).collect())
}

pub async fn accounts(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<Account>> {
    let columns = "a.id, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at, a.reports_day, a.reports_hour";
    let select = Select::new(columns, " FROM accounts a WHERE a.id IN (");
    select.values(ids.iter().copied().map(Value::from)).push(")").fetch_all(conn).await
}

#[derive(FromRow)]
pub struct Last {
    pub account_id: i64,
    #[sqlx(try_from = "String")]
    pub kind: Report,
    pub local_date: String,
}

/// The last date of each report of these accounts.
pub async fn last_dates(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<Last>> {
    let select = Select::new(
        "r.account_id, r.kind, max(r.local_date) AS local_date",
        " FROM report_runs r WHERE r.account_id IN (",
    );
    let select = select.values(ids.iter().copied().map(Value::from));
    select.push(") GROUP BY r.account_id, r.kind").fetch_all(conn).await
}

/// The account and the report, its next date, and when that is.
pub type Next = (i64, Report, NaiveDate, DateTime<Utc>);

/// When they are due next.
pub async fn plan(tx: &mut Tx, next: &[Next]) -> db::Result<()> {
    let again =
        " ON CONFLICT (account_id, kind) DO UPDATE SET next_date = excluded.next_date, next_at = excluded.next_at";
    let mut bulk = Bulk::onto(PLANS.name, again);
    for (account_id, kind, date, at) in next {
        let (account_id, date) = (*account_id, date.to_string());
        let row = written![account_id: account_id, kind: kind.as_str(), next_date: date, next_at: *at];
        bulk.push(tx, row).await?;
    }
    bulk.flush(tx).await
}

/// Nobody asks for it any more.
pub async fn drop_plan(tx: &mut Tx, (account_id, kind): (i64, Report)) -> db::Result<()> {
    PLANS.delete_row(tx, written![account_id: account_id, kind: kind.as_str()]).await.map(drop)
}

/// What became of some, each of another date; those that no other node has written meanwhile.
pub async fn write(tx: &mut Tx, runs: &[(i64, Run)]) -> db::Result<Vec<(i64, String, String)>> {
    let row = |(account_id, it): &(i64, Run)| {
        let what = written![
            outcome: &it.outcome,
            late: it.late,
            reason: &it.reason,
            letters: it.letters,
            planned_at: it.planned_at,
            ran_at: it.ran_at.unwrap_or(it.planned_at),
        ];
        written![account_id: *account_id, kind: it.kind.as_str(), local_date: &it.local_date].and(what)
    };
    RUNS.put_all_new(tx, runs.iter().map(row), "account_id, kind, local_date").await
}

/// Those that are planned of an account, and the last ones that ran, the newest first.
pub async fn last(conn: &mut Conn, account_id: i64, most: i64) -> db::Result<Vec<Run>> {
    sql!(fetch_all Run, conn,
        "SELECT p.kind, p.next_date AS local_date, p.next_at AS planned_at, NULL AS ran_at, 'planned' AS outcome, FALSE AS late,
             '' AS reason, 0 AS letters
         FROM report_plans p WHERE p.account_id = $1 AND p.next_date IS NOT NULL
         UNION ALL
         SELECT l.kind, l.local_date, l.planned_at, l.ran_at, l.outcome, l.late, l.reason, l.letters
         FROM (SELECT r.kind, r.local_date, r.planned_at, r.ran_at, r.outcome, r.late, r.reason, r.letters
               FROM report_runs r WHERE r.account_id = $1 ORDER BY r.planned_at DESC LIMIT $2) AS l
         ORDER BY 3 DESC, 1",
        account_id, most)
}

/// What was used on a day.
#[derive(FromRow)]
pub struct Used {
    pub account_id: i64,
    pub metric: String,
    pub day: String,
    pub used: i64,
}

/// Of these accounts on the days from the first to the last, both among them, the oldest first.
pub async fn used(conn: &mut Conn, ids: &[i64], (first, last): (&str, &str)) -> db::Result<Vec<Used>> {
    let select = Select::new("d.account_id, d.metric, d.day, d.used", " FROM usage_days d WHERE d.account_id IN (");
    let select = select.values(ids.iter().copied().map(Value::from)).push(") AND d.day >= ").bind(first);
    select.push(" AND d.day <= ").bind(last).push(" ORDER BY d.account_id, d.day").fetch_all(conn).await
}

/// Forgets those that ran before, some of them at a time; how many these were.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>, most: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM report_runs WHERE id IN (SELECT r.id FROM report_runs r WHERE r.ran_at < $1 ORDER BY r.ran_at LIMIT $2)",
        before, most)
}
