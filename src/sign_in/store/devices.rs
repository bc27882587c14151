use chrono::{DateTime, Utc};

use crate::{
    change::Change,
    db::{self, Condition, Conn, One, Table, Tx, sql, written},
    people::Owner,
};

const DEVICES: Table = Table::plain("devices");

/// Whether the owner has signed in with it since.
pub async fn is_device(conn: &mut Conn, owner: Owner, token_hash: &str, since: DateTime<Utc>) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM devices WHERE token_hash = $1 AND owner_kind = $2 AND owner_id = $3 AND last_used_at > $4",
        token_hash, owner.kind.as_str(), owner.id, since)?;
    Ok(found.is_some())
}

/// Notes that it is used; false where it is not known.
pub async fn use_device(change: &mut Change, owner: Owner, token_hash: &str, since: DateTime<Utc>) -> db::Result<bool> {
    let row = written![last_used_at: change.at, user_agent: &change.by.client.user_agent];
    let known = Condition::new("token_hash = ? AND owner_kind = ? AND owner_id = ? AND last_used_at > ?");
    let known = known.bind(token_hash).bind(owner.kind.as_str()).bind(owner.id).bind(since);
    Ok(DEVICES.update_where(&mut change.conn, row, known).await? == 1)
}

pub async fn has_devices(conn: &mut Conn, owner: Owner) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM devices WHERE owner_kind = $1 AND owner_id = $2 LIMIT 1",
        owner.kind.as_str(), owner.id)?;
    Ok(found.is_some())
}

pub async fn insert_device(change: &mut Change, owner: Owner, token_hash: &str) -> db::Result<()> {
    let row = written![
        owner_kind: owner.kind.as_str(),
        owner_id: owner.id,
        token_hash: token_hash,
        user_agent: &change.by.client.user_agent,
        created_at: change.at,
        last_used_at: change.at,
    ];
    DEVICES.put(&mut change.conn, row).await
}

/// All of an owner but one.
pub async fn delete_devices(change: &mut Change, owner: Owner, kept_hash: &str) -> db::Result<()> {
    sql!(execute change.conn,
        "DELETE FROM devices WHERE owner_kind = $1 AND owner_id = $2 AND token_hash <> $3",
        owner.kind.as_str(), owner.id, kept_hash)?;
    Ok(())
}

/// Forgets what was not used since.
pub async fn sweep_devices(tx: &mut Tx, since: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM devices WHERE last_used_at <= $1", since)
}
