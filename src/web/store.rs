//! The SQL of kept forms and of what administrators had open; that of sessions stands beside their store.

use chrono::{DateTime, Utc};

use crate::{
    db::{self, Conn, One, Tx, sql},
    people::Owner,
};

/// A form that waits; a browser has one for each path, the newest.
pub struct KeptForm<'a> {
    pub token_hash: &'a str,
    pub path: &'a str,
    pub owner: Owner,
    pub pairs_sealed: &'a [u8],
    pub ip: &'a str,
    pub expires_at: DateTime<Utc>,
}

pub async fn count_kept_forms(conn: &mut Conn, ip: &str, now: DateTime<Utc>) -> db::Result<i64> {
    let (count,) =
        sql!(fetch_one One<i64>, conn, "SELECT count(*) FROM kept_forms WHERE ip = $1 AND expires_at > $2", ip, now)?;
    Ok(count)
}

pub async fn keep_form(tx: &mut Tx, form: &KeptForm<'_>) -> db::Result<u64> {
    sql!(execute tx,
        "INSERT INTO kept_forms (token_hash, path, owner_kind, owner_id, pairs_sealed, ip, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (token_hash, path) DO UPDATE SET owner_kind = excluded.owner_kind, owner_id = excluded.owner_id,
             pairs_sealed = excluded.pairs_sealed, ip = excluded.ip, expires_at = excluded.expires_at",
        form.token_hash, form.path, form.owner.kind.as_str(), form.owner.id, form.pairs_sealed, form.ip, form.expires_at)
}

pub async fn find_kept_form(
    conn: &mut Conn,
    (token_hash, path): (&str, &str),
    owner: Owner,
    now: DateTime<Utc>,
) -> db::Result<Option<Vec<u8>>> {
    let found = sql!(fetch_optional One<Vec<u8>>, conn,
        "SELECT pairs_sealed FROM kept_forms
         WHERE token_hash = $1 AND path = $2 AND owner_kind = $3 AND owner_id = $4 AND expires_at > $5",
        token_hash, path, owner.kind.as_str(), owner.id, now)?;
    Ok(found.map(|(sealed,)| sealed))
}

pub async fn drop_kept_form(tx: &mut Tx, token_hash: &str, path: &str) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM kept_forms WHERE token_hash = $1 AND path = $2", token_hash, path)
}

/// Forgets what has expired.
pub async fn sweep_kept_forms(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM kept_forms WHERE expires_at <= $1", now)
}

/// What an administrator had open, as it is kept; None when there is no such administrator any more.
pub async fn opened(conn: &mut Conn, admin_id: i64) -> db::Result<Option<String>> {
    let found = sql!(fetch_optional One<String>, conn, "SELECT opened FROM admins WHERE id = $1", admin_id)?;
    Ok(found.map(|(opened,)| opened))
}

pub async fn set_opened(tx: &mut Tx, admin_id: i64, opened: &str) -> db::Result<u64> {
    sql!(execute tx, "UPDATE admins SET opened = $1 WHERE id = $2", opened, admin_id)
}
