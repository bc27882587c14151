use chrono::{DateTime, Utc};

use super::Kind;
use crate::db::{self, Conn, FromRow, Listed, One, Table, Tx, sql, written};

/// An entry that was asked for, and the list that it is on.
#[derive(Clone, Debug, FromRow)]
pub struct Hit {
    pub hash: Vec<u8>,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub source: String,
    pub reason: String,
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    pub list_id: i64,
    pub list_name: String,
    pub is_global: bool,
}

/// Which lists are asked; of deleted ones none is.
#[derive(Clone, Copy)]
pub enum Among {
    All,
    Global,
    List(i64),
}

const HITS: &str =
    "SELECT e.hash, e.kind, e.source, e.reason, e.added_by, e.added_at, e.list_id, l.name AS list_name, l.is_global
    FROM stop_list_entries e JOIN stop_lists l ON l.id = e.list_id WHERE l.deleted_at IS NULL";

/// The entries that have one of these hashes, however many these are, in one statement.
pub async fn hits(conn: &mut Conn, among: Among, hashes: Vec<Vec<u8>>) -> db::Result<Vec<Hit>> {
    let (also, first) = match among {
        Among::All => ("", None),
        Among::Global => (" AND l.is_global", None),
        Among::List(id) => (" AND e.list_id = ", Some(id.into())),
    };
    let listed = Listed { select: HITS, also, first, column: " AND e.hash IN " };
    listed.fetch(conn, hashes).await
}

pub async fn key(conn: &mut Conn, id: i64) -> db::Result<Option<Vec<u8>>> {
    let found = sql!(fetch_optional One<Vec<u8>>, conn, "SELECT key_sealed FROM stop_list_key WHERE id = $1", id)?;
    Ok(found.map(|(sealed,)| sealed))
}

pub async fn put_key(tx: &mut Tx, id: i64, sealed: Vec<u8>, at: DateTime<Utc>) -> db::Result<()> {
    let row = written![id: id, key_sealed: sealed, created_at: at];
    Table::plain("stop_list_key").put_new(tx, row).await.map(drop)
}
