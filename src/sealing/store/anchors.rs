//! Where checkpoints are kept elsewhere, and what went there last.

use chrono::{DateTime, Utc};

use crate::{
    change::Change,
    db::{self, Conn, Table, Tx, sql, written},
    sealing::anchors::Anchors,
};

/// The row there is.
pub const ID: i64 = 1;
const TABLE: Table = Table::plain("audit_anchors");

pub async fn find(conn: &mut Conn) -> db::Result<Anchors> {
    sql!(fetch_one Anchors, conn,
        "SELECT addresses, mailed_at, mailed_size, filed_at, filed_size, version, updated_at, updated_by
         FROM audit_anchors WHERE id = $1",
        ID)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, version: i64, addresses: &str) -> db::Result<bool> {
    change.update(&TABLE, (ID, version), written![addresses: addresses]).await
}

pub async fn mailed(tx: &mut Tx, at: DateTime<Utc>, size: i64) -> db::Result<()> {
    TABLE.set(tx, ID, written![mailed_at: at, mailed_size: size]).await
}

pub async fn filed(tx: &mut Tx, at: DateTime<Utc>, size: i64) -> db::Result<()> {
    TABLE.set(tx, ID, written![filed_at: at, filed_size: size]).await
}
