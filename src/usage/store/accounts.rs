//! Accounts by how they stand.

use chrono::{DateTime, Utc};

use crate::{
    db::{self, Bulk, Conn, One, Select, Table, Tx, Value, sql, written},
    usage::model::{Judged, Level, Used},
};

const JUDGED: &str = "a.id, a.name, a.title, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at, a.user_count,
    t.max_users, t.hard_users, t.max_profiles, t.max_databases, t.max_storage_bytes, t.emails_per_month, t.sms_per_month,
    t.pushes_per_month, t.api_requests_per_day, t.warn_percent, u.reported_at";
const OF_TARIFF: &str = " FROM accounts a JOIN tariffs t ON t.id = a.tariff_id
    LEFT JOIN account_usage u ON u.account_id = a.id WHERE a.id IN (";

/// These accounts, by id.
pub async fn judged(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<Judged>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = Select::new(JUDGED, OF_TARIFF).values(ids.iter().copied().map(Value::from)).push(") ORDER BY a.id");
    select.fetch_all(conn).await
}

/// How an account stands, to be kept.
pub struct Standing {
    pub account_id: i64,
    pub used: Used,
    pub worst: i64,
    pub worst_metric: &'static str,
    pub level: Level,
    pub reported_at: DateTime<Utc>,
    pub turns_at: DateTime<Utc>,
}

const AGAIN: &str =
    " ON CONFLICT (account_id) DO UPDATE SET profiles = excluded.profiles, databases = excluded.databases,
    storage_bytes = excluded.storage_bytes, emails = excluded.emails, sms = excluded.sms, pushes = excluded.pushes,
    api_requests = excluded.api_requests, worst = excluded.worst, worst_metric = excluded.worst_metric,
    state_rank = excluded.state_rank, reported_at = excluded.reported_at, turns_at = excluded.turns_at";

pub async fn keep(tx: &mut Tx, standings: Vec<Standing>) -> db::Result<()> {
    let mut bulk = Bulk::onto("account_usage", AGAIN);
    for it in standings {
        let used = it.used;
        let row = written![
            account_id: it.account_id,
            profiles: used.profiles,
            databases: used.databases,
            storage_bytes: used.storage_bytes,
            emails: used.emails,
            sms: used.sms,
            pushes: used.pushes,
            api_requests: used.api_requests,
            worst: it.worst,
            worst_metric: it.worst_metric,
            state_rank: it.level.rank(),
            reported_at: it.reported_at,
            turns_at: it.turns_at,
        ];
        bulk.push(tx, row).await?;
    }
    bulk.flush(tx).await
}

/// The state that lists show; no version of the account, which nobody has edited.
pub async fn set_reached(tx: &mut Tx, account_id: i64, reached: bool) -> db::Result<()> {
    Table::plain("accounts").set(tx, account_id, written![limit_reached: reached]).await
}

/// Whose window has begun or ended, or whose tariff is another, the longest ago first.
pub async fn due(conn: &mut Conn, now: DateTime<Utc>, most: i64) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, conn,
        "SELECT account_id FROM account_usage WHERE turns_at <= $1 ORDER BY turns_at LIMIT $2", now, most)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// When the first of them begins or ends.
pub async fn next_turn(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let first =
        sql!(fetch_optional One<DateTime<Utc>>, conn, "SELECT turns_at FROM account_usage ORDER BY turns_at LIMIT 1")?;
    Ok(first.map(|(at,)| at))
}

/// A tariff whose limits were changed, and beyond which account it is to go on; `held` by this transaction, so that
/// whoever changes it again meanwhile begins anew when this is done.
pub async fn changed_tariff(conn: &mut Conn, held: &'static str) -> db::Result<Option<(i64, i64)>> {
    let first = " FROM usage_tariffs_changed c ORDER BY c.tariff_id LIMIT 1";
    Ok(Select::new("c.tariff_id, c.beyond", first).push(held).fetch_all(conn).await?.pop())
}

/// Of the accounts on the tariff, beyond this one, those of which anything was reported, or whose users come near a limit or
/// may have been at one.
pub async fn of_tariff(conn: &mut Conn, (tariff_id, beyond): (i64, i64), most: i64) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, conn,
        "SELECT a.id FROM accounts a JOIN tariffs t ON t.id = a.tariff_id LEFT JOIN account_usage u ON u.account_id = a.id
         WHERE a.tariff_id = $1 AND a.id > $2
           AND (u.account_id IS NOT NULL OR a.limit_reached OR a.user_count * 100 >= t.max_users * t.warn_percent)
         ORDER BY a.id LIMIT $3",
        tariff_id, beyond, most)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// That it was gone on to here, or to the end.
pub async fn went_on(tx: &mut Tx, tariff_id: i64, to: Option<i64>) -> db::Result<()> {
    match to {
        Some(to) => {
            sql!(execute tx, "UPDATE usage_tariffs_changed SET beyond = $2 WHERE tariff_id = $1", tariff_id, to)
        }
        None => sql!(execute tx, "DELETE FROM usage_tariffs_changed WHERE tariff_id = $1", tariff_id),
    }
    .map(drop)
}
