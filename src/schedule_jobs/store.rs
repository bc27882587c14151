use chrono::{DateTime, Utc};

use super::model::{BELIEVED, ScheduleJob};
use crate::{
    change::Change,
    db::{self, Conn, One, Select, Table, Tx, sql, written},
};

const TABLE: Table = Table::plain("schedule_jobs");
const COLUMNS: &str =
    "s.id, s.name, s.began_at, s.took_ms, s.running_until, s.failures, s.failing_since, s.error, s.off_at, s.off_by";

pub async fn all(conn: &mut Conn) -> db::Result<Vec<ScheduleJob>> {
    Select::new(COLUMNS, " FROM schedule_jobs s").fetch_all(conn).await
}

/// Adds to a count those that fail and are on.
pub fn failing(select: Select) -> Select {
    select.push(" FROM schedule_jobs s WHERE s.failures > 0 AND s.off_at IS NULL")
}

pub async fn is_off(conn: &mut Conn, name: &str) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM schedule_jobs WHERE name = $1 AND off_at IS NOT NULL", name)?;
    Ok(found.is_some())
}

/// Marks that it begins; false where it is switched off.
pub async fn begin(tx: &mut Tx, name: &str, now: DateTime<Utc>) -> db::Result<bool> {
    let begun = sql!(execute tx,
        "INSERT INTO schedule_jobs (name, began_at, running_until) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET began_at = $2, running_until = $3 WHERE schedule_jobs.off_at IS NULL",
        name, now, now + BELIEVED)?;
    Ok(begun == 1)
}

/// The same by hand, where it may be switched off; false where it is at work.
pub async fn begin_by_hand(change: &mut Change, name: &str) -> db::Result<bool> {
    let now = change.at;
    let begun = sql!(execute change.conn,
        "INSERT INTO schedule_jobs (name, began_at, running_until) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET began_at = $2, running_until = $3
         WHERE schedule_jobs.running_until IS NULL OR schedule_jobs.running_until <= $2",
        name, now, now + BELIEVED)?;
    Ok(begun == 1)
}

/// What became of what began then; an empty error is none. Answers how often it has failed in a row by now.
pub async fn end(tx: &mut Tx, name: &str, (began_at, took_ms): (DateTime<Utc>, i64), error: &str) -> db::Result<i64> {
    let (failures, since) = if error.is_empty() { (0_i64, None) } else { (1, Some(began_at)) };
    let (failures,) = sql!(writing fetch_one One<i64>, tx,
        "INSERT INTO schedule_jobs (name, began_at, took_ms, failures, failing_since, error) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (name) DO UPDATE SET began_at = $2, took_ms = $3, running_until = NULL, error = $6,
             failures = CASE WHEN $4 = 0 THEN 0 ELSE schedule_jobs.failures + 1 END,
             failing_since = CASE WHEN $4 = 0 THEN NULL ELSE coalesce(schedule_jobs.failing_since, $5) END
         RETURNING failures",
        name, began_at, took_ms, failures, since, error)?;
    Ok(failures)
}

/// The row of one, which there is from now on.
pub async fn of(change: &mut Change, name: &str) -> db::Result<ScheduleJob> {
    TABLE.put_new(&mut change.conn, written![name: name]).await?;
    let held = change.conn.held();
    let found = Select::new(COLUMNS, " FROM schedule_jobs s WHERE s.name = ").bind(name).push(held);
    Ok(found.fetch_all(&mut change.conn).await?.pop().unwrap_or_default())
}

pub async fn switch(change: &mut Change, id: i64, is_off: bool) -> db::Result<()> {
    let (at, by) = (is_off.then_some(change.at), if is_off { change.by.name.clone() } else { String::new() });
    TABLE.set(&mut change.conn, id, written![off_at: at, off_by: by]).await
}
