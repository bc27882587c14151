use chrono::{DateTime, Utc};

use super::{Change, encode};
use crate::db::{self, Conn, FromRow, One, Select, sql};

/// What a record is about.
pub struct About {
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
    pub account_id: Option<i64>,
}

#[derive(FromRow)]
pub struct Record {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_name: String,
    pub on_behalf_of: Option<String>,
    pub visit_id: Option<i64>,
    /// Why the administrator was there.
    pub visit_reason: Option<String>,
    pub ip: String,
    pub user_agent: String,
    pub request_id: String,
    pub action: String,
    pub object_kind: String,
    pub object_id: Option<i64>,
    pub object_name: String,
    pub account_id: Option<i64>,
    /// JSON: a list of [field, old, new].
    pub changes: String,
}

pub const COLUMNS: &str = "r.id, r.at, r.actor_kind, r.actor_name, r.on_behalf_of, r.visit_id,
    (SELECT v.reason FROM visits v WHERE v.id = r.visit_id) AS visit_reason, r.ip, r.user_agent, r.request_id, r.action,
    r.object_kind, r.object_id, r.object_name, r.account_id, r.changes";

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

/// What narrows the audit list.
#[derive(Default)]
pub struct Filter<'a> {
    pub account_id: Option<i64>,
    pub object_kind: Option<&'a str>,
    pub object_id: Option<i64>,
    pub action: Option<&'a str>,
    pub actor: Option<&'a str>,
}

pub fn filtered(select: Select, filter: &Filter) -> Select {
    select
        .filter(" AND r.account_id = ", filter.account_id)
        .filter(" AND r.object_kind = ", filter.object_kind)
        .filter(" AND r.object_id = ", filter.object_id)
        .filter(" AND r.action = ", filter.action)
        .filter(" AND r.actor_name = ", filter.actor)
}

/// The record for reading on by id. A kind alone is kept from its index, which knows no order of ids and would have all
/// of the kind sorted for each page; so a page costs what lies between its first and its last row.
pub fn by_id(filter: &Filter) -> Select {
    let all = Select::new(COLUMNS, " FROM audit r WHERE 1 = 1");
    match filter.object_id {
        Some(_) => filtered(all, filter),
        None => filtered(all, &Filter { object_kind: None, ..*filter })
            .filter(" AND r.object_kind || '' = ", filter.object_kind),
    }
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

/// The title of the account whose history is shown; a deleted account keeps its history.
pub async fn account_title(conn: &mut Conn, id: i64) -> db::Result<Option<String>> {
    let found = sql!(fetch_optional One<String>, conn, "SELECT title FROM accounts WHERE id = $1", id)?;
    Ok(found.map(|(title,)| title))
}
