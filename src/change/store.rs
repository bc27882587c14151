use chrono::{DateTime, Utc};

use super::{Change, encode};
use crate::db::{self, Conn, sql};

/// What a record is about.
pub struct About {
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
    pub account_id: Option<i64>,
}

pub async fn insert(
    change: &mut Change,
    action: &str,
    about: &About,
    changes: &[(&'static str, String, String)],
) -> db::Result<()> {
    let changes = encode(changes)?;
    let by = &change.by;
    sql!(execute change.conn,
        "INSERT INTO audit (at, actor_kind, actor_id, actor_name, on_behalf_of, visit_id, ip, user_agent, request_id, action,
                            object_kind, object_id, object_name, account_id, changes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        change.at, by.kind, by.id, &by.name, &by.on_behalf_of, by.visit, &by.client.ip, &by.client.user_agent, &by.request_id, action,
        about.kind, about.id, &about.name, about.account_id, &changes)?;
    Ok(())
}

/// Who deleted an object, and when.
pub async fn deletion(
    conn: &mut Conn,
    kind: &str,
    id: i64,
    account_id: Option<i64>,
) -> db::Result<Option<(String, DateTime<Utc>)>> {
    sql!(
        fetch_optional(String, DateTime<Utc>),
        conn,
        "SELECT actor_name, at FROM audit WHERE object_kind = $1 AND object_id = $2 AND action = 'delete'
           AND (account_id = $3 OR (account_id IS NULL AND $3 IS NULL)) ORDER BY id DESC LIMIT 1",
        kind,
        id,
        account_id
    )
}
