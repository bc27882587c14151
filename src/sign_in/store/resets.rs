use chrono::{DateTime, Utc};

use super::oldest_of;
use crate::{
    change::Change,
    db::{self, Conn, One, Table, Tx, sql, written},
    people::OwnerKind,
    sign_in::forgot::Request,
};

pub async fn insert_reset(change: &mut Change, kind: OwnerKind, login: &str, status: &str) -> db::Result<()> {
    let client = &change.by.client;
    let row = written![
        owner_kind: kind.as_str(),
        login: login,
        status: status,
        ip: &client.ip,
        network: client.network(),
        user_agent: &client.user_agent,
        at: change.at,
    ];
    Table::plain("reset_requests").put(&mut change.conn, row).await
}

/// Those that were, or will be, looked at: one too many does not make the next one too many for longer.
pub async fn count_resets(conn: &mut Conn, kind: OwnerKind, login: &str, since: DateTime<Utc>) -> db::Result<i64> {
    let (count,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM reset_requests WHERE owner_kind = $1 AND login = $2 AND at > $3 AND status <> 'too_many'",
        kind.as_str(), login, since)?;
    Ok(count)
}

/// When the oldest of the `many` newest from a network was made, if there are so many.
pub async fn resets_from_network(
    conn: &mut Conn,
    network: &str,
    many: u32,
    since: DateTime<Utc>,
) -> db::Result<Option<DateTime<Utc>>> {
    let text = "SELECT at FROM reset_requests WHERE network = $1 AND network <> '' AND at > $2
                ORDER BY at DESC LIMIT 1 OFFSET $3";
    oldest_of(conn, text, (network, since), many).await
}

pub async fn is_reset_waiting(conn: &mut Conn) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM reset_requests WHERE status = 'waiting' LIMIT 1")?;
    Ok(found.is_some())
}

/// Looked at, whatever came of it.
pub async fn end_reset(change: &mut Change, id: i64) -> db::Result<()> {
    Table::plain("reset_requests").set(&mut change.conn, id, written![status: "done"]).await
}

pub async fn sweep_resets(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM reset_requests WHERE at <= $1", before)
}

/// The one that has waited longest; no other worker gets it.
pub async fn take_reset(change: &mut Change) -> db::Result<Option<Request>> {
    let skip_locked = change.conn.skip_locked();
    sql!(writing fetch_optional Request, change.conn, sqlx::AssertSqlSafe(format!(
        "UPDATE reset_requests SET status = 'done'
         WHERE id = (SELECT id FROM reset_requests WHERE status = 'waiting' ORDER BY id LIMIT 1{skip_locked})
         RETURNING id, owner_kind, login, ip, user_agent"
    )))
}
